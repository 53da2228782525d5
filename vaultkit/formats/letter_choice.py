"""Which letter a line asks for: the playbook names conditions, and here each of them is a question."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from vaultkit.core.across.people import Contact
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.follow_ups.rules import LetterChoice, Playbook
from vaultkit.core.notes.application import Application, held_interviews, person_slug
from vaultkit.value import frozen

_NUMBER = re.compile(r"-(\d+)$")


@frozen
class Occasion:
    """An item with whom it is for and the application that it belongs to.

    ``is_settled`` tells that a job was accepted, with this application or another one.
    """

    item: Item
    contact: Contact
    application: Application
    is_settled: bool = False


def is_settled(applications: Iterable[Application], today: date) -> bool:
    """Tell whether a job was accepted until a day: nobody asks for work then."""
    return any(
        each.stages.is_of(each.stage, ("won",)) and (each.accepted or today) <= today
        for each in applications
    )


def letter_names(occasion: Occasion, playbook: Playbook) -> tuple[str, ...]:
    """Return the letters that serve an item, the best first; the last has its rule's name."""
    rule = playbook.named(occasion.item.rule)
    choices = rule.letters if rule else ()
    return (*(choice.name for choice in choices if _fits(choice, occasion)), occasion.item.rule)


def _fits(choice: LetterChoice, occasion: Occasion) -> bool:
    application = occasion.application
    if choice.stages and not application.stages.is_among(application.stage, choice.stages):
        return False
    return all(CONDITIONS[name](occasion) for name in choice.when)


def _is_promised(occasion: Occasion) -> bool:
    """A reply was promised by a day that the line waited for."""
    promised, due = occasion.application.reply_by, occasion.item.due
    return promised is not None and due is not None and promised <= due


def _is_second(occasion: Occasion) -> bool:
    """The line repeats one that was done."""
    return _NUMBER.search(occasion.item.id) is not None


def _is_screened(occasion: Occasion) -> bool:
    return occasion.application.screened is not None


def _is_without_interview(occasion: Occasion) -> bool:
    return not held_interviews(occasion.application)


def _is_agency(occasion: Occasion) -> bool:
    """The recruiter works elsewhere than the application's employer."""
    return occasion.item.via is not None


def _is_panel(occasion: Occasion) -> bool:
    """Somebody else of the interviewers comes first: two of one panel do not get the same words."""
    addressee, interviewers = occasion.item.person, occasion.application.interviewers
    return addressee is not None and person_slug(addressee) in [
        person_slug(name) for name in interviewers[1:]
    ]


def _is_settled(occasion: Occasion) -> bool:
    return occasion.is_settled


CONDITIONS: Mapping[str, Callable[[Occasion], bool]] = {
    "promised": _is_promised,
    "second": _is_second,
    "screened": _is_screened,
    "no-interview": _is_without_interview,
    "agency": _is_agency,
    "panel": _is_panel,
    "settled": _is_settled,
}
