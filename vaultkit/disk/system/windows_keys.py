"""Single keys from Windows' console, which is asked for them one by one and needs no other mode."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vaultkit.disk.system.keys import Keys

_PAUSE_SECONDS = 0.02
_BEGINS_A_PAIR = ("\x00", "\xe0")
"""An arrow or a function key comes as one of these and a letter, which stands for none of the keys."""

_ESCAPE = "\x1b"
_MEANS = {"\r": "\n", "\x1a": "\x04"}
"""Enter, and Ctrl-Z for the end, as other terminals give them."""


class WindowsKeys(Keys):
    """``next_key`` waits for a key and ``is_pressed`` tells whether there is one: the calls of ``msvcrt``."""

    def __init__(self, next_key: Callable[[], str], is_pressed: Callable[[], bool]) -> None:
        self._next_key, self._is_pressed = next_key, is_pressed

    @contextmanager
    def taken(self) -> Iterator[None]:
        yield

    @contextmanager
    def given_back(self) -> Iterator[None]:
        yield

    def drop(self) -> None:
        while self._is_pressed():
            self._next_key()

    def read(self) -> str:
        """Not in one wait: a signal is told to Python only between two calls."""
        while not self._is_pressed():
            time.sleep(_PAUSE_SECONDS)
        key = self._next_key()
        if key == "\x03":
            raise KeyboardInterrupt
        if key in _BEGINS_A_PAIR:
            self._next_key()
            return _ESCAPE
        return _MEANS.get(key, key)
