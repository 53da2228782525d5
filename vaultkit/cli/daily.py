"""The commands of every day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Annotated

from vaultkit.cli.acting import tick_items
from vaultkit.cli.asked import Due, Pending, due_of, pending_of
from vaultkit.cli.command import Argument, Flag, Option, command
from vaultkit.cli.item_table import Row, item_table, rows_of_contacts, rows_of_items
from vaultkit.cli.items import find_item, find_note, find_person, number_items, numbered
from vaultkit.cli.panels import EVERY_DAY
from vaultkit.cli.session import Session
from vaultkit.cli.summary import lines_after_nos, tell_hints, tell_items, tell_left_out
from vaultkit.cli.watching import watch_until_stopped
from vaultkit.cli.week_page import week_page
from vaultkit.core.across.people import contacts as pending_contacts
from vaultkit.core.across.survey import Survey
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.review import as_it_was, is_due
from vaultkit.disk.page_file import write_page
from vaultkit.disk.write import create
from vaultkit.errors import NotesLeftError, UsageError
from vaultkit.formats.patch import patch
from vaultkit.formats.rows import contact_row, item_row, problem_row
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
) -> int:
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
    if session.options.json:
        after = refreshing.look(session.index, session.desk, session.today)
        rows = [problem_row(problem, session.console.phrases) for problem in survey_problems(after)]
        session.console.json("new", [path], rows)
    else:
        session.console.data(path)
    return 0


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
) -> int:
    """Bring every application note up to date, once."""
    only = [find_note(note, session) for note in notes] if notes else None
    if dry_run or check:
        done = refreshing.plan_refresh(
            session.index, session.desk, session.today, only, is_alone=True
        )
    else:
        done = _refresh(session, "update", only)
    problems = [found for found in done.problems if only is None or found.note in only]
    code = 1 if (dry_run or check) and done.edits else 0
    _tell_update(session, done.edits, problems, dry_run, check)
    if not (dry_run or check or session.options.json):
        for line in lines_after_nos(session, done):
            session.console.message(line)
    if strict and (done.busy or any(found.severity == "problem" for found in problems)):
        return _tell_left(session, len({found.note for found in problems} | {*done.busy}))
    return code


def _tell_left(session: Session, count: int) -> int:
    """Return the exit code of notes that could not be handled; ``--json`` has told of them already."""
    if session.options.json:
        return NotesLeftError.exit_code
    raise NotesLeftError("notes-left-one" if count == 1 else "notes-left", count=count)


def _refresh(
    session: Session, name: str, only: Sequence[str] | None = None
) -> refreshing.Refreshed:
    with session.writing(name) as run:
        return refreshing.refresh(
            session.index, session.desk, session.today, run, only, is_alone=True
        )


def _tell_update(
    session: Session, edits: Sequence[Edit], problems: Sequence[Problem], dry_run: bool, check: bool
) -> None:
    console = session.console
    if session.options.json:
        rows = [problem_row(found, console.phrases) for found in problems]
        console.json("update", [edit.path for edit in edits], rows)
        return
    if dry_run:
        console.raw("".join(patch(edit.path, edit.base, edit.wanted) for edit in edits))
    else:
        for edit in edits:
            console.data(edit.path)
    console.problems(problems)
    console.tell_count("update.would" if dry_run or check else "update.done", len(edits))
    tell_hints(session, problems)


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
) -> int:
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
    if session.options.json:
        told = [*findings, *survey_problems(found)]
        rows = [problem_row(problem, session.console.phrases) for problem in told]
        session.console.json("review", {"note": path}, rows)
        return 0
    for finding in findings:
        session.console.error_line(session.console.problem(finding))
    if all(finding.severity == "hint" for finding in findings):
        session.console.data(path)
    tell_hints(session, survey_problems(found))
    return 0


def _as_of(session: Session, asked: date, day: date) -> tuple[Survey, Background]:
    """Return the vault as of the day of a review, and what is told beside it."""
    found = refreshing.look(session.index, session.desk, day)
    if day < session.today:
        found = replace(found, entries=as_it_was(found.entries, day))
    return found, background(
        session.vault, found, session.settings, session.index.vocabulary, asked
    )


def _show_review(session: Session, asked: date, day: date) -> int:
    found, beside = _as_of(session, asked, day)
    text = review_text(found, session.settings, session.console.phrases, day, None, beside)
    assert isinstance(text, str)
    if session.options.json:
        rows = [problem_row(one, session.console.phrases) for one in survey_problems(found)]
        session.console.json("review", {"note": None, "text": text}, rows)
    else:
        if session.console.on_terminal:
            session.console.page(week_page(text, session.console))
        else:
            session.console.raw(text)
        tell_hints(session, survey_problems(found))
    return 0


def _write_page(session: Session, asked: date, day: date, file: Path) -> int:
    """Write the week's review as a page, with the person's own part where its note is there."""
    from vaultkit.formats.page import SIGN, page  # its library is slow to load

    found, beside = _as_of(session, asked, day)
    settings, phrases = session.settings, session.console.phrases
    old = session.vault.read(review_path(asked, settings))
    now = old.text if isinstance(old, Note) else None
    text = review_text(found, settings, phrases, day, now, beside)
    problems = [text] if isinstance(text, Problem) else []
    if isinstance(text, Problem):
        text = review_text(found, settings, phrases, day, None, beside)
    assert isinstance(text, str)
    write_page(file, page(text, session.settings.language).encode(), SIGN.encode())
    if session.options.json:
        rows = [problem_row(problem, phrases) for problem in problems]
        session.console.json("review", {"note": None, "page": str(file)}, rows)
        return 0
    for problem in problems:
        session.console.error_line(session.console.problem(problem))
    session.console.data(str(file))
    tell_hints(session, survey_problems(found))
    return 0


@command("due", EVERY_DAY)
def due(session: Session) -> int:
    """List what is due, the earliest first."""
    found = session.answer("due", Due, lambda found: due_of(found, session.today))
    items, problems = found.items, found.problems
    if session.options.json:
        rows = [problem_row(problem, session.console.phrases) for problem in problems]
        session.console.json("due", [item_row(item, session.today) for item in items], rows)
        return 0
    if session.console.on_terminal:
        _print_table(session, rows_of_items(items))
    else:
        pairs = zip(items, found.names, strict=True)
        for line in numbered(_due_line(session, item, name) for item, name in pairs):
            session.console.data(line)
    number_items(session, items)
    tell_left_out(session, problems)
    session.console.tell_count("due.count", len(items))
    tell_hints(session, problems)
    return 0


def _print_table(session: Session, rows: Sequence[Row]) -> None:
    if rows:
        session.console.page(item_table(rows, session.today, session.console))


def _due_line(session: Session, item: Item, name: str) -> str:
    console = session.console
    late = (session.today - item.due).days if item.due else 0
    day = str(item.due or "")
    if late > 0:
        day = console.style(day, "red")
    return f"{day}  {name}  {console.style(item.text, 'dim')}"


@command("contacts", EVERY_DAY)
def contacts(session: Session) -> int:
    """List the people whom you could write to, the most overdue first."""
    found = session.answer(
        "contacts", Pending, lambda found: pending_of(found, session.today, session.settings)
    )
    pending, problems = found.contacts, found.problems
    if session.options.json:
        rows = [problem_row(problem, session.console.phrases) for problem in problems]
        session.console.json(
            "contacts", [contact_row(contact, session.today) for contact in pending], rows
        )
        return 0
    items = [item for contact in pending for item in contact.items]
    pairs = zip(items, found.names, strict=True)
    lines = iter(numbered(_due_line(session, item, name) for item, name in pairs))
    if session.console.on_terminal:
        _print_table(session, rows_of_contacts(pending))
    else:
        for contact in pending:
            session.console.data(f"{contact.name}  {contact.email or ''}".rstrip())
            for line in islice(lines, len(contact.items)):
                session.console.data(f"  {line}")
    number_items(session, items)
    tell_left_out(session, problems)
    session.console.tell_count("contacts.count", len(pending))
    tell_hints(session, problems)
    return 0


@command("done", EVERY_DAY)
def done(
    session: Session,
    item: Annotated[
        str | None, Argument(help="What `due` prints, or a part of it.", metavar="ITEM")
    ] = None,
    person: Annotated[
        str | None, Option("--person", metavar="NAME", help="All of that person's that are due.")
    ] = None,
) -> int:
    """Tick an item, as the Tasks plugin would, and bring its note up to date."""
    if (item is None) == (person is None):
        raise UsageError("done-what")
    with session.writing("done") as run:
        found = refreshing.look(session.index, session.desk, session.today)
        items = (
            _items_of(session, found, person)
            if person is not None
            else [find_item(item or "", found, session)]
        )
        after = tick_items(session, items, found, run)
    tell_items(session, "done", items, found, after)
    return 0


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
