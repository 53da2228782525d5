"""The applications of a vault as they hang together, kept by a watcher between two looks.

A save is answered by reading the saved note, and those whose lines look up what has changed in it:
a note that names the same person, where the last touch with that person is another one now. What
concerns all notes (what people are called, the days of acceptances and of open offers) is answered
by a look at the whole vault.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Protocol

from vaultkit.core.across.classify import NOTHING, Sorted
from vaultkit.core.across.gist import Gist, gist_of
from vaultkit.core.across.last_contact import last_contact_edits
from vaultkit.core.across.people import People, touches_of
from vaultkit.core.across.surroundings import about_people
from vaultkit.core.across.survey import (
    counts_elsewhere,
    guarded_update,
    in_order,
    problems_of,
    unread_marks,
)
from vaultkit.core.across.ties import DaysElsewhere, Ties, ties_of
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.first_look import first_look
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.follow_ups.update import Desk, Update
from vaultkit.core.notes.application import Name, named_people
from vaultkit.core.notes.directory import Directory, found_by
from vaultkit.core.notes.person import Person
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.fresh_no import is_new_no
from vaultkit.value import frozen
from vaultkit.work.known_notes import Known, tell

_NONE_MAY_BE_WRITTEN: Collection[str] = frozenset()


class Reader(Protocol):
    """Who reads a note as it is now."""

    def sort(self, path: str) -> Sorted:
        """Return what the note is; NOTHING where there is none any more."""

    def sheet(self, path: str, today: date) -> Sheet | None:
        """Return an application's sheet after its first look, or None."""

    def note(self, path: str) -> Note | None:
        """Return the note itself, or None."""


@frozen
class Answered:
    """What an update does after some notes were saved. ``nos`` are the sheets that tell of a no for the first time."""

    edits: tuple[Edit, ...]
    nos: tuple[Sheet, ...] = ()


