"""How long an open application has stood where it is, and how long nothing has happened: two numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vaultkit.core.application import Application, held_interviews
from vaultkit.core.item import Entry

OPEN = ("applied", "screening", "interview", "offer")
"""The stages in which somebody still waits for an answer."""


@dataclass(frozen=True)
class Standing:
    """One open application. A number is None where no day of the note tells it."""

    application: Application
    days_in_stage: int | None
    days_quiet: int | None


def standings(entries: Iterable[Entry], today: date) -> tuple[Standing, ...]:
    """Return every open application, the quietest first, then by path; those without a day last."""
    found = [_standing(entry, today) for entry in entries if entry.application.stage in OPEN]
    return tuple(sorted(found, key=_order))


def _order(standing: Standing) -> tuple[int, str]:
    quiet = -1 if standing.days_quiet is None else standing.days_quiet
    return -quiet, standing.application.path


def _standing(entry: Entry, today: date) -> Standing:
    began, last = stage_began(entry.application, today), last_sign(entry, today)
    return Standing(entry.application, (today - began).days if began else None, (today - last).days if last else None)


def stage_began(application: Application, today: date) -> date | None:
    """Return the day on which the open stage began, or None: a screening, say, has no day of its own."""
    days = {
        "applied": (application.applied,),
        "interview": held_interviews(application),
        "offer": (application.offered,),
    }.get(application.stage, ())
    return min((day for day in days if day and day <= today), default=None)


def last_sign(entry: Entry, today: date) -> date | None:
    """Return the latest past day or done item of an application, or None where it has none."""
    application = entry.application
    known = (*application.interviews, application.applied, application.closes, application.reply_by)
    done = (item.done_on for item in entry.items if item.is_done)
    return max((day for day in (*known, application.offered, *done) if day and day <= today), default=None)
