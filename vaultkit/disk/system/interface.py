"""What the program asks of the system, and what each answer promises. Each platform answers in a module of its own.

File descriptors are plain numbers everywhere: ``os.read``, ``os.fstat``, ``os.dup``, ``os.fdopen``
and ``os.close`` take them. They hold bytes, as they are, and no child process inherits them. Every
call raises OSError where nothing else is said. BlockingIOError means that somebody else has the
file for now, so that it is worth another try; PermissionError that waiting will not help.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, NamedTuple

from vaultkit.disk.system.keys import Keys
from vaultkit.disk.system.listing import Entry

Access = Literal["read", "change", "add", "lock", "new", "over"]
"""How a file of ours is opened.

``read``, ``change`` (to read and write it), ``add`` (to write behind what is there): it must be there.
``lock``: to change it, made where it is missing. ``new``: to add to it, and it must not be there.
``over``: to write, made where it is missing, emptied where it is there.
"""

Stand = tuple[int, int, int, int]
"""Inode, size, last change of the bytes, last change of anything; both in nanoseconds since 1970.

0 for what the system does not tell. Two stands of one file, from ``listed`` and from ``stand_of``,
are alike while nothing has changed.
"""


class NoLeaseError(Exception):
    """This system, this file system, or the note's owner does not let us have the note alone."""


class OpenFolder(NamedTuple):
    """A folder that is held open. ``handle`` is the system's own, 0 where there is none."""

    path: str
    handle: int


class Hold(ABC):
    """A note that nobody else has open, and that nobody can open while we hold it.

    ``fd`` reads and writes it. Between taking and ``release`` nothing may be computed, logged or
    flushed: somebody may be waiting, or be refused.
    """

    fd: int

    @abstractmethod
    def is_held(self) -> bool:
        """Tell whether the note is still ours alone. False: somebody asks for it, so do not begin to write."""

    @abstractmethod
    def remove(self) -> None:
        """Remove the very file that is held. To be called only where it was taken ``to_remove``."""

    @abstractmethod
    def release(self) -> None:
        """Let the others in; ``fd`` must not be used from here on. Never raises; a second call does nothing."""

    @abstractmethod
    def flush(self) -> None:
        """Have what was written outlive a power cut. After ``release``, before ``close``."""

    @abstractmethod
    def close(self) -> None:
        """Let the file go. Never raises; a second call does nothing."""


