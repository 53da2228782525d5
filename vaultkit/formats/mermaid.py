"""Charts beside the review's tables, as Mermaid texts that any version since 10.9 draws."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from vaultkit.core.funnel import Funnel
from vaultkit.core.item import Item
from vaultkit.core.phrases import Phrases
from vaultkit.core.safe import plain

MOST_BARS = 20
WEEKS_AHEAD = 4
_LONGEST_LABEL = 40
_SYNTAX = re.compile(r"[:;#%\"'`,&]+")


def stage_chart(funnel: Funnel, phrases: Phrases) -> str:
    """Return a pie of the stages as they stand now, or "" when there is nothing to show."""
    slices = [f'    "{label(phrases.say(f"stage.{row.stage}"))}" : {row.now}' for row in funnel.rows if row.now]
    return _fenced(["pie showData", f"    title {label(phrases.say('week.pie'))}", *slices]) if slices else ""


def coming_chart(items: Sequence[Item], today: date, phrases: Phrases) -> str:
    """Return a gantt of the items due in the coming four weeks, or "" when there are none.

    Each bar runs from an item's start (today, where that is past) to its due day.
    """
    bars = [_bar(item, today, phrases) for item in items if item.due and 0 <= (item.due - today).days < 7 * WEEKS_AHEAD]
    if not bars:
        return ""
    head = [
        "gantt",
        f"    title {label(phrases.say('week.gantt'))}",
        "    dateFormat YYYY-MM-DD",
        "    axisFormat %d/%m",
    ]
    return _fenced([*head, *bars[:MOST_BARS]])


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


def _fenced(lines: Iterable[str]) -> str:
    return "\n".join(["```mermaid", *lines, "```"])
