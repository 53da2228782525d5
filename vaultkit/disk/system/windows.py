"""Windows: a note is opened with no sharing, so that nobody has it open and nobody can open it meanwhile.

That is stronger than Linux's lease in what it forbids, and ruder: whoever opens the note in that
moment is refused. So the door is closed for the comparison and the write
alone; the flush comes after it, through a second handle that shares everything.
"""

import errno
import gc
import msvcrt
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from vaultkit.disk.system import windows_calls as calls
from vaultkit.disk.system import windows_names
from vaultkit.disk.system.interface import Access, Hold, OpenFolder, Stand, System
from vaultkit.disk.system.keys import Keys
from vaultkit.disk.system.listing import Entry
from vaultkit.disk.system.windows_folder import READ_ONLY
from vaultkit.disk.system.windows_keys import WindowsKeys
from vaultkit.disk.walk import MOST_INODE

assert sys.platform == "win32"

T = TypeVar("T")

_PATIENCE_SECONDS = 2.0
"""A virus scanner, an indexer or a synchroniser looks at what has just been saved, and lets go of it soon."""

_PAUSE_SECONDS = 0.02
_READ_ONLY_VOLUME = 0x00080000
_REMOTE = 4
_FETCHED_WHEN_READ = 0x00400000 | 0x00040000 | 0x00001000
"""RECALL_ON_DATA_ACCESS, RECALL_ON_OPEN, OFFLINE: the bytes lie in a cloud or on a tape."""

_ACCESS: Mapping[Access, tuple[int, int, int]] = {
    "read": (calls.READING, calls.OPEN_EXISTING, os.O_RDONLY),
    "change": (calls.READING | calls.WRITING, calls.OPEN_EXISTING, os.O_RDWR),
    "add": (calls.WRITING, calls.OPEN_EXISTING, os.O_WRONLY | os.O_APPEND),
    "lock": (calls.READING | calls.WRITING, calls.OPEN_ALWAYS, os.O_RDWR),
    "new": (calls.WRITING, calls.CREATE_NEW, os.O_WRONLY | os.O_APPEND),
    "over": (calls.WRITING, calls.CREATE_ALWAYS, os.O_WRONLY),
}
_UNSUPPORTED = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP)


class Alone(Hold):
    """A note that is open with no sharing."""

    def __init__(self, path: str, access: int) -> None:
        self._path = path
        handle = calls.open_plain(path, access, calls.SHARE_NOTHING)
        self.fd = calls.as_fd(handle, os.O_RDWR)
        self._collects = gc.isenabled()
        gc.disable()
        try:
            if calls.attributes(handle)[0] & READ_ONLY:
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
            self._id = calls.file_id(handle)
        except BaseException:
            self.release()
            raise

    def is_held(self) -> bool:
        return self.fd >= 0

    def remove(self) -> None:
        calls.mark_for_removal(self.fd)

    def release(self) -> None:
        fd, self.fd = self.fd, -1
        if fd >= 0:
            with suppress(OSError):
                os.close(fd)
            if self._collects:
                gc.enable()

    def flush(self) -> None:
        """Whoever has replaced the note meanwhile has nothing of ours that could be flushed."""
        try:
            handle = _patiently(
                lambda: calls.open_handle(self._path, calls.WRITING, calls.SHARE_ALL)
            )
        except FileNotFoundError:
            return
        try:
            if calls.file_id(handle) == self._id:
                calls.flush_handle(handle)
        finally:
            calls.close_handle(handle)

    def close(self) -> None:
        self.release()


