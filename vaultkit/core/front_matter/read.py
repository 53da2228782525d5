"""The head of a note: where it stands, and its properties as Obsidian reads them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import NamedTuple

from vaultkit.core.front_matter.head_values import FIRST_LINE, Property, Refused, Unreadable
from vaultkit.core.front_matter.plain_yaml import plain_properties
from vaultkit.core.front_matter.unreadable import is_template_line, template_line, unreadable
from vaultkit.core.front_matter.written import shown
from vaultkit.core.text.note import split_lines
from vaultkit.core.text.once import once
from vaultkit.core.text.problem import Problem, problem
from vaultkit.value import frozen

_OPENING = re.compile("\ufeff?---\r?\n")
_CLOSING = re.compile(r"---[ \t\r]*+(?:\n|\Z)")
"""The line that ends a head; ``read_text`` has it for bytes."""
_PROPERTY_LINE = re.compile(r"[^\s:#-][^:\n]*:(?=\s|$)|[ \t]+\S|- |#")
"""How a line of a head begins: a name, a deeper line, a list's entry, a comment."""


class HeadSpan(NamedTuple):
    """Where a head stands, in characters of the note's text.

    ``start`` is the first one of the YAML, ``end`` the first one of the closing line,
    ``body`` the first one below that line.
    """

    start: int
    end: int
    body: int


@frozen
class Head:
    """A head that is a mapping (or holds nothing), its properties in the order of the note.

    One that ``is_plain`` surely holds neither a comment in the place of a value nor a template's variable.
    """

    properties: tuple[Property, ...] = ()
    is_plain: bool = field(default=False, compare=False)

    def find(self, name: str) -> Property | None:
        """Return the first property of that name, capitals or not."""
        return self._named.get(name.casefold())

    @once
    def _named(self) -> Mapping[str, Property]:
        return {found.name.casefold(): found for found in reversed(self.properties)}

    @once
    def types(self) -> tuple[str, ...]:
        """What its ``type`` says the note is, casefolded."""
        # Of nearly every head that is all that is asked for by its name, and it is the first one.
        found = next((one for one in self.properties if one.name.casefold() == "type"), None)
        return tuple([shown(text).casefold() for text in found.texts]) if found else ()

    def line_of(self, name: str) -> int | None:
        """Return the line of a property in the file."""
        found = self.find(name)
        return found.line if found else None

    def says(self) -> tuple[tuple[str, object], ...]:
        """Return names and bare values, to compare two heads."""
        return tuple((found.name, found.value.says()) for found in self.properties)


def split_head(text: str) -> HeadSpan | None:
    """Return where the head stands, or None. Looks at no YAML.

    A head begins with the text (or behind its byte order mark) and a line ``---``, and ends
    at the next line ``---``, which alone may have blanks behind it, or a lone carriage return.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return None
    first = opening.end()
    at = text.find("\n---", first - 1)
    while at >= 0:
        if closing := _CLOSING.match(text, at + 1):
            return HeadSpan(first, at + 1, closing.end())
        at = text.find("\n---", at + 1)
    return None


def open_head(text: str) -> HeadSpan | None:
    """Return where the properties stand of a head that is opened and never closed; None for any other text.

    They end at the first line that can be none: a blank one, or a sentence.
    """
    opening = _OPENING.match(text)
    if opening is None or split_head(text):
        return None
    at = first = opening.end()
    while at < len(text):
        after = text.find("\n", at) + 1 or len(text)
        if not _PROPERTY_LINE.match(text, at, after):
            break
        at = after
    return HeadSpan(first, at, at)


def has_head_below(text: str) -> bool:
    """Tell whether something like a head stands below blank lines: where Obsidian sees none."""
    below = text.removeprefix("\ufeff").lstrip()
    return below != text and split_head(below) is not None


def may_be(text: str, span: HeadSpan, words: Iterable[str]) -> bool:
    """Tell whether a head holds one of the words, which are casefolded, at all; cheap, where reading is not."""
    head = text[span.start : span.end]
    # Mapped, in half the time of a generator; and as they are, as nearly all who have one of them write it.
    return any(map(head.__contains__, words)) or any(map(head.casefold().__contains__, words))


def read_head(note_path: str, text: str, span: HeadSpan) -> Head | Problem | None:
    """Return the head, the problem that hides it, or None when it is not made of properties.

    Where it breaks at a template's variable that is a hint: nobody's note yet.
    """
    head = text[span.start : span.end]
    try:
        plain = plain_properties(head, span.start)
        properties = plain or _read_by_library(head, span.start)
    except Refused as refused:
        return problem(note_path, refused.index + FIRST_LINE, refused.code, **refused.values)
    except Unreadable as error:
        lines = split_lines(head)
        if is_template_line(lines, error.index):
            return template_line(note_path, lines, error.index)
        return unreadable(note_path, lines, error.index, error.code)
    if properties is None:
        return None
    if "\r" in head:  # with a line's end: alone it is refused
        properties = _with_wide_endings(properties, head, span.start)
    return Head(tuple(properties), bool(plain) and "{" not in head and "<" not in head)


def _read_by_library(head: str, at: int) -> list[Property] | None:
    from vaultkit.core.front_matter.yaml_text import (
        read_properties,  # as slow to load as a start of Python
    )

    return read_properties(head, at)


def _with_wide_endings(properties: list[Property], head: str, at: int) -> list[Property]:
    r"""Return properties as they stand in the head: so far each ``\r\n`` was one character."""
    found = re.finditer("\r\n", head)
    endings = [match.start() - number for number, match in enumerate(found)]
    wide = []
    for one in properties:
        start, end = (place - at + bisect_left(endings, place - at) for place in one.value_span)
        written = head[start:end].strip()
        wide.append(replace(one, value_span=(at + start, at + end), written=written))
    return wide
