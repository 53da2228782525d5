"""The week's page for a terminal: its words and tables, without marks, links, charts and letters."""

import re
from collections.abc import Iterator, Sequence

from vaultkit.formats.week_words import unlinked
from vaultkit.value import frozen

_HEADING = re.compile(r"(#{1,6}) (.*)")
_TO_LETTER = re.compile(r" · \[\[#[^\[\]]*\]\]")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_RULE = re.compile(r"\|[\s:|-]+\|")
_CELL = re.compile(r"(?<!\\)\|")


@frozen
class Shown:
    """One line. ``cells`` are those of a row of a table; then there is no text."""

    text: str = ""
    is_heading: bool = False
    indent: int = 0
    cells: tuple[str, ...] = ()


def shown_lines(text: str, letters: str) -> tuple[tuple[Shown, ...], bool]:
    """Return a page's lines, and whether charts or letters were left out.

    ``letters`` is the title of the part that is left out.
    """
    kept = list(_without_letters(text.splitlines(), letters))
    prose = list(_without_fences(kept))
    left_out = len(prose) < len(text.splitlines())
    return tuple(_shown(line) for line in prose if not _is_mark(line)), left_out


def _without_letters(lines: Sequence[str], letters: str) -> Iterator[str]:
    is_letters = False
    for line in lines:
        if line.startswith("## "):
            is_letters = line == f"## {letters}"
        if not is_letters:
            yield line


def _without_fences(lines: Sequence[str]) -> Iterator[str]:
    is_open = False
    for line in lines:
        if line.startswith("```"):
            is_open = not is_open
        elif not is_open:
            yield line


def _is_mark(line: str) -> bool:
    return line.startswith("<!--") or bool(_RULE.fullmatch(line))


def _shown(line: str) -> Shown:
    heading = _HEADING.fullmatch(line)
    if heading:
        return Shown(_words(heading[2]), is_heading=True)
    if line.startswith("|"):
        return Shown(cells=tuple(_words(cell.strip()) for cell in _CELL.split(line)[1:-1]))
    return Shown(_words(line.strip()), indent=len(line) - len(line.lstrip()))


def _words(text: str) -> str:
    words = _LINK.sub(r"\1", unlinked(_TO_LETTER.sub("", text)))
    return words.replace("**", "").replace("\\|", "|")
