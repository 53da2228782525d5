"""Where this machine keeps what only saves time: a folder of its own for each vault, in the system's cache.

Everything here may be deleted at any moment, and nothing here is ever believed unseen: a file counts
only where it is whole, of this very version, and the person's own. Whatever goes wrong, the answer
is that nothing is known, and never an error.
"""

import os
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from vaultkit.disk.cache_file import MAGIC, SUM_BYTES, checksum
from vaultkit.disk.folder import Folder, let_go, read_bytes
from vaultkit.disk.homes import folder_name
from vaultkit.disk.system import system

_LARGEST_BYTES = 512 * 1024 * 1024
_TEMPORARY = ".tmp"
_ABANDONED_SECONDS = 3600.0
_FORGOTTEN_SECONDS = 90 * 86400.0


def cache_home(environ: Mapping[str, str]) -> Path | None:
    """Return the folder that holds one folder for each vault; None where the system has none."""
    try:
        return system.cache_home(environ)
    except RuntimeError:
        return None


class Cache:
    """The files kept for one vault. ``key`` says what they were made with: under another, none of them counts."""

    def __init__(self, root: Path, environ: Mapping[str, str], key: bytes) -> None:
        self._root, self._environ, self._key = root, environ, key

    def read(self, name: str) -> bytes | None:
        """Return what was kept under a name; None where there is nothing that can be believed."""
        try:
            with self._folder(make=False) as folder:
                fd = folder.open(name)
                try:
                    return self._content(name, fd)
                finally:
                    let_go(fd)
        except OSError:
            return None

    def _content(self, name: str, fd: int) -> bytes | None:
        info = os.fstat(fd)
        if (
            not stat.S_ISREG(info.st_mode)
            or not system.is_own(info)
            or info.st_size > _LARGEST_BYTES
        ):
            return None
        raw = read_bytes(fd, _LARGEST_BYTES)
        begin = len(MAGIC) + SUM_BYTES
        data = memoryview(raw)[begin:]
        found = checksum(self._key, name, len(data), [data])
        if not raw.startswith(MAGIC) or raw[len(MAGIC) : begin] != found:
            return None
        return bytes(data)

    def keep(self, name: str, data: bytes, most: int = 0) -> None:
        """Keep data under a name, in one step; whoever reads at the same time gets the old or the new.

        With ``most``, so many files of the same kind (the name up to its dash) are kept at most,
        the latest ones. Where it cannot be kept, nothing happens.
        """
        beside = f"{name}.{os.urandom(8).hex()}{_TEMPORARY}"
        try:
            with self._folder(make=True) as folder:
                try:
                    fd = folder.create(beside, 0o600)
                    with os.fdopen(fd, "wb") as file:
                        file.write(MAGIC + checksum(self._key, name, len(data), [data]))
                        file.write(data)
                    folder.replace(beside, name)
                except BaseException:
                    with suppress(OSError):
                        folder.remove(beside)
                    raise
                _sweep(folder, f"{name.partition('-')[0]}-", most)
        except OSError:
            return

    def _folder(self, *, make: bool) -> Folder:
        """Open the vault's folder. Raises OSError, also for one that is not the person's own, or a link."""
        home = cache_home(self._environ)
        if home is None or home.resolve().is_relative_to(self._root):
            raise FileNotFoundError
        name = folder_name(str(self._root))
        if make:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Folder.root(home.parent) as above, above.child(home.name) as caches:
            _need_own(caches)
            if make and name not in caches.names():
                _forget_old(caches, home)
                with suppress(FileExistsError):
                    caches.make(name, 0o700)
            folder = caches.child(name)
        try:
            _need_own(folder)
        except BaseException:
            folder.close()
            raise
        return folder


def _need_own(folder: Folder) -> None:
    """Raise PermissionError for a folder that is another user's, or into which others may write or look."""
    info = folder.stat(".")
    if not system.is_own(info) or system.is_open_to_others(info):
        raise PermissionError


def _forget_old(caches: Folder, home: Path) -> None:
    """Remove what was kept of vaults that nobody has asked about for long: they may be gone."""
    old = time.time() - _FORGOTTEN_SECONDS
    for name in caches.names():
        with suppress(OSError):
            if caches.stat(name).st_mtime < old:
                with caches.child(name) as folder:
                    for file in folder.names():
                        folder.remove(file)
                (home / name).rmdir()


def _sweep(folder: Folder, kind: str, most: int) -> None:
    """Remove what other processes left half written long ago, and of a kind all but the latest."""
    ages = []
    for name in folder.names():
        if name.endswith(_TEMPORARY) or (most and name.startswith(kind)):
            with suppress(OSError):
                ages.append((folder.stat(name).st_mtime, name))
    old = time.time() - _ABANDONED_SECONDS
    gone = [name for saved, name in ages if name.endswith(_TEMPORARY) and saved < old]
    kept = sorted((age for age in ages if not age[1].endswith(_TEMPORARY)), reverse=True)
    gone += [name for _, name in kept[most:]] if most else []
    for name in gone:
        with suppress(OSError):
            folder.remove(name)
