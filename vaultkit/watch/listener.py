"""A thread of ours that waits for something to be read, and that can be stopped and started again."""

import os
import select
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Listener:
    """Calls ``hear`` whenever there is something to be read from ``fd``, from ``start`` on until ``stop``."""

    def __init__(self, fd: int, hear: Callable[[], None]) -> None:
        self._fd, self._hear = fd, hear
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def start(self) -> None:
        """Begin, or go on."""
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Wait until the thread has ended; what comes from now on stays to be read."""
        os.write(self._wake, b"x")
        self._thread.join()
        os.read(self._woken, 1)

    @contextmanager
    def still(self) -> Iterator[None]:
        """Have the thread pause meanwhile."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def is_alive(self) -> bool:
        """Tell whether the thread runs."""
        return self._thread.is_alive()

    def let_go(self) -> None:
        """Give back what it has open. It must have been stopped, or never been started."""
        os.close(self._woken)
        os.close(self._wake)

    def _listen(self) -> None:
        ready = select.poll()
        ready.register(self._fd, select.POLLIN)
        ready.register(self._woken, select.POLLIN)
        while True:
            fds = [fd for fd, _ in ready.poll()]
            if self._woken in fds:
                return
            self._hear()
