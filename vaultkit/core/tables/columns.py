"""What each column of a sheet becomes: a property of the note, one of its own name, or text below the head."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Literal

from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.settings.values import Marks
from vaultkit.core.tables.kept import numbered
from vaultkit.core.tables.table_days import Order
from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

Kind = Literal["known", "either", "own", "text", "beside"]
"""``known`` is a property of applications, ``either`` one of a day whose cells may hold a stage too,
``own`` one by the column's own name. ``text`` is prose, ``beside`` a value that cannot be a
property: both stand below the head."""

TEXT = "text"
"""What a person says of a column that belongs below the head."""
SEVERAL = ("interviewed", "interviewers")
"""Properties that several columns can fill: ``Interview 1``, ``Interview 2``."""
_NEVER = ("follow_up", "keep_in_touch", "status_history")
"""Switches, and what is no single value: a column that is called so holds something else."""
_RESERVED = ("type", "tags", "tag", "aliases", "alias", "cssclasses", "nextfollowup", "position")
_OWN_NAME = re.compile(r"[^\W_][\w .,/()&+°%€$'-]{0,59}")
_NUMBERED = re.compile(r"[\s_#-]*\d+$")


@frozen
class Words:
    """The playbook's ``import.toml``: names of columns, folded, and the programs that are known."""

    columns: Mapping[str, str]
    weak: Mapping[str, str]
    texts: frozenset[str]
    sums: frozenset[str]
    programs: tuple["Program", ...]


@frozen
class Program:
    """A program by the columns that its sheets have."""

    name: str
    columns: frozenset[str]
    dates: Order


@frozen
class Column:
    """One column: its place from 0, its name, and what becomes of it.

    ``property`` is the one of ours, or for ``own`` its own name; "" below the head.
    """

    index: int
    name: str
    kind: Kind
    property: str = ""


class MapWrong(ValueError):
    """What a person says of a column cannot be followed; ``values`` and ``listed`` make a sentence."""

    def __init__(self, code: str, listed: Iterable[str] = (), **values: object) -> None:
        self.code, self.listed, self.values = code, tuple(listed), values
        super().__init__(code)


def read_words(table: Mapping[str, Any]) -> Words:
    """Return the words of a parsed ``import.toml``."""
    return Words(
        _folded(table["columns"]),
        _folded(table["weak"]),
        frozenset(map(fold, table["text"]["names"])),
        frozenset(map(fold, table["sums"]["words"])),
        tuple(
            Program(row["name"], frozenset(map(fold, row["columns"])), row["dates"])
            for row in table["programs"].values()
        ),
    )


def _folded(table: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    return {fold(word): name for name, words in table.items() for word in words}


def program_of(names: Sequence[str], words: Words) -> Program | None:
    """Return the program that wrote a sheet, by its columns: of several the one that needs most of them."""
    here = set(map(fold, names))
    found = [program for program in words.programs if program.columns <= here]
    return max(found, key=lambda program: len(program.columns), default=None)


def is_known(name: str, vocabulary: Vocabulary, words: Words) -> bool:
    """Tell whether a column of that name means anything: a text in a row may, a whole row seldom."""
    return bool(_meaning(name, vocabulary, words)) or fold(name) in (*words.weak, *words.texts)


def _meaning(name: str, vocabulary: Vocabulary, words: Words) -> str | None:
    folded = fold(name)
    if folded in words.texts:
        return None
    known = vocabulary.property(name) or vocabulary.dated(name) or words.columns.get(folded)
    if known is None:
        bare = vocabulary.property(_NUMBERED.sub("", name))
        known = bare if bare in SEVERAL else None
    if known is None or known in _NEVER or folded in vocabulary.weak:
        return None
    return known


def columns(
    names: Sequence[str],
    vocabulary: Vocabulary,
    words: Words,
    marks: Marks,
    said: Mapping[str, str],
) -> tuple[Column, ...]:
    """Return what becomes of each column. ``said`` is what a person told, by column. Raises MapWrong."""
    titles = _titles(names)
    told = _told(titles, vocabulary, said)
    taken: set[str] = {name for name in told.values() if name not in SEVERAL}
    reserved = {*_RESERVED, fold(marks.property)}
    made: dict[int, Column] = {}
    for table in (None, words.weak):
        for index, title in enumerate(titles):
            if index in made:
                continue
            known = told.get(title)
            if known is None:
                known = (
                    _meaning(title, vocabulary, words)
                    if table is None
                    else table.get(fold(title)) or vocabulary.weak.get(fold(title))
                )
                is_either = known is not None and vocabulary.dated(title) == known
                if known is None or (known in taken and not is_either):
                    continue
                taken |= set() if is_either else {known} - {*SEVERAL}
            made[index] = Column(index, title, _kind(title, known, vocabulary), known)
    for index, title in enumerate(titles):
        if index not in made:
            made[index] = _other(index, title, vocabulary, words, reserved)
    return tuple(made[index] for index in sorted(made))


def _kind(title: str, known: str, vocabulary: Vocabulary) -> Kind:
    if known == TEXT:
        return "text"
    return "either" if vocabulary.dated(title) == known else "known"


def _titles(names: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each column, none twice; one that has none is called by its number."""
    titles: list[str] = []
    for place, name in enumerate(names, start=1):
        title = one_line(numbered(name))[:100] or f"#{place}"
        titles.append(title if title not in titles else f"{title} #{place}")
    return tuple(titles)


def _told(
    titles: Sequence[str], vocabulary: Vocabulary, said: Mapping[str, str]
) -> Mapping[str, str]:
    told = {}
    for column, target in said.items():
        title = next(
            (each for each in titles if fold(each) == fold(column) or each == column), None
        )
        if title is None:
            raise MapWrong("no-column", titles, column=column)
        told[title] = target_of(target, vocabulary)
    return told


def target_of(target: str, vocabulary: Vocabulary) -> str:
    """Return the property that a person means, or TEXT. Raises MapWrong."""
    if fold(target) == TEXT:
        return TEXT
    known = vocabulary.weak.get(fold(target)) or vocabulary.property(target)
    if known is None:
        names = sorted({*vocabulary.properties["application"].values()})
        near = get_close_matches(target.casefold(), names, 1)
        raise MapWrong(
            "no-property", (*near, *(n for n in (*names, TEXT) if n not in near)), name=target
        )
    return known


def _other(
    index: int, title: str, vocabulary: Vocabulary, words: Words, reserved: set[str]
) -> Column:
    """Return a column that fills no property of ours: the note keeps its values all the same."""
    if fold(title) in words.texts:
        return Column(index, title, "text")
    is_ours = (
        vocabulary.property(title) or vocabulary.dated(title) or fold(title) in vocabulary.weak
    )
    if is_ours or fold(title) in reserved or not _OWN_NAME.fullmatch(title):
        return Column(index, title, "beside")
    return Column(index, title, "own", title)
