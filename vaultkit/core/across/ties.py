"""What one application note tells the others, and what it asks of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from vaultkit.core.across.gist import Gist
from vaultkit.core.across.people import touches_of
from vaultkit.core.notes.application import Application, named_people, stage_days
from vaultkit.core.notes.directory import Directory
from vaultkit.core.text.stages import Kind


@dataclass(frozen=True, slots=True)
class Ties:
    """Everything by which an application note hangs together with others.

    ``touches`` are the days on which the person wrote to somebody, by identity; ``asks`` the
    identities of everybody whose last touch may date a line; ``accepted`` and ``offered`` are
    the days that may date lines elsewhere.
    """

    touches: frozenset[tuple[str, date]] = frozenset()
    asks: tuple[str, ...] = ()
    accepted: tuple[date, ...] = ()
    offered: tuple[date, ...] = ()


def ties_of(gist: Gist, directory: Directory, counts: bool) -> Ties:
    """Return the ties of an application. ``counts`` tells whether its stage may date lines elsewhere."""
    application = gist.application
    asked = dict.fromkeys(map(directory.identity, named_people(application)))
    return Ties(
        frozenset(touches_of(gist.entry, directory)),
        tuple(asked),
        days_of("won", application) if counts else (),
        days_of("offer", application) if counts else (),
    )


def days_of(kind: Kind, application: Application) -> tuple[date, ...]:
    """Return the days of an application's stage where it is of that kind."""
    is_of_kind = application.stages.is_of(application.stage, (kind,))
    return stage_days(application) if is_of_kind else ()


class DaysElsewhere:
    """The days of one kind of stage, each with the note that it stands in."""

    def __init__(self, days: Iterable[tuple[date, str]]) -> None:
        self._days = tuple(sorted(days))
        self._all = tuple(day for day, _ in self._days)
        self._paths = frozenset(path for _, path in self._days)

    def beside(self, path: str) -> tuple[date, ...]:
        """Return the days of all notes but one, ascending."""
        return tuple(self._others(path)) if path in self._paths else self._all

    def first_beside(self, path: str) -> tuple[date, ...]:
        """Return the first of these days; nothing where there is none."""
        first = next(self._others(path), None)
        return () if first is None else (first,)

    def _others(self, path: str) -> Iterator[date]:
        return (day for day, other in self._days if other != path)
