"""One line of a follow-up checklist as it stands in a note, with what it belongs to."""

from dataclasses import dataclass
from datetime import date

from vaultkit.core.application import Application, Name
from vaultkit.core.memory import Memory
from vaultkit.core.problem import Problem


@dataclass(frozen=True)
class Item:
    """One item. ``id`` starts with ``vk-``; ``line`` counts from 1; ``status`` is one character.

    ``text`` is the line's words without fields. ``done_on`` is the day of the touch when the
    item is done (its done date, else its due day). ``nested`` are the lines under it, bare.
    ``first_due`` and ``snoozed`` tell what a snooze remembers.
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

    @property
    def is_done(self) -> bool:
        """Ticked: a touch with its person."""
        return self.status in "xX"

    @property
    def is_closed(self) -> bool:
        """Ticked or cancelled: nothing is left to do."""
        return self.status in "xX-"


@dataclass(frozen=True)
class Entry:
    """One application note as vaultkit sees it: what it says, its items in the note's order."""

    application: Application
    items: tuple[Item, ...]
    memory: Memory
    problems: tuple[Problem, ...] = ()
    tidied: tuple[tuple[str, date], ...] = ()
    """Identity and day of each touch whose done line was tidied away, where the memory knows it."""
