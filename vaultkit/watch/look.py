"""What stands on the disk: the truth that events only point at."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from vaultkit.disk.vault import Signature, Vault
from vaultkit.work.config import FILE as SETTINGS_FILE

Seen = Mapping[str, Signature]


class Disk:
    """The notes of a vault by their metadata; nothing is opened. ``digest`` is the last roll's."""

    def __init__(self, root: Path, wall: Callable[[], float] = time.time) -> None:
        self.root, self._wall = root, wall
        self._vault = Vault(root)
        self.digest: bytes | None = None

    def look(self) -> dict[str, Signature]:
        """Return every note, and the settings, with its signature. Raises UsageError."""
        roll = self._vault.roll()
        self.digest = roll.digest
        seen = dict(zip(roll.paths, roll.signatures(), strict=True))
        settings = self._vault.signature(SETTINGS_FILE)
        return seen if settings is None else seen | {SETTINGS_FILE: settings}

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


def changes(before: Seen, after: Seen) -> frozenset[str]:
    """Return the notes that came, went or changed between two looks."""
    return frozenset(path for path in {*before, *after} if before.get(path) != after.get(path))
