"""The three calls of Linux that tell of changes in folders, which Python does not offer. Source: inotify(7)."""

import ctypes
import os
from functools import cache
from typing import Any

from vaultkit.disk.system.last_error import last_error

_NO_WAIT, _CLOSED_IN_CHILDREN = 0o4000, 0o2000000
"""The flags of inotify are those of ``open``, by Linux's own definition."""


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def open_watches() -> int:
    """Return a descriptor on which Linux tells of changes; a read that finds none waits for nothing. Raises OSError."""
    return _checked(_libc().inotify_init1(_NO_WAIT | _CLOSED_IN_CHILDREN))


def add_watch(fd: int, folder: str, mask: int) -> int:
    """Have changes in a folder told; return their number. A folder that is watched keeps its own. Raises OSError."""
    return _checked(_libc().inotify_add_watch(fd, os.fsencode(folder), ctypes.c_uint32(mask)))


def remove_watch(fd: int, number: int) -> None:
    """Have changes no longer told. Nothing happens for one that has ended by itself."""
    _libc().inotify_rm_watch(fd, number)


def _checked(answer: int) -> int:
    if answer < 0:
        raise last_error()
    return answer
