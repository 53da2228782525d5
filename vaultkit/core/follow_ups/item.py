"""One line of a follow-up checklist as it stands in a note, with what it belongs to."""

from collections.abc import Iterable
from datetime import date

from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.rules import Lessons
from vaultkit.core.notes.application import Application, Name
from vaultkit.core.text.problem import Problem
from vaultkit.value import frozen

_MISREAD = (
    "unknown-stage",
    "unknown-stage-near",
    "variable-unfilled",
    "bad-date",
    "ambiguous-date",
    "date-out-of-range",
    "two-names",
    "two-values",
)


@frozen
class Item:
    """One item. ``id`` starts with ``vk-``; ``line`` counts from 1; ``status`` is one character.

    ``text`` is the line's words without fields. ``done_on`` is the day of the touch when the
    item is done (its done date, else its due day). ``nested`` are the lines under it, bare.
    ``first_due`` and ``snoozed`` tell what a snooze remembers. ``via`` is the company of a
    recruiter who works elsewhere: an agency. ``for_interview`` and ``lessons`` are its rule's.
    ``is_wrapped`` tells that a formatter has wrapped the line.
    """

    path: str
    line: int
    id: str
    rule: str
    text: str
    status: str
    company: str
    role: str | None
    person: Name | None
    start: date | None
    due: date | None
    done_on: date | None
    nested: tuple[str, ...] = ()
    first_due: date | None = None
    snoozed: int = 0
    via: str | None = None
    for_interview: bool = False
    lessons: Lessons | None = None
    is_wrapped: bool = False

    @property
    def is_done(self) -> bool:
        """Ticked: a touch with its person."""
        return self.status in "xX"

    @property
    def is_closed(self) -> bool:
        """Ticked or cancelled: nothing is left to do."""
        return self.status in "xX-"


@frozen
class Entry:
    """One application note as vaultkit sees it: what it says, its items in the note's order.

    ``touches`` are the days of all touches with somebody whom the note names, in whatever note
    they stand. ``heard`` are those of them that are no done item: what the person wrote to
    somebody is no answer.
    """

    application: Application
    items: tuple[Item, ...]
    memory: Memory
    problems: tuple[Problem, ...] = ()
    touches: frozenset[date] = frozenset()
    heard: frozenset[date] = frozenset()
    tidied: tuple[tuple[str, date], ...] = ()
    """Identity and day of each touch whose done line was tidied away, where the memory knows it."""

    @property
    def has_stage(self) -> bool:
        """Tell whether the note's stage can be read. Where it cannot, the application's is a guess."""
        if not self.problems:  # as of nearly all
            return True
        line = self.application.lines.get("status")
        return not any(
            found.code.startswith("unknown-stage")
            or (found.code == "two-values" and found.line == line)
            for found in self.problems
        )


def told_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries whose stage and days are what the person wrote: the others would be a guess."""
    return tuple(
        entry for entry in entries if not any(found.code in _MISREAD for found in entry.problems)
    )
