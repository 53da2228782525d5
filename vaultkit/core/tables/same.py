"""Which rows of a sheet are there already, as notes of the vault or as other rows.

Two are the same application when they have

1. the same company, the same role, and the same day of application; a day that one of them does
   not tell contradicts nothing; or
2. the same link of the posting, where no other row has it too: the page of a company's jobs is
   no link of one job.

Capitals, accents and blanks make no difference in names. Within one sheet only rows that say
the same in every cell are one: who applied twice has two notes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

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


class Known:
    """The applications of a vault, found by what a row says."""

    def __init__(self, found: Iterable[Application], wishes: Sequence[Wish]) -> None:
        self._named: dict[_Name, list[tuple[date | None, There]]] = {}
        self._linked: dict[str, There] = {}
        links = Counter(link for wish in wishes if (link := bare_link(wish.link)))
        self._of_one_row = {link for link, count in links.items() if count == 1}
        for one in found:
            there = There(one.path, one.stage)
            for name in _names(one):
                self._named.setdefault(name, []).append((one.applied, there))
            if one.url and (link := bare_link(one.url)):
                self._linked.setdefault(link, There(one.path, one.stage, by_link=True))

    def there(self, wish: Wish) -> There | None:
        """Return the note that is this application already, or None."""
        name = (fold_name(wish.company), fold_name(wish.role))
        for day, there in self._named.get(name, ()):
            if day is None or wish.applied is None or day == wish.applied:
                return there
        link = bare_link(wish.link)
        return self._linked.get(link) if link in self._of_one_row else None


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
