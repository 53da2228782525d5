"""The plain three-way merge: two sides of one sequence, and the base that both come from.

What stands in the base and on both sides is a fixed point; between two of them each stretch is
merged by itself::

    base   ours   theirs
    a      a      a         Agreed(a)           a fixed point
    b      B      b         Agreed(B)           ours alone changed it
    c      c      c         Agreed(c)
    d      x      y         Conflict(d, x, y)   both changed it, each in its own way
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from vaultkit.core.text.edit import alike_at_edges
from vaultkit.core.text.note import ending, split_lines
from vaultkit.value import frozen

T = TypeVar("T")
UNKNOWN = "\0"
"""Begins a line of a base that stands for what nobody knows: two sides are all that there is."""


@frozen
class Agreed:
    """A stretch that is settled."""

    lines: tuple[str, ...]


@frozen
class Conflict:
    """A stretch that both sides changed, each in its own way."""

    base: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


Stretch = Agreed | Conflict


@frozen
class Marks:
    """How a conflict is shown: the names of the two sides, and how long git's marks are."""

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = 7


@frozen
class Three:
    """The base and the two sides of one note. A base that is not known is empty."""

    base: str
    ours: str
    theirs: str


@frozen
class Merge:
    """The merged text, and whether nothing in it is left to the person."""

    text: str
    is_clean: bool


def choose(base: T, ours: T, theirs: T, otherwise: T) -> T:
    """Return the merge of one value: the side that changed; ``otherwise`` where both did, each in its own way."""
    if ours in (theirs, base):
        return theirs
    return ours if theirs == base else otherwise


def merge_lines(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> tuple[Stretch, ...]:
    """Return the stretches of the merge in their order.

    What one side changed is taken; what both changed in the same way too. As for git, two
    changes with no unchanged line between them are one. Elements need not be lines.
    """
    base, ours, theirs = tuple(base), tuple(ours), tuple(theirs)
    ours_at, theirs_at = _places(base, ours), _places(base, theirs)
    fixed = [at for at in range(len(base)) if at in ours_at and at in theirs_at]
    stretches: list[Stretch] = []
    in_base = in_ours = in_theirs = 0
    for at in fixed:
        stretches += _between(
            base[in_base:at], ours[in_ours : ours_at[at]], theirs[in_theirs : theirs_at[at]]
        )
        stretches.append(Agreed((base[at],)))
        in_base, in_ours, in_theirs = at + 1, ours_at[at] + 1, theirs_at[at] + 1
    stretches += _between(base[in_base:], ours[in_ours:], theirs[in_theirs:])
    return tuple(stretches)


def _places(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Return where each element of the base stands on a side, for those that do."""
    head, tail = alike_at_edges(base, side)
    places = {index: index for index in range(head)}
    places |= {len(base) - back: len(side) - back for back in range(1, tail + 1)}
    middle = SequenceMatcher(None, base[head : len(base) - tail], side[head : len(side) - tail])
    for in_base, in_side, size in middle.get_matching_blocks():
        places |= {head + in_base + index: head + in_side + index for index in range(size)}
    return places


def place_in(base: Sequence[str], side: Sequence[str], index: int) -> int:
    """Return the index in ``side`` before which something goes that goes before ``base[index]``."""
    places = _places(base, side)
    if index and index - 1 in places:
        return places[index - 1] + 1
    return next((places[i] for i in range(index, len(base)) if i in places), len(side))


def _between(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> Iterator[Stretch]:
    """Merge what lies between two fixed points."""
    if ours == theirs or theirs == base:
        yield Agreed(ours)
    elif ours == base:
        yield Agreed(theirs)
    else:
        # What both sides have at the edges of a conflict is agreed on.
        head, tail = alike_at_edges(ours, theirs)
        yield Agreed(ours[:head])
        yield Conflict(base, ours[head : len(ours) - tail], theirs[head : len(theirs) - tail])
        yield Agreed(ours[len(ours) - tail :])


def is_clean(stretches: Sequence[Stretch]) -> bool:
    """Tell whether nothing is left to the person."""
    return not any(isinstance(stretch, Conflict) for stretch in stretches)


def agreed_lines(stretches: Sequence[Stretch]) -> Iterator[str]:
    """Yield the lines that are settled, in their order."""
    for stretch in stretches:
        if isinstance(stretch, Agreed):
            yield from stretch.lines


def written(stretches: Sequence[Stretch], marks: Marks, newline: str) -> str:
    """Return the merge as text, conflicts between git's own marks."""
    parts: list[str] = []
    for stretch in stretches:
        if isinstance(stretch, Agreed):
            parts += stretch.lines
            continue
        parts += [_mark("<", marks.size, marks.ours), newline, *_ended(stretch.ours, newline)]
        parts += [_mark("=", marks.size), newline, *_ended(stretch.theirs, newline)]
        parts += [_mark(">", marks.size, marks.theirs), newline]
    return "".join(parts)


def _mark(char: str, size: int, label: str = "") -> str:
    return f"{char * size} {label}".rstrip()


def _ended(lines: Sequence[str], newline: str) -> Iterator[str]:
    """A mark needs a line of its own, also below a text without a final newline."""
    for line in lines:
        yield line if ending(line) else line + newline


def merge_plainly(texts: Three, marks: Marks) -> Merge:
    """Return the merge line by line, as git has it."""
    stretches = merge_lines(
        split_lines(texts.base), split_lines(texts.ours), split_lines(texts.theirs)
    )
    return Merge(written(stretches, marks, first_ending(texts.ours)), is_clean(stretches))


def first_ending(text: str) -> str:
    """Return the ending of a text's first line, the usual one where it has none."""
    return next(filter(None, map(ending, split_lines(text)[:1])), "\n")
