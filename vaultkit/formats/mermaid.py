"""The review's charts, as Mermaid texts that any version since 10.9 draws.

All of them are made of a gantt's bars: Mermaid fits those to the width of a phone and writes
their words at full size. What a bar is about stands to its left, as the name of a section, and
only its number stands on it or beside it: so no word is ever cut, however long its bar is. Its
pies show percentages, which say nothing of a few applications, and its own bar charts shrink
and cut their labels.
"""

import re
from collections.abc import Iterable, Sequence

from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import plain
from vaultkit.core.week.funnel import Funnel
from vaultkit.core.week.quiet import Standing
from vaultkit.value import frozen

MOST_BARS = 12
FEWEST_FOR_STAGES = 8
"""Below so many applications a chart of the stages says no more than the table."""

LONGEST_LABEL = 20
"""In characters: what fits beside the bars on a phone."""

_MOST_TICKS = 4
_SYNTAX = re.compile(r"[:;#%\"'`,&]+")
_INIT = (
    '%%{init: {"themeCSS": ".grid .tick line{opacity:.2} .section{opacity:0} .task{stroke-width:0;rx:4px}", '
    '"gantt": {"leftPadding": 150, "rightPadding": 20, "topPadding": 44, "barHeight": 22, "fontSize": 13, '
    '"sectionFontSize": 13}}}%%'
)
# Mermaid draws a number as so many seconds. A step must divide the minute or the hour.
_TICKS = (
    *((count, f"{count}second") for count in (1, 2, 5, 10, 20, 30)),
    *((60 * count, f"{count}minute") for count in (1, 2, 5, 10, 20, 30)),
    (3600, "1hour"),
)


_DRAWN = re.compile(
    r"    title (.*)\n(?:    (?!section ).*\n)*((?:    section .*\n    [1-9][0-9]{0,5} :0, [0-9]+\n)+)"
)
_BAR = re.compile(r"    section (.*)\n    ([0-9]+) :")


@frozen
class Bars:
    """A chart read back: its title, and the words and number of each bar, in order."""

    title: str
    counts: tuple[tuple[str, int], ...]


def read_bars(text: str) -> Bars | None:
    """Return what a chart of ours shows, from the text inside its fence; None for another's."""
    start = f"{_INIT}\ngantt\n"
    found = _DRAWN.fullmatch(text.removeprefix(start)) if text.startswith(start) else None
    if not found:
        return None
    return Bars(found[1], tuple((words, int(number)) for words, number in _BAR.findall(found[2])))


def stage_chart(funnel: Funnel, phrases: Phrases) -> str:
    """Return a bar for each stage as they stand now, or "" for a few applications."""
    if sum(row.now for row in funnel.rows) < FEWEST_FOR_STAGES:
        return ""
    return _bars(
        "week.stages",
        [(phrases.say(f"stage.{row.stage}"), row.now) for row in funnel.rows],
        phrases,
    )


def quiet_chart(standings: Sequence[Standing], phrases: Phrases) -> str:
    """Return a bar for each open application, as long as the days since its last sign, or "" without any."""
    counts = [(standing.application.company, standing.days_quiet or 0) for standing in standings]
    return _bars("week.quiet", counts[:MOST_BARS], phrases)


def _bars(title: str, counts: Sequence[tuple[str, int]], phrases: Phrases) -> str:
    """Return a chart of those that are not zero. Every bar has a section of its own, which names it."""
    shown = [(words, count) for words, count in counts if count]
    if not shown:
        return ""
    most = max(count for _, count in shown)
    tick = next((words for count, words in _TICKS if most <= count * _MOST_TICKS), _TICKS[-1][1])
    lines = ["```mermaid", _INIT, "gantt", f"    title {_clean(phrases.say(title))}"]
    lines += [
        "    dateFormat X",
        "    axisFormat %s",
        f"    tickInterval {tick}",
        "    todayMarker off",
    ]
    for name, (_, count) in zip(_names(words for words, _ in shown), shown, strict=True):
        lines += [f"    section {name}", f"    {count} :0, {count}"]
    return "\n".join([*lines, "```"])


def _names(texts: Iterable[str]) -> list[str]:
    """Return a name for each bar, no two alike: Mermaid takes bars of one name together."""
    found: list[str] = []
    for text in texts:
        name, number = label(text) or "–", 2
        short = name[: LONGEST_LABEL - 3].rstrip()
        while name in found:
            name, number = f"{short} {number}", number + 1
        found.append(name)
    return found


def label(text: str) -> str:
    """Return at most LONGEST_LABEL characters that are nothing but a label to Mermaid."""
    words = _clean(text)
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1].rstrip()}…"


def _clean(text: str) -> str:
    """Return words without Mermaid's own marks; accents and emoji stay."""
    return " ".join(_SYNTAX.sub(" ", plain(text)).split())
