"""The commands that find faults, and that which takes vaultkit's lines out."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Annotated

from vaultkit.cli.answer import Answer, Prose, Warned
from vaultkit.cli.brought_back import brought_back
from vaultkit.cli.items import find_note
from vaultkit.cli.parameters import Argument, Flag
from vaultkit.cli.service import is_installed_here
from vaultkit.cli.session import Session
from vaultkit.cli.undoing import busy_line
from vaultkit.core.across.last_contact import last_contact_hints
from vaultkit.core.across.survey import Survey, problems
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.guard import guard
from vaultkit.core.follow_ups.removal import removal, staying
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import write_all
from vaultkit.errors import UsageError
from vaultkit.work import refresh as refreshing
from vaultkit.work.own_letters import letter_folders, letter_problems
from vaultkit.work.review_note import review_problems


def check(session: Session) -> Answer:
    """List the notes with problems: file, line, what to do. Exit 1 when there is one."""
    console = session.console
    session.announces = False  # they stand in the list itself, also those that somebody has seen
    done = refreshing.plan_refresh(session.index, session.desk, session.today)
    session.answered_of, session.answered_without = (
        done.roll,
        letter_folders(session.vault, session.settings),
    )
    vault, settings = session.vault, session.settings
    found = (
        *done.problems,
        *_not_writable(vault, done),
        *session.kept_aside(),
        *letter_problems(vault, settings, session.desk.terms.playbook.letter_names),
        *review_problems(vault, settings),
        *last_contact_hints(done.survey.look.people, session.today),
    )
    wrong = [each for each in found if each.severity == "problem"]
    count, hints = console.phrases.count, len(found) - len(wrong)
    told = (count("check.count", len(wrong)), count("hints.other", hints) if hints else None)
    return Answer(
        [],
        shown=tuple(Prose(console.problem(each)) for each in found),
        beside=tuple(filter(None, told)),
        problems=found,
        exit_code=1 if wrong else 0,
    )


def _not_writable(vault: Vault, done: refreshing.Refreshed) -> Iterator[Problem]:
    """Yield a problem for each application note that cannot be kept up to date for want of a right.

    Where the whole disk may not be written, only for those that want a change now.
    """
    wanted = {edit.path for edit in done.edits}
    for gist in done.survey.gists:
        path = gist.path
        if path not in wanted and not gist.application.follow_up:
            continue
        code = vault.refuses(path)
        if code and (path in wanted or code != "disk-read-only"):
            yield problem(path, 1, code)


def remove(
    session: Session,
    notes: Annotated[
        list[str] | None, Argument(help="Notes to clean. (Default: all.)", metavar="NOTE")
    ] = None,
    yes: Annotated[bool, Flag("--yes", help="Do not ask.")] = False,
) -> Answer:
    """Take vaultkit's lines out of notes; what you ticked or wrote stays, as plain Markdown."""
    session.spare_own_playbook()
    console = session.console
    only = [find_note(note, session) for note in notes] if notes else None
    with session.writing("remove") as run:
        survey = session.survey()
        everywhere = (*survey.sheets, *survey.look.forgotten)
        sheets = [
            sheet
            for sheet in everywhere
            if sheet.block and (only is None or sheet.note.path in only)
        ]
        edits = [edit for sheet in sheets if not sheet.is_frozen and (edit := _guarded(sheet))]
        frozen = [found for sheet in sheets if sheet.is_frozen for found in sheet.problems]
        if edits and not yes and not _is_sure(session, len(edits)):
            return Answer([], beside=(console.phrases.say("remove.nothing-done"),))
        outcomes = list(write_all(session.vault, edits, run))
    gone = [outcome.path for outcome in outcomes if outcome.kind == "written"]
    stay = [_what_stays(sheet) for sheet in sheets if sheet.note.path in gone and staying(sheet)]
    left = [outcome for outcome in outcomes if outcome.kind not in ("written", "same")]
    told = [*stay, *frozen, *(outcome.problem for outcome in left if outcome.problem)]
    busy = [outcome.path for outcome in left if not outcome.problem]
    is_counted = not (stay or told or busy) or len(gone) > len(stay)
    watched, hints = brought_back("remove", gone, session)
    return Answer(
        gone,
        shown=tuple(gone),
        beside=(
            *(_warned(one, session) for one in told),
            *(busy_line(path, session) for path in busy),
            *([_how_many(len(gone) - len(stay), session)] if is_counted else []),
            *(_last_contacts(survey, session) if gone and not only else ()),
            *(_who_comes_back(session) if not only else ()),
            *watched,
        ),
        problems=_each_once(told, problems(survey), hints),
    )


def _how_many(count: int, session: Session) -> str:
    phrases = session.console.phrases
    return phrases.count("remove.done", count) if count else phrases.say("remove.nothing")


def _last_contacts(survey: Survey, session: Session) -> Iterator[str]:
    """Yield a word about the days of last contacts: nothing proves which of them vaultkit has set."""
    count = sum(1 for person in survey.look.people if person.last_contact)
    if count:
        yield session.console.phrases.count("remove.last-contact", count)


def _who_comes_back(session: Session) -> Iterator[str]:
    """Yield a word about a watcher that would write the lines again at the next login."""
    if is_installed_here(session):
        yield session.console.phrases.say("service.comes-back")


def _warned(found: Problem, session: Session) -> Warned:
    return Warned(session.console.problem(found))


def _each_once(*found: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(found)))


def _what_stays(sheet: Sheet) -> Problem:
    """Return what tells of lines of the person's own, by the line on which the first of them stands now."""
    lines = staying(sheet)
    code = "line-stays" if len(lines) == 1 else "lines-stay"
    return hint(sheet.note.path, lines[0], code, count=len(lines))


def _guarded(sheet: Sheet) -> Edit | None:
    edit = removal(sheet)
    if edit:
        guard(sheet, edit)
    return edit


def _is_sure(session: Session, count: int) -> bool:
    """Ask. Without anybody to ask, the answer is a sentence about ``--yes``."""
    answer = session.console.is_sure(session.console.phrases.count("remove.question", count))
    if answer is None:
        raise UsageError("remove-needs-yes")
    return answer
