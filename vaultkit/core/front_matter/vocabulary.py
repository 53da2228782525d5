"""The words that people use for properties, stages and a few values, and what each one means."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property, partial
from typing import Any, Literal

from vaultkit.core.front_matter.spelling import is_slip
from vaultkit.core.front_matter.written import shown
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.once import remembered
from vaultkit.core.text.stages import Stages, read_stages
from vaultkit.value import frozen

Kind = Literal["application", "person", "fact"]
Words = Mapping[str, str]
"""Folded spelling to the word that it stands for."""

KINDS: tuple[Kind, ...] = ("application", "person", "fact")
_TABLES = (
    *("parts", "rounds", "held", "contacts", "switches", "languages", "formality", "facts"),
    "titles",
)
_MOST_SAID, _LONGEST_SAID = 16384, 60
_LONGEST_KEPT = 200
"""In characters."""
_FIRST_LANGUAGE = "en"
_STAGE_ROWS = "stage"
"""Of ``stages.toml``: what each stage means, and no spellings."""
_OWN = ""
"""The language of a spelling that is a vault's own: it may be offered in any note."""
_LONGEST_RUN = 4
"""In words: no spelling of a stage is longer."""
_AFTER_A_WORD = re.compile(r"\s*[–—:;,/|>→(\[{]\s*|\s+[-.~]+\s+|\.\s+")
_SIGNS = " .,;:?!/_–—…()[]-"
_BRACKETS = re.compile(r"[()\[\]{}]")
_NUMBERED = re.compile(r"[\W\d_ºª]*(?=[^\W\d_ºª]{3})")
"""What numbers a stage, in front of it: ``1.``, ``2 -``, ``2º``. ``1st`` is a word."""
_BRACKETED = re.compile(r"(?<=\S)\s*[(\[{][^()\[\]{}]*[)\]}]\s*$")


@remembered(4096, _LONGEST_KEPT)
def fold(text: str) -> str:
    """Return what is the same in all spellings of a word: letters and digits, a bracketed suffix dropped.

    Capitals, accents, ``_``, ``-``, blanks and signs make no difference.
    """
    letters = unicodedata.normalize("NFKD", _BRACKETED.sub("", text).casefold())
    return "".join(char for char in letters if char.isalnum())


def _without_number(text: str) -> str:
    """Return a text without what numbers it in front."""
    match = _NUMBERED.match(text)
    return text[match.end() :] if match and any(map(str.isdigit, match.group())) else text


