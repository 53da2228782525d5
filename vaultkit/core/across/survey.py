"""All application notes together: what each one's lines look up in the others."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import partial

from vaultkit.core.across.copies import copies, listed
from vaultkit.core.across.gist import Gist, gist_of
from vaultkit.core.across.people import People, all_touches, own_touches
from vaultkit.core.across.surroundings import Around, about_people
from vaultkit.core.follow_ups.application_note import Sheet, reread
from vaultkit.core.follow_ups.first_look import first_look
from vaultkit.core.follow_ups.guard import guard
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.follow_ups.rules import Playbook
from vaultkit.core.follow_ups.update import Desk, Update, plan_sheet, update
from vaultkit.core.notes.application import (
    Application,
    named_people,
)
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.fact import Fact
from vaultkit.core.notes.own_names import own_names
from vaultkit.core.notes.person import Person
from vaultkit.core.settings.values import Marks
from vaultkit.core.text.edit import Unsafe
from vaultkit.core.text.once import Later, once
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.core.text.stages import MEETINGS, Kind
from vaultkit.value import frozen

UNREAD = ("note-unread", "notes-unread")
"""The codes for notes that are marked and have no properties."""


@frozen
class Look:
    """What one look over a vault found, each in the order of the walk.

    ``problems`` are those of notes that could not be read as an application or a person;
    a sheet has its own. ``forgotten`` are the notes with a block that are no applications,
    ``unread`` the paths of those that have a mark and no properties, by the mark.
    """

    sheets: tuple[Sheet, ...] = ()
    people: tuple[Person, ...] = ()
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    forgotten: tuple[Sheet, ...] = ()
    unread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@frozen
class Survey:
    """A look with its stamps made and its lines looked up: ready for updates and answers."""

    look: Look
    sheets: tuple[Sheet, ...]
    entries: Sequence[Entry]
    """With the touches that other notes tell of; made when they are first asked for, which no list of items does."""
    surroundings: Mapping[str, Surroundings]
    """By the path of the note."""
    marks: Marks = Marks()
    """What makes a note an application here."""
    people: People = People()
    names: Mapping[str, str] = field(default_factory=dict)
    """What the vault calls the properties of applications."""
    playbook: Playbook = Playbook(())
    gists: tuple[Gist, ...] = ()
    """Of every application, in the order of the entries; ``sheets`` are only those that were asked for."""
    counting: frozenset[str] = frozenset()
    """The notes whose acceptance or open offer may date lines elsewhere."""

    @property
    def has_blocks(self) -> bool:
        """Tell whether vaultkit has written into any note, application or not."""
        forgotten = any(sheet.block for sheet in self.look.forgotten)
        return forgotten or any(gist.has_block for gist in self.gists)

    @once
    def written(self) -> tuple[Entry, ...]:
        """Every application as its own note has it: without touches, where it is made of gists."""
        return tuple(gist.entry for gist in self.gists) or (*self.entries,)

    @once
    def copies(self) -> Mapping[str, str]:
        """The notes that repeat another one, with the path of that other."""
        return copies(self.written)

    @once
    def listed(self) -> tuple[Entry, ...]:
        """Those of the applications, as their own notes have them, that the lists show."""
        return listed(self.written, self.copies)

    @once
    def findings(self) -> tuple[Problem, ...]:
        """All that there is to say of the notes before any update, in no order."""
        finding = {mark for gist in self.gists for mark in gist.found_by}
        unread = unread_marks(self.look.unread, finding, self.marks)
        told = [*self.look.problems, *unread, *copied(self)]
        for gist in self.gists:
            told += problems_of(gist, self.names)
        return tuple(told)


def survey(look: Look, desk: Desk, today: date, only: Container[str] | None = None) -> Survey:
    """Return the look as of a day. Stamps are made first: a stamped ``accepted`` counts for all.

    ``only`` names the notes that may be written; None stands for all.
    """
    sheets = tuple(first_look(sheet, today) for sheet in look.sheets)
    directory = Directory(look.people)
    gists = tuple(gist_of(sheet, today, desk, directory) for sheet in sheets)
    by_path = {sheet.note.path: sheet for sheet in sheets}
    found = survey_of(look, gists, directory, desk, by_path.get, only)
    return replace(found, sheets=sheets)


def survey_of(
    look: Look,
    gists: Sequence[Gist],
    directory: Directory,
    desk: Desk,
    sheet_of: Callable[[str], Sheet | None],
    only: Container[str] | None = None,
) -> Survey:
    """Return the survey of applications of which only the gist is at hand; it has no sheets.

    ``sheet_of`` gives the sheet of a note, after its first look, or None where it has none any more.
    """
    written = own_touches((gist.entry for gist in gists), directory)
    people = People(look.people, directory, all_touches(written, look.people))
    around = partial(about_people, people=people)
    counting = [gist for gist in gists if counts_elsewhere(gist, around, desk, sheet_of, only)]
    applications = (gist.application for gist in gists)
    return Survey(
        look,
        (),
        Later(partial(_with_touches, gists, people, written)),
        Around(gists, people, counting),
        desk.settings.applications,
        people,
        own_names(applications, desk.settings.properties),
        desk.terms.playbook,
        tuple(gists),
        frozenset(gist.path for gist in counting),
    )


def counts_elsewhere(
    gist: Gist,
    around: Callable[[Application], Surroundings],
    desk: Desk,
    sheet_of: Callable[[str], Sheet | None],
    only: Container[str] | None,
) -> bool:
    """Tell whether a note's acceptance or open offer may date lines elsewhere.

    A day that was stamped just now counts only where this update will write it down; a day
    that nobody remembers would be another one tomorrow. ``around`` gives what the note looks up.
    """
    application = gist.application
    if not application.stages.is_of(application.stage, ("won", "offer")):
        return False
    if not gist.is_stamped:
        return True
    if gist.is_frozen or (only is not None and gist.path not in only):
        return False
    sheet, own = sheet_of(gist.path), around(application)
    if sheet is None or not (gist.has_block or plan_sheet(sheet, own, desk).steps):
        return False
    return guarded_update(sheet, own, desk).edit is not None


def _heard(
    days: Mapping[str, frozenset[date]], own: Mapping[str, frozenset[date]]
) -> Mapping[str, frozenset[date]]:
    """Return the touches that only a person's own note tells: a call, say, but no mail of one's own."""
    return {
        identity: several - own.get(identity, frozenset()) for identity, several in days.items()
    }


def _with_touches(
    gists: Iterable[Gist], people: People, written: Mapping[str, frozenset[date]]
) -> Iterator[Entry]:
    """Yield each entry with the days of touches that are with somebody whom the note names."""
    heard = _heard(people.touches, written)
    for gist in gists:
        yield _touched(gist.entry, people.directory, people.touches, heard)


def _touched(
    entry: Entry,
    directory: Directory,
    days: Mapping[str, frozenset[date]],
    heard: Mapping[str, frozenset[date]],
) -> Entry:
    touches: set[date] = set()
    others: set[date] = set()
    for identity in map(directory.identity, named_people(entry.application)):
        if identity in days:
            touches |= days[identity]
            others |= heard[identity]
    return replace(entry, touches=frozenset(touches), heard=frozenset(others)) if touches else entry


def updates(found: Survey, desk: Desk) -> tuple[tuple[Sheet, Update], ...]:
    """Return what an update does to each application note, guarded."""
    return tuple(
        (sheet, guarded_update(sheet, found.surroundings[sheet.note.path], desk))
        for sheet in found.sheets
    )


def guarded_update(sheet: Sheet, around: Surroundings, desk: Desk) -> Update:
    """Return the update; without its edit, and with a word of it, where the edit would do harm.

    Both halves of a promise are held: what the person wrote stays, and planning on the result
    gives no further edit.
    """
    change = update(sheet, around, desk)
    sheet.note.let_text_go()
    if change.edit is None:
        return change
    try:
        guard(sheet, change.edit)
        again = reread(sheet, change.edit.wanted)
        if again is None or update(again, around, desk).edit:
            raise Unsafe("the note would change again")
    except Unsafe as unsafe:
        return Update(
            None, (*change.problems, problem(sheet.note.path, 1, "edit-refused", reason=unsafe))
        )
    return change


def problems(found: Survey, changes: Iterable[tuple[object, Update]] = ()) -> tuple[Problem, ...]:
    """Return all findings of a survey, by note and line."""
    told = [*found.findings]
    for _, change in changes:
        told += change.problems
    return in_order(told)


def in_order(told: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return findings by note and line."""
    return tuple(sorted(told, key=lambda finding: (finding.note, finding.line, finding.code)))


