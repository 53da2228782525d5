"""``vaultkit import contacts.vcf``: people as notes: shown first, and never over a note that is there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from vaultkit.cli.adding import clock_now, habits_of
from vaultkit.cli.answer import Answer, Beside, Lines
from vaultkit.cli.import_told import (
    MOST_SHOWN,
    all_left,
    count_of_notes,
    differing,
    exit_code,
    is_agreed,
    lines,
    paths_made,
    shortened,
    written,
)
from vaultkit.cli.session import Session
from vaultkit.core.across.survey import Survey
from vaultkit.core.text.problem import Problem, problem
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.vcards.plan import CardPlan, Wanted
from vaultkit.disk.outcome import Outcome
from vaultkit.formats.contacts_preview import card_rows, preview_lines
from vaultkit.value import frozen
from vaultkit.work.import_people import Contacts, PeopleImport, new_files, plan_people


@frozen
class _Bringing:
    """One import: the file, what is in it, and whom somebody wants."""

    session: Session
    file: Path
    contacts: Contacts
    wanted: Wanted

    def plan(self, found: Survey) -> PeopleImport:
        session = self.session
        habits, now = habits_of(session, found), (session.today, clock_now())
        return plan_people(self.contacts, found, session.vault, habits, self.wanted, now)


def import_contacts(
    session: Session, file: Path, contacts: Contacts, wanted: Wanted, *, dry_run: bool, yes: bool
) -> Answer:
    """Make notes of people from a file of contacts."""
    bringing = _Bringing(session, file, contacts, wanted)
    if dry_run:
        plan = bringing.plan(session.survey())
        return _answer(bringing, plan, code=1 if plan.new else 0)
    with session.writing("import") as run:
        plan = bringing.plan(session.survey())
        if not plan.new:
            return replace(_answer(bringing, plan), shown=())
        if not yes and not _is_agreed(bringing, plan):
            nothing = session.console.phrases.say("remove.nothing-done")
            return Answer(_data(bringing, plan, ()), beside=(nothing,))
        outcomes = written(session, new_files(plan), run)
    return _answer(bringing, plan, outcomes, exit_code(outcomes))


def _is_agreed(bringing: _Bringing, plan: PeopleImport) -> bool:
    preview, told = _preview(bringing, plan, MOST_SHOWN), _told(bringing.file, plan)
    states = _counted_states(bringing, plan)
    return is_agreed(bringing.session, preview, told, states, len(plan.new))


def _preview(bringing: _Bringing, plan: PeopleImport, most: int | None) -> Iterator[str]:
    phrases, contacts = bringing.session.console.phrases, bringing.contacts
    key = "vcard.read-assumed" if contacts.is_assumed else "vcard.read"
    file = one_line(bringing.file.name)
    yield phrases.count(key, len(contacts.cards), file=file, encoding=contacts.encoding)
    yield from preview_lines(plan.rows, phrases, most)


def _answer(
    bringing: _Bringing,
    plan: PeopleImport,
    outcomes: Sequence[Outcome] | None = None,
    code: int = 0,
) -> Answer:
    made = paths_made(outcomes or ())
    told = (*_told(bringing.file, plan), *all_left(outcomes or ()))
    shown = tuple(made) if outcomes else (Lines(lambda: _preview(bringing, plan, None)),)
    return Answer(
        _data(bringing, plan, made),
        shown=shown,
        beside=(
            *shortened(bringing.session, told),
            *_counted(bringing, plan, None if outcomes is None else made),
        ),
        problems=told,
        exit_code=code,
    )


def _data(bringing: _Bringing, plan: PeopleImport, made: Sequence[str]) -> Mapping[str, Any]:
    contacts = bringing.contacts
    return {
        "file": str(bringing.file),
        "encoding": contacts.encoding,
        "encoding_assumed": contacts.is_assumed,
        "separator": None,
        "program": None,
        "columns": [],
        "rows": card_rows(plan.rows),
        "made": list(made),
    }


def _told(file: Path, plan: PeopleImport) -> Sequence[Problem]:
    """Return what is not understood, by line; of cards that make no note by choice nothing is said."""
    return [
        found
        for row in plan.rows
        if row.state in ("new", "left")
        for found in _problems(file.name, row)
    ]


def _problems(file: str, row: CardPlan) -> Iterator[Problem]:
    for wrong in row.who.wrong:
        yield problem(file, wrong.line, f"vcard-{wrong.code}", **wrong.values)
    if row.is_namesake and row.state == "left":
        told = {"name": row.who.name, "other": row.of_line}
        yield problem(file, row.who.line, "vcard-namesake", **told)


def _counted(
    bringing: _Bringing, plan: PeopleImport, made: Sequence[str] | None
) -> Iterator[Beside]:
    """Yield how many notes were made, and what the other cards are."""
    yield count_of_notes(bringing.session, len(plan.new), made)
    yield from _counted_states(bringing, plan)
    found = [
        (row.who.line, row.path or "", differs) for row in plan.rows for differs in row.differs
    ]
    yield from differing(bringing.session, found)


def _counted_states(bringing: _Bringing, plan: PeopleImport) -> Iterator[str]:
    phrases = bringing.session.console.phrases
    for state in ("there", "double", "left", "aside"):
        found = [row.who.line for row in plan.rows if row.state == state]
        if not found:
            continue
        key = "none-wanted" if state == "aside" and bringing.wanted.only else state
        yield phrases.count(f"vcard.{key}", len(found), lines=lines(found))
