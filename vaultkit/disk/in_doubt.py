"""Which notes a crash has left in doubt: for who only reads, and for the recovery that mends them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk.journal import Journal
from vaultkit.disk.vault import Vault
from vaultkit.errors import StateError

if TYPE_CHECKING:
    from vaultkit.disk.journal_file import PastRun, Record

WAITS = "recovery-waits"

_FOR_NOW = ("unreadable", "disk-away", "in-use")
"""Why a note could not be read that may be half written: only with its bytes can that be told."""

Stand = Literal["whole", "torn", "changed", "unread"]
"""How a note stands whose write nobody saw the end of. ``changed`` is: by somebody, since."""


def broken_off(vault: Vault, journal: Journal) -> Mapping[str, Problem]:
    """Return the notes that a crash left half written, or that somebody saved after one, by path.

    For who only reads: nothing is changed, and without a journal that can be read there are none.
    """
    found: dict[str, Problem] = {}
    try:
        for past in journal.seen_unfinished():
            if is_of(vault, journal, past):
                found |= dict(_broken_off_in(vault, past))
    except StateError:
        return {}
    return found


def unreadable_unfinished(journal: Journal) -> tuple[Problem, ...]:
    """Return what to tell of runs that broke off and cannot be read: no note can be mended from them.

    It is told until the person removes their files. Raises StateError.
    """
    return tuple(
        problem(str(run.file), 1, "run-broken-unreadable", when=run.second.replace("T", " "))
        for run in journal.damaged_unfinished()
    )


def unreadable_runs(past: "Iterable[PastRun]") -> tuple[Problem, ...]:
    """Return what to tell of finished runs that cannot be read, in full or in part."""
    return tuple(hint(str(run.file), 1, "run-unreadable") for run in past if run.is_damaged)


def _broken_off_in(vault: Vault, past: "PastRun") -> Iterator[tuple[str, Problem]]:
    for record in past.records:
        path = record.planned.path
        stand = stand_of(record, vault.read_bytes(path))
        if stand in ("torn", "unread"):
            yield path, problem(path, 1, WAITS)
        elif stand == "changed":
            yield path, problem(path, 1, "recovery-pending")


def is_of(vault: Vault, journal: Journal, past: "PastRun") -> bool:
    """Tell whether a run was one on this vault: of one that is gone, a note that it tore is the proof."""
    if journal.is_own(past):
        return True
    return any(
        stand_of(record, vault.read_bytes(record.planned.path)) == "torn" for record in past.records
    )


def stand_of(record: "Record", raw: bytes | Problem) -> Stand:
    old, new = record.planned.old, record.planned.new
    if record.ended is not None or old is None or new is None or raw in (old, new):
        return "whole"
    if isinstance(raw, bytes) and is_half_written(raw, old, new):
        return "torn"
    if not record.begun:
        return "whole"
    return "unread" if isinstance(raw, Problem) and raw.code in _FOR_NOW else "changed"


def is_half_written(raw: bytes, old: bytes, new: bytes) -> bool:
    """Tell whether this is what is left of a write that was cut short.

    That is the start of ``new`` and the rest of ``old``; where it was cut short while the old
    bytes were put back, the start of ``old`` before that.
    """
    from vaultkit.disk.write_lease import first_difference  # all else there is for who writes

    begins = first_difference(raw, old)
    reached = begins + first_difference(raw[begins:], new[begins:])
    return raw[reached:] == old[reached:]
