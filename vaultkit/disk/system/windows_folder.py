"""What a folder on Windows tells of its entries, read off the system's own answer: bytes in, values out.

Source: Microsoft, FILE_ID_BOTH_DIR_INFORMATION and FILE_BOTH_DIR_INFORMATION (ntifs.h). Times are
in units of 100 ns since 1601.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from vaultkit.disk.system.windows_names import leads_elsewhere

READ_ONLY = 0x1
FOLDER = 0x10
REPARSE_POINT = 0x400
_FIXED = struct.Struct("<IIqqqqqqIII")
_ID_AT, _NAME_AT_WITH_ID, _NAME_AT = 96, 104, 94
_LONE = re.compile("[\ud800-\udfff]")
_NOT_UNICODE = "\udcff"
"""Stands for what is no character, as a byte that is not UTF-8 does elsewhere: such a name is told of, and left."""

_BETWEEN_EPOCHS = 116_444_736_000_000_000
"""From 1601 to 1970."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a folder; it is its own ``stat``. ``st_ino`` is 0 where the disk has no such number."""

    name: str
    attributes: int
    reparse_tag: int
    st_ino: int
    st_size: int
    st_mtime_ns: int
    st_ctime_ns: int

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return not self.attributes & FOLDER and not self._leads_elsewhere

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return bool(self.attributes & FOLDER) and not self._leads_elsewhere

    def stat(self, *, follow_symlinks: bool = True) -> "Listed":
        return self

    @property
    def _leads_elsewhere(self) -> bool:
        return bool(self.attributes & REPARSE_POINT) and leads_elsewhere(self.reparse_tag)


def entries(data: bytes, *, with_id: bool) -> Iterator[Listed]:
    """Yield the entries of one answer, without the folder itself and the one above."""
    at, further = 0, 1
    while further:
        further, _, _, _, written, changed, size, _, attributes, length, tag = _FIXED.unpack_from(
            data, at
        )
        begin = at + (_NAME_AT_WITH_ID if with_id else _NAME_AT)
        name = _text(data[begin : begin + length])
        (inode,) = struct.unpack_from("<Q", data, at + _ID_AT) if with_id else (0,)
        if name not in (".", ".."):
            yield Listed(name, attributes, tag, inode, size, _ns(written), _ns(changed))
        at += further


def _text(name: bytes) -> str:
    return _LONE.sub(_NOT_UNICODE, name.decode("utf-16-le", "surrogatepass"))


def _ns(time: int) -> int:
    return max(time - _BETWEEN_EPOCHS, 0) * 100
