"""Plans every application of a survey: a note of which nothing has changed is not planned anew.

What an update does to a note is a function of the note, of what people are called, and of what its
lines look up elsewhere. While all of these are the same, so is the answer; only "nothing to do" is
taken again, since a note that was to be changed is another one by then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from vaultkit.core.across.survey import Survey, guarded_update
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.follow_ups.update import Desk, Update
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.fresh_no import is_new_no
from vaultkit.work.gists import Idle


@dataclass(frozen=True)
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
    updates: list[tuple[str, Update]] = []
    still: dict[str, Idle] = {}
    nos: list[Sheet] = []
    for gist in found.gists:
        path, around = gist.path, found.surroundings[gist.path]
        looked_up, known = digest_of(around), idle.get(gist.path)
        if known is None or known.looked_up != looked_up:
            sheet = read(path)
            if isinstance(sheet, Sheet):
                update = guarded_update(sheet, around, desk)
                known = None if update.edit else Idle(looked_up, update.problems)
                nos += [sheet] if update.edit and is_new_no(sheet) else []
            else:
                update, known = Update(None, sheet), None
        else:
            update = Update(None, known.problems)
        updates.append((path, update))
        if known:
            still[path] = known
    return Changes(tuple(updates), still, tuple(nos))


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
