"""The commands about people: put off, record, write to."""

import os
from functools import partial
from pathlib import Path
from typing import Annotated

from vaultkit import refresh as refreshing
from vaultkit import words
from vaultkit.cli.command import Argument, Option, command
from vaultkit.cli.daily import EVERY_DAY
from vaultkit.cli.items import find_item, item_name
from vaultkit.cli.session import Session
from vaultkit.core.application import Name
from vaultkit.core.item import Item
from vaultkit.core.log import add_to_log
from vaultkit.core.people import Directory, contact_of
from vaultkit.core.people import contacts as pending_contacts
from vaultkit.core.review import is_due
from vaultkit.core.safe import one_line
from vaultkit.core.snooze import snooze as put_off
from vaultkit.core.survey import Survey
from vaultkit.core.when import parse_when
from vaultkit.errors import UsageError
from vaultkit.formats.eml import eml as as_eml
from vaultkit.formats.mail import Draft, NameMissing, is_address, item_draft, mailto
from vaultkit.names import safe_file_name
from vaultkit.write import create


@command("snooze", EVERY_DAY)
def snooze(
    session: Session,
    item: Annotated[str, Argument(help="What `due` prints, or a part of it.", metavar="ITEM")],
    when: Annotated[list[str], Argument(help="A day or a span: 2026-12-01, 1w, friday, end of month.", metavar="WHEN")],
) -> int:
    """Put an item off; the first day and how often are kept."""
    session.need_quiet_git()
    settings = session.settings
    day = parse_when(" ".join(when), session.today, settings.calendar, words.all_phrases().values())
    if day is None:
        raise UsageError("bad-when", text=" ".join(when))
    found = refreshing.look(session.index, session.desk, session.today)
    one = find_item(item, found.entries)
    if any(sheet.note.path == one.path and sheet.is_frozen for sheet in found.sheets):
        raise UsageError("note-left", note=one.path, code="check")
    with session.journal.run("snooze") as run:
        refreshing.edit_note(session.vault, run, one.path, lambda text: put_off(text, one.id, one.text, day))
        refreshing.refresh(session.index, session.desk, session.today, run, {one.path})
    name = item_name(one, found.entries)
    if session.options.json:
        session.console.json("snooze", [{"item": name, "due": str(day)}], [])
    else:
        session.console.data(f"{day}  {name}")
    return 0


@command("log", EVERY_DAY)
def log(
    session: Session,
    person: Annotated[str, Argument(help="Whose note.", metavar="PERSON")],
    text: Annotated[list[str], Argument(help="What there was between you.", metavar="TEXT")],
) -> int:
    """Record a touch: a dated line in the person's own note, which is made where it is missing."""
    session.need_quiet_git()
    found = refreshing.look(session.index, session.desk, session.today)
    known = Directory(found.look.people).person(Name(person))
    add = partial(add_to_log, day=session.today, words=" ".join(text), title=session.console.phrases.say("log.title"))
    with session.journal.run("log") as run:
        if known:
            path = known.path
            refreshing.edit_note(session.vault, run, path, add)
        else:
            path = _new_person(session, person, found)
            create(session.vault, path, add(_person_note(session, person)).encode(), run)
        done = refreshing.refresh(session.index, session.desk, session.today, run)
    if session.options.json:
        session.console.json("log", [path], [])
        return 0
    session.console.data(path)
    if still := _still_due(done.survey, path, session):
        session.console.tell_count("log.still", len(still), name=one_line(person))
    return 0


def _still_due(found: Survey, path: str, session: Session) -> list[Item]:
    """Return what is due with the person of that note: a touch ticks nothing by itself."""
    pending = pending_contacts(found.entries, found.look.people, session.today, session.settings)
    items = [item for contact in pending if contact.identity == path for item in contact.items]
    return [item for item in items if is_due(item, session.today)]


def _new_person(session: Session, person: str, found: Survey) -> str:
    """Return the path of a new person's note: where the other people are."""
    folders = [known.path.rpartition("/")[0] for known in found.look.people]
    folder = max(sorted(set(folders)), key=folders.count) if folders else "People"
    path = f"{folder}/{safe_file_name(person)}.md".removeprefix("/")
    if session.vault.signature(path) is not None:
        raise UsageError("person-not-marked", name=person, path=path)
    return path


def _person_note(session: Session, person: str) -> str:
    kind = next(iter(session.settings.people.types), "person")
    return f"---\ntype: {kind}\n---\n\n# {one_line(person)}\n"


@command("draft", EVERY_DAY)
def draft(
    session: Session,
    item: Annotated[str, Argument(help="What `due` prints, or a part of it.", metavar="ITEM")],
    eml: Annotated[Path | None, Option("--eml", metavar="FILE", help="Write a file for a mail program.")] = None,
    link: Annotated[bool, Option("--mailto", help="Print a mailto: link.")] = False,
    note: Annotated[bool, Option("--note", help="Write a note in the folder Drafts.")] = False,
) -> int:
    """Write the mail that an item asks for. Nothing is ever sent."""
    found = refreshing.look(session.index, session.desk, session.today)
    one = find_item(item, found.entries)
    made = _draft(session, one, found)
    if eml:
        _write_new(eml, as_eml(made))
        session.console.data(str(eml))
    elif link:
        if not is_address(made.to):
            raise UsageError("no-address", name=one.person.text if one.person else "")
        session.console.raw(mailto(made) + "\n")
    elif note:
        session.need_quiet_git()
        path = f"Drafts/{session.today} {safe_file_name(made.subject)}.md"
        with session.journal.run("draft") as run:
            create(session.vault, path, _letter(made).encode(), run)
        session.console.data(path)
    elif session.options.json:
        session.console.json("draft", {"to": made.to, "subject": made.subject, "body": made.body}, [])
    else:
        session.console.raw(_letter(made))
    return 0


def _draft(session: Session, item: Item, found: Survey) -> Draft:
    """Raises UsageError that names what to fill, and for an item with nobody to write to."""
    contact = contact_of(item, found.entries, found.look.people, session.settings)
    if contact is None:
        raise UsageError("nobody-to-write-to", item=item_name(item, found.entries))
    application = next(entry.application for entry in found.entries if entry.application.path == item.path)
    phrases = words.all_phrases().get(contact.language) or session.console.phrases
    try:
        return item_draft(item, contact, application, found.look.facts, words.letters(), phrases)
    except NameMissing as missing:
        told = session.console.phrases
        key = f"letter.missing.{missing.property}"
        raise UsageError(
            "letter-missing", note=item.path, what=told.say(key) if told.has(key) else missing.name
        ) from missing
    except KeyError as error:
        raise UsageError("nobody-to-write-to", item=item_name(item, found.entries)) from error


def _letter(made: Draft) -> str:
    return f"To: {made.to}\nSubject: {made.subject}\n\n{made.body}"


def _write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there yet; private, since it holds names and addresses."""
    try:
        with open(file, "xb", opener=_private) as opened:
            opened.write(data)
    except OSError as error:
        raise UsageError("not-created", path=file, reason=error.strerror or error) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
