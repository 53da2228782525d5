"""Many new notes at once: each whole or not at all, and all of one batch told to the journal in one flush."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from vaultkit.core.text.problem import problem
from vaultkit.disk import new_file
from vaultkit.disk.file_names import same_everywhere
from vaultkit.disk.folder import Folder
from vaultkit.disk.journal import Run
from vaultkit.disk.journal_file import Planned
from vaultkit.disk.made_folders import noted_in
from vaultkit.disk.outcome import Outcome, not_made
from vaultkit.disk.stopping import held_up
from vaultkit.disk.vault import Vault
from vaultkit.errors import UsageError
from vaultkit.value import frozen

_BATCH_NOTES = 256
_BATCH_BYTES = 8 * 1024 * 1024


@frozen
class NewFile:
    """A note that is to be made: its path, and its bytes."""

    path: str
    data: bytes


def create_all(vault: Vault, files: Iterable[NewFile], run: Run) -> Iterator[Outcome]:
    """Make notes, and yield an outcome for each in its order; one that fails stops no other.

    ``changed`` is one whose name somebody has taken by now: what stands there stays. ``undo``
    takes all of them back. Raises StateError; nothing of that batch was done then.
    """
    for batch in _batches(files):
        if vault.git_is_busy():
            yield from (Outcome(file.path, "busy") for file in batch)
        else:
            yield from _made(vault, batch, run)


def _batches(files: Iterable[NewFile]) -> Iterator[Sequence[NewFile]]:
    batch: list[NewFile] = []
    size = 0
    for file in files:
        batch.append(file)
        size += len(file.data)
        if len(batch) == _BATCH_NOTES or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@dataclass
class _Place:
    """A folder that is held open, and what no new name in it may be like."""

    folder: Folder
    taken: set[str] = field(default_factory=set)


@held_up()
def _made(vault: Vault, batch: Sequence[NewFile], run: Run) -> Sequence[Outcome]:
    """Make the notes of one batch. How each ended is noted once the folders are flushed."""
    numbers = run.plan([Planned(file.path, None, file.data) for file in batch])
    places: dict[str, _Place] = {}
    outcomes, noted = [], noted_in(run, vault)
    with ExitStack() as held:
        for number, file in zip(numbers, batch, strict=True):
            run.begin(number)
            outcomes.append(_one(vault, file, places, held, noted))
            if outcomes[-1].kind == "written":
                run.wrote(number)
        for place in places.values():
            place.folder.sync()
    for number, outcome in zip(numbers, outcomes, strict=True):
        run.end(number, outcome.kind)
    return outcomes


def _one(
    vault: Vault,
    file: NewFile,
    places: dict[str, _Place],
    held: ExitStack,
    noted: Callable[[str], None],
) -> Outcome:
    above, _, name = file.path.rpartition("/")
    try:
        place = places.get(above)
        if place is None:
            folder = held.enter_context(vault.made_folder(file.path, noted))
            place = places[above] = _Place(folder, set(map(same_everywhere, folder.names())))
        if same_everywhere(name) in place.taken:
            return Outcome(file.path, "changed")
        new_file.put(place.folder, name, file.data, sync=False)
    except FileExistsError:
        return Outcome(file.path, "changed")
    except UsageError as error:
        return Outcome(file.path, "refused", problem(file.path, 1, "not-made", reason=error))
    except OSError as error:
        return Outcome(file.path, "refused", not_made(file.path, error))
    place.taken.add(same_everywhere(name))
    return Outcome(file.path, "written")
