"""A command line that was answered before is answered again with the same words, before anything slow is loaded.

``print_known`` is asked first, and falls through to the command wherever it does not know. A command
that was run after all is overheard by ``Overheard``, and what it has printed is kept for the next time.
"""

import os
import sys
import time

from vaultkit.disk.beside import NOTES
from vaultkit.disk.printed import Printed, joined, known, parted, put_numbers
from vaultkit.disk.question import Question, question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO, TextIO

    from vaultkit.disk.cache_file import Data
    from vaultkit.disk.printed import Piece


class OutputStopped(Exception):
    """What is known could not be printed; the reason is told by whoever tells of errors."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def asked_now(words: "Sequence[str]", on: "Sequence[str]" = (NOTES,)) -> Question | None:
    """Return what a command line asks here and now, where such an answer may be known."""
    return question(words, time.localtime()[:3], os.environ, on)


def print_known(asked: Question) -> int | None:
    """Print what is known to be the answer and return the exit code; None where it is not known.

    Raises OutputStopped for a stream that takes no more.
    """
    found = known(asked)
    if found is None:
        return None
    try:
        return _print(found, asked)
    except OSError as error:
        from vaultkit.cli.cut_off import nobody_reads

        if not nobody_reads(error, sys.stdout):
            raise OutputStopped(error.strerror or str(error)) from error
        # The reader has seen enough; Python must not complain when it closes the stream.
        sys.stdout = None
        return 0
    finally:
        found.close()


def _print(found: Printed, asked: Question) -> int:
    code = 0
    for kind, told in found.pieces:
        match kind:
            case "n":
                put_numbers(asked.state, told)
            case "x":
                code = int(told.read())
            case "e":
                sys.stderr.write(told.read().decode())
            case "o" if sys.stdout.encoding != "utf-8":
                sys.stdout.write(told.read().decode())
            case _:
                _print_bytes(told)
    sys.stdout.flush()
    return code


def _print_bytes(told: "Data") -> None:
    """Print what is encoded already: it is never made a text, however long it is."""
    sys.stdout.flush()
    for part in told.parts():
        sys.stdout.buffer.write(part)


def asked_of_choices(kind: str, vault: str | None, today: str | None) -> Question | None:
    """Return what a shell asks of a vault: its words of a kind, where they may be known."""
    named = (() if vault is None else (f"--vault={vault}",)) + (() if today is None else (today,))
    return asked_now(("--complete", kind, *named))


def known_pairs(asked: Question) -> "list[tuple[str, str]] | None":
    """Return the words that are known to be the answer, each with what it means; None where they are not known."""
    found = known(asked)
    if found is None:
        return None
    try:
        ((_, told),) = found.pieces
        texts = [text.decode("utf-8", "surrogatepass") for text in parted(told.read())]
    except (OSError, ValueError):
        return None
    finally:
        found.close()
    return list(zip(texts[::2], texts[1::2], strict=True))


def pieces_of(pairs: "Sequence[tuple[str, str]]") -> "list[Piece]":
    """Return such words as what was printed."""
    texts = (text.encode("utf-8", "surrogatepass") for pair in pairs for text in pair)
    return [("w", joined(texts))]


class Overheard:
    """What a command prints while it runs, in its order, with the numbers that it gave.

    ``is_whole`` is false once it has printed something that cannot be printed again as it was: how far
    it is, or nothing more for want of a reader.
    """

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self.is_whole = True

    def __enter__(self) -> "Overheard":
        self._before = sys.stdout, sys.stderr
        sys.stdout = _Stream("o", sys.stdout, self)
        sys.stderr = _Stream("e", sys.stderr, self)
        return self

    def __exit__(self, *_: object) -> None:
        if sys.stdout is None:  # a command that could not print has let go of the stream, for good
            self.is_whole = False
        else:
            sys.stdout = self._before[0]
        sys.stderr = self._before[1]

    def hear(self, kind: str, told: bytes) -> None:
        """Note something with where it went, as in a ``Piece``."""
        self._pieces.append((kind, told))

    def hear_text(self, kind: str, text: str) -> None:
        """Note a text. What a stream has put question marks for is not told by UTF-8."""
        try:
            self.hear(kind, text.encode())
        except UnicodeEncodeError:
            self.is_whole = False
        self.is_whole &= not (kind == "e" and "\r" in text)

    def pieces(self) -> "list[Piece]":
        """Return what was noted; what went to the same place without a break is one piece."""
        joined: list[tuple[str, list[bytes]]] = []
        for kind, told in self._pieces:
            if joined and joined[-1][0] == kind and kind in "oeb":
                joined[-1][1].append(told)
            else:
                joined.append((kind, [told]))
        return [(kind, b"".join(all_told)) for kind, all_told in joined]


class _Stream:
    """A stream of text, overheard. All else is the stream's own."""

    def __init__(self, kind: str, stream: "TextIO", overheard: Overheard) -> None:
        self._kind, self._stream, self._overheard = kind, stream, overheard

    def write(self, text: str) -> int:
        count = self._stream.write(text)
        self._overheard.hear_text(self._kind, text)
        return count

    @property
    def buffer(self) -> "BinaryIO":
        """What takes bytes."""
        if self._kind != "o":
            self._overheard.is_whole = False
            return self._stream.buffer
        return _Bytes(self._stream.buffer, self._overheard)  # type: ignore[return-value]

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


class _Bytes:
    """What takes the bytes of a stream, overheard. All else is its own."""

    def __init__(self, taker: "BinaryIO", overheard: Overheard) -> None:
        self._taker, self._overheard = taker, overheard

    def write(self, data: bytes) -> int:
        count = self._taker.write(data)
        self._overheard.hear("b", data)
        return count

    def __getattr__(self, name: str) -> object:
        return getattr(self._taker, name)
