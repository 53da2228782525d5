"""A note's text, taken apart once for all who look at its lines.

Each part is made when it is first asked for, so that a text of which only the head is wanted
costs no more than the search for its end. Lines are made of the bytes, each by itself.
Line numbers are indices into all lines::

    0  ---
    1  status: applied
    2  ---
    3                        body is 3: the first line below the head
    4  # Acme               headings are ((4, 1, "Acme"), (6, 2, "Notes"))
    5  ```                  prose[5] is False: a fence
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import field
from typing import NamedTuple

from vaultkit.core.front_matter.read import Head, HeadSpan, read_head, split_head
from vaultkit.core.text.markdown import Outline, heading, outline, without_closing
from vaultkit.core.text.note import Note, ending, lines_of
from vaultkit.core.text.once import once
from vaultkit.value import frozen

_LINE_END = ord("\n")
_CLOSING = re.compile(rb"\n---[ \t\r]*+(?:\n|\Z)")
"""The line that ends a head in bytes, as ``split_head`` finds it in a text."""
_BEHIND_A_SIGN = re.compile(r"#(?<!#{7})[ \t]+([^\n]*)")
"""The words of a heading, or the rest of any other line that holds its sign."""


class Heading(NamedTuple):
    """A heading: the index of its line, its level from 1 to 6, its words."""

    at: int
    level: int
    words: str


@frozen
class ReadText:
    """A text with its lines, its head and what below the head is prose."""

    note: Note
    found_head: HeadSpan | None = field(default=None, compare=False)
    """Where the head stands, for whoever knows already."""

    @classmethod
    def of(cls, text: str) -> "ReadText":
        """Return a text that is no note's."""
        return cls(Note("", text.encode()))

    @property
    def text(self) -> str:
        """The whole text."""
        return self.note.text

    def down_to(self, end: int) -> "ReadText":
        """Return what stands above a byte, which begins a line below the head, as a text of its own."""
        above = ReadText(Note(self.note.path, self.note.raw[:end]), self.found_head)
        above.__dict__["body"] = self.body
        return above

    @once
    def lines(self) -> tuple[str, ...]:
        """All lines with their endings."""
        return tuple(lines_of(self.note.raw))

    @once
    def span(self) -> HeadSpan | None:
        """Where the head stands, or None."""
        return self.found_head or split_head(self.text)

    @once
    def body(self) -> int:
        """The index of the first line below the head; 0 without a head."""
        raw, at = self.note.raw, self.body_at
        above = raw.count(b"\n", 0, at)
        return above if at == 0 or raw[at - 1] == _LINE_END else above + 1

    @once
    def body_at(self) -> int:
        """Where that line begins, in bytes."""
        raw = self.note.raw
        closing = _CLOSING.search(raw, raw.index(b"\n")) if self.span else None
        return closing.end() if closing else 0

    @once
    def outline(self) -> Outline:
        """The outline of all lines. Those of the head count as prose; what is open is open below it."""
        return outline(self.lines, self.body)

    @property
    def newline(self) -> str:
        """The first line ending of the text; the usual one where it has none."""
        return next(filter(None, map(ending, self.lines)), "\n")

    @property
    def headings(self) -> Iterator[Heading]:
        """The headings below the head, in their order."""
        for index, line in self.prose_below:
            if "#" in line and (found := heading(line)):
                yield Heading(index, *found)

    def may_be_headed(self, words: Collection[str]) -> bool:
        """Tell whether a heading could say one of the words, casefolded: quick, where going through lines is not."""
        return any(
            without_closing(said).casefold() in words for said in _BEHIND_A_SIGN.findall(self.text)
        )

    @property
    def prose_below(self) -> Iterator[tuple[int, str]]:
        """The lines below the head that are prose, each with its index."""
        lines, prose = self.lines, self.outline.prose
        return ((index, lines[index]) for index in range(self.body, len(lines)) if prose[index])

    def head(self, path: str) -> Head | None:
        """Return the head of a note; None without one, and where it does not read."""
        found = read_head(path, self.text, self.span) if self.span else None
        return found if isinstance(found, Head) else None
