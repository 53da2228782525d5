"""What two machines log is no conflict: both entries are kept, by day."""

import re
from collections.abc import Sequence
from itertools import zip_longest

from vaultkit.core.merge.three_way import UNKNOWN, Agreed, Conflict, Stretch

_ENTRY = re.compile(r"- (\d{4}-\d\d-\d\d)\b.*\n", re.DOTALL)
_CONTACT = re.compile(r"(?i)last_contact: (\d{4}-\d\d-\d\d)\s*")


def with_logs(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Return the stretches of a merge by line with what both sides logged settled."""
    told = [stretch for stretch in stretches if stretch != Agreed(())]
    return tuple(
        _both_entries(_later_contact(here), below)
        for here, below in zip_longest(told, told[1:], fillvalue=Agreed(()))
    )


def _both_entries(stretch: Stretch, below: Stretch) -> Stretch:
    """Return what both sides added to a log at one place, the earliest day first, or last where the log runs so.

    Where nobody knows what stood there before, each line counts as added.
    """
    if isinstance(stretch, Agreed) or any(line[0] != UNKNOWN for line in stretch.base):
        return stretch
    lines = sorted({*stretch.ours, *stretch.theirs})
    if not all(map(_ENTRY.fullmatch, lines)):
        return stretch
    after = next(filter(None, map(_ENTRY.fullmatch, _first(below))), None)
    runs_down = after is not None and after[1] < lines[0][2:12]
    return Agreed(tuple(sorted(lines, key=lambda line: line[2:12], reverse=runs_down)))


def _first(stretch: Stretch) -> Sequence[str]:
    return stretch.lines[:1] if isinstance(stretch, Agreed) else ()


def _later_contact(stretch: Stretch) -> Stretch:
    """Of two days of the last contact the later is true."""
    if isinstance(stretch, Conflict) and len(stretch.ours) == len(stretch.theirs) == 1:
        lines = (*stretch.ours, *stretch.theirs)
        if all(map(_CONTACT.fullmatch, lines)):
            return Agreed((max(lines, key=lambda line: (line.partition(":")[2].strip(), line)),))
    return stretch
