"""The command that says why each date is there: of an application, or of all that is for one person."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, NoReturn

from vaultkit.cli.answer import Answer, Prose
from vaultkit.cli.items import ItemNames, find_person, notes_meant
from vaultkit.cli.parameters import Argument
from vaultkit.cli.session import Session
from vaultkit.core.across.naming import Who, folded
from vaultkit.core.across.people import addressee
from vaultkit.core.across.survey import Survey
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.follow_ups.update import plan_sheet
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.lessons import lessons, reflect_questions
from vaultkit.errors import UsageError
from vaultkit.formats.reasons import Reason, learned, left_alone, reasons


def explain(
    session: Session,
    note: Annotated[str, Argument(help="An application note, or a person.", metavar="NOTE")],
) -> Answer:
    """Say why each date of a note is there, and what is waited for."""
    found = session.survey_to_tell()
    meant = _meant(note, found, session)
    path = meant if isinstance(meant, str) else meant.person.path if meant.person else ""
    problems = survey_problems(found)
    told = tuple(problem for problem in problems if problem.note == path)
    sheet = next((sheet for sheet in found.sheets if sheet.note.path == path), None)
    if isinstance(meant, Who):
        rows = _rows_of_person(meant, found, session)
    elif sheet:
        rows = _rows_of_sheet(sheet, found, session)
    elif told:
        rows = ()
    else:
        _refuse(path)
    answer = _answer(session, rows, told)
    return replace(answer, problems=problems) if isinstance(meant, Who) else answer


def _refuse(path: str) -> NoReturn:
    raise UsageError("not-an-application", note=path)


def _answer(session: Session, rows: Sequence[Reason], told: tuple[Problem, ...]) -> Answer:
    """Tell what is wrong first: what follows may hang on it. Hints come last."""
    console = session.console
    lines = (
        *(console.problem(one) for one in told if one.severity == "problem"),
        *(row.text for row in rows),
        *(console.problem(one) for one in told if one.severity == "hint"),
    )
    return Answer([row.facts for row in rows], shown=tuple(map(Prose, lines)), problems=told)


def _meant(text: str, found: Survey, session: Session) -> str | Who:
    """Return the note or the person that a text means. Raises UsageError for none, and for several."""
    notes = notes_meant(text, session)
    applications = {sheet.note.path for sheet in found.sheets}
    people = {person.path: Who(person.path, person.name, person) for person in found.look.people}
    if len(notes) == 1 and notes[0] in people:
        return people[notes[0]]
    of_company = [
        sheet.note.path
        for sheet in found.sheets
        if folded(text) in folded(sheet.application.company)
    ]
    several = [path for path in notes if path in applications] or of_company
    if not several:
        who = find_person(text, found, session)
        if who:
            return who
        several = list(notes)
    if not several:
        raise UsageError("explain-unknown", text=text)
    if len(several) > 1:
        raise UsageError("note-ambiguous", several, text=text)
    return several[0]


def _rows_of_sheet(sheet: Sheet, found: Survey, session: Session) -> Sequence[Reason]:
    phrases = session.console.phrases
    if sheet.is_frozen:
        entry = next(entry for entry in found.entries if entry.application.path == sheet.note.path)
        return left_alone(sheet, phrases, has_stage=entry.has_stage)
    plan = plan_sheet(sheet, found.surroundings[sheet.note.path], session.desk)
    rows = reasons(sheet, plan, phrases, found.names)
    playbook = session.desk.terms.playbook
    for_interviews = {rule.name for rule in playbook.rules if rule.for_interview}
    if any(
        step.rule in for_interviews and step.window.anchor_day >= session.today
        for step in plan.steps
    ):
        questions = reflect_questions(session.desk.phrases.values(), playbook.lesson_words)
        rows += learned(lessons(found.entries, questions), phrases)
    return rows


def _rows_of_person(who: Who, found: Survey, session: Session) -> Sequence[Reason]:
    """Return the last touch, then why each line is there that is for somebody, in whatever note."""
    phrases, names = session.console.phrases, ItemNames(found.entries)
    directory = found.people.directory
    day = found.people.last_touch(who.identity, session.today)
    key = "explain.last-touch" if day else "explain.no-touch"
    touch = {"person": who.name, "last_touch": day.isoformat() if day else None}
    rows = [Reason(phrases.say(key, name=who.name, day=day or ""), touch)]
    for sheet, entry in zip(found.sheets, found.entries, strict=True):
        items = [item for item in entry.items if addressee(item, directory) == who.identity]
        rows += _rows_of_items(items, sheet, found, session, names)
    if len(rows) == 1:
        rows.append(Reason(phrases.say("explain.nobody", name=who.name), {}))
    return rows


def _rows_of_items(
    items: Sequence[Item], sheet: Sheet, found: Survey, session: Session, names: ItemNames
) -> Sequence[Reason]:
    if not items:
        return ()
    by_id = {row.facts.get("id"): row for row in _rows_of_sheet(sheet, found, session)}
    rows = []
    for item in items:
        if row := by_id.get(item.id):
            note = names.of(item).rpartition("#")[0]
            text = session.console.phrases.say("explain.in-note", note=note, text=row.text)
            rows.append(Reason(text, {"note": item.path, **row.facts}))
    return rows
