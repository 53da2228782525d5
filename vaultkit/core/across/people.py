"""Who is who across applications, when each was last in touch, and who is pending."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.notes.application import Application, person_slug
from vaultkit.core.notes.directory import Directory, file_name_of, fold_name
from vaultkit.core.notes.fact import Fact
from vaultkit.core.notes.person import Person
from vaultkit.core.notes.someone import Someone
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.once import remembered
from vaultkit.value import frozen

_LONGEST_KEPT = 100
"""In characters, of what is remembered of companies."""
_NUMBER = re.compile(r"-\d+$")
_SEVERAL = re.compile(r"[,;/]")
_LEGAL_FORM = re.compile(
    r" (?:ab|ag|as|bv|co|corp|corporation|gmbh|inc|kg|limited|llc|llp|ltd|nv|oy|plc|pty|sa|sarl|sas|se|spa|srls?)$"
)
ARTICLE = "article"


@frozen
class People:
    """Everybody who has a note, and when each was last in touch: made once, by the survey.

    ``notes`` stand in the order of the walk. ``touches`` are all days by identity, of people
    without a note too; some may lie ahead. A plan counts those as well, since it has no today;
    whoever is told of a last touch is told of none that is still to come.
    """

    notes: tuple[Person, ...] = ()
    directory: Directory = Directory(())
    touches: Mapping[str, frozenset[date]] = field(default_factory=dict)

    def as_of(self, entries: Iterable[Entry]) -> "People":
        """Return the same people, in touch when these entries say so."""
        days = all_touches(own_touches(entries, self.directory), self.notes)
        return replace(self, touches=days)

    def last_touch(self, identity: str, today: date) -> date | None:
        """Return the last day until today on which somebody was in touch, or None."""
        days = self.touches.get(identity, ())
        return max((day for day in days if day <= today), default=None)

    def last_touches(self, today: date) -> Mapping[str, date]:
        """Return the last touch of everybody who was in touch until today, by identity."""
        found = ((who, self.last_touch(who, today)) for who in self.touches)
        return {who: day for who, day in found if day}


def addressee(item: Item, directory: Directory) -> str | None:
    """Return the identity of whom an item is for, or None for one that is for oneself.

    Somebody whom the note no longer names is known by the item's id.
    """
    if item.person:
        return directory.identity(item.person)
    slug = _NUMBER.sub("", item.id.removeprefix(f"vk-{item.rule}")).removeprefix("-")
    if not slug or item.id == slug:
        return None
    person = directory.person_of_slug(slug)
    return person.path if person else slug


def agency_of(application: Application, recruiter: Person | None) -> str | None:
    """Return the company of a recruiter whose own note names another one than the application's.

    Where the file's name serves as the company, one that stands in it is no other.
    """
    if recruiter is None or not recruiter.company:
        return None
    theirs = firm(application.company)
    for own in _firms(recruiter.company):
        if own == theirs or ("company" not in application.lines and f" {own} " in f" {theirs} "):
            return None
    return recruiter.company


def agencies(
    application: Application, people: Sequence[Someone], directory: Directory
) -> Mapping[str, str]:
    """Return the company of a recruiter who works elsewhere, by the slug that stands for them here.

    ``people`` are all whom the application names, as ``people_of`` gives them: its recruiter first.
    """
    if application.recruiter is None:
        return {}
    found: dict[str, str] = {}
    slug = person_slug(application.recruiter)
    for someone in map(directory.someone, people[0].names):
        if someone.slug == slug and (agency := agency_of(application, directory.note(someone))):
            found[slug] = agency
    return found


@remembered(4096, _LONGEST_KEPT)
def firm(text: str) -> str:
    """Return what is the same in a company's names: capitals, accents and its legal form make no difference."""
    words = " ".join(re.sub(r"[^\w\s-]", "", fold_name(text)).replace("-", " ").split())
    while (shorter := _LEGAL_FORM.sub("", words)) != words:
        words = shorter
    return words


@remembered(4096, _LONGEST_KEPT)
def _firms(text: str) -> tuple[str, ...]:
    """Return the companies that one property names."""
    return tuple(filter(None, map(firm, _SEVERAL.split(text))))


def all_touches(
    written: Mapping[str, frozenset[date]], notes: Sequence[Person]
) -> Mapping[str, frozenset[date]]:
    """Return the days of all touches by identity: done items in any application, and what the people's notes tell.

    ``written`` are the first, as ``own_touches`` gives them.
    """
    told = {person.path: frozenset(person.touches) for person in notes if person.touches}
    return {
        identity: told.get(identity, frozenset()) | written.get(identity, frozenset())
        for identity in {**told, **written}
    }


def own_touches(entries: Iterable[Entry], directory: Directory) -> Mapping[str, frozenset[date]]:
    """Return the days of done items by identity: on these the person wrote, and nobody answered."""
    days: dict[str, set[date]] = {}
    for identity, day in (touch for entry in entries for touch in touches_of(entry, directory)):
        days.setdefault(identity, set()).add(day)
    return {identity: frozenset(several) for identity, several in days.items()}


