"""Putting texts back: after a crash, and when a person takes a run back.

Both go through the same safe write, and only over bytes that are vaultkit's own.
"""

import os
from collections.abc import Collection, Iterator, Sequence

from vaultkit.core.problem import Problem, hint, problem
from vaultkit.folder import Folder, let_go, read_bytes
from vaultkit.journal import Journal, Run
from vaultkit.records import PastRun, Planned, Record
from vaultkit.vault import LARGEST_NOTE, Vault
from vaultkit.write import Outcome, Replacement, remove, temporary_name, write, write_all
from vaultkit.write.lease import first_difference

_NEVER_UNDONE = ("undo", "recover", "init")
"""Of a new vault only the last touches are in the journal: taking those back would leave half of it."""
_WAITS = "recovery-waits"
_FOR_NOW = ("unreadable", "in-use")
"""Why a note could not be read that may be half written: only with its bytes can that be told."""


def recover(vault: Vault, journal: Journal) -> tuple[Problem, ...]:
    """Mend what a crash left half written; return what a person should know.

    To be called when a command starts. Raises StateError.
    """
    journal.sweep()
    with journal.unfinished() as runs, journal.run("recover") as run:
        return tuple(found for past in runs for found in _recover(vault, journal, past, run))


def _recover(vault: Vault, journal: Journal, past: PastRun, run: Run) -> Iterator[Problem]:
    written, waits = [], False
    for record in past.records:
        if record.ended is not None:
            continue
        if record.begun:
            yield from _sweep_beside(vault, past, record, run)
        raw = vault.read_bytes(record.planned.path)
        if raw == record.planned.new:
            written.append(record.number)
            continue
        found = _mend(vault, record, raw, run)
        if found:
            waits = waits or found.code == _WAITS
            yield found
    if not waits:
        journal.finish(past, written)


def _mend(vault: Vault, record: Record, raw: bytes | Problem, run: Run) -> Problem | None:
    old, new, path = record.planned.old, record.planned.new, record.planned.path
    if old is None or new is None or raw == old:
        return None
    if isinstance(raw, bytes) and is_half_written(raw, old, new):
        outcome = write(vault, Replacement(path, raw, old), run)
        done = outcome.kind in ("written", "same")
        return hint(path, 1, "recovered") if done else problem(path, 1, _WAITS)
    if not record.begun:
        return None
    if isinstance(raw, Problem) and raw.code in _FOR_NOW:
        return problem(path, 1, _WAITS)
    return hint(path, 1, "recovery-unknown", kept=run.keep(path.rpartition("/")[2], old))


def is_half_written(raw: bytes, old: bytes, new: bytes) -> bool:
    """Tell whether this is what is left of a write that was cut short.

    That is the start of ``new`` and the rest of ``old``; where it was cut short while the old
    bytes were put back, the start of ``old`` before that.
    """
    begins = first_difference(raw, old)
    reached = begins + first_difference(raw[begins:], new[begins:])
    return raw[reached:] == old[reached:]


def _sweep_beside(vault: Vault, past: PastRun, record: Record, run: Run) -> Iterator[Problem]:
    """Remove the temporary file of a swap that a crash interrupted; somebody's text in it is kept."""
    temporary, planned = temporary_name(past.id, record.number), record.planned
    try:
        with vault.folder_of(planned.path) as folder:
            data = _content(folder, temporary)
            if not _is_known(data, planned):
                kept = run.keep(planned.path.rpartition("/")[2], data)
                yield problem(planned.path, 1, "saved-aside", kept=kept)
            folder.remove(temporary)
    except OSError:
        return


def _content(folder: Folder, name: str) -> bytes:
    fd = folder.open(name, os.O_RDONLY)
    try:
        return read_bytes(fd, LARGEST_NOTE)
    finally:
        let_go(fd)


def _is_known(data: bytes, planned: Planned) -> bool:
    return data == planned.old or (planned.new is not None and planned.new.startswith(data))


def last_run(journal: Journal) -> PastRun | None:
    """Return the latest run that wrote a note and was not taken back yet; its records are those writes."""
    return next(_undoable(journal), None)


def undo(vault: Vault, journal: Journal, paths: Collection[str] = ()) -> tuple[Outcome, ...]:
    """Take back the latest run, or the latest write of each of these notes.

    A note that somebody has changed since is left, as ``changed``. Empty when there is nothing
    to take back. Raises StateError.
    """
    with journal.run("undo") as run:
        todo = _to_undo(journal, paths)
        return (*_put_back(vault, todo, run), *_take_away(vault, todo, run))


def _to_undo(journal: Journal, paths: Collection[str]) -> tuple[tuple[PastRun, Record], ...]:
    """The latest writes first, for a note may have been written twice in a run."""
    wanted, found = set(paths), []
    for past in _undoable(journal):
        mine = [r for r in reversed(past.records) if not paths or r.planned.path in wanted]
        found += [(past, record) for record in mine]
        wanted -= {record.planned.path for record in mine}
        if not wanted:
            break
    return tuple(found)


def _undoable(journal: Journal) -> Iterator[PastRun]:
    taken: set[tuple[str, int]] = set()
    for past in journal.past():
        taken |= past.took_back
        records = tuple(r for r in past.records if r.ended == "written" and (past.id, r.number) not in taken)
        if records and past.command not in _NEVER_UNDONE:
            yield PastRun(past.id, past.command, past.file, records)


def _put_back(vault: Vault, todo: Sequence[tuple[PastRun, Record]], run: Run) -> Iterator[Outcome]:
    """The notes that were written before the ones that were made: a note may have been both."""
    written = [(past, record.number, _reversed(record)) for past, record in todo]
    changes = [(past, number, change) for past, number, change in written if change]
    outcomes = write_all(vault, [change for _, _, change in changes], run)
    for (past, number, _), outcome in zip(changes, outcomes, strict=True):
        yield _noted(past, number, outcome, run)


def _reversed(record: Record) -> Replacement | None:
    old, new = record.planned.old, record.planned.new
    return None if old is None or new is None else Replacement(record.planned.path, new, old)


def _take_away(vault: Vault, todo: Sequence[tuple[PastRun, Record]], run: Run) -> Iterator[Outcome]:
    for past, record in todo:
        if record.planned.old is None and record.planned.new is not None:
            outcome = remove(vault, record.planned.path, record.planned.new, run)
            yield _noted(past, record.number, outcome, run)


def _noted(past: PastRun, number: int, outcome: Outcome, run: Run) -> Outcome:
    """A note that somebody has changed since is done with, too: the next undo goes further back."""
    if outcome.kind in ("written", "same", "changed"):
        run.took_back(past.id, number)
    if outcome.kind == "changed" and outcome.problem is None:
        return Outcome(outcome.path, "changed", problem(outcome.path, 1, "undo-changed"))
    return outcome
