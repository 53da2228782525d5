"""The commands of every day."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Annotated

from vaultkit.cli.acting import tick_items
from vaultkit.cli.answer import Answer, Raw, Shown, Warned
from vaultkit.cli.beside_lists import hints
from vaultkit.cli.items import find_item, find_note, find_person
from vaultkit.cli.parameters import Argument, Flag, Option
from vaultkit.cli.session import Session
from vaultkit.cli.summary import items_answer, lines_after_nos, new_lines
from vaultkit.core.across.people import pending as pending_contacts
from vaultkit.core.across.survey import Survey
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.edit import Edit
from vaultkit.core.week.due import is_due
from vaultkit.errors import NotesLeftError, UsageError
from vaultkit.formats.patch import patch
from vaultkit.work import refresh as refreshing


def update(
    session: Session,
    notes: Annotated[
        list[str] | None, Argument(help="Notes to update. (Default: all.)", metavar="NOTE")
    ] = None,
    dry_run: Annotated[
        bool, Flag("--dry-run", help="Print the change as a patch for git apply; write nothing.")
    ] = False,
    check: Annotated[
        bool, Flag("--check", help="Write nothing; exit 1 when a note would change.")
    ] = False,
    strict: Annotated[
        bool, Flag("--strict", help="Exit 4 when some note could not be handled.")
    ] = False,
    yes: Annotated[
        bool, Flag("--yes", help="Do not ask before a first run that changes many notes.")
    ] = False,
) -> Answer:
    """Bring every application note up to date, once."""
    only = [find_note(note, session) for note in notes] if notes else None
    if dry_run or check:
        done = _planned(session, only)
    else:
        with session.writing("update") as run:
            first = _planned(session, only)
            if not yes and not _is_agreed(session, first):
                return Answer([], beside=(session.console.phrases.say("remove.nothing-done"),))
            done = refreshing.refresh(
                session.index,
                session.desk,
                session.today,
                run,
                only,
                without_survey=True,
                planned=first,
            )
    problems = [found for found in done.problems if only is None or found.note in only]
    is_trial = dry_run or check
    if only is None and not done.edits and not done.busy:
        session.answered_of = done.roll  # nothing was done, and nothing is left to be done
    answer = Answer(
        [edit.path for edit in done.edits],
        shown=_changes(done.edits, as_patch=dry_run),
        beside=(
            *problems,
            session.console.phrases.count(
                "update.would" if is_trial else "update.done", len(done.edits)
            ),
            *hints(problems, session),
            *(() if is_trial else lines_after_nos(session, done)),
        ),
        problems=tuple(problems),
        exit_code=1 if is_trial and done.edits else 0,
    )
    if strict and (done.busy or any(found.severity == "problem" for found in problems)):
        return _strictly(answer, {found.note for found in problems} | {*done.busy}, session)
    return answer


def _changes(edits: Sequence[Edit], *, as_patch: bool) -> tuple[Shown, ...]:
    if not as_patch:
        return tuple(edit.path for edit in edits)
    return (Raw("".join(patch(edit.path, edit.base, edit.wanted) for edit in edits)),)


def _strictly(answer: Answer, left: Collection[str], session: Session) -> Answer:
    """Return the answer of a run that fails since notes were left as they are."""
    key = "error.notes-left-one" if len(left) == 1 else "error.notes-left"
    told = session.console.phrases.say(key, count=len(left))
    return replace(
        answer,
        beside=(*answer.beside, Warned(f"vaultkit: {told}")),
        exit_code=NotesLeftError.exit_code,
    )


def _planned(session: Session, only: Collection[str] | None) -> refreshing.Refreshed:
    return refreshing.plan_refresh(
        session.index, session.desk, session.today, only, without_survey=True
    )


def _is_agreed(session: Session, planned: refreshing.Refreshed) -> bool:
    """Ask before a first run that would change many notes. Raises UsageError where nobody can be asked."""
    if not refreshing.is_large_first_run(planned):
        return True
    count, console = len(planned.edits), session.console
    question = console.phrases.count("update.first", count, lines=new_lines(planned.edits))
    answer = console.is_sure(question) if console.can_ask else None
    if answer is None:
        raise UsageError("update-needs-yes", count=count)
    return answer


def done(
    session: Session,
    item: Annotated[
        str | None,
        Argument(
            help="Its number in `due`, or a part of its note, id, person or company.",
            metavar="ITEM",
        ),
    ] = None,
    person: Annotated[
        str | None, Option("--person", metavar="NAME", help="All of that person's that are due.")
    ] = None,
) -> Answer:
    """Tick an item, as the Tasks plugin would, and bring its note up to date."""
    if (item is None) == (person is None):
        raise UsageError("done-what")
    with session.writing("done") as run:
        found = session.survey()
        items = (
            _items_of(session, found, person)
            if person is not None
            else [find_item(item or "", found, session)]
        )
        after = tick_items(session, items, found, run)
    return items_answer(session, "done", items, found, after)


def _items_of(session: Session, found: Survey, name: str) -> list[Item]:
    """Return the items of one person that are due, their windows open."""
    who = find_person(name, found, session)
    pending = pending_contacts(found.listed, found.people, session.today, session.settings)
    contacts_meant = [contact for contact in pending if who and contact.identity == who.identity]
    items = [
        item for contact in contacts_meant for item in contact.items if is_due(item, session.today)
    ]
    if not items:
        raise UsageError(
            "person-nothing-due" if who else "person-unknown", name=who.name if who else name
        )
    return items
