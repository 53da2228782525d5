"""What stands on the disk: the truth that events only point at."""

import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from vaultkit.disk.vault import Roll, Signature, Vault
from vaultkit.watch.marks import Marks
from vaultkit.work.config import FILE as SETTINGS_FILE


class Seen(NamedTuple):
    """Every note, and the settings. ``young`` are those that have not been quiet for long, with their quiet seconds."""

    marks: Marks
    young: dict[str, float]


class Disk:
    """The notes of a vault by their metadata; nothing is opened. ``digest`` is the last roll's."""

    def __init__(self, root: Path, wall: Callable[[], float] = time.time) -> None:
        self.root, self._wall = root, wall
        self._vault = Vault(root)
        self.digest: bytes | None = None

    def look(self, settle_seconds: float = 0.0) -> Seen:
        """Return what stands there; who has been quiet for ``settle_seconds`` is not young. Raises UsageError."""
        roll = self._vault.roll()
        self.digest = roll.digest
        young: dict[str, float] = {}
        return Seen(Marks(self._each(roll, settle_seconds, young)), young)

    def _each(
        self, roll: Roll, settle_seconds: float, young: dict[str, float]
    ) -> Iterator[tuple[str, int]]:
        """Yield path and mark of each note, and of the settings; put who is young where they belong."""
        settings = self.signature(SETTINGS_FILE)
        own = [(SETTINGS_FILE, settings)] if settings else []
        for path, signature in chain(own, zip(roll.paths, roll.signatures(), strict=True)):
            quiet = self.quiet_seconds(signature)
            if quiet < settle_seconds:
                young[path] = quiet
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
        last = max(signature.mtime_ns, signature.ctime_ns) / 1e9
        return max(self._wall() - last, 0.0)
