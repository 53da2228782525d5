"""The head of a note: where it stands, and its properties as Obsidian reads them."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from vaultkit.core.front_matter.head_values import FIRST_LINE, Entry, Refused, Unreadable, Value
from vaultkit.core.front_matter.plain_yaml import plain_entries
from vaultkit.core.front_matter.unreadable import is_template_line, template_line, unreadable
from vaultkit.core.text.note import split_lines
from vaultkit.core.text.problem import Problem, problem
from vaultkit.value import dataclass

_OPENING = re.compile("\ufeff?---\r?\n")
_CLOSING = re.compile(r"---[ \t\r]*+(?:\n|\Z)")
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


class Property(NamedTuple):
    """One property of a head. ``name`` is as written, ``line`` that of the name in the file.

    ``value_span`` lies in the note's text: from behind the colon to the end of the value; of
    an empty value it is empty, so that what is put there and taken out again leaves no trace.
    ``written`` is the value as it stands there; ``comment`` what follows an empty one.
    """

    name: str
    value: Value
    line: int
    value_span: tuple[int, int]
    written: str = ""
    comment: str = ""

    @property
    def text(self) -> str | None:
        """The text of a scalar; None when the value is null, a list or a mapping."""
        return self.value.text

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of a scalar, or those in a list."""
        return self.value.texts

    @property
    def is_quoted(self) -> bool:
        """Tell whether a scalar stands in quotation marks: then it is a text, ``"true"`` too."""
        return self.value.kind == "scalar" and self.written.startswith(('"', "'"))

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing is written there, not even ``null``."""
        return self.value.kind == "scalar" and not self.written


@dataclass(frozen=True)
class Head:
    """A head that is a mapping (or holds nothing), its properties in the order of the note.

    ``body_line`` is the line of the file on which the text below the head begins.
    """

    properties: tuple[Property, ...] = ()
    body_line: int = 1

    def find(self, name: str) -> Property | None:
        """Return the first property of that name, capitals or not."""
        return self._named.get(name.casefold())

    @cached_property
    def _named(self) -> Mapping[str, Property]:
        return {found.name.casefold(): found for found in reversed(self.properties)}

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
    head = text[span.start : span.end].casefold()
    return any(word in head for word in words)


def read_head(note_path: str, text: str, span: HeadSpan) -> Head | Problem | None:
    """Return the head, the problem that hides it, or None when it is not made of properties.

    Where it breaks at a template's variable that is a hint: nobody's note yet.
    """
    head = text[span.start : span.end]
    try:
        entries = plain_entries(head) or _read_by_library(head)
    except Refused as refused:
        return problem(note_path, refused.index + FIRST_LINE, refused.code, **refused.values)
    except Unreadable as error:
        lines = split_lines(head)
        if is_template_line(lines, error.index):
            return template_line(note_path, lines, error.index)
        return unreadable(note_path, lines, error.index, error.code)
    if entries is None:
        return None
    if endings := _wide_endings(head):
        entries = [_widened(entry, endings) for entry in entries]
    properties = tuple(_placed(entry, text, span) for entry in entries)
    return Head(properties, body_line=text.count("\n", 0, span.body) + 1)


def _read_by_library(head: str) -> list[Entry] | None:
    from vaultkit.core.front_matter.yaml_text import (
        read_entries,  # as slow to load as a start of Python
    )

    return read_entries(head)


def _wide_endings(head: str) -> list[int]:
    r"""Return where each ``\r\n`` stands once it is one character, as python-frontmatter makes it."""
    return [match.start() - number for number, match in enumerate(re.finditer("\r\n", head))]


def _widened(entry: Entry, endings: list[int]) -> Entry:
    return entry._replace(
        name_end=entry.name_end + bisect_left(endings, entry.name_end),
        value_end=entry.value_end + bisect_left(endings, entry.value_end),
    )


def _placed(entry: Entry, text: str, span: HeadSpan) -> Property:
    """Return the property with its place in the note's text."""
    name, value, value_end, line, name_end = entry
    start = _after_colon(text, span.start + name_end, span.end)
    behind = text[start : span.start + value_end].rstrip()
    written = behind.lstrip()
    if not written:
        comment = text[start : text.find("\n", start)].strip()
        return Property(name, value, line, (start, start), "", comment)
    return Property(name, value, line, (start, start + len(behind)), written)


def _after_colon(text: str, name_end: int, head_end: int) -> int:
    """Return the index behind a property's colon; behind the name of one that has none."""
    if text.startswith(":", name_end, head_end):  # as in nearly every line
        return name_end + 1
    colon = text.find(":", name_end, head_end)
    return colon + 1 if colon >= 0 and not text[name_end:colon].strip() else name_end
