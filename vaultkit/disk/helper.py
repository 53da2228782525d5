"""A copy of this process that does what it takes from a queue, and in the end tells of all of it.

Whoever put something into the queue may take it out again. Nothing is promised: a copy may die with
what it took, and that is then to be done here.
"""

import os

from vaultkit.disk import early, fork

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_BYTES = 1 << 16
"""Of one piece of work."""


class Helper:
    """One such copy under way: ``queue`` takes work, which comes out at ``work`` for whoever reads it first.

    To be closed.
    """

    def __init__(self, number: int, queue: int, work: int, answer: int) -> None:
        self._number, self._queue, self._work, self._answer = number, queue, work, answer

    def takes(self, piece: bytes) -> bool:
        """Put a piece of work into the queue; False where it is full, or the piece too long."""
        try:
            return len(piece) <= LONGEST_BYTES and os.write(self._queue, piece) > 0
        except OSError:
            return False

    def left(self) -> "Iterator[bytes]":
        """Let nothing more into the queue, and yield what nobody has taken."""
        queue, self._queue = self._queue, -1
        os.close(queue)
        while piece := os.read(self._work, LONGEST_BYTES):
            yield piece

    def told(self) -> bytes:
        """Return what it tells, once it has done what it took. What a copy tells that dies may be cut off."""
        with open(self._answer, "rb", closefd=False) as answer:
            return answer.read()

    def close(self) -> None:
        """End it, whatever it does."""
        fork.end(self._number)
        _close(self._queue, self._work, self._answer)


def helper(do: "Callable[[bytes], bytes]") -> Helper | None:
    """Have a copy do pieces of work; None where none can be made, or it would have no processor of its own."""
    if not early.HAS_COPIES or fork.processors() < 2:
        return None
    opened: list[int] = []
    try:
        if not fork.is_alone():
            return None
        opened += _queue()
        opened += os.pipe()
        queue, work, answer, answering = opened
        parent = os.getpid()

        def be_a_copy() -> None:
            _close(queue, answer)
            told = []
            while os.getppid() == parent and (piece := os.read(work, LONGEST_BYTES)):
                told.append(do(piece))
            with open(answering, "wb") as file:
                file.write(b"".join(told))

        number = fork.start(be_a_copy)
    except OSError:
        _close(*opened)
        return None
    except BaseException:
        _close(*opened)
        raise
    os.close(answering)
    return Helper(number, queue, work, answer)


def _queue() -> tuple[int, int]:
    """Return both ends of a queue: what is written at once is read at once, by one reader; a full one refuses."""
    import _socket

    ends = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
    queue, work = (end.detach() for end in ends)
    os.set_blocking(queue, False)
    return queue, work


def _close(*descriptors: int) -> None:
    for each in descriptors:
        if each >= 0:
            os.close(each)
