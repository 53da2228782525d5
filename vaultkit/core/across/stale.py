"""People of whom a vault has heard nothing for long: old data about others, to be looked at by its owner."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from vaultkit.core.across.people import People
from vaultkit.core.days.dates import Calendar, DayOutOfRange, Offset, add
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.notes.application import latest_day, named_people, person_slug
from vaultkit.core.notes.directory import fold_name
from vaultkit.core.notes.person import Person
from vaultkit.value import frozen

_LONG = Offset(-12, "mo")


@dataclass
class _Known:
    """What notes say of one person."""

    name: str
    person: Person | None
    address: str | None = None
    notes: list[str] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    is_live: bool = False


@frozen
class Stale:
    """Somebody of whom there has been nothing for a year, in no application that is alive.

    ``last_day`` is the latest of all that the notes tell of them: touches, days of their
    applications, days of open items. ``notes`` are the paths of those applications.
    """

    name: str
    person: Person | None
    email: str | None
    last_touch: date | None
    last_day: date
    notes: tuple[str, ...]


def stale_people(entries: Sequence[Entry], people: People, today: date) -> tuple[Stale, ...]:
    """Return them by their last day, the longest ago first.

    An application lives until it has ended; one whose stage cannot be read is taken to live.
    Of whom no day is known is not among them: nobody can say how long that is.
    """
    try:
        before = add(today, _LONG, Calendar())
    except DayOutOfRange:
        return ()
    found = [
        _stale(identity, known, people, today)
        for identity, known in _known(entries, people).items()
        if not known.is_live and known.days and max(known.days) < before
    ]
    return tuple(sorted(found, key=lambda one: (one.last_day, fold_name(one.name), one.notes)))


def _stale(identity: str, known: _Known, people: People, today: date) -> Stale:
    return Stale(
        name=known.name,
        person=known.person,
        email=(known.person.email if known.person else None) or known.address,
        last_touch=people.last_touch(identity, today),
        last_day=max(known.days),
        notes=tuple(sorted(known.notes)),
    )


def _known(entries: Sequence[Entry], people: People) -> dict[str, _Known]:
    """Return everybody by identity: whoever has a note, and whomever an application names."""
    found = {person.path: _Known(person.name, person) for person in people.notes}
    for entry in entries:
        _add(entry, found, people)
    for identity, known in found.items():
        # Whom a day is ahead with is not forgotten.
        known.days += people.touches.get(identity, ())
    return found


def _add(entry: Entry, found: dict[str, _Known], people: People) -> None:
    application, directory = entry.application, people.directory
    is_live = not entry.has_stage or not application.stages.is_end(application.stage)
    latest = latest_day(application)
    for name in named_people(application):
        known = found.setdefault(directory.identity(name), _Known(name.text, None))
        known.is_live = known.is_live or is_live
        known.address = known.address or application.addresses.get(person_slug(name))
        if application.path not in known.notes:
            known.notes.append(application.path)
        known.days += [latest] if latest else []
    for item in entry.items:
        # Whom something is still to be written to is not forgotten.
        if item.person and item.due and not item.is_closed:
            known = _Known(item.person.text, None)
            found.setdefault(directory.identity(item.person), known).days.append(item.due)
