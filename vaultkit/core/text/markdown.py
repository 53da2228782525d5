"""Which lines of a Markdown text are prose and which lie in code, comments or formulas.

Not a Markdown parser: it answers only what decides where a block may stand and what counts
as a marker, and where in doubt it errs toward "not prose", which leaves a note alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count, repeat
from operator import contains

from vaultkit.core.text.note import bare, lines_of
from vaultkit.value import frozen

_FENCE = re.compile(r"[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}(?=[^`]*$)|~{3,})")
_QUOTE = re.compile(r"[ \t]{0,3}>")
_QUOTES = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
_OPENING = ("`", "~~~", "<!--", "%%", "$$")
"""A code span counts too: what stands on both sides of it comes together."""
_FENCES, _OTHER_SIGNS = (b"```", b"~~~"), (b"<", b"%", b"$")
"""What stands in all lines that open a fence, and in all that open anything else."""
_BACKTICKS = re.compile("`+")
_SWITCH = re.compile(r"\\.|<!--|-->|%%|\$\$")
_TAG = re.compile(r"(?<![^\s(\[])#([\w/-]*[^\W\d_][\w/-]*)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?")
_BLOCK_START = re.compile(r" {0,3}(?:#{1,6}[ \t]|`{3}|~{3}|<!--|>)")
_INLINE = ("%%", "$$")
_CLOSES = {"<!--": "-->", "%%": "%%", "$$": "$$"}


@frozen
class Outline:
    """``prose[i]`` tells whether line i begins outside of any code, comment or formula.

    A fence's own lines are not prose. ``open_end`` is what is still open at the end of the
    text (a fence's characters, ``<!--``, ``%%`` or ``$$``) with the index of its line. ``openings``
    are the indices of all lines that hold what may begin one, the head's too.
    """

    prose: tuple[bool, ...]
    open_end: tuple[str, int] | None
    openings: tuple[int, ...]


@dataclass
class _Open:
    """What is open, and since which line; for a fence also how it may end.

    ``inline`` is what opened in the middle of a line: it ends with its paragraph at the latest.
    """

    mark: str
    line: int
    fence: bool = False
    quoted: bool = False
    column: int = 0
    inline: bool = False

    @property
    def is_plain_fence(self) -> bool:
        """Tell whether nothing but a line of its characters ends it."""
        return self.fence and not self.quoted and not self.column


def outline(lines: Sequence[str], first: int = 0, *, fences_only: bool = False) -> Outline:
    """Return the outline of a note's lines. Those before ``first``, its head, count as prose.

    With ``fences_only`` comments and formulas are prose.
    """
    prose = [True] * len(lines)
    opened, index = None, first
    openings = _opening_lines("".join(lines), lines)
    for start in openings:  # all else is prose: nothing is open there
        if start >= index and _may_open(lines[start]):
            opened, index = _followed(lines, start, prose, fences_only)
    open_end = (opened.mark, opened.line) if opened else None
    return Outline(tuple(prose), open_end, openings)


def may_end_open(raw: bytes) -> bool:
    """Tell whether anything but ``%%`` or ``$$`` may be open at the end of a text in UTF-8.

    An outline of all of it tells for sure. Nearly always one of the lines from the first to the last
    in which anything can begin tells that nothing is.
    """
    fences = [sign for sign in _FENCES if sign[:1] in raw and sign in raw]
    others = [sign for sign in _OTHER_SIGNS if sign in raw]
    if not fences and b"<" not in others:
        return False
    signs = [b"`", *fences, *others] if others else fences
    begin = min(at for sign in signs if (at := raw.find(sign)) >= 0)
    end = max(map(raw.rfind, signs))
    part = raw[raw.rfind(b"\n", 0, begin) + 1 : raw.find(b"\n", end) + 1 or len(raw)]
    return outline(lines_of(part)).open_end is not None


def _opening_lines(text: str, lines: Sequence[str]) -> tuple[int, ...]:
    """Return the indices of the lines in which any code, comment or formula could begin: few, and found at once."""
    # One character is found ten times faster than two.
    marks = [(mark[0], mark) for mark in _OPENING if mark[0] in text and mark in text]
    found = {
        index for sign, mark in marks for index in lines_with(sign, lines) if mark in lines[index]
    }
    return tuple(sorted(found))


def lines_with(sign: str, lines: Iterable[str], first: int = 0) -> Iterator[int]:
    """Yield the indices of the lines that hold a sign, the first of which is line ``first``."""
    # By loops of Python's own: one written out takes a third longer, and every line of a note goes through it.
    return compress(count(first), map(contains, lines, repeat(sign)))


def _may_open(line: str) -> bool:
    """Tell whether anything could still be open behind a line; behind a comment, or a few words of code, nothing is."""
    if line.startswith("<!--") and _is_one_comment(bare(line)):
        return False
    return "<" in line or "%" in line or "$" in line or "```" in line or "~~~" in line


def _followed(
    lines: Sequence[str], start: int, prose: list[bool], fences_only: bool
) -> tuple[_Open | None, int]:
    """Follow what opens in a line until it has closed, marking in ``prose`` what lies in it.

    Return the index of the next line; with it what is open at the end of the text.
    """
    opened: _Open | None = None
    only_end = ""  # of a plain fence
    for index in range(start, len(lines)):
        line = lines[index]
        if only_end and only_end not in line:
            prose[index] = False
            continue
        if opened and opened.inline and _ends_paragraph(line):
            return None, index
        text = bare(line)
        if opened and opened.fence and _leaves_fence(opened, text):
            opened = None
        prose[index] = opened is None
        if opened and opened.fence:
            opened = None if _ends_fence(opened, text) else opened
        elif opened is None and (fence := _fence(text, index)):
            prose[index] = False
            opened = fence
        elif not fences_only:
            opened = _switch(opened, text, index)
        if opened is None:
            return None, index + 1
        only_end = opened.mark if opened.is_plain_fence else ""
    return None if opened and opened.inline else opened, len(lines)


def _ends_paragraph(line: str) -> bool:
    """Tell whether a paragraph cannot go on in a line: a blank one, a heading, a fence, a comment of its own."""
    return not line.strip() or bool(_BLOCK_START.match(line))


def _fence(text: str, index: int) -> _Open | None:
    if "```" not in text and "~~~" not in text:
        return None
    quotes = _QUOTES.match(text) if ">" in text else None
    rest = text[quotes.end() :] if quotes else text
    match = _FENCE.match(rest)
    if match is None:
        return None
    in_list = rest[: match.start(1)].strip() != ""
    return _Open(match.group(1), index, True, quotes is not None, match.start(1) if in_list else 0)


def _leaves_fence(opened: _Open, text: str) -> bool:
    """A fence in a quote or a list item ends where its container ends."""
    if opened.quoted:
        return not _QUOTE.match(text)
    if not opened.column or not text.strip():
        return False
    return len(text) - len(text.lstrip(" \t")) < min(opened.column, 2)


def _ends_fence(opened: _Open, text: str) -> bool:
    if opened.quoted:
        text = _QUOTES.sub("", text, count=1)
    text = text.strip(" \t")
    return len(text) >= len(opened.mark) and not text.strip(opened.mark[0])


def _switch(opened: _Open | None, text: str, index: int) -> _Open | None:
    """Follow comments and formulas through one line, as they open and close."""
    if opened is None:
        text = _without_code(text)
    for match in _SWITCH.finditer(text):
        mark = match.group()
        if opened is None and mark in _CLOSES:
            is_inline = mark in _INLINE and bool(text[: match.start()].strip())
            opened = _Open(mark, index, inline=is_inline)
        elif opened and mark == _CLOSES[opened.mark]:
            opened = None
    if opened and opened.inline and opened.line == index and _HEADING.fullmatch(text):
        return None
    return opened


def _is_one_comment(text: str) -> bool:
    """Tell of a line such as our markers, which begins like one, that it is one comment from end to end."""
    is_comment = text.find("-->", len("<!--")) == len(text) - len("-->")
    return is_comment and "\\" not in text and "`" not in text


def _without_code(text: str) -> str:
    """Return a line without its code spans. One closes at the next run of as many backticks."""
    if "`" not in text:
        return text
    runs = [match.span() for match in _BACKTICKS.finditer(text)]
    closed_by: dict[int, int] = {}
    next_alike: dict[int, int] = {}
    for number in reversed(range(len(runs))):
        length = runs[number][1] - runs[number][0]
        if length in next_alike:
            closed_by[number] = next_alike[length]
        next_alike[length] = number
    parts, at, number = [], 0, 0
    while number < len(runs):
        if number in closed_by:
            parts.append(text[at : runs[number][0]])
            number = closed_by[number]
            at = runs[number][1]
        number += 1
    return "".join([*parts, text[at:]])


def heading(line: str) -> tuple[int, str] | None:
    """Return level and text of an ATX heading, or None. The line must be prose."""
    match = _HEADING.fullmatch(bare(line))
    return (len(match.group(1)), without_closing(match.group(2) or "")) if match else None


def without_closing(text: str) -> str:
    """Drop the ``#`` at the end of a heading; one that belongs to a word stays."""
    text = text.strip()
    words = text.rstrip("#")
    return words.rstrip() if not words or words[-1] in " \t" else text


def conflict_line(lines: Sequence[str], body: int = 0) -> int | None:
    """Return the index of git's ``<<<<<<< `` line when a later ``>>>>>>> `` follows it, outside of fences.

    ``body`` is the index of the first line below the head. Git may have cut a comment or a
    fence apart: what is outside by either reading counts.
    """
    readings = (outline(lines, body, fences_only=only) for only in (False, True))
    found = (_conflict(lines, reading.prose) for reading in readings)
    return next((index for index in found if index is not None), None)


def _conflict(lines: Sequence[str], prose: Sequence[bool]) -> int | None:
    begin: int | None = None
    for index, line in enumerate(lines):
        if not prose[index]:
            continue
        if begin is None and line.startswith("<<<<<<< "):
            begin = index
        elif begin is not None and line.startswith(">>>>>>> "):
            return begin
    return None


def body_tags(body_text: str) -> tuple[str, ...]:
    """Return the tags in a text below a head, without ``#``; those in code do not count."""
    if "#" not in body_text:
        return ()
    lines = body_text.splitlines(keepends=True)
    prose = (line for line, is_prose in zip(lines, outline(lines).prose, strict=True) if is_prose)
    return tuple(tag for line in prose for tag in _TAG.findall(_without_code(line)))
