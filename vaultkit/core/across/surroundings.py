"""What an application's lines look up outside of their note."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from vaultkit.core.across.gist import Gist
from vaultkit.core.across.people import People, agencies
from vaultkit.core.across.ties import DaysElsewhere, days_of
from vaultkit.core.follow_ups.owners import people_of
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.notes.application import Application, named_people, person_slug
from vaultkit.core.text.once import once
from vaultkit.core.text.stages import Kind


class Around(Mapping[str, Surroundings]):
    """What each application's lines look up in others, by its path: found when it is asked for, and kept.

    A list asks for none of it.
    """

    def __init__(self, gists: Sequence[Gist], people: People, counting: Sequence[Gist]) -> None:
        self._gists, self._people = gists, people
        self._accepted, self._offered = _days_in("won", counting), _days_in("offer", counting)
        self._found: dict[str, Surroundings] = {}

    @once
    def _applications(self) -> Mapping[str, Application]:
        return {gist.path: gist.application for gist in self._gists}

    def __getitem__(self, path: str) -> Surroundings:
        if path not in self._found:
            self._found[path] = replace(
                about_people(self._applications[path], self._people),
                accepted=self._accepted.beside(path),
                offered=self._offered.first_beside(path),
            )
        return self._found[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._applications)

    def __len__(self) -> int:
        return len(self._applications)


def about_people(application: Application, people: People) -> Surroundings:
    """Return what an application's lines look up in the notes of people."""
    directory = people.directory
    silent: set[str] = set()
    days: dict[str, date] = {}
    for name in named_people(application):
        person, slug = directory.person(name), person_slug(name)
        identity = person.path if person else slug
        if person and person.do_not_contact:
            silent.add(slug)
        if touches := people.touches.get(identity):
            day = max(touches)
            days[slug] = max(day, days.get(slug, day))
    return Surroundings(
        not_to_contact=frozenset(silent),
        touches=days,
        agencies=agencies(application, people_of(application, directory), directory),
        directory=directory,
    )


def _days_in(kind: Kind, gists: Iterable[Gist]) -> DaysElsewhere:
    return DaysElsewhere(
        (day, gist.path) for gist in gists for day in days_of(kind, gist.application)
    )
