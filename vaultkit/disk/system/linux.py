"""Linux: a lease has a note alone, and whoever opens it meanwhile waits for us; names change places in one step."""

import ctypes
import errno
import fcntl
import os
import signal
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from vaultkit.disk import fork
from vaultkit.disk.system.interface import Hold, NoLeaseError, OpenFolder
from vaultkit.disk.system.last_error import last_error
from vaultkit.disk.system.mounts import kind_of
from vaultkit.disk.system.posix import UNSUPPORTED, Posix

assert sys.platform == "linux"

_LIBC = ctypes.CDLL(None, use_errno=True)
_KEEP_SIZE = 1
_EXCHANGE = 2
_HERE = -100  # AT_FDCWD: a path stands by itself
_MADE = 0x800  # STATX_BTIME
_STATX_BYTES = 256
_MADE_AT = 80
"""Where the moment of a file's making stands in what statx answers: seconds, then nanoseconds."""

_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_MOUNTS = Path("/proc/self/mountinfo")


class Lease(Hold):
    """A write lease: given only while ours is the single open descriptor."""

    def __init__(self, fd: int, folder: OpenFolder, name: str) -> None:
        """Its breaking is told by SIGURG, which is ignored by default; SIGIO would end the process."""
        self.fd, self._folder, self._name = fd, folder, name
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)

    def is_held(self) -> bool:
        """A lease that is being broken is no longer a write lease."""
        return fcntl.fcntl(self.fd, fcntl.F_GETLEASE) == fcntl.F_WRLCK

    def remove(self) -> None:
        os.unlink(self._name, dir_fd=self._folder.handle)

    def release(self) -> None:
        with suppress(OSError):  # closing the file gives it back, too
            fcntl.fcntl(self.fd, fcntl.F_SETLEASE, fcntl.F_UNLCK)

    def flush(self) -> None:
        os.fsync(self.fd)

    def close(self) -> None:
        fd, self.fd = self.fd, -1
        with suppress(OSError):
            os.close(fd)


class Linux(Posix):
    """Python's own calls, and three that it does not offer; each of these may be missing."""

    tells_when_closed = True

    def create_nameless(self, folder: OpenFolder) -> int:
        return os.open(".", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o666, dir_fd=folder.handle)

    def give_name(self, fd: int, folder: OpenFolder, name: str) -> None:
        os.link(f"/proc/self/fd/{fd}", name, dst_dir_fd=folder.handle, follow_symlinks=True)

    def take(self, folder: OpenFolder, name: str, *, to_remove: bool = False) -> Hold:
        fd = self.open(folder, name, to_change=True)
        try:
            return Lease(fd, folder, name)
        except OSError as error:
            with suppress(OSError):
                os.close(fd)
            if error.errno == errno.EAGAIN:
                raise
            raise NoLeaseError from error

    def exchange(self, folder: OpenFolder, name: str, other: str) -> bool:
        call = getattr(_LIBC, "renameat2", None)
        if call is None:
            return False
        one, two = os.fsencode(name), os.fsencode(other)
        if call(folder.handle, one, folder.handle, two, ctypes.c_uint(_EXCHANGE)) == 0:
            return True
        if ctypes.get_errno() in UNSUPPORTED:
            return False
        raise last_error(name)

    def reserve(self, fd: int, start: int, length: int) -> None:
        call = getattr(_LIBC, "fallocate", None)
        if call is None or length <= 0:
            return
        failed = call(fd, _KEEP_SIZE, ctypes.c_int64(start), ctypes.c_int64(length))
        if failed and ctypes.get_errno() not in UNSUPPORTED:
            raise last_error()

    def copy_attributes(self, like: int, fd: int) -> None:
        for name in _attributes(like):
            os.setxattr(fd, name, os.getxattr(like, name))
        super().copy_attributes(like, fd)

    def made_ns(self, path: Path) -> int | None:
        call = getattr(_LIBC, "statx", None)
        if call is None:
            return None
        answer = ctypes.create_string_buffer(_STATX_BYTES)
        if call(_HERE, os.fsencode(path), 0, ctypes.c_uint(_MADE), answer) != 0:
            return None
        (told,) = struct.unpack_from("=I", answer)
        seconds, nanoseconds = struct.unpack_from("=qI", answer, _MADE_AT)
        return int(seconds) * 10**9 + int(nanoseconds) if told & _MADE else None

    def give_memory_back(self) -> None:
        call = getattr(_LIBC, "malloc_trim", None)
        if call is not None:
            call(0)

    def processors(self) -> int:
        return fork.processors()

    def start_copy(self, work: Callable[[], None]) -> int | None:
        parent = os.getpid()

        def tied() -> None:
            _LIBC.prctl(_END_WITH_PARENT, signal.SIGKILL)
            if os.getppid() == parent:
                work()

        try:
            return fork.start(tied) if fork.is_alone() else None
        except OSError:
            return None

    def end_copy(self, number: int) -> None:
        fork.end(number)

    def service_manager(self) -> str:
        return "systemd"

    def file_system(self, root: Path) -> str:
        try:
            return kind_of(root, _MOUNTS.read_text("utf-8", "surrogateescape"))
        except OSError:
            return ""


def _attributes(fd: int) -> list[str]:
    """The kernel itself gives a new file its ``security.`` labels; setting them is not ours to do."""
    try:
        return [name for name in os.listxattr(fd) if not name.startswith("security.")]
    except OSError as error:
        if error.errno in UNSUPPORTED:
            return []
        raise
