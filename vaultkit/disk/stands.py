"""The numbers of each note that a walk comes by. Where there are many, a copy of this process asks for some of them.

To list folders is quick: most of a walk is asking for one note after the other. So whoever lists puts
names into a queue, and a copy takes from it what it has time for. While the queue is full they are
asked for here, and so is what is left in it when all folders are listed. What the copy has not handed
back whole was not done: it is done here.

A command that is only asked whether anything has changed comes by here, so nothing slow is loaded.
"""

import errno
import os
from array import array

from vaultkit.disk import early

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from vaultkit.disk.helper import Helper
    from vaultkit.disk.system.listing import Told

    Place = tuple[str, int, int]
    """A folder: its path from the root, its device, its inode."""

    _Found = tuple[array[int], list[str], bool]
    """The numbers of those notes that are there, the names of the others, whether any has a second name."""

FIELDS = 4
"""Numbers of one note: inode, size, time of change, time of change of its metadata."""

MOST_INODE = (1 << 63) - 1
FEW = 2000
"""So many notes are asked for before a copy is made, which takes as long as asking for a few hundred."""

GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
"""What is said of a folder that is there no more, or a link by now."""

_NUMBER_BYTES = 8
_MOST_NAMES = 250
"""In one piece of work."""


def open_folder(root: str, folder: str) -> int:
    """Open a folder of a vault; a link is none, but for the vault itself. Raises OSError."""
    return os.open(f"{root}/{folder}", early.FOLDER | (early.NO_FOLLOW if folder else 0))


class Stands:
    """The numbers of notes, in the order in which they are asked for. To be closed.

    ``may_share`` says that a copy may ask as well: by the paths of folders, as ``open_folder`` does.
    ``has_links`` tells that some note has a second name, ``is_whole`` that nothing was unreadable.
    """

    def __init__(self, root: str, *, may_share: bool) -> None:
        self.has_links, self.is_whole = False, True
        self._root, self._may_share, self._count = root, may_share, 0
        self._parts: list[array[int]] = []
        self._sent: dict[int, tuple[Place, list[str], list[str]]] = {}
        self._copy: Helper | None = None

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *_: object) -> None:
        if self._copy:
            self._copy.close()

    def ask(
        self,
        place: "Place",
        fd: int,
        names: list[str],
        info_of: "Callable[..., Told]" = os.stat,
    ) -> None:
        """Ask for the notes of a folder that is open, or have some of them asked for until ``all`` is.

        The name of what is gone is taken out of ``names``.
        """
        self._count += len(names)
        if self._may_share and self._count > FEW:
            self._may_share, self._copy = False, _copy(self._root)
        pieces = [names[at : at + _MOST_NAMES] for at in range(0, len(names), _MOST_NAMES)]
        for some in pieces:
            if self._copy and self._copy.takes(_piece(len(self._parts), place, some)):
                self._sent[len(self._parts)] = place, some, names
                self._parts.append(array("q"))
            else:
                self._parts.append(self._kept(_asked(fd, some, info_of), names))

    def add_unreadable(self) -> None:
        """Add four zeros, of a folder that cannot be read."""
        self._parts.append(self._unreadable(1))

    def all(self) -> "array[int]":
        """Return the numbers of all notes: FIELDS for each."""
        if self._copy:
            for piece in self._copy.left():
                self._take(_done(self._root, piece))
            self._take(self._copy.told())
        for number, (place, some, names) in self._sent.items():
            self._parts[number] = self._asked_at_last(place, some, names)
        stands = array("q")
        for part in self._parts:
            stands += part
        return stands

    def _asked_at_last(self, place: "Place", some: list[str], names: list[str]) -> "array[int]":
        try:
            return self._kept(_asked_there(self._root, place, some), names)
        except OSError as error:
            if error.errno in GONE:
                return self._kept((array("q"), some, False), names)
            return self._unreadable(len(some))

    def _unreadable(self, count: int) -> "array[int]":
        self.is_whole = False
        return array("q", bytes(FIELDS * count * _NUMBER_BYTES))

    def _kept(self, found: "_Found", names: list[str]) -> "array[int]":
        numbers, gone, has_links = found
        self.has_links |= has_links
        for name in gone:
            names.remove(name)
        return numbers

    def _take(self, raw: bytes) -> None:
        """Take whatever was told whole."""
        told, at = array("q"), 0
        told.frombytes(raw[: len(raw) // _NUMBER_BYTES * _NUMBER_BYTES])
        while at + 2 < len(told):
            number, has_links = told[at : at + 2]
            end = at + 2 + FIELDS * len(self._sent[number][1])
            if end > len(told):
                return
            self._parts[number] = told[at + 2 : end]
            self.has_links |= bool(has_links)
            del self._sent[number]
            at = end


def _asked(fd: int, names: list[str], info_of: "Callable[..., Told]" = os.stat) -> "_Found":
    numbers: list[int] = []
    gone, has_links = [], False
    for name in names:
        try:
            info = info_of(name, dir_fd=fd, follow_symlinks=False)
        except OSError:
            gone.append(name)
            continue
        numbers += (info.st_ino & MOST_INODE, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
        # Elsewhere nobody counts the names of a file.
        if getattr(info, "st_nlink", 1) > 1:
            has_links = True
    return array("q", numbers), gone, has_links


def _asked_there(root: str, place: "Place", names: list[str]) -> "_Found":
    """Ask for notes in a folder that is opened once more. In another folder they are gone. Raises OSError."""
    folder, device, inode = place
    fd = open_folder(root, folder)
    try:
        info = os.fstat(fd)
        if (info.st_dev, info.st_ino) != (device, inode):
            raise FileNotFoundError(errno.ENOENT, "another folder by now")
        return _asked(fd, names)
    finally:
        os.close(fd)


def _copy(root: str) -> "Helper | None":
    from vaultkit.disk.helper import helper  # few vaults are so large

    return helper(lambda piece: _done(root, piece))


def _piece(number: int, place: "Place", names: list[str]) -> bytes:
    folder, device, inode = place
    return os.fsencode(f"{number}\0{folder}\0{device}\0{inode}\0{'/'.join(names)}")


def _done(root: str, piece: bytes) -> bytes:
    """Return a piece's number, whether it has links, and the numbers; nothing where not all notes are there."""
    number, folder, device, inode, names = os.fsdecode(piece).split("\0")
    place = folder, int(device), int(inode)
    try:
        numbers, gone, has_links = _asked_there(root, place, names.split("/"))
    except OSError:
        return b""
    return b"" if gone else array("q", (int(number), has_links)).tobytes() + numbers.tobytes()
