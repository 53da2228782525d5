"""Merge an item's own line: its words, its status and its days, each by itself.

One machine ticks an item, the other puts it off, and both are kept::

    before   - [ ] Write to Jane 📅 2026-11-10 ^vk-follow-up-jane
    one      - [x] Write to Jane 📅 2026-11-10 ✅ 2026-11-09 ^vk-follow-up-jane
    other    - [ ] Write to Jane 📅 2026-11-17 ^vk-follow-up-jane
    merged   - [x] Write to Jane 📅 2026-11-17 ✅ 2026-11-09 ^vk-follow-up-jane
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from vaultkit.core.merge.three_way import choose
from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.task_line import read_task
from vaultkit.value import frozen

_BLOCK_ID = re.compile(r"\s\^[A-Za-z0-9-]+[ \t]*$")
_DAY = re.compile(r"(?:([🛫])|[📅📆🗓]|[\[(] *(start|due)::)\ufe0f? *(\d{4}-\d\d-\d\d)")
_CLOSED = re.compile(
    r" *(?:[✅❌]\ufe0f? *|[\[(] *(?:completion|cancelled):: *)\d{4}-\d\d-\d\d(?: *[\])])?"
)
_STATUS = re.compile(r"([\s>]*(?:[-*+]|\d+[.)]) +\[)(.)(\].*)", re.DOTALL)
_LEAD = re.compile(r"[\s>]*(?:[-*+]|\d+[.)]) +(?=\[)")
_RANK = {"x": 0, "X": 0, "-": 1, " ": 3}

Mark = tuple[str, tuple[str, ...]]
Days = tuple[tuple[str, str], ...]


@frozen
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
        line = _CLOSED.sub("", bare(self.line))
        line = _DAY.sub(lambda match: match.group().replace(match[3], "\0"), line)
        line = _STATUS.sub(r"\1 \3", line)
        return line[len(self.lead) :]

    @cached_property
    def lead(self) -> str:
        """What stands before the status: the indent and the bullet."""
        found = _LEAD.match(self.line)
        return found[0] if found else ""

    @property
    def is_plain(self) -> bool:
        """Tell whether every field stands there once, so that the line can be put together again."""
        _, closing_fields = self.mark
        names = [name for name, _ in self.days]
        return len(closing_fields) <= 1 and len(set(names)) == len(names)

    @property
    def closed_on(self) -> date:
        """The day on which it was done; the last of all days where the line gives none."""
        task = read_task(bare(self.line))
        return (task.done if task else None) or date.max


def _day_name(match: re.Match[str]) -> str:
    return match[2] or ("start" if match[1] else "due")


def merge_item_line(before: str | None, one: ItemLine, other: ItemLine) -> str | None:
    """Return the merged line; None where the two hands changed the same thing differently.

    ``before`` is the line that both sides began with, where it is known.
    """
    base = None if before is None else ItemLine(before)
    words = _merged_words(base, one, other)
    mark = _merged_mark(base, one, other)
    days = _merged_days(base, one, other)
    if words is None or mark is None or days is None:
        return None
    if not (one.is_plain and other.is_plain):
        return None
    # The merge is written into the side that has the most of it already.
    carrier = min(
        (one, other), key=lambda side: (side.words != words, side.mark != mark, side.line)
    )
    redated = _with_days(carrier.line, dict(days))
    marked = _with_mark(redated, carrier.mark, mark)
    return _merged_lead(base, one, other) + marked.removeprefix(carrier.lead)


def _merged_lead(base: ItemLine | None, one: ItemLine, other: ItemLine) -> str:
    before = base.lead if base else None
    lead = choose(before, one.lead, other.lead, None)
    return min(one.lead, other.lead) if lead is None else lead


def _merged_words(base: ItemLine | None, one: ItemLine, other: ItemLine) -> str | None:
    """The person's words win over the tool's, which may have written the item anew meanwhile."""
    before = base.words if base else None
    if changed := choose(before, one.words, other.words, None):
        return changed
    by_hand = [side.words for side in (one, other) if side.worded_by_hand]
    if len(by_hand) == 2:
        return None
    return by_hand[0] if by_hand else min(one.words, other.words)


def _merged_mark(base: ItemLine | None, one: ItemLine, other: ItemLine) -> Mark | None:
    """Done wins, of two that are done the earliest day; any other two marks are left to the person."""
    before = base.mark if base else (" ", ())
    if changed := choose(before, one.mark, other.mark, None):
        return changed
    first, second = sorted((one, other), key=lambda side: (_rank(side), side.closed_on, side.mark))
    # A mark of the person's own says something that a cancelled line does not.
    is_unclear = _rank(first) in (1, 2) and _rank(second) == 2 and first.mark[0] != second.mark[0]
    return None if is_unclear else first.mark


def _rank(side: ItemLine) -> int:
    return _RANK.get(side.mark[0], 2)


def _merged_days(base: ItemLine | None, one: ItemLine, other: ItemLine) -> Days | None:
    """The person's days win over the tool's; of two of the tool's the earlier, until it counts anew."""
    before = base.days if base else None
    changed = choose(before, one.days, other.days, None)
    if changed is not None:
        return changed
    by_hand = [side.days for side in (one, other) if side.dated_by_hand]
    if len(by_hand) == 2:
        return _day_by_day(before or (), one.days, other.days)
    return by_hand[0] if by_hand else min(one.days, other.days)


def _day_by_day(base: Days, one: Days, other: Days) -> Days | None:
    """Two hands that moved different days of a line agree; None where they do not, or the start would come last."""
    before, here, there = dict(base), dict(one), dict(other)
    if here.keys() != there.keys():
        return None
    merged: dict[str, str] = {}
    for name, day in one:
        changed = choose(before.get(name), day, there[name], None)
        if changed is None:
            return None
        merged[name] = changed
    is_in_order = merged.get("start", "") <= merged.get("due", "9")
    return tuple(merged.items()) if is_in_order and len(merged) == len(one) else None


def _with_days(line: str, days: Mapping[str, str]) -> str:
    """Return the line with other days in its fields; a field that has none of them keeps its own."""

    def redated(match: re.Match[str]) -> str:
        day = days.get(_day_name(match), match[3])
        return match.group().replace(match[3], day)

    return _DAY.sub(redated, line)


def _with_mark(line: str, stands: Mark, mark: Mark) -> str:
    """Return the line with another status and other closing fields, which go before its id."""
    if stands == mark:
        return line
    status, closing_fields = mark
    text = _CLOSED.sub("", bare(line))
    block_id = _BLOCK_ID.search(text)
    cut = block_id.start() if block_id else len(text)
    words, rest = text[:cut], text[cut:]
    if closing_fields:
        words = words.rstrip()
    for field in closing_fields:
        words += f"{' ' if field[0] in '✅❌' else '  '}{field}"
    marked = _STATUS.sub(lambda match: match[1] + status + match[3], words + rest)
    return marked + ending(line)
