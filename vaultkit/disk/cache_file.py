"""A file of the cache: a line that names the format, a keyed checksum, then data. Nothing in it can run.

Whoever reads one here loads nothing slow for it. Everything may be deleted or damaged at any moment: what
is not whole, not of this version, or not the person's own alone counts as absent.
"""

import os
import stat
from errno import EIO

from vaultkit.disk import early
from vaultkit.disk.digests import blake2b
from vaultkit.disk.word import open_private

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAGIC = b"vaultkit cache 2\n"
SUM_BYTES = 32

_BEGIN = len(MAGIC) + SUM_BYTES
_LARGEST_BYTES = 64 * 1024 * 1024
_LARGEST_DIGESTED = 256 * 1024
_PART_BYTES = 64 * 1024
"""Read at once: for more, new memory is taken from the system each time, which costs more than the reading."""


class Data:
    """What a file of the cache holds that was found whole, or a stretch of it, from ``at`` to ``end``.

    The file stays open, and is read when that is wanted: so a long text is handed on without ever being held.
    """

    __slots__ = ("_at", "_end", "_fd")

    def __init__(self, fd: int, at: int, end: int) -> None:
        self._fd, self._at, self._end = fd, at, end

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return self._end - self._at

    def cut(self, at: int, end: int) -> "Data":
        """Return a stretch of it. Raises ValueError where it does not reach so far."""
        if not 0 <= at <= end <= self.size:
            raise ValueError
        return Data(self._fd, self._at + at, self._at + end)

    def parts(self) -> "Iterator[bytes]":
        """Yield all of it, a part at a time. Raises OSError."""
        return read_parts(self._fd, self._at, self._end)

    def read(self) -> bytes:
        """Return all of it. Raises OSError."""
        return b"".join(self.parts())

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._fd)


def open_data(cache: str, name: str, key: bytes, root: str) -> Data | None:
    """Return the data of a file of the cache, as the cache's own way to read it would. Raises OSError."""
    if f"{os.path.realpath(os.path.dirname(cache))}/".startswith(f"{root}/"):
        return None
    folder = _open_cache(cache)
    try:
        fd = os.open(name, early.READ, dir_fd=folder)
    finally:
        os.close(folder)
    data = None
    try:
        data = _whole(fd, name, key)
    finally:
        if data is None:
            os.close(fd)
    return data


def _whole(fd: int, name: str, key: bytes) -> Data | None:
    """Return the data of an open file; None where they are not what was kept. Raises OSError."""
    info = os.fstat(fd)
    if not stat.S_ISREG(info.st_mode) or info.st_uid != os.geteuid():
        return None
    head = os.pread(fd, _BEGIN, 0)
    if len(head) < _BEGIN or not head.startswith(MAGIC) or info.st_size > _LARGEST_BYTES:
        return None
    data = Data(fd, _BEGIN, info.st_size)
    return data if checksum(key, name, data.size, data.parts()) == head[len(MAGIC) :] else None


def read_data(cache: str, name: str, key: bytes, root: str) -> bytes | None:
    """Return the data of a small file of the cache. Raises OSError."""
    data = open_data(cache, name, key, root)
    if data is None:
        return None
    try:
        return data.read()
    finally:
        data.close()


def read_parts(fd: int, at: int, end: int) -> "Iterator[bytes]":
    """Yield a stretch of an open file, a part at a time. Raises OSError, also for a file that ends before."""
    while at < end:
        part = os.pread(fd, min(end - at, _PART_BYTES), at)
        if not part:
            raise OSError(EIO, os.strerror(EIO))
        at += len(part)
        yield part


def _open_cache(cache: str) -> int:
    """Open a vault's folder in the cache. Raises OSError, also for one that is not the person's own alone."""
    caches, _, own = cache.rpartition("/")
    above = open_private(caches)
    try:
        return open_private(own, above)
    finally:
        os.close(above)


def checksum(key: bytes, name: str, size: int, parts: "Iterable[bytes | memoryview]") -> bytes:
    """Return what a file of the cache begins with, made from what it is called and all that it holds.

    Only accidents are guarded against: who may write here could make any sum. So a long file goes in by its length and
    a sum that is four times as fast, whose own module takes as long to load as a digest of 400 KB.
    """
    told = blake2b(key, digest_size=SUM_BYTES)
    told.update(name.encode() + b"\0")
    if size <= _LARGEST_DIGESTED:
        for part in parts:
            told.update(part)
        return told.digest()
    from zlib import crc32

    crc = 0
    for part in parts:
        crc = crc32(part, crc)
    told.update(b"%d %d" % (size, crc))
    return told.digest()


def put_data(cache: str, name: str, data: bytes, key: bytes) -> None:
    """Keep a small file in a folder of the cache that is there. Raises OSError where that is not ours alone."""
    fd = _open_cache(cache)
    try:
        replace_in(fd, name, MAGIC + checksum(key, name, len(data), [data]) + data)
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
