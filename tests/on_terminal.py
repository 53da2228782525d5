"""A command on a terminal of its own, with keys that are typed once something was shown."""

import errno
import os
import re
import select
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.forked import be_vaultkit
from tests.posix import pty

_PATIENCE_SECONDS = 60
_AT_THE_START = ("LC_", "LANG", "PYTHON")
"""What Python reads when it starts, and never again."""

STYLE = re.compile(r"\x1b\[[0-9;]*m")
Key = tuple[str, bytes]
"""What must have been shown, after the last key, before these bytes are typed."""


def on_terminal(
    root: Path,
    *arguments: object,
    width: int | None = 80,
    keys: Sequence[Key] = (),
    env: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Return the exit code and all that was shown. ``width`` None leaves it to the program."""
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(root)
        os.environ |= {"TERM": "xterm-256color", "PYTHONIOENCODING": ""}
        os.environ.pop("NO_COLOR", None)
        os.environ.pop("COLUMNS", None)
        if width is not None:
            os.environ["COLUMNS"] = str(width)
        os.environ |= env or {}
        if not any(name.startswith(_AT_THE_START) for name in env or {}):
            be_vaultkit(*arguments)
        os.execv(sys.executable, [sys.executable, "-m", "vaultkit", *map(str, arguments)])
    try:
        shown = _talk(terminal, list(keys))
    finally:
        os.close(terminal)  # which ends whoever still waits for a key
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code, shown.decode().replace("\r\n", "\n")


def _talk(terminal: int, keys: list[Key]) -> bytes:
    """Type each key once its sign was shown. Fails when nothing is shown any more, with what there was."""
    shown, seen = b"", 0
    while True:
        assert select.select([terminal], [], [], _PATIENCE_SECONDS)[0], shown.decode()
        piece = _read(terminal)
        if not piece:
            return shown
        shown += piece
        while keys and (place := shown.find(keys[0][0].encode(), seen)) >= 0:
            seen = place + len(keys[0][0].encode())
            os.write(terminal, keys.pop(0)[1])


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError as error:
        if error.errno == errno.EIO:  # how Linux says that the other end is closed
            return b""
        raise
