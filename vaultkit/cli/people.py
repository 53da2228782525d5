"""The commands about people: put off, record."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from vaultkit.cli.acting import day_meant, put_off
from vaultkit.cli.answer import Answer
from vaultkit.cli.items import find_item, find_person, refuse_near
from vaultkit.cli.parameters import Argument
from vaultkit.cli.session import Session
from vaultkit.cli.summary import items_answer
from vaultkit.core.across.people import pending as pending_contacts
from vaultkit.core.across.survey import Survey
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.front_matter.yaml_text import write_note
from vaultkit.core.notes.person_log import add_to_log
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.week.due import is_due
from vaultkit.disk.file_names import safe_file_name
from vaultkit.disk.journal import Run
from vaultkit.disk.write import create
from vaultkit.errors import NoteLeftError, UsageError
from vaultkit.value import frozen
from vaultkit.work import refresh as refreshing
from vaultkit.work.new_person import folder_of_people

_MADE_MEANWHILE = ("note-exists", "name-clash", "person-not-marked")
"""What is said of a note that was not there when the vault was read."""


def snooze(
    session: Session,
    item: Annotated[
        str,
        Argument(
            help="Its number in `due`, or a part of its note, id, person or company.",
            metavar="ITEM",
        ),
    ],
    when: Annotated[
        list[str],
        Argument(help="A day or a span: 2026-12-01, 1w, friday, end of month.", metavar="WHEN"),
    ],
) -> Answer:
    """Put an item off; the first day and how often are kept."""
    day = day_meant(session, " ".join(when))
    with session.writing("snooze") as run:
        found = session.survey()
        one = find_item(item, found, session)
        after = put_off(session, one, day, run)
    return items_answer(session, "snooze", [one], found, after)


def log(
    session: Session,
    person: Annotated[str, Argument(help="Whose note.", metavar="PERSON")],
    text: Annotated[list[str], Argument(help="What you wrote or talked about.", metavar="TEXT")],
) -> Answer:
    """Record a touch: a dated line in the person's own note, which is made where it is missing."""
    if not one_line(" ".join(text)):
        raise UsageError("log-empty")
    add = partial(
        add_to_log,
        day=session.today,
        words=" ".join(text),
        title=session.console.phrases.say("log.title"),
        known_headings=session.index.vocabulary.log_headings,
    )
    with session.writing("log") as run:
        logged = _log_once_more(session, person, add, run)
        reach = _reach(session, logged.path)
        done = refreshing.refresh(session.index, session.desk, session.today, run, reach)
    phrases, path, name = session.console.phrases, logged.path, one_line(logged.name)
    still = _still_due(done.survey, path, session)
    told = (
        phrases.say("log.made", path=path) if logged.is_made else None,
        phrases.say("log.told", name=name, day=session.today, path=path),
        phrases.count("log.still", len(still), name=name) if still else None,
    )
    return Answer([path], shown=(path,), beside=tuple(filter(None, told)), problems=done.problems)


@frozen
class _Logged:
    """Whose log has a line more, in which note, and whether that was made for it."""

    name: str
    path: str
    is_made: bool = False


def _log_once_more(session: Session, person: str, add: Callable[[str], str], run: Run) -> _Logged:
    """Add the line; where another command makes the person's note meanwhile, look again and add it there."""
    try:
        return _log(session, person, add, run)
    except UsageError as error:
        if error.key not in _MADE_MEANWHILE:
            raise
    return _log(session, person, add, run)


def _log(session: Session, person: str, add: Callable[[str], str], run: Run) -> _Logged:
    found = session.survey()
    who = find_person(person, found, session)
    if who is None:
        refuse_near(person, found, session)
    name = who.name if who else person.strip()
    if who and who.person:
        refreshing.edit_note(session.vault, run, who.person.path, add)
        return _Logged(name, who.person.path)
    path = _new_person(session, name, found)
    create(session.vault, path, add(_person_note(session, name)).encode(), run)
    return _Logged(name, path, is_made=True)


def _reach(session: Session, path: str) -> set[str] | None:
    """Return the notes that may be brought up to date beside: all, or in a vault that waits for its first run one."""
    if refreshing.look(session.index, session.desk, session.today).has_blocks:
        return None
    planned = refreshing.plan_refresh(session.index, session.desk, session.today)
    return {path} if refreshing.is_large_first_run(planned) else None


def _still_due(found: Survey, path: str, session: Session) -> list[Item]:
    """Return what is due with the person of that note: a touch ticks nothing by itself."""
    pending = pending_contacts(found.listed, found.people, session.today, session.settings)
    items = [item for contact in pending if contact.identity == path for item in contact.items]
    return [item for item in items if is_due(item, session.today)]


def _new_person(session: Session, person: str, found: Survey) -> str:
    """Return the path of a new person's note: where the other people are."""
    folder = folder_of_people(found.look.people, session.settings, session.console.phrases)
    path = f"{folder}/{safe_file_name(person)}.md".removeprefix("/")
    for other, in_doubt in session.broken_off().items():
        if other.rpartition("/")[2].casefold() == path.rpartition("/")[2].casefold():
            raise NoteLeftError(in_doubt)  # their note is torn: a second one is not what is wanted
    theirs = next((known for known in found.look.people if known.path == path), None)
    if theirs:
        raise UsageError("person-file-taken", name=person, path=path, other=theirs.name)
    unread = next((told for told in survey_problems(found) if told.note == path), None)
    if unread:
        raise NoteLeftError(unread)
    if session.vault.signature(path) is not None:
        raise UsageError("person-not-marked", name=person, path=path)
    return path


def _person_note(session: Session, person: str) -> str:
    """Return a new person's note. A name that no file can have stands in its head."""
    kind, name = next(iter(session.settings.people.types), "person"), one_line(person)
    called = {} if safe_file_name(person) == name else {"name": name}
    return write_note({"type": kind, **called}, f"# {name}\n")
