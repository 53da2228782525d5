"""A file of the cache: a line that names the format, a keyed checksum, then data. Nothing in it can run.

Whoever reads one here loads nothing slow for it. Everything may be deleted or damaged at any moment: what
is not whole, not of this version, or not the person's own alone counts as absent.
"""

import os
import stat

from vaultkit.disk import early
from vaultkit.disk.digests import blake2b
from vaultkit.disk.word import open_private

MAGIC = b"vaultkit cache 1\n"
SUM_BYTES = 32

_LARGEST_BYTES = 64 * 1024 * 1024


def read_data(cache: str, name: str, key: bytes, root: str) -> bytes | None:
    """Return the data of a file of the cache, as the cache's own way to read it would. Raises OSError."""
    if f"{os.path.realpath(os.path.dirname(cache))}/".startswith(f"{root}/"):
        return None
    folder = _open_cache(cache)
    try:
        fd = os.open(name, early.READ, dir_fd=folder)
        try:
            info = os.fstat(fd)
            if not stat.S_ISREG(info.st_mode) or info.st_uid != os.geteuid():
                return None
            raw = read_all(fd, _LARGEST_BYTES)
        finally:
            os.close(fd)
    finally:
        os.close(folder)
    begin = len(MAGIC) + SUM_BYTES
    if raw is None or not raw.startswith(MAGIC):
        return None
    data = raw[begin:]
    return data if raw[len(MAGIC) : begin] == checksum(key, name, data) else None


def _open_cache(cache: str) -> int:
    """Open a vault's folder in the cache. Raises OSError, also for one that is not the person's own alone."""
    caches, _, own = cache.rpartition("/")
    above = open_private(caches)
    try:
        return open_private(own, above)
    finally:
        os.close(above)


def checksum(key: bytes, name: str, data: bytes | memoryview) -> bytes:
    """Return what a file of the cache begins with, made from what it is called and all that it holds."""
    told = blake2b(key, digest_size=SUM_BYTES)
    told.update(name.encode() + b"\0")
    told.update(data)
    return told.digest()


def put_data(cache: str, name: str, data: bytes, key: bytes) -> None:
    """Keep a small file in a folder of the cache that is there. Raises OSError where that is not ours alone."""
    fd = _open_cache(cache)
    try:
        replace_in(fd, name, MAGIC + checksum(key, name, data) + data)
    finally:
        os.close(fd)


def replace_in(folder: int, name: str, data: bytes) -> None:
    """Put a file in its place in an open folder in one step; nothing happens where it cannot be put."""
    beside = f"{name}.{os.urandom(8).hex()}.tmp"
    try:
        fd = os.open(beside, early.NEW, 0o600, dir_fd=folder)
        try:
            with open(fd, "wb") as file:
                file.write(data)
            os.replace(beside, name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            os.unlink(beside, dir_fd=folder)
            raise
    except OSError:
        return


def read_all(fd: int, most: int) -> bytes | None:
    """Return all bytes of an open file, None where there are more than that."""
    parts, left = [], most + 1
    while left > 0 and (part := os.read(fd, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts) if left > 0 else None
