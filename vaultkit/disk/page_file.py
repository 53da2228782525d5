"""A file of ours, wherever a person wants it: new and whole, or a page in the place of an earlier one of ours."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from vaultkit.disk.disk_cause import keyed
from vaultkit.disk.system import system
from vaultkit.errors import UsageError

LARGEST_PAGE = 16 * 1024 * 1024
"""In bytes. Nothing of ours is larger."""


def read_page(path: Path, foreign: str) -> bytes | None:
    """Return what stands at a path, None where nothing does. ``foreign`` is the error for what is not ours.

    Raises UsageError for what is no plain file or too large to be ours, and when the disk refuses.
    """
    try:
        if not os.path.lexists(path):
            return None
        info = path.lstat()
        if stat.S_ISDIR(info.st_mode):
            raise UsageError("page-folder", path=path)
        if not stat.S_ISREG(info.st_mode) or info.st_size > LARGEST_PAGE:
            raise UsageError(foreign, path=path)
        return path.read_bytes()
    except OSError as error:
        raise UsageError("page-unreadable", path=path, reason=error.strerror or error) from error


def write_page(path: Path, data: bytes, sign: bytes) -> None:
    """Write the page; a new one is readable by its owner only, since it holds names and addresses.

    A file that is there is replaced only where it begins with ``sign``, and stays readable by
    whom it was. Raises UsageError where it does not, and when the disk refuses; then the file is
    as it was.
    """
    try:
        if not os.path.lexists(path):
            _write_new(path, data)
        elif _is_ours(path, sign):
            _replace(path, data)
        else:
            raise UsageError("page-not-ours", path=path)
    except FileNotFoundError as error:
        raise UsageError("not-created-nowhere", path=path, folder=path.parent) from error
    except OSError as error:
        raise UsageError(
            keyed("not-created", error), path=path, reason=error.strerror or error
        ) from error


def _is_ours(path: Path, sign: bytes) -> bool:
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    with open(path, "rb") as file:
        return file.read(len(sign)) == sign


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".vaultkit-{os.urandom(8).hex()}.tmp")
    _write_new(beside, data)
    try:
        beside.chmod(stat.S_IMODE(path.stat().st_mode))
        system.replace_own(beside, path)
    except OSError:
        beside.unlink()
        raise


def _write_new(path: Path, data: bytes) -> None:
    with opened_new(path) as file:
        file.write(data)
        file.flush()
        system.flush(file.fileno())


@contextmanager
def opened_new(path: Path, *, is_private: bool = True) -> Iterator[BinaryIO]:
    """Open a file that nobody has. One that could not be written whole is not left there.

    Raises FileExistsError, and other OSErrors.
    """
    file = open(path, "xb", opener=_private if is_private else None)  # noqa: SIM115 - closed below, before it goes
    try:
        with file:
            yield file
    except BaseException:
        with suppress(OSError):  # the first failure is the one to tell
            path.unlink()
        raise


def _private(path: str, _: int) -> int:
    return system.open_own(Path(path), "new")
