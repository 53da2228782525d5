"""What the body of a note says in the way of properties: fields, bullets and tables.

``vaultkit`` reads no body for its data. Whoever keeps it there is told so, and offered a head.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.text.markdown import outline
from vaultkit.core.text.note import bare
from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

Form = Literal["field", "bullet", "cell"]

MOST_LINES = 400
"""Of a body that are looked at: what a note is about stands at its top."""

LONGEST_LINE = 500
"""In characters. A longer line is no value of anything."""

_NAME = r"(?P<name>[^\W\d_][^:*|\[\]()\n]{0,39})"
_START = r"\s{0,3}(?:>\s?){0,3}(?:[-*+]\s+)?"
_FIELD = re.compile(rf"{_START}(?:\*\*|_)?{_NAME}(?:\*\*|_)?::\s*(?P<value>\S.*)")
_BULLET = re.compile(rf"{_START}\*\*{_NAME}(?::\*\*|\*\*\s?:)\s*(?P<value>\S.*)")
_INSIDE = re.compile(rf"[\[(]{_NAME}::\s*(?P<value>(?:\[\[[^\[\]]*\]\]|[^\[\]()])+)[\])]")
_CELL_ENDS = re.compile(r"(?<!\\)\|(?![^\[\]]*\]\])")
_RULE = re.compile(r":?-+:?")


@frozen
class BodyValue:
    """One value in a body. ``name`` is as written, ``property`` what vaultkit calls it."""

    name: str
    property: str
    value: str
    form: Form


@frozen
class Body:
    """``values`` in their order, each property once. ``rows`` of the largest table of applications.

    ``others`` are values that say something else of a property than its first one.
    ``columns`` are the names of properties, as written, in the tables that have rows.
    """

    values: tuple[BodyValue, ...] = ()
    rows: int = 0
    columns: tuple[str, ...] = ()
    others: tuple[BodyValue, ...] = ()


NOTHING = Body()


def read_body(text: str, vocabulary: Vocabulary) -> Body:
    """Return what a text below the head says of an application. Code is no prose and says nothing."""
    if not any(mark in text for mark in ("::", "**", "|")):
        return NOTHING
    lines = text.removeprefix("\ufeff").split("\n")[:MOST_LINES]
    prose = outline(lines).prose
    kept = [
        bare(line) if is_prose and len(line) <= LONGEST_LINE else ""
        for line, is_prose in zip(lines, prose, strict=True)
    ]
    tables = [_table(rows, vocabulary) for rows in _tables(kept)]
    found = [
        *(pair for line in kept for pair in _in_line(line)),
        *(pair for table in tables for pair in table.values),
    ]
    values: dict[str, BodyValue] = {}
    others = []
    for form, name, value in found:
        meant = _property(name, vocabulary)
        clean = _cleaned(value)
        if meant and clean:
            one = BodyValue(_cleaned(name), meant, clean, form)
            if values.setdefault(meant, one).value.casefold() != clean.casefold():
                others.append(one)
    columns = tuple(name for table in tables for name in table.columns)
    return Body(
        tuple(values.values()), max((one.rows for one in tables), default=0), columns, tuple(others)
    )


def _property(name: str, vocabulary: Vocabulary) -> str | None:
    return vocabulary.property(name) or vocabulary.dated(name)


def _cleaned(value: str) -> str:
    """Return a text without what makes it bold or code."""
    return one_line(value).strip("*_` ").replace("\\|", "|")


def _in_line(line: str) -> Iterator[tuple[Form, str, str]]:
    if match := _BULLET.fullmatch(line):
        yield "bullet", match["name"], match["value"]
    elif match := _FIELD.fullmatch(line):
        yield "field", match["name"], match["value"]
    elif "::" in line:
        for match in _INSIDE.finditer(line):
            yield "field", match["name"], match["value"]


def _tables(lines: Sequence[str]) -> Iterator[list[list[str]]]:
    """Yield the rows of each table, its rule left out."""
    for is_table, group in groupby(lines, key=lambda line: line.lstrip().startswith("|")):
        if is_table:
            rows = [_cells(line) for line in group]
            yield [row for row in rows if not all(_RULE.fullmatch(cell) for cell in row)]


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    cells = [cell.strip() for cell in _CELL_ENDS.split(inner)]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells


@frozen
class _Table:
    """The values of a table of one application; of a table of several, how many ``rows`` and which ``columns``."""

    values: tuple[tuple[Form, str, str], ...] = ()
    rows: int = 0
    columns: tuple[str, ...] = ()


def _table(rows: Sequence[Sequence[str]], vocabulary: Vocabulary) -> _Table:
    """Return what a table says. It names properties in its first row, or in its first column."""
    first, *others = rows or [[]]
    known = tuple(name for name in first if _property(name, vocabulary))
    if len(known) < 2 or _is_upright(first, others, vocabulary):
        return _Table(tuple(("cell", row[0], row[1]) for row in rows if len(row) == 2))
    if len(others) > 1:
        return _Table(rows=len(others), columns=known)
    pairs = (pair for row in others for pair in zip(first, row, strict=False))
    return _Table(tuple(("cell", name, value) for name, value in pairs))


def _is_upright(
    first: Sequence[str], others: Sequence[Sequence[str]], vocabulary: Vocabulary
) -> bool:
    return len(first) == 2 and any(_property(row[0], vocabulary) for row in others)
