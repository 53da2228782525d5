"""Charts beside the review's tables, as Mermaid texts that any version since 10.9 draws.

All of them are made of a gantt's bars: Mermaid fits those to the width of a phone and writes
their words at full size, beside a bar that is too short for them. Its pies show percentages,
which say nothing of a few applications, and its own bar charts shrink and cut their labels.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from vaultkit.core.funnel import Funnel
from vaultkit.core.item import Item
from vaultkit.core.phrases import Phrases
from vaultkit.core.safe import plain

MOST_BARS = 20
WEEKS_AHEAD = 4
_LONGEST_LABEL = 34
_MOST_TICKS = 6
_SYNTAX = re.compile(r"[:;#%\"'`,&]+")
_INIT = (
    '%%{init: {"gantt": {"leftPadding": 20, "rightPadding": 20, "topPadding": 44, "barHeight": 22, "fontSize": 13}}}%%'
)
# Mermaid draws a number as so many seconds. A step must divide the minute or the hour.
_TICKS = (
    *((count, f"{count}second") for count in (1, 2, 5, 10, 20, 30)),
    *((60 * count, f"{count}minute") for count in (1, 2, 5, 10, 20, 30)),
    (3600, "1hour"),
)


def stage_chart(funnel: Funnel, phrases: Phrases) -> str:
    """Return a bar for each stage as they stand now, or "" when there is nothing to show."""
    return _bars("week.stages", [(row.stage, row.now) for row in funnel.rows], phrases)


def funnel_chart(funnel: Funnel, phrases: Phrases) -> str:
    """Return a bar for each stage, as long as the number that got there, or "" when none was sent."""
    reached = [(row.stage, row.reached or 0) for row in funnel.rows if row.stage != "saved"]
    return _bars("week.funnel", reached, phrases)


def _bars(title: str, counts: Sequence[tuple[str, int]], phrases: Phrases) -> str:
    shown = [(stage, count) for stage, count in counts if count]
    if not shown:
        return ""
    most = max(count for _, count in shown)
    tick = next((words for count, words in _TICKS if most <= count * _MOST_TICKS), _TICKS[-1][1])
    bars = [f"    {label(phrases.say(f'stage.{stage}'))} {count} :0, {count}" for stage, count in shown]
    return _gantt(phrases.say(title), "X", "%s", tick, bars)


def coming_chart(items: Sequence[Item], today: date, phrases: Phrases) -> str:
    """Return a gantt of the items due in the coming four weeks, or "" when there are none.

    Each bar runs from an item's start (today, where that is past) to its due day. Bars that
    look alike, for two interviewers say, are one.
    """
    bars = [_bar(item, today, phrases) for item in items if item.due and 0 <= (item.due - today).days < 7 * WEEKS_AHEAD]
    if not bars:
        return ""
    lines = ["    weekday monday", *[*dict.fromkeys(bars)][:MOST_BARS]]
    return _gantt(phrases.say("week.gantt"), "YYYY-MM-DD", "%d/%m", "1week", lines)


def _bar(item: Item, today: date, phrases: Phrases) -> str:
    assert item.due is not None
    start = max(item.start or item.due, today)
    days = (item.due - min(start, item.due)).days + 1
    # The rule's own words first: a company could be called "section" or "click", which mean
    # something to Mermaid at the beginning of a line.
    why = f"why.{item.rule}"
    words = f"{phrases.say(why) if phrases.has(why) else phrases.say('week.item')} {item.company}"
    return f"    {label(words)} :{item.due - timedelta(days=days - 1)}, {days}d"


def label(text: str) -> str:
    """Return words that are nothing but a label to Mermaid: accents and emoji stay, its marks go."""
    words = " ".join(_SYNTAX.sub(" ", plain(text)).split())
    return words if len(words) <= _LONGEST_LABEL else f"{words[: _LONGEST_LABEL - 1].rstrip()}…"


def _gantt(title: str, date_format: str, axis: str, tick: str, bars: Iterable[str]) -> str:
    head = [
        f"    title {label(title)}",
        f"    dateFormat {date_format}",
        f"    axisFormat {axis}",
        f"    tickInterval {tick}",
        "    todayMarker off",
    ]
    return "\n".join(["```mermaid", _INIT, "gantt", *head, *bars, "```"])
