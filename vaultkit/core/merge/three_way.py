"""The plain three-way merge: two sides of one sequence, and the base that both come from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from vaultkit.core.text.note import ending, split_lines


@dataclass(frozen=True)
class Agreed:
    """A stretch that is settled."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Conflict:
    """A stretch that both sides changed, each in its own way."""

    base: tuple[str, ...]
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


Stretch = Agreed | Conflict


@dataclass(frozen=True)
class Marks:
    """How a conflict is shown: the names of the two sides, and how long git's marks are."""

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = 7


@dataclass(frozen=True)
class Three:
    """The base and the two sides of one note. A base that is not known is empty."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """The merged text, and whether nothing in it is left to the person."""

    text: str
    is_clean: bool


def merge_lines(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> tuple[Stretch, ...]:
    """Return the stretches of the merge in their order.

    What one side changed is taken; what both changed in the same way too. As for git, two
    changes with no unchanged line between them are one. Elements need not be lines.
    """
    stretches: list[Stretch] = []
    ours_at, theirs_at = _places(base, ours), _places(base, theirs)
    stable = [i for i in range(len(base)) if i in ours_at and i in theirs_at]
    b = o = t = 0
    for at in [*stable, len(base)]:
        ours_end, theirs_end = ours_at.get(at, len(ours)), theirs_at.get(at, len(theirs))
        stretches += _settled(
            tuple(base[b:at]), tuple(ours[o:ours_end]), tuple(theirs[t:theirs_end])
        )
        stretches += [Agreed(tuple(base[at : at + 1]))] if at < len(base) else []
        b, o, t = at + 1, ours_end + 1, theirs_end + 1
    return tuple(stretches)


def _places(base: Sequence[str], side: Sequence[str]) -> dict[int, int]:
    """Return where each element of the base stands on a side, for those that do."""
    shortest = min(len(base), len(side))
    head = next((i for i in range(shortest) if base[i] != side[i]), shortest)
    tail = next(
        (i for i in range(shortest - head) if base[-1 - i] != side[-1 - i]), shortest - head
    )
    places = {i: i for i in range(head)}
    places |= {len(base) - 1 - i: len(side) - 1 - i for i in range(tail)}
    middle = SequenceMatcher(None, base[head : len(base) - tail], side[head : len(side) - tail])
    for b, s, size in middle.get_matching_blocks():
        places |= {head + b + i: head + s + i for i in range(size)}
    return places


def place_in(base: Sequence[str], side: Sequence[str], index: int) -> int:
    """Return the index in ``side`` before which something goes that goes before ``base[index]``."""
    places = _places(base, side)
    if index and index - 1 in places:
        return places[index - 1] + 1
    return next((places[i] for i in range(index, len(base)) if i in places), len(side))


def _settled(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> Iterator[Stretch]:
    if ours == theirs or theirs == base:
        yield Agreed(ours)
    elif ours == base:
        yield Agreed(theirs)
    else:
        yield from _trimmed(base, ours, theirs)


def _trimmed(
    base: tuple[str, ...], ours: tuple[str, ...], theirs: tuple[str, ...]
) -> Iterator[Stretch]:
    """What both sides have at the edges of a conflict is agreed on."""
    shortest = min(len(ours), len(theirs))
    head = next((i for i in range(shortest) if ours[i] != theirs[i]), shortest)
    tail = next(
        (i for i in range(shortest - head) if ours[-1 - i] != theirs[-1 - i]), shortest - head
    )
    yield Agreed(ours[:head])
    yield Conflict(base, ours[head : len(ours) - tail], theirs[head : len(theirs) - tail])
    yield Agreed(ours[len(ours) - tail :])


def is_clean(stretches: Sequence[Stretch]) -> bool:
    """Tell whether nothing is left to the person."""
    return not any(isinstance(stretch, Conflict) for stretch in stretches)


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
