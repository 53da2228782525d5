"""The file of a note: why it is left alone, and its bytes, read without waiting for anything but another vaultkit."""

import codecs
import errno
import os
import stat
import time

from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk.file_names import shown
from vaultkit.disk.folder import Folder, let_go, read_bytes
from vaultkit.disk.system import system

LARGEST_NOTE = 2 * 1024 * 1024
"""In bytes. A larger note is named and left alone."""

_AWAY = (
    *(errno.EIO, errno.ENODEV, errno.ESTALE, errno.ENOTCONN),
    *(errno.ETIMEDOUT, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETUNREACH),
)
"""A disk that fails or was pulled out, a network drive that does not answer: no right would help."""

_LEASE_WAITS = 100
_LEASE_WAIT_SECONDS = 0.005


def unfit(path: str, info: os.stat_result) -> Problem | None:
    """Return why an open file is left alone for what it is, or None."""
    if not stat.S_ISREG(info.st_mode):
        return problem(path, 1, "not-a-file")
    if info.st_size > LARGEST_NOTE:
        return problem(path, 1, "too-large", megabytes=LARGEST_NOTE // 1024**2)
    if system.is_placeholder(info):
        return hint(path, 1, "not-downloaded")
    return None


def unreadable(path: str, error: OSError) -> Problem:
    """Return what a person has to know about a note that cannot be opened."""
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return problem(path, 1, "missing")
    if error.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.EMLINK):
        return problem(path, 1, "not-a-file")
    if isinstance(error, BlockingIOError):
        return problem(path, 1, "in-use")
    code = "disk-away" if error.errno in _AWAY else "unreadable"
    return problem(shown(path), 1, code, reason=error.strerror or error)


def read_file(path: str, folder: Folder, name: str) -> bytes | Problem:
    """Return the bytes of a note in its open folder, or why it is left alone. Raises OSError."""
    try:
        fd = folder.open(name)
    except BlockingIOError:
        fd = _open_patiently(folder, name)
    try:
        info = os.fstat(fd)
        if found := unfit(path, info):
            if stat.S_ISDIR(info.st_mode):
                os.stat(".", dir_fd=fd)  # says why, where a folder may be listed and not entered
            return found
        data = os.read(fd, info.st_size + 1)
        if len(data) == info.st_size:
            return data
        return _not_too_large(path, read_bytes(fd, LARGEST_NOTE))
    finally:
        let_go(fd)


def _open_patiently(folder: Folder, name: str) -> int:
    """Another vaultkit may hold the note for a fraction of a millisecond; that is waited for."""
    for _ in range(_LEASE_WAITS):
        try:
            return folder.open(name)
        except BlockingIOError:
            time.sleep(_LEASE_WAIT_SECONDS)
    return folder.open(name)


def _not_too_large(path: str, raw: bytes) -> bytes | Problem:
    """The size that was asked for may have grown by now."""
    if len(raw) > LARGEST_NOTE:
        return problem(path, 1, "too-large", megabytes=LARGEST_NOTE // 1024**2)
    return raw


def readable(path: str, raw: bytes) -> Note | Problem:
    """Return a note's bytes as a note, or why it is left alone."""
    fit = _not_too_large(path, raw)
    if isinstance(fit, Problem):
        return fit
    note = Note(path, raw)
    try:
        note.text  # noqa: B018 - decoded once, and kept
    except UnicodeDecodeError as error:
        report = problem if _may_be_ours(raw) else hint
        return report(path, raw.count(b"\n", 0, error.start) + 1, "not-utf-8")
    return note


def _may_be_ours(raw: bytes) -> bool:
    """Whether somebody could take this note for one with a head, in whatever encoding."""
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:4]
    return wide or raw.removeprefix(codecs.BOM_UTF8).startswith(b"---")
