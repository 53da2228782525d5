"""The one line of a person's head that vaultkit keeps true: the day of the last contact."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from vaultkit.core.front_matter.head_values import Property
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.notes.person import Person
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, hint
from vaultkit.core.text.sanitize import cut

_MOST_SHOWN = 80


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


def last_contact_hints(
    people: Iterable[Person],
    touches: Mapping[str, date],
    read: Callable[[str], Note | None] = lambda _: None,
) -> tuple[Problem, ...]:
    """Return a hint for each value that is behind, and of a form that is not written: ``~``, a list, a link."""
    return tuple(
        hint(
            note.path,
            found.line,
            "last-contact-form",
            name=found.name,
            value=cut(found.written, _MOST_SHOWN),
            day=day,
        )
        for note, head, found, day in _behind(people, touches, read)
        if _edit(note, head, found, day) is None
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
        head = ReadText(note.text).head(note.path) if note else None
        found = head.find(person.last_contact_name) if head else None
        # It may have been saved since the person was read.
        if note and head and found and _is_later(_plain_day(found), day):
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
    after = ReadText(longer).head(note.path)
    return edit_of(note.path, note.text, [place]) if after and after.says() == wanted else None


def _place(note: Note, found: Property, day: date) -> tuple[int, int, str] | None:
    """Return the span of the value and what comes there; None where it stays as it is."""
    start, end = found.value_span
    if found.is_empty:
        return start, end, f" {day}"
    stands = _plain_day(found)
    if stands is None:
        return None
    at = note.text.index(str(stands), start)
    return at, at + len(str(stands)), str(day)


def _plain_day(found: Property) -> date | None:
    """Return the day that stands there, quoted or not, and nothing else with it."""
    written = found.written.strip("\"'")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if str(day) == written else None
