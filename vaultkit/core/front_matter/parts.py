"""The parts of a property's value: texts, people and interviews, in lists and mappings of any shape."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from vaultkit.core.front_matter.head_values import Property, Value
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.front_matter.written import (
    Link,
    is_boolean,
    links,
    places,
    read_day,
    read_hour,
    shown,
)
from vaultkit.core.text.problem import Problem, hint
from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

_SEVERAL = re.compile(r" ?[,;] ?(?=\[\[|[0-9])")
_ADDRESS_BEHIND = re.compile(r"\s*<([^<>@\s]+@[^<>@\s]+)>\s*$")
_ADDRESS = re.compile(
    r"(?:mailto:)?([^\s@<>(),;:?&\"\[\]\\]{1,100}@[^\s@<>(),;:?&\"\[\]\\]{1,200})"
)
_HOUR_BEHIND = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[Tt]\s*|\s+)(.+)")
_LONGEST_ADDRESS = 300
"""In characters: a search in a longer text could take long."""


@frozen
class Card:
    """Somebody who is named, with what a mapping or an address behind the name says of them."""

    link: Link
    is_recruiter: bool = False
    email: str | None = None


class Round(NamedTuple):
    """One interview. ``hour`` is as a clock shows it, ``09:30``."""

    day: date
    hour: str | None = None
    people: tuple[Link, ...] = ()
    name: str = ""


@frozen
class Leaf:
    """One text in a value. An unquoted ``[[X]]``, which YAML takes for nested lists, is whole again."""

    text: str
    line: int


def entries(value: Value) -> Sequence[Value]:
    """Return scalars and mappings of a value in order, however its lists nest; ``[[X]]`` comes as its inner list."""
    if value.kind != "list":  # as nearly every value is
        return (value,)
    found: list[Value] = []
    for item in value.items:
        if item.kind == "list" and not _is_link(item):
            found += entries(item)
        else:
            found.append(item)
    return found


def _is_link(value: Value) -> bool:
    return bool(value.items) and all(inner.kind == "scalar" for inner in value.items)


def several(text: str) -> Sequence[str]:
    """Return the days, or the links, of a text in which they stand side by side, each on one line."""
    text = one_line(text)
    return _SEVERAL.split(text) if "," in text or ";" in text else (text,)


def _full_names(text: str) -> list[str]:
    """Return the names in ``Marta Rossi, Luca Bianchi``; ``Rossi, Marta`` is one."""
    several = re.split(" ?[,;] ?", text)
    return several if all(" " in name for name in several) else [text]


def _linked(text: str) -> tuple[Card, ...]:
    """Return whom the links in a text name; the address that one alone leads to is theirs."""
    linked = tuple(map(Card, links(text)))
    if len(linked) != 1 or "](" not in text:
        return linked
    addresses = [match[1] for place in places(text) if (match := _ADDRESS.fullmatch(place))]
    return (replace(linked[0], email=addresses[0]),) if addresses else linked


@dataclass
class Parts:
    """Reads the parts of a value by the vault's words; ``tell`` hears of what is read, and may be meant otherwise."""

    path: str
    vocabulary: Vocabulary
    tell: Callable[[Problem], None]

    def cards(self, found: Property) -> tuple[Card, ...]:
        cards: dict[Link, Card] = {}
        for entry in entries(found.value):
            for card in self._named(found, entry):
                if card.link not in cards and not self._names_nobody(card.link):
                    cards[card.link] = self._with_details(card, entry)
        return tuple(cards.values())

    def _named(self, found: Property, entry: Value) -> Sequence[Card]:
        if entry.text and (linked := _linked(entry.text)):
            return linked
        return [
            card
            for leaf in self.of(entry, "name")
            if not is_boolean(leaf.text) or found.is_quoted
            for card in _linked(leaf.text) or (self._plain_name(found, leaf),)
        ]

    def _with_details(self, card: Card, entry: Value) -> Card:
        """Return somebody with the role and the address that stand beside the name in a mapping."""
        if entry.kind != "mapping":
            return card
        roles = " ".join(leaf.text for leaf in self.of(entry, "role"))
        is_recruiter = self.vocabulary.mentions("contacts", roles) == "recruiter"
        texts = (shown(leaf.text)[:_LONGEST_ADDRESS] for leaf in self.of(entry, "email"))
        emails = [match[1] for text in texts if (match := _ADDRESS.search(text))]
        return Card(card.link, is_recruiter, next(iter(emails), card.email))

    def of(self, entry: Value, part: str) -> Sequence[Leaf]:
        """Return the texts of one of a value's entries; of a mapping those of the part that is asked for."""
        if entry.kind == "list":
            return [Leaf(f"[[{', '.join(entry.texts)}]]", entry.line)]
        if entry.kind == "mapping":
            inner = next((inner for name, inner in entry.pairs if self.word(name) == part), None)
            return self.leaves(inner, part) if inner else ()
        text = entry.text
        return [Leaf(text, entry.line)] if text and not text.isspace() else ()

    def leaves(self, value: Value, part: str) -> Sequence[Leaf]:
        """Return the texts of a value in order; of a mapping those of the part that is asked for."""
        if value.kind == "scalar":  # as nearly every value is
            return self.of(value, part)
        return [leaf for entry in entries(value) for leaf in self.of(entry, part)]

    def texts(self, value: Value) -> Sequence[str]:
        """Return the texts of a value in order, of mappings their ``name``."""
        if value.kind == "scalar":  # as nearly every value is
            text = value.text
            return (text,) if text and not text.isspace() else ()
        return [leaf.text for leaf in self.leaves(value, "name")]

    def word(self, name: str) -> str | None:
        return self.vocabulary.word("parts", name)

    def _plain_name(self, found: Property, leaf: Leaf) -> Card:
        """Return a name without a link, apart from the address that stands behind it in ``<>``."""
        address = _ADDRESS_BEHIND.search(leaf.text) if "<" in leaf.text else None
        text = (address and one_line(leaf.text[: address.start()])) or one_line(leaf.text)
        if re.search(r"[;,]\s*\S", text):
            told = {
                "name": found.name,
                "value": text,
                "mended": ", ".join(re.split(r"\s*[;,]\s*", text)),
            }
            self.tell(hint(self.path, leaf.line, "names-in-one", **told))
        return Card(Link(text), email=address[1] if address else None)

    def rounds(self, found: Property) -> Iterator[Round]:
        for entry in entries(found.value):
            if not self.is_cancelled(entry):
                for leaf in self.of(entry, "date"):
                    yield from self._rounds_of(entry, leaf)

    def _rounds_of(self, entry: Value, leaf: Leaf) -> Iterator[Round]:
        is_mapping = entry.kind == "mapping"
        hours = [leaf.text for leaf in self.of(entry, "time")] if is_mapping else []
        called = ("round", "name") if is_mapping else ()
        names = [shown(leaf.text) for part in called for leaf in self.of(entry, part)]
        for text in several(leaf.text):
            day = read_day(text)
            if isinstance(day, date):
                behind = _HOUR_BEHIND.fullmatch(text)
                said = [*hours, *(behind.groups() if behind else ())]
                hour = next(filter(None, map(read_hour, said)), None)
                yield Round(day, hour, self._people_of(entry), names[0] if names else "")

    def _people_of(self, entry: Value) -> tuple[Link, ...]:
        """Return who is named for one interview; several full names may stand in one text here."""
        if entry.kind != "mapping":
            return ()
        named: list[Link] = []
        for leaf in self.of(entry, "people"):
            named += links(leaf.text) or map(Link, _full_names(one_line(leaf.text)))
        return tuple(dict.fromkeys(link for link in named if not self._names_nobody(link)))

    def _names_nobody(self, link: Link) -> bool:
        """Tell whether a name only fills a place: of a link, the note that it leads to."""
        says_nothing = self.vocabulary.says_nothing
        if link.target is None:
            return says_nothing(link.text)
        last = link.target.rpartition("/")[2]
        return says_nothing(link.target) or (last != link.target and says_nothing(last))

    def is_cancelled(self, entry: Value) -> bool:
        if entry.kind != "mapping":
            return False
        return any(
            self.vocabulary.word("rounds", leaf.text) == "cancelled"
            for leaf in self.of(entry, "status")
        )
