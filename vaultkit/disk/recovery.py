"""Putting texts back: after a crash, and when a person takes a run back.

Both go through the same safe write, and only over bytes that are vaultkit's own.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk.folder import Folder, let_go, read_bytes
from vaultkit.disk.in_doubt import WAITS, is_of, stand_of
from vaultkit.disk.journal import Journal, Run
from vaultkit.disk.journal_file import PastRun, Planned, Record
from vaultkit.disk.made_folders import made_above, take_away
from vaultkit.disk.run_file import NEVER_UNDONE
from vaultkit.disk.vault import LARGEST_NOTE, Vault
from vaultkit.disk.write import (
    Outcome,
    Replacement,
    create,
    remove,
    temporary_name,
    write,
    write_all,
)
from vaultkit.errors import StateError, UsageError
from vaultkit.value import frozen


@dataclass
class _Recovery:
    """One recovery: where it works, and what it has to tell."""

    vault: Vault
    journal: Journal
    run: Run
    told: list[Problem] = field(default_factory=list)


def recover(vault: Vault, journal: Journal) -> tuple[Problem, ...]:
    """Mend what a crash left half written; return what a person should know.

    Then forget what is old: never before it was looked at. A note that has ``recovery-waits``
    must not be written until a later recovery has mended it. Raises StateError and BusyError.
    """
    journal.claim()
    told: tuple[Problem, ...] = ()
    if journal.has_unfinished:
        with journal.alone(), journal.unfinished() as runs, journal.run("recover") as run:
            recovery = _Recovery(vault, journal, run)
            for past in runs:
                if is_of(vault, journal, past):
                    _recover(recovery, past)
            told = tuple(recovery.told)
    journal.sweep()
    return told


def _recover(recovery: _Recovery, past: PastRun) -> None:
    """A note that waits keeps the run unfinished; the others are noted as ended, and not looked at again."""
    ends = {}
    for record in past.records:
        if record.ended is None and (how := _ended(recovery, past, record)):
            ends[record.number] = how
    if ends:
        recovery.journal.settle(past, ends)
    are_settled = all(record.ended or record.number in ends for record in past.records)
    if are_settled and not past.is_damaged:  # of a damaged one nobody knows what it left
        recovery.journal.finish(past)


def _ended(recovery: _Recovery, past: PastRun, record: Record) -> str | None:
    """Settle one write that nobody saw the end of; return how it ended, None for not yet."""
    if record.begun and not _swept_beside(recovery, past, record):
        return None
    path, old = record.planned.path, record.planned.old
    raw = recovery.vault.read_bytes(path)
    if record.planned.new is None:
        return "written" if isinstance(raw, Problem) and raw.code == "missing" else "left"
    stand = stand_of(record, raw)
    if stand == "whole" or old is None:
        return "written" if raw == record.planned.new else "left"
    if stand == "torn" and isinstance(raw, bytes):
        outcome = write(recovery.vault, Replacement(path, raw, old), recovery.run)
        if outcome.kind in ("written", "same"):
            recovery.told.append(hint(path, 1, "recovered"))
            return "recovered"
    if stand == "changed":
        with suppress(StateError):  # what cannot be kept waits, and the others go on
            kept = recovery.run.keep(path, old, "recovery-unknown")
            recovery.told.append(hint(path, 1, "recovery-unknown", kept=kept))
            return "kept"
    recovery.told.append(problem(path, 1, WAITS))
    return None


def _swept_beside(recovery: _Recovery, past: PastRun, record: Record) -> bool:
    """Remove the temporary file of a swap that a crash interrupted; somebody's text in it is kept.

    False when it could not be kept: then it stays where it is.
    """
    temporary, planned = temporary_name(past.id, record.number), record.planned
    try:
        with recovery.vault.folder_of(planned.path) as folder:
            data = _content(folder, temporary)
            if not _is_known(data, planned):
                kept = recovery.run.keep(planned.path, data, "saved-aside")
                recovery.told.append(problem(planned.path, 1, "saved-aside", kept=kept))
            folder.remove(temporary)
    except OSError:
        return True
    except StateError:
        recovery.told.append(problem(planned.path, 1, WAITS))
        return False
    return True


def _content(folder: Folder, name: str) -> bytes:
    fd = folder.open(name)
    try:
        return read_bytes(fd, LARGEST_NOTE)
    finally:
        let_go(fd)


def _is_known(data: bytes, planned: Planned) -> bool:
    return data == planned.old or (planned.new is not None and planned.new.startswith(data))


def last_run(journal: Journal) -> PastRun | None:
    """Return the latest run that wrote a note and was not taken back yet; its records are those writes."""
    return next(undoable(journal.past()), None)


@frozen
class Undone:
    """What came of each write that was to be taken back, and the folders that are gone again, too."""

    outcomes: tuple[Outcome, ...]
    folders: tuple[str, ...]


def undo(
    vault: Vault,
    journal: Journal,
    run: Run,
    paths: Collection[str] = (),
    of: PastRun | None = None,
) -> Undone:
    """Take back the latest run, or the latest write of each of these notes; with ``of`` only that run's.

    A note that somebody has changed since is left, as ``changed``, and can be taken back still.
    A note that was written twice has two outcomes. Empty when there is nothing to take back.
    A folder that any run made goes with a note in it that is gone again, when nothing else is in it.
    Raises StateError.
    """
    todo = _to_undo(journal, paths, of)
    stay = (*_make_again(vault, todo, run), *_put_back(vault, todo, run))
    go = tuple(_take_away(vault, todo, run))
    gone = [outcome.path for outcome in go if outcome.kind == "written"]
    return Undone((*stay, *go), take_away(vault, made_above(gone, journal)))


def _to_undo(
    journal: Journal, paths: Collection[str], of: PastRun | None
) -> tuple[tuple[PastRun, Record], ...]:
    """The latest writes first, for a note may have been written twice in a run."""
    wanted, found = set(paths), []
    for past in (of,) if of else undoable(journal.past()):
        mine = [r for r in reversed(past.records) if not paths or r.planned.path in wanted]
        found += [(past, record) for record in mine]
        wanted -= {record.planned.path for record in mine}
        if not wanted:
            break
    return tuple(found)


def undoable(past: Iterable[PastRun]) -> Iterator[PastRun]:
    """Yield the runs that can be taken back, the latest first; their records are the writes that can."""
    taken: set[tuple[str, int]] = set()
    for run in past:
        taken |= run.took_back
        records = tuple(
            r for r in run.records if r.ended == "written" and (run.id, r.number) not in taken
        )
        if records and run.command and run.command not in NEVER_UNDONE:
            yield replace(run, records=records)


def _put_back(vault: Vault, todo: Sequence[tuple[PastRun, Record]], run: Run) -> Iterator[Outcome]:
    """The notes that were written before the ones that were made: a note may have been both."""
    written = [(past, record.number, _reversed(record)) for past, record in todo]
    changes = [(past, number, change) for past, number, change in written if change]
    outcomes = write_all(vault, [change for _, _, change in changes], run)
    for (past, number, _), outcome in zip(changes, outcomes, strict=True):
        yield _noted(vault, past, number, outcome, run)


def _reversed(record: Record) -> Replacement | None:
    old, new = record.planned.old, record.planned.new
    return None if old is None or new is None else Replacement(record.planned.path, new, old)


def _take_away(vault: Vault, todo: Sequence[tuple[PastRun, Record]], run: Run) -> Iterator[Outcome]:
    for past, record in todo:
        if record.planned.old is None and record.planned.new is not None:
            outcome = remove(vault, record.planned.path, record.planned.new, run)
            yield _noted(vault, past, record.number, outcome, run)


def _make_again(
    vault: Vault, todo: Sequence[tuple[PastRun, Record]], run: Run
) -> Iterator[Outcome]:
    """The notes that the run took away; where another one stands by now, that one stays."""
    for past, record in todo:
        path, old = record.planned.path, record.planned.old
        if old is None or record.planned.new is not None:
            continue
        try:
            create(vault, path, old, run)
            outcome = Outcome(path, "written")
        except UsageError as error:
            if error.key != "note-exists":
                raise
            outcome = Outcome(path, "changed")
        yield _noted(vault, past, record.number, outcome, run)


def _noted(vault: Vault, past: PastRun, number: int, outcome: Outcome, run: Run) -> Outcome:
    """A note that was left stays one that can be taken back: its text may be as it was one day."""
    if outcome.kind in ("written", "same"):
        run.took_back(past.id, number)
    if outcome.kind == "changed" and outcome.problem is None:
        return Outcome(outcome.path, "changed", problem(outcome.path, 1, _why(vault, outcome.path)))
    return outcome


def _why(vault: Vault, path: str) -> str:
    """Return the code for a note that is not as the run left it: it may have been renamed or deleted."""
    found = vault.read(path)
    is_gone = isinstance(found, Problem) and found.code == "missing"
    return "undo-gone" if is_gone else "undo-changed"
