"""Which rows of a sheet are there already, as notes of the vault or as other rows.

Two are the same application when they have

1. the same company, the same role, and the same day of application, or no day in both; or
2. the same link of the posting, where no other row has it too: the page of a company's jobs is
   no link of one job; or
3. the same company and the same role, where one of the two tells no day.

A note stands for one row only, found in this order. Capitals, accents and blanks make no
difference in names. Within one sheet only rows that say the same in every cell are one: who
applied twice has two notes.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from vaultkit.core.notes.application import Application
from vaultkit.core.notes.directory import file_name_of, fold_name
from vaultkit.core.tables.row import Wish

_ADDRESS = re.compile(r"(?i)(?:https?://)?(?:www\.)?(?P<host>[^/?#\s]+)(?P<rest>\S*)")
_Name = tuple[str, str]


@dataclass(frozen=True)
class There:
    """A note that is the application of a row; ``by_link`` tells that only the link says so."""

    path: str
    stage: str
    by_link: bool = False


@dataclass
class _Known:
    """The applications of a vault, found by what a row says; each is given away once."""

    named: dict[_Name, list[tuple[date | None, There]]] = field(default_factory=dict)
    linked: dict[str, There] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def take(self, there: There | None) -> There | None:
        if there is None or there.path in self.taken:
            return None
        self.taken.add(there.path)
        return there

    def of_day(self, wish: Wish, *, exactly: bool) -> There | None:
        """Take a note of the same names, on the same day, or where one of both tells none."""
        for day, there in self.named.get(_name_of(wish), ()):
            is_same = day == wish.applied
            is_open = day is None or wish.applied is None
            if (is_same if exactly else is_open) and (found := self.take(there)):
                return found
        return None


def there_already(found: Iterable[Application], wishes: Sequence[Wish]) -> Mapping[int, There]:
    """Return the notes that are the applications of rows already, by the lines of the rows."""
    known = _known(found)
    links = Counter(link for wish in wishes if (link := bare_link(wish.link)))
    lone = {link for link, count in links.items() if count == 1}
    ways: tuple[Callable[[Wish], There | None], ...] = (
        partial(known.of_day, exactly=True),
        lambda wish: known.take(known.linked.get(_lone(wish, lone))),
        partial(known.of_day, exactly=False),
    )
    there: dict[int, There] = {}
    for way in ways:
        for wish in wishes:
            if wish.line not in there and (note := way(wish)):
                there[wish.line] = note
    return there


def _lone(wish: Wish, lone: Collection[str]) -> str:
    """Return a row's link where no other row has it, else what is no link."""
    link = bare_link(wish.link)
    return link if link in lone else ""


def _known(found: Iterable[Application]) -> _Known:
    known = _Known()
    for one in found:
        for name in _names(one):
            known.named.setdefault(name, []).append((one.applied, There(one.path, one.stage)))
        if one.url and (link := bare_link(one.url)):
            known.linked.setdefault(link, There(one.path, one.stage, by_link=True))
    return known


def _name_of(wish: Wish) -> _Name:
    return fold_name(wish.company), fold_name(wish.role)


def _names(one: Application) -> Sequence[_Name]:
    """Return company and role; of a note whose company is but its file's name also the role alone."""
    role = fold_name(one.role or "")
    names = [(fold_name(one.company), role)]
    stem = fold_name(file_name_of(one.path))
    if fold_name(one.company) == stem and role and stem.startswith(role):
        names.append(("", role))
    return names


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