@frozen
class Vocabulary:
    """Every word that vaultkit knows in a head. Made by ``vocabulary``; keys are folded."""

    properties: Mapping[Kind, Words]
    either: Words
    """Names of a date or a stage, as the value says, to the property of the date."""
    stages: Words
    tables: Mapping[str, Words]
    spellings: Mapping[str, tuple[str, str]]
    """Folded spelling of a stage to the same as a person writes it, and its language."""
    weak: Words
    """Names that stand for a property only where no other name does, to that property."""
    language: str
    log_headings: frozenset[str]
    """The headings, casefolded, under which a person's note keeps its dated lines."""
    by_me: re.Pattern[str]
    """What says behind a stage that it was the person's own doing."""
    when: re.Pattern[str]
    """What stands between a stage and the one that it came after: ``after``, ``without``."""
    placeholders: frozenset[str] = frozenset()
    """What stands where somebody had nothing to write: ``n/a``, ``tbd``. Those in capitals count in capitals alone."""
    order: Stages = Stages()
    statuses: Words = field(default_factory=dict)
    """A symbol in a checklist line's box to ``x`` or ``-``: those that the vault gave a meaning."""

    @cached_property
    def fact_words(self) -> tuple[str, ...]:
        """What the type of a fact can be called, casefolded."""
        return tuple(map(str.casefold, self.tables["facts"]))

    def property(self, name: str, kind: Kind = "application") -> str | None:
        """Return the property that a name stands for in a note of that kind."""
        return self.properties[kind].get(fold(name))

    @cached_property
    def called(self) -> Mapping[Kind, Callable[[str], tuple[str | None, str | None]]]:
        """For each kind of note, what tells for which property a name stands.

        With it comes the property for a date, where in an application the name may hold a date or a stage.
        """
        keep = remembered(1024, _LONGEST_KEPT)  # the same few names stand in all notes of a vault
        return {kind: keep(partial(self._called, kind)) for kind in KINDS}

    def _called(self, kind: Kind, name: str) -> tuple[str | None, str | None]:
        dated = self.dated(name) if kind == "application" else None
        return self.property(name, kind), dated

    def dated(self, name: str) -> str | None:
        """Return the property for a date of a name that may hold a date or a stage."""
        return self.either.get(fold(name))

    @cached_property
    def stage(self) -> Callable[[str], str | None]:
        """Return the stage that a text stands for, or None where it is not sure.

        Numbers before and behind it make no difference. A known word at the start counts,
        unless what follows tells of another end, or of a later stage.
        """
        return remembered(1024, _LONGEST_KEPT)(self._stage)

    def _stage(self, text: str) -> str | None:
        whole = self._spelled(_BRACKETS.sub(" ", text)) or self._spelled(text)
        rest = _BRACKETED.search(text)
        if whole:
            return None if rest and self._contradicts(rest.group(), whole) else whole
        start, *behind = _AFTER_A_WORD.split(_without_number(text[:_LONGEST_KEPT]), maxsplit=1)
        stage = self._spelled(start)
        if stage is None:
            return self._stage_after_another(text[:_LONGEST_KEPT])
        return None if self._contradicts(" ".join(behind), stage) else stage

    def _stage_after_another(self, text: str) -> str | None:
        """Return the stage of ``Rejected after interview``: its second half only tells when.

        Whose no it was that came after an offer, nobody can say.
        """
        match = self.when.search(text)
        stage = self._spelled(text[: match.start()]) if match else None
        if match is None or stage is None:
            return None
        behind = text[match.end() :]
        earlier = self._named_in(behind)
        is_anybodys = self.order.is_of(stage, ("lost",)) and any(
            self.order.is_of(one, ("offer",)) for one in earlier
        )
        if not earlier or is_anybodys or self._contradicts(behind, stage):
            return None
        return stage

    def _spelled(self, text: str) -> str | None:
        folded = fold(text)
        known = self.stages.get(folded) or self.stages.get(folded.rstrip("0123456789"))
        return known or self.stages.get(fold(_without_number(text)).rstrip("0123456789"))

    def _contradicts(self, text: str, stage: str) -> bool:
        """Tell whether a text names an end of another kind; where none is reached, also a later stage."""
        if self.by_me.search(text) and not self.order.is_of(stage, ("left",)):
            return True
        others = self._named_in(text) - {stage}
        if self.order.is_end(stage):
            return any(map(self.order.is_end, others))
        return any(self.order.place(other) > self.order.place(stage) for other in others)

    def _named_in(self, text: str) -> set[str]:
        """Return the stages that a text names anywhere; ``no`` alone names none."""
        words = re.findall(r"\w+", text[:_LONGEST_KEPT])
        runs = (
            words[start : start + length]
            for start in range(len(words))
            for length in range(1, _LONGEST_RUN + 1)
        )
        named = (self.stages.get(fold(" ".join(run))) for run in runs if len("".join(run)) > 2)
        return {stage for stage in named if stage}

    def nearest(self, text: str, language: str | None = None) -> str | None:
        """Return the spelling of a stage that a slip of the fingers made the text of, or None.

        Only one of the given language, or of the vault's own language, is offered.
        """
        wanted, folded = (language or self.language, _OWN), fold(text)
        near = (
            spelled
            for word, (spelled, of) in self.spellings.items()
            if of in wanted and is_slip(folded, word)
        )
        return next(near, None)

    def word(self, table: str, text: str) -> str | None:
        """Return what a value stands for in one of the tables: ``switches``, ``languages``, …"""
        return self.tables[table].get(fold(text))

    @cached_property
    def said(self) -> Callable[[str], str]:
        """Return a value as ``shown`` on one line; "" where it only fills a place.

        The same few roles, companies and sources stand in many notes of a vault.
        """
        return remembered(_MOST_SAID, _LONGEST_SAID)(self._said)

    def _said(self, text: str) -> str:
        return self.without_filler(shown(text))

    def without_filler(self, text: str) -> str:
        """Return a text as it stands; "" where it only fills a place."""
        return "" if self.says_nothing(text) else text

    def says_nothing(self, text: str) -> bool:
        """Tell whether a text only fills a place: signs alone, or a placeholder, whatever signs stand round it."""
        if not self._may_fill(text[:2]):
            return False  # quick, as nearly all texts say something
        word = " ".join(text.split()).strip(_SIGNS)
        return not word or word in self.placeholders or word.casefold() in self.placeholders

    @cached_property
    def _may_fill(self) -> Callable[[str], bool]:
        """Tell of the first two characters of a text whether it may only fill a place: a tenth of all names may."""
        begins = tuple({word.casefold()[:2].rstrip() for word in self.placeholders})

        def may_fill(begin: str) -> bool:
            return not begin[:1].isalpha() or begin.casefold().startswith(begins)

        return remembered(1024, 2)(may_fill)

    def mentions(self, table: str, text: str) -> str | None:
        """Return what the first of a table's words stands for that the text holds anywhere."""
        folded = fold(text)
        return next(
            (meaning for word, meaning in self.tables[table].items() if word in folded), None
        )


