"""The commands of every day."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated

from vaultkit.cli.acting import tick_items
from vaultkit.cli.answer import Answer, Drawn, Lines, Raw, Shown, Warned
from vaultkit.cli.command import Argument, Flag, Option, command
from vaultkit.cli.item_table import Row, item_table, rows_of_contacts, rows_of_items
from vaultkit.cli.items import ItemNames, find_item, find_note, find_person, listed_items, numbered
from vaultkit.cli.panels import EVERY_DAY
from vaultkit.cli.session import Session
from vaultkit.cli.summary import beside_data, hints, items_answer, lines_after_nos
from vaultkit.cli.watching import watch_until_stopped
from vaultkit.cli.week_page import week_page
from vaultkit.core.across.people import Contact
from vaultkit.core.across.people import contacts as pending_contacts
from vaultkit.core.across.survey import Survey
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.review import as_it_was, due_items, is_due
from vaultkit.disk.page_file import write_page
from vaultkit.disk.write import create
from vaultkit.errors import NotesLeftError, UsageError
from vaultkit.formats.patch import patch
from vaultkit.formats.rows import contact_row, item_row
from vaultkit.work import refresh as refreshing
from vaultkit.work.new_note import new_note, same_application
from vaultkit.work.review_note import (
    Background,
    background,
    review_path,
    review_text,
    review_week,
    write_review,
)


@command("new", EVERY_DAY)
def new(
    session: Session,
    company: Annotated[str, Argument(help="The employer.")],
    role: Annotated[str, Argument(help="What you apply for.")],
) -> Answer:
    """Make a new application note from the vault's template."""
    with session.writing("new") as run:
        sheets = session.index.look().sheets
        there = same_application(company, role, (sheet.application for sheet in sheets))
        if there:
            raise UsageError("note-exists", path=there)
        path, data = new_note(
            session.vault, session.settings, session.index.vocabulary, company, role, session.today
        )
        create(session.vault, path, data, run)
    after = session.survey()
    return Answer([path], shown=(path,), problems=survey_problems(after))


@command("update", EVERY_DAY)
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
) -> Answer:
    """Bring every application note up to date, once."""
    only = [find_note(note, session) for note in notes] if notes else None
    if dry_run or check:
        done = refreshing.plan_refresh(session.index, session.desk, session.today, only)
    else:
        done = _refresh(session, "update", only)
    problems = [found for found in done.problems if only is None or found.note in only]
    is_trial = dry_run or check
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


def _refresh(
    session: Session, name: str, only: Sequence[str] | None = None
) -> refreshing.Refreshed:
    with session.writing(name) as run:
        return refreshing.refresh(session.index, session.desk, session.today, run, only)


@command("watch", EVERY_DAY)
def watch(session: Session) -> int:
    """Update a note whenever it has been saved, until you press Ctrl-C."""
    return watch_until_stopped(session)


@command("review", EVERY_DAY)
def review(
    session: Session,
    week: Annotated[
        str | None, Option("--week", metavar="WEEK", help="Another week, as 2026-W48.")
    ] = None,
    stdout: Annotated[bool, Flag("--stdout", help="Print the review; write nothing.")] = False,
    html: Annotated[
        Path | None,
        Option("--html", metavar="FILE", help="Write it as a page for a browser, and no note."),
    ] = None,
    walk_: Annotated[
        bool, Flag("--walk", help="Go through the week item by item, one key each.")
    ] = False,
) -> Answer | int:
    """Write this week's review note: whom to write to, what to do, how it goes."""
    if walk_:
        if stdout or html or week is not None:
            raise UsageError("walk-alone")
        # Not at the top: the help lists commands in the order in which their modules are loaded.
        from vaultkit.cli.walking import walk

        return walk(session)
    if stdout and html:
        raise UsageError("review-one-way")
    asked, day = review_week(week, session.today)
    if html:
        return _write_page(session, asked, day, html)
    if stdout:
        return _show_review(session, asked, day)
    with session.writing("review") as run:
        found, beside = _as_of(session, asked, day)
        path, findings = write_review(
            session.vault, found, session.settings, session.console.phrases, day, run, beside
        )
    is_written = all(finding.severity == "hint" for finding in findings)
    return _review_answer(
        session, found, {"note": path}, (path,) if is_written else (), tuple(findings)
    )


def _review_answer(
    session: Session,
    found: Survey,
    data: Mapping[str, str | None],
    shown: tuple[Shown, ...],
    findings: tuple[Problem, ...] = (),
) -> Answer:
    """Return the answer of a review; ``findings`` are about its own note, and always told."""
    problems = survey_problems(found)
    told = (Warned(session.console.problem(finding)) for finding in findings)
    return Answer(
        data,
        shown,
        beside=(*told, *hints(problems, session)),
        problems=(*findings, *problems),
    )


