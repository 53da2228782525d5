"""One long row of work, shared by this process and copies of it, where more than one processor may be used.

Whoever has time takes the next few of the row, from a pipe that holds their numbers. So it does not
matter how busy the machine is, and what a copy that died has not handed back is done here. A copy
hands back plain data as JSON; what has no plain form is done here as well. What a copy has found on
the way it holds, and can be asked for more of it, once all have done their parts.
"""

import json
import os
import struct
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from vaultkit.disk.copies import Copy, Lost, Put, start
from vaultkit.disk.system import system
from vaultkit.value import frozen
from vaultkit.work.plain_data import as_json

FEW = 2000
FEW_LONG = 500
"""So many things to do are not worth a copy."""

_MOST_PROCESSES = 4
_MOST_PIECES = 1000
"""So many numbers fit into a pipe of one page, the smallest that there is."""
AT_ONCE = 25
"""So many small things, at least, are taken from the row at once, and copies are heard after as many."""
_NUMBER = struct.Struct("<I")

Answer = Callable[[Any], Iterable[bytes]]

NOT_HERE = None
"""What a copy says of something that is to be done by whoever asked."""


@frozen
class Row:
    """``count`` things to do. ``here`` does one; ``there`` does one in a copy, and returns what has a plain form.

    ``take`` takes that up, as plain data. ``tell`` hears how many are done, piece by piece.
    """

    count: int
    here: Callable[[int], None]
    there: Callable[[int], Any]
    take: Callable[[int, Any], None]
    tell: Callable[[int], None] = lambda _: None
    is_long: bool = False
    """Whether each of them takes a millisecond, not a fraction of it."""
    each: int = 1
    """So many small things each of them is."""


def do_in_parts(row: Row) -> None:
    """Do all of it: alone, or with copies. What ``here`` raises is raised, and ends the copies."""
    with closing(Parts(row)) as parts:
        parts.do()


@contextmanager
def beside(work: Callable[[], None], count: int) -> Iterator[None]:
    """Have a copy do some work meanwhile, of which nothing comes back. Without one it is done here, at once.

    ``count`` says how much of it there is. What was lost with the copy is done here in the end.
    """
    copy = start(lambda _: work()) if count >= FEW_LONG and _most_copies() else None
    if copy is None:
        work()
        yield
        return
    with closing(copy):
        yield
        try:
            deque(copy.rest(), maxlen=0)
        except Lost:
            work()


class Parts:
    """One row of work, and the copies that have a part in it, until it is closed.

    ``answer`` is what a copy does with a question once the row is done: it yields bytes.
    """

    def __init__(self, row: Row, answer: Answer | None = None) -> None:
        self._row, self._answer = row, answer
        self._often = max(AT_ONCE // row.each, 1)
        self._size = max(self._often, -(-row.count // _MOST_PIECES))
        self._pieces = -(-row.count // self._size)
        self._left = set(range(self._pieces))
        self._copies: list[Copy] = []
        self._count = 0

    def do(self) -> None:
        """Do all of it. What ``here`` raises is raised."""
        helpers, few = _most_copies(), FEW_LONG if self._row.is_long else FEW
        if helpers and self._row.count * self._row.each >= few:
            self._with_copies(helpers)
        for piece in sorted(self._left):
            self._do_here(piece)

    def ask(self, question: Callable[[], Any]) -> None:
        """Ask the copies, which begin to answer. The question is plain data, and made only for somebody."""
        if self._copies:
            asked = as_json(question())
            for copy in self._copies[:]:
                try:
                    copy.ask(asked)
                except Lost:
                    self._let_go(copy)

    def answers(self, meanwhile: Iterable[object]) -> Iterator[bytes]:
        """Yield what the copies that were asked answer; ``meanwhile`` is stepped through while they do."""
        for _ in meanwhile:
            yield from self._all_of(Copy.at_hand)
        yield from self._all_of(Copy.rest)

    def close(self) -> None:
        """End the copies, whatever they do."""
        for copy in self._copies:
            copy.close()
        self._copies = []

    def _with_copies(self, helpers: int) -> None:
        queue, filling = os.pipe()
        try:
            os.write(filling, b"".join(map(_NUMBER.pack, range(self._pieces))))
            os.close(filling)
            answer = self._answer and self._put_answer
            for _ in range(helpers):
                if copy := start(lambda put: self._be_a_copy(queue, put), answer):
                    self._copies.append(copy)
            if self._copies:
                self._share(queue)
        finally:
            os.close(queue)

    def _share(self, queue: int) -> None:
        while (piece := _next(queue)) is not None:
            self._do_here(piece)
        self._take_all(Copy.rest)

    def _take_all(self, parts: Callable[[Copy], Iterator[bytes]]) -> None:
        for piece, found in map(json.loads, self._all_of(parts)):
            self._take(piece, found)

    def _all_of(self, parts: Callable[[Copy], Iterator[bytes]]) -> Iterator[bytes]:
        """Yield what has come, copy by copy. One that is lost is let go."""
        for copy in self._copies[:]:
            try:
                yield from parts(copy)
            except Lost:
                self._let_go(copy)

    def _let_go(self, copy: Copy) -> None:
        self._copies.remove(copy)
        copy.close()

    def _be_a_copy(self, queue: int, put: Put) -> None:
        while (piece := _next(queue)) is not None:
            found = [self._row.there(each) for each in self._in(piece)]
            put(as_json([piece, found]))

    def _put_answer(self, question: bytes, put: Put) -> None:
        assert self._answer
        for found in self._answer(json.loads(question)):
            put(found)

    def _take(self, piece: int, found: list[Any]) -> None:
        for each, plain in zip(self._in(piece), found, strict=True):
            if plain is NOT_HERE:
                self._row.here(each)
            else:
                self._row.take(each, plain)
        self._is_done(piece)

    def _do_here(self, piece: int) -> None:
        """Copies are heard now and then: a pipe holds little, and they would have to wait."""
        often = 1 if self._row.is_long else self._often
        for count, each in enumerate(self._in(piece), 1):
            self._row.here(each)
            if count % often == 0:
                self._take_all(Copy.at_hand)
        self._is_done(piece)

    def _is_done(self, piece: int) -> None:
        self._left.discard(piece)
        self._count += len(self._in(piece))
        self._row.tell(self._count)

    def _in(self, piece: int) -> range:
        begin = piece * self._size
        return range(begin, min(begin + self._size, self._row.count))


def _most_copies() -> int:
    return max(0, min(system.processors(), _MOST_PROCESSES) - 1)


def _next(queue: int) -> int | None:
    raw = os.read(queue, _NUMBER.size)
    return _NUMBER.unpack(raw)[0] if raw else None
