"""What somebody did for their search between two days: applications, talks, letters, touches."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

from vaultkit.core.across.copies import originals
from vaultkit.core.across.people import People, addressee
from vaultkit.core.follow_ups.item import Entry, Item, told_entries
from vaultkit.core.follow_ups.rules import Playbook
from vaultkit.core.notes.application import (
    Application,
    Name,
    held_interviews,
    named_people,
    person_slug,
)
from vaultkit.value import frozen

Kind = Literal["applied", "screened", "interviewed", "written", "done", "touch"]
"""``written`` is a done line for writing to somebody, ``done`` one for oneself, as handing in work.
``touch`` is a day of a person's log, or of a done line that was tidied away."""

KINDS: tuple[Kind, ...] = ("applied", "screened", "interviewed", "written", "done", "touch")


@frozen
class Effort:
    """One thing that was done on a day. ``rule`` is that of the line, where there is one.

    ``application`` is None for a touch with somebody whom no application names.
    """

    day: date
    kind: Kind
    application: Application | None
    people: tuple[Name, ...] = ()
    rule: str = ""
    company: str = ""
    has_address: bool = False


@frozen
class Efforts:
    """All of a period, both days included, by day, employer and kind."""

    first: date
    last: date
    all: tuple[Effort, ...] = ()

    def count(self, *kinds: Kind) -> int:
        """Return how many there are of some kinds."""
        return sum(1 for effort in self.all if effort.kind in kinds)

    @property
    def employers(self) -> int:
        """How many employers it was about."""
        return len({effort.company.casefold() for effort in self.all if effort.company})

    @property
    def days(self) -> int:
        """On how many days something was done."""
        return len({effort.day for effort in self.all})


def efforts(
    entries: Sequence[Entry],
    people: People,
    playbook: Playbook,
    period: tuple[date, date],
    today: date,
) -> Efforts:
    """Return what was done from the first day to the last; what lies ahead of today was not.

    Notes whose days cannot be read tell nothing.
    """
    first, last = period
    known = told_entries(originals(entries))
    found = [effort for entry in known for effort in _of_entry(entry, people, playbook)]
    touched = {(who, effort.day) for effort in found for who in _identities(effort, people)}
    found += _touches(known, people, touched)
    inside = [effort for effort in found if first <= effort.day <= min(last, today)]
    return Efforts(first, last, tuple(sorted(inside, key=_order)))


def _order(effort: Effort) -> tuple[date, str, int, str]:
    path = effort.application.path if effort.application else ""
    return effort.day, effort.company.casefold(), KINDS.index(effort.kind), path


def _identities(effort: Effort, people: People) -> Iterator[str]:
    """Yield whom it was with, as the directory knows them: a touch of that day is the same thing."""
    yield from map(people.directory.identity, effort.people)


def _of_entry(entry: Entry, people: People, playbook: Playbook) -> Iterator[Effort]:
    said = entry.application
    company, recruiter = said.company, _names((said.recruiter or said.contact,))
    if said.applied:
        yield Effort(said.applied, "applied", said, recruiter, company=company)
    if said.screened:
        yield Effort(said.screened, "screened", said, recruiter, company=company)
    for day in held_interviews(said):
        names = [name for one in said.rounds if one.day == day for name in one.people]
        told = _names(names) or _names(said.interviewers)
        yield Effort(day, "interviewed", said, told, company=company)
    for item in entry.items:
        if item.is_done and item.done_on and _counts(item, playbook):
            yield _of_item(item, item.done_on, said, people)


def _counts(item: Item, playbook: Playbook) -> bool:
    """Tell whether a line is about the employer: to prepare and to reflect is one's own matter."""
    rule = playbook.named(item.rule)
    return item.person is not None or bool(rule and not rule.lessons and not rule.for_interview)


def _of_item(item: Item, day: date, said: Application, people: People) -> Effort:
    kind: Kind = "written" if addressee(item, people.directory) else "done"
    person = people.directory.person(item.person) if item.person else None
    slug = person_slug(item.person) if item.person else ""
    known = bool(person and person.email) or slug in said.addresses
    return Effort(day, kind, said, _names((item.person,)), item.rule, item.company, known)


def _names(names: Iterable[Name | None]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _touches(
    entries: Sequence[Entry], people: People, touched: set[tuple[str, date]]
) -> Iterator[Effort]:
    """Yield the days of touches that no line tells, each once for a person."""
    named = _names_of(entries, people)
    told = {(who, day) for who, day in _days_of_notes(people) if (who, day) not in touched}
    for entry in entries:
        for who, day in entry.tidied:
            if (who, day) not in touched | told:
                touched.add((who, day))
                names = _names((named[who][1] if who in named else None,))
                said = entry.application
                yield Effort(day, "touch", said, names, company=said.company)
    notes = {person.path: person for person in people.notes}
    for who, day in sorted(told):
        said_of = named[who][0] if who in named else None
        company = said_of.company if said_of else notes[who].company or ""
        yield Effort(day, "touch", said_of, (Name(notes[who].name),), company=company)


def _days_of_notes(people: People) -> Iterator[tuple[str, date]]:
    return ((person.path, day) for person in people.notes for day in person.touches)


def _names_of(entries: Sequence[Entry], people: People) -> dict[str, tuple[Application, Name]]:
    """Return the latest application that names somebody, with their name in it, by identity."""
    found: dict[str, tuple[Application, Name]] = {}
    for entry in sorted(
        entries, key=lambda one: (str(one.application.applied or ""), one.application.path)
    ):
        for name in named_people(entry.application):
            found[people.directory.identity(name)] = (entry.application, name)
    return found
