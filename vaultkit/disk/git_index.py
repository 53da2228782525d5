"""Unmerged paths in git's index, read from the file itself: git is not run.

The file (see gitformat-index): ``DIRC``, the version, the number of entries, then the entries.
An entry is 40 bytes about the file, the object's id, two bytes of flags (in version 3 and 4
perhaps two more) and the path. Two bits of the flags are the *stage*: 0 for a settled path, 1 to
3 for the base and the two sides of one that is not merged yet.

    b"DIRC" 00000002 00000003 | 40 bytes | 20 bytes of id | 0x1006 (stage 1, 6 letters) | "Acme.md" ...
"""

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

LARGEST_INDEX = 64 * 1024 * 1024
"""In bytes: some 500,000 files. A larger one is not looked into."""

_SIGNATURE = b"DIRC"
_VERSIONS = (2, 3, 4)
_HEADER_BYTES = 12
_ABOUT_BYTES = 40
_MODE_AT = 24
_ID_BYTES = (20, 32)
"""SHA-1, and SHA-256."""

_STAGE_BITS = 0x3000
_EXTENDED_BIT = 0x4000
_NAME_BITS = 0x0FFF
_KINDS = frozenset({0o040000, 0o100000, 0o120000, 0o160000})
_KIND_BITS = 0o170000


class _NotAnIndex(ValueError):
    """The bytes are not laid out as supposed."""


def has_unmerged_paths(git_folder: Path) -> bool:
    """Tell whether a merge left paths that nobody has settled yet. Raises OSError.

    False where there is no index, or one that cannot be understood.
    """
    file = git_folder / "index"
    try:
        info = file.stat()
    except FileNotFoundError:
        return False
    if info.st_size > LARGEST_INDEX:
        return False
    return _unmerged(file, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns)


@lru_cache(maxsize=4)
def _unmerged(file: Path, *_signature: int) -> bool:
    """Git renames a new file over the old one, so the answer holds as long as the signature."""
    return is_unmerged(file.read_bytes())


def is_unmerged(raw: bytes) -> bool:
    """Tell whether the bytes of an index hold a path that is not merged yet."""
    for id_bytes in _ID_BYTES:
        try:
            return any(flags & _STAGE_BITS for flags in _flags(raw, id_bytes))
        except (_NotAnIndex, struct.error):
            continue
    return False


def _flags(raw: bytes, id_bytes: int) -> Iterator[int]:
    """Yield the flags of every entry. Raises _NotAnIndex or struct.error."""
    signature, version, count = struct.unpack_from(">4sII", raw)
    if signature != _SIGNATURE or version not in _VERSIONS:
        raise _NotAnIndex
    flags_at = _ABOUT_BYTES + id_bytes
    start = _HEADER_BYTES
    found = []
    for _ in range(count):
        (mode,) = struct.unpack_from(">I", raw, start + _MODE_AT)
        (flags,) = struct.unpack_from(">H", raw, start + flags_at)
        if mode & _KIND_BITS not in _KINDS:
            raise _NotAnIndex
        found.append(flags)
        name = start + flags_at + (4 if flags & _EXTENDED_BIT else 2)
        start = _next_entry(raw, version, start, name, flags & _NAME_BITS)
    yield from found


def _next_entry(raw: bytes, version: int, start: int, name: int, length: int) -> int:
    """Return where the entry after this one begins.

    Version 4 writes how many bytes of the path before are dropped, then the rest of the path, and
    no padding. The versions before fill an entry up with 1 to 8 NULs to a multiple of 8 bytes.
    """
    if version == _VERSIONS[-1]:
        while raw[name : name + 1] >= b"\x80":
            name += 1
        return _end_of_text(raw, name + 1) + 1
    # A length that does not fit into its bits is given as all ones.
    end = name + length if length < _NAME_BITS else _end_of_text(raw, name)
    if raw[end : end + 1] != b"\0":
        raise _NotAnIndex
    return start + (end - start) // 8 * 8 + 8


def _end_of_text(raw: bytes, start: int) -> int:
    end = raw.find(b"\0", start)
    if end < 0:
        raise _NotAnIndex
    return end
