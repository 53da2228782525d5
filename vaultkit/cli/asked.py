"""What a question's answer is made of: all that is needed of the vault to tell it, in whatever form."""

from collections.abc import Iterable
from datetime import date

from vaultkit.cli.items import ItemNames
from vaultkit.core.across.people import Contact, pending
from vaultkit.core.across.survey import Survey, problems
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import Application
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.stages import LIVE
from vaultkit.core.week.due import due_items
from vaultkit.value import frozen


@frozen
class Due:
    """What is due, with the name of each item, and all findings."""

    items: tuple[Item, ...]
    names: tuple[str, ...]
    problems: tuple[Problem, ...]


@frozen
class Pending:
    """Who is pending, with the name of each of their items, and all findings."""

    contacts: tuple[Contact, ...]
    names: tuple[str, ...]
    problems: tuple[Problem, ...]


@frozen
class Status:
    """Where things stand: how much is due, and the next interview, with its note and whom it is with."""

    due: int
    interview: date | None
    note: str
    name: str
    problems: tuple[Problem, ...]


def due_of(found: Survey, today: date) -> Due:
    """Return what is due in a vault."""
    items = due_items(found.listed, found.people, today)
    return Due(items, _names(items, found), problems(found))


def pending_of(found: Survey, today: date, settings: Settings) -> Pending:
    """Return who is pending in a vault."""
    contacts = pending(found.listed, found.people, today, settings)
    items = (item for contact in contacts for item in contact.items)
    return Pending(contacts, _names(items, found), problems(found))


def status_of(found: Survey, today: date) -> Status:
    """Return where things stand in a vault."""
    due = len(due_items(found.listed, found.people, today))
    ahead = _next_interview((entry.application for entry in found.written), today)
    if ahead is None:
        return Status(due, None, "", "", problems(found))
    day, application = ahead
    name = ", ".join(filter(None, (application.company, application.role)))
    return Status(due, day, application.path, name, problems(found))


def _next_interview(
    applications: Iterable[Application], today: date
) -> tuple[date, Application] | None:
    """Return the first interview from today on, of the applications that are alive."""
    alive = [
        application
        for application in applications
        if application.stages.is_of(application.stage, LIVE)
    ]
    ahead = [
        (day, application)
        for application in alive
        for day in application.interviews
        if day >= today
    ]
    return min(ahead, key=lambda pair: (pair[0], pair[1].path), default=None)


def _names(items: Iterable[Item], found: Survey) -> tuple[str, ...]:
    return tuple(map(ItemNames(found.written).of, items))
