"""Which items and which people a few words mean, as somebody says them.

Capitals and accents make no difference. What is exact wins over what is a part, and of parts
what is due wins over what is not.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from vaultkit.core.across.people import People
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.notes.application import Name, named_people, person_slug
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.person import Person
from vaultkit.core.text.once import remembered
from vaultkit.value import frozen

_ID_MARK = re.compile(r"^\^?(?:vk-)?")

_REMARK = re.compile(r"\s*[(\[].*")
_TITLE = re.compile(r"(?:mr|mrs|ms|mx|dr|prof|dott|dott\.ssa|dottssa|sig|sig\.ra|ing|avv)\.?")
_ALIKE = 0.85
_LONGEST_KEPT = 100
"""In characters."""
"""From so much on two names are one with a slip in it: "marta rosi" and "marta rossi" are 0.95."""

T = TypeVar("T")


@frozen
class Who:
    """Somebody whom a note is about or an application names. ``person`` is their own note, where there is one."""

    identity: str
    name: str
    person: Person | None = None


@remembered(16384, _LONGEST_KEPT)
def folded(text: str) -> str:
    """Return a text without capitals and accents, each run of blanks as one."""
    letters = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(char for char in letters if not unicodedata.combining(char))


def items_meant(
    text: str, entries: Sequence[Entry], due: Collection[Item], directory: Directory
) -> tuple[Item, ...]:
    """Return the items that a text means, in the order of the entries; several where it does not tell.

    A closed item is returned only where the text is the very name of it, and of no open one.
    """
    note, block = _parted(text)
    items = [item for entry in entries for item in entry.items]
    for name_of in (_path, _file_name):
        exact = [
            item
            for item in items
            if note and (note, block) == (folded(name_of(item)), _short_id(item))
        ]
        if exact:
            return _open_first(exact, due)
    same_id = [item for item in items if block == _short_id(item) and note in folded(_path(item))]
    if any(not item.is_closed for item in same_id):
        return _open_first(same_id, due)
    by_part = _by_part(note, block, [item for item in items if not item.is_closed], due, directory)
    return by_part or tuple(same_id)


def _by_part(
    note: str, block: str, items: Sequence[Item], due: Collection[Item], directory: Directory
) -> tuple[Item, ...]:
    """Return the open items of whose name, person or company the words are a part."""
    if note:
        return _due_first(
            [item for item in items if note in folded(_path(item)) and block in _short_id(item)],
            due,
        )
    names = {id(item): _names_of_item(item, directory) for item in items}
    found = _holding(block, items, lambda item: names[id(item)])
    narrowed = _due_first(found, due)
    exact = tuple(item for item in narrowed if block in names[id(item)])
    return exact or narrowed


def people_meant(
    text: str, entries: Sequence[Entry], people: People, due: Collection[str]
) -> tuple[Who, ...]:
    """Return whom a name means, by name; nobody where nobody resembles it.

    ``due`` are the identities of those with whom something is due.
    """
    wanted = folded(_bare(text)).removesuffix(".md")
    everybody = _everybody(entries, people)
    exact = tuple(who for who in everybody if wanted in _names_of(who))
    if exact:
        return exact
    found = _holding(wanted, everybody, _names_of)
    return tuple(who for who in found if who.identity in due) or tuple(found)


def people_near(text: str, entries: Sequence[Entry], people: People) -> tuple[Who, ...]:
    """Return those whom a name resembles that nobody has: a slip, an initial, a title, an address."""
    wanted = _without_title(folded(_bare(text)))
    return tuple(who for who in _everybody(entries, people) if _is_near(wanted, who))


def _is_near(wanted: str, who: Who) -> bool:
    if who.person and who.person.email and folded(who.person.email) == wanted:
        return True
    return any(_are_alike(wanted, _without_title(name)) for name in _names_of(who))


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two names are one but for a slip, or for initials: "m rossi" and "marta rossi"."""
    if SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE:
        return True
    mine, theirs = one.split(), other.split()
    if len(mine) < 2 or len(mine) != len(theirs) or mine[-1] != theirs[-1]:
        return False
    pairs = zip(mine[:-1], theirs[:-1], strict=True)
    return all(a[0] == b[0] and 1 in (len(a), len(b)) for a, b in pairs)


def _without_title(name: str) -> str:
    """Return a folded name without a title before it, a remark behind it, and signs."""
    bare = _REMARK.sub("", name)
    words = [word for word in bare.split() if not _TITLE.fullmatch(word)]
    letters = (re.sub(r"[^\w@.-]|\.(?!\w)", "", word) for word in words)
    return " ".join(filter(None, letters))


def _holding(
    wanted: str, candidates: Sequence[T], names_of: Callable[[T], Sequence[str]]
) -> list[T]:
    """Return those of whose names the words are a part as they stand; without any, those that hold each word."""
    whole = [each for each in candidates if any(wanted in name for name in names_of(each))]
    if whole:
        return whole
    words = wanted.split()
    return [
        each
        for each in candidates
        if all(any(word in name for name in names_of(each)) for word in words)
    ]


def _everybody(entries: Iterable[Entry], people: People) -> tuple[Who, ...]:
    """Return everybody once: who has a note, then who is only named; each by path or name."""
    directory = people.directory
    found = {person.path: Who(person.path, person.name, person) for person in people.notes}
    named = [name for entry in entries for name in _named(entry)]
    for name in sorted(named, key=lambda name: name.text):
        identity = directory.identity(name)
        # A name that two notes share stands for neither, and for nobody else.
        if identity not in found and not directory.people_called(name.text):
            found[identity] = Who(identity, name.text)
    return tuple(sorted(found.values(), key=lambda who: (who.person is None, who.identity)))


def _named(entry: Entry) -> tuple[Name, ...]:
    of_items = (item.person for item in entry.items if item.person)
    return (*named_people(entry.application), *of_items)


def _names_of(who: Who) -> tuple[str, ...]:
    if who.person is None:
        return (folded(who.name),)
    path = who.person.path.removesuffix(".md")
    return tuple(map(folded, (who.name, path, path.rpartition("/")[2], *who.person.aliases)))


def _names_of_item(item: Item, directory: Directory) -> tuple[str, ...]:
    """Return what an item can be called by: its note and id, its person, its company."""
    names = [f"{_path(item)}#{_short_id(item)}", item.company]
    if item.person:
        names.append(item.person.text)
        person = directory.person(item.person)
        names += [person.name, *person.aliases] if person else [person_slug(item.person)]
    return (*map(folded, names), _short_id(item).replace("-", " "))


def _bare(text: str) -> str:
    """Return the words of a name that may stand as a link."""
    return text.strip().removeprefix("[[").removesuffix("]]").partition("|")[0].strip()


def _parted(text: str) -> tuple[str, str]:
    """Return note and id, folded; without ``#`` all of it is the id, or part of whatever name."""
    note, _, block = folded(_bare(text)).rpartition("#")
    block = _ID_MARK.sub("", block)
    return note.removesuffix(".md"), block if note else block.removesuffix(".md")


def _path(item: Item) -> str:
    return item.path.removesuffix(".md")


def _file_name(item: Item) -> str:
    return _path(item).rpartition("/")[2]


def _short_id(item: Item) -> str:
    return item.id.removeprefix("vk-")


def _open_first(items: Sequence[Item], due: Collection[Item]) -> tuple[Item, ...]:
    opened = [item for item in items if not item.is_closed]
    return _due_first(opened, due) or tuple(items)


def _due_first(items: Sequence[Item], due: Collection[Item]) -> tuple[Item, ...]:
    return tuple(item for item in items if item in due) or tuple(items)
