"""The libraries that notes are read with and tables drawn with: another one may give another answer."""

import hashlib
import sys
from importlib.util import find_spec

from vaultkit.disk.printed import reader_stamp
from vaultkit.disk.program import program_stamp

_READERS = ("frontmatter", "yaml")
_DRAWERS = ("rich",)


def cache_key(*given: object) -> bytes | None:
    """Return the key of what is kept: by the program, its readers of YAML, and all that is given; None for no key."""
    told = hashlib.blake2b(digest_size=32)
    try:
        told.update(program_stamp())
    except OSError:
        return None
    told.update(repr((sys.version, reader_stamps(), given)).encode("utf-8", "surrogateescape"))
    return told.digest()


def reader_stamps(*, drawn: bool = False) -> tuple[str, ...]:
    """Return the files of the libraries that notes are read with, each with what changes with it.

    With ``drawn`` also that of the library for tables, where it was used.
    """
    names = (*_READERS, *(_DRAWERS if drawn and _DRAWERS[0] in sys.modules else ()))
    specs = (find_spec(name) for name in names)
    return tuple(reader_stamp(spec.origin) for spec in specs if spec and spec.origin)
