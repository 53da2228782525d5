"""Merge the lines around a part of a note that is merged, or made, in another way."""

from collections.abc import Sequence

from vaultkit.core.merge.three_way import (
    Agreed,
    Conflict,
    Stretch,
    agreed_lines,
    merge_lines,
    place_in,
)
from vaultkit.core.text.note import bare, ending

PART = "\n\n"
"""Stands for the whole part among the lines around it; no line is like it."""


def frame(lines: Sequence[str], begin: int, end: int) -> list[str]:
    """Return the lines with ``lines[begin:end]`` as one part."""
    return [*lines[:begin], PART, *lines[end:]]


def merge_around(base: list[str], ours: list[str], theirs: list[str]) -> tuple[Stretch, ...] | None:
    """Return the merge of three frames, at least one side with its part; None where its place is not clear.

    One that lacks the part gets it where another has it: writing it is no reason for a conflict.
    """
    source = min(side for side in (ours, theirs) if PART in side)
    base = _with_part(base, source)
    stretches = merge_lines(base, _with_part(ours, base), _with_part(theirs, base))
    is_torn = any(
        isinstance(stretch, Conflict) and PART in (*stretch.ours, *stretch.theirs)
        for stretch in stretches
    )
    is_settled = [*agreed_lines(stretches)].count(PART) == 1
    return stretches if is_settled and not is_torn else None


def _with_part(lines: list[str], source: list[str]) -> list[str]:
    """Return the lines with the part in the place that it has in ``source``."""
    if PART in lines:
        return lines
    around = [bare(line) for line in source if line != PART]
    index = place_in(around, [bare(line) for line in lines], source.index(PART))
    return [*lines[:index], PART, *lines[index:]]


def filled(around: Sequence[Stretch], part: Sequence[Stretch], newline: str) -> list[Stretch]:
    """Return the stretches of the whole note."""
    whole: list[Stretch] = []
    for stretch in around:
        if isinstance(stretch, Agreed) and PART in stretch.lines:
            at = stretch.lines.index(PART)
            whole += [Agreed(stretch.lines[:at]), *part, Agreed(stretch.lines[at + 1 :])]
        else:
            whole.append(stretch)
    return _each_on_its_own(whole, newline)


def _each_on_its_own(stretches: Sequence[Stretch], newline: str) -> list[Stretch]:
    """A line that was the note's last one needs an ending where something now stands below it."""
    *above, last = [stretch for stretch in stretches if stretch != Agreed(())]
    ended: list[Stretch] = []
    for stretch in above:
        if isinstance(stretch, Agreed):
            stretch = Agreed(
                tuple(line if ending(line) else line + newline for line in stretch.lines)
            )
        ended.append(stretch)
    return [*ended, last]
