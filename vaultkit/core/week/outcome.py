"""What the search has come to lately: a job, or one no after the other. The page's tone hangs on it."""

from collections.abc import Iterable, Sequence
from datetime import date

from vaultkit.core.follow_ups.first_look import is_only_first_look
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.notes.application import Application
from vaultkit.core.week.funnel import Funnel, furthest_of
from vaultkit.value import frozen

MONTH_DAYS = 31
"""As long as the longest month, so that all nos of a calendar month count."""

MANY_NOS = 4
"""From so many nos in a month on, facts are told against the thought that it is oneself."""

QUIET_DAYS = 92
"""So long after an acceptance the review stays quiet."""


@frozen
class Nos:
    """The nos of the last month. ``met`` of them came from somebody who had asked for an interview.

    ``sent``, ``answered`` and ``silent`` count all applications of the vault: a no is an answer.
    """

    number: int
    met: int
    sent: int
    answered: int
    silent: int

    @property
    def are_many(self) -> bool:
        """Tell whether there are so many that a person may take it for a verdict."""
        return self.number >= MANY_NOS


def recent_nos(entries: Sequence[Entry], numbers: Funnel, today: date) -> Nos | None:
    """Return the nos of the last month, or None when there was none. One without a day does not count."""
    found = [
        entry
        for entry in entries
        if _is_recent_no(entry.application, today) and not is_only_first_look(entry)
    ]
    if not found:
        return None
    met = [entry for entry in found if _has_met(entry)]
    return Nos(
        len(found), len(met), numbers.sent, numbers.answered, numbers.waiting + numbers.ghosted
    )


def _has_met(entry: Entry) -> bool:
    stages = entry.application.stages
    return stages.step(furthest_of(entry)) >= stages.step(stages.met)


def _is_recent_no(application: Application, today: date) -> bool:
    decided = application.decided
    return (
        application.stages.is_of(application.stage, ("lost",))
        and decided is not None
        and 0 <= (today - decided).days < MONTH_DAYS
    )


def acceptance(applications: Iterable[Application], today: date) -> Application | None:
    """Return the job that was accepted and with which the search ended, or None.

    It ends no search that went on: one that something was sent for later, or that is long past.
    An acceptance without a day counts as one of today.
    """
    applications = [*applications]
    found = [one for one in applications if one.stages.is_of(one.stage, ("won",))]
    if not found:
        return None
    latest = max(found, key=lambda application: (application.accepted or today, application.path))
    day = latest.accepted or today
    went_on = any(application.applied and application.applied > day for application in applications)
    return latest if 0 <= (today - day).days < QUIET_DAYS and not went_on else None
