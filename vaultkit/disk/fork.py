"""A copy of this process, on Linux: it does some work and ends. It never gets back to where it was made.

The copy has one thread, whatever the others were doing; so none is made while others run. A signal
that asks to stop ends it at once.

A command that is only asked whether anything has changed may come by here, so nothing slow is loaded:
signals and threads are asked for where Python itself has them.
"""

import _signal  # type: ignore[import-not-found, unused-ignore]
import os
import time
from _thread import _count as other_threads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

_ASKED = (_signal.SIGINT, _signal.SIGTERM)
_KILLED = 9
_TASKS = "/proc/self/task"
_WAITS = 100
_WAIT_SECONDS = 0.001


def processors() -> int:
    """Return how many processors we may use."""
    return len(os.sched_getaffinity(0))  # type: ignore[attr-defined, unused-ignore]


def is_alone() -> bool:
    """Tell whether this process has one thread. One that was joined just now may take a moment to be gone.

    Raises OSError.
    """
    for _ in range(_WAITS):
        if len(os.listdir(_TASKS)) == 1:
            return True
        if other_threads():  # a copy may count those that it has left behind
            return False
        time.sleep(_WAIT_SECONDS)
    return False


def start(work: "Callable[[], None]") -> int:
    """Do some work in a copy, and return its number. Raises OSError.

    No handler of ours may run in the copy, not even before it has taken its own: it would raise
    through everything that is under way here. One that raises here ends the copy.
    """
    number = 0
    before = _signal.pthread_sigmask(_signal.SIG_BLOCK, _ASKED)
    try:
        try:
            number = os.fork()  # type: ignore[attr-defined, unused-ignore]
            if number == 0:
                _be_a_copy(work, before)
        finally:
            _signal.pthread_sigmask(_signal.SIG_SETMASK, before)
    except BaseException:
        if number:
            end(number)
        raise
    return number


def _be_a_copy(work: "Callable[[], None]", mask: set[int]) -> "NoReturn":
    code = 1
    try:
        for number in _ASKED:
            _signal.signal(number, _signal.SIG_DFL)
        _signal.pthread_sigmask(_signal.SIG_SETMASK, mask)
        work()
        code = 0
    finally:
        os._exit(code)


def end(number: int) -> None:
    """End a copy, if it has not ended, and let it be forgotten."""
    try:
        os.kill(number, _KILLED)
        os.waitpid(number, 0)
    except (ProcessLookupError, ChildProcessError):
        return
