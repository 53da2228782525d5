"""One long row of work, shared by this process and copies of it, where more than one processor may be used.

Whoever has time takes the next few of the row, from a pipe that holds their numbers. So it does not
matter how busy the machine is, and what a copy that died has not handed back is done here. A copy
hands back plain data as JSON; what has no plain form is done here as well.
"""

import json
import os
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from vaultkit.disk.copies import Copy, Lost, Put, start
from vaultkit.disk.system import system

FEW = 2000
FEW_LONG = 500
"""So many things to do are not worth a copy."""

_MOST_PROCESSES = 4
_MOST_PIECES = 1000
"""So many numbers fit into a pipe of one page, the smallest that there is."""
_LEAST_IN_A_PIECE = 25
_NUMBER = struct.Struct("<I")

NOT_HERE = 0
"""What a copy says of something that is to be done by whoever asked."""


@dataclass(frozen=True)
class Row:
    """``count`` things to do. ``here`` does one; ``there`` does one in a copy, and returns it as plain data.

    ``take`` takes up what ``there`` returned. ``tell`` hears how many are done, one by one.
    """

    count: int
    here: Callable[[int], None]
    there: Callable[[int], Any]
    take: Callable[[int, Any], None]
    tell: Callable[[int], None] = lambda _: None
    is_long: bool = False
    """Whether each of them takes a millisecond, not a fraction of it."""


def do_in_parts(row: Row) -> None:
    """Do all of it: alone, or with copies. What ``here`` raises is raised, and ends the copies."""
    _Parts(row).do()


class _Parts:
    def __init__(self, row: Row) -> None:
        self._row = row
        self._size = max(_LEAST_IN_A_PIECE, -(-row.count // _MOST_PIECES))
        self._pieces = -(-row.count // self._size)
        self._left = set(range(self._pieces))
        self._copies: list[Copy] = []
        self._count = 0

    def do(self) -> None:
        helpers = min(system.processors(), _MOST_PROCESSES) - 1
        if helpers > 0 and self._row.count >= (FEW_LONG if self._row.is_long else FEW):
            self._with_copies(helpers)
        for piece in sorted(self._left):
            self._do_here(piece)

    def _with_copies(self, helpers: int) -> None:
        queue, filling = os.pipe()
        os.write(filling, b"".join(map(_NUMBER.pack, range(self._pieces))))
        os.close(filling)
        copies: list[Copy] = []
        try:
            for _ in range(helpers):
                if copy := start(lambda put: self._be_a_copy(queue, put)):
                    copies.append(copy)
            if copies:
                self._copies = copies[:]
                self._share(queue)
        finally:
            self._copies = []
            os.close(queue)
            for copy in copies:
                copy.close()

    def _share(self, queue: int) -> None:
        while (piece := _next(queue)) is not None:
            self._do_here(piece)
        for copy in self._copies[:]:
            self._take_all(copy, copy.rest())

    def _take_all(self, copy: Copy, parts: Iterable[bytes]) -> None:
        try:
            for part in parts:
                self._take(part)
        except Lost:
            self._copies.remove(copy)

    def _be_a_copy(self, queue: int, put: Put) -> None:
        while (piece := _next(queue)) is not None:
            found = [self._row.there(each) for each in self._in(piece)]
            put(json.dumps([piece, found], separators=(",", ":")).encode())

    def _take(self, part: bytes) -> None:
        piece, found = json.loads(part)
        for each, plain in zip(self._in(piece), found, strict=True):
            if plain == NOT_HERE:
                self._row.here(each)
            else:
                self._row.take(each, plain)
            self._tell()
        self._left.discard(piece)

    def _do_here(self, piece: int) -> None:
        """Copies are heard after each: a pipe holds little, and they would have to wait."""
        for each in self._in(piece):
            self._row.here(each)
            self._tell()
            for copy in self._copies[:]:
                self._take_all(copy, copy.at_hand())
        self._left.discard(piece)

    def _tell(self) -> None:
        self._count += 1
        self._row.tell(self._count)

    def _in(self, piece: int) -> range:
        begin = piece * self._size
        return range(begin, min(begin + self._size, self._row.count))


def _next(queue: int) -> int | None:
    raw = os.read(queue, _NUMBER.size)
    return _NUMBER.unpack(raw)[0] if raw else None