class Neighbours:
    """What is known of a vault as of a day, kept up to date as notes are saved."""

    def __init__(self, known: Known, desk: Desk, today: date) -> None:
        self.desk, self.today = desk, today
        self.directory = Directory(known.people)
        self.people = {person.path: person for person in known.people}
        self.ties = {**known.ties}
        ties = self.ties.items()
        self.accepted = DaysElsewhere((day, path) for path, one in ties for day in one.accepted)
        self.offered = DaysElsewhere((day, path) for path, one in ties for day in one.offered)
        self._told, self._copied, self._unread = {**known.told}, {**known.copied}, {**known.unread}
        self._finding, self._names = {*known.finding}, known.names
        self._is_rehearsed = False

    @property
    def known(self) -> Known:
        """All of it as one value."""
        return Known(
            tuple(self.people.values()),
            self.ties,
            self._told,
            self._copied,
            self._unread,
            tuple(self._finding),
            self._names,
        )

    def holds_for(self, desk: Desk, today: date) -> bool:
        """Tell whether this is what is known under the same settings, as of the same day."""
        return self.desk is desk and self.today == today

    def answer(
        self, index: Reader, changed: Iterable[str], held: Collection[str]
    ) -> Answered | None:
        """Return what an update does now that some notes have changed, came or went; None where that concerns all.

        ``held`` are notes that must not be written yet.
        """
        saves = _Saves(self, index, changed, held)
        if saves.concern_all:
            return None
        answered = Answered(saves.edits, saves.nos)
        self._take_over(saves)
        return answered

    def rehearse(self, index: Reader) -> None:
        """Answer for one application, and forget it, the first time: what a first save would make is there then."""
        if not self._is_rehearsed:
            self._is_rehearsed = True
            saves = _Saves(self, index, [*self.ties][:1], ())
            if not saves.concern_all:
                saves.edits  # noqa: B018 - made for what is made on the way
            self.directory.people_called("")  # for that, every name is folded
            self.directory.person(Name("", "a/b"))  # and every path for this

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All findings of the vault; of copies and of marks those of the last look at all notes."""
        unread = unread_marks(self._unread, self._finding, self.desk.settings.applications)
        return in_order(chain(self._copied.values(), unread, *self._told.values()))

    def touches(
        self, identities: Collection[str], but_for: Collection[str]
    ) -> Iterator[tuple[str, date]]:
        """Yield the days of touches with somebody that the applications tell of, but for some notes."""
        for path, ties in self.ties.items():
            if ties.touches and path not in but_for:
                yield from (touch for touch in ties.touches if touch[0] in identities)

    def who_asks(self, identities: frozenset[str]) -> tuple[str, ...]:
        """Return the notes that look up the last touch with somebody, or whether they may be written to."""
        if not identities:
            return ()
        return tuple(
            path for path, ties in self.ties.items() if not identities.isdisjoint(ties.asks)
        )

    def _take_over(self, saves: "_Saves") -> None:
        """Know from now on what was read."""
        for path, note in saves.notes.items():
            self.people.pop(path, None)
            self.ties.pop(path, None)
            self._told.pop(path, None)
            tell(self._told, path, note.problems)
            if note == NOTHING:
                self._copied.pop(path, None)
        self.people |= saves.met
        self.ties |= saves.ties
        self.directory = saves.directory
        for path, one in saves.planned.items():
            self._told.pop(path, None)
            tell(self._told, path, problems_of(one.gist, self._names))
            tell(self._told, path, saves.updates[path].problems)
            self._finding |= {*one.gist.found_by}
        self._unread = _with_unread(self._unread, saves.notes)


@frozen
class _Read:
    """One application note that was read just now."""

    sheet: Sheet
    gist: Gist


class _Saves:
    """What some saved notes say now, and what follows from it, one step from the other."""

    def __init__(
        self, known: Neighbours, index: Reader, changed: Iterable[str], held: Collection[str]
    ) -> None:
        self._known, self._index, self._held = known, index, held
        self._desk, self._today = known.desk, known.today
        self.notes: Mapping[str, Sorted] = {path: index.sort(path) for path in sorted(changed)}
        self.met = {path: note.person for path, note in self.notes.items() if note.person}
        self.directory = known.directory.renewed(self.met)

    @property
    def concern_all(self) -> bool:
        """Tell whether people are called otherwise, or a day has changed that dates lines everywhere."""
        return any(
            _called(self._known.people.get(path)) != _called(note.person)
            for path, note in self.notes.items()
        ) or any(
            _dates(self._known.ties.get(path)) != _dates(self.ties.get(path)) for path in self.notes
        )

    @cached_property
    def saved(self) -> Mapping[str, _Read]:
        """The applications among the notes."""
        return {
            path: self._read(first_look(note.sheet, self._today))
            for path, note in self.notes.items()
            if note.sheet
        }

    @cached_property
    def _touches(self) -> Mapping[str, frozenset[tuple[str, date]]]:
        return {
            path: frozenset(touches_of(one.gist.entry, self.directory))
            for path, one in self.saved.items()
        }

    @cached_property
    def stirred(self) -> frozenset[str]:
        """The identities of whom something may be known now that was not before."""
        found = {*self.met}
        for path in self.notes:
            ties = self._known.ties.get(path, Ties())
            changed = ties.touches ^ self._touches.get(path, frozenset())
            found |= {identity for identity, _ in changed}
        return frozenset(found)

    @cached_property
    def planned(self) -> Mapping[str, _Read]:
        """The saved applications, and all whose lines look up somebody of whom something is new."""
        asking = (path for path in self._known.who_asks(self.stirred) if path not in self.notes)
        sheets = {path: self._index.sheet(path, self._today) for path in asking}
        beside = {path: self._read(sheet) for path, sheet in sheets.items() if sheet}
        return {**self.saved, **beside}

    @cached_property
    def _people(self) -> People:
        """The touches of everybody whom a planned note names, or of whom something is new."""
        wanted = {*self.stirred}
        for one in self.planned.values():
            wanted |= {*map(self.directory.identity, named_people(one.gist.application))}
        days = [*self._known.touches(wanted, self.notes)]
        days += [touch for several in self._touches.values() for touch in several]
        people = {**self._known.people, **self.met} if self.met else self._known.people
        known = (people[path] for path in wanted if path in people)
        days += [(person.path, day) for person in known for day in person.touches]
        touches: dict[str, set[date]] = {}
        for identity, day in days:
            touches.setdefault(identity, set()).add(day)
        return People((), self.directory, {who: frozenset(all_) for who, all_ in touches.items()})

    @cached_property
    def around(self) -> Mapping[str, Surroundings]:
        """What each planned note looks up in others, but for the days of their offers."""
        return {
            path: about_people(one.gist.application, self._people)
            for path, one in self.planned.items()
        }

    @cached_property
    def ties(self) -> Mapping[str, Ties]:
        """Those of the saved applications."""
        return {
            path: ties_of(one.gist, self.directory, counts=self._counts(path, one))
            for path, one in self.saved.items()
        }

    def _counts(self, path: str, one: _Read) -> bool:
        only = _NONE_MAY_BE_WRITTEN if path in self._held else None
        return counts_elsewhere(
            one.gist, lambda _: self.around[path], self._desk, lambda _: one.sheet, only
        )

    @cached_property
    def updates(self) -> Mapping[str, Update]:
        """What an update does to each planned note."""
        known = self._known
        return {
            path: guarded_update(
                one.sheet,
                replace(
                    self.around[path],
                    accepted=known.accepted.beside(path),
                    offered=known.offered.first_beside(path),
                ),
                self._desk,
            )
            for path, one in self.planned.items()
        }

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits of notes that may be written, those of people too."""
        stirred = (self.met.get(path) or self._known.people.get(path) for path in self.stirred)
        people = (person for person in stirred if person)
        edits = [update.edit for update in self.updates.values() if update.edit]
        come = self._people.last_touches(self._today)
        edits += last_contact_edits(people, come, self._index.note)
        return tuple(edit for edit in edits if edit.path not in self._held)

    @property
    def nos(self) -> tuple[Sheet, ...]:
        """The sheets that tell of a no for the first time."""
        return tuple(
            one.sheet
            for path, one in self.planned.items()
            if self.updates[path].edit and is_new_no(one.sheet)
        )

    def _read(self, sheet: Sheet) -> _Read:
        return _Read(sheet, gist_of(sheet, self._today, self._desk, self.directory))


def _called(person: Person | None) -> tuple[object, ...] | None:
    return found_by(person) if person else None


def _dates(ties: Ties | None) -> tuple[tuple[date, ...], tuple[date, ...]]:
    return (ties.accepted, ties.offered) if ties else ((), ())


def _with_unread(
    before: Mapping[str, tuple[str, ...]], notes: Mapping[str, Sorted]
) -> dict[str, tuple[str, ...]]:
    """Return the notes without properties by their mark, now that some notes are known better."""
    unread = {
        mark: tuple(path for path in paths if path not in notes) for mark, paths in before.items()
    }
    for path, note in notes.items():
        if note.unread:
            unread[note.unread] = (*unread.get(note.unread, ()), path)
    return {mark: paths for mark, paths in unread.items() if paths}
