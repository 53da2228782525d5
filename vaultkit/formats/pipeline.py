"""The review's Pipeline: the numbers as tables and lists, then the same as charts."""

from collections.abc import Iterable, Iterator, Sequence

from vaultkit.core.funnel import Funnel, Source
from vaultkit.core.phrases import Phrases
from vaultkit.core.review import Week
from vaultkit.core.safe import plain
from vaultkit.core.standing import Standing
from vaultkit.formats.links import note_link, place
from vaultkit.formats.mermaid import coming_chart, funnel_chart, stage_chart
from vaultkit.formats.numbers import answer_lines, stage_share, standing_words

MOST_OPEN = 8
MOST_SOURCES = 5


def pipeline(week: Week, phrases: Phrases) -> Iterator[str]:
    """Yield the lines of the part; none without an application."""
    funnel = week.funnel
    if funnel is None:
        return
    yield from _stages(funnel, phrases)
    for line in answer_lines(funnel, phrases):
        yield from (line, "")
    yield from _open(funnel.open, phrases)
    yield from _sources(funnel.sources, phrases)
    coming = coming_chart(week.coming, week.today, phrases)
    for chart in filter(None, (stage_chart(funnel, phrases), funnel_chart(funnel, phrases), coming)):
        yield from (*chart.split("\n"), "")


def _stages(funnel: Funnel, phrases: Phrases) -> Iterator[str]:
    yield from _head([phrases.say(f"week.pipeline.{key}") for key in ("stage", "now", "reached")])
    for row in funnel.rows:
        share = stage_share(row, funnel, phrases)
        reached = "" if row.reached is None else str(row.reached)
        yield f"| {phrases.say(f'stage.{row.stage}')} | {row.now} | {share or reached} |"
    yield ""


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
        yield f"- {link} · {standing_words(standing, phrases)}"
    if len(standings) > MOST_OPEN:
        yield f"- {phrases.count('stats.more', len(standings) - MOST_OPEN)}"
    yield ""


def _sources(sources: Sequence[Source], phrases: Phrases) -> Iterator[str]:
    if not sources:
        return
    yield from (f"### {phrases.say('stats.sources')}", "")
    yield from _head([phrases.say(f"stats.{key}") for key in ("source", "source-sent", "source-answered")])
    for source in sources[:MOST_SOURCES]:
        yield f"| {plain(source.name)} | {source.sent} | {source.answered} |"
    yield ""