def problems_of(gist: Gist, names: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the findings of one application, but for those of its update and of what repeats it."""
    yield from gist.twins
    yield from gist.entry.problems
    if gist.application.follow_up and not gist.is_frozen:
        yield from _left_out(gist.application, names)
    yield from gist.mended


def unread_marks(
    unread: Mapping[str, tuple[str, ...]], finding: Container[str], marks: Marks
) -> Iterator[Problem]:
    """Tell of notes that are marked and have no properties; a problem where the mark finds no application at all.

    ``unread`` has their paths by the mark; ``finding`` are the marks that find an application.
    """
    for mark, paths in unread.items():
        report, code = hint if mark in finding else problem, UNREAD[len(paths) > 1]
        yield report(paths[0], 1, code, mark=mark, count=len(paths))
    for mark in (*marks.folders, *(f"#{tag}" for tag in marks.tags)):
        if mark not in unread and mark not in finding:
            yield hint("vaultkit.toml", 1, "mark-unused", mark=mark)


def copied(found: Survey) -> Iterator[Problem]:
    """Tell of each note that repeats another one."""
    for path, original in found.copies.items():
        yield hint(path, 1, "copy-of-a-note", original=original)


def _left_out(application: Application, names: Mapping[str, str]) -> Iterator[Problem]:
    """Tell of what the note's stage asks for and the note does not give: the stage's day, and people of an interview.

    Nothing is planned for such a stage, and nothing invented; there is nobody to write to.
    """
    stage = application.stages.named(application.stage)
    if stage is None or stage.day is None:
        return
    if day := _missing_day(application, stage.kind, stage.day):
        line, own = application.lines.get("status", 1), names.get(day, day)
        told = {"stage": application.stage, "property": own}
        yield hint(application.path, line, "stage-without-date", **told)
    meets = stage.day == MEETINGS and application.interviews
    if meets and not any(named_people(application)):
        line, own = application.lines.get(MEETINGS, 1), names.get("interviewers", "interviewers")
        yield hint(application.path, line, "interview-without-people", property=own)


def _missing_day(application: Application, kind: Kind, day: str) -> str | None:
    """Return the property of the day that the stage's lines count from, where the note does not give it."""
    if kind == "talking" and application.interviews:
        return None
    return day if day == MEETINGS or getattr(application, day) is None else None
