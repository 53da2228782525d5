"""macOS: names change places in one step; there is no lease."""

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from vaultkit.disk.system.interface import OpenFolder
from vaultkit.disk.system.posix import UNSUPPORTED, Posix, last_error

assert sys.platform != "win32"

_LIBC = ctypes.CDLL(None, use_errno=True)
_SWAP = 2
_ACL_AND_XATTR = 1 | 4


class MacOS(Posix):
    """Two calls that Python does not offer."""

    def exchange(self, folder: OpenFolder, name: str, other: str) -> bool:
        call = getattr(_LIBC, "renameatx_np", None)
        if call is None:
            return False
        one, two = os.fsencode(name), os.fsencode(other)
        if call(folder.handle, one, folder.handle, two, ctypes.c_uint(_SWAP)) == 0:
            return True
        if ctypes.get_errno() in UNSUPPORTED:
            return False
        raise last_error(name)

    def copy_attributes(self, like: int, fd: int) -> None:
        if _LIBC.fcopyfile(like, fd, None, _ACL_AND_XATTR) < 0:
            raise last_error()
        super().copy_attributes(like, fd)

    def cache_home(self, environ: Mapping[str, str]) -> Path:
        return self.named_home(environ, "XDG_CACHE_HOME", "Library/Caches")

    def service_manager(self) -> str:
        return "launchd"

    def opener(self) -> tuple[str, ...]:
        return ("open",)
