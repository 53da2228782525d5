"""The lines under an item, whatever bullets, indents and line breaks a formatter has given them."""

import re
from collections.abc import Iterable, Sequence

from vaultkit.core.text.note import bare, ending

CHILD = "  - "
_NESTED_LINE = re.compile(r"([ \t]+)(?:[-*+]|\d+[.)])[ \t]+(.*)")


def is_bulleted(line: str) -> bool:
    """Tell whether a line begins an entry of a nested list."""
    return line.startswith(CHILD) or _NESTED_LINE.fullmatch(bare(line)) is not None


def first_level(lines: Iterable[str]) -> list[str]:
    """Return nested lines of the first level, as the tool writes them, whatever bullet and indent they have."""
    nested = [match for line in lines if (match := _NESTED_LINE.fullmatch(bare(line)))]
    least = min((_width(match[1]) for match in nested), default=0)
    return [CHILD + match[2] for match in nested if _width(match[1]) == least]


def rejoined(lines: Sequence[str]) -> tuple[str, ...]:
    """Return nested lines, each with its rest: deeper lines without a bullet that follow at once."""
    if all(map(is_bulleted, lines)):  # as nearly all are: none is a rest
        return tuple(lines)
    broken: list[list[str]] = []
    for line in lines:
        if broken and is_bulleted(broken[-1][0]) and is_rest_of(line, broken[-1][0]):
            broken[-1].append(line)
        else:
            broken.append([line])
    return tuple(parts[0] if len(parts) == 1 else joined(parts) for parts in broken)


def joined(parts: Sequence[str]) -> str:
    """Return the one line that a formatter has made several of, with the ending of the last."""
    first, *rest = parts
    return " ".join([bare(first).rstrip(), *(line.strip() for line in rest)]) + ending(parts[-1])


def is_rest_of(line: str, above: str) -> bool:
    """Tell whether a line can be the rest of one that a formatter has wrapped."""
    return line.strip() != "" and indent_of(line) > indent_of(above) and not is_bulleted(line)


def lines_under(lines: Sequence[str], index: int, last: int) -> tuple[str, ...]:
    """Return the lines under an item: the deeper ones, and blank ones between them."""
    return deeper_lines(lines, index + 1, last, indent_of(lines[index]))


def deeper_lines(lines: Sequence[str], first: int, last: int, indent: int) -> tuple[str, ...]:
    """Return the lines from ``first`` on that are indented more than ``indent``, and blank ones between them."""
    end = first
    for at in range(first, last):
        if not lines[at].strip():
            continue
        if indent_of(lines[at]) <= indent:
            break
        end = at + 1
    return tuple(lines[first:end])


def indent_of(line: str) -> int:
    """Return how far a line is indented, a tab up to the next of every four columns."""
    if not line.startswith((" ", "\t")):  # as most lines
        return 0
    return _width(line[: len(line) - len(line.lstrip(" \t"))])


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(4))
