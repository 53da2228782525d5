"""Git's merge driver: three files of git's own, the merge written over one of them.

Git runs it where it likes, with or without a vault around, and its files are no notes: they
are read and written here. Whatever goes wrong, the texts are merged line by line.
"""

from pathlib import Path

from vaultkit.core.merge.note import Reader, merge_note
from vaultkit.core.merge.three_way import Marks, Merge, Three, merge_plainly
from vaultkit.disk.system import system
from vaultkit.disk.vault import LARGEST_NOTE
from vaultkit.errors import UsageError

NAME = "vaultkit: application notes, item by item"
COMMAND = "vaultkit merge-driver --marker-size %L -- %O %A %B"
ATTRIBUTE = "*.md merge=vaultkit"


def merge_files(base: Path, ours: Path, theirs: Path, reader: Reader, marks: Marks) -> bool:
    """Write the merge over ``ours``; tell whether nothing is left to the person. Raises UsageError."""
    raws = [_read(path) for path in (base, ours, theirs)]
    try:
        base_text, *sides = [raw.decode("utf-8") for raw in raws]
        encoding = "utf-8"
    except UnicodeDecodeError:
        base_text, *sides = [raw.decode("latin-1") for raw in raws]
        encoding = "latin-1"  # any byte is a letter of it, and comes out as it went in
    merged = _merge(Three(base_text, *sides), reader, marks, by_item=encoding == "utf-8")
    _replace(ours, merged.text.encode(encoding))
    return merged.is_clean


def _merge(texts: Three, reader: Reader, marks: Marks, *, by_item: bool) -> Merge:
    if by_item and max(map(len, (texts.base, texts.ours, texts.theirs))) <= LARGEST_NOTE:
        try:
            return merge_note(texts, reader, marks)
        except Exception:  # a fault of ours must not stop a merge
            return merge_plainly(texts, marks)
    return merge_plainly(texts, marks)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError("merge-unreadable", file=path, reason=error.strerror or error) from error


def _replace(path: Path, raw: bytes) -> None:
    """A disk that is full leaves git's file as it was."""
    beside = path.with_name(f"{path.name}.merged")
    try:
        beside.write_bytes(raw)
        system.replace_own(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError("merge-unreadable", file=path, reason=error.strerror or error) from error
