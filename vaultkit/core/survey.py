"""All application notes together: what each one's lines look up in the others."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vaultkit.core.application import Name, named_people, person_slug
from vaultkit.core.checklist import ID_PREFIX
from vaultkit.core.edit import Unsafe
from vaultkit.core.fact import Fact
from vaultkit.core.guard import guard
from vaultkit.core.item import Entry
from vaultkit.core.people import Directory, last_touches
from vaultkit.core.person import Person
from vaultkit.core.plan import Surroundings
from vaultkit.core.problem import Problem, hint, problem
from vaultkit.core.rules import Playbook
from vaultkit.core.sheet import STAGE_DATES, Sheet, entry, first_look, is_undated, owners_of, reread
from vaultkit.core.update import Desk, Update, plan_sheet, update


@dataclass(frozen=True)
class Look:
    """What one look over a vault found, each in the order of the walk.

    ``problems`` are those of notes that could not be read as an application or a person;
    a sheet has its own.
    """

    sheets: tuple[Sheet, ...] = ()
    people: tuple[Person, ...] = ()
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Survey:
    """A look with its stamps made and its lines looked up: ready for updates and answers."""

    look: Look
    sheets: tuple[Sheet, ...]
    entries: tuple[Entry, ...]
    surroundings: Mapping[str, Surroundings]
    """By the path of the note."""
    playbook: Playbook = Playbook(())


def survey(look: Look, desk: Desk, today: date, only: Collection[str] | None = None) -> Survey:
    """Return the look as of a day. Stamps are made first: a stamped ``accepted`` counts for all.

    ``only`` names the notes that may be written; None stands for all.
    """
    sheets = tuple(first_look(sheet, today) for sheet in look.sheets)
    directory = Directory(look.people)
    entries = tuple(entry(sheet, desk.terms.playbook, directory) for sheet in sheets)
    touches = last_touches(entries, look.people)
    own = {sheet.note.path: _about_people(sheet, directory, touches) for sheet in sheets}
    accepted = sorted(
        (sheet.application.accepted, sheet.note.path)
        for sheet in sheets
        if sheet.application.accepted and _is_accepted(sheet, own[sheet.note.path], desk, only)
    )
    surroundings = {
        path: replace(found, accepted=tuple(day for day, other in accepted if other != path))
        for path, found in own.items()
    }
    return Survey(look, sheets, entries, surroundings, desk.terms.playbook)


def _is_accepted(sheet: Sheet, own: Surroundings, desk: Desk, only: Collection[str] | None) -> bool:
    """Tell whether a note's acceptance may date lines elsewhere.

    A day that was stamped just now counts only where this update will write it down; a day
    that nobody remembers would be another one tomorrow.
    """
    if sheet.application.stage != "accepted":
        return False
    if sheet.stamped.first_seen == sheet.memory.first_seen:
        return True
    if sheet.is_frozen or (only is not None and sheet.note.path not in only):
        return False
    return sheet.block is not None or bool(plan_sheet(sheet, own, desk).steps)


def _about_people(sheet: Sheet, directory: Directory, touches: Mapping[str, date]) -> Surroundings:
    silent: set[str] = set()
    days: dict[str, date] = {}
    for name in named_people(sheet.application):
        person, slug = directory.person(name), person_slug(name)
        if person and person.do_not_contact:
            silent.add(slug)
        if (day := touches.get(directory.identity(name))) is not None:
            days[slug] = max(day, days.get(slug, day))
    return Surroundings((), frozenset(silent), days, directory)


def updates(found: Survey, desk: Desk) -> tuple[tuple[Sheet, Update], ...]:
    """Return what an update does to each application note, guarded."""
    return tuple((sheet, _guarded(sheet, found.surroundings[sheet.note.path], desk)) for sheet in found.sheets)


def _guarded(sheet: Sheet, around: Surroundings, desk: Desk) -> Update:
    """Return the update; without its edit, and with a word of it, where the edit would do harm.

    Both halves of a promise are held: what the person wrote stays, and planning on the result
    gives no further edit.
    """
    change = update(sheet, around, desk)
    if change.edit is None:
        return change
    try:
        guard(sheet, change.edit)
        again = reread(sheet, change.edit.wanted)
        if again is None or update(again, around, desk).edit:
            raise Unsafe("the note would change again")
    except Unsafe as unsafe:
        return Update(None, (*change.problems, problem(sheet.note.path, 1, "edit-refused", reason=unsafe)))
    return change


def problems(found: Survey, changes: Sequence[tuple[Sheet, Update]] = ()) -> tuple[Problem, ...]:
    """Return all findings of a survey, by note and line."""
    told = [*found.look.problems, *_twins(found)]
    for sheet in found.sheets:
        told += [*sheet.problems, *_undated(sheet), *_mended(sheet, found)]
    for _, change in changes:
        told += change.problems
    return tuple(sorted(told, key=lambda finding: (finding.note, finding.line, finding.code)))


def _twins(found: Survey) -> Iterator[Problem]:
    """Tell of a name that finds no note since two have it: their address is not known then."""
    directory = Directory(found.look.people)
    for sheet in found.sheets:
        for role in ("recruiter", "contact", "interviewers"):
            for name in filter(None, _names_of(sheet, role)):
                twins = directory.people_called(name.target or name.text)
                if len(twins) > 1 and directory.person(name) is None:
                    line, notes = sheet.application.lines.get(role, 1), " · ".join(each.path for each in twins)
                    yield hint(sheet.note.path, line, "person-ambiguous", name=name.text, notes=notes)


def _mended(sheet: Sheet, found: Survey) -> Iterator[Problem]:
    """Tell of done lines for a name that the note no longer holds, beside a name that has none."""
    surroundings = found.surroundings[sheet.note.path]
    lines = {piece.id: piece.at + 1 for piece in (*sheet.pieces, *sheet.strays) if piece.done_on}
    for guess in owners_of(sheet, found.playbook, surroundings.directory).guesses:
        name = guess.someone.name.text
        line = lines.get(guess.id)
        if line is not None and sheet.application.follow_up:
            code = "name-taken" if guess.is_taken else "name-new"
            yield hint(sheet.note.path, line, code, id=ID_PREFIX + guess.id, name=name)


def _names_of(sheet: Sheet, role: str) -> tuple[Name | None, ...]:
    found = getattr(sheet.application, role)
    return found if isinstance(found, tuple) else (found,)


def _undated(sheet: Sheet) -> tuple[Problem, ...]:
    """Tell of a stage without its day in an old note: nothing is planned for it, and nothing invented."""
    application = sheet.application
    if not is_undated(application) or not application.follow_up or sheet.is_frozen:
        return ()
    wanted = STAGE_DATES[application.stage]
    line = application.lines.get("status", 1)
    return (hint(application.path, line, "stage-without-date", stage=application.stage, property=wanted),)