def _as_of(session: Session, asked: date, day: date) -> tuple[Survey, Background]:
    """Return the vault as of the day of a review, and what is told beside it."""
    found = refreshing.look(session.index, session.desk, day)
    if day < session.today:
        found = replace(found, entries=as_it_was(found.entries, day))
    return found, background(
        session.vault, found, session.settings, session.index.vocabulary, asked
    )


def _show_review(session: Session, asked: date, day: date) -> Answer:
    found, beside = _as_of(session, asked, day)
    text = review_text(found, session.settings, session.console.phrases, day, None, beside)
    assert isinstance(text, str)
    answer = _review_answer(session, found, {"note": None, "text": text}, (Raw(text),))
    return replace(answer, on_terminal=(Drawn(partial(week_page, text, session.console)),))


def _write_page(session: Session, asked: date, day: date, file: Path) -> Answer:
    """Write the week's review as a page, with the person's own part where its note is there."""
    from vaultkit.formats.page import SIGN, page  # its library is slow to load

    found, beside = _as_of(session, asked, day)
    settings, phrases = session.settings, session.console.phrases
    old = session.vault.read(review_path(asked, settings))
    now = old.text if isinstance(old, Note) else None
    text = review_text(found, settings, phrases, day, now, beside)
    findings = (text,) if isinstance(text, Problem) else ()
    if isinstance(text, Problem):
        text = review_text(found, settings, phrases, day, None, beside)
    assert isinstance(text, str)
    write_page(file, page(text, session.settings.language).encode(), SIGN.encode())
    return _review_answer(session, found, {"note": None, "page": str(file)}, (str(file),), findings)


@command("due", EVERY_DAY)
def due(session: Session) -> Answer:
    """List what is due, the earliest first."""
    found = session.survey()
    items = due_items(found.entries, session.today, found.look.people)
    problems = survey_problems(found)
    count = session.console.phrases.count("due.count", len(items))
    return Answer(
        [item_row(item, session.today) for item in items],
        shown=(Lines(lambda: _due_lines(items, found, session)),),
        on_terminal=_table(session, rows_of_items(items)),
        numbers=listed_items(items),
        beside=beside_data(problems, session, count),
        problems=problems,
    )


def _table(session: Session, rows: Sequence[Row]) -> tuple[Drawn, ...]:
    return (Drawn(lambda: item_table(rows, session.today, session.console)),) if rows else ()


def _due_lines(items: Sequence[Item], found: Survey, session: Session) -> list[str]:
    names = ItemNames(found.entries)
    return numbered(_due_line(session, item, names.of(item)) for item in items)


def _due_line(session: Session, item: Item, name: str) -> str:
    console = session.console
    late = (session.today - item.due).days if item.due else 0
    day = str(item.due or "")
    if late > 0:
        day = console.style(day, "red")
    return f"{day}  {name}  {console.style(item.text, 'dim')}"


@command("contacts", EVERY_DAY)
def contacts(session: Session) -> Answer:
    """List the people whom you could write to, the most overdue first."""
    found = session.survey()
    pending = pending_contacts(found.entries, found.look.people, session.today, session.settings)
    problems = survey_problems(found)
    count = session.console.phrases.count("contacts.count", len(pending))
    return Answer(
        [contact_row(contact, session.today) for contact in pending],
        shown=(Lines(lambda: _contact_lines(pending, found, session)),),
        on_terminal=_table(session, rows_of_contacts(pending)),
        numbers=listed_items(item for contact in pending for item in contact.items),
        beside=beside_data(problems, session, count),
        problems=problems,
    )


def _contact_lines(pending: Sequence[Contact], found: Survey, session: Session) -> Iterator[str]:
    """Yield each person with the lines of their items below; the numbers go on through all of them."""
    items = [item for contact in pending for item in contact.items]
    lines = iter(_due_lines(items, found, session))
    for contact in pending:
        yield f"{contact.name}  {contact.email or ''}".rstrip()
        yield from (f"  {line}" for line in islice(lines, len(contact.items)))


@command("done", EVERY_DAY)
def done(
    session: Session,
    item: Annotated[
        str | None, Argument(help="What `due` prints, or a part of it.", metavar="ITEM")
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
    pending = pending_contacts(found.entries, found.look.people, session.today, session.settings)
    contacts_meant = [contact for contact in pending if who and contact.identity == who.identity]
    items = [
        item for contact in contacts_meant for item in contact.items if is_due(item, session.today)
    ]
    if not items:
        raise UsageError(
            "person-nothing-due" if who else "person-unknown", name=who.name if who else name
        )
    return items
