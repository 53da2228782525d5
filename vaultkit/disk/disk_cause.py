"""Why the system refused a write, in the few kinds that a person can do something about."""

import errno
from typing import Literal

Cause = Literal["full", "quota", "limit", "read-only", "no-right", "no-folder", "other"]

_CAUSES: dict[int, Cause] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "quota",
    errno.EFBIG: "limit",
    errno.EROFS: "read-only",
    errno.EACCES: "no-right",
    errno.EPERM: "no-right",
    errno.ENOTDIR: "no-folder",
    errno.ELOOP: "no-folder",
}


def cause(error: OSError) -> Cause:
    """Return the kind. ``limit`` is a limit on the size of files; ``read-only`` speaks of the whole disk.

    ``no-folder`` is a link or a file where a folder should be: no link is followed.
    """
    return _CAUSES.get(error.errno or 0, "other")


def keyed(key: str, error: OSError) -> str:
    """Return the key of the sentence that tells this kind of failure: ``<key>``, or ``<key>-<cause>``."""
    kind = cause(error)
    return key if kind == "other" else f"{key}-{kind}"
