"""What the notes of people and applications said when they were last read, kept from look to look and from run to run.

The file of the cache has lines of JSON, each for some notes, by their paths::

    "5f1e…"                                               what people were called
    ["people",{"People/Ann.md":[[17,204,…],[…],[]],…}]    signature, person, findings
    ["gists",{"Applications/Acme.md":[[18,990,…],[…]],…}] signature, gist
    ["idle",{"Applications/Acme.md":["62ec…",[]],…}]      what an Idle says

No note's text is in it: of an application's what its items say, of a person's what its head does.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from itertools import islice
from typing import Any

from vaultkit.core.across.classify import Sorted
from vaultkit.core.across.gist import Gist
from vaultkit.core.notes.directory import found_by
from vaultkit.core.notes.fact import Fact
from vaultkit.core.notes.person import Person
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.stages import Stages
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.roll import Signature
from vaultkit.value import frozen
from vaultkit.work import in_parts
from vaultkit.work.plain_data import Misshapen, as_json, from_plain

_NAME = "notes"
_FEW = 20
"""So many notes may be read again each time before the file is written anew: that costs as much."""


@frozen
class KnownPerson:
    """A person's note, by its signature, with what there is to say of it."""

    signature: Signature
    person: Person
    problems: tuple[Problem, ...] = ()


@frozen
class KnownGist:
    """An application note, by its signature."""

    signature: Signature
    gist: Gist


@frozen
class Brief:
    """What was found in a note in brief, where that has a plain form: no sheet, and no note of a person's."""

    person: Person | None = None
    fact: Fact | None = None
    problems: tuple[Problem, ...] = ()
    unread: str = ""
    is_application: bool = False

    @property
    def note(self) -> Sorted:
        """The same as it was found."""
        return Sorted(
            person=self.person,
            fact=self.fact,
            problems=self.problems,
            unread=self.unread,
            is_application=self.is_application,
        )


def brief_of(note: Sorted) -> Brief | None:
    """Return what was found in brief; NOT_HERE where a sheet is part of it."""
    if note.sheet or note.forgotten:
        return in_parts.NOT_HERE
    return Brief(note.person, note.fact, note.problems, note.unread, note.is_application)


@frozen
class Idle:
    """That an update has nothing to do in a note while its lines look up the same in others, and what it tells."""

    looked_up: str
    problems: tuple[Problem, ...] = ()


@frozen
class Kept:
    """What an earlier run has kept. A gist holds on its days, and while people are called so.

    ``idle`` are notes of which there is a gist. ``lines`` are gists of some notes as they are to
    be written, where copies have handed them back so.
    """

    names: str = ""
    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    gists: Mapping[str, KnownGist] = field(default_factory=dict)
    idle: Mapping[str, Idle] = field(default_factory=dict)
    lines: Mapping[frozenset[str], bytes] = field(default_factory=dict, compare=False)

    def gists_for(self, day: date, names: str) -> dict[str, KnownGist]:
        """Return the gists that hold for a day, and for what people are called."""
        if names != self.names:
            return {}
        return {path: known for path, known in self.gists.items() if known.gist.holds_on(day)}


def names_digest(people: Iterable[Person]) -> str:
    """Return what changes when anybody is called otherwise, or has a note somewhere else."""
    told = hashlib.blake2b(digest_size=16)
    for person in people:
        told.update(repr((person.path, found_by(person))).encode())
    return told.hexdigest()


def is_worth_keeping(now: Kept, before: Kept) -> bool:
    """Tell whether so much was read anew that the file is to be written again."""
    read = sum(before.people.get(path) != known for path, known in now.people.items())
    read += sum(before.gists.get(path) is not known for path, known in now.gists.items())
    read += sum(before.idle.get(path) != known for path, known in now.idle.items())
    known = len(before.people) + len(before.gists)
    return read > (_FEW + known // 50 if known else 0)


_KINDS: Mapping[str, Any] = {
    "people": Mapping[str, KnownPerson],
    "gists": Mapping[str, KnownGist],
    "idle": Mapping[str, Idle],
}


def read_kept(cache: Cache, stages: Stages) -> Kept:
    """Return what was kept; nothing where it cannot be believed."""
    data = cache.read(_NAME)
    if data is None:
        return Kept()
    known: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS}
    first, *lines = data.split(b"\n")
    try:
        names = from_plain(str, json.loads(first), stages)
        for line in lines:
            kind, some = read_line(line, stages)
            known[kind].update(some)
        return Kept(names, known["people"], known["gists"], known["idle"])
    except (Misshapen, ValueError, TypeError, LookupError, RecursionError):
        return Kept()


def read_line(line: bytes, stages: Stages) -> tuple[str, Mapping[str, Any]]:
    """Return what a line of the file is about, and what it says of some notes. Raises what no line is read with."""
    kind, some = json.loads(line)
    return kind, from_plain(_KINDS[kind], some, stages)


def keep(cache: Cache, kept: Kept) -> None:
    """Keep what is known for the next run."""
    cache.keep(_NAME, b"\n".join(_lines(kept)))


def _lines(kept: Kept) -> Iterator[bytes]:
    yield as_json(kept.names)
    gists = {**kept.gists}
    for paths, line in kept.lines.items():
        if paths <= gists.keys():
            yield line
            for path in paths:
                del gists[path]
    yield from by_path("people", kept.people.items())
    yield from by_path("gists", gists.items())
    yield from by_path("idle", kept.idle.items())


def by_path(kind: str, known: Iterable[tuple[str, object]]) -> Iterator[bytes]:
    """Yield lines of JSON that say something of notes, of a few each: what of, then what by path."""
    left = iter(known)
    while some := dict(islice(left, in_parts.AT_ONCE)):
        yield as_json([kind, some])
