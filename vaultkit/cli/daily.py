"""The commands of every day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Annotated

from vaultkit import refresh as refreshing
from vaultkit.cli.command import Argument, Flag, Option, command
from vaultkit.cli.items import ItemNames, find_item, find_note
from vaultkit.cli.session import Session
from vaultkit.cli.watching import watch_until_stopped
from vaultkit.core.checklist import ID_PREFIX
from vaultkit.core.edit import Edit
from vaultkit.core.item import Item
from vaultkit.core.lessons import lessons, reflect_questions
from vaultkit.core.note import bare, ending, split_lines
from vaultkit.core.people import contacts as pending_contacts
from vaultkit.core.problem import Problem
from vaultkit.core.review import as_it_was, due_items, is_due
from vaultkit.core.survey import Survey
from vaultkit.core.survey import problems as survey_problems
from vaultkit.core.task import read_marked_task, tick
from vaultkit.core.update import plan_sheet
from vaultkit.errors import NotesLeftError, UsageError
from vaultkit.formats.patch import patch
from vaultkit.formats.reasons import learned, reasons
from vaultkit.formats.rows import contact_row, item_row, problem_row
from vaultkit.new import new_note
from vaultkit.reviewing import background, review_text, review_week, write_review
from vaultkit.write import create
from vaultkit.write.restore import recover

EVERY_DAY = "Every day"


@command("new", EVERY_DAY)
def new(
    session: Session,
    company: Annotated[str, Argument(help="The employer.")],
    role: Annotated[str, Argument(help="What you apply for.")],
) -> int:
    """Make a new application note from the vault's template."""
    path, data = new_note(session.vault, session.settings, session.index.vocabulary, company, role, session.today)
    with session.journal.run("new") as run:
        create(session.vault, path, data, run)
    if session.options.json:
        session.console.json("new", [path], [])
    else:
        session.console.data(path)
    return 0


@command("update", EVERY_DAY)
def update(
    session: Session,
    notes: Annotated[list[str] | None, Argument(help="Notes to update. (Default: all.)", metavar="NOTE")] = None,
    dry_run: Annotated[
        bool, Flag("--dry-run", help="Print the change as a patch for git apply; write nothing.")
    ] = False,
    check: Annotated[bool, Flag("--check", help="Write nothing; exit 1 when a note would change.")] = False,
    strict: Annotated[bool, Flag("--strict", help="Exit 4 when some note could not be handled.")] = False,
) -> int:
    """Bring every application note up to date, once."""
    only = [find_note(note, session) for note in notes] if notes else None
    if dry_run or check:
        done = refreshing.plan_refresh(session.index, session.desk, session.today, only)
    else:
        done = _refresh(session, "update", only)
    problems = [found for found in done.problems if only is None or found.note in only]
    code = 1 if (dry_run or check) and done.edits else 0
    _tell_update(session, done.edits, problems, dry_run, check)
    if strict and (done.busy or any(found.severity == "problem" for found in problems)):
        raise NotesLeftError("notes-left", count=len({found.note for found in problems} | {*done.busy}))
    return code


def _refresh(session: Session, name: str, only: Sequence[str] | None = None) -> refreshing.Refreshed:
    """Recover what a crash left, then write what has to be written."""
    session.need_quiet_git()
    told = recover(session.vault, session.journal)
    with session.journal.run(name) as run:
        done = refreshing.refresh(session.index, session.desk, session.today, run, only)
    return refreshing.with_problems(done, told)


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


@command("watch", EVERY_DAY)
def watch(session: Session) -> int:
    """Update a note whenever it has been saved, until you press Ctrl-C."""
    return watch_until_stopped(session)


@command("review", EVERY_DAY)
def review(
    session: Session,
    week: Annotated[str | None, Option("--week", metavar="WEEK", help="Another week, as 2026-W48.")] = None,
    stdout: Annotated[bool, Flag("--stdout", help="Print the review; write nothing.")] = False,
) -> int:
    """Write this week's review note: whom to write to, what to do, how it goes."""
    asked, day = review_week(week, session.today)
    settings, phrases = session.settings, session.console.phrases
    found = refreshing.look(session.index, session.desk, day)
    if day < session.today:
        found = replace(found, entries=as_it_was(found.entries, day))
    beside = background(session.vault, found, settings, session.index.vocabulary, asked)
    if stdout:
        text = review_text(found, settings, phrases, day, None, beside)
        assert isinstance(text, str)
        if session.options.json:
            session.console.json("review", {"note": None, "text": text}, [])
        else:
            session.console.raw(text)
        return 0
    session.need_quiet_git()
    told = recover(session.vault, session.journal)
    with session.journal.run("review") as run:
        path, findings = write_review(session.vault, found, settings, phrases, day, run, beside)
    problems = [*told, *findings]
    if session.options.json:
        session.console.json("review", {"note": path}, [problem_row(problem, phrases) for problem in problems])
        return 0
    for finding in problems:
        session.console.error_line(session.console.problem(finding))
    if all(finding.severity == "hint" for finding in findings):
        session.console.data(path)
    return 0