class System(ABC):
    """The one door to the operating system."""

    refuses_others: bool
    """Whoever opens a note that we hold is refused (True), or made to wait (False).

    Where they are refused, the bytes are looked at before the note is taken.
    """

    tells_when_closed: bool
    """A watched folder tells when a file that was written is closed; elsewhere only that it was written."""

    patience_seconds: float
    """So long a command tries again to write a note that somebody has open."""
    tells_what_went: bool
    """A watched folder tells whether what was removed was a folder; elsewhere it looks like a file."""

    takes_other_spellings: bool
    """A name may lead to a file that is listed under another: in other capitals, or in another form of its accents."""

    # Folders

    @abstractmethod
    def open_folder(self, path: str) -> OpenFolder:
        """Open a folder; links on the way are followed."""

    @abstractmethod
    def open_child(self, folder: OpenFolder, name: str) -> OpenFolder:
        """Open a folder in an open one. Raises OSError for whatever leads elsewhere, too."""

    @abstractmethod
    def close_folder(self, folder: OpenFolder) -> None:
        """Let a folder go. Never raises."""

    @abstractmethod
    def listed(
        self, path: str, *, follow: bool
    ) -> AbstractContextManager[tuple[int, Iterable[Entry]]]:
        """Give the number of a folder's disk, and its entries, in no order, each good until the end.

        Without ``follow``, a folder that leads elsewhere raises OSError. An entry that leads
        elsewhere is neither a file nor a folder. The entries' ``stat`` raises OSError for one that is gone.
        """

    @abstractmethod
    def names(self, folder: OpenFolder) -> list[str]:
        """Return every name in the folder, in no order."""

    @abstractmethod
    def as_listed(self, path: str) -> str:
        """Return a path that an event tells of in the form in which ``listed`` and ``names`` give it."""

    @abstractmethod
    def make_folder(self, folder: OpenFolder, name: str, mode: int) -> None:
        """Make a folder in an open one. Raises FileExistsError when the name is taken."""

    @abstractmethod
    def sync_folder(self, folder: OpenFolder) -> None:
        """Have the names in a folder outlive a power cut; nothing where the system sees to it by itself."""

    @abstractmethod
    def is_on_read_only_disk(self, folder: OpenFolder) -> bool:
        """Tell whether nobody may write on the disk of this folder."""

    @abstractmethod
    def leads_elsewhere(self, path: Path) -> bool:
        """Tell whether a place is a link, or whatever else stands for another place. False where nothing is."""

    # Files in an open folder

    @abstractmethod
    def open(self, folder: OpenFolder, name: str, *, to_change: bool = False) -> int:
        """Open what has a name, for reading, or for reading and writing; all others may go on meanwhile.

        Never waits: a pipe is opened at once. A folder may be opened or raise; ``os.fstat`` tells.
        What leads elsewhere raises OSError; BlockingIOError when somebody has the file alone.
        What lies elsewhere and is fetched when it is read (see ``is_placeholder``) is not fetched.
        """

    @abstractmethod
    def create(self, folder: OpenFolder, name: str, mode: int) -> int:
        """Make a file, for reading and writing. Raises FileExistsError when the name is taken."""

    @abstractmethod
    def create_nameless(self, folder: OpenFolder) -> int:
        """Make a file without a name. Raises OSError or NotImplementedError where that cannot be."""

    @abstractmethod
    def give_name(self, fd: int, folder: OpenFolder, name: str) -> None:
        """Give a file without a name its name. Raises FileExistsError when it is taken."""

    @abstractmethod
    def move_new(self, folder: OpenFolder, name: str, other: str) -> None:
        """Let a file be found under another name, in one step, never over an existing file.

        Raises FileExistsError when that name is taken. The old name may stay; whoever calls
        removes it. Where the file system can do no such thing (FAT on POSIX) the other name may
        be taken over somebody who made it in that very moment.
        """

    @abstractmethod
    def take(self, folder: OpenFolder, name: str, *, to_remove: bool = False) -> Hold:
        """Take a note for ourselves alone; a Hold must be closed.

        Raises BlockingIOError while anybody has it open, NoLeaseError where this way is not to be
        had; PermissionError where it may not be written.
        """

    @abstractmethod
    def stat(self, folder: OpenFolder, name: str) -> os.stat_result:
        """Return what is known of a name, or of the folder as ``.``; nothing is followed: of a link, the link.

        ``st_mode`` never tells of a folder or a plain file what leads elsewhere.
        """

    @abstractmethod
    def stand_of(self, folder: OpenFolder, name: str) -> Stand:
        """Return what changes when a file does."""

    @abstractmethod
    def is_named(self, folder: OpenFolder, name: str, info: os.stat_result) -> bool:
        """Tell whether a name leads to the very file that ``os.fstat`` has told of.

        Raises FileNotFoundError where it leads to none.
        """

    @abstractmethod
    def may_write(self, folder: OpenFolder, name: str) -> bool:
        """Tell whether we have the right to write a file, as far as can be told without opening it."""

    @abstractmethod
    def remove(self, folder: OpenFolder, name: str) -> None:
        """Remove a file, not a folder."""

    @abstractmethod
    def remove_folder(self, folder: OpenFolder, name: str) -> None:
        """Remove a folder in which there is nothing. Raises OSError for any other, and for a link."""

    @abstractmethod
    def replace(self, folder: OpenFolder, name: str, other: str) -> None:
        """Put a file in another's place, which is gone then, in one step."""

    @abstractmethod
    def exchange(self, folder: OpenFolder, name: str, other: str) -> bool:
        """Swap two files in one step; False where that cannot be done, and nothing was done then."""

    # Open files

    @abstractmethod
    def write_at(self, fd: int, data: bytes | memoryview, at: int) -> int:
        """Write bytes at a place in the file; return how many were taken, fewer than given perhaps."""

    @abstractmethod
    def truncate(self, fd: int, size: int) -> None:
        """Cut a file, or lengthen it with zeros. BlockingIOError where somebody's use of it forbids that."""

    @abstractmethod
    def flush(self, fd: int) -> None:
        """Have a file's bytes outlive a power cut, as far as the disk can be made to."""

    @abstractmethod
    def reserve(self, fd: int, start: int, length: int) -> None:
        """Reserve room on the disk behind the end of a file; its size stays as it is.

        Raises OSError when the disk is full. Where nothing can be reserved, nothing is done.
        """

    @abstractmethod
    def give_owner(self, like: int, fd: int) -> None:
        """Give a new file the other's owner and group. Raises PermissionError when that is not ours to do."""

    @abstractmethod
    def copy_attributes(self, like: int, fd: int) -> None:
        """Give a new file the other's rights, extended attributes and access lists.

        Raises OSError when one is refused.
        """

    @abstractmethod
    def is_placeholder(self, info: os.stat_result) -> bool:
        """Tell whether a file's bytes lie elsewhere and would be fetched by reading it."""

    # Files of ours, outside of the vault

    @abstractmethod
    def open_own(self, path: Path, access: Access) -> int:
        """Open a file of ours; one that is made is for its owner alone.

        A link in its place is refused for ``lock``. It may be renamed, replaced and removed while it is open.
        """

    @abstractmethod
    def replace_own(self, path: Path, other: Path) -> None:
        """Put a file of ours in another's place, in one step; somebody who looks at that one is waited for."""

    @abstractmethod
    def lock(self, fd: int) -> None:
        """Take a file for as long as it is open; the lock dies with its process. Reading it stays free.

        Raises BlockingIOError at once when any other descriptor holds it, also one of this
        process; another OSError where files cannot be locked.
        """

    @abstractmethod
    def sync_own(self, path: Path) -> None:
        """Have the names in a folder of ours outlive a power cut."""

    @abstractmethod
    def is_own(self, info: os.stat_result) -> bool:
        """Tell whether a file or folder belongs to the person who runs us, as far as the system tells."""

    @abstractmethod
    def is_open_to_others(self, info: os.stat_result) -> bool:
        """Tell whether anybody else may look into a folder, as far as its mode tells."""

    @abstractmethod
    def is_writable_by_all(self, info: os.stat_result) -> bool:
        """Tell whether anybody on the machine may change a file, as far as its mode tells."""

    @abstractmethod
    def made_ns(self, path: Path) -> int | None:
        """Return the moment in which a folder was made, in nanoseconds since 1970; None where nobody knows."""

    @abstractmethod
    def state_home(self, environ: Mapping[str, str]) -> Path:
        """Return where our state is kept on this system. Raises RuntimeError where there is no home."""

    @abstractmethod
    def cache_home(self, environ: Mapping[str, str]) -> Path:
        """Return where our cache is kept on this system. Raises RuntimeError where there is no home."""

    @abstractmethod
    def config_home(self, environ: Mapping[str, str]) -> Path:
        """Return where the person's own settings of ours are. Raises RuntimeError where there is no home."""

    # The rest of the machine

    @abstractmethod
    def is_path(self, path: str) -> bool:
        """Tell whether each part of a path, between its slashes, means one file in its folder and nothing else.

        No more than that: ``..`` may count as good.
        """

    @abstractmethod
    def file_system(self, root: Path) -> str:
        """Return the kind of file system that a place lies on, in Linux's words; "" where that is not told."""

    @abstractmethod
    def opener(self) -> tuple[str, ...]:
        """Return the words of the command that hands a link, put behind them, to the person's own program."""

    @abstractmethod
    def program_endings(self, name: str, environ: Mapping[str, str]) -> tuple[str, ...]:
        """Return what may stand behind a program's name in the name of its file, "" where it is whole, in order."""

    @abstractmethod
    def give_memory_back(self) -> None:
        """Give memory that nobody uses back to the system, where the C library keeps it for later."""

    def processors(self) -> int:
        """Return how many processors we may use; 1 where no copies can be made."""
        return 1

    def start_copy(self, work: Callable[[], None]) -> int | None:
        """Do some work in a copy of this process, return its number; None where no safe one can be made."""
        return None

    def end_copy(self, number: int) -> None:
        """End a copy, whatever it does, and wait until it is gone."""
        raise NotImplementedError

    @abstractmethod
    def service_manager(self) -> str:
        """Return what starts programs at login: ``systemd``, ``launchd``, ``task-scheduler``; "" where nobody knows."""

    @abstractmethod
    def user_number(self) -> int:
        """Return the person's number, 0 where people have none."""

    @abstractmethod
    def windowless(self, python: str) -> str:
        """Return the Python beside a Python that opens no window; the same where none ever does."""

    @abstractmethod
    def keys(self, terminal: int) -> Keys:
        """Return the keys of a terminal, which a descriptor names."""

    @abstractmethod
    def takes_styles(self, terminal: int) -> bool:
        """Tell whether a terminal understands the escapes of colors, and have it do so where it must be told."""
