"""A copy of this process, on Linux: it does some work and ends. It never gets back to where it was made.

The copy has one thread, whatever the others were doing; so none is made while others run. A signal
that asks to stop ends it at once, and so does the end of whoever made it, however that came about.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

assert sys.platform == "linux"

_LIBC = ctypes.CDLL(None, use_errno=True)
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_ASKED = (signal.SIGINT, signal.SIGTERM)
_TASKS = Path("/proc/self/task")
_WAITS = 100
_WAIT_SECONDS = 0.001


def is_alone() -> bool:
    """Tell whether this process has one thread. One that was joined just now may take a moment to be gone."""
    if threading.active_count() > 1:
        return False
    for _ in range(_WAITS):
        if len(list(_TASKS.iterdir())) == 1:
            return True
        time.sleep(_WAIT_SECONDS)
    return False


def start(work: Callable[[], None]) -> int:
    """Do some work in a copy, and return its number. Raises OSError.

    No handler of ours may run in the copy, not even before it has taken its own: it would raise
    through everything that is under way here.
    """
    parent = os.getpid()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ASKED)
    try:
        number = os.fork()
        if number == 0:
            _be_a_copy(work, parent, before)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return number


def _be_a_copy(
    work: Callable[[], None], parent: int, mask: "set[int | signal.Signals]"
) -> NoReturn:
    code = 1
    try:
        for number in _ASKED:
            signal.signal(number, signal.SIG_DFL)
        _LIBC.prctl(_END_WITH_PARENT, signal.SIGKILL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if os.getppid() == parent:
            work()
            code = 0
    finally:
        os._exit(code)


def end(number: int) -> None:
    """End a copy, if it has not ended, and let it be forgotten."""
    try:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
    except (ProcessLookupError, ChildProcessError):
        return
