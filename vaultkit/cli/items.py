"""Find the item, the note or the person that somebody means."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from vaultkit.cli.session import Session
from vaultkit.core.across.naming import Who, folded, items_meant, people_meant, people_near
from vaultkit.core.across.people import addressee
from vaultkit.core.across.survey import Survey
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.week.due import due_items
from vaultkit.disk.listed_numbers import Listed, recall, remember
from vaultkit.errors import StateError, UsageError


class ItemNames:
    """What ``due`` prints and what a link holds: the note's name, or its path where two share it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._notes = Counter(_file_name(entry.application.path) for entry in entries)

    def of(self, item: Item) -> str:
        name = _file_name(item.path)
        note = item.path.removesuffix(".md") if self._notes[name] > 1 else name
        return f"{note}#{item.id.removeprefix('vk-')}"


def _file_name(path: str) -> str:
    return path.removesuffix(".md").rpartition("/")[2]


def listed_items(items: Iterable[Item]) -> tuple[Listed, ...]:
    """Return items as a list of numbers keeps them."""
    return tuple(Listed(item.path, item.id) for item in items)


def number(session: Session, listed: Sequence[Listed]) -> None:
    """Have the numbers from 1 stand for these until the next list is printed."""
    try:
        text = remember(session.journal.folder, listed)
    except StateError:
        return  # a list is read without a place for the numbers as well
    if session.overheard:
        session.overheard.hear_text("n", text)


def refuse_wrapped(items: Iterable[Item]) -> None:
    """Raise UsageError for an item whose line a formatter has wrapped: such a line is read, and never written."""
    for item in items:
        if item.is_wrapped:
            raise UsageError("item-wrapped", note=item.path, line=item.line)


def find_item(text: str, found: Survey, session: Session) -> Item:
    """Return the one open item that a text means: a number of the last list, a name, or a part of one.

    Raises UsageError for none and for several, which are listed with their numbers.
    """
    typed = _number_in(text)
    if typed is not None:
        return _numbered_item(typed, found, session)
    due = due_items(found.listed, found.people, session.today)
    meant = items_meant(text, found.entries, due, found.people.directory)
    if not meant:
        raise UsageError("item-unknown", text=text)
    opened = [item for item in meant if not item.is_closed]
    if not opened:
        raise UsageError("item-closed", text=text)
    if len(opened) > 1:
        number(session, listed_items(opened))
        raise UsageError(
            "item-ambiguous", numbered(map(ItemNames(found.entries).of, opened)), text=text
        )
    return opened[0]


def numbered(lines: Iterable[str]) -> list[str]:
    """Return lines with their numbers before them."""
    lines = list(lines)
    width = len(str(len(lines)))
    return [f"{place:{width}}  {line}" for place, line in enumerate(lines, start=1)]


def _number_in(text: str) -> int | None:
    """Return the number that a text is, None for other words. Raises UsageError for an empty text."""
    text = text.strip()
    if not text:
        raise UsageError("name-empty")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _listed(number: int, session: Session) -> Listed:
    listed = recall(session.journal.folder)
    if not 0 < number <= len(listed):
        raise UsageError("number-unknown", number=number)
    return listed[number - 1]


def _numbered_item(number: int, found: Survey, session: Session) -> Item:
    """Return the item of a number, in whatever line and folder it stands by now."""
    one = _listed(number, session)
    if not one.id:
        raise UsageError("number-no-item", number=number)
    same = [item for entry in found.entries for item in entry.items if item.id == one.id]
    here = [item for item in same if item.path == one.note]
    moved = [item for item in same if _file_name(item.path) == _file_name(one.note)]
    item = next(iter(here or (moved if len(moved) == 1 else [])), None)
    if item is None:
        raise UsageError("number-gone", number=number)
    if item.is_closed:
        raise UsageError("item-closed", text=ItemNames(found.entries).of(item))
    return item


def find_person(text: str, found: Survey, session: Session) -> Who | None:
    """Return whom a name means, or None where nobody resembles it.

    Raises UsageError for several, who are listed with their numbers.
    """
    typed = _number_in(text)
    if typed is not None:
        return _numbered_person(typed, found, session)
    directory = found.people.directory
    due = due_items(found.listed, found.people, session.today)
    pending = {identity for item in due if (identity := addressee(item, directory))}
    meant = people_meant(text, found.entries, found.people, pending)
    if len(meant) > 1:
        _tell_several(meant, "person-ambiguous", text, session)
    return meant[0] if meant else None


def refuse_near(text: str, found: Survey, session: Session) -> None:
    """Raise UsageError where a name that nobody has resembles somebody's: a second note is not what is meant."""
    near = people_near(text, found.entries, found.people)
    if near:
        _tell_several(near, "person-near", text, session)


def _tell_several(meant: Sequence[Who], key: str, text: str, session: Session) -> NoReturn:
    """Raise UsageError that lists several people, with numbers that work."""
    listed = [
        Listed(note=who.person.path) if who.person else Listed(name=who.name) for who in meant
    ]
    number(session, listed)
    choices = numbered(who.person.path if who.person else who.name for who in meant)
    raise UsageError(key, choices, name=text)


def _numbered_person(number: int, found: Survey, session: Session) -> Who:
    """Return whom a number stands for: the person listed, or the one whom the item is for."""
    one = _listed(number, session)
    name = one.note.removesuffix(".md") or one.name
    if one.id:
        item = next(
            (
                i
                for entry in found.entries
                for i in entry.items
                if (i.path, i.id) == (one.note, one.id)
            ),
            None,
        )
        if item is None or item.person is None:
            raise UsageError("number-nobody", number=number)
        person = found.people.directory.person(item.person)
        name = person.path.removesuffix(".md") if person else item.person.text
    meant = people_meant(name, found.entries, found.people, ())
    if len(meant) != 1:
        raise UsageError("number-gone", number=number)
    return meant[0]


def find_note(text: str, session: Session) -> str:
    """Return a note's path from the vault's root. Raises UsageError when there is no such note.

    The text is a path from here or from the vault's root, or a name or a part that one note
    alone has, capitals and accents or not; the ``.md`` may be left out.
    """
    found = notes_meant(text, session)
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError("note-ambiguous", found, text=text)
    raise UsageError("note-unknown", text=text)


def notes_meant(text: str, session: Session) -> Sequence[str]:
    """Return the paths of the notes that a text can mean.

    Raises UsageError for an empty text, and for a note that only a link leads to.
    """
    if not text.strip():
        raise UsageError("name-empty")
    root = session.vault.root
    name = text if text.endswith(".md") else f"{text}.md"
    for place in (Path(name), root / name):
        path = Path(os.path.abspath(place))  # noqa: PTH100 - resolve() would follow a link out of the vault
        if path.is_relative_to(root) and os.path.isfile(path):  # noqa: PTH113 - is_file() raises for a folder that we may not look into
            listed = session.vault.as_listed(path.relative_to(root).as_posix())
            if session.vault.signature(listed) is None:
                raise UsageError("note-behind-link", note=listed)
            return [listed]
    paths = [ref.path for ref in session.vault.walk()]
    found = [path for path in paths if folded(path.rpartition("/")[2]) == folded(name)]
    if not found and _number_in(text) is not None:
        found = _numbered_note(text, paths, session)
    return found or [path for path in paths if folded(text) in folded(path)]


def _numbered_note(text: str, paths: Sequence[str], session: Session) -> list[str]:
    """Return the note of a number of the last list; none where no list has it."""
    listed = recall(session.journal.folder)[: int(text)]
    note = listed[-1].note if len(listed) == int(text) > 0 else ""
    return [note] if note in paths else []
