"""The rows that ``vaultkit export`` hands to a format of people: one a person, in plain values."""

from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from vaultkit.core.text.sanitize import one_line
from vaultkit.core.vcards.details import Details
from vaultkit.formats.appointment import Keys

Row = Mapping[str, str | tuple[str, ...] | None]
"""What one person's note says, by name: texts, tuples of texts, None for what it does not tell."""


def uids(people: Iterable[Details]) -> Mapping[str, str]:
    """Return what stands for each person in an address book, by the path of their note.

    Their own ``uid`` where the note has one that no other has. Else it is made of the note's name, so that one
    that is moved to another folder stays the same person.
    """
    people = tuple(people)
    keys = Keys(one.person.path for one in people)
    times = Counter(one.uid for one in people)
    return {
        one.person.path: one.uid
        if times[one.uid] == 1 and one.uid
        else f"{keys.of(one.person.path)}-person@vaultkit"
        for one in people
    }


def person_rows(people: Iterable[Details], vault: str) -> tuple[Row, ...]:
    """Return the people by path. ``vault`` is the name by which Obsidian opens it."""
    people = sorted(people, key=lambda one: one.person.path)
    known = uids(people)
    return tuple(_row(one, known[one.person.path], vault) for one in people)


def _row(one: Details, uid: str, vault: str) -> Row:
    said = one.person
    note = said.path.removesuffix(".md")
    return {
        "note": said.path,
        "uid": one_line(uid),
        "name": one_line(said.name),
        "company": said.company,
        "role": said.role,
        "emails": one.emails,
        "phones": one.phones,
        "links": tuple(map(one_line, one.links)),
        "tags": one.tags,
        "obsidian": f"obsidian://open?vault={quote(vault, safe='')}&file={quote(note, safe='')}",
    }
