"""The last look at a merged block: no line of it that stood once on each side may stand twice."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from vaultkit.core.merge.three_way import Agreed, Stretch

_ID = re.compile(r"\^vk-[a-z0-9-]+\s*$")


def stands_twice(merged: Sequence[Stretch], ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Tell whether the person would find a line doubled, whichever side of a conflict they take.

    An item is known by its id, any other line by its words, wherever it is indented to.
    """
    once = _once(ours) & _once(theirs)
    ours_taken, theirs_taken = _taken(merged, with_ours=True), _taken(merged, with_ours=False)
    return any(ours_taken[key] > 1 or theirs_taken[key] > 1 for key in once)


def _taken(merged: Sequence[Stretch], *, with_ours: bool) -> Counter[str]:
    """Count the lines of the merge with one side of every conflict."""
    lines: list[str] = []
    for stretch in merged:
        if isinstance(stretch, Agreed):
            lines += stretch.lines
        else:
            lines += stretch.ours if with_ours else stretch.theirs
    return _counted(lines)


def _once(lines: Iterable[str]) -> set[str]:
    return {key for key, number in _counted(lines).items() if number == 1}


def _counted(lines: Iterable[str]) -> Counter[str]:
    return Counter(
        found[0].strip() if (found := _ID.search(line)) else line.strip()
        for line in lines
        if line.strip()
    )
