"""What an application's lines look up outside of their note."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from vaultkit.core.across.gist import Gist
from vaultkit.core.across.people import People, agency_of
from vaultkit.core.across.ties import DaysElsewhere, days_of
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.notes.application import Application, named_people, person_slug
from vaultkit.core.text.stages import Kind


class Around(Mapping[str, Surroundings]):
    """What each application's lines look up in others, by its path: found when it is asked for, and kept.

    A list asks for none of it.
    """

    def __init__(self, gists: Iterable[Gist], people: People, counting: Sequence[Gist]) -> None:
        self._applications = {gist.path: gist.application for gist in gists}
        self._people = people
        self._accepted, self._offered = _days_in("won", counting), _days_in("offer", counting)
        self._found: dict[str, Surroundings] = {}

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
        agencies=agencies(application, people),
        directory=directory,
    )


def agencies(application: Application, people: People) -> Mapping[str, str]:
    """Return the company of a recruiter who works elsewhere, by the slug that stands for them here."""
    recruiter = application.recruiter
    if recruiter is None:
        return {}
    found: dict[str, str] = {}
    slug = person_slug(recruiter)
    for name in (each for each in named_people(application) if person_slug(each) == slug):
        if agency := agency_of(application, name, people.directory.person(name)):
            found[slug] = agency
    return found


def _days_in(kind: Kind, gists: Iterable[Gist]) -> DaysElsewhere:
    return DaysElsewhere(
        (day, gist.path) for gist in gists for day in days_of(kind, gist.application)
    )
