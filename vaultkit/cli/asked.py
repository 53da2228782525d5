"""What a question's answer is made of: all that is needed of the vault to tell it, in whatever form."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from vaultkit.cli.items import ItemNames
from vaultkit.core.across.copies import originals
from vaultkit.core.across.people import Contact, contacts
from vaultkit.core.across.survey import Survey, problems
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.funnel import Funnel, funnel
from vaultkit.core.week.review import due_items


@dataclass(frozen=True)
class Due:
    """What is due, with the name of each item, and all findings."""

    items: tuple[Item, ...]
    names: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Pending:
    """Who is pending, with the name of each of their items, and all findings."""

    contacts: tuple[Contact, ...]
    names: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Numbers:
    """How it goes. ``has_any`` tells whether there is an application at all."""

    funnel: Funnel
    has_any: bool
    problems: tuple[Problem, ...]


def due_of(found: Survey, today: date) -> Due:
    """Return what is due in a vault."""
    items = due_items(found.entries, today, found.look.people)
    return Due(items, _names(items, found), problems(found))


def pending_of(found: Survey, today: date, settings: Settings) -> Pending:
    """Return who is pending in a vault."""
    pending = contacts(found.entries, found.look.people, today, settings)
    items = (item for contact in pending for item in contact.items)
    return Pending(tuple(pending), _names(items, found), problems(found))


def numbers_of(found: Survey, today: date) -> Numbers:
    """Return how it goes in a vault."""
    return Numbers(funnel(originals(found.entries), today), bool(found.entries), problems(found))


def _names(items: Iterable[Item], found: Survey) -> tuple[str, ...]:
    return tuple(map(ItemNames(found.entries).of, items))
