"""What the answers of `stats` and `list` are made of: of all applications, not of what is to be done."""

from datetime import date

from vaultkit.core.across.copies import originals
from vaultkit.core.across.survey import Survey, problems
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.funnel import Funnel, funnel
from vaultkit.core.week.quiet import Listing, listings
from vaultkit.value import frozen


@frozen
class Numbers:
    """How it goes. ``has_any`` tells whether there is an application at all."""

    funnel: Funnel
    has_any: bool
    problems: tuple[Problem, ...]


@frozen
class Listings:
    """Every application of the list, and all findings."""

    rows: tuple[Listing, ...]
    problems: tuple[Problem, ...]


def numbers_of(found: Survey, today: date) -> Numbers:
    """Return how it goes in a vault."""
    numbers = funnel(originals(found.entries, found.copies), today)
    return Numbers(numbers, bool(found.entries), problems(found))


def listed_of(found: Survey, today: date) -> Listings:
    """Return the list of a vault."""
    return Listings(listings(found.entries, today), problems(found))
