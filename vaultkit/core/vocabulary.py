"""The words that people use for properties, stages and a few values, and what each one means."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from vaultkit.core.settings import Settings

Kind = Literal["application", "person", "fact"]
Words = Mapping[str, str]
"""Folded spelling to the word that it stands for."""

KINDS: tuple[Kind, ...] = ("application", "person", "fact")
_TABLES = ("parts", "rounds", "contacts", "switches", "languages", "formality")
_LONGEST_KEPT = 200
"""In characters: what is remembered of a vault full of long words stays small."""
_ANY_STAGE = "applied"
_BRACKETED = re.compile(r"(?<=\S)\s*[(\[{][^()\[\]{}]*[)\]}]\s*$")


def fold(text: str) -> str:
    """Return what is the same in all spellings of a word: letters and digits, a bracketed suffix dropped.

    Capitals, accents, ``_``, ``-``, blanks and signs make no difference.
    """
    return _folded(text) if len(text) <= _LONGEST_KEPT else _folded.__wrapped__(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", _BRACKETED.sub("", text).casefold())
    return "".join(char for char in letters if char.isalnum())


@dataclass(frozen=True)
class Vocabulary:
    """Every word that vaultkit knows in a head. Made by ``vocabulary``; keys are folded."""

    properties: Mapping[Kind, Words]
    either: Words
    """Names of a date or a stage, as the value says, to the property of the date."""
    stages: Words
    tables: Mapping[str, Words]
    spellings: Words
    """Folded spelling of a stage to the same as a person writes it."""

    def property(self, name: str, kind: Kind = "application") -> str | None:
        """Return the property that a name stands for in a note of that kind."""
        return self.properties[kind].get(fold(name))

    def dated(self, name: str) -> str | None:
        """Return the property for a date of a name that may hold a date or a stage."""
        return self.either.get(fold(name))

    def stage(self, text: str) -> str | None:
        """Return the stage that a text stands for; a number at its end says which round."""
        folded = fold(text)
        return self.stages.get(folded) or self.stages.get(folded.rstrip("0123456789"))

    def nearest(self, text: str) -> str:
        """Return the known spelling of a stage that is most like the text, ``applied`` when none is."""
        found = difflib.get_close_matches(fold(text), self.spellings, n=1, cutoff=0.01)
        return self.spellings[found[0]] if found else _ANY_STAGE

    def word(self, table: str, text: str) -> str | None:
        """Return what a value stands for in one of the tables: ``switches``, ``languages``, …"""
        return self.tables[table].get(fold(text))

    def mentions(self, table: str, text: str) -> str | None:
        """Return what the first of a table's words stands for that the text holds anywhere."""
        folded = fold(text)
        return next((meaning for word, meaning in self.tables[table].items() if word in folded), None)


def vocabulary(properties_toml: Mapping[str, Any], stages_toml: Mapping[str, Any], settings: Settings) -> Vocabulary:
    """Return the playbook's words with a vault's own ones, which win over the known aliases."""
    own = dict(_pairs(settings.properties))
    either = {fold(name): dated for name, dated in properties_toml["either"].items()}
    return Vocabulary(
        properties={kind: _properties(properties_toml[kind], settings) for kind in KINDS},
        either={name: dated for name, dated in either.items() if name not in own},
        stages={**dict(_pairs(stages_toml)), **dict(_pairs(settings.stages))},
        tables={name: dict(_pairs(properties_toml[name])) for name in _TABLES},
        spellings={fold(text): text for table in (stages_toml, settings.stages) for text in _texts(table)},
    )


def _properties(table: Mapping[str, Iterable[str]], settings: Settings) -> Words:
    own = {name: names for name, names in settings.properties.items() if name in table}
    return {**dict(_pairs(table)), **dict(_pairs(own))}


def _pairs(table: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Yield each folded spelling with its word; the word itself is one of its spellings."""
    for word, spellings in table.items():
        for spelling in (word, *spellings):
            yield fold(spelling), word


def _texts(table: Mapping[str, Iterable[str]]) -> Iterator[str]:
    for word, spellings in table.items():
        yield from (word, *spellings)
