"""Plans every application of a survey: a note of which nothing has changed is not planned anew.

What an update does to a note is a function of the note, of what people are called, and of what its
lines look up elsewhere. While all of these are the same, so is the answer; only "nothing to do" is
taken again, since a note that was to be changed is another one by then.
"""

from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

from vaultkit.core.across.survey import Survey, guarded_update
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.follow_ups.update import Desk, Update
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.fresh_no import is_new_no
from vaultkit.value import frozen
from vaultkit.work.gists import Idle
from vaultkit.work.in_parts import NOT_HERE, Row, do_in_parts
from vaultkit.work.plain_data import from_plain


@frozen
class Changes:
    """What an update does, by the path of the note, and where it does nothing.

    ``nos`` are the sheets that tell of a no for the first time.
    """

    updates: tuple[tuple[str, Update], ...]
    idle: Mapping[str, Idle]
    nos: tuple[Sheet, ...]


def plan_all(
    found: Survey,
    desk: Desk,
    read: Callable[[str], Sheet | tuple[Problem, ...]],
    idle: Mapping[str, Idle],
) -> Changes:
    """Return what an update does to each application note of a survey, guarded.

    ``read`` gives a note's sheet after its first look, or why it has none: nothing of a note that is gone.
    ``idle`` are the notes that are as they were when an update had nothing to do in them.
    """
    planner = _Planner(found, desk, read, idle)
    row = Row(len(planner.unknown), planner.here, planner.there, planner.take, is_long=True)
    do_in_parts(row)
    return planner.changes


class _Planner:
    def __init__(
        self,
        found: Survey,
        desk: Desk,
        read: Callable[[str], Sheet | tuple[Problem, ...]],
        idle: Mapping[str, Idle],
    ) -> None:
        self._found, self._desk, self._read = found, desk, read
        self._paths = [gist.path for gist in found.gists]
        self._looked_up = {path: digest_of(found.surroundings[path]) for path in self._paths}
        self._idle = {
            path: one for path, one in idle.items() if one.looked_up == self._looked_up.get(path)
        }
        self._updates = {path: Update(None, one.problems) for path, one in self._idle.items()}
        self._nos: dict[str, Sheet] = {}
        self.unknown = [path for path in self._paths if path not in self._idle]

    @property
    def changes(self) -> Changes:
        return Changes(
            tuple((path, self._updates[path]) for path in self._paths),
            {path: self._idle[path] for path in self._paths if path in self._idle},
            tuple(self._nos[path] for path in self._paths if path in self._nos),
        )

    def here(self, number: int) -> None:
        path = self.unknown[number]
        sheet = self._read(path)
        if not isinstance(sheet, Sheet):
            self._updates[path] = Update(None, sheet)
            return
        update = guarded_update(sheet, self._found.surroundings[path], self._desk)
        self._take_up(path, update)
        if update.edit and is_new_no(sheet):
            self._nos[path] = sheet

    def there(self, number: int) -> Any:
        """Of a no the sheet itself is wanted, which has no plain form."""
        path = self.unknown[number]
        sheet = self._read(path)
        if not isinstance(sheet, Sheet):
            return NOT_HERE
        update = guarded_update(sheet, self._found.surroundings[path], self._desk)
        return NOT_HERE if update.edit and is_new_no(sheet) else update

    def take(self, number: int, plain: Any) -> None:
        stages = self._found.gists[0].application.stages
        self._take_up(self.unknown[number], from_plain(Update, plain, stages))

    def _take_up(self, path: str, update: Update) -> None:
        self._updates[path] = update
        if update.edit is None:
            self._idle[path] = Idle(self._looked_up[path], update.problems)


def digest_of(around: Surroundings) -> str:
    """Return what changes with anything that a note's lines look up in others."""
    told = (
        around.accepted,
        around.offered,
        sorted(around.not_to_contact),
        sorted(around.touches.items()),
        sorted(around.agencies.items()),
    )
    return blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
