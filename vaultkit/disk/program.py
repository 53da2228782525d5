"""Which program this is, to the last file: an installation may be edited, or be replaced in place."""

import os

from vaultkit.disk.digests import blake2b

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

_known: list[bytes] = []
"""The stamp that ``program_stamp`` has returned, once it has: it is read from the disk only the first time."""


def program_stamp() -> bytes:
    """Return what changes with any file of this program, as it was when it was first asked for. Raises OSError.

    What takes its place while it runs is another program: of that one this process keeps nothing.
    """
    if not _known:
        _known.append(_stamp())
    return _known[0]


def _stamp() -> bytes:
    told: list[str] = []
    waiting = [PACKAGE]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting += [] if entry.name == "__pycache__" else [entry.path]
                else:
                    info = entry.stat()
                    told.append(f"{entry.path}\0{info.st_size}\0{info.st_mtime_ns}")
    told.sort()
    text = "\0".join(told).encode("utf-8", "surrogateescape")
    return blake2b(text, digest_size=32).digest()


def file_stamp(path: str) -> tuple[int, int, int] | None:
    """Return what changes when one file of another program is replaced; None where there is none."""
    try:
        info = os.stat(path)
    except OSError:
        return None
    return info.st_ino, info.st_size, info.st_mtime_ns
