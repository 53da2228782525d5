"""What every POSIX system does alike; where one has more to offer, its own module says so.

By itself it is the answer for a system that nobody knows: no lease, no exchange.
"""

import errno
import fcntl
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from vaultkit.disk.homes import place_of_ours
from vaultkit.disk.system.interface import (
    Access,
    Hold,
    NoLeaseError,
    OpenFolder,
    Stand,
    System,
)
from vaultkit.disk.system.keys import Keys
from vaultkit.disk.system.listing import Entry
from vaultkit.disk.walk import MOST_INODE

assert sys.platform != "win32"

UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
_ALWAYS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_TO_READ, _TO_CHANGE = _ALWAYS | os.O_RDONLY, _ALWAYS | os.O_RDWR
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NO_SECOND_NAMES = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_ACCESS: Mapping[Access, int] = {
    "read": os.O_RDONLY,
    "change": os.O_RDWR,
    "add": os.O_WRONLY | os.O_APPEND,
    "lock": os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW,
    "new": os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND,
    "over": os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
}


class Posix(System):
    """Names are looked up in the open folder itself: one that is swapped for a link is not found."""

    refuses_others = False
    tells_when_closed = False
    patience_seconds = 2.0
    tells_what_went = True
    takes_other_spellings = False

    def open_folder(self, path: str) -> OpenFolder:
        return OpenFolder(path, os.open(path, _FOLDER))

    def open_child(self, folder: OpenFolder, name: str) -> OpenFolder:
        fd = os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder.handle)
        return OpenFolder(f"{folder.path}/{name}", fd)

    def close_folder(self, folder: OpenFolder) -> None:
        with suppress(OSError):
            os.close(folder.handle)

    @contextmanager
    def listed(self, path: str, *, follow: bool) -> Iterator[tuple[int, Iterator[Entry]]]:
        fd = self.open_listing(path, follow=follow)
        try:
            with os.scandir(fd) as entries:
                yield os.fstat(fd).st_dev, entries
        finally:
            os.close(fd)

    def open_listing(self, path: str, *, follow: bool) -> int:
        """Open a folder for its entries. Without ``follow``, a link raises OSError."""
        return os.open(path, _FOLDER if follow else _FOLDER | os.O_NOFOLLOW)

    def names(self, folder: OpenFolder) -> list[str]:
        return os.listdir(folder.handle)  # noqa: PTH208 - by descriptor

    def as_listed(self, path: str) -> str:
        return path

    def make_folder(self, folder: OpenFolder, name: str, mode: int) -> None:
        os.mkdir(name, mode, dir_fd=folder.handle)

    def sync_folder(self, folder: OpenFolder) -> None:
        self.flush(folder.handle)

    def is_on_read_only_disk(self, folder: OpenFolder) -> bool:
        return bool(os.fstatvfs(folder.handle).f_flag & os.ST_RDONLY)

    def leads_elsewhere(self, path: Path) -> bool:
        return path.is_symlink()

    def open(self, folder: OpenFolder, name: str, *, to_change: bool = False) -> int:
        return os.open(name, _TO_CHANGE if to_change else _TO_READ, dir_fd=folder.handle)

    def create(self, folder: OpenFolder, name: str, mode: int) -> int:
        flags = _ALWAYS | os.O_RDWR | os.O_CREAT | os.O_EXCL
        return os.open(name, flags, mode, dir_fd=folder.handle)

    def create_nameless(self, folder: OpenFolder) -> int:
        raise NotImplementedError

    def give_name(self, fd: int, folder: OpenFolder, name: str) -> None:
        raise NotImplementedError

    def move_new(self, folder: OpenFolder, name: str, other: str) -> None:
        try:
            os.link(name, other, src_dir_fd=folder.handle, dst_dir_fd=folder.handle)
        except OSError as error:
            if error.errno not in _NO_SECOND_NAMES:
                raise
            self.replace(
                folder, name, other
            )  # no second names here (FAT); the name was free a moment ago

    def take(self, folder: OpenFolder, name: str, *, to_remove: bool = False) -> Hold:
        raise NoLeaseError

    def stat(self, folder: OpenFolder, name: str) -> os.stat_result:
        return os.stat(name, dir_fd=folder.handle, follow_symlinks=False)

    def stand_of(self, folder: OpenFolder, name: str) -> Stand:
        info = self.stat(folder, name)
        return info.st_ino & MOST_INODE, info.st_size, info.st_mtime_ns, info.st_ctime_ns

    def is_named(self, folder: OpenFolder, name: str, info: os.stat_result) -> bool:
        named = self.stat(folder, name)
        return (named.st_dev, named.st_ino) == (info.st_dev, info.st_ino)

    def may_write(self, folder: OpenFolder, name: str) -> bool:
        by_effective = os.access in os.supports_effective_ids
        return os.access(name, os.W_OK, dir_fd=folder.handle, effective_ids=by_effective)

    def remove(self, folder: OpenFolder, name: str) -> None:
        os.unlink(name, dir_fd=folder.handle)

    def remove_folder(self, folder: OpenFolder, name: str) -> None:
        os.rmdir(name, dir_fd=folder.handle)

    def replace(self, folder: OpenFolder, name: str, other: str) -> None:
        os.replace(name, other, src_dir_fd=folder.handle, dst_dir_fd=folder.handle)

    def exchange(self, folder: OpenFolder, name: str, other: str) -> bool:
        return False

    def write_at(self, fd: int, data: bytes | memoryview, at: int) -> int:
        return os.pwrite(fd, data, at)

    def truncate(self, fd: int, size: int) -> None:
        os.ftruncate(fd, size)

    def flush(self, fd: int) -> None:
        os.fsync(fd)

    def reserve(self, fd: int, start: int, length: int) -> None:
        return

    def give_owner(self, like: int, fd: int) -> None:
        old, new = os.fstat(like), os.fstat(fd)
        if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
            os.fchown(fd, old.st_uid, old.st_gid)

    def copy_attributes(self, like: int, fd: int) -> None:
        os.fchmod(fd, os.fstat(like).st_mode & 0o7777)

    def is_placeholder(self, info: os.stat_result) -> bool:
        return info.st_size > 0 and info.st_blocks == 0

    def open_own(self, path: Path, access: Access) -> int:
        return os.open(path, _ACCESS[access] | os.O_CLOEXEC, 0o600)

    def replace_own(self, path: Path, other: Path) -> None:
        path.replace(other)

    def lock(self, fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def sync_own(self, path: Path) -> None:
        fd = os.open(path, os.O_RDONLY)
        try:
            self.flush(fd)
        finally:
            with suppress(OSError):
                os.close(fd)

    def is_own(self, info: os.stat_result) -> bool:
        return info.st_uid == os.geteuid()

    def is_open_to_others(self, info: os.stat_result) -> bool:
        return bool(info.st_mode & 0o077)

    def is_writable_by_all(self, info: os.stat_result) -> bool:
        return bool(info.st_mode & 0o002)

    def made_ns(self, path: Path) -> int | None:
        born = getattr(path.stat(), "st_birthtime", None)
        return None if born is None else int(born * 1e9)

    def state_home(self, environ: Mapping[str, str]) -> Path:
        return self.named_home(environ, "XDG_STATE_HOME", ".local/state")

    def cache_home(self, environ: Mapping[str, str]) -> Path:
        return self.named_home(environ, "XDG_CACHE_HOME", ".cache")

    def config_home(self, environ: Mapping[str, str]) -> Path:
        return self.named_home(environ, "XDG_CONFIG_HOME", ".config")

    def named_home(self, environ: Mapping[str, str], variable: str, below_home: str) -> Path:
        """Return the folder of ours in the one that a variable names, else in a folder of the person's home."""
        found = place_of_ours(environ.get(variable, ""), below_home)
        if found is None:
            raise RuntimeError("Could not determine home directory.")
        return Path(found)

    def is_path(self, path: str) -> bool:
        return True

    def file_system(self, root: Path) -> str:
        return ""

    def opener(self) -> tuple[str, ...]:
        return ("xdg-open",)

    def program_endings(self, name: str, environ: Mapping[str, str]) -> tuple[str, ...]:
        return ("",)

    def give_memory_back(self) -> None:
        return

    def service_manager(self) -> str:
        return ""

    def user_number(self) -> int:
        return os.getuid()

    def windowless(self, python: str) -> str:
        return python

    def keys(self, terminal: int) -> Keys:
        from vaultkit.disk.system.posix_keys import PosixKeys  # one command alone needs keys

        return PosixKeys(terminal)

    def takes_styles(self, terminal: int) -> bool:
        return True
