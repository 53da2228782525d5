"""vaultkit in a process of its own, made by a fork: Python, and what the tests have loaded, need not start again.

What Python decides when it starts (``LC_ALL``, ``PYTHON…``) is as it was; a test of that starts Python.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from vaultkit.__main__ import main


def be_vaultkit(*words: object) -> NoReturn:
    """Be the command, in a process that was just forked, on whatever its three streams are."""
    sys.settrace(None)  # no coverage is counted here
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["vaultkit", *map(str, words)]
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)
    sys.stdout.reconfigure(line_buffering=sys.stdout.isatty())
    os._exit(_code_of(main))


def _code_of(work: Callable[[], object]) -> int:
    try:
        work()
        code = 0
    except SystemExit as stopped:
        code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    except BaseException:
        traceback.print_exc()
        code = 1
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with suppress(OSError):
            stream.flush()
    return code


def forked(work: Callable[[], object]) -> int:
    """Do the work in a fork without streams; return the exit code, or the signal's as a negative number."""
    child = os.fork()
    if not child:
        silenced()
        os._exit(_code_of(work))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def silenced(file: str | Path = os.devnull) -> None:
    """Take its three streams from a process that was just forked; what it says goes into a file."""
    silence = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    for stream in range(3):
        os.dup2(silence, stream)
