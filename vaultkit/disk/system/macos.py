"""macOS: names change places in one step; there is no lease. Written by Apple's pages, and never run on a Mac by us.

Each call says which page it follows; ``tests/test_macos.py`` plays the system as those pages
describe it. HFS+ keeps names in NFD, APFS as they were given, and both find a name in either
form: so that a note has one name for us, all names are read in NFC.
"""

import ctypes
import errno
import fcntl
import os
import struct
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from vaultkit.disk.system.interface import OpenFolder
from vaultkit.disk.system.last_error import last_error
from vaultkit.disk.system.listing import Entry, Told
from vaultkit.disk.system.posix import UNSUPPORTED, Posix

assert sys.platform != "win32"

_LIBC = ctypes.CDLL(None, use_errno=True)
_SWAP, _EXCLUSIVE = 0x2, 0x4  # rename(2): RENAME_SWAP, RENAME_EXCL
_ACL_AND_XATTR = 1 | 4  # copyfile(3): COPYFILE_ACL, COPYFILE_XATTR
_FULL_FLUSH = 51  # fcntl(2): F_FULLFSYNC
_DATALESS = 0x40000000  # stat(2), sys/stat.h: SF_DATALESS
_NO_FULL_FLUSH = (*UNSUPPORTED, errno.ENOTTY, errno.EPERM)

_FLAGS_OF_A_PERSON = 0xFFFF & ~(0x20 | 0x40)
"""chflags(2): UF_SETTABLE, but for what the file system sees to itself, UF_COMPRESSED and UF_TRACKED."""

_MADE_AT = struct.pack("=HHIIIII", 5, 0, 0x200, 0, 0, 0, 0)
"""setattrlist(2): a struct attrlist that names ATTR_CMN_CRTIME alone."""

_STATFS_BYTES, _KIND_AT, _KIND_BYTES = 2168, 72, 16
"""statfs(2), with 64-bit inodes: where f_fstypename stands."""

_IN_LINUX_S_WORDS = {
    "smbfs": "smb3",
    "webdav": "davfs",
    "afpfs": "afs",
    "macfuse": "fuse",
    "osxfuse": "fuse",
    "msdos": "vfat",
}


class MacOS(Posix):
    """The calls of its own, each of which a file system may refuse."""

    takes_other_spellings = True

    @contextmanager
    def listed(self, path: str, *, follow: bool) -> Iterator[tuple[int, Iterator[Entry]]]:
        fd = self.open_listing(path, follow=follow)
        try:
            with os.scandir(fd) as entries:
                yield os.fstat(fd).st_dev, (_composed(entry, fd) for entry in entries)
        finally:
            os.close(fd)

    def names(self, folder: OpenFolder) -> list[str]:
        return [_spelled(name, folder.handle) for name in super().names(folder)]

    def as_listed(self, path: str) -> str:
        return unicodedata.normalize("NFC", path)

    def move_new(self, folder: OpenFolder, name: str, other: str) -> None:
        if not self._renamed(folder, name, other, _EXCLUSIVE):
            super().move_new(folder, name, other)

    def exchange(self, folder: OpenFolder, name: str, other: str) -> bool:
        return self._renamed(folder, name, other, _SWAP)

    def _renamed(self, folder: OpenFolder, name: str, other: str, how: int) -> bool:
        """Call renameatx_np, of rename(2). False where the file system knows no such thing."""
        call = getattr(_LIBC, "renameatx_np", None)
        if call is None:
            return False
        one, two = os.fsencode(name), os.fsencode(other)
        if call(folder.handle, one, folder.handle, two, ctypes.c_uint(how)) == 0:
            return True
        if ctypes.get_errno() in UNSUPPORTED:
            return False
        raise last_error(name)

    def flush(self, fd: int) -> None:
        """By fcntl(2), fsync alone leaves the bytes in the drive's own memory."""
        try:
            fcntl.fcntl(fd, _FULL_FLUSH)
        except OSError as error:
            if error.errno not in _NO_FULL_FLUSH:
                raise
            os.fsync(fd)

    def copy_attributes(self, like: int, fd: int) -> None:
        """Extended attributes, which hold Finder's tags, and access lists; rights, marks and the day of its making."""
        if _LIBC.fcopyfile(like, fd, None, ctypes.c_uint32(_ACL_AND_XATTR)) < 0:
            raise last_error()
        super().copy_attributes(like, fd)
        info = os.fstat(like)
        with suppress(
            AttributeError
        ):  # a Mac has both calls; what they answer is no reason to stop
            _LIBC.fchflags(fd, ctypes.c_uint(getattr(info, "st_flags", 0) & _FLAGS_OF_A_PERSON))
            seconds, rest = divmod(int(getattr(info, "st_birthtime", 0.0) * 1e9), 10**9)
            made = struct.pack("=qq", seconds, rest)
            if seconds:
                size, options = ctypes.c_size_t(len(made)), ctypes.c_uint32(0)
                _LIBC.fsetattrlist(fd, _MADE_AT, made, size, options)

    def is_placeholder(self, info: os.stat_result) -> bool:
        """Not by blocks: a file that the system has compressed takes none, and is all here."""
        return bool(getattr(info, "st_flags", 0) & _DATALESS)

    def file_system(self, root: Path) -> str:
        call = getattr(_LIBC, "statfs$INODE64", None) or getattr(_LIBC, "statfs", None)
        answer = ctypes.create_string_buffer(_STATFS_BYTES)
        if call is None or call(os.fsencode(root), answer) != 0:
            return ""
        kind = (
            answer.raw[_KIND_AT : _KIND_AT + _KIND_BYTES].split(b"\0")[0].decode("ascii", "replace")
        )
        return _IN_LINUX_S_WORDS.get(kind, kind)

    def cache_home(self, environ: Mapping[str, str]) -> Path:
        return self.named_home(environ, "XDG_CACHE_HOME", "Library/Caches")

    def service_manager(self) -> str:
        return "launchd"

    def opener(self) -> tuple[str, ...]:
        return ("open",)


class _Composed:
    """An entry under its name in NFC."""

    def __init__(self, name: str, entry: Entry) -> None:
        self.name, self._entry = name, entry

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return self._entry.is_file(follow_symlinks=follow_symlinks)

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._entry.is_dir(follow_symlinks=follow_symlinks)

    def stat(self, *, follow_symlinks: bool = True) -> Told:
        return self._entry.stat(follow_symlinks=follow_symlinks)


def _composed(entry: Entry, folder: int) -> Entry:
    name = _spelled(entry.name, folder)
    return entry if name == entry.name else _Composed(name, entry)


def _spelled(name: str, folder: int) -> str:
    """Return a listed name in NFC, where that leads to the same file; on a disk of another system's it may not."""
    if name.isascii() or unicodedata.is_normalized("NFC", name):
        return name
    composed = unicodedata.normalize("NFC", name)
    try:
        one, other = (
            os.stat(each, dir_fd=folder, follow_symlinks=False) for each in (name, composed)
        )
    except OSError:
        return name
    return composed if (one.st_dev, one.st_ino) == (other.st_dev, other.st_ino) else name
