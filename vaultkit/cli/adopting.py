"""``vaultkit init`` in a vault that is there: what was found, what is not sure, and the settings."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from vaultkit.cli.adopting_bodies import what_would_happen
from vaultkit.cli.answer import Answer, Warned
from vaultkit.cli.bases import base_rows, base_words, made_bases, renew_bases
from vaultkit.cli.session import Session, known_words
from vaultkit.cli.spoken import environment_language
from vaultkit.cli.summary import new_lines
from vaultkit.core.across.survey import UNREAD, problems
from vaultkit.core.adoption.own_marks import OwnMark
from vaultkit.core.adoption.proposal import Found, Proposal, with_suggestions
from vaultkit.core.adoption.suggestion import Suggestion
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.phrases import Phrases
from vaultkit.disk.vault import SETTINGS_FILE, Vault
from vaultkit.formats.proposal_lines import mark_words, proposal_lines
from vaultkit.formats.settings_draft import reason_of, say
from vaultkit.playbook import load
from vaultkit.work import refresh as refreshing
from vaultkit.work.bases import WrittenBase
from vaultkit.work.survey_vault import Surveyed, draft_of, survey_vault

_BETWEEN = " \t\r\n,;"
_ANSWER = re.compile(r"(\d{1,4})\s*[=:]\s*(.*?)(?=[\s,;]+\d{1,4}\s*[=:]|[\s,;]*$)")
_MAPPED = "stage-mapped"


def adopt(session: Session, root: Path, *, with_bases: bool, language: str | None) -> Answer:
    """Survey a vault, tell what was found, ask what is not sure, and write the settings: nothing else.

    ``language`` is the one that somebody named; None stands for what the notes show.
    """
    usual = environment_language(session.environ)
    early = session.console_in(language or usual)
    surveyed = survey_vault(root, known_words, early.progress, language, usual)
    proposal = surveyed.proposal
    console = session.console_in(proposal.language)
    found = tuple(_found_words(surveyed, console.phrases))
    is_asked = console.can_ask and not console.quiet
    if is_asked:
        for line in found:
            console.message(line)
        suggestions = tuple(_asked(session, proposal))
        surveyed = replace(surveyed, proposal=with_suggestions(proposal, suggestions))
    draft = draft_of(surveyed, session.today)
    Vault(root).create(SETTINGS_FILE, draft.encode())
    tables = renew_bases(session) if with_bases else None
    return _answer(session, surveyed, draft, tables, () if is_asked else found)


def _found_words(surveyed: Surveyed, phrases: Phrases) -> Iterator[str]:
    yield from proposal_lines(surveyed.proposal, phrases)
    yield from (phrases.say(told.key, **told.values) for told in surveyed.told)


def _asked(session: Session, proposal: Proposal) -> Iterable[Suggestion]:
    """Yield the suggestions with what somebody says to those that are not sure."""
    console = session.console_in(proposal.language)
    stages = [one for one in proposal.suggestions if one.table == "stages"]
    yield from (
        _confirmed(session, one, proposal) for one in proposal.suggestions if one not in stages
    )
    if not stages:
        return
    names = load.stages().names
    console.message(console.phrases.say("adoption.map-head"))
    for number, one in enumerate(stages, start=1):
        console.message(_row(number, one, proposal, session))
    console.message(console.phrases.say("adoption.map-how", stages=", ".join(names)))
    question = console.phrases.say("adoption.map-question", stage=names[1])
    said = console.ask(question) or ""
    answers = _mapping(said)
    if rest := _ANSWER.sub("", said).strip(_BETWEEN):
        console.message(console.phrases.say("adoption.map-wrong", text=rest))
    vocabulary = known_words(replace(Settings(), language=proposal.language))
    for number, one in enumerate(stages, start=1):
        answer = answers.get(number)
        stage = vocabulary.stage(answer) if answer else None
        if answer and stage is None:
            console.message(console.phrases.say("adoption.map-wrong", text=answer))
        yield replace(one, name=stage, reason=_MAPPED, is_sure=True) if stage else one


def _confirmed(session: Session, one: Suggestion, proposal: Proposal) -> Suggestion:
    """Ask whether a setting is right; what is not sure stays a comment."""
    if one.is_sure:
        return one
    console = session.console_in(proposal.language)
    question = say(f"adoption.ask.{one.reason}", one, console.phrases)
    return replace(one, is_sure=console.is_sure(question) is True)


def _row(number: int, one: Suggestion, proposal: Proposal, session: Session) -> str:
    phrases = session.console_in(proposal.language).phrases
    count = one.told["n"]
    assert isinstance(count, int)
    notes = phrases.count("adoption.in-notes", count)
    key = "adoption.map-row-guess" if one.name else "adoption.map-row"
    return phrases.say(key, number=number, word=one.values[0], notes=notes, stage=one.name)


def _mapping(answer: str) -> Mapping[int, str]:
    return {int(match[1]): match[2].strip() for match in _ANSWER.finditer(answer.strip())}


def _answer(
    session: Session,
    surveyed: Surveyed,
    draft: str,
    tables: tuple[WrittenBase, ...] | None,
    found: tuple[str, ...],
) -> Answer:
    """Return what was written and what would happen now. ``found`` is what nobody has been told yet."""
    console, proposal, root = session.console, surveyed.proposal, session.root
    planned = refreshing.plan_refresh(session.index, session.desk, session.today)
    unread = tuple(one for one in problems(planned.survey) if one.code in UNREAD)
    rows = {} if tables is None else {"bases": base_rows(tables)}
    return Answer(
        {
            **_as_data(proposal, session),
            "vault": str(root),
            "settings": draft.splitlines(),
            "would_write": {"lines": new_lines(planned.edits), "notes": len(planned.edits)},
            **rows,
        },
        shown=(str(root / SETTINGS_FILE), *made_bases(tables or ())),
        beside=(
            *found,
            *_written_words(proposal, console.phrases),
            *(() if tables is None else base_words(session, tables)),
            *(Warned(console.problem(one)) for one in unread),
            *_now_words(proposal, planned, console.phrases),
        ),
        problems=unread,
    )


def _written_words(proposal: Proposal, phrases: Phrases) -> Iterator[str]:
    yield phrases.say(
        "adoption.written" if proposal.applications.count else "adoption.written-none"
    )
    if any(not one.is_sure for one in proposal.suggestions):
        yield phrases.say("adoption.unsure")


def _now_words(
    proposal: Proposal, planned: refreshing.Refreshed, phrases: Phrases
) -> Iterator[str]:
    """Yield how many notes want a hand, and what an update would write."""
    wrong = {one.note for one in planned.problems if one.severity == "problem"}
    if wrong:
        yield phrases.count("status.attention", len(wrong))
    told = what_would_happen(planned, phrases)
    yield from told
    if not told and proposal.applications.count:
        yield phrases.say("adoption.see-none")


def _as_data(proposal: Proposal, session: Session) -> dict[str, Any]:
    """Return the proposal for ``--json``."""
    phrases = session.console.phrases
    return {
        "notes": proposal.notes,
        "language": proposal.language,
        "applications": proposal.applications.count,
        "people": proposal.people.count,
        "marks": {
            "applications": _marks(proposal.applications, session),
            "people": _marks(proposal.people, session),
        },
        "left": [*proposal.applications.left, *proposal.people.left],
        "properties": [
            {"name": one.name, "property": one.property, "notes": one.count, "example": one.example}
            for one in proposal.names
        ],
        "stages": [
            {"word": one.word, "notes": one.count, "stage": one.stage, "guess": one.guess}
            for one in proposal.stages
        ],
        "suggestions": [
            {
                "table": one.table,
                "name": one.name,
                "values": list(one.values),
                "sure": one.is_sure,
                "reason": reason_of(one, phrases),
            }
            for one in proposal.suggestions
        ],
        "in_bodies": [
            {"folder": one.folder, "notes": list(one.paths), "rows": one.rows}
            for one in proposal.bodies
        ],
    }


def _marks(found: Found, session: Session) -> Sequence[str]:
    def words(mark: OwnMark) -> str:
        return mark_words(mark, session.console.phrases)

    return [words(mark) for mark in found.marks]
