"""All application notes together: what each one's lines look up in the others."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from vaultkit.core.across.copies import copies
from vaultkit.core.across.people import People, agency_of, all_touches, latest, own_touches
from vaultkit.core.follow_ups.application_note import (
    Sheet,
    entry,
    first_look,
    is_undated,
    owners_of,
    reread,
)
from vaultkit.core.follow_ups.guard import guard
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.follow_ups.piece import ID_PREFIX
from vaultkit.core.follow_ups.plan import Surroundings
from vaultkit.core.follow_ups.rules import Playbook
from vaultkit.core.follow_ups.update import Desk, Update, plan_sheet, update
from vaultkit.core.notes.application import (
    Application,
    Name,
    named_people,
    person_slug,
    stage_days,
)
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.fact import Fact
from vaultkit.core.notes.marks import has_tag, head_tags
from vaultkit.core.notes.own_names import own_names
from vaultkit.core.notes.person import Person
from vaultkit.core.settings.values import Marks
from vaultkit.core.text.edit import Unsafe
from vaultkit.core.text.markdown import body_tags
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.core.text.stages import MEETINGS, Kind

UNREAD = ("note-unread", "notes-unread")
"""The codes for notes that are marked and have no properties."""


@dataclass(frozen=True)
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

    @property
    def has_blocks(self) -> bool:
        """Tell whether vaultkit has written into any note, application or not."""
        return any(sheet.block for sheet in (*self.sheets, *self.forgotten))


@dataclass(frozen=True)
class Survey:
    """A look with its stamps made and its lines looked up: ready for updates and answers."""

    look: Look
    sheets: tuple[Sheet, ...]
    entries: tuple[Entry, ...]
    surroundings: Mapping[str, Surroundings]
    """By the path of the note."""
    marks: Marks = Marks()
    """What makes a note an application here."""
    people: People = People()
    names: Mapping[str, str] = field(default_factory=dict)
    """What the vault calls the properties of applications."""
    playbook: Playbook = Playbook(())


def survey(look: Look, desk: Desk, today: date, only: Collection[str] | None = None) -> Survey:
    """Return the look as of a day. Stamps are made first: a stamped ``accepted`` counts for all.

    ``only`` names the notes that may be written; None stands for all.
    """
    sheets = tuple(first_look(sheet, today) for sheet in look.sheets)
    directory = Directory(look.people)
    entries = tuple(entry(sheet, desk.terms.playbook, directory) for sheet in sheets)
    days = all_touches(entries, look.people, directory)
    people = People(look.people, directory, latest(days))
    heard = _heard(days, own_touches(entries, directory))
    entries = tuple(
        replace(
            entry,
            touches=_touches(entry, directory, days),
            heard=_touches(entry, directory, heard),
        )
        for entry in entries
    )
    own = {sheet.note.path: _about_people(sheet, people) for sheet in sheets}
    counting = [
        sheet for sheet in sheets if _counts_elsewhere(sheet, own[sheet.note.path], desk, only)
    ]
    accepted, offered = _days_of("won", counting), _days_of("offer", counting)
    surroundings = {
        path: replace(found, accepted=_elsewhere(accepted, path), offered=_elsewhere(offered, path))
        for path, found in own.items()
    }
    told = tuple(_with_agencies(found, own[found.application.path].agencies) for found in entries)
    names = own_names((sheet.application for sheet in sheets), desk.settings.properties)
    return Survey(
        look,
        sheets,
        told,
        surroundings,
        desk.settings.applications,
        people,
        names,
        desk.terms.playbook,
    )


def _with_agencies(found: Entry, agencies: Mapping[str, str]) -> Entry:
    """Say of each item for a recruiter who works elsewhere which agency they are of."""
    if not agencies:
        return found
    items = (
        replace(item, via=agencies.get(person_slug(item.person)) if item.person else None)
        for item in found.items
    )
    return replace(found, items=tuple(items))


def _days_of(kind: Kind, sheets: Iterable[Sheet]) -> list[tuple[date, str]]:
    """Return the days of a kind of stage with the notes that stand there, ascending."""
    found = [sheet.application for sheet in sheets]
    return sorted(
        (day, application.path)
        for application in found
        if application.stages.is_of(application.stage, (kind,))
        for day in stage_days(application)
    )


def _elsewhere(days: Iterable[tuple[date, str]], path: str) -> tuple[date, ...]:
    return tuple(day for day, other in days if other != path)


def _counts_elsewhere(
    sheet: Sheet, own: Surroundings, desk: Desk, only: Collection[str] | None
) -> bool:
    """Tell whether a note's acceptance or open offer may date lines elsewhere.

    A day that was stamped just now counts only where this update will write it down; a day
    that nobody remembers would be another one tomorrow.
    """
    if not sheet.application.stages.is_of(sheet.application.stage, ("won", "offer")):
        return False
    if sheet.stamped.first_seen == sheet.memory.first_seen:
        return True
    if sheet.is_frozen or (only is not None and sheet.note.path not in only):
        return False
    is_remembered = sheet.block is not None or bool(plan_sheet(sheet, own, desk).steps)
    return is_remembered and guarded_update(sheet, own, desk).edit is not None


def _heard(
    days: Mapping[str, frozenset[date]], own: Mapping[str, frozenset[date]]
) -> Mapping[str, frozenset[date]]:
    """Return the touches that only a person's own note tells: a call, say, but no mail of one's own."""
    return {
        identity: several - own.get(identity, frozenset()) for identity, several in days.items()
    }


def _touches(
    entry: Entry, directory: Directory, days: Mapping[str, frozenset[date]]
) -> frozenset[date]:
    """Return those of some days of touches that are with somebody whom the note names."""
    identities = {directory.identity(name) for name in named_people(entry.application)}
    return frozenset(day for identity in identities for day in days.get(identity, ()))


def _about_people(sheet: Sheet, people: People) -> Surroundings:
    directory = people.directory
    silent: set[str] = set()
    days: dict[str, date] = {}
    agencies: dict[str, str] = {}
    for name in named_people(sheet.application):
        person, slug = directory.person(name), person_slug(name)
        if person and person.do_not_contact:
            silent.add(slug)
        if agency := agency_of(sheet.application, name, person):
            agencies[slug] = agency
        if (day := people.last_touches.get(directory.identity(name))) is not None:
            days[slug] = max(day, days.get(slug, day))
    return Surroundings(
        not_to_contact=frozenset(silent), touches=days, agencies=agencies, directory=directory
    )


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


def problems(found: Survey, changes: Sequence[tuple[Sheet, Update]] = ()) -> tuple[Problem, ...]:
    """Return all findings of a survey, by note and line."""
    told = [*found.look.problems, *_twins(found), *_unread(found), *_copied(found)]
    for sheet in found.sheets:
        told += [*sheet.problems, *_undated(sheet, found.names), *_unnamed(sheet, found.names)]
        told += _mended(sheet, found)
    for _, change in changes:
        told += change.problems
    return tuple(sorted(told, key=lambda finding: (finding.note, finding.line, finding.code)))


def _unread(found: Survey) -> Iterator[Problem]:
    """Tell of notes that are marked and have no properties; a problem where the mark finds no application at all."""
    for mark, paths in found.look.unread.items():
        finds = any(_is_found_by(sheet, mark) for sheet in found.sheets)
        report, code = hint if finds else problem, UNREAD[len(paths) > 1]
        yield report(paths[0], 1, code, mark=mark, count=len(paths))
    for mark in (*found.marks.folders, *(f"#{tag}" for tag in found.marks.tags)):
        if mark not in found.look.unread and not any(
            _is_found_by(sheet, mark) for sheet in found.sheets
        ):
            yield hint("vaultkit.toml", 1, "mark-unused", mark=mark)


def _is_found_by(sheet: Sheet, mark: str) -> bool:
    if not mark.startswith("#"):
        return sheet.note.path.startswith(f"{mark}/")
    return has_tag(head_tags(sheet.head), (mark,)) or has_tag(
        body_tags(sheet.note.text[sheet.span.body :]), (mark,)
    )


def _copied(found: Survey) -> Iterator[Problem]:
    for path, original in copies(found.entries).items():
        yield hint(path, 1, "copy-of-a-note", original=original)


def _twins(found: Survey) -> Iterator[Problem]:
    """Tell of a name that finds no note since two have it: their address is not known then."""
    directory = found.people.directory
    for sheet in found.sheets:
        for role in ("recruiter", "contact", "interviewers"):
            for name in filter(None, _names_of(sheet, role)):
                twins = directory.people_called(name.target or name.text)
                if len(twins) > 1 and directory.person(name) is None:
                    line, notes = (
                        sheet.application.lines.get(role, 1),
                        " · ".join(each.path for each in twins),
                    )
                    yield hint(
                        sheet.note.path, line, "person-ambiguous", name=name.text, notes=notes
                    )


def _mended(sheet: Sheet, found: Survey) -> Iterator[Problem]:
    """Tell of done lines for a name that the note no longer holds, beside a name that has none."""
    surroundings = found.surroundings[sheet.note.path]
    lines = {piece.id: piece.at + 1 for piece in (*sheet.pieces, *sheet.strays) if piece.done_on}
    if not lines or not sheet.application.follow_up:
        return  # whose the lines are takes long to find
    guesses = owners_of(sheet, found.playbook, surroundings.directory).guesses
    for guess in (each for each in guesses if each.id in lines):
        code = "name-taken" if guess.is_taken else "name-new"
        told = {"id": ID_PREFIX + guess.id, "name": guess.someone.name.text}
        yield hint(sheet.note.path, lines[guess.id], code, **told)


def _names_of(sheet: Sheet, role: str) -> tuple[Name | None, ...]:
    found = getattr(sheet.application, role)
    return found if isinstance(found, tuple) else (found,)


def _undated(sheet: Sheet, names: Mapping[str, str]) -> tuple[Problem, ...]:
    """Tell of a stage without its day in an old note: nothing is planned for it, and nothing invented."""
    application = sheet.application
    wanted = _missing_day(application)
    if wanted is None or not application.follow_up or sheet.is_frozen:
        return ()
    line, own = application.lines.get("status", 1), names.get(wanted, wanted)
    return (
        hint(application.path, line, "stage-without-date", stage=application.stage, property=own),
    )


def _missing_day(application: Application) -> str | None:
    """Return the property of the day that the stage's lines count from, where the note does not give it."""
    stage = application.stages.named(application.stage)
    if stage is None or (stage.kind == "talking" and application.interviews):
        return None
    if stage.day == MEETINGS or (stage.kind == "talking" and _lacks(application, stage.day)):
        return stage.day
    return stage.stamped_day if is_undated(application) else None


def _lacks(application: Application, name: str | None) -> bool:
    return name is not None and getattr(application, name) is None


def _unnamed(sheet: Sheet, names: Mapping[str, str]) -> Iterator[Problem]:
    """Tell of an interview in an open application for which nobody is named: there is nobody to write to."""
    application = sheet.application
    stage = application.stages.named(application.stage)
    if stage is None or stage.day != MEETINGS or not application.interviews:
        return
    if application.follow_up and not sheet.is_frozen and not any(named_people(application)):
        line, own = application.lines.get(MEETINGS, 1), names.get("interviewers", "interviewers")
        yield hint(application.path, line, "interview-without-people", property=own)
