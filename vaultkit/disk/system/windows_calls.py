"""Calls of Windows that Python does not offer, each with the error that it gives.

``_winapi`` is no way to them: before Python 3.13 its CreateFile finds no name beyond ASCII.
"""

import ctypes
import errno
import msvcrt
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import wintypes

from vaultkit.disk.system.windows_folder import FOLDER, REPARSE_POINT, Listed, entries
from vaultkit.disk.system.windows_names import leads_elsewhere, whole

assert sys.platform == "win32"

READING, WRITING, DELETING = 0x80000000, 0x40000000, 0x00010000
_ASKING = 0x80
LISTING = 0x00100081
"""To list a folder and to ask for its attributes, one call after the other."""

SHARE_ALL, SHARE_NOTHING, SHARE_BYTES = 7, 0, 3
CREATE_NEW, CREATE_ALWAYS, OPEN_EXISTING, OPEN_ALWAYS = 1, 2, 3, 4
_FOLDERS_TOO, _THE_LINK_ITSELF, _FETCH_NOTHING = 0x02000000, 0x00200000, 0x00100000
_INVALID = ctypes.c_void_p(-1).value

_DISPOSITION, _ALLOCATION, _END_OF_FILE, _TAG = 4, 5, 6, 9
_NAMES_WITH_ID, _NAMES = 37, 3
_BUFFER_BYTES = 64 * 1024
_NO_MORE, _NO_SUCH_FILE = 0x80000006, 0xC000000F
_NOT_KNOWN_HERE = (0xC0000002, 0xC0000003, 0xC000000D, 0xC00000BB, 0xC0000010)
"""Not implemented, invalid class, invalid parameter, not supported, invalid request: what a disk answers
that has no numbers for its files."""

IN_USE = (32, 33, 1224)
"""A sharing violation, a lock, and a file that somebody has mapped into memory."""

_AWAY = (21, 51, 53, 55, 59, 64, 67, 121, 1167, 1231, 1232)
"""A disk that is not ready or was pulled out, a network drive or its server that does not answer."""

_ERRORS = {
    **dict.fromkeys(_AWAY, errno.ENODEV),
    39: errno.ENOSPC,
    112: errno.ENOSPC,
    1295: errno.EDQUOT,
    223: errno.EFBIG,
    19: errno.EROFS,
    **dict.fromkeys(IN_USE, errno.EAGAIN),
}
"""What Python takes for something else, or does not know."""

_UNDERSTANDS_ESCAPES = 4
_LOCKED_BYTE = 1 << 62
"""Far behind the end: a locked byte cannot be read by others."""

_kernel = ctypes.WinDLL("kernel32", use_last_error=True)
_nt = ctypes.WinDLL("ntdll")


class _Overlapped(ctypes.Structure):
    _fields_ = [
        ("internal", ctypes.c_void_p),
        ("internal_high", ctypes.c_void_p),
        ("offset", wintypes.DWORD),
        ("offset_high", wintypes.DWORD),
        ("event", wintypes.HANDLE),
    ]


class _Status(ctypes.Structure):
    _fields_ = [("status", ctypes.c_void_p), ("information", ctypes.c_size_t)]


class _Name(ctypes.Structure):
    _fields_ = [
        ("length", wintypes.USHORT),
        ("most", wintypes.USHORT),
        ("text", ctypes.c_void_p),
    ]


_HANDLE, _DWORD, _PTR = wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p
_kernel.CreateFileW.argtypes = [wintypes.LPCWSTR, _DWORD, _DWORD, _PTR, _DWORD, _DWORD, _HANDLE]
_kernel.CreateFileW.restype = _HANDLE
_kernel.CloseHandle.argtypes = [_HANDLE]
_kernel.FlushFileBuffers.argtypes = [_HANDLE]
_kernel.GetFileInformationByHandleEx.argtypes = [_HANDLE, ctypes.c_int, _PTR, _DWORD]
_kernel.SetFileInformationByHandle.argtypes = [_HANDLE, ctypes.c_int, _PTR, _DWORD]
_kernel.LockFileEx.argtypes = [_HANDLE, _DWORD, _DWORD, _DWORD, _DWORD, ctypes.POINTER(_Overlapped)]
_kernel.GetFileInformationByHandle.argtypes = [_HANDLE, _PTR]
_kernel.GetVolumePathNameW.argtypes = [wintypes.LPCWSTR, wintypes.LPWSTR, _DWORD]
_kernel.GetDriveTypeW.argtypes = [wintypes.LPCWSTR]
_kernel.GetVolumeInformationW.argtypes = [
    *(wintypes.LPCWSTR, wintypes.LPWSTR, _DWORD, _PTR, _PTR, _PTR, wintypes.LPWSTR, _DWORD),
]
_nt.NtQueryDirectoryFile.argtypes = [
    *(_HANDLE, _HANDLE, _PTR, _PTR, ctypes.POINTER(_Status), _PTR, wintypes.ULONG, ctypes.c_int),
    *(wintypes.BOOLEAN, ctypes.POINTER(_Name), wintypes.BOOLEAN),
]
_nt.NtQueryDirectoryFile.restype = wintypes.ULONG
_nt.RtlNtStatusToDosError.argtypes = [wintypes.ULONG]
_nt.RtlNtStatusToDosError.restype = wintypes.ULONG