def vocabulary(
    properties_toml: Mapping[str, Any], stages_toml: Mapping[str, Any], settings: Settings
) -> Vocabulary:
    """Return the playbook's words with a vault's own ones, which win over the known aliases."""
    own = dict(_pairs(settings.properties))
    off = set(map(fold, settings.not_aliases))
    either = {fold(name): dated for name, dated in properties_toml["either"].items()}
    tables, weak = _stage_tables(stages_toml), properties_toml["weak"]
    own_stages = {name: stage.words for name, stage in settings.own_stages.items()}
    own_words = {**settings.stages, **own_stages}
    return Vocabulary(
        properties={kind: _properties(kind, properties_toml[kind], settings) for kind in KINDS},
        either={
            name: dated for name, dated in either.items() if name not in own and name not in off
        },
        stages={
            word: stage for table in (*tables.values(), own_words) for word, stage in _pairs(table)
        },
        tables={name: dict(_pairs(properties_toml[name])) for name in _TABLES},
        spellings=dict(_spellings({**tables, _OWN: own_words})),
        weak={
            fold(word): name
            for name, words in weak.items()
            for word in words
            if fold(word) not in own
        },
        language=settings.language,
        order=read_stages(
            stages_toml, {name: stage.like for name, stage in settings.own_stages.items()}
        ),
        log_headings=frozenset(word.casefold() for word in properties_toml["words"]["log"]),
        by_me=_any_of(properties_toml["words"]["by-me"]),
        when=_any_of(properties_toml["words"]["when"]),
        placeholders=frozenset(properties_toml["words"]["nothing"]),
        statuses={
            **dict.fromkeys(settings.done_symbols, "x"),
            **dict.fromkeys(settings.cancelled_symbols, "-"),
        },
    )


def stage_spellings(
    stages_toml: Mapping[str, Any], settings: Settings, known: Vocabulary
) -> Mapping[str, tuple[str, ...]]:
    """Return the spellings of every stage as people write them, of all languages and a vault's own.

    A word that a vault took for another stage stands there only.
    """
    own_stages = {name: stage.words for name, stage in settings.own_stages.items()}
    tables = [*_stage_tables(stages_toml).values(), {**settings.stages, **own_stages}]
    found: dict[str, list[str]] = {name: [] for name in known.order.names}
    for table in tables:
        for stage, words in table.items():
            spelled = (word for word in (stage, *words) if known.stages[fold(word)] == stage)
            found[stage] += spelled
    return {stage: tuple(dict.fromkeys(words)) for stage, words in found.items()}


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the texts, as whole words and in capitals too."""
    either = "|".join(map(re.escape, texts))
    return re.compile(rf"(?i)\b(?:{either})\b")


def _properties(kind: Kind, table: Mapping[str, Iterable[str]], settings: Settings) -> Words:
    """Return the names of one kind of note. A vault's list that holds the property's own name is the whole list.

    A property's own name can be switched off where the vault has another for it, and in
    applications alone: ``role`` may say how senior a place is, and what a person does.
    """
    own = {name: names for name, names in settings.properties.items() if name in table}
    whole = {name for name, names in own.items() if fold(name) in map(fold, names)}
    known = dict(_pairs({name: names for name, names in table.items() if name not in whole}))
    always = table if kind != "application" else table.keys() - own.keys()
    off = set(map(fold, settings.not_aliases)) - set(map(fold, always))
    listed = {fold(name) for names in own.values() for name in names}
    owned = {word: name for word, name in _pairs(own) if word in listed or word not in off}
    return {**{word: name for word, name in known.items() if word not in off}, **owned}


def _stage_tables(stages_toml: Mapping[str, Any]) -> dict[str, Mapping[str, Iterable[str]]]:
    """Return the spellings of each language; those outside a language's own table are English."""
    others = {name: table for name, table in stages_toml.items() if isinstance(table, Mapping)}
    english = {
        stage: words
        for stage, words in stages_toml.items()
        if stage not in others and stage != _STAGE_ROWS
    }
    return {_FIRST_LANGUAGE: english, **others}


def _spellings(
    tables: Mapping[str, Mapping[str, Iterable[str]]],
) -> Iterator[tuple[str, tuple[str, str]]]:
    for language, table in tables.items():
        for stage, words in table.items():
            for word in (stage, *words):
                if language in (_FIRST_LANGUAGE, _OWN) or word != stage:
                    yield fold(word), (word, language)


def _pairs(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield each folded spelling with its word; the word itself is one of its spellings."""
    for word, spellings in table.items():
        for spelling in (word, *spellings):
            yield fold(spelling), word
