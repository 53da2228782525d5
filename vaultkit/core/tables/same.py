"""Which rows of a sheet are there already, as notes of the vault or as other rows.

Two are the same application when they have

1. the same company, the same role, and the same day of application, or no day in both; or
2. the same link of the posting, where no other row has it too: the page of a company's jobs is
   no link of one job; or
3. the same company and the same role, where one of the two tells no day.

A note stands for one row only, found in this order; rows that may be several notes are paired
with those from which they differ in the fewest values, and else in their order. Capitals, accents and blanks make no
difference in names. What only fills a place, ``TBD``, is no name: a row without a company is
known by the name of the note that it makes, with its role, or by the role of a note without a
company. Within one sheet only rows that say the same in every cell are one: who
applied twice has two notes.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.notes.application import Application
from vaultkit.core.notes.directory import file_name_of, fold_name
from vaultkit.core.tables.row import Wish
from vaultkit.value import frozen

_ADDRESS = re.compile(r"(?i)(?:https?://)?(?:www\.)?(?P<host>[^/?#\s]+)(?P<rest>\S*)")
_NUMBER = re.compile(r" [0-9]+$")
_LONGEST_BYTES = 112
"""Of a name: what is left of a long one that has got a number."""
_Name = tuple[str, ...]
"""Company and role; or "", the name of a note and its role; all folded."""
_Differ = Callable[[Wish, str], int]
"""In how many values a row differs from the note of a path."""
_MOST_COMPARED = 2_500
"""Pairs of a row and a note of one name: a sheet that says the same company on every row ends, too."""


@frozen
class There:
    """A note that is the application of a row; ``by_link`` tells that only the link says so."""

    path: str
    stage: str
    by_link: bool = False


_Dated = tuple[date | None, There]
"""A note behind its day of application."""


@dataclass
class _Known:
    """The applications of a vault, found by what a row says; each is given away once."""

    named: dict[_Name, list[_Dated]] = field(default_factory=dict)
    linked: dict[str, There] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def take(self, there: There | None) -> There | None:
        if there is None or there.path in self.taken:
            return None
        self.taken.add(there.path)
        return there

    def of_name(
        self, name: _Name, wishes: Sequence[Wish], differ: _Differ, *, exactly: bool
    ) -> Iterator[tuple[Wish, There]]:
        """Take notes of one name for rows of that name, on a row's day, or where one of both tells none."""
        notes = [one for one in self.named.get(name, ()) if one[1].path not in self.taken]
        if 1 < len(wishes) * len(notes) <= _MOST_COMPARED:
            pairs = _agreeing(wishes, notes, differ, exactly=exactly)
        else:
            pairs = _in_order(wishes, notes, exactly=exactly)
        for wish, there in pairs:
            self.taken.add(there.path)
            yield wish, there


def _agreeing(
    wishes: Sequence[Wish], notes: Sequence[_Dated], differ: _Differ, *, exactly: bool
) -> Iterator[tuple[Wish, There]]:
    """Yield rows with their notes, each once, those first that differ least."""
    may_be = [
        (wish, there)
        for wish in wishes
        for day, there in notes
        if _is_day(day, wish.applied, exactly=exactly)
    ]
    may_be.sort(key=lambda pair: differ(pair[0], pair[1].path))
    lines, paths = set[int](), set[str]()
    for wish, there in may_be:
        if wish.line not in lines and there.path not in paths:
            lines.add(wish.line)
            paths.add(there.path)
            yield wish, there


def _in_order(
    wishes: Iterable[Wish], notes: Sequence[_Dated], *, exactly: bool
) -> Iterator[tuple[Wish, There]]:
    """Yield rows, each with the first note that is left."""
    left = list(notes)
    for wish in wishes:
        fitting = (one for one in left if _is_day(one[0], wish.applied, exactly=exactly))
        if note := next(fitting, None):
            left.remove(note)
            yield wish, note[1]


def _is_day(one: date | None, other: date | None, *, exactly: bool) -> bool:
    """Tell whether two days are the same, or, where that is not asked, one of them is not told."""
    return one == other if exactly else one is None or other is None


