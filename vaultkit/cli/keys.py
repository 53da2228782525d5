"""Single keys from a terminal, as they are pressed; the terminal is given back whatever happens."""

import os
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Keys:
    """One terminal. Within ``taken`` keys are read one by one and not echoed."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._before = termios.tcgetattr(terminal)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Read keys one by one. What was typed before stays, and waits its turn."""
        tty.setcbreak(self._terminal, termios.TCSADRAIN)
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def given_back(self) -> Iterator[None]:
        """For a while, be the terminal that it was: for a line, or another program."""
        self._give_back()
        try:
            yield
        finally:
            with suppress(termios.error, OSError):
                tty.setcbreak(self._terminal, termios.TCSADRAIN)

    def drop(self) -> None:
        """Forget the keys that were pressed and not read yet."""
        with suppress(termios.error, OSError):
            termios.tcflush(self._terminal, termios.TCIFLUSH)

    def read(self) -> str:
        """Return the next key; "" when there is nobody left to press one."""
        try:
            return os.read(self._terminal, 1).decode("latin-1")
        except OSError:
            return ""

    def _give_back(self) -> None:
        with suppress(termios.error, OSError):  # one that is closed needs nothing any more
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)
