"""Who asks, and what a small file says: what every question is told with.

Whatever is found out here costs a few calls of the system and loads nothing.
"""

import os
import stat
import sys

from vaultkit.disk import early
from vaultkit.disk.cache_file import read_all
from vaultkit.disk.digests import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VARIABLES = frozenset(
    (
        *("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LANG", "LANGUAGE", "TZ"),
        *("COLUMNS", "LINES", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR"),
        *("TTY_COMPATIBLE", "TTY_INTERACTIVE", "UNICODE_VERSION", "DATABRICKS_RUNTIME_VERSION"),
        *("JUPYTER_COLUMNS", "JUPYTER_LINES"),
        *("TERMINAL_WIDTH", "GITHUB_ACTIONS", "PY_COLORS"),
    )
)
_VARIABLES_BEGIN = ("LC_", "PYTHON", "VAULTKIT", "TYPER", "_TYPER")
"""What of the environment may change a word, a color or the width: ours, Python's and those of what draws.

That is Rich for tables, and Typer for the help.
"""


def of_the_process(
    program: bytes, words: "Sequence[str]", environ: "Mapping[str, str]"
) -> tuple[object, ...]:
    """Return what an answer depends on of Python, the words, the environment and the streams."""
    return (
        (program, sys.version, sys.flags, sys.path, sys.getfilesystemencoding()),
        (*words,),
        sorted(filter(_matters, environ.items())),
        [_stream(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)],
        _terminal_size(),
    )


def _matters(variable: tuple[str, str]) -> bool:
    return variable[0] in _VARIABLES or variable[0].startswith(_VARIABLES_BEGIN)


def _stream(stream: object) -> object:
    """Return what tells how a stream takes a text. Raises ValueError for one that is closed."""
    if stream is None:
        return None
    is_terminal = stream.isatty()  # type: ignore[attr-defined]
    return is_terminal, *(getattr(stream, name, None) for name in ("encoding", "errors"))


def _terminal_size() -> object:
    try:
        return tuple(os.get_terminal_size(sys.__stdout__.fileno()))  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return None


def file_told(path: str, most: int) -> tuple[object, bytes | None]:
    """Return what tells a file from another, and its bytes; None for those of what is no plain file of that size."""
    try:
        fd = os.open(path, early.READ)
    except OSError as error:
        return error.errno, None
    try:
        info = os.fstat(fd)
        told = (info.st_mode, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
        if not stat.S_ISREG(info.st_mode) or info.st_size > most:
            return told, None
        return told, read_all(fd, most)
    finally:
        os.close(fd)


def text_told(path: str, most: int) -> object:
    """Return the bytes of a small file, whenever it was written; what tells it where they are not for us to read."""
    told, raw = file_told(path, most)
    return told if raw is None else raw


def digest(told: object) -> bytes:
    """Return one digest of values that are told by their ``repr``."""
    return blake2b(repr(told).encode("utf-8", "surrogateescape"), digest_size=32).digest()
