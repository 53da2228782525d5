"""Writing a note in place while nobody else has it open.

The system gives us the note alone only while ours is the single open descriptor, and whoever
opens it meanwhile waits for us, or is refused. So nothing can be saved between the last look and
the write, and inode, mode, owner, attributes and links stay what they are. While the note is held
nothing is computed, logged or flushed: an editor may be waiting.
"""

import errno
import os
import time

from vaultkit.disk.folder import Folder, let_go, read_bytes, write_bytes
from vaultkit.disk.note_file import unfit
from vaultkit.disk.outcome import Change, Kind, Refused, Unfinished
from vaultkit.disk.system import NoLeaseError, system

__all__ = ["NoLeaseError", "first_difference", "remove_leased", "write_leased"]

LONGEST_SECONDS = 1.0
"""A process that was stopped with the note in its hand gives up after this."""


def write_leased(folder: Folder, name: str, change: Change) -> Kind:
    """Write the change, flushed to the disk. On OSError the note is as it was.

    Raises Refused; NoLeaseError where another way is needed; Unfinished when the disk failed too
    late, or failed again when the old bytes were put back.
    """
    base, wanted = change.base, change.wanted
    start = first_difference(base, wanted)
    try:
        kind = _seen_before(folder, name, change)
        if kind != "written":
            return kind
        hold = folder.take(name)
    except BlockingIOError:
        return "busy"
    taken = time.monotonic()
    try:
        try:
            kind = _look(hold.fd, folder, name, change)
            if kind == "written":
                system.reserve(hold.fd, len(base), len(wanted) - len(base))
                if not hold.is_held() or time.monotonic() - taken > LONGEST_SECONDS:
                    return "busy"
                _patch(hold.fd, base, wanted, start)
        except BlockingIOError:
            return "busy"
        finally:
            hold.release()
        if kind == "written":
            try:
                hold.flush()
            except OSError as error:
                raise Unfinished from error
        return kind
    finally:
        hold.close()


def remove_leased(folder: Folder, name: str, change: Change) -> Kind:
    """Remove the note that has the wanted bytes. Raises Refused, NoLeaseError and OSError."""
    try:
        hold = folder.take(name, to_remove=True)
    except BlockingIOError:
        return "busy"
    try:
        if _look(hold.fd, folder, name, change) != "same":
            return "changed"
        hold.remove()
        return "written"
    finally:
        hold.release()
        hold.close()


def first_difference(one: bytes, other: bytes) -> int:
    """Return the length of what both texts begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _seen_before(folder: Folder, name: str, change: Change) -> Kind:
    """Look while others may go on, where they would be refused: a note that has changed is not even taken."""
    if not system.refuses_others:
        return "written"
    fd = folder.open(name)
    try:
        return _look(fd, folder, name, change)
    finally:
        let_go(fd)


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
        return folder.is_named(name, info)
    except FileNotFoundError:
        return False


def _patch(fd: int, base: bytes, wanted: bytes, start: int) -> None:
    """Whatever stops this, a full disk or Ctrl-C, puts the old bytes back."""
    try:
        write_bytes(fd, wanted[start:], start)
        if len(wanted) < len(base):
            system.truncate(fd, len(wanted))
        if read_bytes(fd, len(wanted)) != wanted:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
    except BaseException:
        _put_back(fd, base, start)
        raise


def _put_back(fd: int, base: bytes, start: int) -> None:
    try:
        write_bytes(fd, base[start:], start)
        system.truncate(fd, len(base))
    except OSError as error:
        raise Unfinished from error
