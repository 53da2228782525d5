"""What a person's note says beside what vaultkit asks of it: numbers, links, tags, and by what they are known again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any

from vaultkit.core.front_matter.head_values import Property
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.front_matter.written import places, shown
from vaultkit.core.notes.marks import has_tag, head_tags
from vaultkit.core.notes.person import Person, address_in
from vaultkit.core.settings.values import Marks
from vaultkit.value import frozen

PHONE, LINKS, UID = "phone", "links", "uid"
Words = Mapping[str, str]
"""Folded name of a property to PHONE, LINKS or UID."""


@frozen
class Details:
    """A person with what else stands in the head of their note.

    ``names`` are the note's own names of the properties. ``emails`` begin with the one that is written to.
    """

    person: Person
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    uid: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def addresses(self) -> frozenset[str]:
        return frozenset(map(str.casefold, self.emails))


def read_words(vcard_toml: Mapping[str, Any]) -> Words:
    """Return what the names of properties stand for that only cards need."""
    table = vcard_toml["properties"]
    return {fold(word): name for name, words in table.items() for word in (name, *words)}


def details(
    person: Person, head: Head, vocabulary: Vocabulary, words: Words, marks: Marks
) -> Details:
    """Return what a person's head says. The tags by which people are known here are none of their own."""
    found: dict[str, list[Property]] = {}
    for one in head.properties:
        found.setdefault(_known(one, vocabulary, words), []).append(one)
    addresses = (address_in(text) for text in _texts(found.get("email", ())))
    tags = (tag.removeprefix("#") for tag in head_tags(head))
    return Details(
        person,
        _once((person.email, *addresses)),
        _once(shown(text) for text in _texts(found.get(PHONE, ()))),
        _once(_link(text) for text in _texts(found.get(LINKS, ()))),
        _once(tag for tag in tags if not has_tag((tag,), marks.tags)),
        next(iter(_once(shown(text) for text in _texts(found.get(UID, ())))), ""),
        names_in(head, vocabulary, words),
    )


def names_in(head: Head, vocabulary: Vocabulary, words: Words) -> Mapping[str, str]:
    """Return what a head calls the properties of a person, by our names; of two the first."""
    names = ((_known(one, vocabulary, words), one.name) for one in reversed(head.properties))
    return {known: name for known, name in names if known}


def _known(one: Property, vocabulary: Vocabulary, words: Words) -> str:
    return vocabulary.property(one.name, "person") or words.get(fold(one.name), "")


def _texts(found: Iterable[Property]) -> Sequence[str]:
    return [text for one in found for text in one.texts]


def _link(text: str) -> str:
    """Return where a Markdown link leads, else the text."""
    return next(iter(places(text)), shown(text))


def _once(texts: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, texts)))
