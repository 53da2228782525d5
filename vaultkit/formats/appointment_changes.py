"""What changed between a calendar as it stood and as it is to be: numbers that grow only with a change."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from vaultkit.formats.appointment import Appointment, Status
from vaultkit.value import frozen

_REMEMBERED = timedelta(days=60)
"""How long a calendar still says that something was cancelled, so that every device hears of it."""


@frozen
class Published:
    """An appointment as a calendar has it. ``stamp`` is the day on which it last changed there."""

    appointment: Appointment
    sequence: int
    stamp: date


class Changes(NamedTuple):
    """The calendar as it is to be, by day and hour, and how many of each came about."""

    published: tuple[Published, ...]
    new: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def is_none(self) -> bool:
        return not (self.new or self.changed or self.gone)


def changes(
    old: Mapping[str, Published],
    wanted: Iterable[Appointment],
    today: date,
    is_doubtful: Callable[[str], bool],
    done: Collection[str] = (),
) -> Changes:
    """Return the calendar with what is wanted now laid over what stood there.

    What is wanted no more is cancelled, and what is ``done`` completed where it was a to-do;
    what ``is_doubtful``, since its note cannot be read at present, stays as it is. When something
    changes, what was cancelled long ago is left out.
    """
    now = {one.uid: one for one in wanted}
    made = [_laid_over(old.get(uid), one, today) for uid, one in now.items()]
    left = [
        published if is_doubtful(uid) else _over(published, uid in done, today)
        for uid, published in old.items()
        if uid not in now
    ]
    new = sum(one.appointment.uid not in old for one in made)
    changed = sum(old.get(one.appointment.uid) != one for one in made) - new
    gone = sum(old[one.appointment.uid] != one for one in left)
    found = Changes(_in_order([*made, *left]), new, changed, gone)
    if found.is_none:
        return found
    kept = (one for one in found.published if not _is_forgotten(one, today))
    return found._replace(published=tuple(kept))


def _laid_over(old: Published | None, wanted: Appointment, today: date) -> Published:
    if old is None:
        return Published(wanted, 0, today)
    return old if old.appointment == wanted else Published(wanted, old.sequence + 1, today)


def _over(old: Published, is_done: bool, today: date) -> Published:
    appointment = old.appointment
    if appointment.status != "confirmed":
        return old
    status: Status = "completed" if is_done and appointment.is_todo else "cancelled"
    ended = replace(appointment, status=status, alarm=None)
    return Published(ended, old.sequence + 1, today)


def _is_forgotten(published: Published, today: date) -> bool:
    is_over = published.appointment.status != "confirmed"
    return is_over and today - published.stamp > _REMEMBERED


def _in_order(found: Iterable[Published]) -> tuple[Published, ...]:
    def place(one: Published) -> tuple[date, str, str]:
        day, hour = one.appointment.when
        return day, hour.isoformat() if hour else "", one.appointment.uid

    return tuple(sorted(found, key=place))
