"""Five calls of the operating system that Python does not offer. Each may be missing.

The only module that imports ctypes.
"""

import ctypes
import errno
import os
import struct
import sys
from pathlib import Path

_KEEP_SIZE = 1
_EXCHANGE = 2  # RENAME_EXCHANGE on Linux and RENAME_SWAP on macOS are the same number
_ACL_AND_XATTR = 1 | 4
_UNSUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
_LIBC = None if sys.platform == "win32" else ctypes.CDLL(None, use_errno=True)


_HERE = -100  # AT_FDCWD: a path stands by itself
_MADE = 0x800  # STATX_BTIME
_STATX_BYTES = 256
_MADE_AT = 80
"""Where the moment of a file's making stands in what statx answers: seconds, then nanoseconds."""


def made_ns(path: Path) -> int | None:
    """Return the moment in which a file was made, in nanoseconds since 1970; None where nobody knows."""
    call = getattr(_LIBC, "statx", None) if sys.platform == "linux" else None
    if call is None:
        born = getattr(path.stat(), "st_birthtime", None)
        return None if born is None else int(born * 1e9)
    answer = ctypes.create_string_buffer(_STATX_BYTES)
    if call(_HERE, os.fsencode(path), 0, ctypes.c_uint(_MADE), answer) != 0:
        return None
    (told,) = struct.unpack_from("=I", answer)
    seconds, nanoseconds = struct.unpack_from("=qI", answer, _MADE_AT)
    return int(seconds) * 10**9 + int(nanoseconds) if told & _MADE else None


def give_memory_back() -> None:
    """Give memory that nobody uses back to the system, where the C library keeps it for later."""
    call = getattr(_LIBC, "malloc_trim", None)
    if call is not None:
        call(0)


def reserve(fd: int, start: int, length: int) -> None:
    """Reserve room on the disk behind the end of a file; its size stays as it is.

    Raises OSError when the disk is full. Where the file system reserves nothing, nothing is done.
    """
    call = getattr(_LIBC, "fallocate", None)
    if call is None or length <= 0:
        return
    if call(fd, _KEEP_SIZE, ctypes.c_int64(start), ctypes.c_int64(length)) != 0:
        error = ctypes.get_errno()
        if error not in _UNSUPPORTED:
            raise OSError(error, os.strerror(error))


def exchange(folder: int, one: str, other: str) -> bool:
    """Swap two names of one folder in one step; False where that cannot be done."""
    call = getattr(_LIBC, "renameat2", None) or getattr(_LIBC, "renameatx_np", None)
    if call is None:
        return False
    if call(folder, os.fsencode(one), folder, os.fsencode(other), ctypes.c_uint(_EXCHANGE)) == 0:
        return True
    error = ctypes.get_errno()
    if error in _UNSUPPORTED:
        return False
    raise OSError(error, os.strerror(error), one)


def copy_attributes(source: int, target: int) -> None:
    """Copy the extended attributes, access lists among them. Raises OSError when one is refused."""
    if sys.platform == "darwin":
        if _LIBC is not None and _LIBC.fcopyfile(source, target, None, _ACL_AND_XATTR) < 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error))
    elif sys.platform == "linux":
        for name in _attributes(source):
            os.setxattr(target, name, os.getxattr(source, name))


def _attributes(fd: int) -> list[str]:
    """The kernel itself gives a new file its ``security.`` labels; setting them is not ours to do."""
    if sys.platform != "linux":
        return []
    try:
        return [name for name in os.listxattr(fd) if not name.startswith("security.")]
    except OSError as error:
        if error.errno in _UNSUPPORTED:
            return []
        raise
