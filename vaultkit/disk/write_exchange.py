"""Writing a note where no lease is to be had (macOS, network, another owner): by exchange.

The new text is written beside the note and the two are swapped in one step, so that what was
displaced is still there: if somebody saved in that instant, theirs is put back. It is looked at
again a moment later, for an editor that had the note open. Less sure than a lease: an editor
that keeps a note open for longer, and writes into it then, writes into a file without a name.
"""

import errno
import os
import time
from contextlib import suppress

from vaultkit.core.text.problem import problem
from vaultkit.disk.folder import Folder, let_go, read_bytes, write_bytes
from vaultkit.disk.new_file import sweep
from vaultkit.disk.note_file import LARGEST_NOTE, unfit
from vaultkit.disk.outcome import Change, Kind, Refused, Unfinished
from vaultkit.disk.system import system
from vaultkit.value import frozen

QUIET_SECONDS = 2.0
"""So long a note must not have changed before it is swapped."""

LINGER_SECONDS = 0.3
"""After so long what was displaced is looked at a last time."""


@frozen
class Swap:
    """A swap that was made and not settled yet. ``fd`` is what was displaced, held open.

    ``temporary`` names it where the file system could exchange; elsewhere it has no name.
    """

    folder: Folder
    name: str
    temporary: str
    change: Change
    fd: int
    exchanged: bool

    def is_disturbed(self) -> bool:
        """Tell whether somebody saved into what was displaced."""
        return read_bytes(self.fd, LARGEST_NOTE) != self.change.base

    def forget(self) -> None:
        """Remove the temporary name, once the swap is settled."""
        sweep(self.folder, self.temporary)


@frozen
class Settled:
    """How a swap ended.

    ``late`` is what somebody saved at that instant; it is the note again, but whoever read the
    note in between may yet save over it. ``aside`` is somebody's text that found no place.
    """

    kind: Kind
    late: bytes | None = None
    aside: bytes | None = None


def swap_in(folder: Folder, name: str, temporary: str, change: Change) -> Swap | Kind:
    """Put the wanted text in the note's place. On OSError and Refused the note is as it was.
    Raises Unfinished when the disk failed too late.

    The swap must be settled, LINGER_SECONDS later.
    """
    fd = folder.open(name, to_change=True)
    try:
        kind = _look(fd, change)
        if kind == "written":
            _write_beside(change.path, folder, temporary, fd, change.wanted)
            kind = "written" if _is_the_same(fd, folder, name, change.base) else "changed"
    except BaseException:
        with suppress(OSError):  # the first failure is the one to tell
            sweep(folder, temporary)
        let_go(fd)
        raise
    if kind == "written":
        return _swapped(folder, name, temporary, change, fd)
    sweep(folder, temporary)
    let_go(fd)
    return kind


def settle(swap: Swap) -> Settled:
    """Look whether anybody saved into what was displaced; if so, theirs is the note again."""
    late = read_bytes(swap.fd, LARGEST_NOTE)
    if late == swap.change.base:
        return Settled("written")
    if _now(swap.folder, swap.name) != swap.change.wanted:
        return Settled("changed", aside=late)
    if swap.exchanged:
        swap.folder.exchange(swap.temporary, swap.name)
        ours = _now(swap.folder, swap.temporary)
        return Settled("changed", late, None if ours == swap.change.wanted else ours)
    _write_beside(swap.change.path, swap.folder, swap.temporary, swap.fd, late)
    swap.folder.replace(swap.temporary, swap.name)
    return Settled("changed", late)


def remove_quiet(folder: Folder, name: str, change: Change) -> Kind:
    """Remove the note that has the wanted bytes. Raises Refused and OSError."""
    fd = folder.open(name, to_change=True)
    try:
        if _look(fd, change) != "same" or not _is_the_same(fd, folder, name, change.wanted):
            return "changed"
        folder.remove(name)
        return "written"
    finally:
        let_go(fd)


def _look(fd: int, change: Change) -> Kind:
    """Return ``written`` when the note has been quiet, and has the very bytes that were planned on."""
    info = os.fstat(fd)
    found = unfit(change.path, info)
    if found is None and info.st_nlink > 1:
        found = problem(change.path, 1, "hard-linked")
    if found:
        raise Refused(found)
    age = max(0.0, time.time() - info.st_ctime)
    time.sleep(max(0.0, QUIET_SECONDS - age))
    current = read_bytes(fd, max(len(change.base), len(change.wanted)))
    if current == change.wanted:
        return "same"
    return "written" if current == change.base else "changed"


def _write_beside(path: str, folder: Folder, temporary: str, like: int, data: bytes) -> None:
    fd = folder.create(temporary, 0o600)
    try:
        write_bytes(fd, data)
        _make_alike(path, like, fd)
        system.flush(fd)
        if read_bytes(fd, len(data)) != data:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
    finally:
        os.close(fd)


def _make_alike(path: str, like: int, fd: int) -> None:
    try:
        system.give_owner(like, fd)
    except PermissionError as error:
        raise Refused(problem(path, 1, "other-owner")) from error
    system.copy_attributes(like, fd)


def _is_the_same(fd: int, folder: Folder, name: str, base: bytes) -> bool:
    try:
        named = folder.is_named(name, os.fstat(fd))
    except FileNotFoundError:
        return False
    return named and read_bytes(fd, len(base)) == base


def _swapped(folder: Folder, name: str, temporary: str, change: Change, fd: int) -> Swap:
    """From the exchange on, the temporary name is somebody's text: nothing here may remove it."""
    try:
        exchanged = folder.exchange(temporary, name)
        if not exchanged:
            folder.replace(temporary, name)
    except OSError:
        with suppress(OSError):
            sweep(folder, temporary)
        let_go(fd)
        raise
    try:
        displaced = folder.open(temporary) if exchanged else os.dup(fd)
        folder.sync()
    except OSError as error:
        raise Unfinished from error
    finally:
        let_go(fd)  # what was displaced may be another file than the one that was looked at
    return Swap(folder, name, temporary, change, displaced, exchanged)


def _now(folder: Folder, name: str) -> bytes | None:
    try:
        fd = folder.open(name)
    except FileNotFoundError:
        return None
    try:
        return read_bytes(fd, LARGEST_NOTE)
    finally:
        let_go(fd)
