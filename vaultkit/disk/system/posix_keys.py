"""Single keys from a terminal of POSIX; the terminal is given back whatever happens."""

import os
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vaultkit.disk.system.keys import Keys

assert sys.platform != "win32"


class PosixKeys(Keys):
    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._before = termios.tcgetattr(terminal)

    @contextmanager
    def taken(self) -> Iterator[None]:
        tty.setcbreak(self._terminal, termios.TCSADRAIN)
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def given_back(self) -> Iterator[None]:
        self._give_back()
        try:
            yield
        finally:
            with suppress(termios.error, OSError):
                tty.setcbreak(self._terminal, termios.TCSADRAIN)

    def drop(self) -> None:
        with suppress(termios.error, OSError):
            termios.tcflush(self._terminal, termios.TCIFLUSH)

    def read(self) -> str:
        try:
            return os.read(self._terminal, 1).decode("latin-1")
        except OSError:
            return ""

    def _give_back(self) -> None:
        with suppress(termios.error, OSError):  # one that is closed needs nothing any more
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)
