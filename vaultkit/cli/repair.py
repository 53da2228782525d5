"""The commands that find faults, and those that take back."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Annotated

from vaultkit.cli.answer import Answer, Prose, Warned
from vaultkit.cli.items import find_note
from vaultkit.cli.parameters import Argument, Flag
from vaultkit.cli.session import Session
from vaultkit.core.across.survey import problems
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.guard import guard
from vaultkit.core.follow_ups.removal import removal, staying
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk.journal_file import PastRun
from vaultkit.disk.recovery import last_run, undoable
from vaultkit.disk.recovery import undo as take_back
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Outcome, write_all
from vaultkit.errors import UsageError
from vaultkit.playbook import load
from vaultkit.work import refresh as refreshing
from vaultkit.work.own_letters import letter_problems
from vaultkit.work.review_note import review_problems


def check(session: Session) -> Answer:
    """List the notes with problems: file, line, what to do. Exit 1 when there is one."""
    console = session.console
    session.announces = False  # they stand in the list itself, also those that somebody has seen
    done = refreshing.plan_refresh(session.index, session.desk, session.today)
    vault, settings = session.vault, session.settings
    found = (
        *done.problems,
        *_not_writable(vault, done),
        *session.kept_aside(),
        *letter_problems(vault, settings, session.desk.terms.playbook.letter_names),
        *review_problems(vault, settings),
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
    for sheet in done.survey.sheets:
        path = sheet.note.path
        if path not in wanted and not sheet.application.follow_up:
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
    busy = (outcome.path for outcome in left if not outcome.problem)
    is_counted = not stay or len(gone) > len(stay)
    return Answer(
        gone,
        shown=tuple(gone),
        beside=(
            *(_warned(one, session) for one in told),
            *(_busy(path, session) for path in busy),
            *([console.phrases.count("remove.done", len(gone) - len(stay))] if is_counted else []),
        ),
        problems=_each_once(told, problems(survey)),
    )


def _warned(found: Problem, session: Session) -> Warned:
    return Warned(session.console.problem(found))


def _busy(path: str, session: Session) -> Warned:
    """Return the line about a note that somebody else was writing all the while."""
    return Warned(session.console.phrases.say("remove.busy", note=path))


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
    question = session.console.phrases.count("remove.question", count)
    choice = session.console.phrases.say("words.yes-or-no")
    answer = session.console.ask(f"{question} {choice} ")
    if answer is None:
        raise UsageError("remove-needs-yes")
    return answer.strip().casefold() in load.words("yes")


def undo(
    session: Session,
    notes: Annotated[
        list[str] | None,
        Argument(help="Only these notes. (Default: all of the run.)", metavar="NOTE"),
    ] = None,
    list_: Annotated[
        bool, Flag("--list", help="List the runs that can be taken back; change nothing.")
    ] = False,
) -> Answer:
    """Take the last run back, byte for byte; a note that has changed since is named and left."""
    if list_:
        return _list_runs(session)
    phrases = session.console.phrases
    with session.writing("undo") as run:
        only = [find_note(note, session) for note in notes] if notes else ()
        past = None if notes else last_run(session.journal)
        outcomes = take_back(session.vault, session.journal, run, only)
    left = _left(outcomes)
    back = [
        path for path in dict.fromkeys(outcome.path for outcome in outcomes) if path not in left
    ]
    told = tuple(found for found in left.values() if found)
    say = phrases.say
    return Answer(
        back,
        shown=tuple(back),
        beside=(
            *told,
            *(_busy(path, session) for path, found in left.items() if found is None),
            *([say("undo.run", command=past.command, when=_when(past))] if past else []),
            phrases.count("undo.done", len(back)) if outcomes else say("undo.nothing"),
        ),
        problems=told,
    )


def _left(outcomes: Sequence[Outcome]) -> dict[str, Problem | None]:
    """Return the notes that are not as they were before, and why, where there is a reason.

    One that was written twice in a run is taken back in two steps: one that failed is enough.
    """
    left: dict[str, Problem | None] = {}
    for outcome in outcomes:
        if outcome.kind not in ("written", "same"):
            left[outcome.path] = left.get(outcome.path) or outcome.problem
    return left


def _list_runs(session: Session) -> Answer:
    """Return the runs that ``undo`` would take back, the next one first, each with its notes."""
    session.announce(session.broken_off().values())
    runs = list(undoable(session.journal))
    notes = [list(dict.fromkeys(record.planned.path for record in run.records)) for run in runs]
    return Answer(
        [
            {"command": run.command, "at": f"{_clock(run):%Y-%m-%dT%H:%M:%S}", "notes": paths}
            for run, paths in zip(runs, notes, strict=True)
        ],
        shown=tuple(
            f"{_when(run)}  {run.command}  {', '.join(paths)}"
            for run, paths in zip(runs, notes, strict=True)
        ),
        beside=() if runs else (session.console.phrases.say("undo.nothing"),),
    )


def _clock(run: PastRun) -> datetime:
    return datetime.fromtimestamp(run.started)


def _when(run: PastRun) -> str:
    return f"{_clock(run):%Y-%m-%d %H:%M}"
