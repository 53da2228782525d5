"""What a head may say, and what no head may hold: values whose scalars are texts, and no library.

A head is read into them by ``plain_yaml``, or by ``yaml_text`` where it is not plain.
"""

import re
from datetime import date
from typing import Literal

from vaultkit.value import frozen

LARGEST_BYTES = 64 * 1024
DEEPEST = 32
MOST_VALUES = 10_000
LONGEST_NAME = 200
"""In characters, of a property in a plain head."""
FIRST_LINE = 2
"""The line of the file on which the head's YAML begins."""

_BRACKETS = re.compile(r"[\[\]{}]")
# Characters that some programs take for a line end and others do not, or that no YAML may hold.
_STRANGE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)")
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Written = str | bool | int | date | tuple[str, ...] | None
"""A value of a new property. A text is read back as that text by everybody; None stands for nothing."""


@frozen
class Value:
    """A value, with the line of the file (from 1) on which it begins.

    ``text`` is what a scalar says; None for one that is plain and empty or ``null``, and for
    lists and mappings. ``items`` and ``pairs`` stand in the order of the head.
    """

    kind: Literal["scalar", "list", "mapping"]
    line: int
    text: str | None = None
    items: tuple["Value", ...] = ()
    pairs: tuple[tuple[str, "Value"], ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of all scalars in it, those of mappings excepted."""
        if self.kind == "scalar":
            return () if self.text is None else (self.text,)
        return tuple(text for item in self.items for text in item.texts)

    def says(self) -> object:
        """Return the bare content, to compare: a text, None, or tuples of the same."""
        if self.kind == "list":
            return tuple(item.says() for item in self.items)
        if self.kind == "mapping":
            return tuple((name, value.says()) for name, value in self.pairs)
        return self.text


@frozen
class Property:
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


class Refused(Exception):
    """A head that is YAML, or may be, and is not read. ``index`` counts its lines from 0."""

    def __init__(self, code: str, index: int, **values: object) -> None:
        super().__init__(code)
        self.code, self.index, self.values = code, index, values


class Unreadable(Exception):
    """A head that is not YAML, or holds what we do not read.

    ``index`` counts the head's lines from 0. ``code`` is set where the line alone would not
    tell the problem.
    """

    def __init__(self, index: int, code: str | None = None) -> None:
        super().__init__(index)
        self.index, self.code = index, code


def check_text(head: str) -> bool:
    """Refuse what must not even be scanned: it takes too long, or reads in two ways.

    Tell whether there is no sign in it that is not seen, nor half of a character.
    """
    if len(head) > LARGEST_BYTES // 4 and len(head.encode("utf-8", "replace")) > LARGEST_BYTES:
        raise Refused("head-too-large", 0, kilobytes=LARGEST_BYTES // 1024)
    is_printable = head.replace("\n", "").isprintable()  # quick, as a search is not
    if not is_printable and (found := _STRANGE.search(head)):
        line = head.count("\n", 0, found.start())
        raise Refused("head-control-character", line, character=f"U+{ord(found.group()):04X}")
    depth = 0
    for bracket in _BRACKETS.finditer(head) if head.count("[") + head.count("{") > DEEPEST else ():
        depth = depth + 1 if bracket.group() in "[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            raise Refused("head-too-deep", head.count("\n", 0, bracket.start()), levels=DEEPEST)
    return is_printable
