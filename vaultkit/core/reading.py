"""What the properties of a head say, typed by what each is asked for."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from vaultkit.core.frontmatter import Head, Property
from vaultkit.core.problem import Problem, hint, problem
from vaultkit.core.safe import one_line
from vaultkit.core.vocabulary import Kind, Vocabulary
from vaultkit.core.yaml_head import Value

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_NAMED = 30
"""People, or days, that one property of an application may name: each gets lines of its own."""
MOST_TOLD = 10
"""Wrong values of one property that are told of: more help nobody, and the nearest known word takes long to find."""
_LINK = re.compile(r"!?\[\[([^\[\]|#^]*)(?:[#^][^\[\]|]*)?(?:\|([^\[\]]*))?\]\]")
_DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[Tt\s]\s*[0-9]{1,2}(?:[:.h][0-9]{2}).*)?")
_DAY_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_LIKE_A_DAY = re.compile(r"\W*[0-9]")
_SEVERAL = re.compile(r" ?[,;] ?(?=\[\[|[0-9])")
_NO_NAME = re.compile(r"[\s.,;:?!/_–—-]*")
_ADDRESS_BEHIND = re.compile(r"\s*<[^<>@\s]+@[^<>@\s]+>\s*$")
_BOOLEANS = ("true", "false")
_GOOD_DAY = "2026-02-27"

T = TypeVar("T")


class Link(NamedTuple):
    """What a reader sees, and the link's target without alias and heading; None for plain words."""

    text: str
    target: str | None = None


class Leaf(NamedTuple):
    """One text in a value. An unquoted ``[[X]]``, which YAML takes for nested lists, is whole again."""

    text: str
    line: int