def error_of(code: int, about: str | None = None) -> OSError:
    """Return the OSError of a Windows error; one of IN_USE is a BlockingIOError."""
    text = ctypes.FormatError(code)
    if code in _ERRORS:
        return OSError(_ERRORS[code], text, about)
    return OSError(None, text, about, code)


def _last(about: str | None = None) -> OSError:
    return error_of(ctypes.get_last_error(), about)


@contextmanager
def in_use_told() -> Iterator[None]:
    """Raise BlockingIOError in the place of an error of Python's own calls that means the same."""
    try:
        yield
    except OSError as error:
        if error.winerror in IN_USE:
            raise error_of(error.winerror, error.filename) from error
        raise


def open_handle(
    path: str, access: int, share: int, how: int = OPEN_EXISTING, flags: int = 0
) -> int:
    """Open or make a file; return its handle. Raises OSError."""
    handle = _kernel.CreateFileW(whole(path), access, share, None, how, flags, None)
    if handle in (None, _INVALID):
        raise _last(path)
    return int(handle)


def close_handle(handle: int) -> None:
    """Close a handle."""
    _kernel.CloseHandle(handle)


def open_to_ask(path: str) -> int:
    """Open whatever is there, a link as itself, to ask for its attributes and its number. Raises OSError."""
    return open_handle(path, _ASKING, SHARE_ALL, flags=_FOLDERS_TOO | _THE_LINK_ITSELF)


def open_plain(path: str, access: int, share: int) -> int:
    """Open a file or a folder that is there, and nothing that leads elsewhere; nothing is fetched. Raises OSError.

    What another program keeps behind a reparse point, packed or in a cloud, is read through that
    program: opened as the point itself, it would be a file of zeros.
    """
    handle = open_handle(
        path, access, share, flags=_FOLDERS_TOO | _THE_LINK_ITSELF | _FETCH_NOTHING
    )
    try:
        _, tag = attributes(handle)
        if not tag:
            return handle
        before = file_id(handle)
    except BaseException:
        close_handle(handle)
        raise
    close_handle(handle)
    if leads_elsewhere(tag):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    handle = open_handle(path, access, share, flags=_FOLDERS_TOO | _FETCH_NOTHING)
    if file_id(handle) != before:
        close_handle(handle)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
    return handle


def _followed(path: str, share: int) -> int:
    return open_handle(path, LISTING, share, flags=_FOLDERS_TOO)


def open_folder(path: str, share: int, *, follow: bool) -> int:
    """Open a folder to list it. Raises OSError."""
    handle = _followed(path, share) if follow else open_plain(path, LISTING, share)
    try:
        if not attributes(handle)[0] & FOLDER:
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
    except BaseException:
        close_handle(handle)
        raise
    return handle


def as_fd(handle: int, flags: int) -> int:
    """Return a descriptor for a handle, which is closed with it: bytes as they are."""
    try:
        return msvcrt.open_osfhandle(handle, flags | os.O_BINARY | os.O_NOINHERIT)
    except BaseException:
        close_handle(handle)
        raise


def attributes(handle: int) -> tuple[int, int]:
    """Return a file's attributes and its reparse tag, 0 for none. Raises OSError."""
    told = (_DWORD * 2)()
    if not _kernel.GetFileInformationByHandleEx(handle, _TAG, told, ctypes.sizeof(told)):
        raise _last()
    return told[0], told[1] if told[0] & REPARSE_POINT else 0


def file_id(handle: int) -> tuple[int, int]:
    """Return the number of a file's disk, and its own on it. Raises OSError."""
    told = (_DWORD * 13)()
    if not _kernel.GetFileInformationByHandle(handle, told):
        raise _last()
    return told[7], told[11] << 32 | told[12]


def mark_for_removal(fd: int) -> None:
    """Have a file be gone when it is closed. Raises OSError."""
    _set(fd, _DISPOSITION, ctypes.c_ubyte(1))


