"""What stands on the disk: the truth that events only point at."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from vaultkit.disk.vault import Signature, Vault
from vaultkit.work.config import FILE as SETTINGS_FILE

Marks = Mapping[str, int]
"""Notes by path, each with a number that stands for its signature: a hundred thousand take little room."""


class Seen(NamedTuple):
    """Every note, and the settings. ``young`` are those that have not been quiet for long, with their quiet seconds."""

    marks: dict[str, int]
    young: dict[str, float]


class Disk:
    """The notes of a vault by their metadata; nothing is opened. ``digest`` is the last roll's."""

    def __init__(self, root: Path, wall: Callable[[], float] = time.time) -> None:
        self.root, self._wall = root, wall
        self._vault = Vault(root)
        self.digest: bytes | None = None

    def look(self, settle_seconds: float = 0.0) -> Seen:
        """Return what stands there; who has been quiet for ``settle_seconds`` is not young. Raises UsageError."""
        seen = Seen({}, {})
        roll = self._vault.roll()
        self.digest = roll.digest
        for path, signature in zip(roll.paths, roll.signatures(), strict=True):
            self._add(path, signature, settle_seconds, seen)
        settings = self.signature(SETTINGS_FILE)
        if settings is not None:
            self._add(SETTINGS_FILE, settings, settle_seconds, seen)
        return seen

    def _add(self, path: str, signature: Signature, settle_seconds: float, seen: Seen) -> None:
        seen.marks[path] = hash(signature)
        quiet = self.quiet_seconds(signature)
        if quiet < settle_seconds:
            seen.young[path] = quiet

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


def changes(before: Marks, after: Marks) -> frozenset[str]:
    """Return the notes that came, went or changed between two looks."""
    return frozenset(path for path in {*before, *after} if before.get(path) != after.get(path))
