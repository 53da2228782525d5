"""A folder of the vault, held open, so that what is done in it cannot be led elsewhere.

Names are looked up in the open folder itself and never followed when they are links: a folder
that is swapped for a link between a check and a write is simply not found.
"""

import os
from pathlib import Path
from typing import Self

from vaultkit.disk.system import Hold, OpenFolder, Stand, system

_READ_BYTES = 64 * 1024
"""At a time: a buffer of the largest note's size would cost more than the read."""


class Folder:
    """One open folder. Every name is a bare name in it, without a slash."""

    def __init__(self, here: OpenFolder) -> None:
        self._here = here

    @classmethod
    def root(cls, path: Path) -> "Folder":
        """Open the folder at a path; links on the way are followed. Raises OSError."""
        return cls(system.open_folder(str(path)))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the folder go."""
        system.close_folder(self._here)

    def child(self, name: str) -> "Folder":
        """Open a folder in this one. Raises OSError, for a link too."""
        return Folder(system.open_child(self._here, name))

    def make(self, name: str, mode: int = 0o777) -> None:
        """Make a folder in this one. Raises FileExistsError and other OSErrors."""
        system.make_folder(self._here, name, mode)

    def open(self, name: str, *, to_change: bool = False) -> int:
        """Return a file descriptor; a link is refused, and nothing is waited for."""
        return system.open(self._here, name, to_change=to_change)

    def create(self, name: str, mode: int = 0o666) -> int:
        """Return a file that is made, for reading and writing. Raises FileExistsError."""
        return system.create(self._here, name, mode)

    def take(self, name: str, *, to_remove: bool = False) -> Hold:
        """Take a note for ourselves alone. Raises BlockingIOError, NoLeaseError, and other OSErrors."""
        return system.take(self._here, name, to_remove=to_remove)

    def open_nameless(self) -> int:
        """Return a new file that has no name yet. OSError or NotImplementedError where there is none."""
        return system.create_nameless(self._here)

    def give_name(self, fd: int, name: str) -> None:
        """Give a nameless file its name. Raises FileExistsError when the name is taken."""
        system.give_name(fd, self._here, name)

    def move_new(self, name: str, other: str) -> None:
        """Let a file be found under another name. Raises FileExistsError when that is taken."""
        system.move_new(self._here, name, other)

    def stat(self, name: str) -> os.stat_result:
        """Return what is known of a name; a link is not followed. Raises OSError."""
        return system.stat(self._here, name)

    def stand_of(self, name: str) -> Stand:
        """Return what changes when a file does. Raises OSError."""
        return system.stand_of(self._here, name)

    def is_named(self, name: str, info: os.stat_result) -> bool:
        """Tell whether a name leads to the very file that is known. Raises FileNotFoundError."""
        return system.is_named(self._here, name, info)

    def may_write(self, name: str) -> bool:
        """Tell whether we have the right to write a file, as far as the system tells without opening it."""
        return system.may_write(self._here, name)

    def is_on_read_only_disk(self) -> bool:
        """Tell whether nobody may write here."""
        return system.is_on_read_only_disk(self._here)

    def names(self) -> list[str]:
        """Return every name in the folder, in no order."""
        return system.names(self._here)

    def remove(self, name: str) -> None:
        """Remove a file. Raises OSError."""
        system.remove(self._here, name)

    def remove_folder(self, name: str) -> None:
        """Remove a folder in this one. Raises OSError where anything at all is in it, and for a link."""
        system.remove_folder(self._here, name)

    def exchange(self, name: str, other: str) -> bool:
        """Swap two files; False where the file system cannot, and nothing was done then."""
        return system.exchange(self._here, name, other)

    def replace(self, name: str, other: str) -> None:
        """Put a file in another's place, which is gone then."""
        system.replace(self._here, name, other)

    def sync(self) -> None:
        """Have the names of this folder outlive a power cut."""
        system.sync_folder(self._here)


def let_go(fd: int) -> None:
    """Close what was only read, or flushed already: an error of this call would be about nothing of ours."""
    try:  # noqa: SIM105 - suppress() takes as long as the call itself, for each note
        os.close(fd)
    except OSError:
        pass


def read_bytes(fd: int, most: int) -> bytes:
    """Return the file's bytes from its start, ``most`` + 1 of them at most."""
    os.lseek(fd, 0, os.SEEK_SET)
    parts, left = [], most + 1
    while left > 0 and (part := os.read(fd, min(left, _READ_BYTES))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def write_bytes(fd: int, data: bytes, at: int = 0) -> None:
    """Write all of the bytes. The system may take fewer at a time than it is given."""
    rest = memoryview(data)
    while rest:
        taken = system.write_at(fd, rest, at)
        rest, at = rest[taken:], at + taken
