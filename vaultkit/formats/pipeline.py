"""The review's Pipeline: the numbers as tables and lists, then all charts in one place."""

from collections.abc import Iterable, Iterator, Sequence

from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import plain
from vaultkit.core.week.funnel import Funnel, Source
from vaultkit.core.week.quiet import Standing
from vaultkit.core.week.review import Week
from vaultkit.formats.links import note_link, place
from vaultkit.formats.listing import counted, entry, paragraph
from vaultkit.formats.mermaid import quiet_chart, stage_chart
from vaultkit.formats.numbers import answer_lines, stage_share, standing_words

MOST_OPEN = 8
MOST_SOURCES = 5
LONGEST_BAR = 8
"""In characters: the table still fits a phone."""


def pipeline(week: Week, phrases: Phrases, *, charts: bool = True) -> Iterator[str]:
    """Yield the lines of the part; none without an application.

    Once a job was found, nothing is said of those that are still open.
    """
    funnel = week.funnel
    if funnel is None:
        return
    is_over = week.accepted is not None
    yield from _stages(funnel, phrases)
    for line in answer_lines(funnel, phrases):
        yield from (*paragraph(line), "")
    if not is_over:
        yield from _open(funnel.open, phrases)
    yield from _sources(funnel.sources, phrases)
    if charts and not is_over:
        for chart in filter(
            None, (stage_chart(funnel, phrases), quiet_chart(funnel.open, phrases))
        ):
            yield from (*chart.split("\n"), "")


def _stages(funnel: Funnel, phrases: Phrases) -> Iterator[str]:
    titles = [phrases.say(f"week.pipeline.{key}") for key in ("stage", "now", "reached")]
    yield from (f"| {' | '.join(titles)} |  |", "| --- | --: | --: | --- |")
    for row in funnel.rows:
        share = stage_share(row, funnel, phrases)
        reached = "" if row.reached is None else str(row.reached)
        name, bar = phrases.say(f"stage.{row.stage}"), _bar(row.reached or 0, funnel.total)
        cells = (name, str(row.now), share or reached, bar)
        yield f"| {' | '.join(cells)} |"
    yield ""


def _bar(part: int, whole: int) -> str:
    """Return a bar of blocks for how many got this far, at least one block for anybody."""
    return "█" * max(1, round(LONGEST_BAR * part / whole)) if part else ""


def _head(titles: Sequence[str]) -> Iterable[str]:
    return f"| {' | '.join(titles)} |", f"| --- |{' --: |' * (len(titles) - 1)}"


def _open(standings: Sequence[Standing], phrases: Phrases) -> Iterator[str]:
    """The quietest open applications, each with its two numbers, as far as days are known."""
    if not standings:
        return
    yield from (f"### {phrases.say('stats.open')}", "")
    for standing in standings[:MOST_OPEN]:
        application = standing.application
        link = note_link(application.path, place(application.company, application.role))
        yield from entry(link, standing_words(standing, phrases))
    if len(standings) > MOST_OPEN:
        yield from entry(counted("stats.more", len(standings) - MOST_OPEN, phrases))
    yield ""


def _sources(sources: Sequence[Source], phrases: Phrases) -> Iterator[str]:
    if not sources:
        return
    yield from (f"### {phrases.say('stats.sources')}", "")
    yield from _head(
        [phrases.say(f"stats.{key}") for key in ("source", "source-sent", "source-answered")]
    )
    for source in sources[:MOST_SOURCES]:
        yield f"| {plain(source.name)} | {source.sent} | {source.answered} |"
    yield ""
