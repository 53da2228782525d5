"""Who is meant by a name: the person notes of a vault, found by what other notes call them."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from operator import attrgetter

from vaultkit.core.notes.application import Name, first_slug, person_slug
from vaultkit.core.notes.person import Person
from vaultkit.core.notes.slugs import without_accents
from vaultkit.core.notes.someone import Someone
from vaultkit.core.text.once import once, remembered

_MOST_KEPT = 16384
_LONGEST_KEPT = 100
"""In characters: what is remembered of long names stays small."""


class Directory:
    """The person notes of a vault, found by the names that other notes use.

    Capitals and accents make no difference. A name that two notes share finds neither.
    """

    def __init__(self, people: Iterable[Person]) -> None:
        people = sorted(people, key=attrgetter("path"))
        self._people = {person.path: person for person in people}
        folded = {person.path: _folded_names(person) for person in people}
        self._by_file = _unlike((path, names[:1]) for path, names in folded.items())
        self._by_name = _unlike(folded.items())
        self._someone: dict[tuple[str, str | None], Someone] = {}

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, by path."""
        return tuple(self._people.values())

    @once
    def _by_path(self) -> Mapping[str, str]:
        return _index(self._people.values(), lambda person: _tails(person.path))

    @once
    def _companies(self) -> frozenset[str]:
        return frozenset(
            fold_name(person.company) for person in self._people.values() if person.company
        )

    @once
    def silent(self) -> frozenset[str]:
        """The paths of those who are not to be contacted."""
        return frozenset(person.path for person in self._people.values() if person.do_not_contact)

    @once
    def _by_slug(self) -> Mapping[str, str]:
        return _index(self._people.values(), _slugs)

    @once
    def _by_email(self) -> Mapping[str, str]:
        return _index(self._people.values(), lambda person: (person.email or "",))

    @once
    def _by_bare_name(self) -> Mapping[str, str]:
        return _index(self._people.values(), _bare_names)

    def renewed(self, people: Mapping[str, Person]) -> "Directory":
        """Return the directory with other notes of some people, by path, who are called as they were."""
        if not people:
            return self
        other = copy(self)
        for name in ("_by_any_name", "silent"):
            other.__dict__.pop(name, None)
        other._people, other._someone = {**self._people, **people}, {}
        return other

    def person(self, name: Name) -> Person | None:
        """Return the note of somebody, or None when no note, or more than one, is meant."""
        if name.target is None:
            text = fold_name(name.text)
            return self._note(self._by_name.get(text)) or self._by_what_is_behind(text)
        target = fold_name(name.target.strip().removesuffix(".md").strip("/"))
        if "/" in target:
            return self._note(self._by_path.get(target))
        return self._note(self._by_file.get(target) or self._by_name.get(target))

    def _note(self, path: str | None) -> Person | None:
        return None if path is None else self._people[path]

    def _by_what_is_behind(self, text: str) -> Person | None:
        """Return whom a plain name means by its address, or without the remark in brackets behind it.

        A remark that is the company of somebody else tells one from another of the same name.
        """
        if "@" in text:
            address = text.strip("<>").removeprefix("mailto:")
            return self._note(self._by_email.get(address))
        bare, remark = _apart(text)
        found = self._note(self._by_bare_name.get(bare)) if remark else None
        if found is None:
            return None
        is_others = remark in self._companies and remark != fold_name(found.company or "")
        return None if is_others else found

    def people_called(self, text: str) -> tuple[Person, ...]:
        """Return everybody of that name, by path."""
        return self._by_any_name.get(fold_name(text), ())

    @once
    def _by_any_name(self) -> Mapping[str, tuple[Person, ...]]:
        found: dict[str, dict[str, Person]] = {}
        for person in self._people.values():
            for name in _names(person):
                found.setdefault(fold_name(name), {})[person.path] = person
        return {name: tuple(several.values()) for name, several in found.items()}

    def identity(self, name: Name) -> str:
        """Return what is the same for all names of one person: their note's path, else the slug."""
        person = self.person(name)
        return person.path if person else person_slug(name)

    def person_of_slug(self, slug: str) -> Person | None:
        """Return the note of whom a part of an id stands for, or None when it is nobody's, or more than one's."""
        return self._note(self._by_slug.get(slug))

    def note(self, someone: Someone) -> Person | None:
        """Return the note of somebody whom this directory has found."""
        return self._people.get(someone.identity)

    def names(self, person: Person) -> tuple[str, ...]:
        """Return what somebody goes by and no one else, each once: name, file name, aliases."""
        names = dict.fromkeys(_names(person))  # a note is mostly called what its person is
        return tuple([one for one in names if self._by_name.get(fold_name(one)) == person.path])

    def someone(self, name: Name) -> Someone:
        """Return whom a name stands for where it stands alone."""
        key = (name.text, name.target)
        known = self._someone.get(key)
        if known is None:
            person = self.person(name)
            also = self.names(person) if person else ()
            known = Someone(name, person.path if person else person_slug(name), (name,), also)
            is_short = len(name.text) + len(name.target or "") <= _LONGEST_KEPT
            if is_short and len(self._someone) < _MOST_KEPT:  # people stand in several notes
                self._someone[key] = known
        return known


def _index(people: Iterable[Person], names: Callable[[Person], Iterable[str]]) -> Mapping[str, str]:
    """Return the paths of people by each of their names, folded; a name that several have is left out."""
    return _unlike((person.path, map(fold_name, names(person))) for person in people)


def _unlike(people: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """Return paths by the folded names that belong to one of them alone."""
    found: dict[str, str] = {}
    several = {""}
    for path, names in people:
        for name in names:
            if found.setdefault(name, path) != path:
                several.add(name)
    for name in several:
        found.pop(name, None)
    return found


def found_by(person: Person) -> tuple[object, ...]:
    """Return all of a person's note by which somebody may be found, or told from another."""
    return (person.name, person.aliases, person.email, person.company)


def _names(person: Person) -> tuple[str, ...]:
    return (person.name, file_name_of(person.path), *person.aliases)


def _folded_names(person: Person) -> tuple[str, ...]:
    """Return the same folded, the file's first; a note is mostly called what its person is."""
    file = file_name_of(person.path)
    others = person.aliases if person.name == file else (person.name, *person.aliases)
    return (fold_name(file), *map(fold_name, others))


def _bare_names(person: Person) -> tuple[str, ...]:
    """Return what somebody goes by, without what stands in brackets behind it: with that, two may be one name."""
    return tuple(_apart(fold_name(name))[0] for name in _names(person))


def _apart(name: str) -> tuple[str, str]:
    """Return a name and the remark in brackets behind it: ``Jane Doe (HR)``; "" where there is none."""
    places = [place for place in map(name.find, "([") if place > 0]
    start = min(places, default=len(name))
    return name[:start].rstrip(), name[start:].strip("()[] ")


def _tails(path: str) -> tuple[str, ...]:
    """Return the ways to name a note with its folder: ``a/b/c.md`` is ``a/b/c`` and ``b/c``."""
    parts = path.removesuffix(".md").split("/")
    return tuple("/".join(parts[start:]) for start in range(max(1, len(parts) - 1)))


def _slugs(person: Person) -> tuple[str, ...]:
    return tuple(
        {slug(Name(name)) for name in _names(person) for slug in (person_slug, first_slug)}
    )


def file_name_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".md")


@remembered(_MOST_KEPT, _LONGEST_KEPT)
def fold_name(text: str) -> str:
    plain = " ".join(text.split()).casefold()
    return plain if plain.isascii() else without_accents(plain)
