"""What is known of a vault, but for its texts: kept by a watcher, and written down to be made small."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from vaultkit.core.across.survey import Survey, copied, problems_of
from vaultkit.core.across.ties import Ties, ties_of
from vaultkit.core.follow_ups.update import Update
from vaultkit.core.notes.person import Person
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.stages import Stages
from vaultkit.work.plain_data import from_plain, to_plain

_TOLD = tuple[Problem, ...]


@dataclass(frozen=True)
class Known:
    """All that is known of a vault, but for its texts. Findings are by note; ``finding`` are marks that find any."""

    people: tuple[Person, ...]
    ties: Mapping[str, Ties]
    told: Mapping[str, tuple[Problem, ...]]
    copied: Mapping[str, Problem]
    unread: Mapping[str, tuple[str, ...]]
    finding: tuple[str, ...]
    names: Mapping[str, str]


def written(known: Known) -> bytes:
    """Return what is known as JSON: a line a person, an application, a note with findings; first all the rest."""
    rest = replace(known, people=(), ties={}, told={})
    lines = [json.dumps(["", "rest", to_plain(Known, rest)])]
    lines += [json.dumps([one.path, "person", to_plain(Person, one)]) for one in known.people]
    lines += [json.dumps([path, "ties", to_plain(Ties, one)]) for path, one in known.ties.items()]
    lines += [json.dumps([path, "told", to_plain(_TOLD, one)]) for path, one in known.told.items()]
    return "\n".join(lines).encode()


def read(plain: bytes, stages: Stages) -> Known:
    """Return what was written; line by line, so that little of it is there twice."""
    people: list[Person] = []
    ties: dict[str, Ties] = {}
    told: dict[str, tuple[Problem, ...]] = {}
    lines = map(json.loads, _lines(plain))
    rest: Known = from_plain(Known, next(lines)[2], stages)
    for path, kind, value in lines:
        if kind == "person":
            people.append(from_plain(Person, value, stages))
        elif kind == "ties":
            ties[path] = from_plain(Ties, value, stages)
        else:
            told[path] = from_plain(_TOLD, value, stages)
    return replace(rest, people=tuple(people), ties=ties, told=told)


def _lines(plain: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(plain):
        end = plain.find(b"\n", at)
        end = len(plain) if end < 0 else end
        yield plain[at:end]
        at = end + 1


def known_of(found: Survey, changes: Iterable[tuple[str, Update]]) -> Known:
    """Return what a survey, and what was planned on it, leave to be known."""
    directory = found.people.directory
    told: dict[str, tuple[Problem, ...]] = {}
    for each in found.look.problems:
        tell(told, each.note, [each])
    for gist in found.gists:
        tell(told, gist.path, problems_of(gist, directory, found.names))
    for path, update in changes:
        tell(told, path, update.problems)
    return Known(
        people=found.look.people,
        ties={
            gist.path: ties_of(gist, directory, counts=gist.path in found.counting)
            for gist in found.gists
        },
        told=told,
        copied={each.note: each for each in copied(found)},
        unread=found.look.unread,
        finding=tuple({mark: None for gist in found.gists for mark in gist.found_by}),
        names=found.names,
    )


def tell(told: dict[str, tuple[Problem, ...]], path: str, problems: Iterable[Problem]) -> None:
    """Put findings to those that are told of a note already."""
    if several := tuple(problems):
        told[path] = (*told.get(path, ()), *several)