@frozen
class Names:
    """How a vault names things: ``of_note`` is the file of the note that a row makes, without ``.md``."""

    of_note: Callable[[Wish], str]
    vocabulary: Vocabulary

    def plain(self, wish: Wish) -> _Name:
        """Return company and role, "" for each that says nothing."""
        return self._told(wish.company), self._told(wish.role)

    def made(self, wish: Wish) -> _Name | None:
        """Return what the note of a row without a company is known by, None for any other."""
        company, role = self.plain(wish)
        return None if company else ("", _bare(self.of_note(wish)), role)

    def _told(self, text: str) -> str:
        return fold_name(self.vocabulary.without_filler(text))

    def of(self, one: Application) -> Iterator[_Name]:
        """Yield what a note is known by; one whose company is but its file's name has no company."""
        role, name = fold_name(one.role or ""), file_name_of(one.path)
        stem = fold_name(name)
        yield fold_name(one.company), role
        if fold_name(one.company) != stem:
            return
        yield from dict.fromkeys(("", _bare(each), role) for each in (name, _NUMBER.sub("", name)))
        before, between, _ = name.partition(" - ")
        # No file's name holds a slash: N/A is N-A there.
        spellings = (before, before.replace("-", "/"))
        is_nobody = between and any(map(self.vocabulary.says_nothing, spellings))
        if role and (stem.startswith(role) or is_nobody):
            yield "", role


def _bare(name: str) -> str:
    short = name.encode()[:_LONGEST_BYTES].decode(errors="ignore")
    return fold_name(short.rstrip(" -_"))


def there_already(
    found: Iterable[Application], wishes: Sequence[Wish], names: Names, differ: _Differ
) -> Mapping[int, There]:
    """Return the notes that are the applications of rows already, by the lines of the rows."""
    known = _known(found, names)
    links = Counter(link for wish in wishes if (link := bare_link(wish.link)))
    lone = {link for link, count in links.items() if count == 1}
    there: dict[int, There] = {}

    def named(exactly: bool) -> None:
        for name_of in (names.made, names.plain):
            for name, rows in _by_name(wishes, name_of, there).items():
                pairs = known.of_name(name, rows, differ, exactly=exactly)
                there.update((wish.line, note) for wish, note in pairs)

    named(exactly=True)
    for wish in wishes:
        if wish.line not in there and (note := known.take(known.linked.get(_lone(wish, lone)))):
            there[wish.line] = note
    named(exactly=False)
    return there


def _by_name(
    wishes: Iterable[Wish], name_of: Callable[[Wish], _Name | None], there: Collection[int]
) -> Mapping[_Name, Sequence[Wish]]:
    """Return the rows that have no note yet, by name, in their order; those that have no such name are left out."""
    found: dict[_Name, list[Wish]] = {}
    for wish in wishes:
        if wish.line not in there and (name := name_of(wish)):
            found.setdefault(name, []).append(wish)
    return found


def _lone(wish: Wish, lone: Collection[str]) -> str:
    """Return a row's link where no other row has it, else what is no link."""
    link = bare_link(wish.link)
    return link if link in lone else ""


def _numbered(path: str) -> tuple[str, int]:
    """Return a path without the number behind it, and that: ``A.md``, ``A 2.md`` and ``A 10.md`` are in order."""
    stem = path.removesuffix(".md")
    number = _NUMBER.search(stem)
    return (stem[: number.start()], int(number[0])) if number else (stem, 1)


def _known(found: Iterable[Application], names: Names) -> _Known:
    """Return the applications by what they are known by; in the order in which an import numbers them."""
    known = _Known()
    for one in sorted(found, key=lambda one: _numbered(one.path)):
        for name in names.of(one):
            known.named.setdefault(name, []).append((one.applied, There(one.path, one.stage)))
        if one.url and (link := bare_link(one.url)):
            known.linked.setdefault(link, There(one.path, one.stage, by_link=True))
    return known


def doubles(wishes: Sequence[Wish]) -> dict[int, int]:
    """Return the lines of rows that say what an earlier one says in every cell, with the line of that."""
    first: dict[object, int] = {}
    found = {}
    for wish in wishes:
        line = first.setdefault(wish.says, wish.line)
        if line != wish.line:
            found[wish.line] = line
    return found


def bare_link(link: str) -> str:
    """Return an address as two ways to write it have it alike: without scheme, ``www.`` and its last slash."""
    match = _ADDRESS.fullmatch(link.strip())
    if match is None:
        return ""
    return f"{match['host'].casefold()}{match['rest'].rstrip('/')}"
