"""A command line that was answered before is answered again with the same words, before anything slow is loaded.

``print_known`` is asked first, and falls through to the command wherever it does not know. A command
that was run after all is overheard by ``Overheard``, and what it has printed is kept for the next time.
"""

import os
import sys
import time

from vaultkit.disk.beside import CALLED, NOTES
from vaultkit.disk.printed import Printed, known, put_numbers
from vaultkit.disk.question import Question, question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO, TextIO

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
    except BrokenPipeError:
        # The reader has seen enough; Python must not complain when it closes the stream.
        sys.stdout = None
        return 1 if CALLED in asked.on else 0  # as the library ends that prints the help
    except OSError as error:
        raise OutputStopped(error.strerror or str(error)) from error


def _print(found: Printed, asked: Question) -> int:
    code = 0
    for kind, text in found.pieces:
        match kind:
            case "n":
                put_numbers(asked.state, text)
            case "b":
                sys.stdout.flush()
                sys.stdout.buffer.write(text.encode("latin-1"))
            case "x":
                code = int(text)
            case _:
                (sys.stdout if kind == "o" else sys.stderr).write(text)
    sys.stdout.flush()
    return code


def asked_of_choices(kind: str, vault: str | None, today: str | None) -> Question | None:
    """Return what a shell asks of a vault: its words of a kind, where they may be known."""
    named = (() if vault is None else (f"--vault={vault}",)) + (() if today is None else (today,))
    return asked_now(("--complete", kind, *named))


def known_pairs(asked: Question) -> "list[tuple[str, str]] | None":
    """Return the words that are known to be the answer, each with what it means; None where they are not known."""
    found = known(asked)
    if found is None:
        return None
    texts = [text for _, text in found.pieces]
    return list(zip(texts[::2], texts[1::2], strict=True))


def pieces_of(pairs: "Sequence[tuple[str, str]]") -> "list[Piece]":
    """Return such words as what was printed."""
    return [("w", text) for pair in pairs for text in pair]


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

    def hear(self, kind: str, text: str) -> None:
        """Note a text with where it went, as in a ``Piece``."""
        self.is_whole &= not (kind == "e" and "\r" in text)
        self._pieces.append((kind, text))

    def pieces(self) -> "list[Piece]":
        """Return what was noted; what went to the same place without a break is one text."""
        joined: list[tuple[str, list[str]]] = []
        for kind, text in self._pieces:
            if joined and joined[-1][0] == kind and kind in "oeb":
                joined[-1][1].append(text)
            else:
                joined.append((kind, [text]))
        return [(kind, "".join(texts)) for kind, texts in joined]


class _Stream:
    """A stream of text, overheard. All else is the stream's own."""

    def __init__(self, kind: str, stream: "TextIO", overheard: Overheard) -> None:
        self._kind, self._stream, self._overheard = kind, stream, overheard

    def write(self, text: str) -> int:
        count = self._stream.write(text)
        self._overheard.hear(self._kind, text)
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
        self._overheard.hear("b", data.decode("latin-1"))
        return count

    def __getattr__(self, name: str) -> object:
        return getattr(self._taker, name)
