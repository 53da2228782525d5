"""Who is who across applications: who is pending, when each was last in touch, what is new to tell."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from vaultkit.core.application import Name, first_slug, person_slug
from vaultkit.core.fact import Fact
from vaultkit.core.item import Entry, Item
from vaultkit.core.person import Person
from vaultkit.core.settings import Settings

_NUMBER = re.compile(r"-\d+$")
ARTICLE = "article"


class Directory:
    """The person notes of a vault, found by the names that other notes use.

    Capitals and accents make no difference. A name that two notes share finds neither.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        people = self._people = tuple(sorted(people, key=lambda person: person.path))
        self._by_path = _index(people, lambda person: _tails(person.path))
        self._by_file = _index(people, lambda person: (_file_name(person.path),))
        self._by_name = _index(people, _names)
        self._by_slug = _index(people, _slugs)

    def person(self, name: Name) -> Person | None:
        """Return the note of somebody, or None when no note, or more than one, is meant."""
        if name.target is None:
            return self._by_name.get(_fold(name.text))
        target = _fold(name.target.strip().removesuffix(".md").strip("/"))
        if "/" in target:
            return self._by_path.get(target)
        return self._by_file.get(target) or self._by_name.get(target)

    def people_called(self, text: str) -> tuple[Person, ...]:
        """Return everybody of that name, by path."""
        return self._by_any_name.get(_fold(text), ())

    @cached_property
    def _by_any_name(self) -> Mapping[str, tuple[Person, ...]]:
        found: dict[str, dict[str, Person]] = {}
        for person in self._people:
            for name in _names(person):
                found.setdefault(_fold(name), {})[person.path] = person
        return {name: tuple(several.values()) for name, several in found.items()}

    def people_like(self, text: str) -> tuple[Person, ...]:
        """Return those whose name holds the text, by path."""
        return tuple(person for person in self._people if _fold(text) in _fold(person.name))

    def identity(self, name: Name) -> str:
        """Return what is the same for all names of one person: their note's path, else the slug."""
        person = self.person(name)
        return person.path if person else person_slug(name)

    def addressee(self, item: Item) -> str | None:
        """Return the identity of whom an item is for, or None for one that is for oneself.

        Somebody whom the note no longer names is known by the item's id.
        """
        if item.person:
            return self.identity(item.person)
        slug = _NUMBER.sub("", item.id.removeprefix(f"vk-{item.rule}")).removeprefix("-")
        if not slug or item.id == slug:
            return None
        person = self.person_of_slug(slug)
        return person.path if person else slug

    def person_of_slug(self, slug: str) -> Person | None:
        """Return the note of whom a part of an id stands for, or None when it is nobody's, or more than one's."""
        return self._by_slug.get(slug)

    def names(self, person: Person) -> tuple[str, ...]:
        """Return what somebody goes by and no one else: name, file name, aliases."""
        return tuple(name for name in _names(person) if self._by_name.get(_fold(name)) is person)


def _index(people: Sequence[Person], names: Callable[[Person], Iterable[str]]) -> Mapping[str, Person]:
    """Return the people by each of their names, folded; a name that several have is left out."""
    found: dict[str, set[str]] = {}
    for person in people:
        for name in names(person):
            found.setdefault(_fold(name), set()).add(person.path)
    by_path = {person.path: person for person in people}
    return {name: by_path[min(paths)] for name, paths in found.items() if name and len(paths) == 1}


def _names(person: Person) -> tuple[str, ...]:
    return (person.name, _file_name(person.path), *person.aliases)


def _tails(path: str) -> tuple[str, ...]:
    """Return the ways to name a note with its folder: ``a/b/c.md`` is ``a/b/c`` and ``b/c``."""
    parts = path.removesuffix(".md").split("/")
    return tuple("/".join(parts[start:]) for start in range(max(1, len(parts) - 1)))


def _slugs(person: Person) -> tuple[str, ...]:
    return tuple({slug(Name(name)) for name in _names(person) for slug in (person_slug, first_slug)})


