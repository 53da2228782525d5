"""``vaultkit init`` in a vault that is there: what was found, what is not sure, and the settings."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from vaultkit.cli.adopting_bodies import tell_what_would_happen
from vaultkit.cli.console import Console
from vaultkit.cli.session import Options, Session, known_words
from vaultkit.cli.summary import new_lines
from vaultkit.core.across.survey import UNREAD, problems
from vaultkit.core.adoption.own_marks import OwnMark
from vaultkit.core.adoption.proposal import Found, Proposal, with_suggestions
from vaultkit.core.adoption.suggestion import Suggestion
from vaultkit.core.settings.values import Settings
from vaultkit.disk.vault import SETTINGS_FILE, Vault
from vaultkit.formats.proposal_lines import mark_words, proposal_lines
from vaultkit.formats.rows import problem_row
from vaultkit.formats.settings_draft import reason_of, say
from vaultkit.playbook import load
from vaultkit.work import refresh as refreshing
from vaultkit.work.survey_vault import Surveyed, draft_of, survey_vault

_ANSWER = re.compile(r"(\d{1,4})\s*[=:]\s*(.*?)(?=[\s,;]+\d{1,4}\s*[=:]|[\s,;]*$)")
_MAPPED = "stage-mapped"


def adopt(session: Session, root: Path) -> int:
    """Survey a vault, tell what was found, ask what is not sure, and write the settings: nothing else."""
    early = session.console_in("en")
    surveyed = survey_vault(root, known_words, early.progress)
    proposal = surveyed.proposal
    console = session.console_in(proposal.language)
    if not console.is_json:
        _tell_found(console, surveyed)
    if console.can_ask and not console.quiet:
        suggestions = tuple(_asked(session, proposal))
        surveyed = replace(surveyed, proposal=with_suggestions(proposal, suggestions))
    draft = draft_of(surveyed, session.today)
    Vault(root).create(SETTINGS_FILE, draft.encode())
    return _tell(session, root, surveyed, draft)


def _tell_found(console: Console, surveyed: Surveyed) -> None:
    for line in proposal_lines(surveyed.proposal, console.phrases):
        console.message(line)
    for told in surveyed.told:
        console.tell(told.key, **told.values)


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
    answers = _mapping(console.ask(question) or "")
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


def _tell(session: Session, root: Path, surveyed: Surveyed, draft: str) -> int:
    """Say what was written and what would happen now."""
    options = Options(
        root,
        session.options.today,
        json=session.options.json,
        quiet=session.options.quiet,
        color=session.options.color,
    )
    inside = Session(options, session.environ)
    console, proposal = inside.console, surveyed.proposal
    planned = refreshing.plan_refresh(inside.index, inside.desk, inside.today)
    unread = [one for one in problems(planned.survey) if one.code in UNREAD]
    lines, notes = new_lines(planned.edits), len(planned.edits)
    if session.options.json:
        data = {**_as_data(proposal, inside), "vault": str(root), "settings": draft.splitlines()}
        data["would_write"] = {"lines": lines, "notes": notes}
        console.json("init", data, [problem_row(one, console.phrases) for one in unread])
        return 0
    console.data(str(root / SETTINGS_FILE))
    console.tell("adoption.written" if proposal.applications.count else "adoption.written-none")
    if any(not one.is_sure for one in proposal.suggestions):
        console.tell("adoption.unsure")
    for one in unread:
        console.error_line(console.problem(one))
    wrong = {one.note for one in planned.problems if one.severity == "problem"}
    if wrong:
        console.tell_count("status.attention", len(wrong))
    if not tell_what_would_happen(inside, planned) and proposal.applications.count:
        console.tell("adoption.see-none")
    return 0


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
