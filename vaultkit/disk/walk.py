"""The walk of a vault: every note with the numbers that tell that it has changed. Nothing is opened but folders.

A hundred thousand notes are asked for at every command, so this is the one loop where each
operation counts: names are looked up in the open folder, the numbers go into one array, and a
digest of all of it tells in one comparison that nothing has changed at all. Who asks for the
numbers, this process or a copy, makes no difference to it.

A command that is only asked whether anything has changed begins here: this module imports
nothing that is slow to load.
"""

import os

from vaultkit.disk.digests import blake2b
from vaultkit.disk.early import SETTINGS_FILE
from vaultkit.disk.stands import FIELDS, GONE, MOST_INODE, Stands, open_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Collection, Iterable, Sequence

    from vaultkit.disk.system.listing import Entry, Listed, Told

__all__ = ["FIELDS", "GONE", "MOST_INODE", "SETTINGS_FILE", "SKIPPED_FOLDERS", "Walk", "walk"]

SKIPPED_FOLDERS = frozenset({"node_modules"})


class Walk:
    """What a walk has found.

    ``folders`` are folders with the names of their notes, in the order of the walk. ``stands`` and
    ``digest`` are those of a Roll. ``skipped`` are the folders that were left out. ``has_links``
    tells that some note has a second name, which may lie outside.
    """

    __slots__ = ("digest", "folders", "has_links", "skipped", "stands")

    def __init__(
        self,
        folders: "Sequence[tuple[str, list[str]]]",
        stands: "array[int]",
        digest: bytes | None,
        skipped: "frozenset[str]",
        has_links: bool,
    ) -> None:
        self.folders, self.stands, self.digest = folders, stands, digest
        self.skipped, self.has_links = skipped, has_links

    def paths(self) -> list[str]:
        """Return the path of each note: most who walk ask for none."""
        paths: list[str] = []
        for folder, names in self.folders:
            paths += [f"{folder}/{name}" for name in names] if folder else names
        return paths


def walk(
    root: str,
    skipped: "Collection[str]",
    tell: "Callable[[int], None]" = lambda _: None,
    listed: "Listed | None" = None,
) -> Walk:
    """Return every ``.md`` file that is neither hidden nor in a folder ``skipped`` nor a link.

    A folder with a ``vaultkit.toml`` of its own is another vault and is left out. One that
    cannot be read stands among the notes itself, with four zeros. Raises OSError where the root
    cannot be read. ``tell`` hears after each folder how many notes there are so far. ``listed`` is the
    system's own way to list a folder, where there are no quick answers.
    """
    found: list[tuple[str, list[str]]] = []
    devices, count = set[int](), 0
    waiting = [""]
    with Stands(root, may_share=listed is None) as stands:
        while waiting:
            folder = waiting.pop()
            try:
                device, names, folders = _opened(root, folder, listed, stands)
            except OSError as error:
                if not folder:
                    raise
                if error.errno not in GONE:
                    found.append(("", [folder]))
                    stands.add_unreadable()
                continue
            found.append((folder, names))
            devices.add(device)
            below = [f"{folder}/{name}" for name in folders] if folder else folders
            waiting += [path for path in below if path not in skipped]
            count += len(names)
            tell(count)
        numbers = stands.all()
        digest = _digest(found, numbers) if stands.is_whole and len(devices) == 1 else None
    # Elsewhere nobody counts the names of a file: each note may have a second one.
    has_links = stands.has_links or listed is not None
    return Walk(found, numbers, digest, frozenset(skipped), has_links)


def _digest(folders: "Iterable[tuple[str, list[str]]]", stands: "array[int]") -> bytes:
    digest, numbers, at = blake2b(digest_size=32), memoryview(stands), 0
    for folder, names in folders:
        end = at + FIELDS * len(names)
        digest.update(os.fsencode(f"{folder}\0{'/'.join(names)}\0"))
        digest.update(numbers[at:end])
        at = end
    return digest.digest()


def _opened(
    root: str, folder: str, listed: "Listed | None", stands: Stands
) -> tuple[int, list[str], list[str]]:
    """Return a folder's device, the names of its notes, and those of its folders, the last one first.

    Its notes are asked for. Raises OSError.
    """
    if listed:
        with listed(f"{root}/{folder}", follow=not folder) as (device, entries):
            told = {entry.name: entry for entry in entries}
            names, folders = _sorted(told.values(), folder)
            _check_first(told.values())

            def info_of(name: str, *, dir_fd: int, follow_symlinks: bool) -> "Told":  # noqa: ARG001
                return told[name].stat(follow_symlinks=follow_symlinks)

            stands.ask((folder, device, 0), 0, names, info_of)
            return device, names, folders
    fd = open_folder(root, folder)
    try:
        info = os.fstat(fd)
        with os.scandir(fd) as entries:
            names, folders = _sorted(entries, folder)
        # Raises where no note could be asked for: a folder that may be listed and not entered.
        os.stat(".", dir_fd=fd)
        stands.ask((folder, info.st_dev, info.st_ino), fd, names)
        return info.st_dev, names, folders
    finally:
        os.close(fd)


def _check_first(entries: "Iterable[Entry]") -> None:
    """Raise OSError for a folder that may be listed and not entered: none of its notes could be asked for."""
    for entry in entries:
        try:
            entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        return


def _sorted(entries: "Iterable[Entry]", folder: str) -> tuple[list[str], list[str]]:
    """Return the names of a folder's notes, and of its folders, the last one first."""
    notes, folders = [], []
    for entry in entries:
        name = entry.name
        if folder and name == SETTINGS_FILE:
            return [], []
        # As is_skipped and is_note say: a call for each name would be felt.
        if name[0] == "." or name in SKIPPED_FOLDERS:
            continue
        if name.endswith(".md") and entry.is_file(follow_symlinks=False):
            notes.append(name)
        elif entry.is_dir(follow_symlinks=False):
            folders.append(name)
    notes.sort()
    folders.sort(reverse=True)
    return notes, folders
