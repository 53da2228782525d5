"""One watcher a vault: a lock on a file outside the vault that dies with its process."""

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from vaultkit.disk.disk_cause import keyed
from vaultkit.disk.journal import state_folder
from vaultkit.disk.run_file import make_private
from vaultkit.disk.system import system
from vaultkit.errors import BusyError, StateError

LOCK_FILE = "watch.lock"
_HELD = (errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)
_LONGEST_PID = 20


@contextmanager
def only_watcher(root: Path, environ: Mapping[str, str] = os.environ) -> Iterator[None]:
    """Hold the vault's one place for a watcher.

    Raises BusyError when another process holds it, StateError when the file cannot be made.
    Where the file system knows no locks, everybody is let in: two watchers are only wasteful,
    since no note is written over bytes that were not read.
    """
    fd = _opened(state_folder(root, environ))
    try:
        if not _taken(fd):
            raise BusyError("watching-already", process=_holder(fd))
        with suppress(
            OSError
        ):  # on a full disk nobody learns our number, and the lock holds all the same
            system.truncate(fd, 0)
            os.lseek(fd, 0, os.SEEK_SET)
            os.write(fd, b"%d\n" % os.getpid())
        yield
    finally:
        os.close(fd)


def watching_process(root: Path, environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the number of the process that watches a vault, None where none does. Nothing is made."""
    try:
        fd = system.open_own(state_folder(root, environ) / LOCK_FILE, "change")
    except (OSError, StateError):
        return None
    try:
        return None if _taken(fd) else _holder(fd)
    finally:
        os.close(fd)


def _opened(folder: Path) -> int:
    try:
        make_private(folder)
        return system.open_own(folder / LOCK_FILE, "lock")
    except OSError as error:
        raise StateError(
            keyed("state-unwritable", error), folder=folder, reason=error.strerror or error
        ) from error


def _taken(fd: int) -> bool:
    """The file stays where it is afterwards: two who made it anew could both hold it."""
    try:
        system.lock(fd)
    except OSError as error:
        return error.errno not in _HELD
    return True


def _holder(fd: int) -> str:
    """The number of the process that holds the lock, "?" while it is being written."""
    os.lseek(fd, 0, os.SEEK_SET)
    text = os.read(fd, _LONGEST_PID).decode("ascii", "replace").strip()
    return text if text.isdecimal() else "?"
