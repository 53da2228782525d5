"""The files of runs, as files: locked while a process lives, private, told of when they cannot be written."""

import errno
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from vaultkit.disk.disk_cause import keyed
from vaultkit.disk.folder import let_go
from vaultkit.disk.system import system
from vaultkit.errors import StateError

NEVER_UNDONE = ("undo", "recover", "init")
"""Of a new vault only the last touches are in the journal: taking those back would leave half of it."""

_UNWRITABLE = "state-unwritable"
_MOST_NAMED = 20
"""Notes that one sentence names."""

_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
_LOOKS = 5
_LOOK_SECONDS = 0.002


def write_lines(fd: int, lines: Sequence[str]) -> None:
    """Write lines behind what is there. Raises OSError."""
    rest = memoryview("".join(f"{line}\n" for line in lines).encode())
    while rest:
        rest = rest[os.write(fd, rest) :]


def make_private(folder: Path) -> None:
    """Only the parents that are ours are closed to others."""
    for part in (folder.parent, folder):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)


def names_in(folder: Path, *suffixes: str) -> list[str]:
    """Return what ends so in a folder, in order; nothing of one that is not there, or may not be looked into."""
    try:
        # No path objects: a watcher looks at this folder at every save, and it may hold thousands.
        names = os.listdir(folder)  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []
    return sorted(name for name in names if name.endswith(suffixes))


def sweep_runs(folder: Path, oldest: float, oldest_unseen: float | None) -> None:
    """Remove the files of old runs. What cannot be removed stays for the next time: no command fails for it."""
    limits = {".run": oldest, ".new": oldest, ".tmp": oldest, ".open": oldest_unseen}
    for suffix, limit in limits.items():
        with suppress(OSError):
            for name in names_in(folder, suffix):
                file = folder / name
                if limit is not None and file.stat().st_mtime < limit:
                    file.unlink()


def lock(fd: int) -> bool:
    """Take the file for as long as it is open. False when its run is alive; the lock dies with it."""
    try:
        system.lock(fd)
    except OSError as error:
        return error.errno in _NO_LOCKS
    return True


def lock_soon(fd: int) -> bool:
    """Take it in the same way, past somebody who only reads and lets go of it at once."""
    for _ in range(_LOOKS):
        if lock(fd):
            return True
        time.sleep(_LOOK_SECONDS)
    return False


def is_dead(file: Path) -> bool:
    """Tell whether the process of a run has ended; the look itself holds nothing for longer than an instant."""
    return _is_free(file) is True


def is_alive(file: Path) -> bool:
    """Tell whether the process of a run still goes on; of a file that may not be read it does not."""
    return _is_free(file) is False


def _is_free(file: Path) -> bool | None:
    """Tell whether nobody holds the file of a run, None where it may not be read."""
    try:
        fd = system.open_own(file, "read")
    except OSError:
        return None
    try:
        return lock(fd)
    finally:
        let_go(fd)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Raise StateError, which tells the cause, in the place of an OSError."""
    try:
        yield
    except OSError as error:
        raise StateError(
            keyed("state-unwritable", error), folder=folder, reason=error.strerror or error
        ) from error


def broke_off(error: StateError, command: str, changed: Iterable[str]) -> StateError:
    """Return the error that tells, too, which notes the run had changed by then, and that they stay so.

    Where there are none it is the error as it is.
    """
    paths = tuple(dict.fromkeys(changed))
    if not paths or not error.key.startswith(_UNWRITABLE):
        return error
    left = len(paths) - _MOST_NAMED
    notes = ", ".join(paths[:_MOST_NAMED]) + (f", … (+{left})" if left > 0 else "")
    kind = "-for-good" if command in NEVER_UNDONE else error.key.removeprefix(_UNWRITABLE)
    return StateError(f"state-broke-off{kind}", **error.values, notes=notes)
