"""Where signs of change come from: the system's events, or regular looks where there are none.

Never a watch that is silently partial: when events cannot be had, or not for every folder, the
person is told once and the vault is looked at every few seconds instead.
"""

import errno
from collections.abc import Callable
from pathlib import Path

from vaultkit.disk.file_systems import remote_kind
from vaultkit.watch.events import Events, Told
from vaultkit.watch.pace import Pace
from vaultkit.watch.surroundings import kernel_watches
from vaultkit.watch.voice import Voice

_RECOUNT_SECONDS = 1.0


class Source:
    """The events of one vault, looked after."""

    def __init__(self, root: Path, clock: Callable[[], float], voice: Voice, pace: Pace) -> None:
        self._root, self._clock, self._voice, self._pace = root, clock, voice, pace
        self._events: Events | None = None
        self._check_at = self._count_at = 0.0
        self._shortages, self._began_anew = 0, False

    @property
    def hears(self) -> bool:
        """Tell whether events come at all."""
        return self._events is not None

    @property
    def look_seconds(self) -> float:
        """How long the disk may go without a look."""
        return self._pace.look if self._events else self._pace.poll

    def listen(self) -> None:
        """Begin, or begin anew."""
        self.close()
        self._check_at = self._count_at = 0.0
        kind = remote_kind(self._root)
        if kind:
            self._voice.complain("watch.remote", kind=kind, seconds=round(self._pace.poll))
            return
        try:
            self._events = Events(self._root, self._clock)
        except FileNotFoundError:
            return  # the vault went this moment, which is noticed at the next turn
        except OSError as error:
            self._complain(error)

    def close(self) -> None:
        """Stop listening."""
        if self._events:
            self._events.close()
            self._events = None

    def take(self, now: float) -> Told:
        """Return what was told since the last call; now and then, see that nobody fell asleep."""
        if self._events is None:
            return Told()
        told = self._events.take()
        if told.look or now >= self._check_at:
            told.look |= self._check(self._events, now, is_moving=told.look)
        return told

    def _check(self, events: Events, now: float, is_moving: bool) -> bool:
        """Return whether something may have been missed. While folders come and go they are not counted."""
        self._check_at = now + self._pace.health
        try:
            is_new = events.follow_folders()
        except OSError as error:
            self.close()
            self._complain(error)
            return True
        if not events.is_well():
            self.listen()
            return True
        if is_new or is_moving:
            self._count_at = now
            self._check_at = now + _RECOUNT_SECONDS
        elif now >= self._count_at:
            return self._count(events, now)
        return is_new

    def _count(self, events: Events, now: float) -> bool:
        """Return whether events may have been missed: a folder that is not watched tells nothing.

        watchdog hides it when the kernel refuses a watch. One shortage may be a folder that was
        made this moment, and two a slip that beginning anew mends; then it is the limit.
        """
        watched, folders = kernel_watches(), events.count_folders()
        if watched is None or watched >= folders:
            self._shortages, self._began_anew = 0, False
            self._count_at = now + self._pace.look
            return False
        self._shortages += 1
        self._check_at = min(self._check_at, now + _RECOUNT_SECONDS)
        return self._shortages > 1 and self._mend(watched, folders)

    def _mend(self, watched: int, folders: int) -> bool:
        self._shortages = 0
        if self._began_anew:
            self.close()
            self._complain_of_limit(watched, folders)
        else:
            self._began_anew = True
            self.listen()
        return True

    def _complain(self, error: OSError) -> None:
        if error.errno == errno.ENOSPC:
            self._complain_of_limit(kernel_watches(), "?")
        elif error.errno == errno.EMFILE:
            self._voice.complain("watch.instances", seconds=round(self._pace.poll))
        else:
            reason = error.strerror or error
            self._voice.complain("watch.no-events", reason=reason, seconds=round(self._pace.poll))

    def _complain_of_limit(self, watched: int | None, folders: int | str) -> None:
        seconds = round(self._pace.poll)
        self._voice.complain("watch.limit", watched=watched or 0, folders=folders, seconds=seconds)
