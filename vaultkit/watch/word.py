"""The watcher's word, as the watcher says it: who knocks on its socket is told how things stand.

Nothing is read from whoever knocks, and nobody is waited for: garbage, half a line or silence
cannot hold it up. Where the socket cannot be made, there is none, and every command looks for
itself as ever.
"""

import os
import socket
import struct
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from vaultkit.disk.word import SOCKET, open_private, said
from vaultkit.watch.inotify import Tally
from vaultkit.watch.listener import Listener

_WAITING = 64
_PEER = struct.Struct("3i")


class Word:
    """Says a tally to whoever knocks, until it is closed. ``folder`` is the vault's folder of state.

    Raises OSError where it cannot begin: a folder that is open to others is not used.
    """

    def __init__(self, folder: Path, tally: Callable[[], Tally | None]) -> None:
        self._tally = tally
        self._folder = open_private(str(folder))
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener = Listener(self._socket.fileno(), self._answer)
        try:
            self._begin()
        except BaseException:
            self._let_go()
            raise

    def _begin(self) -> None:
        """One that a watcher left when it was killed goes: there is one watcher at a time."""
        with suppress(FileNotFoundError):
            os.unlink(SOCKET, dir_fd=self._folder)
        self._socket.bind(f"/proc/self/fd/{self._folder}/{SOCKET}")
        os.chmod(SOCKET, 0o600, dir_fd=self._folder)
        self._socket.listen(_WAITING)
        self._socket.setblocking(False)
        self._own = os.stat(SOCKET, dir_fd=self._folder, follow_symlinks=False).st_ino
        self._listener.start()

    def close(self) -> None:
        """Say no more."""
        self._listener.stop()
        with suppress(OSError):
            if os.stat(SOCKET, dir_fd=self._folder, follow_symlinks=False).st_ino == self._own:
                os.unlink(SOCKET, dir_fd=self._folder)
        self._let_go()

    def still(self) -> AbstractContextManager[None]:
        """Say nothing meanwhile. Whoever knocks waits."""
        return self._listener.still()

    def _let_go(self) -> None:
        self._listener.let_go()
        self._socket.close()
        os.close(self._folder)

    def _answer(self) -> None:
        """Tell all who wait at once: the tally is made after each of them has knocked."""
        others: list[socket.socket] = []
        with suppress(OSError):
            while len(others) < _WAITING:
                others.append(self._socket.accept()[0])
        tally = None
        with suppress(OSError):
            tally = self._tally()
        for other in others:
            with suppress(OSError), other:
                other.setblocking(False)
                if tally and _is_own(other):
                    other.send(said(*tally).encode("ascii"))


def _is_own(other: socket.socket) -> bool:
    """Tell whether whoever knocks is the person themselves."""
    told = other.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    _, user, _ = _PEER.unpack(told)
    return bool(user == os.geteuid())