@dataclass(frozen=True)
class NoDay:
    """Why a text is no day: the problem's code, and what else its phrase needs."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)


def shown(text: str) -> str:
    """Return a text on one line, links as what a reader sees of them."""
    return one_line(_LINK.sub(lambda match: _link(match).text, text))


def links(text: str) -> tuple[Link, ...]:
    """Return the links in a text, in order."""
    return tuple(_link(match) for match in _LINK.finditer(text))


def _link(match: re.Match[str]) -> Link:
    target = one_line(match[1])
    last = target.rpartition("/")[2]
    return Link(one_line(match[2] or "") or re.sub(r"(?i)\.md$", "", last), target)


def leaves(value: Value, name_of_part: Callable[[str], bool]) -> Iterator[Leaf]:
    """Yield the texts of a value in order; of a mapping that of its one part that is asked for."""
    if value.kind == "scalar":
        if value.text is not None and value.text.strip():
            yield Leaf(value.text, value.line)
    elif value.kind == "list":
        for item in value.items:
            if item.kind == "list" and item.items and all(inner.kind == "scalar" for inner in item.items):
                yield Leaf(f"[[{', '.join(item.texts)}]]", item.line)
            else:
                yield from leaves(item, name_of_part)
    else:
        part = next((inner for name, inner in value.pairs if name_of_part(name)), None)
        if part:
            yield from leaves(part, name_of_part)


def is_boolean(text: str) -> bool:
    """Tell whether a checkbox wrote the text."""
    return text.strip().casefold() in _BOOLEANS


def is_like_a_day(text: str) -> bool:
    """Tell whether a text is meant as a day, well written or not."""
    return _LIKE_A_DAY.match(text) is not None


def read_day(text: str) -> date | NoDay:
    """Return the calendar day as it is written, whatever time and zone stand behind it."""
    found = links(text)
    text = found[0].target or "" if found else one_line(text)
    match = _DAY.fullmatch(text.rpartition("/")[2] if found else text)
    if match is None:
        return _no_day(text)
    day = _day(match[1], match[3], match[4])
    if day is None:
        return NoDay("bad-date", {"example": _GOOD_DAY})
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else NoDay("date-out-of-range")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _no_day(text: str) -> NoDay:
    """Tell a day with the year last, which may be two days, from what is none at all."""
    match = _DAY_LAST.fullmatch(text)
    if match is None:
        return NoDay("bad-date", {"example": _GOOD_DAY})
    first, second, year = match.groups()
    days = dict.fromkeys(day for day in (_day(year, second, first), _day(year, first, second)) if day)
    if len(days) == 2:
        one, other = map(str, days)
        return NoDay("ambiguous-date", {"one": one, "other": other})
    return NoDay("bad-date", {"example": str(next(iter(days), _GOOD_DAY))})


@dataclass
class Fields:
    """The known properties of one note, each read when it is asked for; collects the problems."""

    path: str
    head: Head
    vocabulary: Vocabulary
    kind: Kind
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.known: dict[str, list[Property]] = {}
        for found in self.head.properties:
            if name := self._canonical(found):
                self.known.setdefault(name, []).append(found)

    def _canonical(self, found: Property) -> str | None:
        dated = self.vocabulary.dated(found.name) if self.kind == "application" else None
        if dated is None:
            return self.vocabulary.property(found.name, self.kind)
        leaf = next(self.leaves(found), None)
        if leaf is None or is_boolean(leaf.text):
            return None
        return dated if is_like_a_day(leaf.text) else "status"

    @property
    def is_template(self) -> bool:
        """Tell whether a known property holds a template's variable: nobody's note yet."""
        known = [found for several in self.known.values() for found in several]
        return any("{{" in found.written or "<%" in found.written for found in known)

    @property
    def lines(self) -> dict[str, int]:
        """The line on which each property stands; where it has two names, the first."""
        return {name: found[0].line for name, found in self.known.items()}

    @property
    def names(self) -> dict[str, str]:
        """What each property is called here; where it has two names, the first."""
        return {name: found[0].name for name, found in self.known.items()}

    def leaves(self, found: Property, part: str = "name") -> Iterator[Leaf]:
        """Yield the texts of a property, of mappings their ``name`` or ``date``."""
        return leaves(found.value, lambda name: self.vocabulary.word("parts", name) == part)

    def text(self, name: str, *, with_boolean: bool = False) -> str | None:
        """Return a text on one line; several in a list are joined. Checkboxes say nothing unless asked for."""
        return self._one(name, lambda found: self._text(found, with_boolean))

    def _text(self, found: Property, with_boolean: bool) -> str | None:
        texts = (shown(leaf.text) for leaf in self.leaves(found) if with_boolean or not is_boolean(leaf.text))
        return ", ".join(filter(None, texts)) or None

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list, or the one."""
        return self._one(name, lambda found: tuple(shown(leaf.text) for leaf in self.leaves(found))) or ()

    def people(self, name: str) -> tuple[Link, ...]:
        """Return who is named, in order, each once."""
        return self._one(name, self._people) or ()

    def _people(self, found: Property) -> tuple[Link, ...]:
        named: list[Link] = []
        for leaf in self.leaves(found):
            if not is_boolean(leaf.text):
                named += links(leaf.text) or (self._plain_name(found, leaf),)
        return tuple(dict.fromkeys(link for link in named if not _NO_NAME.fullmatch(link.text)))

    def _plain_name(self, found: Property, leaf: Leaf) -> Link:
        """Return a name without a link, and without the address that stands behind it in ``<>``."""
        text = one_line(_ADDRESS_BEHIND.sub("", leaf.text)) or one_line(leaf.text)
        if re.search(r"[;,]\s*\S", text):
            told = {"name": found.name, "value": text, "mended": ", ".join(re.split(r"\s*[;,]\s*", text))}
            self.problems.append(hint(self.path, leaf.line, "names-in-one", **told))
        return Link(text)

    def switch(self, name: str, default: bool) -> bool:
        """Return what a property switches; one that says neither changes nothing."""
        word = self._one(name, lambda found: self._word("switches", found))
        return default if word is None else word == "on"

    def _word(self, table: str, found: Property) -> str | None:
        leaf = next(self.leaves(found), None)
        return self.vocabulary.word(table, leaf.text) if leaf else None

    def word(self, name: str, table: str) -> str | None:
        """Return a word of a table; a value that it does not hold is told as a hint."""
        for found in self.known.get(name, ()):
            leaf = next(self.leaves(found), None)
            if leaf and self.vocabulary.word(table, leaf.text) is None:
                self.problems.append(hint(self.path, leaf.line, f"{name}-unknown", value=shown(leaf.text)))
        return self._one(name, lambda found: self._word(table, found))

    def day(self, name: str) -> date | None:
        """Return a day; two different ones are a problem."""
        days = self.days(name)
        if len(days) > 1:
            self._tell(self.known[name][0], "two-values", value=days[0], other=days[1])
        return days[0] if days else None

    def days(self, name: str) -> tuple[date, ...]:
        """Return the days in ascending order, each once."""
        return self._one(name, self._days) or ()

    def _days(self, found: Property) -> tuple[date, ...]:
        days, wrong = set(), list[Problem]()
        for leaf in self.leaves(found, "date"):
            for text in _SEVERAL.split(one_line(leaf.text)) if not is_boolean(leaf.text) else ():
                day = read_day(text)
                if isinstance(day, date):
                    days.add(day)
                else:
                    told = {"name": found.name, "value": shown(text), **day.values}
                    wrong.append(problem(self.path, leaf.line, day.code, **told))
        self.problems += wrong[:MOST_TOLD]
        return tuple(sorted(days))

    def not_too_many(self, name: str, values: tuple[T, ...]) -> tuple[T, ...]:
        """Return MOST_NAMED of the values at most; more are a problem."""
        if len(values) > MOST_NAMED:
            self._tell(self.known[name][0], "too-many", most=MOST_NAMED, count=len(values))
        return values[:MOST_NAMED]

    def stage(self) -> str | None:
        """Return the stage that ``status`` says; an unknown one is a problem."""
        return self._one("status", self._stage)

    def _stage(self, found: Property) -> str | None:
        stages: dict[str, str] = {}
        unknown = 0
        for leaf in self.leaves(found):
            text, line = shown(leaf.text), leaf.line
            # "offerta: rifiutata" is another stage than "rifiutata".
            stage = self.vocabulary.stage(f"{found.name} {text}") or self.vocabulary.stage(text)
            if stage:
                stages[stage] = text
            elif unknown < MOST_TOLD:
                unknown += 1
                told = {"name": found.name, "value": text, "nearest": self.vocabulary.nearest(text)}
                self.problems.append(problem(self.path, line, "unknown-stage", **told))
        if len(stages) > 1:
            value, other = list(stages.values())[:2]
            self._tell(found, "two-values", value=value, other=other)
        return next(iter(stages), None)

    def _one(self, name: str, read: Callable[[Property], T | None]) -> T | None:
        """Return what the property says by any of its names; two that differ are a problem."""
        said = [(found, value) for found in self.known.get(name, ()) if (value := read(found))]
        for found, value in said[1:]:
            first, same = said[0]
            if value != same:
                values = {"first": first.name, "value": first.written, "second": found.written}
                self._tell(found, "two-names", **values)
        return said[0][1] if said else None

    def told(self) -> tuple[Problem, ...]:
        """Return the problems so far, by line."""
        return tuple(sorted(self.problems, key=lambda finding: (finding.line, finding.code)))

    def _tell(self, found: Property, code: str, **values: object) -> None:
        told = {key: shown(str(value)) for key, value in values.items()}
        self.problems.append(problem(self.path, found.line, code, **{"name": found.name, **told}))

    def tell_comments(self) -> None:
        """Add a hint for each known property whose value YAML takes for a comment."""
        for found in self.head.properties:
            known = self._canonical(found) or found.name.casefold() in ("type", "tags")
            if known and found.is_empty and re.match(r"#\S", found.comment):
                told = {"name": found.name, "value": shown(found.comment)}
                self.problems.append(hint(self.path, found.line, "value-is-comment", **told))
