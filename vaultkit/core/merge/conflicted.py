"""A note that git left in conflict: the two sides are read back off git's marks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from vaultkit.core.merge.note import Reader, merge_application
from vaultkit.core.merge.three_way import UNKNOWN, Marks, Merge, Three
from vaultkit.core.text.markdown import outline
from vaultkit.core.text.note import bare, split_lines

_SIZE = 7


@dataclass
class _Sides:
    """The three texts, line by line, as they are put together."""

    base: list[str] = field(default_factory=list)
    ours: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)

    def add(self, lines: Sequence[str]) -> None:
        for side in (self.base, self.ours, self.theirs):
            side += lines


def settle_conflict(text: str, reader: Reader) -> Merge | None:
    """Return the note with its block merged by item; None where nothing is settled by that.

    A conflict elsewhere in the note stays as it is.
    """
    found = read_sides(text)
    merge = merge_application(found[0], reader, found[1]) if found else None
    return merge if merge and merge.text != text else None


def read_sides(text: str) -> tuple[Three, Marks] | None:
    """Return the base, the sides and their names; None without a conflict, or where the marks are not git's.

    Git shows the base in its diff3 style only. Else a line that neither side has stands for
    what the base had, so that nothing passes for unchanged.
    """
    lines = split_lines(text)
    prose = outline(lines).prose
    sides, marks, at = _Sides(), None, 0
    while at < len(lines):
        if not (prose[at] and _is_mark(lines[at], "<")):
            sides.add(lines[at : at + 1])
            at += 1
            continue
        places = _places(lines, at)
        if places is None:
            return None
        base, middle, end = places
        sides.ours += lines[at + 1 : base or middle]
        sides.theirs += lines[middle + 1 : end]
        sides.base += lines[base + 1 : middle] if base else [f"{UNKNOWN}{at}\n"]
        marks = marks or Marks(_label(lines[at]), _label(lines[end]))
        at = end + 1
    texts = Three("".join(sides.base), "".join(sides.ours), "".join(sides.theirs))
    return (texts, marks) if marks else None


def _places(lines: Sequence[str], begin: int) -> tuple[int | None, int, int] | None:
    """Return the indices of the marks that follow the one at ``begin``; None where they are not in order."""
    found = [
        (index, char)
        for index in range(begin + 1, len(lines))
        for char in "<|=>"
        if _is_mark(lines[index], char)
    ]
    end = next((number for number, (_, char) in enumerate(found) if char == ">"), None)
    inside = found[: end + 1] if end is not None else []
    order = "".join(char for _, char in inside)
    if order not in ("=>", "|=>"):
        return None
    return inside[0][0] if order == "|=>" else None, inside[-2][0], inside[-1][0]


def _is_mark(line: str, char: str) -> bool:
    text = bare(line)
    return (
        text == char * _SIZE
        if char == "="
        else text.startswith(f"{char * _SIZE} ") or text == char * _SIZE
    )


def _label(line: str) -> str:
    return bare(line)[_SIZE:].strip()
