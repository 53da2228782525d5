"""Plans one vault again and again: a note of which nothing has changed is not planned anew.

What an update does to a note is a function of the note, the day, the people of the vault, and what
its lines look up elsewhere. While all of these are the same, so is the answer; only "nothing to
do" is taken again, since a note that was to be changed is another one by then.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from vaultkit.core.across.survey import Survey, guarded_update
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.follow_ups.update import Desk, Update
from vaultkit.core.notes.person import Person

_LOOKED_UP = tuple(field.name for field in fields(Surroundings) if field.name != "directory")
"""The directory is made of the vault's people, which are compared for all notes at once."""


@dataclass(frozen=True)
class _Planned:
    sheet: Sheet
    around: Surroundings
    update: Update


class Planner:
    """What was planned the last time, by the path of the note."""

    def __init__(self) -> None:
        self._planned: dict[str, _Planned] = {}
        self._desk: Desk | None = None
        self._today: date | None = None
        self._people: tuple[Person, ...] = ()

    def updates(self, found: Survey, desk: Desk, today: date) -> tuple[tuple[Sheet, Update], ...]:
        """Return what an update does to each application note of a survey as of a day, guarded."""
        people = found.look.people
        if self._desk is not desk or self._today != today or not _are_same(self._people, people):
            self._planned = {}
        self._desk, self._today, self._people = desk, today, people
        self._planned = {each.sheet.note.path: each for each in self._all(found, desk)}
        pairs = zip(found.sheets, self._planned.values(), strict=True)
        return tuple((sheet, each.update) for sheet, each in pairs)

    def _all(self, found: Survey, desk: Desk) -> Iterator[_Planned]:
        for read, sheet in zip(found.look.sheets, found.sheets, strict=True):
            path = read.note.path
            around, known = found.surroundings[path], self._planned.get(path)
            if known and _is_idle_still(known, read, around):
                update = known.update
            else:
                update = guarded_update(sheet, around, desk)
            yield _Planned(read, around, update)


def _is_idle_still(known: _Planned, read: Sheet, around: Surroundings) -> bool:
    return (
        known.update.edit is None
        and known.sheet is read
        and all(getattr(known.around, name) == getattr(around, name) for name in _LOOKED_UP)
    )


def _are_same(before: tuple[Person, ...], now: tuple[Person, ...]) -> bool:
    return len(before) == len(now) and all(
        one is other for one, other in zip(before, now, strict=True)
    )
