"""How the search goes, in numbers that do not flatter: stages, answers, and how many still wait."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from vaultkit.core.follow_ups.first_look import is_only_first_look
from vaultkit.core.follow_ups.item import Entry, told_entries
from vaultkit.core.notes.application import Application, told_stage
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.text.stages import Kind, Stages
from vaultkit.core.week.quiet import Standing, standings
from vaultkit.value import frozen

FEWEST_FOR_RATES = 10
"""Below so many applications that were sent, a rate or a median says nothing."""


@frozen
class Row:
    """One stage: how many stand there now, and how many ever got there or further.

    ``reached`` is None for an ending: nobody gets further than that.
    """

    stage: str
    now: int
    reached: int | None
    is_answer: bool = False
    """Who got there had an answer."""


@frozen
class Source:
    """One place where applications came from: how many were sent, how many had an answer."""

    name: str
    sent: int
    answered: int


@frozen
class Funnel:
    """The applications by stage. ``rows`` stand in the order of the stages, those at zero left out.

    ``sent`` are those that got further than saved. Each of them is one of four: ``answered``,
    or without any answer ``waiting``, ``ghosted`` or ``withdrawn``. ``timed`` answers came on
    a known day; half of those came within ``median_days``, which is None below FEWEST_FOR_RATES.
    ``sources`` with the most applications come first, ``open`` as in ``standings``.
    """

    total: int = 0
    rows: tuple[Row, ...] = ()
    sent: int = 0
    answered: int = 0
    waiting: int = 0
    ghosted: int = 0
    withdrawn: int = 0
    timed: int = 0
    median_days: float | None = None
    sources: tuple[Source, ...] = ()
    open: tuple[Standing, ...] = ()

    @property
    def has_rates(self) -> bool:
        """Tell whether there are enough for a rate to say something."""
        return self.sent >= FEWEST_FOR_RATES


class _Way(NamedTuple):
    """How far one application got.

    ``is_answered`` tells that the employer ever answered: with a screening or more, a no, or an offer to decline.
    """

    entry: Entry
    furthest: str
    is_answered: bool


def funnel(entries: Sequence[Entry], today: date) -> Funnel:
    """Return the numbers of all applications whose stage and days can be read, as of a day."""
    entries = told_entries(entries)
    ways = [_way(entry) for entry in entries]
    sent = [way for way in ways if not _is_of(way.entry, way.furthest, "saved")]
    answered = [way.entry for way in sent if way.is_answered]
    silent = [way.entry for way in sent if not way.is_answered]
    ghosted = sum(1 for entry in silent if _is_of(entry, entry.application.stage, "silent"))
    withdrawn = sum(1 for entry in silent if _is_of(entry, entry.application.stage, "left"))
    # The day on which vaultkit first looked is no day of an answer.
    days = sorted(
        _response_days(
            (entry.application for entry in answered if not is_only_first_look(entry)), today
        )
    )
    return Funnel(
        total=len(entries),
        rows=tuple(row for row in _rows(ways) if row.now or row.reached),
        sent=len(sent),
        answered=len(answered),
        waiting=len(silent) - ghosted - withdrawn,
        ghosted=ghosted,
        withdrawn=withdrawn,
        timed=len(days),
        median_days=float(median(days)) if days and len(sent) >= FEWEST_FOR_RATES else None,
        sources=_sources(sent),
        open=standings(entries, today),
    )


def furthest_of(entry: Entry) -> str:
    """Return the furthest stage ever reached, as the note and its memory know it."""
    told = told_stage(entry.application)
    return entry.application.stages.furthest((told, entry.memory.furthest))


def _way(entry: Entry) -> _Way:
    """Return how far an application got.

    Ghosted is not rejected: silence is no answer.
    """
    stages, furthest = entry.application.stages, furthest_of(entry)
    reached = (stages.named(entry.application.stage), stages.named(furthest))
    return _Way(entry, furthest, any(stage is not None and stage.is_answer for stage in reached))


def _is_of(entry: Entry, stage: str, kind: Kind) -> bool:
    return entry.application.stages.is_of(stage, (kind,))


def percent(part: int, whole: int) -> int:
    """Return the share in percent, rounded; 0 and 100 are kept for none and all. ``whole`` is not 0."""
    if part in (0, whole):
        return 100 if part else 0
    return min(99, max(1, math.floor(100 * part / whole + 0.5)))


def _rows(ways: Sequence[_Way]) -> Iterable[Row]:
    stages = ways[0].entry.application.stages if ways else Stages()
    now = [way.entry.application.stage for way in ways]
    furthest = [stages.step(way.furthest) for way in ways]
    for place, stage in enumerate(stages.on_the_way):
        got_there = sum(1 for reached in furthest if reached >= place)
        yield Row(stage.name, now.count(stage.name), got_there, stage.is_answer)
    for stage in stages.ends:
        yield Row(stage.name, now.count(stage.name), None)


def _sources(sent: Iterable[_Way]) -> tuple[Source, ...]:
    """Count by source; capitals and blanks make no difference, and the commonest spelling is shown."""
    groups: dict[str, list[_Way]] = {}
    for way in sent:
        if source := _source(way):
            groups.setdefault(source.casefold(), []).append(way)
    found = [
        Source(
            Counter(map(_source, group)).most_common(1)[0][0],
            len(group),
            sum(way.is_answered for way in group),
        )
        for group in groups.values()
    ]
    return tuple(sorted(found, key=lambda source: (-source.sent, source.name.casefold())))


def _source(way: _Way) -> str:
    return one_line(way.entry.application.source or "")


def _response_days(applications: Iterable[Application], today: date) -> Iterable[int]:
    for application in applications:
        answer = first_answer(application)
        if application.applied and answer and application.applied <= answer <= today:
            yield (answer - application.applied).days


def first_answer(application: Application) -> date | None:
    """Return the first day that tells of an answer of the employer's, or None when no day tells.

    That the person withdrew or declined is no answer of theirs.
    """
    days = (application.screened, first_word(application))
    return min(filter(None, days), default=None)


def first_word(application: Application) -> date | None:
    """Return the first day of an interview, an offer or a no: what may come after a first call."""
    days = [*application.interviews, application.offered, application.accepted]
    if application.stages.is_of(application.stage, ("lost",)):
        days.append(application.decided)
    return min(filter(None, days), default=None)
