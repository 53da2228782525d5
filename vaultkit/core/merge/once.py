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
    taken = (
        [line for stretch in merged for line in (stretch.lines if isinstance(stretch, Agreed) else side(stretch))]
        for side in (lambda conflict: conflict.ours, lambda conflict: conflict.theirs)
    )
    return any(_counted(lines)[key] > 1 for lines in taken for key in once)


def _once(lines: Iterable[str]) -> set[str]:
    return {key for key, number in _counted(lines).items() if number == 1}


def _counted(lines: Iterable[str]) -> Counter[str]:
    return Counter(found[0].strip() if (found := _ID.search(line)) else line.strip() for line in lines if line.strip())
