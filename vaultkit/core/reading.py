"""What the properties of a head say, typed by what each is asked for."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, TypeVar
from urllib.parse import unquote

from vaultkit.core.frontmatter import Head, Property
from vaultkit.core.problem import Problem, hint, problem
from vaultkit.core.safe import one_line
from vaultkit.core.vocabulary import Kind, Vocabulary, fold
from vaultkit.core.yaml_head import Value

FIRST_YEAR, LAST_YEAR = 1900, 2200
MOST_NAMED = 30
"""People, or days, that one property of an application may name: each gets lines of its own."""
MOST_TOLD = 10
"""Wrong values of one property that are told of: more help nobody, and the nearest known word takes long to find."""
_LINK = re.compile(
    r"!?\[\[(?P<target>[^\[\]|#^]*)(?:[#^][^\[\]|]*)?(?:\|(?P<alias>[^\[\]]*))?\]\]"
    r"|!?\[(?P<shown>[^\[\]]*)\]\((?:<(?P<angled>[^<>]*)>|(?P<place>[^()<>\s]*(?:\([^()<>\s]*\)[^()<>\s]*)*))"
    r"(?:\s+\"[^\"]*\")?\)"
)
"""A wikilink, or a Markdown link with or without angle brackets."""
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]+:")
"""What begins a link that leads out of the vault."""
_AT = r"(?:(?:at|alle|ore) )?"
_DAY = re.compile(
    r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"
    rf"(?:[Tt\s]\s*{_AT}[0-9]{{1,2}}(?:[:.h][0-9]{{2}}|\s?[AaPp][Mm]).*)?"
)
_DAY_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_LIKE_A_DAY = re.compile(r"\W*[0-9]")
_SEVERAL = re.compile(r" ?[,;] ?(?=\[\[|[0-9])")
_NO_NAME = re.compile(r"[\s.,;:?!/_–—-]*")
_ADDRESS_BEHIND = re.compile(r"\s*<([^<>@\s]+@[^<>@\s]+)>\s*$")
_ADDRESS = re.compile(r"(?:mailto:)?([^\s@<>(),;:?&\"\[\]\\]{1,100}@[^\s@<>(),;:?&\"\[\]\\]{1,200})")
_HOUR = re.compile(
    rf"{_AT}([0-9]{{1,2}})(?:[:.h]([0-9]{{2}}))?"
    r"(?::[0-9].*|\s*(?:([AaPp])\.?[Mm]\.?)?(?:[\s–+-].*)?|[Zz])"
)
_HOUR_BEHIND = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[Tt]\s*|\s+)(.+)")
_LONGEST_ADDRESS = 300
"""In characters: a search in a longer text could take long."""
_BOOLEANS = ("true", "false")
_GOOD_DAY = "2026-02-27"

T = TypeVar("T")


class Link(NamedTuple):
    """What a reader sees, and the link's target without alias and heading; None for plain words."""

    text: str
    target: str | None = None


class Card(NamedTuple):
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
    if match["target"] is None:
        return _markdown_link(match)
    target = one_line(match["target"])
    return Link(one_line(match["alias"] or "") or _without_folder(target), target)


def _markdown_link(match: re.Match[str]) -> Link:
    """Return a Markdown link as the wikilink that would find the same note; one that leads out is plain words."""
    place, words = match["angled"] or match["place"] or "", one_line(match["shown"])
    if _ELSEWHERE.match(place):
        return Link(words or one_line(place))
    target = _without_folder(one_line(unquote(place.partition("#")[0])))
    return Link(words or target, target) if target else Link(words)


def _without_folder(target: str) -> str:
    return re.sub(r"(?i)\.md$", "", target.rpartition("/")[2])


def places(text: str) -> tuple[str, ...]:
    """Return where the Markdown links in a text lead."""
    found = (match["angled"] or match["place"] for match in _LINK.finditer(text))
    return tuple(place for place in found if place)