def touches_of(entry: Entry, directory: Directory) -> Iterator[tuple[str, date]]:
    """Yield identity and day of everything that one note says was done."""
    yield from entry.tidied
    for item in entry.items:
        identity = addressee(item, directory) if item.is_done else None
        if identity and item.done_on:
            yield identity, item.done_on


@frozen
class Contact:
    """Somebody who is pending, once for all applications. ``items`` ascend by due day, note and line.

    ``person`` is their own note, where there is one. ``language`` is the one to write to them in.
    ``address`` is the one that an application gives them.
    """

    identity: str
    name: str
    person: Person | None
    language: str
    items: tuple[Item, ...]
    last_touch: date | None = None
    address: str | None = None

    @property
    def email(self) -> str | None:
        """The address that their note gives, else the application's."""
        return (self.person.email if self.person else None) or self.address

    @property
    def due(self) -> date:
        """The earliest due day."""
        return self.items[0].due or min(item.due for item in self.items if item.due)

    def overdue_days(self, today: date) -> int:
        """Return how late the latest item is; 0 until the day after due."""
        return max(0, (today - self.due).days)


def pending(
    entries: Iterable[Entry], people: People, today: date, settings: Settings
) -> tuple[Contact, ...]:
    """Return everybody with an open item until the end of next week, or whose window is open.

    The most overdue first, then by due day and name. The entries are those that the lists show. Who
    is not to be contacted is left out, and so is an item without a due day.
    """
    directory = people.directory
    waiting: dict[str, list[tuple[Entry, Item]]] = {}
    for entry in entries:
        if not entry.application.follow_up or not entry.has_stage:
            continue
        for item in entry.items:
            if not item.person or not is_near(item, today):
                continue
            person = directory.person(item.person)
            if person is None or not person.do_not_contact:
                identity = person.path if person else person_slug(item.person)
                waiting.setdefault(identity, []).append((entry, item))
    found = [
        _contact(identity, pairs, people, today, settings) for identity, pairs in waiting.items()
    ]
    return tuple(
        sorted(found, key=lambda contact: (contact.due, fold_name(contact.name), contact.identity))
    )


def contact_of(
    item: Item, entries: Sequence[Entry], people: People, today: date, settings: Settings
) -> Contact | None:
    """Return whom one item is for, with that item alone; None for one without a name."""
    entry = next((entry for entry in entries if entry.application.path == item.path), None)
    if entry is None or item.person is None:
        return None
    identity = people.directory.identity(item.person)
    return _contact(identity, [(entry, item)], people, today, settings)


def is_near(item: Item, today: date) -> bool:
    """Tell whether an item is open and due until the end of next week, or its window is open."""
    if item.is_closed or item.due is None:
        return False
    days_ahead = (item.due - today).days
    return days_ahead <= 13 - today.weekday() or (item.start is not None and item.start <= today)


def _contact(
    identity: str,
    pairs: Sequence[tuple[Entry, Item]],
    people: People,
    today: date,
    settings: Settings,
) -> Contact:
    if len(pairs) > 1:
        pairs = sorted(pairs, key=lambda pair: by_day(pair[1]))
    entry, first = pairs[0]
    assert first.person is not None
    person = people.directory.person(first.person)
    language = (
        (person.language if person else None) or entry.application.language or settings.language
    )
    name = person.name if person else first.person.text
    given = (_address(entry, item) for entry, item in pairs if entry.application.addresses)
    address = next(filter(None, given), None)
    return Contact(
        identity,
        name,
        person,
        language,
        tuple(item for _, item in pairs),
        people.last_touch(identity, today),
        address,
    )


def _address(entry: Entry, item: Item) -> str | None:
    """Return the address that the application itself gives for whom an item is for."""
    return entry.application.addresses.get(person_slug(item.person)) if item.person else None


def by_day(item: Item) -> tuple[date, str, int]:
    """Sort by due day, note and line; an item without a due day comes last."""
    return item.due or date.max, item.path, item.line


def what_is_new(facts: Iterable[Fact], since: date | None, company: str) -> Fact | None:
    """Return the newest fact to tell somebody after their last touch, or None when there is none.

    Experience, skills and achievements come first; without one an article, those that link to
    the company before others, the newest first. Source: advice, section 4.
    """
    facts = sorted(facts, key=lambda fact: (fact.day, fact.path), reverse=True)
    own = [fact for fact in facts if fact.kind != ARTICLE and (since is None or fact.day > since)]
    articles = [fact for fact in facts if fact.kind == ARTICLE]
    about = [
        fact
        for fact in articles
        if fold_name(company) in {fold_name(file_name_of(link)) for link in fact.links}
    ]
    return next(iter([*own, *about, *articles]), None)