@command("due", EVERY_DAY)
def due(session: Session) -> int:
    """List what is due, the earliest first."""
    found = refreshing.look(session.index, session.desk, session.today)
    items = due_items(found.entries, session.today, found.look.people)
    if session.options.json:
        problems = [problem_row(problem, session.console.phrases) for problem in survey_problems(found)]
        session.console.json("due", [item_row(item, session.today) for item in items], problems)
        return 0
    names = ItemNames(found.entries)
    for item in items:
        session.console.data(_due_line(session, item, names.of(item)))
    session.console.tell_count("due.count", len(items))
    return 0


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
    found = refreshing.look(session.index, session.desk, session.today)
    pending = pending_contacts(found.entries, found.look.people, session.today, session.settings)
    if session.options.json:
        session.console.json("contacts", [contact_row(contact, session.today) for contact in pending], [])
        return 0
    names = ItemNames(found.entries)
    for contact in pending:
        session.console.data(f"{contact.name}  {contact.email or ''}".rstrip())
        for item in contact.items:
            session.console.data(f"  {_due_line(session, item, names.of(item))}")
    session.console.tell_count("contacts.count", len(pending))
    return 0


@command("explain", EVERY_DAY)
def explain(session: Session, note: Annotated[str, Argument(help="An application note.")]) -> int:
    """Say why each date of a note is there, and what is waited for."""
    path = find_note(note, session)
    found = refreshing.look(session.index, session.desk, session.today)
    sheet = next((sheet for sheet in found.sheets if sheet.note.path == path), None)
    if sheet is None:
        told = [problem for problem in survey_problems(found) if problem.note == path]
        session.console.problems(told)
        raise UsageError("not-an-application", note=path)
    plan = plan_sheet(sheet, found.surroundings[path], session.desk)
    rows = reasons(sheet, plan, session.console.phrases)
    if any(step.rule == "prepare" and step.window.anchor_day >= session.today for step in plan.steps):
        questions = reflect_questions(session.desk.phrases.values())
        rows += learned(lessons(found.entries, questions), session.console.phrases)
    if session.options.json:
        problems = [problem_row(problem, session.console.phrases) for problem in sheet.problems]
        session.console.json("explain", [row.facts for row in rows], problems)
        return 0
    for row in rows:
        session.console.data(row.text)
    session.console.problems(sheet.problems)
    return 0


@command("done", EVERY_DAY)
def done(
    session: Session,
    item: Annotated[str | None, Argument(help="What `due` prints, or a part of it.", metavar="ITEM")] = None,
    person: Annotated[str | None, Option("--person", metavar="NAME", help="All of that person's that are due.")] = None,
) -> int:
    """Tick an item, as the Tasks plugin would, and bring its note up to date."""
    if (item is None) == (person is None):
        raise UsageError("done-what")
    session.need_quiet_git()
    found = refreshing.look(session.index, session.desk, session.today)
    items = [find_item(item, found.entries)] if item else _items_of(session, found, person or "")
    with session.journal.run("done") as run:
        for path in dict.fromkeys(one.path for one in items):
            refreshing.edit_note(session.vault, run, path, partial(_ticked, items, path, session.today))
        refreshing.refresh(session.index, session.desk, session.today, run, {one.path for one in items})
    names = list(map(ItemNames(found.entries).of, items))
    if session.options.json:
        session.console.json("done", names, [])
    else:
        for name in names:
            session.console.data(name)
    return 0


def _ticked(items: Sequence[Item], path: str, today: date, text: str) -> str:
    """Return the text with the items of this note ticked, each found by its id and words."""
    wanted = {(item.id, item.text) for item in items if item.path == path}
    lines = split_lines(text)
    for index, line in enumerate(lines):
        task = read_marked_task(bare(line), ID_PREFIX)
        if task and (task.id, task.text) in wanted and task.status not in "xX":
            lines[index] = tick(bare(line), today) + ending(line)
    return "".join(lines)


def _items_of(session: Session, found: Survey, name: str) -> list[Item]:
    """Return the items of one person that are due, their windows open."""
    pending = pending_contacts(found.entries, found.look.people, session.today, session.settings)
    people = [contact for contact in pending if contact.name.casefold() == name.strip().casefold()]
    if not people:
        raise UsageError("person-nothing-due", name=name)
    return [item for contact in people for item in contact.items if is_due(item, session.today)]
