"""What a command line has printed, kept to be printed again while nothing has changed that it depends on.

This is what answers before anything slow is loaded. What was printed for a question stands in a file of the
cache, with the digest of the roll that it was told of. Whatever is in doubt, the answer is that
nothing is known; then the command looks for itself.
"""

import os
import stat

from vaultkit.disk import early
from vaultkit.disk.beside import NOTES, NUMBERS_FILE
from vaultkit.disk.cache_file import open_data, put_data, read_data, read_parts, replace_in
from vaultkit.disk.program import file_stamp
from vaultkit.disk.question import Question
from vaultkit.disk.word import watchers_word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vaultkit.disk.cache_file import Data

MOST_KEPT = 32
LARGEST_BYTES = 16 * 1024 * 1024

Piece = tuple[str, bytes]
"""Where something went, and what it was, a text in UTF-8.

"o" is a text to stdout, "e" one to stderr, "n" the list of numbers; "b" are bytes to stdout, "w" the words that a
shell was told; "x" is the exit code, where it is another than 0.
"""


class Printed:
    """What was printed, and what that depends on beside the question.

    ``digest`` is that of the roll, ``skipped`` the folders left out of it, ``readers`` the libraries.
    An empty digest stands for an answer in which no note has a part. ``pieces`` say where each went, as
    in a ``Piece``, and hold what it was for as long as this is open.
    """

    __slots__ = ("_data", "digest", "pieces", "readers", "skipped")

    def __init__(self, data: "Data") -> None:
        """Raises ValueError for what was never packed, OSError."""
        begin = data.cut(0, min(data.size, 20)).read()
        colon = begin.index(b":")
        at = colon + 1 + int(begin[:colon])
        self.digest, *fields = parted(data.cut(colon + 1, at).read())
        skipped, readers, lengths = (field.decode("utf-8", "surrogatepass") for field in fields)
        self.skipped = tuple(filter(None, skipped.split("\0")))
        self.readers = tuple(filter(None, readers.split("\0")))
        self._data = data
        self.pieces: list[tuple[str, Data]] = []
        for each in lengths.split():
            end = at + int(each[1:])
            self.pieces.append((each[:1], data.cut(at, end)))
            at = end

    def close(self) -> None:
        """Let go of what was kept."""
        self._data.close()


def known(asked: Question) -> Printed | None:
    """Return what was printed last time, where it would be printed again; None where somebody must look.

    Whoever is given it closes it.
    """
    if not asked.is_quiet:
        return None
    # The watcher is asked first, so that what it has not seen yet is seen by the walk.
    asked.word = watchers_word(asked.state, asked.root) if NOTES in asked.on else None
    try:
        data = open_data(asked.cache, asked.name, asked.key, asked.root)
        if data is None:
            return None
        is_known = False
        try:
            found = Printed(data)
            is_known = _holds(found, asked)
        finally:
            if not is_known:
                data.close()
        return found if is_known else None
    except (OSError, ValueError, MemoryError):
        return None


def _holds(found: Printed, asked: Question) -> bool:
    """Tell whether all is as it was when something was printed. Raises OSError, ValueError."""
    if any(reader != reader_stamp(_path(reader)) for reader in found.readers):
        return False
    if NOTES not in asked.on or (asked.word and _heard(asked) == found.digest):
        return True
    from vaultkit.disk.walk import walk  # spared where the watcher knows

    walked = walk(asked.root, found.skipped)
    if walked.digest != found.digest:
        asked.walked = walked
        return False
    if asked.word and not walked.has_links:
        put_data(asked.cache, asked.name_of_heard, heard(asked.word, found.digest), asked.terms)
    return True


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


def packed(
    digest: bytes, skipped: "Sequence[str]", readers: "Sequence[str]", pieces: "Sequence[Piece]"
) -> bytes:
    """Return the data that ``Printed`` is read from: what it depends on, how long each piece is, and the pieces."""
    lengths = " ".join(f"{kind}{len(told)}" for kind, told in pieces)
    texts = "\0".join(skipped), "\0".join(readers), lengths
    head = joined([digest, *(text.encode("utf-8", "surrogatepass") for text in texts)])
    return b"".join([b"%d:" % len(head), head, *(told for _, told in pieces)])


def joined(fields: "Iterable[bytes]") -> bytes:
    """Return fields as one, each with its length before it."""
    return b"".join(b"%d:%b" % (len(field), field) for field in fields)


def parted(raw: bytes) -> list[bytes]:
    """Return fields that were joined. Raises ValueError for any other bytes."""
    fields, at = [], 0
    while at < len(raw):
        colon = raw.index(b":", at, at + 20)
        length = int(raw[at:colon])
        at = colon + 1 + length
        if length < 0 or at > len(raw):
            raise ValueError
        fields.append(raw[colon + 1 : at])
    return fields


def put_numbers(state: str, told: "Data") -> None:
    """Put the list that was printed last in its place. Nothing happens where it cannot be kept. Raises OSError."""
    try:
        for folder in (os.path.dirname(state), state):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        fd = os.open(state, early.FOLDER)
    except OSError:
        return
    try:
        if not _stands(fd, told):
            replace_in(fd, NUMBERS_FILE, told.read())
    finally:
        os.close(fd)


def _stands(folder: int, told: "Data") -> bool:
    """Tell whether that very list is there, for its owner alone: to look costs less than to write."""
    try:
        fd = os.open(NUMBERS_FILE, early.READ, dir_fd=folder)
    except OSError:
        return False
    try:
        info = os.fstat(fd)
        if info.st_mode != stat.S_IFREG | 0o600 or info.st_size != told.size:
            return False
        pairs = zip(told.parts(), read_parts(fd, 0, info.st_size), strict=True)
        return all(one == other for one, other in pairs)
    except OSError:
        return False
    finally:
        os.close(fd)
