"""Where signs of change come from: the system's events, or regular looks where there are none.

Never a watch that is silently partial: when events cannot be had, or not for every folder, the
person is told once and the vault is looked at every few seconds instead.
"""

import errno
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.disk import early
from vaultkit.disk.file_systems import remote_kind
from vaultkit.watch.inotify import Inotify, Tally
from vaultkit.watch.pace import Pace
from vaultkit.watch.surroundings import kernel_watches
from vaultkit.watch.told import Told
from vaultkit.watch.voice import Voice
from vaultkit.watch.word import Word

if TYPE_CHECKING:
    from vaultkit.watch.events import Events

    Heard = Events | Inotify

_RECOUNT_SECONDS = 1.0


class Source:
    """The events of one vault, looked after."""

    def __init__(
        self,
        root: Path,
        clock: Callable[[], float],
        voice: Voice,
        pace: Pace,
        state: Path | None = None,
    ) -> None:
        """``state`` is the vault's folder of state, where the watcher's word is given; None for no word."""
        self._root, self._clock, self._voice, self._pace = root, clock, voice, pace
        self._state = state
        self._word: Word | None = None
        self._events: Heard | None = None
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
            self._events = begin_to_hear(self._root, self._clock, self._state)
            self._give_word(self._events)
        except FileNotFoundError:
            return  # the vault went this moment, which is noticed at the next turn
        except OSError as error:
            self._complain(error)

    def close(self) -> None:
        """Stop listening."""
        if self._word:
            self._word.close()
            self._word = None
        if self._events:
            self._events.close()
            self._events = None

    @contextmanager
    def still(self) -> Iterator[None]:
        """Have our own threads pause meanwhile; those of a library go on."""
        with ExitStack() as paused:
            if self._word:
                paused.enter_context(self._word.still())
            if isinstance(self._events, Inotify):
                paused.enter_context(self._events.still())
            yield

    def _give_word(self, events: "Heard") -> None:
        """Tell commands that nothing has changed, where that is known. Without a socket they look for themselves."""
        if self._state is None or not isinstance(events, Inotify):
            return
        with suppress(OSError):
            self._word = Word(self._state, events.tally)

    def tally(self) -> Tally | None:
        """Return what stays the same until something changes; None where nobody can vouch for it."""
        return self._events.tally() if isinstance(self._events, Inotify) else None

    def doubt(self) -> None:
        """Have the word be another one: something has changed of which nothing was told."""
        if isinstance(self._events, Inotify):
            self._events.doubt()

    def take(self, now: float, *, is_idle: bool = True) -> Told:
        """Return what was told since the last call; now and then, see that nobody fell asleep.

        While ``is_idle`` is false, somebody waits: what takes long is put off, though not for ever.
        """
        if self._events is None:
            return Told()
        told = self._events.take()
        if told.look or now >= self._check_at:
            told.look |= self._check(self._events, now, is_moving=told.look, is_idle=is_idle)
        return told

    def _check(self, events: "Heard", now: float, *, is_moving: bool, is_idle: bool) -> bool:
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
        elif now >= self._count_at + (0.0 if is_idle else self._pace.look):
            return self._count(events, now)
        return is_new

    def _count(self, events: "Heard", now: float) -> bool:
        """Return whether events may have been missed: a folder that is not watched tells nothing.

        watchdog hides it when the kernel refuses a watch. One shortage may be a folder that was
        made this moment, and two a slip that beginning anew mends; then it is the limit.
        """
        watched = kernel_watches()
        folders = 0 if watched is None else events.count_folders()
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


def begin_to_hear(root: Path, clock: Callable[[], float], state: Path | None) -> "Heard":
    """Return what tells of changes here. Raises OSError when it cannot begin."""
    if early.HAS_WORD:
        return Inotify(root, clock, state)
    from vaultkit.watch.events import Events  # the library for other systems

    return Events(root, clock)
