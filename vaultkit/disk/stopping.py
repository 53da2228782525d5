"""Ctrl-C, SIGTERM and Ctrl-Break: obeyed at once, but never within a batch of notes that is being written.

Between two batches, and while notes are read and planned, the signal's handler raises Stopped.
While something holds it up, the signal is remembered, and Stopped raised when that is over. A
watcher holds it up as a whole, asks between its turns, and lets it through during an attempt.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = ("SIGINT", "SIGTERM", "SIGBREAK")
"""The last one is Windows' own: Ctrl-Break, and a console window that is closed."""


class Stopped(KeyboardInterrupt):
    """The command was asked to end; ``number`` is the signal's."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


class _State:
    """What the handler and the main thread share: a process has one set of handlers only."""

    held = 0
    number = 0


stop_asked = threading.Event()
"""Set from the first signal on."""


@contextmanager
def signals_obeyed() -> Iterator[None]:
    """Have each of the signals raise Stopped. In any other thread than the main one nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _State.number = 0
    stop_asked.clear()
    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.signal(number, _came) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _State.number = 0


def _came(number: int, _: object) -> None:
    """Only the first signal counts: a second must not cut off what the first one has end."""
    if _State.number:
        return
    _State.number = number
    stop_asked.set()
    if not _State.held:
        raise Stopped(number)


def signal_that_came() -> int:
    """Return the number of the signal that asked to stop, 0 while none has."""
    return _State.number


@contextmanager
def held_up() -> Iterator[None]:
    """Do something whole: a signal that comes meanwhile raises Stopped afterwards."""
    _State.held += 1
    try:
        yield
    finally:
        _State.held -= 1
    _raise_if_asked()


@contextmanager
def let_through() -> Iterator[None]:
    """Within something that holds signals up, obey them at once."""
    held, _State.held = _State.held, 0
    try:
        _raise_if_asked()
        yield
    finally:
        _State.held = held


def _raise_if_asked() -> None:
    if _State.number and not _State.held:
        raise Stopped(_State.number)