class Windows(System):
    """Names are looked up by path; each folder on the way is held open meanwhile, so that it cannot change places."""

    refuses_others = True
    tells_when_closed = False
    patience_seconds = 5.0
    tells_what_went = False
    takes_other_spellings = True

    def open_folder(self, path: str) -> OpenFolder:
        path = os.path.abspath(path)  # noqa: PTH100 - a path that is nothing but a text
        return OpenFolder(path, calls.open_folder(path, calls.SHARE_ALL, follow=True))

    def open_child(self, folder: OpenFolder, name: str) -> OpenFolder:
        """Without sharing its removal: a folder that is renamed cannot be swapped for a junction."""
        path = _place(folder, name)
        return OpenFolder(path, calls.open_folder(path, calls.SHARE_BYTES, follow=False))

    def close_folder(self, folder: OpenFolder) -> None:
        calls.close_handle(folder.handle)

    @contextmanager
    def listed(self, path: str, *, follow: bool) -> Iterator[tuple[int, Iterator[Entry]]]:
        handle = calls.open_folder(path, calls.SHARE_ALL, follow=follow)
        try:
            yield calls.file_id(handle)[0], calls.entries_of(handle)
        finally:
            calls.close_handle(handle)

    def names(self, folder: OpenFolder) -> list[str]:
        return [entry.name for entry in calls.entries_of(folder.handle)]

    def as_listed(self, path: str) -> str:
        return path

    def make_folder(self, folder: OpenFolder, name: str, mode: int) -> None:
        Path(_place(folder, name)).mkdir()

    def sync_folder(self, folder: OpenFolder) -> None:
        return

    def is_on_read_only_disk(self, folder: OpenFolder) -> bool:
        try:
            return bool(calls.volume(folder.path)[2] & _READ_ONLY_VOLUME)
        except OSError:
            return False

    def leads_elsewhere(self, path: Path) -> bool:
        try:
            return windows_names.leads_elsewhere(path.lstat().st_reparse_tag)
        except OSError:
            return False

    def open(self, folder: OpenFolder, name: str, *, to_change: bool = False) -> int:
        access = calls.READING | (calls.WRITING if to_change else 0)
        handle = calls.open_plain(_place(folder, name), access, calls.SHARE_ALL)
        return calls.as_fd(handle, os.O_RDWR if to_change else os.O_RDONLY)

    def create(self, folder: OpenFolder, name: str, mode: int) -> int:
        access = calls.READING | calls.WRITING
        handle = calls.open_handle(_place(folder, name), access, calls.SHARE_ALL, calls.CREATE_NEW)
        return calls.as_fd(handle, os.O_RDWR)

    def create_nameless(self, folder: OpenFolder) -> int:
        raise NotImplementedError

    def give_name(self, fd: int, folder: OpenFolder, name: str) -> None:
        raise NotImplementedError

    def move_new(self, folder: OpenFolder, name: str, other: str) -> None:
        """A rename refuses a name that is taken, here."""
        with calls.in_use_told():
            Path(_place(folder, name)).rename(_place(folder, other))

    def take(self, folder: OpenFolder, name: str, *, to_remove: bool = False) -> Hold:
        access = calls.READING | calls.WRITING | (calls.DELETING if to_remove else 0)
        return Alone(_place(folder, name), access)

    def stat(self, folder: OpenFolder, name: str) -> os.stat_result:
        info = os.stat(_place(folder, name), follow_symlinks=False)  # noqa: PTH116
        if windows_names.leads_elsewhere(info.st_reparse_tag):
            return os.stat_result((stat.S_IFLNK | 0o777, *info[1:10]))  # a junction, too
        return info

    def stand_of(self, folder: OpenFolder, name: str) -> Stand:
        """From the folder, as in a walk: what a folder tells may lag behind what an open file does."""
        entry = calls.entry_of(folder.path, name)
        return entry.st_ino & MOST_INODE, entry.st_size, entry.st_mtime_ns, entry.st_ctime_ns

    def is_named(self, folder: OpenFolder, name: str, info: os.stat_result) -> bool:
        """By an open of our own for attributes, which meets no sharing: ``os.stat`` guesses where it meets any."""
        fd = calls.as_fd(calls.open_to_ask(_place(folder, name)), os.O_RDONLY)
        try:
            named = os.fstat(fd)
        finally:
            os.close(fd)
        return (named.st_dev, named.st_ino) == (info.st_dev, info.st_ino)

    def may_write(self, folder: OpenFolder, name: str) -> bool:
        return os.access(_place(folder, name), os.W_OK)

    def remove(self, folder: OpenFolder, name: str) -> None:
        with calls.in_use_told():
            Path(_place(folder, name)).unlink()

    def remove_folder(self, folder: OpenFolder, name: str) -> None:
        """Windows would take a junction, or a link to a folder, for a folder in which there is nothing."""
        place = Path(_place(folder, name))
        if self.leads_elsewhere(place):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(place))
        with calls.in_use_told():
            place.rmdir()

    def replace(self, folder: OpenFolder, name: str, other: str) -> None:
        with calls.in_use_told():
            Path(_place(folder, name)).replace(_place(folder, other))

    def exchange(self, folder: OpenFolder, name: str, other: str) -> bool:
        return False

    def write_at(self, fd: int, data: bytes | memoryview, at: int) -> int:
        os.lseek(fd, at, os.SEEK_SET)
        return os.write(fd, data)

    def truncate(self, fd: int, size: int) -> None:
        calls.set_end(fd, size)

    def flush(self, fd: int) -> None:
        os.fsync(fd)

    def reserve(self, fd: int, start: int, length: int) -> None:
        if length <= 0:
            return
        try:
            calls.allocate(fd, start + length)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise

    def give_owner(self, like: int, fd: int) -> None:
        return

    def copy_attributes(self, like: int, fd: int) -> None:
        return

    def is_placeholder(self, info: os.stat_result) -> bool:
        return bool(info.st_file_attributes & _FETCHED_WHEN_READ)

    def open_own(self, path: Path, access: Access) -> int:
        wanted, how, flags = _ACCESS[access]
        place = os.path.abspath(path)  # noqa: PTH100
        if access == "lock":
            with suppress(FileNotFoundError):
                return calls.as_fd(calls.open_plain(place, wanted, calls.SHARE_ALL), flags)
        return calls.as_fd(calls.open_handle(place, wanted, calls.SHARE_ALL, how), flags)

    def replace_own(self, path: Path, other: Path) -> None:
        _patiently(lambda: _replaced(path, other))

    def lock(self, fd: int) -> None:
        calls.lock(fd)

    def sync_own(self, path: Path) -> None:
        return

    def is_own(self, info: os.stat_result) -> bool:
        return True

    def is_open_to_others(self, info: os.stat_result) -> bool:
        """The person's own folders are closed by their access list, which is handed down to ours."""
        return False

    def is_writable_by_all(self, info: os.stat_result) -> bool:
        return False  # its modes tell of one attribute, and of no access list

    def made_ns(self, path: Path) -> int | None:
        info = path.stat()
        return getattr(info, "st_birthtime_ns", info.st_ctime_ns)

    def state_home(self, environ: Mapping[str, str]) -> Path:
        return _home(environ, "XDG_STATE_HOME", "State")

    def cache_home(self, environ: Mapping[str, str]) -> Path:
        return _home(environ, "XDG_CACHE_HOME", "Cache")

    def config_home(self, environ: Mapping[str, str]) -> Path:
        named = Path(environ.get("APPDATA", ""))
        return (named if named.is_absolute() else Path.home() / "AppData" / "Roaming") / "vaultkit"

    def is_path(self, path: str) -> bool:
        return windows_names.is_path(path)

    def file_system(self, root: Path) -> str:
        try:
            drive, kind, _ = calls.volume(str(root))
        except OSError:
            return ""
        return "smb" if drive == _REMOTE else kind.lower()

    def opener(self) -> tuple[str, ...]:
        """By its whole path: Windows looks for a program in the current folder first."""
        folder = Path(os.environ.get("SYSTEMROOT", "C:\\Windows"), "System32")
        return str(folder / "rundll32.exe"), "url.dll,FileProtocolHandler"

    def program_endings(self, name: str, environ: Mapping[str, str]) -> tuple[str, ...]:
        return windows_names.program_endings(name, environ.get("PATHEXT", ""))

    def give_memory_back(self) -> None:
        return

    def service_manager(self) -> str:
        return "task-scheduler"

    def user_number(self) -> int:
        return 0

    def windowless(self, python: str) -> str:
        beside = Path(python).with_name("pythonw.exe")
        return str(beside) if beside.is_file() else python

    def keys(self, terminal: int) -> Keys:
        return WindowsKeys(msvcrt.getwch, msvcrt.kbhit)

    def takes_styles(self, terminal: int) -> bool:
        """A console older than Windows 11's own terminal has to be asked for it."""
        try:
            return calls.take_styles(terminal)
        except OSError:
            return False


def _place(folder: OpenFolder, name: str) -> str:
    """In this form of a path ``.`` is no name, so it is left out."""
    return windows_names.whole(folder.path if name == "." else f"{folder.path}\\{name}")


def _home(environ: Mapping[str, str], variable: str, name: str) -> Path:
    """What is named in the way of other systems counts here, too, for who has set it."""
    named = Path(environ.get(variable, ""))
    if named.is_absolute():
        return named / "vaultkit"
    local = Path(environ.get("LOCALAPPDATA", ""))
    return (local if local.is_absolute() else Path.home() / "AppData" / "Local") / "vaultkit" / name


def _replaced(path: Path, other: Path) -> None:
    """Refused for a moment while anybody has the other one open: access denied, error 5, or a sharing violation."""
    try:
        with calls.in_use_told():
            path.replace(other)
    except PermissionError as error:
        raise BlockingIOError(errno.EAGAIN, error.strerror, str(other)) from error


def _patiently(work: Callable[[], T]) -> T:
    """Try again for a while what somebody else is in the way of. Raises the last error."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return work()
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
        time.sleep(_PAUSE_SECONDS)
