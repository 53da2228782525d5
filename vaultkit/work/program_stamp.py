"""What changes with this program: whatever is remembered was made by this very one, or does not count."""

import hashlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path

import vaultkit

_READERS = ("frontmatter", "yaml")


def files_stamp(folder: str) -> bytes:
    """Return what changes with any file in a folder or below it; a link counts as what it leads to. Raises OSError."""
    told = hashlib.blake2b(digest_size=32)
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_dir(follow_symlinks=False):
                    waiting += [] if entry.name == "__pycache__" else [entry.path]
                else:
                    info = entry.stat()
                    line = f"{entry.path}\0{info.st_size}\0{info.st_mtime_ns}\0"
                    told.update(os.fsencode(line))
    return told.digest()


def cache_key(*given: object) -> bytes | None:
    """Return the key of what is kept: by the program, its readers of YAML, and all that is given; None for no key."""
    told = hashlib.blake2b(digest_size=32)
    try:
        # An installation may be edited, or be replaced in place.
        told.update(files_stamp(str(Path(vaultkit.__file__).parent)))
        for name in _READERS:
            found = find_spec(name)
            info = Path(found.origin or "").stat() if found else None
            told.update(repr(info and (info.st_ino, info.st_size, info.st_mtime_ns)).encode())
    except OSError:
        return None
    told.update(repr((sys.version, given)).encode("utf-8", "surrogateescape"))
    return told.digest()
