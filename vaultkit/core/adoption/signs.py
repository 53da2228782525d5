"""By what applications, people and templates are known in a vault that was never set up."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.value import frozen

_DIGITS = "0123456789"


@frozen
class KindSigns:
    """What one kind of note is called: its types, tags and folders, folded."""

    types: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()


@frozen
class Signs:
    """All of ``adoption.toml``, folded. ``days`` are parts of names by the property they tell."""

    kinds: frozenset[str]
    applications: KindSigns
    people: KindSigns
    of_people: frozenset[str]
    templates: frozenset[str]
    weekly: frozenset[str]
    seniority: frozenset[str]
    days: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unsure_days: frozenset[str] = frozenset()
    guesses: Mapping[str, str] = field(default_factory=dict)
    """Words that may mean a stage, to that stage."""


def read_signs(table: Mapping[str, Any]) -> Signs:
    """Return the signs of a parsed ``adoption.toml``."""
    days = {name: tuple(parts) for name, parts in table["days"].items() if name != "unsure"}
    return Signs(
        kinds=_folded(table["kinds"]["names"]),
        applications=_kind(table["applications"]),
        people=_kind(table["people"]),
        of_people=_folded(table["people"]["properties"]),
        templates=_folded(table["templates"]["folders"]),
        weekly=_folded(table["weekly"]["folders"]),
        seniority=_folded(table["seniority"]["words"]),
        days=days,
        unsure_days=_folded(table["days"]["unsure"]),
        guesses={fold(word): stage for stage, words in table["guesses"].items() for word in words},
    )


def _kind(table: Mapping[str, Iterable[str]]) -> KindSigns:
    return KindSigns(
        _folded(table["types"]),
        _folded(table["tags"]),
        _folded(table["folders"]),
    )


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def is_called(name: str, words: frozenset[str]) -> bool:
    """Tell whether a name is one of the words; a number in front (``10 Positions``) makes no difference."""
    folded = fold(name)
    return folded in words or folded.lstrip(_DIGITS) in words


def folders_above(path: str) -> tuple[str, ...]:
    """Return the folders in which a note lies, the nearest last: ``A``, ``A/B``."""
    parts = path.split("/")[:-1]
    return tuple("/".join(parts[: end + 1]) for end in range(len(parts)))


def lies_in(path: str, words: frozenset[str]) -> bool:
    """Tell whether one of the folders of a note is called like that."""
    return any(is_called(name, words) for name in path.split("/")[:-1])
