"""``vaultkit new``: a note for a new application, as this vault would write it."""

import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from datetime import time as clock_time
from typing import Annotated

from vaultkit.cli.answer import Answer, Beside, Warned
from vaultkit.cli.parameters import Argument, Option
from vaultkit.cli.session import Session
from vaultkit.core.across.survey import Survey
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.days.dates import parse_day
from vaultkit.core.front_matter.head_values import Written
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.notes.application import Application
from vaultkit.core.notes.typed import typed
from vaultkit.core.text.sanitize import one_line
from vaultkit.disk.write import create
from vaultkit.errors import UsageError
from vaultkit.work.new_note import (
    Habits,
    Made,
    Wanted,
    earlier_applications,
    known_person,
    new_note,
    own_word,
    same_application,
)

_SET = re.compile(r"([^=\s][^=]{0,99}?)\s*=(.*)", re.DOTALL)
_MOST_TOLD = 5


def new(
    session: Session,
    company: Annotated[str, Argument(help="The employer.", metavar="COMPANY")],
    role: Annotated[str, Argument(help="What you apply for.", metavar="ROLE")],
    status: Annotated[
        str | None, Option("--status", metavar="STAGE", help="Where it stands, in your words.")
    ] = None,
    applied: Annotated[
        str | None, Option("--applied", metavar="DATE", help="The day on which you applied.")
    ] = None,
    url: Annotated[
        str | None, Option("--url", metavar="URL", help="Where the place is advertised.")
    ] = None,
    recruiter: Annotated[
        str | None, Option("--recruiter", metavar="NAME", help="Who looks after it.")
    ] = None,
    set_: Annotated[
        list[str] | None,
        Option("--set", metavar="NAME=VALUE", help="Any other property; may be repeated."),
    ] = None,
) -> Answer:
    """Make a new application note from the vault's template."""
    day = _day(applied) if applied else None
    said = _others(set_ or ())
    with session.writing("new") as run:
        before = session.survey()
        applications = [sheet.application for sheet in before.sheets]
        there = same_application(company, role, applications)
        if there:
            raise UsageError("note-exists", path=there)
        others = _by_property(said, session.index.vocabulary)
        stage = status or str(others.pop("status", None) or "") or None
        word = _stage_word(session, before, stage, day)
        who = known_person(recruiter, before.people.directory) if recruiter else None
        wanted = Wanted(company, role, word, day, url and one_line(url), who, others)
        made = _made(session, before, wanted)
        create(session.vault, made.path, made.data, run)
    after = session.survey()
    return _answer(session, made, earlier_applications(company, applications), after)


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ValueError as error:
        raise UsageError("bad-applied", text=one_line(text)) from error


def _others(pairs: Sequence[str]) -> dict[str, Written]:
    """Return what ``--set`` names, a name that is repeated with all its values. Raises UsageError."""
    said: dict[str, list[str]] = {}
    for pair in pairs:
        match = _SET.fullmatch(pair.strip())
        if match is None or one_line(match[1]) != match[1]:
            raise UsageError("bad-set", text=one_line(pair))
        said.setdefault(match[1], []).append(one_line(match[2]))
    return {
        name: typed(texts[0]) if len(texts) == 1 else tuple(texts) for name, texts in said.items()
    }


def _by_property(said: Mapping[str, Written], vocabulary: Vocabulary) -> dict[str, Written]:
    """Return the values by what vaultkit calls their properties; a name that it does not know, or a weak one, stays."""
    return {
        name if fold(name) in vocabulary.weak else vocabulary.property(name) or name: value
        for name, value in said.items()
    }


def _stage_words(session: Session) -> Iterator[str]:
    """Yield a word for each stage: as the reader's language calls it, where a note may say it so."""
    vocabulary, phrases = session.index.vocabulary, session.console.phrases
    for name in vocabulary.order.names:
        word = phrases.say(f"stage.{name}").lower()
        yield word if vocabulary.stage(word) == name else name


def _stage_word(
    session: Session, found: Survey, status: str | None, applied: date | None
) -> str | None:
    """Return what to write as the stage; None for what the template says. Raises UsageError for an unknown one."""
    vocabulary = session.index.vocabulary
    if status is not None:
        if vocabulary.stage(status) is None:
            known = ", ".join(_stage_words(session))
            raise UsageError("bad-status", text=one_line(status), known=known)
        return one_line(status)
    if applied is None:
        return None
    stage = vocabulary.order.first("sent")
    return own_word(stage, found.sheets, vocabulary, session.console.phrases)


def habits_of(session: Session, found: Survey) -> Habits:
    """Return how new notes are made in the session's vault; ``found`` has its sheets."""
    vocabulary, phrases = session.index.vocabulary, session.console.phrases
    saved = own_word(vocabulary.order.first("saved"), found.sheets, vocabulary, phrases)
    return Habits(session.settings, vocabulary, found.names, saved, phrases)


def _made(session: Session, found: Survey, wanted: Wanted) -> Made:
    return new_note(session.vault, habits_of(session, found), wanted, session.today, clock_now())


def clock_now() -> clock_time:
    """Return the hour of the clock, to the second, for what a template asks."""
    now = time.localtime()
    return clock_time(now.tm_hour, now.tm_min, min(now.tm_sec, 59))


def _answer(session: Session, made: Made, earlier: Sequence[Application], after: Survey) -> Answer:
    """Return where the note is, and what a person should know of it."""
    problems = survey_problems(after)
    return Answer(
        [made.path],
        shown=(made.path,),
        beside=tuple(_told(session, made, earlier, after)),
        problems=problems,
    )


def _told(
    session: Session, made: Made, earlier: Sequence[Application], after: Survey
) -> Iterator[Beside]:
    phrases = session.console.phrases
    for one in earlier[-_MOST_TOLD:]:
        yield _earlier(one, session)
    for folder in made.links:
        yield phrases.say("adoption.templates-link", folder=folder)
    if made.left:
        yield phrases.say("new.left", variables=", ".join(made.left), path=made.path)
    yield from (one for one in survey_problems(after) if one.note == made.path)
    if not _is_read(made.path, after):
        yield Warned(phrases.say("new.unread", path=made.path))


def _earlier(one: Application, session: Session) -> str:
    phrases = session.console.phrases
    told = [one.role or "", phrases.say(f"stage.{one.stage}"), str(one.applied or "")]
    about = ", ".join(filter(None, told))
    return phrases.say("new.before", company=one.company, path=one.path, about=about)


def _is_read(path: str, found: Survey) -> bool:
    """Tell whether a note counts as an application, or as one with a problem that was told."""
    named: Iterable[str] = (
        *(sheet.note.path for sheet in found.sheets),
        *(one.note for one in found.look.problems),
    )
    return path in named
