"""The roll of a vault: every note by its path, with what tells that it has changed. Nothing is opened but folders.

A hundred thousand notes are asked for at every command, so this is the one loop where each
operation counts: names are looked up in the open folder, the numbers go into one array, and a
digest of all of it tells in one comparison that nothing has changed at all.
"""

import errno
import os
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from vaultkit.disk import template_folders
from vaultkit.disk.system import system
from vaultkit.errors import UsageError

SETTINGS_FILE = "vaultkit.toml"
"""What makes a folder a vault; below another vault, one of its own that is not entered."""

FIELDS = 4
"""Numbers of one note in a roll."""

_SKIPPED_FOLDERS = frozenset({"node_modules"})
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP)
_MOST_INODE = (1 << 63) - 1


class Signature(NamedTuple):
    """What changes when a file does, without reading it."""

    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


NO_SIGNATURE = Signature(0, 0, 0, 0)


@dataclass(frozen=True)
class FileRef:
    """A note's file as a walk finds it. A ``path`` that is not UTF-8 on the disk holds surrogates."""

    path: str
    signature: Signature


@dataclass(frozen=True)
class Roll:
    """Every note there is, in the order of the walk: in a folder its notes, then its folders, both by name.

    ``stands`` holds FIELDS numbers for each path, those of its Signature. ``digest`` is the same
    for two rolls that are alike; None where a folder could not be read, or lies on another disk.
    """

    paths: list[str]
    stands: "array[int]"
    digest: bytes | None

    def signatures(self) -> Iterator[Signature]:
        """Yield the signature of each path."""
        numbers = iter(self.stands)
        return map(Signature, numbers, numbers, numbers, numbers)

    def refs(self) -> Iterator[FileRef]:
        """Yield path and signature of each note."""
        return map(FileRef, self.paths, self.signatures())


def is_note(name: str) -> bool:
    """Tell whether a file of that name is a note."""
    return name.endswith(".md") and not is_skipped(name)


def is_skipped(name: str) -> bool:
    """Tell whether a walk passes by whatever has that name: it is hidden, or no folder of a person's."""
    return name[0] == "." or name in _SKIPPED_FOLDERS


def call_roll(root: Path, tell: Callable[[int], None] = lambda _: None) -> Roll:
    """Return every ``.md`` file that is neither hidden nor a template nor a link. Raises UsageError.

    A folder with a ``vaultkit.toml`` of its own is another vault and is left out. One that
    cannot be read stands in the roll itself, with NO_SIGNATURE, so that whoever opens it learns
    why. ``tell`` hears after each folder how many notes there are so far.
    """
    skipped = template_folders.folders(root)
    paths: list[str] = []
    stands = array("q")
    digest, devices, is_whole = blake2b(digest_size=32), set[int](), True
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        try:
            device, notes, folders = _entries(f"{root}/{folder}", folder)
        except OSError as error:
            if not folder:
                raise UsageError("vault-unreadable", folder=root, reason=error.strerror) from error
            if error.errno not in _GONE:
                paths.append(folder)
                stands.extend(NO_SIGNATURE)
                is_whole = False
            continue
        names = [name for name, _ in notes]
        here = array("q", [number for _, stand in notes for number in stand])
        paths += [f"{folder}/{name}" for name in names] if folder else names
        stands += here
        digest.update(os.fsencode(f"{folder}\0{'/'.join(names)}\0"))
        digest.update(here)
        devices.add(device)
        below = [f"{folder}/{name}" for name in folders] if folder else folders
        waiting += [path for path in below if path not in skipped]
        tell(len(paths))
    return Roll(paths, stands, digest.digest() if is_whole and len(devices) == 1 else None)


def _entries(
    place: str, folder: str
) -> tuple[int, list[tuple[str, tuple[int, int, int, int]]], list[str]]:
    """Return the folder's device, its notes by name, and the names of its folders, the last one first."""
    notes, folders = [], []
    with system.listed(place, follow=not folder) as (device, entries):
        for entry in entries:
            name = entry.name
            if folder and name == SETTINGS_FILE:
                return device, [], []
            # As is_skipped and is_note say: a call for each name would be felt.
            if name[0] == "." or name in _SKIPPED_FOLDERS:
                continue
            if name.endswith(".md") and entry.is_file(follow_symlinks=False):
                try:
                    info = entry.stat(follow_symlinks=False)
                except OSError:
                    continue  # gone since it was listed
                stand = (
                    info.st_ino & _MOST_INODE,
                    info.st_size,
                    info.st_mtime_ns,
                    info.st_ctime_ns,
                )
                notes.append((name, stand))
            elif entry.is_dir(follow_symlinks=False):
                folders.append(name)
    notes.sort(key=itemgetter(0))
    folders.sort(reverse=True)
    return device, notes, folders
