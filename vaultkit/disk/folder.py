"""A folder of the vault, held open, so that what is done in it cannot be led elsewhere.

Names are looked up in the open folder itself and never followed when they are links: a folder
that is swapped for a link between a check and a write is simply not found. Where the system
cannot look up a name in an open folder (Windows), the path is used.
"""

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Self

from vaultkit.disk import libc

_BY_FD = {os.open, os.stat, os.unlink, os.rename, os.mkdir, os.link} <= os.supports_dir_fd
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_ALWAYS = _NO_FOLLOW | _CLOSE_ON_EXEC | getattr(os, "O_NONBLOCK", 0)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _CLOSE_ON_EXEC

_READ_BYTES = 64 * 1024
"""At a time: a buffer of the largest note's size would cost more than the read."""


class Folder:
    """One open folder. Every name is a bare name in it, without a slash."""

    def __init__(self, path: Path, fd: int | None) -> None:
        self._path = path
        self._fd = fd

    @classmethod
    def root(cls, path: Path) -> "Folder":
        """Open the folder at a path; links on the way are followed. Raises OSError."""
        return cls(path, os.open(path, _FOLDER) if _BY_FD else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the folder go."""
        if self._fd is not None:
            let_go(self._fd)

    def child(self, name: str) -> "Folder":
        """Open a folder in this one. Raises OSError, for a link too."""
        path = self._path / name
        if self._fd is not None:
            return Folder(path, os.open(name, _FOLDER | _NO_FOLLOW, dir_fd=self._fd))
        if not stat.S_ISDIR(path.lstat().st_mode):
            raise NotADirectoryError(str(path))
        return Folder(path, None)

    def again(self) -> "Folder":
        """Return the same folder, open once more."""
        return Folder(self._path, None if self._fd is None else os.dup(self._fd))

    def make(self, name: str, mode: int = 0o777) -> None:
        """Make a folder in this one. Raises FileExistsError and other OSErrors."""
        os.mkdir(self._at(name), mode, dir_fd=self._fd)

    def open(self, name: str, flags: int, mode: int = 0o666) -> int:
        """Return a file descriptor; a link is refused, and nothing is waited for."""
        return os.open(self._at(name), flags | _ALWAYS, mode, dir_fd=self._fd)

    def open_nameless(self) -> int:
        """Return a new file that has no name yet. Raises OSError where there is no such thing."""
        if sys.platform != "linux" or self._fd is None:
            raise NotImplementedError
        return os.open(".", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o666, dir_fd=self._fd)

    def give_name(self, fd: int, name: str) -> None:
        """Give a nameless file its name. Raises FileExistsError when the name is taken."""
        os.link(f"/proc/self/fd/{fd}", name, dst_dir_fd=self._fd, follow_symlinks=True)

    def link(self, name: str, other: str) -> None:
        """Give a file a second name. Raises FileExistsError when that is taken."""
        os.link(self._at(name), self._at(other), src_dir_fd=self._fd, dst_dir_fd=self._fd)

    def stat(self, name: str) -> os.stat_result:
        """Return what is known of a name; a link is not followed. Raises OSError."""
        return os.stat(self._at(name), dir_fd=self._fd, follow_symlinks=False)

    def may_write(self, name: str) -> bool:
        """Tell whether we have the right to write a file, as far as the system tells without opening it."""
        by_effective = os.access in os.supports_effective_ids
        return os.access(self._at(name), os.W_OK, dir_fd=self._fd, effective_ids=by_effective)

    def is_on_read_only_disk(self) -> bool:
        """Tell whether nobody may write here."""
        if sys.platform == "win32" or self._fd is None:
            return False
        return bool(os.fstatvfs(self._fd).f_flag & os.ST_RDONLY)

    def names(self) -> list[str]:
        """Return every name in the folder, in no order."""
        return os.listdir(self._path if self._fd is None else self._fd)  # noqa: PTH208 - by descriptor

    def remove(self, name: str) -> None:
        """Remove a file. Raises OSError."""
        os.unlink(self._at(name), dir_fd=self._fd)

    def exchange(self, name: str, other: str) -> bool:
        """Swap two files; False where the file system cannot, and nothing was done then."""
        return self._fd is not None and libc.exchange(self._fd, name, other)

    def replace(self, name: str, other: str) -> None:
        """Put a file in another's place, which is gone then."""
        os.replace(self._at(name), self._at(other), src_dir_fd=self._fd, dst_dir_fd=self._fd)

    def sync(self) -> None:
        """Have the names of this folder outlive a power cut."""
        if self._fd is not None:
            os.fsync(self._fd)

    def _at(self, name: str) -> str:
        return name if self._fd is not None else str(self._path / name)


def let_go(fd: int) -> None:
    """Close what was only read, or flushed already: an error of this call would be about nothing of ours."""
    with suppress(OSError):
        os.close(fd)


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
        taken = os.pwrite(fd, rest, at)
        rest, at = rest[taken:], at + taken