def entries(value: Value) -> Iterator[Value]:
    """Yield scalars and mappings of a value in order, however its lists nest; ``[[X]]`` comes as its inner list."""
    for item in value.items if value.kind == "list" else (value,):
        if item.kind != "list" or (item.items and all(inner.kind == "scalar" for inner in item.items)):
            yield item
        else:
            yield from entries(item)


def leaves(value: Value, name_of_part: Callable[[str], bool]) -> Iterator[Leaf]:
    """Yield the texts of a value in order; of a mapping that of its one part that is asked for."""
    for entry in entries(value):
        if entry.kind == "list":
            yield Leaf(f"[[{', '.join(entry.texts)}]]", entry.line)
        elif entry.kind == "mapping":
            part = next((inner for name, inner in entry.pairs if name_of_part(name)), None)
            if part:
                yield from leaves(part, name_of_part)
        elif entry.text is not None and entry.text.strip():
            yield Leaf(entry.text, entry.line)


def _full_names(text: str) -> list[str]:
    """Return the names in ``Marta Rossi, Luca Bianchi``; ``Rossi, Marta`` is one."""
    several = re.split(" ?[,;] ?", text)
    return several if all(" " in name for name in several) else [text]


def is_boolean(text: str) -> bool:
    """Tell whether a checkbox wrote the text."""
    return text.strip().casefold() in _BOOLEANS


def is_like_a_day(text: str) -> bool:
    """Tell whether a text is meant as a day, well written or not."""
    return _LIKE_A_DAY.match(text) is not None


def read_day(text: str) -> date | NoDay:
    """Return the calendar day as it is written, whatever time and zone stand behind it."""
    found = links(text)
    text = found[0].target or found[0].text if found else one_line(text)
    match = _DAY.fullmatch(_without_folder(text) if found else text)
    if match is None:
        return _no_day(text)
    day = _day(match[1], match[3], match[4])
    if day is None:
        return NoDay("bad-date", {"example": _GOOD_DAY})
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else NoDay("date-out-of-range")


