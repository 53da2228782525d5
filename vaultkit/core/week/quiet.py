"""How long an open application has stood where it is, and how long nothing has happened: two numbers."""

from collections.abc import Iterable
from datetime import date

from vaultkit.core.follow_ups.item import Entry, told_entries
from vaultkit.core.notes.application import Application, stage_days
from vaultkit.core.text.stages import OPEN
from vaultkit.value import frozen


@frozen
class Standing:
    """One open application. A number is None where no day of the note tells it."""

    application: Application
    days_in_stage: int | None
    days_quiet: int | None


@frozen
class Listing:
    """One application as a list shows it. ``next_day`` is the next that it asks for, or brings.

    That is the earliest of its open items' due days, past ones too, and the interviews and
    deadlines that are ahead; None where there is none.
    """

    application: Application
    days_in_stage: int | None
    days_quiet: int | None
    next_day: date | None


def listings(entries: Iterable[Entry], today: date) -> tuple[Listing, ...]:
    """Return every application whose stage can be read: in the order of the stages, then by next day and path."""
    found = [_listing(entry, today) for entry in told_entries(entries)]
    return tuple(sorted(found, key=_place_in_list))


def _place_in_list(listing: Listing) -> tuple[int, date, str]:
    application = listing.application
    return (
        application.stages.place(application.stage),
        listing.next_day or date.max,
        application.path,
    )


def _listing(entry: Entry, today: date) -> Listing:
    application = entry.application
    began, last = _stage_began(application, today), last_heard(entry, today)
    due = [
        item.due
        for item in entry.items
        if item.due and not item.is_closed and application.follow_up
    ]
    ahead = [*application.interviews, application.reply_by, application.offer_deadline]
    if application.stages.is_end(application.stage):
        ahead = []
    days = [*due, *(day for day in ahead if day and day >= today)]
    in_stage, quiet = ((today - day).days if day else None for day in (began, last))
    return Listing(application, in_stage, quiet, min(days, default=None))


def _stage_began(application: Application, today: date) -> date | None:
    """Return the day on which a stage began, of one that is over too."""
    if application.stages.is_end(application.stage):
        return application.decided if application.decided and application.decided <= today else None
    return stage_began(application, today)


def standings(entries: Iterable[Entry], today: date) -> tuple[Standing, ...]:
    """Return every open application, the quietest first, then by path; those without a day last."""
    found = [
        _standing(entry, today)
        for entry in entries
        if entry.application.stages.is_of(entry.application.stage, OPEN)
    ]
    return tuple(sorted(found, key=_order))


def _order(standing: Standing) -> tuple[int, str]:
    quiet = -1 if standing.days_quiet is None else standing.days_quiet
    return -quiet, standing.application.path


def _standing(entry: Entry, today: date) -> Standing:
    began, last = stage_began(entry.application, today), last_heard(entry, today)
    if any(day > today for day in entry.application.interviews):
        # Who is invited has an answer, though no day tells when it came.
        last = None
    return Standing(
        entry.application,
        (today - began).days if began else None,
        (today - last).days if last else None,
    )


def stage_began(application: Application, today: date) -> date | None:
    """Return the day on which the stage began, or None: a screening, say, has no day of its own."""
    return min((day for day in stage_days(application) if day <= today), default=None)


def last_sign(entry: Entry, today: date) -> date | None:
    """Return the latest past day, done item or touch with somebody named; None without a day of its own.

    So long ago something was done about it, by either side.
    """
    done = (item.done_on for item in entry.items if item.is_done)
    own = [*_past_days(entry, today), *(day for day in done if day and day <= today)]
    # Touches alone tell nothing: that with somebody's recruiter of years ago was about another place.
    return max([*own, *(day for day in entry.touches if day <= today)]) if own else None


def last_heard(entry: Entry, today: date) -> date | None:
    """Return the day since which nothing came from the other side; None without a day of its own.

    What the person wrote meanwhile ends no silence. It begins on the day of the application,
    and not before the day by which a reply was promised.
    """
    own = _past_days(entry, today)
    return max([*own, *(day for day in entry.heard if day <= today)]) if own else None


def _past_days(entry: Entry, today: date) -> list[date]:
    application = entry.application
    known = (
        *application.interviews,
        application.applied,
        application.closes,
        application.screened,
        application.reply_by,
        application.offered,
    )
    return [day for day in known if day and day <= today]
