"""The numbers of each note that a walk comes by. Where there are many, a copy of this process asks for some of them.

To list folders is quick: most of a walk is asking for one note after the other. So whoever lists puts
names into a queue, and a copy takes from it what it has time for. While the queue is full they are
asked for here, and so is what is left in it when all folders are listed. What the copy has not handed
back whole was not done: it is done here.

A command that is only asked whether anything has changed comes by here, so nothing slow is loaded.
"""

import os
from array import array

from vaultkit.disk import early, fork

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Self

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

_MOST_NAMES = 250
_LONGEST_BYTES = 1 << 16
"""What one piece of work may hold."""


def open_folder(root: str, folder: str) -> int:
    """Open a folder of a vault; a link is none, but for the vault itself. Raises OSError."""
    return os.open(f"{root}/{folder}", early.FOLDER | (early.NO_FOLLOW if folder else 0))


class Stands:
    """The numbers of notes, in the order in which they are asked for. To be closed.

    ``may_share`` says that a copy may ask as well: by the paths of folders, as ``open_folder`` does.
    ``has_links`` tells that some note has a second name.
    """

    def __init__(self, root: str, *, may_share: bool) -> None:
        self.has_links = False
        self._root, self._may_share, self._count = root, may_share, 0
        self._parts: list[array[int]] = []
        self._sent: dict[int, tuple[Place, list[str], list[str]]] = {}
        self._copy: _Copy | None = None

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
        for at in range(0, len(names), _MOST_NAMES):
            some = names[at : at + _MOST_NAMES]
            if self._copy and self._copy.takes(len(self._parts), place, some):
                self._sent[len(self._parts)] = place, some, names
                self.add()
            else:
                self.add(self._kept(_asked(fd, some, info_of), names))

    def add(self, numbers: "Iterable[int]" = ()) -> None:
        """Add numbers that are known."""
        self._parts.append(array("q", numbers))

    def all(self) -> "array[int]":
        """Return the numbers of all notes: FIELDS for each."""
        if self._copy:
            for work in self._copy.left():
                self._take(_done(self._root, work))
            self._take(self._copy.told())
        for number, (place, some, names) in self._sent.items():
            self._parts[number] = self._kept(_asked_there(self._root, place, some), names)
        stands = array("q")
        for part in self._parts:
            stands += part
        return stands

    def _kept(self, found: "_Found", names: list[str]) -> "array[int]":
        numbers, gone, has_links = found
        self.has_links |= has_links
        for name in gone:
            names.remove(name)
        return numbers

    def _take(self, told: "array[int]") -> None:
        """Take whatever was told whole."""
        at = 0
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
    """Ask for notes in a folder that is opened once more; if it is another one by now, they are gone."""
    try:
        fd = open_folder(root, place[0])
    except OSError:
        return array("q"), names, False
    try:
        info = os.fstat(fd)
        is_it = place[1:] == (info.st_dev, info.st_ino)
        return _asked(fd, names) if is_it else (array("q"), names, False)
    finally:
        os.close(fd)


def _done(root: str, work: bytes) -> "array[int]":
    """Return a piece's number, whether it has links, and the numbers; nothing where not all notes are there."""
    number, folder, device, inode, names = os.fsdecode(work).split("\0")
    place = folder, int(device), int(inode)
    numbers, gone, has_links = _asked_there(root, place, names.split("/"))
    return array("q") if gone else array("q", (int(number), has_links)) + numbers


class _Copy:
    """A copy that asks: ``queue`` takes work, which comes out at ``work`` for whoever reads it first."""

    def __init__(self, number: int, queue: int, work: int, answer: int) -> None:
        self._number, self._queue, self._work, self._answer = number, queue, work, answer

    def takes(self, number: int, place: "Place", names: list[str]) -> bool:
        """Put a piece of work into the queue; False where it is full, or the piece too long."""
        folder, device, inode = place
        work = os.fsencode(f"{number}\0{folder}\0{device}\0{inode}\0{'/'.join(names)}")
        try:
            return len(work) <= _LONGEST_BYTES and os.write(self._queue, work) > 0
        except OSError:
            return False

    def left(self) -> "Iterator[bytes]":
        """Let nothing more into the queue, and yield what nobody has taken."""
        os.close(self._queue)
        self._queue = -1
        while work := os.read(self._work, _LONGEST_BYTES):
            yield work

    def told(self) -> "array[int]":
        """Return what the copy has found, once it has done all that it took."""
        told = array("q")
        with open(self._answer, "rb", closefd=False) as answer:
            raw = answer.read()
        told.frombytes(raw[: len(raw) // told.itemsize * told.itemsize])
        return told

    def close(self) -> None:
        """End it, whatever it does."""
        fork.end(self._number)
        _close(self._queue, self._work, self._answer)


def _copy(root: str) -> _Copy | None:
    """Have a copy take work from a queue; None where none can be made, or would have no processor of its own."""
    if not early.HAS_COPIES or fork.processors() < 2:
        return None
    opened: list[int] = []
    try:
        if not fork.is_alone():
            return None
        opened += _queue()
        opened += os.pipe()
        queue, work, answer, answering = opened

        def be_a_copy() -> None:
            _close(queue, answer)
            found = array("q")
            while piece := os.read(work, _LONGEST_BYTES):
                found += _done(root, piece)
            with open(answering, "wb") as file:
                file.write(found)

        number = fork.start(be_a_copy)
    except BaseException as error:
        _close(*opened)
        if isinstance(error, OSError):
            return None
        raise
    os.close(answering)
    return _Copy(number, queue, work, answer)


def _queue() -> tuple[int, int]:
    """Return both ends of a queue: what is written at once is read at once, by one reader; a full one refuses."""
    import _socket  # slow to load

    ends = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    queue, work = (end.detach() for end in ends)
    os.set_blocking(queue, False)
    return queue, work


def _close(*descriptors: int) -> None:
    for each in descriptors:
        if each >= 0:
            os.close(each)