def set_end(fd: int, size: int) -> None:
    """Cut or lengthen a file. Raises OSError."""
    _set(fd, _END_OF_FILE, ctypes.c_int64(size))


def allocate(fd: int, size: int) -> None:
    """Reserve room for a file that has that size or less. Raises OSError."""
    _set(fd, _ALLOCATION, ctypes.c_int64(size))


def _set(fd: int, what: int, value: ctypes.c_ubyte | ctypes.c_int64) -> None:
    handle = msvcrt.get_osfhandle(fd)
    if not _kernel.SetFileInformationByHandle(
        handle, what, ctypes.byref(value), ctypes.sizeof(value)
    ):
        raise _last()


def flush_handle(handle: int) -> None:
    """Have what was written outlive a power cut. Raises OSError."""
    if not _kernel.FlushFileBuffers(handle):
        raise _last()


def lock(fd: int) -> None:
    """Lock a file until it is closed. Raises BlockingIOError at once when it is locked."""
    where = _Overlapped(None, None, _LOCKED_BYTE & 0xFFFFFFFF, _LOCKED_BYTE >> 32, None)
    if not _kernel.LockFileEx(msvcrt.get_osfhandle(fd), 3, 0, 1, 0, ctypes.byref(where)):
        raise _last()


def entries_of(handle: int) -> Iterator[Listed]:
    """Yield the entries of an open folder. Raises OSError."""
    kind, is_first = _NAMES_WITH_ID, True
    while True:
        status, data = _query(handle, kind, None, is_first)
        if is_first and kind == _NAMES_WITH_ID and status in _NOT_KNOWN_HERE:
            kind = _NAMES
            continue
        if status in (_NO_MORE, _NO_SUCH_FILE):
            return
        if status:
            raise error_of(_nt.RtlNtStatusToDosError(status))
        yield from entries(data, with_id=kind == _NAMES_WITH_ID)
        is_first = False


def entry_of(path: str, name: str) -> Listed:
    """Return one entry of a folder, as ``entries_of`` tells it. Raises FileNotFoundError, OSError.

    The first name that a handle is asked for is the only one that it ever answers, so each
    question has a handle of its own.
    """
    for kind in (_NAMES_WITH_ID, _NAMES):
        handle = _followed(path, SHARE_ALL)
        try:
            status, data = _query(handle, kind, name, True)
        finally:
            close_handle(handle)
        if not status:
            return next(entries(data, with_id=kind == _NAMES_WITH_ID))
        if status not in _NOT_KNOWN_HERE:
            break
    if status in (_NO_MORE, _NO_SUCH_FILE):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    raise error_of(_nt.RtlNtStatusToDosError(status), name)


def _query(handle: int, kind: int, name: str | None, is_first: bool) -> tuple[int, bytes]:
    answer, told = ctypes.create_string_buffer(_BUFFER_BYTES), _Status()
    wanted = None
    if name is not None:
        text = ctypes.create_unicode_buffer(name)
        size = 2 * (len(text) - 1)
        wanted = ctypes.byref(_Name(size, size, ctypes.addressof(text)))
    status = _nt.NtQueryDirectoryFile(
        *(handle, None, None, None, ctypes.byref(told), answer, _BUFFER_BYTES, kind),
        *(name is not None, wanted, is_first),
    )
    return status, answer.raw[: told.information] if status == 0 else b""


def volume(path: str) -> tuple[int, str, int]:
    """Return the kind of drive that a place lies on, its file system, and that one's flags. Raises OSError."""
    root, kind = ctypes.create_unicode_buffer(1024), ctypes.create_unicode_buffer(64)
    flags = _DWORD()
    if not _kernel.GetVolumePathNameW(path, root, len(root)):
        raise _last(path)
    drive = _kernel.GetDriveTypeW(root.value)
    with suppress(OSError):
        if not _kernel.GetVolumeInformationW(
            root.value, None, 0, None, None, ctypes.byref(flags), kind, len(kind)
        ):
            raise _last(path)
    return drive, kind.value, flags.value


def take_styles(fd: int) -> bool:
    """Have a console understand escapes; False where it cannot. Raises OSError for what is no open file."""
    handle, mode = msvcrt.get_osfhandle(fd), wintypes.DWORD()
    if not _kernel.GetConsoleMode(_HANDLE(handle), ctypes.byref(mode)):
        return False
    return bool(_kernel.SetConsoleMode(_HANDLE(handle), mode.value | _UNDERSTANDS_ESCAPES))
