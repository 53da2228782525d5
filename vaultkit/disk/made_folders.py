"""The folders that a run made for its notes: known again for certain, and taken away when nothing is in them."""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from vaultkit.disk.journal import Journal, Run
from vaultkit.disk.journal_file import MadeFolder
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault, split
from vaultkit.errors import UsageError


def noted_in(run: Run, vault: Vault) -> Callable[[str], None]:
    """Return what is told of each folder that was just made. It raises StateError."""

    def note(path: str) -> None:
        if made := known(vault.root, path):
            run.mark({"folder": path, "inode": made.inode, "made": made.made})

    return note


def known(root: Path, path: str) -> MadeFolder | None:
    """Return what a folder is known by; None where the system does not tell when it was made, or it is gone."""
    place = root / path
    try:
        inode, made = place.stat(follow_symlinks=False).st_ino, system.made_ns(place)
    except OSError:
        return None
    return None if made is None else MadeFolder(path, inode, made)


def made_above(notes: Collection[str], journal: Journal) -> set[MadeFolder]:
    """Return the folders above these notes that any run made. Raises StateError.

    Not only those of the runs that made the notes: a folder stays for the note of a later run.
    """
    if not notes:
        return set()
    above = {str(folder) for note in notes for folder in PurePosixPath(note).parents}
    return {made for past in journal.past() for made in past.folders if made.path in above}


def take_away(vault: Vault, folders: Iterable[MadeFolder]) -> tuple[str, ...]:
    """Remove those that are the very ones and hold nothing, the inner ones first; return their paths."""
    inner_first = sorted(folders, key=lambda made: (-made.path.count("/"), made.path))
    return tuple(made.path for made in inner_first if _is_removed(vault, made))


def _is_removed(vault: Vault, made: MadeFolder) -> bool:
    if known(vault.root, made.path) != made:
        return False  # somebody has made another one of that name
    with suppress(OSError, UsageError):  # one that holds anything is refused by the system
        with vault.folder_of(made.path) as parent:
            parent.remove_folder(split(made.path)[1])
        return True
    return False
