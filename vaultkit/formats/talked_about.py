"""What was talked about with somebody, as the application tells it: nobody reads what another one said."""

import re
from collections.abc import Collection

from vaultkit.core.across.people import Contact
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.core.notes.application import Application, Name, named_people, person_slug

_LABEL = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")


def talked_about(application: Application, item: Item, contact: Contact) -> str:
    """Return the words for one person, "" where the note has none that are certainly about them.

    An entry "Marta Rossi: …" (or "Marta: …", "Rossi: …") is for her alone. What is said of
    nobody is for everybody who sat at one table: each gets an entry of their own, as far as
    there are several.
    """
    told = [_LABEL.sub(r"\1", entry).strip() for entry in application.talked_about]
    others = [name.text for name in named_people(application) if not _is_same(name, item, contact)]
    own = _labels(contact.name) - _labels(*others) | {fold(contact.name)}
    theirs = [words for label, words in map(_parted, told) if words and label in own - {""}]
    if theirs:
        return theirs[0]
    known = _labels(contact.name, *others)
    shared = [entry for entry in told if not _is_for_somebody(entry, known)]
    if not shared or not _sat_together(application):
        return ""
    return shared[_place(application, item) % len(shared)]


def _parted(entry: str) -> tuple[str, str]:
    """Return what stands before the first colon, folded, and what behind it; "" twice without one."""
    label, colon, words = entry.partition(":")
    return (fold(label), words.strip()) if colon else ("", "")


def _is_for_somebody(entry: str, known: Collection[str]) -> bool:
    """Tell whether an entry begins with a name: one that the note knows, or one that looks like one."""
    label, colon, _ = entry.partition(":")
    return bool(colon) and (label.istitle() or fold(label) in known)


def _labels(*names: str) -> set[str]:
    """Return what people are called in short: the whole name, the first and the last one."""
    words = [name.split() for name in names if name.strip()]
    return {fold(short) for each in words for short in (" ".join(each), each[0], each[-1])}


def _is_same(name: Name, item: Item, contact: Contact) -> bool:
    is_owner = item.person is not None and person_slug(name) == person_slug(item.person)
    return is_owner or fold(name.text) == fold(contact.name)


def _sat_together(application: Application) -> bool:
    """Tell whether all interviewers were in the same rounds, as far as the note says."""
    tables = {frozenset(map(person_slug, one.people)) for one in application.rounds if one.people}
    everybody = frozenset(map(person_slug, application.interviewers))
    return tables <= {everybody}


def _place(application: Application, item: Item) -> int:
    slugs = [person_slug(name) for name in application.interviewers]
    slug = person_slug(item.person) if item.person else ""
    return slugs.index(slug) if slug in slugs else 0
