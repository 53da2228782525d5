"""An editor that saves an old text again and again takes the block out each time. Pure."""

from vaultkit.value import frozen

TRIES = 3
WINDOW_SECONDS = 600.0
LONGEST_REST_SECONDS = 3600.0


@frozen
class _Note:
    times: tuple[float, ...] = ()
    rest_seconds: float = 0.0


class PingPong:
    """How often a block was written anew into each note. Times are seconds of one steady clock."""

    def __init__(self) -> None:
        self._notes: dict[str, _Note] = {}

    def inserted(self, path: str, now: float) -> float:
        """Count a block written into a note that had none; return for how long to leave the note alone.

        In seconds: 0 for the first two within 10 minutes, then 10 minutes, then twice as long
        each time, up to an hour. A note that kept its block for a while starts afresh.
        """
        self._forget(now)
        before = self._notes.get(path, _Note())
        times = (*(time for time in before.times if time > now - WINDOW_SECONDS), now)
        rest = _rest(before.rest_seconds, len(times))
        self._notes[path] = _Note(times[-TRIES:], rest)
        return rest

    def _forget(self, now: float) -> None:
        self._notes = {
            path: note
            for path, note in self._notes.items()
            if note.times[-1] + note.rest_seconds + WINDOW_SECONDS > now
        }

    def __len__(self) -> int:
        return len(self._notes)


def _rest(before_seconds: float, tries: int) -> float:
    if before_seconds:
        return min(before_seconds * 2, LONGEST_REST_SECONDS)
    return WINDOW_SECONDS if tries >= TRIES else 0.0
