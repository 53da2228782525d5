"""How a write ended, as a value."""

import errno
from dataclasses import dataclass
from typing import Literal, Protocol

from vaultkit.core.problem import Problem, problem

Kind = Literal["written", "same", "changed", "busy", "refused"]

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


class Change(Protocol):
    """What is written: ``wanted``, over the very bytes ``base`` and no others."""

    @property
    def path(self) -> str: ...
    @property
    def base(self) -> bytes: ...
    @property
    def wanted(self) -> bytes: ...


@dataclass(frozen=True)
class Replacement:
    """A change that is given as two whole texts."""

    path: str
    base: bytes
    wanted: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of one change.

    ``written``: the note holds the wanted bytes, and ``same``: it did already. ``changed``:
    somebody else saved it, so read and plan again. ``busy``: somebody has it open, or git is at
    work; try later. ``refused``: it cannot be written, and the problem says why.
    """

    path: str
    kind: Kind
    problem: Problem | None = None


class Refused(Exception):
    """The note is left alone, for the reason that the problem tells."""

    def __init__(self, found: Problem) -> None:
        self.problem = found
        super().__init__(found.code)


class Unfinished(Exception):
    """The disk failed when the note was no longer as it was; the next start mends it."""


def disk_problem(path: str, error: OSError) -> Problem:
    """Return what a person has to know when the disk refused a write. The note is as it was."""
    if error.errno in _FULL:
        return problem(path, 1, "disk-full")
    if error.errno in _READ_ONLY:
        return problem(path, 1, "read-only")
    return problem(path, 1, "not-written", reason=error.strerror or error)
