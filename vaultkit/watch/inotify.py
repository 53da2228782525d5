"""What Linux tells of changes, read by ourselves: all folders of a vault on one descriptor.

One descriptor is one queue. So a cookie, a file that is made in a folder of ours and watched on the
same descriptor, proves something: once it has come out of the queue, so has every change that
was made before it. That is what ``tally`` builds on. A library that gives each folder at the top
a queue of its own cannot say it.

Events are a sign to look, nothing more. What they say of folders is never taken as it stands: a folder
that came is watched first and then read, so that nothing made in it meanwhile is missed; one
that went takes the watches of all in it along. When the queue has overflowed, every folder is
gone through again before anything is vouched for.
"""

import errno
import os
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import NamedTuple

from vaultkit.disk import early
from vaultkit.disk.system import inotify
from vaultkit.disk.walk import GONE, SETTINGS_FILE
from vaultkit.watch.listener import Listener
from vaultkit.watch.told import MOST_NOTES, Told, is_hidden

_MODIFY, _ATTRIB, _CLOSE_WRITE = 0x2, 0x4, 0x8
_MOVED_FROM, _MOVED_TO, _CREATE, _DELETE = 0x40, 0x80, 0x100, 0x200
_MOVE_SELF, _UNMOUNT, _OVERFLOW, _IGNORED = 0x800, 0x2000, 0x4000, 0x8000
_IS_FOLDER = 0x40000000
_ONLY_FOLDERS, _NO_LINKS, _ONLY_NEW = 0x01000000, 0x02000000, 0x10000000

_CAME, _WENT = _CREATE | _MOVED_TO, _DELETE | _MOVED_FROM
_SAVED = _CLOSE_WRITE | _CAME | _WENT
_HEARD = _MODIFY | _ATTRIB | _SAVED | _MOVE_SELF | _ONLY_FOLDERS | _NO_LINKS
_READ_BYTES = 64 * 1024
_HEAD = struct.Struct("iIII")

COOKIE = "watch.cookie."


class Tally(NamedTuple):
    """Which folder is vouched for, by device and inode, and how many changes there have been."""

    device: int
    inode: int
    changes: str


