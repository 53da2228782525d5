"""Plans one vault again and again: a note of which nothing has changed is not planned anew.

What an update does to a note is a function of the note, the day, the people of the vault, and what
its lines look up elsewhere. While all of these are the same, so is the answer; only "nothing to
do" is taken again, since a note that was to be changed is another one by then.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date

from vaultkit.core.across.gist import Gist
from vaultkit.core.across.survey import Survey, guarded_update
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.follow_ups.update import Desk, Update
from vaultkit.core.notes.person import Person
from vaultkit.core.week.fresh_no import is_new_no

_LOOKED_UP = tuple(field.name for field in fields(Surroundings) if field.name != "directory")
"""The directory is made of the vault's people, which are compared for all notes at once."""

_NOTHING = Update(None)


@dataclass(frozen=True)
class _Planned:
    gist: Gist
    around: Surroundings
    update: Update


@dataclass(frozen=True)
class Changes:
    """What an update does, by the path of the note. ``nos`` are the sheets that tell of a no for the first time."""

    updates: tuple[tuple[str, Update], ...]
    nos: tuple[Sheet, ...] = field(default=())


class Planner:
    """What was planned the last time, by the path of the note."""

    def __init__(self) -> None:
        self._planned: dict[str, _Planned] = {}
        self._desk: Desk | None = None
        self._today: date | None = None
        self._people: tuple[Person, ...] = ()

    def updates(
        self, found: Survey, desk: Desk, today: date, read: Callable[[str], Sheet | None]
    ) -> Changes:
        """Return what an update does to each application note of a survey as of a day, guarded.

        ``read`` gives a note's sheet after its first look, or None where it has none any more.
        """
        people = found.look.people
        if self._desk is not desk or self._today != today or not _are_same(self._people, people):
            self._planned = {}
        self._desk, self._today, self._people = desk, today, people
        before, self._planned = self._planned, {}
        nos: list[Sheet] = []
        for gist in found.gists:
            around, known = found.surroundings[gist.path], before.get(gist.path)
            if known is None or not _is_idle_still(known, gist, around):
                sheet = read(gist.path)
                update = guarded_update(sheet, around, desk) if sheet else _NOTHING
                if sheet and update.edit and is_new_no(sheet):
                    nos.append(sheet)
                known = _Planned(gist, around, update)
            self._planned[gist.path] = known
        changes = tuple((path, each.update) for path, each in self._planned.items())
        return Changes(changes, tuple(nos))


def _is_idle_still(known: _Planned, gist: Gist, around: Surroundings) -> bool:
    return (
        known.update.edit is None
        and known.gist is gist
        and all(getattr(known.around, name) == getattr(around, name) for name in _LOOKED_UP)
    )


def _are_same(before: tuple[Person, ...], now: tuple[Person, ...]) -> bool:
    return len(before) == len(now) and all(
        one is other for one, other in zip(before, now, strict=True)
    )
