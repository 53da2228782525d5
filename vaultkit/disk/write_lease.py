"""Writing a note in place while nobody else has it open (Linux).

A write lease is given only while ours is the single open descriptor, and whoever opens the
note meanwhile waits for us. So nothing can be saved between the last look and the write, and
inode, mode, owner, attributes and links stay what they are. While the lease is held nothing is
computed, logged or flushed: an editor may be waiting.
"""

import errno
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vaultkit.disk import libc
from vaultkit.disk.folder import Folder, let_go, read_bytes, write_bytes
from vaultkit.disk.outcome import Change, Kind, Refused, Unfinished
from vaultkit.disk.vault import unfit

if sys.platform == "linux":
    import fcntl

LONGEST_SECONDS = 1.0
"""A process that was stopped with the lease in its hand gives up after this."""


class NoLeaseError(Exception):
    """This file system, or the note's owner, gives us no lease."""


class _InUse(Exception):
    pass


def write_leased(folder: Folder, name: str, change: Change) -> Kind:
    """Write the change, flushed to the disk. On OSError the note is as it was.

    Raises Refused; NoLeaseError where another way is needed; Unfinished when the disk failed too
    late, or failed again when the old bytes were put back.
    """
    base, wanted = change.base, change.wanted
    start = first_difference(base, wanted)
    try:
        fd = folder.open(name, os.O_RDWR)
    except BlockingIOError:
        return "busy"
    try:
        with _lease(fd) as taken:
            kind = _look(fd, folder, name, change)
            if kind == "written":
                libc.reserve(fd, len(base), len(wanted) - len(base))
                if not _is_held(fd) or time.monotonic() - taken > LONGEST_SECONDS:
                    return "busy"
                _patch(fd, base, wanted, start)
        if kind == "written":
            _flush(fd)
        return kind
    except _InUse:
        return "busy"
    finally:
        let_go(fd)


def remove_leased(folder: Folder, name: str, change: Change) -> Kind:
    """Remove the note that has the wanted bytes. Raises Refused, NoLeaseError and OSError."""
    try:
        fd = folder.open(name, os.O_RDWR)
    except BlockingIOError:
        return "busy"
    try:
        with _lease(fd):
            if _look(fd, folder, name, change) != "same":
                return "changed"
            folder.remove(name)
            return "written"
    except _InUse:
        return "busy"
    finally:
        let_go(fd)


def first_difference(one: bytes, other: bytes) -> int:
    """Return the length of what both texts begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


@contextmanager
def _lease(fd: int) -> Iterator[float]:
    """Hold the lease; give the time at which it was taken.

    Its breaking is told by SIGURG, which is ignored by default; SIGIO would end the process.
    """
    if sys.platform != "linux":
        raise NoLeaseError
    try:
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)
    except OSError as error:
        raise _InUse if error.errno == errno.EAGAIN else NoLeaseError from error
    try:
        yield time.monotonic()
    finally:
        with suppress(OSError):  # closing the file gives it back, too
            fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)


def _is_held(fd: int) -> bool:
    """A lease that is being broken is no longer a write lease."""
    return sys.platform == "linux" and fcntl.fcntl(fd, fcntl.F_GETLEASE) == fcntl.F_WRLCK


def _look(fd: int, folder: Folder, name: str, change: Change) -> Kind:
    """Return ``written`` when the note is the very one, with the very bytes, that was planned on."""
    info = os.fstat(fd)
    found = unfit(change.path, info)
    if found:
        raise Refused(found)
    if info.st_nlink == 0 or not _is_named(folder, name, info):
        return "changed"
    current = read_bytes(fd, max(len(change.base), len(change.wanted)))
    if current == change.wanted:
        return "same"
    return "written" if current == change.base else "changed"


def _is_named(folder: Folder, name: str, info: os.stat_result) -> bool:
    try:
        named = folder.stat(name)
    except FileNotFoundError:
        return False
    return (named.st_dev, named.st_ino) == (info.st_dev, info.st_ino)


def _patch(fd: int, base: bytes, wanted: bytes, start: int) -> None:
    """Whatever stops this, a full disk or Ctrl-C, puts the old bytes back."""
    try:
        write_bytes(fd, wanted[start:], start)
        if len(wanted) < len(base):
            os.ftruncate(fd, len(wanted))
        if read_bytes(fd, len(wanted)) != wanted:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
    except BaseException:
        _put_back(fd, base, start)
        raise


def _flush(fd: int) -> None:
    try:
        os.fsync(fd)
    except OSError as error:
        raise Unfinished from error


def _put_back(fd: int, base: bytes, start: int) -> None:
    try:
        write_bytes(fd, base[start:], start)
        os.ftruncate(fd, len(base))
    except OSError as error:
        raise Unfinished from error
