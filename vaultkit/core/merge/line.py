"""Merge an item's own line: its words, its status and its days, each by itself."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.task_line import read_task

_BLOCK_ID = re.compile(r"\s\^[A-Za-z0-9-]+[ \t]*$")
_DAY = re.compile(r"(?:([🛫])|[📅📆🗓]|[\[(] *(start|due)::)\ufe0f? *(\d{4}-\d\d-\d\d)")
_CLOSED = re.compile(
    r" *(?:[✅❌]\ufe0f? *|[\[(] *(?:completion|cancelled):: *)\d{4}-\d\d-\d\d(?: *[\])])?"
)
_STATUS = re.compile(r"([\s>]*(?:[-*+]|\d+[.)]) +\[)(.)(\].*)", re.DOTALL)
_LEAD = re.compile(r"[\s>]*(?:[-*+]|\d+[.)]) +(?=\[)")
_RANK = {"x": 0, "X": 0, "-": 1, " ": 3}

T = TypeVar("T")
Mark = tuple[str, tuple[str, ...]]
Days = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ItemLine:
    """One side's line of an item, taken apart, and what of it is not as the tool wrote it."""

    line: str
    worded_by_hand: bool = True
    dated_by_hand: bool = True

    @cached_property
    def mark(self) -> Mark:
        """The status, and the fields that say since when it is closed."""
        found = _STATUS.fullmatch(bare(self.line))
        fields = _CLOSED.findall(self.line)
        return found[2] if found else " ", tuple(field.strip() for field in fields)

    @cached_property
    def days(self) -> Days:
        """The start and the due day, as they are written."""
        return tuple(sorted((_day_name(match), match[3]) for match in _DAY.finditer(self.line)))

    @cached_property
    def words(self) -> str:
        """The line without what stands before the status, and without status and days."""
        line = _DAY.sub(
            lambda match: match.group().replace(match[3], "\0"), _CLOSED.sub("", bare(self.line))
        )
        return _STATUS.sub(r"\1 \3", line)[len(self.lead) :]

    @cached_property
    def lead(self) -> str:
        """What stands before the status: the indent and the bullet."""
        found = _LEAD.match(self.line)
        return found[0] if found else ""

    @property
    def is_plain(self) -> bool:
        """Tell whether every field stands there once, so that the line can be put together again."""
        return len(self.mark[1]) <= 1 and len({name for name, _ in self.days}) == len(self.days)

    @property
    def closed_on(self) -> date:
        task = read_task(bare(self.line))
        return (task.done if task else None) or date.max


def _day_name(match: re.Match[str]) -> str:
    return match[2] or ("start" if match[1] else "due")


def merge_item_line(before: str | None, one: ItemLine, other: ItemLine) -> str | None:
    """Return the merged line; None where the two hands changed the same thing differently.

    ``before`` is the line that both sides began with, where it is known.
    """
    base = None if before is None else ItemLine(before)
    words = _one_of(base.words if base else None, one.words, other.words) or _by_hand_words(
        one, other
    )
    mark = _one_of(base.mark if base else (" ", ()), one.mark, other.mark) or _more_closed(
        one, other
    )
    days = _one_of(base.days if base else None, one.days, other.days)
    days = _by_hand_days(base, one, other) if days is None else days
    if words is None or mark is None or days is None or not (one.is_plain and other.is_plain):
        return None
    carrier = min(
        (one, other), key=lambda side: (side.words != words, side.mark != mark, side.line)
    )
    lead = _one_of(base.lead if base else None, one.lead, other.lead)
    merged = _with_mark(_with_days(carrier, dict(days)), carrier.mark, mark)
    return (min(one.lead, other.lead) if lead is None else lead) + merged.removeprefix(carrier.lead)


def _one_of(base: T | None, one: T, other: T) -> T | None:
    """Return the side that changed; None where both did, each in its own way."""
    if one in (other, base):
        return other
    return one if other == base else None


def _by_hand_words(one: ItemLine, other: ItemLine) -> str | None:
    """The person's words win over the tool's, which may have written the item anew meanwhile."""
    own = [side.words for side in (one, other) if side.worded_by_hand]
    if len(own) == 2:
        return None
    return own[0] if own else min(one.words, other.words)


def _more_closed(one: ItemLine, other: ItemLine) -> Mark | None:
    """Done wins, of two that are done the earliest day; any other two marks are left to the person."""
    first, second = sorted((one, other), key=lambda side: (_rank(side), side.closed_on, side.mark))
    # A mark of the person's own says something that a cancelled line does not.
    unclear = _rank(first) in (1, 2) and _rank(second) == 2 and first.mark[0] != second.mark[0]
    return None if unclear else first.mark


def _rank(side: ItemLine) -> int:
    return _RANK.get(side.mark[0], 2)


def _by_hand_days(base: ItemLine | None, one: ItemLine, other: ItemLine) -> Days | None:
    """The person's days win over the tool's; of two of the tool's the earlier, until it counts anew."""
    own = [side.days for side in (one, other) if side.dated_by_hand]
    if len(own) == 2:
        return _day_by_day(base.days if base else (), one.days, other.days)
    return own[0] if own else min(one.days, other.days)


def _day_by_day(base: Days, one: Days, other: Days) -> Days | None:
    """Two hands that moved different days of a line agree; None where they do not, or the start would come last."""
    before, here, there = dict(base), dict(one), dict(other)
    if here.keys() != there.keys():
        return None
    days = [(name, _one_of(before.get(name), day, there[name])) for name, day in one]
    merged = [(name, day) for name, day in days if day is not None]
    in_order = dict(merged).get("start", "") <= dict(merged).get("due", "9")
    return tuple(merged) if len(merged) == len(one) and in_order else None


def _with_days(side: ItemLine, days: dict[str, str]) -> str:
    return _DAY.sub(
        lambda match: match.group().replace(match[3], days.get(_day_name(match), match[3])),
        side.line,
    )


def _with_mark(line: str, stands: Mark, mark: Mark) -> str:
    if stands == mark:
        return line
    text = _CLOSED.sub("", bare(line))
    found = _BLOCK_ID.search(text)
    cut = found.start() if found else len(text)
    fields = "".join(f"{' ' if field[0] in '✅❌' else '  '}{field}" for field in mark[1])
    marked = f"{text[:cut].rstrip() if fields else text[:cut]}{fields}{text[cut:]}"
    return _STATUS.sub(lambda match: f"{match[1]}{mark[0]}{match[3]}", marked) + ending(line)
