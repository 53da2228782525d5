"""Places in a text as editors count them: line and column from 0, a column in UTF-16 code units.

Source: the Language Server Protocol, version 3.17, "Position".
"""

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from vaultkit.core.text.note import split_lines
from vaultkit.value import frozen


class Place(NamedTuple):
    """A line and a column, both from 0."""

    line: int
    column: int


class Stretch(NamedTuple):
    """From a place to another one, which is no longer part of it."""

    start: Place
    end: Place


@frozen
class Places:
    """A text whose characters can be found by the places that an editor names, and the other way."""

    text: str

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """All lines with their endings; the last one may be empty."""
        lines = split_lines(self.text)
        return (*lines, "") if not lines or lines[-1].endswith("\n") else tuple(lines)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line)
        return tuple(starts)

    def line(self, number: int) -> str:
        """Return a line without its ending; "" for one that is not there."""
        if not 0 <= number < len(self.lines):
            return ""
        line = self.lines[number]
        return line[:-1].removesuffix("\r") if line.endswith("\n") else line

    def offset(self, place: Place) -> int:
        """Return the character at a place; one that lies outside of the text is brought to its nearest end."""
        if place.line < 0:
            return 0
        if place.line >= len(self.lines):
            return len(self.text)
        units, text = 0, self.line(place.line)
        for at, character in enumerate(text):
            if units >= place.column:
                return self._starts[place.line] + at
            units += _units(character)
        return self._starts[place.line] + len(text)

    def place(self, offset: int) -> Place:
        """Return the place of a character."""
        line = bisect_right(self._starts, offset) - 1
        within = self.text[self._starts[line] : offset]
        return Place(line, sum(map(_units, within)))

    def stretch(self, start: int, end: int) -> Stretch:
        """Return the stretch between two characters, half-open."""
        return Stretch(self.place(start), self.place(end))

    def of_line(self, number: int) -> Stretch:
        """Return a line without the blanks at its ends."""
        number = min(max(number, 0), len(self.lines) - 1)
        text, start = self.line(number), self._starts[number]
        words = text.strip()
        at = start + (text.find(words) if words else 0)
        return self.stretch(at, at + len(words))


def _units(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1
