"""Copies of this process that do a part of the work, and what they hand back: bytes, part by part.

A copy only reads, but for what the cache keeps. It ends with this process, and is ended with
whatever it was made for. What it has not handed back whole counts as not done.
"""

import os
import select
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

from vaultkit.disk.stopping import held_up
from vaultkit.disk.system import system

_LENGTH = struct.Struct("<I")
_END = b""
_READ_BYTES = 1 << 20

Put = Callable[[bytes], None]
Pause = Callable[[], AbstractContextManager[None]]

_pauses: list[Pause] = []
"""What has our own threads pause: a process has one set of threads only."""


class Lost(Exception):
    """A copy ended before its work was done."""


class Copy:
    """One copy under way: ``number`` is the process's, ``fd`` what it writes into."""

    def __init__(self, number: int, fd: int) -> None:
        self._number, self._fd = number, fd
        self._raw = bytearray()
        self._is_done = False

    def at_hand(self) -> Iterator[bytes]:
        """Yield the parts that have come by now; nothing is waited for. Raises Lost."""
        while not self._is_done and select.select([self._fd], [], [], 0)[0]:
            yield from self._read()

    def rest(self) -> Iterator[bytes]:
        """Yield all parts that are still to come, as they come. Raises Lost."""
        while not self._is_done:
            yield from self._read()

    def close(self) -> None:
        """End it, whatever it does."""
        system.end_copy(self._number)
        os.close(self._fd)

    def _read(self) -> Iterator[bytes]:
        raw = os.read(self._fd, _READ_BYTES)
        if not raw:
            self._is_done = True
            raise Lost
        self._raw += raw
        at = 0
        while len(self._raw) >= at + _LENGTH.size:
            begin = at + _LENGTH.size
            end = begin + _LENGTH.unpack_from(self._raw, at)[0]
            if len(self._raw) < end:
                break
            part, at = bytes(self._raw[begin:end]), end
            if part == _END:
                self._is_done = True
                return
            yield part
        del self._raw[:at]


def start(work: Callable[[Put], None]) -> Copy | None:
    """Have a copy do some work, which hands each part to ``put``; None where no copy can be made.

    A part holds at least one byte. Our own threads pause meanwhile, and go on whatever signal comes.
    """
    copy = None
    try:
        with held_up():
            copy = _start(work)
    except BaseException:
        if copy:
            copy.close()
        raise
    return copy


def _start(work: Callable[[Put], None]) -> Copy | None:
    reading, writing = os.pipe()

    def be_a_copy() -> None:
        os.close(reading)
        _pauses.clear()  # those threads are not here
        with open(writing, "wb") as pipe:
            work(lambda part: _put(pipe.write, part))
            _put(pipe.write, _END)

    number: int | None = None
    try:
        with ExitStack() as pauses:
            for pause in _pauses:
                pauses.enter_context(pause())
            number = system.start_copy(be_a_copy)
    finally:
        os.close(writing)
        if number is None:
            os.close(reading)
    return None if number is None else Copy(number, reading)


def _put(write: Callable[[bytes], object], part: bytes) -> None:
    write(_LENGTH.pack(len(part)))
    write(part)


@contextmanager
def paused_by(pause: Pause) -> Iterator[None]:
    """Have some threads of ours pause while a copy is made: they would be missing in it."""
    _pauses.append(pause)
    try:
        yield
    finally:
        _pauses.remove(pause)
