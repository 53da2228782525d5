"""The roll of a vault: what a walk has found, as values."""

import struct
from array import array
from collections.abc import Callable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from vaultkit.disk import early, template_folders
from vaultkit.disk.system import system
from vaultkit.disk.system.listing import Listed
from vaultkit.disk.walk import FIELDS, SETTINGS_FILE, SKIPPED_FOLDERS, Walk, walk
from vaultkit.errors import UsageError
from vaultkit.value import frozen

__all__ = [
    "FIELDS",
    "NO_SIGNATURE",
    "PACKED",
    "SETTINGS_FILE",
    "FileRef",
    "Roll",
    "Signature",
    "call_roll",
    "is_note",
    "is_skipped",
]


PACKED = struct.Struct(f"{FIELDS * 8}s")
"""The numbers of a Signature as they lie in a roll, and in a file of the cache."""


class Signature(NamedTuple):
    """What changes when a file does, without reading it."""

    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


NO_SIGNATURE = Signature(0, 0, 0, 0)


@frozen
class FileRef:
    """A note's file as a walk finds it. A ``path`` that is not UTF-8 on the disk holds surrogates."""

    path: str
    signature: Signature


@frozen
class Roll:
    """Every note there is, in the order of the walk: in a folder its notes, then its folders, both by name.

    ``stands`` holds FIELDS numbers for each path, those of its Signature. ``digest`` is the same
    for two rolls that are alike; None where a folder could not be read, or lies on another disk.
    ``skipped`` are the folders of templates; ``heard`` is the digest once more, where whoever
    listens for changes would hear of each of them: not of one under a note's second name.
    """

    paths: list[str]
    stands: "array[int]"
    digest: bytes | None
    skipped: frozenset[str] = frozenset()
    heard: bytes | None = None

    def packed(self) -> Iterator[bytes]:
        """Yield the signature of each path as it lies in memory: made, and compared, in a fifth of the time."""
        return map(itemgetter(0), PACKED.iter_unpack(self.stands))

    def signature(self, number: int) -> Signature:
        """Return the signature of one path by its number."""
        return Signature(*self.stands[FIELDS * number : FIELDS * (number + 1)])

    def is_older(self, number: int, moment_ns: int) -> bool:
        """Tell whether the note of that number was last saved, moved or given other rights before a moment."""
        at = FIELDS * number
        return self.stands[at + 2] < moment_ns and self.stands[at + 3] < moment_ns

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
    return name[0] == "." or name in SKIPPED_FOLDERS


def notes_below(root: Path, folder: str) -> list[str]:
    """Return the paths of the notes below one folder that a walk comes by, from the root and in its order.

    None where the folder cannot be read.
    """
    start, skipped = f"{folder}/", template_folders.folders(root)
    inner = [path.removeprefix(start) for path in skipped if path.startswith(start)]
    try:
        found = walk(str(root / folder), inner, listed=_lister())
    except OSError:
        return []
    return [f"{start}{path}" for path in found.paths()]


def _lister() -> Listed | None:
    """Return how folders are listed: where a name may be spelt in two ways, as the system itself spells each."""
    is_plain = early.IS_HERE and not system.takes_other_spellings
    return None if is_plain else system.listed


def call_roll(
    root: Path, tell: Callable[[int], None] = lambda _: None, walked: Walk | None = None
) -> Roll:
    """Return every ``.md`` file that is neither hidden nor a template nor a link. Raises UsageError.

    A folder with a ``vaultkit.toml`` of its own is another vault and is left out. One that
    cannot be read stands in the roll itself, with NO_SIGNATURE, so that whoever opens it learns
    why. ``tell`` hears after each folder how many notes there are so far. ``walked`` is a walk from
    a moment ago, which need not be taken again.
    """
    skipped = template_folders.folders(root)
    try:
        is_known = walked is not None and walked.skipped == skipped
        found = walked if walked and is_known else walk(str(root), skipped, tell, _lister())
    except OSError as error:
        raise UsageError("vault-unreadable", folder=root, reason=error.strerror) from error
    provable = None if found.has_links else found.digest
    return Roll(found.paths(), found.stands, found.digest, skipped, provable)
