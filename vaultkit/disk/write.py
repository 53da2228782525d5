"""The one way in which a note is changed: over the very bytes that the change was planned on.

The journal knows both texts before a note is touched, and one flush tells it of a whole batch.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack

from vaultkit.core.text.problem import Problem, problem
from vaultkit.disk import write_exchange
from vaultkit.disk.folder import let_go
from vaultkit.disk.journal import Run
from vaultkit.disk.journal_file import Planned
from vaultkit.disk.made_folders import noted_in
from vaultkit.disk.new_file import TEMPORARY
from vaultkit.disk.outcome import (
    Change,
    Kind,
    Outcome,
    Refused,
    Replacement,
    Unfinished,
    disk_problem,
)
from vaultkit.disk.stopping import held_up
from vaultkit.disk.vault import Vault, refusal
from vaultkit.disk.write_exchange import Swap, remove_quiet, settle, swap_in
from vaultkit.disk.write_lease import NoLeaseError, remove_leased, write_leased
from vaultkit.errors import UsageError

__all__ = [
    "Change",
    "Kind",
    "Outcome",
    "Replacement",
    "create",
    "temporary_name",
    "write",
    "write_all",
]

_BATCH_NOTES = 64
_BATCH_BYTES = 8 * 1024 * 1024


def write(vault: Vault, change: Change, run: Run) -> Outcome:
    """Write one note. Raises StateError when the journal cannot be written; nothing was done then."""
    return next(write_all(vault, [change], run))


def write_all(vault: Vault, changes: Iterable[Change], run: Run) -> Iterator[Outcome]:
    """Write notes, and yield an outcome for each in its order; one that fails stops no other.

    Raises StateError.
    """
    for batch in _batches(changes):
        real = [change for change in batch if change.base != change.wanted]
        if real and vault.git_is_busy():
            outcomes = iter([Outcome(change.path, "busy") for change in real])
        else:
            outcomes = iter(_Batch(vault, run).write(real) if real else ())
        for change in batch:
            yield next(outcomes) if change.base != change.wanted else Outcome(change.path, "same")


def remove(vault: Vault, path: str, base: bytes, run: Run) -> Outcome:
    """Remove a note that still has these bytes; ``written`` means that it is gone. Raises StateError."""
    if vault.git_is_busy():
        return Outcome(path, "busy")
    if found := _waiting(path, run):
        return Outcome(path, "refused", found)
    (number,) = run.plan([Planned(path, base, None)])
    run.begin(number)
    outcome = _removed(vault, Replacement(path, base, base))
    run.end(number, outcome.kind)
    return outcome


def _removed(vault: Vault, change: Change) -> Outcome:
    name = change.path.rpartition("/")[2]
    try:
        with vault.folder_of(change.path) as folder:
            try:
                return Outcome(change.path, remove_leased(folder, name, change))
            except NoLeaseError:
                return Outcome(change.path, remove_quiet(folder, name, change))
    except Refused as refused:
        return Outcome(change.path, "refused", refused.problem)
    except OSError as error:
        return _failed(change.path, error)


def create(vault: Vault, path: str, data: bytes, run: Run) -> None:
    """Make a new note that ``undo`` can take back. Raises UsageError and StateError."""
    (number,) = run.plan([Planned(path, None, data)])
    run.begin(number)
    try:
        vault.create(path, data, noted_in(run, vault))
    except UsageError:
        run.end(number, "refused")
        raise
    run.end(number, "written")


def temporary_name(run: str, number: int) -> str:
    """Return the name beside the note under which a swap keeps a text for a moment."""
    return f"{TEMPORARY}{run}-{number}.tmp"


def _batches(changes: Iterable[Change]) -> Iterator[Sequence[Change]]:
    batch: list[Change] = []
    size = 0
    for change in changes:
        batch.append(change)
        size += len(change.base) + len(change.wanted)
        if len(batch) == _BATCH_NOTES or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Batch:
    """Some notes that are written together. Swaps wait for the end of the batch to be settled."""

    def __init__(self, vault: Vault, run: Run) -> None:
        self._vault = vault
        self._run = run
        self._outcomes: dict[int, Outcome] = {}
        self._swaps: dict[int, Swap] = {}

    @held_up()
    def write(self, batch: Sequence[Change]) -> Sequence[Outcome]:
        """Return an outcome for each note, in their order."""
        numbers = self._run.plan(
            [Planned(change.path, change.base, change.wanted) for change in batch]
        )
        with ExitStack() as held:
            try:
                for number, change in zip(numbers, batch, strict=True):
                    self._run.begin(number)
                    self._take(number, change, held)
            finally:
                self._settle_all()
        return [self._outcomes[number] for number in numbers]

    def _take(self, number: int, change: Change, held: ExitStack) -> None:
        try:
            came = self._write(number, change, held)
        except Refused as refused:
            self._end(number, Outcome(change.path, "refused", refused.problem))
        except Unfinished:
            self._leave(number, change.path)
        except OSError as error:
            self._end(number, _failed(change.path, error))
        else:
            if not isinstance(came, Swap):
                self._end(number, Outcome(change.path, came))
            else:
                self._swaps[number] = came
                self._run.wrote(number)
                self._settle_if_disturbed(number, came)

    def _write(self, number: int, change: Change, held: ExitStack) -> Kind | Swap:
        found = refusal(change.path) or _waiting(change.path, self._run)
        if found:
            raise Refused(found)
        name = change.path.rpartition("/")[2]
        with ExitStack() as own:
            folder = own.enter_context(self._vault.folder_of(change.path))
            try:
                return write_leased(folder, name, change)
            except NoLeaseError:
                swap = swap_in(folder, name, temporary_name(self._run.id, number), change)
            if isinstance(swap, Swap):
                own.callback(let_go, swap.fd)
                held.push(own.pop_all())
            return swap

    def _settle_all(self) -> None:
        if self._swaps:
            time.sleep(write_exchange.LINGER_SECONDS)
        for number, swap in self._swaps.items():
            self._settle(number, swap)

    def _settle_if_disturbed(self, number: int, swap: Swap) -> None:
        try:
            disturbed = swap.is_disturbed()
        except OSError:
            return
        if disturbed:
            self._settle(number, self._swaps.pop(number))

    def _settle(self, number: int, swap: Swap) -> None:
        path = swap.change.path
        try:
            settled = settle(swap)
            if settled.late is not None:
                self._run.keep(path, settled.late)
            kept = (
                self._run.keep(path, settled.aside, "saved-aside")
                if settled.aside is not None
                else None
            )
            swap.forget()
        except OSError:
            self._leave(number, path)
            return
        found = problem(path, 1, "saved-aside", kept=kept) if kept else None
        self._end(number, Outcome(path, settled.kind, found))

    def _leave(self, number: int, path: str) -> None:
        """The journal does not learn of an end, and the next start mends what is to be mended."""
        self._outcomes[number] = Outcome(path, "refused", problem(path, 1, "half-written"))

    def _end(self, number: int, outcome: Outcome) -> None:
        self._run.end(number, outcome.kind)
        self._outcomes[number] = outcome


def _waiting(path: str, run: Run) -> Problem | None:
    return problem(path, 1, "recovery-waits") if path in run.leave else None


def _failed(path: str, error: OSError) -> Outcome:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Outcome(path, "changed")  # some editors take the note away for a moment
    if isinstance(error, BlockingIOError):
        return Outcome(path, "busy")
    return Outcome(path, "refused", disk_problem(path, error))