def read_hour(text: str) -> str | None:
    """Return the hour as a clock shows it: ``9:30``, ``15h00``, ``3 pm``; None where there is none."""
    match = _HOUR.fullmatch(one_line(text))
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    is_hour = hour < 24 and minute < 60 and (match[2] or half)
    return f"{hour:02}:{minute:02}" if is_hour else None


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

    def leaves(self, found: Property, part: str = "name") -> Iterator[Leaf]:
        """Yield the texts of a property, of mappings their ``name`` or ``date``."""
        return leaves(found.value, lambda name: self._part(name) == part)

    def text(self, name: str, *, with_boolean: bool = False) -> str | None:
        """Return a text on one line; several in a list are joined. Checkboxes say nothing unless asked for."""
        return self._one(name, lambda found: self._text(found, with_boolean))

    def _text(self, found: Property, with_boolean: bool) -> str | None:
        texts = (shown(leaf.text) for leaf in self.leaves(found) if with_boolean or not is_boolean(leaf.text))
        return ", ".join(filter(None, texts)) or None

    def is_weak(self, name: str) -> bool:
        """Tell whether a property stands in the note by none but its weak names."""
        known = self._strong(name)
        return bool(known) and all(self.vocabulary.weak.get(fold(found.name)) == name for found in known)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list, or the one."""
        return self._one(name, lambda found: tuple(shown(leaf.text) for leaf in self.leaves(found))) or ()

    def url(self, name: str) -> str | None:
        """Return the first address of a page: of a Markdown link where it leads."""
        return self._one(name, self._url)

    def _url(self, found: Property) -> str | None:
        return next((next(iter(places(leaf.text)), shown(leaf.text)) for leaf in self.leaves(found)), None)

    def people(self, name: str) -> tuple[Link, ...]:
        """Return who is named, in order, each once."""
        return tuple(card.link for card in self.cards(name))

    def cards(self, name: str) -> tuple[Card, ...]:
        """Return who is named, in order, each once, with what the property says of them."""
        return self._one(name, self._cards) or ()

    def _cards(self, found: Property) -> tuple[Card, ...]:
        cards: dict[Link, Card] = {}
        for entry in entries(found.value):
            named = [leaf for leaf in self._parts(entry, "name") if not is_boolean(leaf.text)]
            for card in (card for leaf in named for card in self._named(found, leaf)):
                if not _NO_NAME.fullmatch(card.link.text):
                    cards.setdefault(card.link, self._with_details(card, entry))
        return tuple(cards.values())

    def _named(self, found: Property, leaf: Leaf) -> Iterator[Card]:
        linked = [Card(link) for link in links(leaf.text)]
        addresses = [match[1] for place in places(leaf.text) if (match := _ADDRESS.fullmatch(place))]
        if len(linked) == 1 and addresses:
            linked = [linked[0]._replace(email=addresses[0])]
        yield from linked or (self._plain_name(found, leaf),)

    def _with_details(self, card: Card, entry: Value) -> Card:
        """Return somebody with the role and the address that stand beside the name in a mapping."""
        if entry.kind != "mapping":
            return card
        roles = " ".join(leaf.text for leaf in self._parts(entry, "role"))
        is_recruiter = self.vocabulary.mentions("contacts", roles) == "recruiter"
        texts = (shown(leaf.text)[:_LONGEST_ADDRESS] for leaf in self._parts(entry, "email"))
        emails = [match[1] for text in texts if (match := _ADDRESS.search(text))]
        return Card(card.link, is_recruiter, next(iter(emails), card.email))

    def _parts(self, entry: Value, part: str) -> Iterator[Leaf]:
        return leaves(Value("list", entry.line, items=(entry,)), lambda name: self._part(name) == part)

    def _part(self, name: str) -> str | None:
        return self.vocabulary.word("parts", name)

    def _plain_name(self, found: Property, leaf: Leaf) -> Card:
        """Return a name without a link, apart from the address that stands behind it in ``<>``."""
        address = _ADDRESS_BEHIND.search(leaf.text)
        text = one_line(_ADDRESS_BEHIND.sub("", leaf.text)) or one_line(leaf.text)
        if re.search(r"[;,]\s*\S", text):
            told = {"name": found.name, "value": text, "mended": ", ".join(re.split(r"\s*[;,]\s*", text))}
            self.problems.append(hint(self.path, leaf.line, "names-in-one", **told))
        return Card(Link(text), email=address[1] if address else None)

    def rounds(self, name: str) -> tuple[Round, ...]:
        """Return the interviews by day and hour, each once; one that was cancelled is left out."""
        self.days(name)
        found = [one for several in self.known.get(name, ()) for one in self._rounds(several)]
        return tuple(dict.fromkeys(sorted(found, key=lambda one: (one.day, one.hour or ""))))

    def _rounds(self, found: Property) -> Iterator[Round]:
        for entry in entries(found.value):
            if not self._is_cancelled(entry):
                for leaf in self._parts(entry, "date"):
                    yield from self._rounds_of(entry, leaf)

    def _rounds_of(self, entry: Value, leaf: Leaf) -> Iterator[Round]:
        hours = [leaf.text for leaf in self._parts(entry, "time")] if entry.kind == "mapping" else []
        names = [shown(leaf.text) for part in ("round", "name") for leaf in self._parts(entry, part)]
        for text in _SEVERAL.split(one_line(leaf.text)):
            day = read_day(text)
            behind = _HOUR_BEHIND.fullmatch(one_line(text))
            hour = next(filter(None, map(read_hour, [*hours, *(behind.groups() if behind else ())])), None)
            if isinstance(day, date):
                is_mapping = entry.kind == "mapping"
                yield Round(day, hour, self._people_of(entry), names[0] if names and is_mapping else "")

    def _people_of(self, entry: Value) -> tuple[Link, ...]:
        """Return who is named for one interview; several full names may stand in one text here."""
        if entry.kind != "mapping":
            return ()
        named: list[Link] = []
        for leaf in self._parts(entry, "people"):
            named += links(leaf.text) or map(Link, _full_names(one_line(leaf.text)))
        return tuple(dict.fromkeys(link for link in named if not _NO_NAME.fullmatch(link.text)))

    def _is_cancelled(self, entry: Value) -> bool:
        if entry.kind != "mapping":
            return False
        return any(self.vocabulary.word("rounds", leaf.text) == "cancelled" for leaf in self._parts(entry, "status"))

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

    def first_day(self, name: str) -> date | None:
        """Return the day of a property whose other names mean slightly different days: its own name's, else the first.

        What cannot be read under another name is a hint: some program wrote it.
        """
        days: list[date] = []
        for found in self.known.get(name, ()):
            is_own = fold(found.name) == fold(name)
            before = len(self.problems)
            here = self._days(found)
            if not is_own:
                self.problems[before:] = [replace(one, severity="hint") for one in self.problems[before:]]
            if is_own and here:
                return here[0]
            days += here
        return min(days, default=None)

    def _days(self, found: Property) -> tuple[date, ...]:
        days, wrong = set(), list[Problem]()
        kept = (entry for entry in entries(found.value) if not self._is_cancelled(entry))
        for leaf in (leaf for entry in kept for leaf in self._parts(entry, "date")):
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
                self.problems.append(self._unknown_stage(found, text, line))
        if len(stages) > 1:
            value, other = list(stages.values())[:2]
            self._tell(found, "two-values", value=value, other=other)
        return next(iter(stages), None)

    def _unknown_stage(self, found: Property, text: str, line: int) -> Problem:
        """Return the problem with the word that was meant, where it is a near one, else with all of the stages."""
        languages = [self._word("languages", one) for one in self.known.get("language", ())]
        nearest = self.vocabulary.nearest(text, next(filter(None, languages), None))
        told = {"name": found.name, "value": text}
        if nearest is None:
            return problem(self.path, line, "unknown-stage", **told)
        return problem(self.path, line, "unknown-stage-near", nearest=nearest, **told)

    def stage_days(self) -> dict[str, list[date]]:
        """Return the days of each stage in the status history, ascending; what cannot be read in it is a hint.

        The day of an interview stage is none of an interview, unless its word says that it was held.
        """
        found: dict[str, list[date]] = {}
        for history in self.known.get("status_history", ()):
            for entry in entries(history.value) if history.value.kind != "scalar" else ():
                stage, held = self._history_stage(entry)
                for day in self._history_days(history, entry) if stage and (held or stage != "interview") else ():
                    found.setdefault(stage or "", []).append(day)
        return {stage: sorted(days) for stage, days in found.items()}

    def _history_stage(self, entry: Value) -> tuple[str | None, bool]:
        text = next((shown(leaf.text) for leaf in self._parts(entry, "status")), "")
        is_mapping = entry.kind == "mapping"
        return self.vocabulary.stage(text) if is_mapping else None, self.vocabulary.word("held", text) is not None

    def _history_days(self, found: Property, entry: Value) -> Iterator[date]:
        for leaf in self._parts(entry, "date"):
            day = read_day(leaf.text)
            if isinstance(day, date):
                yield day
            else:
                told = {"name": found.name, "value": shown(leaf.text), **day.values}
                self.problems.append(hint(self.path, leaf.line, day.code, **told))

    def _one(self, name: str, read: Callable[[Property], T | None]) -> T | None:
        """Return what the property says by any of its names; two that differ are a problem."""
        said = [(found, value) for found in self._strong(name) if (value := read(found))]
        for found, value in said[1:]:
            first, same = said[0]
            if value != same:
                values = {"first": first.name, "value": first.written, "second": found.written}
                self._tell(found, "two-names", **values)
        return said[0][1] if said else None

    def _strong(self, name: str) -> list[Property]:
        """Return the properties of that name: those by its weak names only where no other says anything."""
        known = self.known.get(name, [])
        strong = [found for found in known if self.vocabulary.weak.get(fold(found.name)) != name]
        return strong if any(next(self.leaves(found), None) for found in strong) else known

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