def _file_name(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


@lru_cache(maxsize=16384)
def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(char for char in plain if unicodedata.category(char) != "Mn")


def last_touches(entries: Iterable[Entry], people: Sequence[Person]) -> Mapping[str, date]:
    """Return the latest touch by identity: done items in any application, and what the person's note tells."""
    directory, latest = Directory(people), {person.path: max(person.touches) for person in people if person.touches}
    for identity, day in (touch for entry in entries for touch in _touches(entry, directory)):
        latest[identity] = max(day, latest.get(identity, day))
    return latest


def _touches(entry: Entry, directory: Directory) -> Iterator[tuple[str, date]]:
    yield from entry.tidied
    for item in entry.items:
        identity = directory.addressee(item) if item.is_done else None
        if identity and item.done_on:
            yield identity, item.done_on


@dataclass(frozen=True)
class Contact:
    """Somebody who is pending, once for all applications. ``items`` ascend by due day, note and line.

    ``person`` is their own note, where there is one. ``language`` is the one to write to them in.
    """

    identity: str
    name: str
    person: Person | None
    language: str
    items: tuple[Item, ...]
    last_touch: date | None = None

    @property
    def email(self) -> str | None:
        """The address that their note gives."""
        return self.person.email if self.person else None

    @property
    def due(self) -> date:
        """The earliest due day."""
        return min(item.due for item in self.items if item.due)

    def overdue_days(self, today: date) -> int:
        """Return how late the latest item is; 0 until the day after due."""
        return max(0, (today - self.due).days)


def contacts(
    entries: Sequence[Entry], people: Sequence[Person], today: date, settings: Settings
) -> tuple[Contact, ...]:
    """Return everybody with an open item until the end of next week, or whose window is open.

    The most overdue first, then by due day and name. Who is not to be contacted is left out,
    and so is an item without a due day.
    """
    directory, touches = Directory(people), last_touches(entries, people)
    pending: dict[str, list[tuple[Entry, Item]]] = {}
    for entry in (entry for entry in entries if entry.application.follow_up):
        for item in entry.items:
            if item.person and not is_barred(item, directory) and is_near(item, today):
                pending.setdefault(directory.identity(item.person), []).append((entry, item))
    found = [_contact(identity, pairs, directory, touches, settings) for identity, pairs in pending.items()]
    return tuple(sorted(found, key=lambda contact: (contact.due, _fold(contact.name), contact.identity)))


def contact_of(item: Item, entries: Sequence[Entry], people: Sequence[Person], settings: Settings) -> Contact | None:
    """Return whom one item is for, with that item alone; None for one without a name."""
    entry = next((entry for entry in entries if entry.application.path == item.path), None)
    if entry is None or item.person is None:
        return None
    directory = Directory(people)
    touches = last_touches(entries, people)
    return _contact(directory.identity(item.person), [(entry, item)], directory, touches, settings)


def is_barred(item: Item, directory: Directory) -> bool:
    """Tell whether the item is for somebody whose note says not to contact them."""
    person = directory.person(item.person) if item.person else None
    return person is not None and person.do_not_contact


def is_near(item: Item, today: date) -> bool:
    """Tell whether an item is open and due until the end of next week, or its window is open."""
    if item.is_closed or item.due is None:
        return False
    days_ahead = (item.due - today).days
    return days_ahead <= 13 - today.weekday() or (item.start is not None and item.start <= today)


def _contact(
    identity: str,
    pairs: Sequence[tuple[Entry, Item]],
    directory: Directory,
    touches: Mapping[str, date],
    settings: Settings,
) -> Contact:
    pairs = sorted(pairs, key=lambda pair: by_day(pair[1]))
    entry, first = pairs[0]
    assert first.person is not None
    person = directory.person(first.person)
    language = (person.language if person else None) or entry.application.language or settings.language
    name = person.name if person else first.person.text
    return Contact(identity, name, person, language, tuple(item for _, item in pairs), touches.get(identity))


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
    about = [fact for fact in articles if _fold(company) in {_fold(_file_name(link)) for link in fact.links}]
    return next(iter([*own, *about, *articles]), None)
