"""What is known of a vault, but for its texts: kept by a watcher, and written down to be handed over or made small."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from vaultkit.core.across.survey import Survey, copied, problems_of
from vaultkit.core.across.ties import Ties, ties_of
from vaultkit.core.follow_ups.update import Update
from vaultkit.core.notes.person import Person
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.stages import Stages
from vaultkit.value import frozen
from vaultkit.work.gists import by_path
from vaultkit.work.plain_data import as_json, from_plain

_PEOPLE = tuple[Person, ...]
_TIES: Any = Mapping[str, Ties]
_TOLD: Any = Mapping[str, tuple[Problem, ...]]


@frozen
class Known:
    """All that is known of a vault, but for its texts. Findings are by note; ``finding`` are marks that find any."""

    people: tuple[Person, ...]
    ties: Mapping[str, Ties]
    told: Mapping[str, tuple[Problem, ...]]
    copied: Mapping[str, Problem]
    unread: Mapping[str, tuple[str, ...]]
    finding: tuple[str, ...]
    names: Mapping[str, str]


def as_lines(known: Known) -> Iterator[bytes]:
    """Yield what is known as JSON: lines of some people, applications, notes with findings; first all the rest."""
    yield as_json(["", replace(known, people=(), ties={}, told={})])
    yield from by_path("people", ((one.path, one) for one in known.people))
    yield from by_path("ties", known.ties.items())
    yield from by_path("told", known.told.items())


def from_lines(lines: Iterable[list[Any]], stages: Stages) -> Known:
    """Return what such lines say. A text that comes again is one text, and no line is needed twice."""
    people: list[Person] = []
    ties: dict[str, Ties] = {}
    told: dict[str, tuple[Problem, ...]] = {}
    rest: Known | None = None
    texts: dict[str, str] = {}
    days: dict[date, date] = {}

    def shared(value: Any) -> Any:
        return texts.setdefault(value, value) if type(value) is str else value

    for kind, said in lines:
        if kind == "people":
            rows = [[*map(shared, row)] for row in said.values()]
            people += from_plain(_PEOPLE, rows, stages)
        elif kind == "ties":
            for path, each in from_plain(_TIES, said, stages).items():
                ties[shared(path)] = _shared(each, texts, days)
        elif kind == "told":
            for path, several in from_plain(_TOLD, said, stages).items():
                told[shared(path)] = several
        else:
            rest = from_plain(Known, said, stages)
    assert rest is not None
    return replace(rest, people=tuple(people), ties=ties, told=told)


def _shared(ties: Ties, texts: dict[str, str], days: dict[date, date]) -> Ties:
    """Return ties whose names and days are those of others."""
    return replace(
        ties,
        touches=frozenset(
            (texts.setdefault(whom, whom), days.setdefault(day, day)) for whom, day in ties.touches
        ),
        asks=tuple(texts.setdefault(whom, whom) for whom in ties.asks),
    )


def known_of(found: Survey, changes: Iterable[tuple[str, Update]]) -> Known:
    """Return what a survey, and what was planned on it, leave to be known."""
    directory = found.people.directory
    told: dict[str, tuple[Problem, ...]] = {}
    for each in found.look.problems:
        tell(told, each.note, [each])
    for gist in found.gists:
        tell(told, gist.path, problems_of(gist, found.names))
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
