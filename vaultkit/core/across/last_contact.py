"""The one line of a person's head that vaultkit keeps true: the day of the last contact."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from vaultkit.core.front_matter.head_values import Property
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.notes.person import Person, written_day
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, hint


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
    edits = (_edit(*one) for one in _behind(people, touches, read))
    return tuple(edit for edit in edits if edit)


def last_contact_hints(people: Iterable[Person], today: date) -> tuple[Problem, ...]:
    """Return a hint for each day that has not come: it is no touch yet, and none is put in its place."""
    return tuple(
        hint(person.path, person.last_contact_line, "last-contact-ahead", day=person.last_contact)
        for person in people
        if person.last_contact and person.last_contact > today
    )


def _behind(
    people: Iterable[Person], touches: Mapping[str, date], read: Callable[[str], Note | None]
) -> Iterator[tuple[Note, Head, Property, date]]:
    """Yield the properties that a later day belongs into, each with its note, its head and that day."""
    for person in people:
        day = touches.get(person.path)
        if not person.last_contact_name or day is None or not _is_later(person.last_contact, day):
            continue
        note = person.note or read(person.path)
        head = ReadText(note).head(note.path) if note else None
        found = head.find(person.last_contact_name) if head else None
        # It may have been saved since the person was read.
        if note and head and found and _is_later(written_day(found), day):
            yield note, head, found, day


def _is_later(stands: date | None, day: date) -> bool:
    return stands is None or stands < day


def _edit(note: Note, head: Head, found: Property, day: date) -> Edit | None:
    place = _place(note, found, day)
    if place is None:
        return None
    start, end, new = place
    longer = note.text[:start] + new + note.text[end:]
    wanted = tuple((one, str(day) if one == found.name else value) for one, value in head.says())
    after = ReadText.of(longer).head(note.path)
    return edit_of(note.path, note.text, [place]) if after and after.says() == wanted else None


def _place(note: Note, found: Property, day: date) -> tuple[int, int, str] | None:
    """Return the span of the value and what comes there; None where it stays as it is."""
    start, end = found.value_span
    if found.is_empty:
        return start, end, f" {day}"
    stands = written_day(found)
    if stands is None:
        return None
    at = note.text.index(str(stands), start)
    return at, at + len(str(stands)), str(day)
