"""How a write ended, as a value."""

from typing import Literal, Protocol

from vaultkit.core.text.problem import Problem, problem
from vaultkit.disk.disk_cause import Cause, cause, keyed
from vaultkit.value import frozen

Kind = Literal["written", "same", "changed", "busy", "refused"]

_CODES: dict[Cause, str] = {
    "full": "disk-full",
    "quota": "disk-quota",
    "limit": "file-limit",
    "read-only": "disk-read-only",
    "no-right": "read-only",
    "no-folder": "linked-meanwhile",
}


class Change(Protocol):
    """What is written: ``wanted``, over the very bytes ``base`` and no others."""

    @property
    def path(self) -> str: ...
    @property
    def base(self) -> bytes: ...
    @property
    def wanted(self) -> bytes: ...


@frozen
class Replacement:
    """A change that is given as two whole texts."""

    path: str
    base: bytes
    wanted: bytes


@frozen
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
    code = _CODES.get(cause(error))
    return (
        problem(path, 1, code)
        if code
        else problem(path, 1, "not-written", reason=error.strerror or error)
    )


def not_made(path: str, error: OSError) -> Problem:
    """Return what a person has to know when the disk refused a new note. There is none."""
    return problem(path, 1, keyed("not-made", error), reason=error.strerror or error)
