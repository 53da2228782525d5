"""The walk of a vault: every note with the numbers that tell that it has changed. Nothing is opened but folders.

A hundred thousand notes are asked for at every command, so this is the one loop where each
operation counts: names are looked up in the open folder, the numbers go into one array, and a
digest of all of it tells in one comparison that nothing has changed at all.

A command that is only asked whether anything has changed begins here: this module imports
nothing that is slow to load.
"""

import errno
import os
from array import array

from vaultkit.disk import early
from vaultkit.disk.digests import blake2b

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from vaultkit.disk.system.listing import Entry, Listed

    _Entries = tuple[int, list[tuple[str, tuple[int, int, int, int]]], list[str], int]

SETTINGS_FILE = "vaultkit.toml"
"""What makes a folder a vault; below another vault, one of its own that is not entered."""

FIELDS = 4
"""Numbers of one note: inode, size, time of change, time of change of its metadata."""

MOST_INODE = (1 << 63) - 1
SKIPPED_FOLDERS = frozenset({"node_modules"})
GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
_UNREADABLE = (0, 0, 0, 0)


class Walk:
    """What a walk has found.

    ``paths`` and ``stands`` are those of a Roll, and so is ``digest``. ``skipped`` are the folders
    that were left out. ``has_links`` tells that some note has a second name, which may lie outside.
    """

    __slots__ = ("digest", "has_links", "paths", "skipped", "stands")

    def __init__(
        self,
        paths: "list[str]",
        stands: "array[int]",
        digest: bytes | None,
        skipped: "frozenset[str]",
        has_links: bool,
    ) -> None:
        self.paths, self.stands, self.digest = paths, stands, digest
        self.skipped, self.has_links = skipped, has_links


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
    paths: list[str] = []
    stands = array("q")
    digest, devices, is_whole, has_links = blake2b(digest_size=32), set[int](), True, False
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            device, notes, folders, most_names = _opened(f"{root}/{folder}", folder, listed)
        except OSError as error:
            if not folder:
                raise
            if error.errno not in GONE:
                paths.append(folder)
                stands.extend(_UNREADABLE)
                is_whole = False
            continue
        names = [note[0] for note in notes]
        here = array("q", [number for note in notes for number in note[1]])
        paths += [f"{folder}/{name}" for name in names] if folder else names
        stands += here
        has_links |= most_names > 1
        digest.update(os.fsencode(f"{folder}\0{'/'.join(names)}\0"))
        digest.update(here)
        devices.add(device)
        below = [f"{folder}/{name}" for name in folders] if folder else folders
        waiting += [path for path in below if path not in skipped]
        tell(len(paths))
    is_known = is_whole and len(devices) == 1
    told = digest.digest() if is_known else None
    return Walk(paths, stands, told, frozenset(skipped), has_links)


def _opened(place: str, folder: str, listed: "Listed | None") -> "_Entries":
    """Return what a folder holds. Raises OSError."""
    if listed:
        with listed(place, follow=not folder) as (device, entries):
            # Elsewhere nobody counts the names of a file: each note may have a second one.
            return _sorted(device, entries, folder, 2)
    fd = os.open(place, early.FOLDER | (early.NO_FOLLOW if folder else 0))
    try:
        with os.scandir(fd) as entries:
            return _sorted(os.fstat(fd).st_dev, entries, folder, 0)
    finally:
        os.close(fd)


def _sorted(device: int, entries: "Iterable[Entry]", folder: str, most_names: int) -> "_Entries":
    """Return the folder's device, its notes by name, the names of its folders, the last one first.

    The last number is more than 1 where some note has a second name, or may have one.
    """
    notes, folders = [], []
    for entry in entries:
        name = entry.name
        if folder and name == SETTINGS_FILE:
            return device, [], [], 0
        # As is_skipped and is_note say: a call for each name would be felt.
        if name[0] == "." or name in SKIPPED_FOLDERS:
            continue
        if name.endswith(".md") and entry.is_file(follow_symlinks=False):
            try:
                info = entry.stat(follow_symlinks=False)
            except OSError:
                continue  # gone since it was listed
            stand = info.st_ino & MOST_INODE, info.st_size, info.st_mtime_ns, info.st_ctime_ns
            notes.append((name, stand))
            if most_names < 2 and getattr(info, "st_nlink", 1) > 1:
                most_names = 2
        elif entry.is_dir(follow_symlinks=False):
            folders.append(name)
    notes.sort()
    folders.sort(reverse=True)
    return device, notes, folders, most_names
