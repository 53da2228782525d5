"""Which notes wait, and until when. Pure: times are seconds of one steady clock, given by the caller."""

import math
from collections.abc import Collection
from dataclasses import replace

from vaultkit.value import frozen
from vaultkit.watch.told import MOST_NOTES

_FIRST_WAIT_SECONDS = 0.2
_LONGEST_WAIT_SECONDS = 5.0


@frozen
class _Wait:
    """Three reasons to leave a note alone for now, each with its end."""

    quiet_at: float = 0.0
    busy_until: float = 0.0
    rest_until: float = 0.0

    @property
    def ends_at(self) -> float:
        return max(self.quiet_at, self.busy_until, self.rest_until)


class Pending:
    """Notes that were saved, each with the moment from which it may be written."""

    def __init__(self, settle_seconds: float, most_notes: int = MOST_NOTES) -> None:
        self._settle_seconds, self._most_notes = settle_seconds, most_notes
        self._waits: dict[str, _Wait] = {}
        self._tries: dict[str, int] = {}
        self._everything_at: float | None = None

    def changed(self, path: str, at: float) -> None:
        """Put a note off until it has been quiet; a later change puts it off further.

        A note that was open elsewhere need not wait longer: it may have been saved and closed.
        """
        known = self._waits.get(path, _Wait())
        quiet_at = max(at + self._settle_seconds, known.quiet_at)
        self._waits[path] = _Wait(quiet_at, rest_until=known.rest_until)
        self._tries.pop(path, None)
        if len(self._waits) > self._most_notes:
            self.everything(at + self._settle_seconds)

    def busy(self, paths: Collection[str], now: float, least_seconds: float = 0.0) -> None:
        """Put off what an attempt found open elsewhere: 0.2 s, then twice as long each time, up to 5 s."""
        self._tries = {
            path: n for path, n in self._tries.items() if path in self._waits or path in paths
        }
        for path in paths:
            tries = self._tries.get(path, 0)
            seconds = max(least_seconds, min(_FIRST_WAIT_SECONDS * 2**tries, _LONGEST_WAIT_SECONDS))
            self._waits[path] = replace(self._waits.get(path, _Wait()), busy_until=now + seconds)
            self._tries[path] = min(tries + 1, 10)

    def rest(self, path: str, until: float) -> None:
        """Leave a note alone until then, whatever happens to it."""
        self._waits[path] = replace(self._waits.get(path, _Wait()), rest_until=until)

    def everything(self, at: float) -> None:
        """Ask for a look at the whole vault, in place of the notes that waited one by one."""
        rests = {path: wait.rest_until for path, wait in self._waits.items() if wait.rest_until}
        self._waits = {path: _Wait(rest_until=until) for path, until in rests.items()}
        self._tries = {}
        self._everything_at = at if self._everything_at is None else min(at, self._everything_at)

    @property
    def is_empty(self) -> bool:
        """Whether nothing waits."""
        return not self._waits and self._everything_at is None

    @property
    def next_at(self) -> float:
        """The moment from which something may be handled; infinite where nothing waits."""
        everything = math.inf if self._everything_at is None else self._everything_at
        return min([everything, *(wait.ends_at for wait in self._waits.values())])

    @property
    def awaits_everything(self) -> bool:
        """Whether a look at the whole vault is asked for, now or later."""
        return self._everything_at is not None

    def take_everything(self, now: float) -> bool:
        """Tell whether a look at the whole vault is asked for by now, once."""
        due = self._everything_at is not None and self._everything_at <= now
        if due:
            self._everything_at = None
        return due

    def take(self, now: float) -> frozenset[str]:
        """Return the notes that may be handled now, and forget them.

        To be called before they are handled, so that a change meanwhile counts as a new one.
        """
        ready = frozenset(path for path, wait in self._waits.items() if wait.ends_at <= now)
        for path in ready:
            del self._waits[path]
        return ready

    def waiting(self, now: float) -> frozenset[str]:
        """Return the notes that must not be written now."""
        return frozenset(path for path, wait in self._waits.items() if wait.ends_at > now)
