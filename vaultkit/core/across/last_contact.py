"""The one line of a person's head that vaultkit keeps true: the day of the last contact."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from vaultkit.core.front_matter.read import Property
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.notes.person import Person
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.note import Note


def last_contact_edits(
    people: Iterable[Person],
    touches: Mapping[str, date],
    read: Callable[[str], Note | None] = lambda _: None,
) -> tuple[Edit, ...]:
    """Return the edits that put the days of last touches into the heads that have a place for them.

    ``touches`` are the latest by path. A later day stays, whoever wrote it; so does a value
    that is no plain day, and nothing is added where the property is missing. ``read`` gives a
    note that is not at hand.
    """
    wanted = ((person, touches.get(person.path)) for person in people if person.last_contact_name)
    edits = (_edit(person, day, read) for person, day in wanted if _is_later(person, day))
    return tuple(edit for edit in edits if edit)


def _is_later(person: Person, day: date | None) -> bool:
    return day is not None and (person.last_contact is None or person.last_contact < day)


def _edit(person: Person, day: date | None, read: Callable[[str], Note | None]) -> Edit | None:
    note, name = person.note or read(person.path), person.last_contact_name
    if note is None or day is None:
        return None
    head = ReadText(note.text).head(note.path)
    found = head.find(name) if head else None
    if head is None or found is None:
        return None
    place = _place(note, found, day)
    if place is None:
        return None
    start, end, new = place
    longer = note.text[:start] + new + note.text[end:]
    wanted = tuple((one, str(day) if one == found.name else value) for one, value in head.says())
    after = ReadText(longer).head(note.path)
    return edit_of(note.path, note.text, [place]) if after and after.says() == wanted else None


def _place(note: Note, found: Property, day: date) -> tuple[int, int, str] | None:
    """Return the span of the value and what comes there; None where it stays as it is."""
    start, end = found.value_span
    if found.is_empty:
        return start, end, f" {day}"
    written = found.written.strip("\"'")
    try:
        stands = date.fromisoformat(written)
    except ValueError:
        return None
    if len(written) != len("2026-11-20") or stands >= day:
        return None
    at = note.text.index(written, start)
    return at, at + len(written), str(day)
