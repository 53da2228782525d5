"""Copies of this process that do a part of the work, and what they hand back: bytes, part by part.

A copy may stay, and be asked for more of what it holds by then. It only reads, but for what the
cache keeps. It ends with this process, and is ended with whatever it was made for. What it has not
handed back whole counts as not done.
"""

import os
import select
import struct
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from typing import BinaryIO

from vaultkit.disk.stopping import held_up
from vaultkit.disk.system import system

_LENGTH = struct.Struct("<I")
_END = b""
_READ_BYTES = 1 << 20

Put = Callable[[bytes], None]
Answer = Callable[[bytes, Put], None]
Pause = Callable[[], AbstractContextManager[None]]

_pauses: list[Pause] = []
"""What has our own threads pause: a process has one set of threads only."""


class Lost(Exception):
    """A copy ended before its work was done."""


class Copy:
    """One copy under way: ``number`` is the process's, ``fd`` what it writes into, ``asking`` what it listens to."""

    def __init__(self, number: int, fd: int, asking: int) -> None:
        self._number, self._fd, self._asking = number, fd, asking
        self._raw = bytearray()
        self._is_done = False

    def ask(self, question: bytes) -> None:
        """Ask for more, once all parts have come. Raises Lost."""
        self._is_done = False
        try:
            with open(self._asking, "wb", closefd=False) as pipe:
                _put(pipe.write, question)
        except BrokenPipeError as error:
            raise Lost from error

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
        os.close(self._asking)

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
                break
            yield part
        del self._raw[:at]


def start(work: Callable[[Put], None], answer: Answer | None = None) -> Copy | None:
    """Have a copy do some work, which hands each part to ``put``; None where no copy can be made.

    With ``answer`` it stays afterwards, and does that with each question. A part, and a question,
    holds at least one byte. Our own threads pause meanwhile, and go on whatever signal comes.
    """
    copy = None
    try:
        with held_up():
            copy = _start(work, answer)
    except BaseException:
        if copy:
            copy.close()
        raise
    return copy


def _start(work: Callable[[Put], None], answer: Answer | None) -> Copy | None:
    reading, writing = os.pipe()
    hearing, asking = os.pipe()

    def be_a_copy() -> None:
        os.close(reading)
        os.close(asking)
        _pauses.clear()  # those threads are not here
        with open(writing, "wb") as pipe, open(hearing, "rb") as questions:
            _work(work, pipe)
            while answer and (question := _heard(questions)):
                _work(partial(answer, question), pipe)

    number: int | None = None
    try:
        with ExitStack() as pauses:
            for pause in _pauses:
                pauses.enter_context(pause())
            number = system.start_copy(be_a_copy)
    finally:
        os.close(writing)
        os.close(hearing)
        if number is None:
            os.close(reading)
            os.close(asking)
    return None if number is None else Copy(number, reading, asking)


def _work(work: Callable[[Put], None], pipe: BinaryIO) -> None:
    work(lambda part: _put(pipe.write, part))
    _put(pipe.write, _END)
    pipe.flush()


def _heard(questions: BinaryIO) -> bytes:
    """Return the next question; nothing once whoever asks has gone."""
    length = questions.read(_LENGTH.size)
    return questions.read(*_LENGTH.unpack(length)) if length else b""


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
