"""How the search goes, in numbers that do not flatter: stages, answers, and how many still wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from vaultkit.core.application import ENDINGS, STAGES, Application, told_stage
from vaultkit.core.item import Entry

FEWEST_FOR_RATES = 10
"""Below so many applications that were sent, a rate says nothing."""


@dataclass(frozen=True)
class Row:
    """One stage: how many stand there now, and how many ever got there or further.

    ``reached`` is None for an ending: nobody gets further than that.
    """

    stage: str
    now: int
    reached: int | None


@dataclass(frozen=True)
class Funnel:
    """The applications by stage. ``rows`` stand in the order of the stages, those at zero left out.

    ``sent`` are those that got further than saved, ``answered`` those of them that heard back
    on a known day, ``waiting`` those that never heard anything and are still open.
    ``median_days`` is how long an answer took, or None below FEWEST_FOR_RATES.
    """

    rows: tuple[Row, ...]
    sent: int
    answered: int
    waiting: int
    median_days: float | None


def funnel(entries: Sequence[Entry]) -> Funnel:
    """Return the numbers of all applications."""
    furthest = [STAGES.index(furthest_of(entry)) for entry in entries]
    days = sorted(_response_days(entry.application for entry in entries))
    sent = sum(1 for reached in furthest if reached > 0)
    return Funnel(
        rows=tuple(row for row in _rows(entries, furthest) if row.now or row.reached),
        sent=sent,
        answered=len(days),
        waiting=sum(1 for entry in entries if entry.application.stage == "applied"),
        median_days=float(median(days)) if days and sent >= FEWEST_FOR_RATES else None,
    )


def furthest_of(entry: Entry) -> str:
    """Return the furthest stage ever reached, as the note and its memory know it."""
    return max(told_stage(entry.application), entry.memory.furthest or "saved", key=STAGES.index)


def _rows(entries: Sequence[Entry], furthest: Sequence[int]) -> Iterable[Row]:
    now = [entry.application.stage for entry in entries]
    for place, stage in enumerate(STAGES):
        yield Row(stage, now.count(stage), sum(1 for reached in furthest if reached >= place))
    for stage in ENDINGS:
        yield Row(stage, now.count(stage), None)


def _response_days(applications: Iterable[Application]) -> Iterable[int]:
    for application in applications:
        answer = first_answer(application)
        if application.applied and answer and answer >= application.applied:
            yield (answer - application.applied).days


def first_answer(application: Application) -> date | None:
    """Return the day on which the employer first gave an answer, or None when no day tells.

    That the person withdrew or declined is no answer of theirs.
    """
    days = [*application.interviews, application.offered, application.accepted]
    if application.stage == "rejected":
        days.append(application.decided)
    return min((day for day in days if day), default=None)
