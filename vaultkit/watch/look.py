"""What stands on the disk: the truth that events only point at."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from vaultkit.disk import copies
from vaultkit.disk.stopping import let_through
from vaultkit.disk.vault import Roll, Signature, Vault
from vaultkit.watch.marks import Marks
from vaultkit.work.config import FILE as SETTINGS_FILE


class Seen(NamedTuple):
    """Every note, and the settings. ``young`` are those that have not been quiet for long, with their quiet seconds."""

    marks: Marks
    young: dict[str, float]


_Found = tuple[Marks, dict[str, float]]


class Disk:
    """The notes of a vault by their metadata; nothing is opened. ``digest`` is the last roll's."""

    def __init__(self, root: Path, wall: Callable[[], float] = time.time) -> None:
        self.root, self._wall = root, wall
        self._vault = Vault(root)
        self.digest: bytes | None = None

    def look(self, settle_seconds: float = 0.0) -> Seen:
        """Return what stands there; who has been quiet for ``settle_seconds`` is not young. Raises UsageError.

        A walk fills many times the room of what stays of it, so a copy of this process takes it. It
        writes nothing, so that whoever asks to stop need not wait for its end.
        """
        with let_through():
            copy = copies.start(lambda put: self._look_for_another(settle_seconds, put))
            marks, saved = (self._heard(copy) if copy else None) or self._look(settle_seconds)
        now = self._wall()  # by now, not by when each was seen: a walk may last
        return Seen(marks, {path: max(now - last, 0.0) for path, last in saved.items()})

    def _look_for_another(self, settle_seconds: float, put: copies.Put) -> None:
        marks, saved = self._look(settle_seconds)
        put(json.dumps([self.digest.hex() if self.digest else None, saved]).encode())
        for part in marks.parts():
            put(part)

    def _heard(self, copy: copies.Copy) -> _Found | None:
        """Return what a copy has found; None where it is lost."""
        marks, parts = Marks(), copy.rest()
        with closing(copy), suppress(copies.Lost):
            digest, saved = json.loads(next(parts))
            for part in parts:
                marks.take(part)
            self.digest = bytes.fromhex(digest) if digest else None
            return marks, saved
        return None

    def _look(self, settle_seconds: float) -> _Found:
        """Return the marks, and when those were saved that have not been quiet for so long."""
        roll = self._vault.roll()
        self.digest = roll.digest
        saved: dict[str, float] = {}
        return Marks(self._each(roll, settle_seconds, saved)), saved

    def _each(
        self, roll: Roll, settle_seconds: float, saved: dict[str, float]
    ) -> Iterator[tuple[str, int]]:
        """Yield path and mark of each note, and of the settings; put down when the young ones were saved."""
        settings = self.signature(SETTINGS_FILE)
        own = [(SETTINGS_FILE, settings)] if settings else []
        for path, signature in chain(own, zip(roll.paths, roll.signatures(), strict=True)):
            last = _last_change(signature)
            if self._wall() - last < settle_seconds:
                saved[path] = last
            yield path, hash(signature)

    def mark(self, path: str) -> int | None:
        """Return the number that stands for one note's signature, None where there is none."""
        found = self.signature(path)
        return None if found is None else hash(found)

    def signature(self, path: str) -> Signature | None:
        """Return the signature of one note, None where there is none."""
        return self._vault.signature(path)

    def identity(self) -> tuple[int, int] | None:
        """Return what tells this folder from another of the same name; None where there is none."""
        try:
            info = self.root.stat()
        except OSError:
            return None
        return info.st_dev, info.st_ino

    def quiet_seconds(self, signature: Signature) -> float:
        """Return for how long a file has not been changed, moved or given other rights; at least 0.

        The time of the last change of metadata counts too: a copy or a checkout may bring an
        old modification time along.
        """
        return max(self._wall() - _last_change(signature), 0.0)


def _last_change(signature: Signature) -> float:
    return max(signature.mtime_ns, signature.ctime_ns) / 1e9
