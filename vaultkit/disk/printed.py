"""What a command line has printed, kept to be printed again while nothing has changed that it depends on.

This is what answers before anything slow is loaded. What was printed for a question stands in a file of the
cache, with the digest of the roll that it was told of. Whatever is in doubt, the answer is that
nothing is known; then the command looks for itself.
"""

import os

from vaultkit.disk import early
from vaultkit.disk.beside import NOTES, NUMBERS_FILE
from vaultkit.disk.cache_file import put_data, read_data, replace_in
from vaultkit.disk.program import file_stamp
from vaultkit.disk.question import Question
from vaultkit.disk.walk import walk
from vaultkit.disk.word import watchers_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_KEPT = 32
LARGEST_BYTES = 16 * 1024 * 1024

Piece = tuple[str, str]
"""Where a text went, and the text.

"o" to stdout, "e" to stderr, "n" into the list of numbers; "b" are bytes to stdout, each as one
letter; "x" is the exit code, where it is another than 0.
"""


class Printed:
    """What was printed, and what that depends on beside the question.

    ``digest`` is that of the roll, ``skipped`` the folders left out of it, ``readers`` the libraries.
    An empty digest stands for an answer in which no note has a part.
    """

    __slots__ = ("digest", "pieces", "readers", "skipped")

    def __init__(
        self,
        digest: bytes,
        skipped: "Sequence[str]",
        readers: "Sequence[str]",
        pieces: "Sequence[Piece]",
    ) -> None:
        self.digest, self.skipped, self.readers = digest, tuple(skipped), tuple(readers)
        self.pieces = tuple(pieces)


def known(asked: Question) -> Printed | None:
    """Return what was printed last time, where it would be printed again; None where somebody must look.

    The watcher is asked first, so that what it has not seen yet is seen by the walk.
    """
    if not asked.is_quiet:
        return None
    is_of_notes = NOTES in asked.on
    asked.word = watchers_word(asked.state, asked.root) if is_of_notes else None
    try:
        raw = read_data(asked.cache, asked.name, asked.key, asked.root)
        found = None if raw is None else unpacked(raw)
        if found is None or any(reader != reader_stamp(_path(reader)) for reader in found.readers):
            return None
        if not is_of_notes:
            return found
        if asked.word and _heard(asked) == found.digest:
            return found
        walked = walk(asked.root, found.skipped)
        if walked.digest != found.digest:
            asked.walked = walked
            return None
        if asked.word and not walked.has_links:
            put_data(asked.cache, asked.name_of_heard, heard(asked.word, found.digest), asked.terms)
        return found
    except (OSError, ValueError, MemoryError):
        return None


def _heard(asked: Question) -> bytes | None:
    """Return the digest of the roll at the watcher's tally, where a walk has found it out."""
    try:
        raw = read_data(asked.cache, asked.name_of_heard, asked.terms, asked.root)
    except OSError:
        return None
    begin = heard(asked.word or "", b"")
    return raw[len(begin) :] if raw and raw.startswith(begin) else None


def heard(word: str, digest: bytes) -> bytes:
    """Return, as data for the cache, what a walk has found after the watcher has said its word."""
    return word.encode("ascii") + b"\n" + digest


def reader_stamp(path: str) -> str:
    """Return a file of a library that answers are made with, and what changes with it, as one text."""
    return f"{file_stamp(path)}\n{path}"


def _path(stamp: str) -> str:
    return stamp.partition("\n")[2]


def packed(printed: Printed) -> bytes:
    """Return it as bytes: each text with its length before it."""
    pieces = [f"{kind}{text}" for kind, text in printed.pieces]
    fields = ["\0".join(printed.skipped), "\0".join(printed.readers)]
    raw = [printed.digest, *(text.encode("utf-8", "surrogatepass") for text in fields + pieces)]
    return b"".join(b"%d:%b" % (len(field), field) for field in raw)


def unpacked(raw: bytes) -> Printed:
    """Return what was packed. Raises ValueError for any other bytes."""
    fields, at = [], 0
    while at < len(raw):
        colon = raw.index(b":", at, at + 20)
        length = int(raw[at:colon])
        at = colon + 1 + length
        if length < 0 or at > len(raw):
            raise ValueError
        fields.append(raw[colon + 1 : at])
    digest, *rest = fields
    skipped, readers, *pieces = (each.decode("utf-8", "surrogatepass") for each in rest)
    return Printed(
        digest,
        tuple(filter(None, skipped.split("\0"))),
        tuple(filter(None, readers.split("\0"))),
        tuple((piece[:1], piece[1:]) for piece in pieces),
    )


def put_numbers(state: str, text: str) -> None:
    """Put the list that was printed last in its place. Nothing happens where it cannot be kept."""
    try:
        for folder in (os.path.dirname(state), state):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        fd = os.open(state, early.FOLDER)
    except OSError:
        return
    try:
        replace_in(fd, NUMBERS_FILE, text.encode("ascii"))
    finally:
        os.close(fd)