class Inotify:
    """Listens to a vault until it is closed. Raises OSError when it cannot begin.

    ``beside`` is a folder of ours, outside of the vault, for cookies; without it nothing is vouched for.
    """

    def __init__(self, root: Path, clock: Callable[[], float], beside: Path | None = None) -> None:
        self._root, self._clock, self._beside = str(root), clock, beside
        self._lock = threading.Lock()
        self._told = Told()
        self._folders: dict[int, str] = {}
        self._watches: dict[str, int] = {}
        self._beside_watch = -1
        self._run, self._count, self._cookies, self._cookie = os.urandom(8).hex(), 0, 0, ""
        self._is_whole = self._has_twins = False
        self._failure: OSError | None = None
        self._fd = inotify.open_watches()
        self._listener = Listener(self._fd, self._hear)
        try:
            self._begin()
        except BaseException:
            self._let_go()
            raise

    def _begin(self) -> None:
        self._add_all()
        self._told = Told()
        self._watch_beside()
        self._listener.start()

    def _watch_beside(self) -> None:
        """Without a folder for cookies nothing is vouched for, and all else goes on."""
        if self._beside is None or self._beside.resolve().is_relative_to(self._root):
            return
        with suppress(OSError):
            for name in os.listdir(self._beside):
                if name.startswith(COOKIE):
                    (self._beside / name).unlink()
            mask = _CREATE | _ONLY_FOLDERS | _NO_LINKS | _ONLY_NEW
            self._beside_watch = inotify.add_watch(self._fd, str(self._beside), mask)

    def close(self) -> None:
        """Stop listening."""
        self._listener.stop()
        self._let_go()

    def still(self) -> AbstractContextManager[None]:
        """Let nobody listen meanwhile. What happens waits in the queue."""
        return self._listener.still()

    def _let_go(self) -> None:
        self._listener.let_go()
        os.close(self._fd)
        self._fd = -1

    def _hear(self) -> None:
        with self._lock:
            self._drain()

    def take(self) -> Told:
        """Return what was told since the last call."""
        with self._lock:
            told, self._told = self._told, Told()
        return told

    def is_well(self) -> bool:
        """Tell whether somebody listens, and to the folder that was meant."""
        return self._listener.is_alive() and "" in self._watches

    def follow_folders(self) -> bool:
        """Go through all folders again if any event was lost; return whether that was so.

        New ones are followed as they come. Raises OSError when the system has refused one.
        """
        with self._lock:
            if self._failure:
                raise self._failure
            if self._is_whole:
                return False
            self._go_through_again()
            if self._failure:
                raise self._failure
            return True

    def _go_through_again(self) -> None:
        self._drain()
        before, self._watches, self._folders = self._watches, {}, {}
        self._add_all()
        for watch in before.values():
            if watch not in self._folders:
                inotify.remove_watch(self._fd, watch)
        self._count += 1

    def _add_all(self) -> None:
        """Watch every folder there is. ``_home`` is the vault's own, the same before and after."""
        self._is_whole = True  # all that was lost by now is found below
        before = os.stat(self._root)
        self._add("")
        self._home = os.stat(self._root)
        self._is_whole &= os.path.samestat(before, self._home)

    def count_folders(self) -> int:
        """Return how many folders the kernel should be watching."""
        total, waiting = int(self._beside_watch >= 0), [self._root]
        while waiting:
            here = waiting.pop()
            with suppress(OSError), os.scandir(here) as entries:
                waiting += [
                    entry.path
                    for entry in entries
                    if not is_hidden(entry.name) and entry.is_dir(follow_symlinks=False)
                ]
                total += 1
        return total

    def tally(self) -> Tally | None:
        """Return what stays the same until something changes in the vault; None while nobody can vouch for it.

        Every change that was made before this call is in it: a walk that begins now sees the vault as
        it is at this tally, or at a later one. May be called in any thread.
        """
        with self._lock:
            if not self._vouches() or not self._has_cookie_come():
                return None
            if not self._vouches():
                return None
            return Tally(self._home.st_dev, self._home.st_ino, f"{self._run}.{self._count}")

    def doubt(self) -> None:
        """Have the next tally be another one: something has changed of which nothing was told."""
        with self._lock:
            self._count += 1

    def _vouches(self) -> bool:
        return (
            self._is_whole
            and not self._has_twins
            and self._failure is None
            and self._beside_watch >= 0
            and "" in self._watches
        )

    def _has_cookie_come(self) -> bool:
        """Tell whether a file that is made now comes out of the queue: with it, all that was made before."""
        self._cookies += 1
        name = f"{COOKIE}{self._run}.{self._cookies}"
        file = f"{self._beside}/{name}"
        try:
            os.close(os.open(file, early.NEW, 0o600))
            os.unlink(file)
        except OSError:
            return False
        self._drain()
        return self._cookie == name

    def _drain(self) -> None:
        """Take up all that is in the queue."""
        with suppress(BlockingIOError):
            while raw := os.read(self._fd, _READ_BYTES):
                for watch, mask, name in _events(raw):
                    self._take_up(watch, mask, name)

    def _take_up(self, watch: int, mask: int, name: str) -> None:
        if mask & (_OVERFLOW | _UNMOUNT):
            self._is_whole, self._told.look = False, True
            self._count += 1
        elif watch == self._beside_watch:
            self._beside_watch = -1 if mask & _IGNORED else watch
            self._cookie = name if name.startswith(COOKIE) else self._cookie
        elif mask & _IGNORED:
            self._ended(watch)
        elif not name:
            self._change_of_itself(watch, mask)
        elif not is_hidden(name):
            folder = self._folders.get(watch)
            if folder is None:
                self._count += 1  # told of a folder that has gone meanwhile
            else:
                self._change(f"{folder}/{name}" if folder else name, mask)

    def _change_of_itself(self, watch: int, mask: int) -> None:
        """What is told of a watched folder itself is told by the one above it, too, but for the vault's own."""
        if self._folders.get(watch) == "":
            self._count += 1
            if mask & _MOVE_SELF:
                self._is_whole, self._told.look = False, True

    def _ended(self, watch: int) -> None:
        """A watch that we did not end ourselves: its folder has gone, or the disk that it was on."""
        folder = self._folders.pop(watch, None)
        if folder is not None:
            self._watches.pop(folder, None)
            self._count += 1
            self._told.look = True

    def _change(self, path: str, mask: int) -> None:
        if mask & _IS_FOLDER:
            self._count += 1
            self._told.look |= bool(mask & (_CAME | _WENT))
            if mask & (_CAME | _WENT):
                self._forget(path)
            if mask & (_CAME | _ATTRIB):
                self._follow(path)
        elif path.endswith(".md") or path.rpartition("/")[2] == SETTINGS_FILE:
            self._count += 1
            if mask & _SAVED:
                self._tell(path)

    def _tell(self, path: str) -> None:
        """A ``vaultkit.toml`` below the top makes a folder another vault: that is no note, and a reason to look."""
        if not path.endswith(".md") and path != SETTINGS_FILE:
            self._told.look = True
            return
        self._told.changed[path] = self._clock()
        if len(self._told.changed) > MOST_NOTES:
            self._told = Told(look=True)

    def _follow(self, path: str) -> None:
        """Watch a folder that came, or may be read by now, and tell of all notes in it."""
        if path in self._watches:
            return
        try:
            for note in self._add(path):
                self._tell(note)
        except OSError as error:
            self._failure, self._told.look = error, True

    def _forget(self, path: str) -> None:
        """End the watches of a folder and of all in it: what it holds is found anew where it went."""
        for each in [known for known in self._watches if f"{known}/".startswith(f"{path}/")]:
            watch = self._watches.pop(each)
            if self._folders.get(watch) == each:
                del self._folders[watch]
                inotify.remove_watch(self._fd, watch)

    def _add(self, folder: str) -> list[str]:
        """Watch a folder and all in it; return the notes that are there. Raises OSError when the system refuses.

        Each is watched before it is read, so that what comes meanwhile is told. One that has gone
        again, or that we may not read, is passed by: a walk passes it by, too.
        """
        notes: list[str] = []
        waiting = [folder]
        while waiting:
            here = waiting.pop()
            place = f"{self._root}/{here}" if here else self._root
            try:
                self._watch(here, inotify.add_watch(self._fd, place, _HEARD))
                with os.scandir(place) as entries:
                    for entry in entries:
                        path = f"{here}/{entry.name}" if here else entry.name
                        if is_hidden(entry.name):
                            continue
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(path)
                        elif entry.name.endswith(".md"):
                            notes.append(path)
            except OSError as error:
                if error.errno not in (*GONE, errno.EACCES) or not here:
                    raise
        return notes

    def _watch(self, folder: str, watch: int) -> None:
        """Note the watch of a folder. One that we know by another path was moved, or stands at two places."""
        before = self._folders.get(watch)
        if before is not None and before != folder:
            self._watches.pop(before, None)
            self._has_twins |= self._stands_at(before)
        self._folders[watch] = folder
        self._watches[folder] = watch

    def _stands_at(self, folder: str) -> bool:
        """Tell whether there is still a folder at a path from which one was moved away: a mount can do that."""
        return os.path.isdir(f"{self._root}/{folder}")


def _events(raw: bytes) -> Iterator[tuple[int, int, str]]:
    """Yield watch, mask and name of each event."""
    at = 0
    while at < len(raw):
        watch, mask, _, length = _HEAD.unpack_from(raw, at)
        at += _HEAD.size
        name = raw[at : at + length].rstrip(b"\0")
        at += length
        yield watch, mask, os.fsdecode(name)
