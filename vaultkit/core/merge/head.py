"""Merge what two machines changed in one head: property by property, where lines alone would clash."""

import re
from collections.abc import Sequence

from vaultkit.core.merge.three_way import (
    Agreed,
    Conflict,
    Stretch,
    agreed_lines,
    choose,
    is_clean,
    merge_lines,
)
from vaultkit.core.text.note import bare, ending

_PROPERTY = re.compile(r"([^\s#:'\"\[\]{},&*!|>%@`-][^:#]*):(?:\s.*)?")
_GOES_ON = re.compile(r"[ \t]+\S.*|- .*|-")

Properties = dict[str, tuple[str, ...]]


def merge_head(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> tuple[Stretch, ...]:
    """Return the merge of the lines between a head's two rules.

    A property that both sides added, at two places, is no conflict of lines, but one all the same.
    """
    by_line = merge_lines(base, ours, theirs)
    heads = [_properties(lines) for lines in (base, ours, theirs)]
    if None in heads or (
        is_clean(by_line) and _properties(tuple(agreed_lines(by_line))) is not None
    ):
        return by_line
    before, one, other = (head or {} for head in heads)
    return tuple(_merged(name, before, one, other) for name in _order(before, one, other))


def _merged(name: str, before: Properties, one: Properties, other: Properties) -> Stretch:
    lines = before.get(name, ()), one.get(name, ()), other.get(name, ())
    merged = choose(*lines, None)
    return Conflict(*lines) if merged is None else Agreed(merged)


def _order(base: Properties, ours: Properties, theirs: Properties) -> tuple[str, ...]:
    """Return all names: in the order of the side that moved some, else of the base; new ones where they stand."""
    names: list[str] = []
    for stretch in merge_lines([*base], [*ours], [*theirs]):
        if isinstance(stretch, Agreed):
            names += stretch.lines
        else:
            names += [
                name for name in stretch.base if name in stretch.ours and name in stretch.theirs
            ]
            names += sorted({*stretch.ours, *stretch.theirs})
    return tuple(dict.fromkeys([*names, *sorted({*ours, *theirs})]))


def _properties(lines: Sequence[str]) -> Properties | None:
    """Return each property's lines by its name; None where the lines are not plain properties, each once."""
    found: Properties = {}
    name = ""
    for line in lines:
        match = _PROPERTY.fullmatch(bare(line))
        if match and match[1].casefold() not in found:
            name = match[1].casefold()
            found[name] = (line,)
        elif name and _GOES_ON.fullmatch(bare(line)):
            found[name] += (line,)
        else:
            return None
    return found if all(map(ending, lines)) else None
