"""What the properties of a head say, typed by what each is asked for."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from vaultkit.core.front_matter.head_values import Property, Value
from vaultkit.core.front_matter.parts import Card, Leaf, Parts, Round, entries, several
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.vocabulary import Kind, Vocabulary, fold
from vaultkit.core.front_matter.written import is_boolean, is_like_a_day, places, read_day, shown
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.core.text.sanitize import one_line

MOST_NAMED = 30
"""People, or days, that one property of an application may name: each gets lines of its own."""
MOST_TOLD = 10
"""Wrong values of one property that are told of: more help nobody, and the nearest known word takes long to find."""
MOST_SHOWN = 80
"""Characters of a value that are repeated where it is a template's."""
_DAY_ALONE = len("2026-10-05")

T = TypeVar("T")


def _only_day(value: Value) -> date | None:
    """Return the day that is all of a value, as of nearly every one that holds any; None for all others."""
    text = value.text
    if not text or "," in text or ";" in text:
        return None
    day = read_day(text)
    return day if isinstance(day, date) else None


@dataclass
class Fields:
    """The known properties of one note, each read when it is asked for; collects the problems.

    ``lines`` tells where each stands, ``own_names`` what it has another name for: of two, the first.
    """

    path: str
    head: Head
    vocabulary: Vocabulary
    kind: Kind
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parts = Parts(self.path, self.vocabulary, self.problems.append)
        self.known: dict[str, list[Property]] = {}
        self.lines: dict[str, int] = {}
        self.own_names: dict[str, str] = {}
        called, known = self.vocabulary.called[self.kind], self.known
        for found in self.head.properties:
            name, dated = called(found.name)
            if dated:
                name = self._by_value(found, dated)
            if name in known:
                known[name].append(found)
            elif name:
                known[name] = [found]
                self.lines[name] = found.line
                if found.name != name:
                    self.own_names[name] = found.name

    def _by_value(self, found: Property, dated: str) -> str | None:
        """Return what a name stands for that may hold a date or a stage, and neither where it is a checkbox."""
        leaf = self.first_leaf(found)
        if leaf is None or is_boolean(leaf.text):
            return None
        return dated if is_like_a_day(leaf.text) else "status"

    def unfilled(self) -> tuple[Problem, ...]:
        """Return what tells of the variables of Obsidian's templates, or of Templater, in known properties.

        A note that names its company, or its person, is somebody's, and they expect something
        of it: a problem. Any other is a template that lies outside of the template folders.
        """
        if self.head.is_plain:
            return ()
        known = [found for several in self.known.values() for found in several]
        wrong = [found for found in known if "{{" in found.written or "<%" in found.written]
        if not wrong:
            return ()
        named = [found for name in ("company", "name") for found in self.known.get(name, ())]
        is_somebodys = any(found.written and found not in wrong for found in named)
        report = problem if is_somebodys else hint
        values = [
            {"name": found.name, "value": one_line(found.written)[:MOST_SHOWN]} for found in wrong
        ]
        return tuple(
            report(self.path, found.line, "variable-unfilled", **told)
            for found, told in zip(wrong, values, strict=True)
        )

    def line_of(self, name: str) -> int:
        """Return the line on which a property stands, the first one of the file where there is none."""
        return self.lines.get(name, 1)

    def leaves(self, found: Property) -> Sequence[Leaf]:
        """Return the texts of a property with their lines, of mappings their ``name``."""
        return self.parts.leaves(found.value, "name")

    def first_leaf(self, found: Property) -> Leaf | None:
        """Return the first text of a property, or None where it has none."""
        return next(iter(self.leaves(found)), None)

    def text(self, name: str, *, with_boolean: bool = False) -> str | None:
        """Return a text on one line; several in a list are joined. Checkboxes say nothing unless asked for.

        Neither does what only fills a place: ``n/a``. In quotation marks ``true`` is no checkbox but a word.
        """
        if name not in self.known:
            return None
        return self._one(name, self._text_or_boolean if with_boolean else self._text)

    def _text(self, found: Property) -> str | None:
        text = found.value.text
        if text and (not is_boolean(text) or found.is_quoted):  # as of nearly every one
            return self.vocabulary.said(text) or None
        texts = (text for text in self.parts.texts(found.value) if not is_boolean(text))
        return ", ".join(filter(None, map(self.vocabulary.said, texts))) or None

    def _text_or_boolean(self, found: Property) -> str | None:
        return ", ".join(self._texts(found)) or None

    def is_weak(self, name: str) -> bool:
        """Tell whether a property stands in the note by none but its weak names."""
        known, weak = self.known.get(name, ()), self.vocabulary.weak
        return bool(known) and all(weak.get(fold(found.name)) == name for found in known)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts of a list, or the one."""
        return self._one(name, self._texts) or ()

    def _texts(self, found: Property) -> tuple[str, ...]:
        return tuple(filter(None, map(self.vocabulary.said, self.parts.texts(found.value))))

    def url(self, name: str) -> str | None:
        """Return the first address of a page: of a Markdown link where it leads."""
        return self._one(name, self._url)

    def _url(self, found: Property) -> str | None:
        for text in self.parts.texts(found.value):
            address = next(iter(places(text)), None) or shown(text)
            if not self.vocabulary.says_nothing(address):
                return address
        return None

    def cards(self, name: str) -> tuple[Card, ...]:
        """Return who is named, in order, each once, with what the property says of them."""
        return self._one(name, self.parts.cards) or ()

    def rounds(self, name: str) -> tuple[Round, ...]:
        """Return the interviews by day and hour, each once; one that was cancelled is left out."""
        known = self.known.get(name)
        if known is None:
            return ()
        value = known[0].value
        if len(known) == 1 and len(value.text or "") <= _DAY_ALONE and (day := _only_day(value)):
            return (Round(day),)  # no hour has room behind it
        self.days(name)
        found = [one for several in known for one in self.parts.rounds(several)]
        return tuple(dict.fromkeys(sorted(found, key=lambda one: (one.day, one.hour or ""))))

    def switch(self, name: str, default: bool, *, tell_checkbox: bool = False) -> bool:
        """Return what a property switches; one that says neither changes nothing.

        An empty checkbox may be a plugin's, or never touched: that it switches something off
        is told as a hint.
        """
        if name not in self.known:
            return default
        word = self._one(name, lambda found: self._word("switches", found))
        for found in self.known.get(name, ()) if tell_checkbox and word == "off" else ():
            if is_boolean(found.written):
                self.problems.append(
                    hint(self.path, found.line, "switched-off-by-checkbox", name=found.name)
                )
        return default if word is None else word == "on"

    def _word(self, table: str, found: Property) -> str | None:
        leaf = self.first_leaf(found)
        return self.vocabulary.word(table, leaf.text) if leaf else None

    def word(self, name: str, table: str) -> str | None:
        """Return a word of a table; a value that it does not hold is told as a hint."""
        for found in self.known.get(name, ()):
            leaf = self.first_leaf(found)
            if leaf and self.vocabulary.word(table, leaf.text) is None:
                self.problems.append(
                    hint(self.path, leaf.line, f"{name}-unknown", value=shown(leaf.text))
                )
        return self._one(name, lambda found: self._word(table, found))

    def day(self, name: str) -> date | None:
        """Return a day; two different ones are a problem."""
        known = self.known.get(name)
        if known is None:
            return None
        if len(known) == 1 and (day := _only_day(known[0].value)):
            return day
        days = self.days(name)
        if len(days) > 1:
            self._tell(known[0], "two-values", value=days[0], other=days[1])
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
                self.problems[before:] = [
                    replace(one, severity="hint") for one in self.problems[before:]
                ]
            if is_own and here:
                return here[0]
            days += here
        return min(days, default=None)

    def _days(self, found: Property) -> tuple[date, ...]:
        if day := _only_day(found.value):
            return (day,)
        days: set[date] = set()
        wrong: list[Problem] = []
        kept = [entry for entry in entries(found.value) if not self.parts.is_cancelled(entry)]
        for leaf in [leaf for entry in kept for leaf in self.parts.of(entry, "date")]:
            for text in several(leaf.text) if not is_boolean(leaf.text) else ():
                read = read_day(text)
                if isinstance(read, date):
                    days.add(read)
                else:
                    told = {"name": found.name, "value": shown(text), **read.values}
                    wrong.append(problem(self.path, leaf.line, read.code, **told))
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
        text = shown(found.value.text or "")
        if text and (stage := self._stage_of(found, text)):  # as of nearly every note
            return stage
        stages: dict[str, str] = {}
        unknown = 0
        for leaf in self.leaves(found):
            text, line = shown(leaf.text), leaf.line
            stage = self._stage_of(found, text)
            if stage:
                stages[stage] = text
            elif unknown < MOST_TOLD:
                unknown += 1
                self.problems.append(self._unknown_stage(found, text, line))
        if len(stages) > 1:
            value, other = list(stages.values())[:2]
            self._tell(found, "two-values", value=value, other=other)
        return next(iter(stages), None)

    def _stage_of(self, found: Property, text: str) -> str | None:
        # "offerta: rifiutata" is another stage than "rifiutata".
        return self.vocabulary.stage(f"{found.name} {text}") or self.vocabulary.stage(text)

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
                for day in (
                    self._history_days(history, entry)
                    if stage and (held or stage != self.vocabulary.order.met)
                    else ()
                ):
                    found.setdefault(stage or "", []).append(day)
        return {stage: sorted(days) for stage, days in found.items()}

    def _history_stage(self, entry: Value) -> tuple[str | None, bool]:
        text = next((shown(leaf.text) for leaf in self.parts.of(entry, "status")), "")
        is_mapping = entry.kind == "mapping"
        return self.vocabulary.stage(text) if is_mapping else None, self.vocabulary.word(
            "held", text
        ) is not None

    def _history_days(self, found: Property, entry: Value) -> Iterator[date]:
        for leaf in self.parts.of(entry, "date"):
            day = read_day(leaf.text)
            if isinstance(day, date):
                yield day
            else:
                told = {"name": found.name, "value": shown(leaf.text), **day.values}
                self.problems.append(hint(self.path, leaf.line, day.code, **told))

    def _one(self, name: str, read: Callable[[Property], T | None]) -> T | None:
        """Return what the property says by any of its names; two that differ are a problem."""
        known = self.known.get(name)
        if known is None:
            return None
        if len(known) == 1:  # as nearly every property has one name
            return read(known[0]) or None
        said = [(found, value) for found in self._strong(name) if (value := read(found))]
        for found, value in said[1:]:
            first, same = said[0]
            if value != same:
                values = {"first": first.name, "value": first.written, "second": found.written}
                self._tell(found, "two-names", **values)
        return said[0][1] if said else None

    def _strong(self, name: str) -> list[Property]:
        """Return the properties of that name: those by its weak names only where no other says anything."""
        known = self.known[name]
        strong = [found for found in known if self.vocabulary.weak.get(fold(found.name)) != name]
        if len(strong) == len(known):
            return known
        return strong if any(map(self.leaves, strong)) else known

    @property
    def has_problem(self) -> bool:
        """Tell whether anything that was read so far is wrong; a hint is not."""
        return any(found.severity == "problem" for found in self.problems)

    def told(self) -> tuple[Problem, ...]:
        """Return the problems so far, by line."""
        return tuple(sorted(self.problems, key=lambda finding: (finding.line, finding.code)))

    def _tell(self, found: Property, code: str, **values: object) -> None:
        told = {key: shown(str(value)) for key, value in values.items()}
        self.problems.append(problem(self.path, found.line, code, **{"name": found.name, **told}))

    def tell_comments(self) -> None:
        """Add a hint for each known property whose value YAML takes for a comment."""
        if self.head.is_plain:
            return
        for found in [found for found in self.head.properties if found.comment]:
            is_known = any(found in several for several in self.known.values())
            is_lost = found.is_empty and re.match(r"#\S", found.comment)
            if is_lost and (is_known or found.name.casefold() in ("type", "tags")):
                told = {"name": found.name, "value": shown(found.comment)}
                self.problems.append(hint(self.path, found.line, "value-is-comment", **told))
