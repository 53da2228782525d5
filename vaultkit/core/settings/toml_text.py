"""Where each name stands in a TOML text: the parser tells values and no lines."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

_NAME = r"(?:[A-Za-z0-9_-]+|\"(?:[^\"\\]|\\.)*\"|'[^']*')"
_NAMES = rf"({_NAME}(?:[ \t]*\.[ \t]*{_NAME})*)"
_TABLE = re.compile(rf"[ \t]*\[\[?[ \t]*{_NAMES}[ \t]*\]\]?[ \t]*(?:#.*)?")
_PAIR = re.compile(rf"[ \t]*{_NAMES}[ \t]*=")


def key_lines(text: str) -> Mapping[tuple[str, ...], int]:
    """Return the line (from 1) of every table and every setting of a file that parses."""
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    in_string = False
    for number, line in enumerate(text.split("\n"), start=1):
        if not in_string and (header := _TABLE.fullmatch(line.removesuffix("\r"))):
            table = _parts(header[1])
            lines.setdefault(table, number)
        elif not in_string and (pair := _PAIR.match(line)):
            lines.setdefault((*table, *_parts(pair[1])), number)
        if (line.count('"""') + line.count("'''")) % 2:
            in_string = not in_string
    return lines


def _parts(names: str) -> tuple[str, ...]:
    """Take dotted names apart as TOML does, quotation marks and escapes included; () for what are none."""
    try:
        table: Any = tomllib.loads(f"{names} = 0")
    except ValueError:
        return ()
    parts = []
    while table:
        [(name, table)] = table.items()
        parts.append(name)
    return tuple(parts)


def line_at(path: tuple[str, ...], lines: Mapping[tuple[str, ...], int]) -> int:
    """Return the line of a setting; what stands in braces on one line has that of its table."""
    places = (lines.get(path[:length]) for length in range(len(path), 0, -1))
    return next((number for number in places if number), 1)
