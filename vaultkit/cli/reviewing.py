"""The command that writes the week's review: as a note, on the terminal, as a page, or item by item."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

from vaultkit.cli.answer import Answer, Drawn, FileData, Raw, Shown, Warned
from vaultkit.cli.beside_lists import hints
from vaultkit.cli.new_file import is_stdout, refuse_note
from vaultkit.cli.parameters import Flag, Option
from vaultkit.cli.session import Session
from vaultkit.cli.week_page import week_page
from vaultkit.core.across.survey import Survey
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.moves import Before
from vaultkit.core.week.review import as_it_was
from vaultkit.disk.page_file import write_page
from vaultkit.disk.roll import Roll
from vaultkit.errors import UsageError
from vaultkit.playbook import load
from vaultkit.work import refresh as refreshing
from vaultkit.work.own_letters import letter_folders
from vaultkit.work.review_note import (
    Background,
    background,
    review_path,
    review_text,
    review_week,
    write_review,
)


def review(
    session: Session,
    week: Annotated[
        str | None, Option("--week", metavar="WEEK", help="Another week, as 2026-W48.")
    ] = None,
    stdout: Annotated[bool, Flag("--stdout", help="Print the review; write nothing.")] = False,
    html: Annotated[
        Path | None,
        Option(
            "--html", metavar="FILE", help="Write a page for a browser, and no note; - prints it."
        ),
    ] = None,
    walk_: Annotated[
        bool, Flag("--walk", help="Go through the week item by item, one key each.")
    ] = False,
    redact: Annotated[
        bool, Flag("--redact", help="Print it without names, links and notes; write no note.")
    ] = False,
) -> Answer | int:
    """Write this week's review note: whom to write to, what to do, how it goes."""
    if walk_:
        if stdout or html or redact or week is not None:
            raise UsageError("walk-alone")
        from vaultkit.cli.walking import walk  # no other review needs what the walk does

        return walk(session)
    if stdout and html:
        raise UsageError("review-one-way")
    asked, day = review_week(week, session.today)
    if html and not is_stdout(html):
        refuse_note(html, session.vault.root, ".html")
    if redact:
        return _redacted(session, asked, day, html)
    if html:
        return _write_page(session, asked, day, html)
    if stdout:
        return _show_review(session, asked, day)
    with session.writing("review") as run:
        found, beside, roll = _as_of(session, asked, day)
        path, findings = write_review(
            session.vault, found, session.settings, session.console.phrases, day, run, beside
        )
        if roll and path in roll.paths and not run.has_plans and not findings:
            _tell_again_of(session, roll)
    is_written = all(finding.severity == "hint" for finding in findings)
    return _review_answer(
        session, found, {"note": path}, (path,) if is_written else (), tuple(findings)
    )


def _review_answer(
    session: Session,
    found: Survey,
    data: Mapping[str, str | None],
    shown: tuple[Shown, ...],
    findings: tuple[Problem, ...] = (),
) -> Answer:
    """Return the answer of a review; ``findings`` are about its own note, and always told."""
    problems = survey_problems(found)
    told = (Warned(session.console.problem(finding)) for finding in findings)
    return Answer(
        data,
        shown,
        beside=(*told, *hints(problems, session)),
        problems=(*findings, *problems),
    )


def _as_of(session: Session, asked: date, day: date) -> tuple[Survey, Background, Roll | None]:
    """Return the vault as of the day of a review, and what is told beside it.

    With them the roll that this was told of; None where the same roll may stand for another review.
    """
    roll, _ = session.index.glance()
    found = refreshing.look(session.index, session.desk, day, roll)
    if day < session.today:
        found = as_it_was(found, day)
    beside = background(session.vault, found, session.settings, session.index.vocabulary, asked)
    letters = session.in_force.letters()
    is_sure = beside.is_sure and session.cache and session.index.state
    background_in_force = replace(beside, words=session.words, playbook_letters=letters)
    return found, background_in_force, roll if is_sure else None


def _tell_again_of(session: Session, roll: Roll | None) -> None:
    """Let what is told be told again while the roll is the same, and the vault has no letters of its own."""
    session.answered_of = roll
    session.answered_without = letter_folders(session.vault, session.settings)


def _redacted(session: Session, asked: date, day: date, html: Path | None) -> Answer:
    """Show the review without a word of the vault's own: in our words, without letters and findings.

    What the last review told is no longer known by its names, so that days alone tell what is new.
    """
    from vaultkit.formats.redacted import redacted  # no other review needs it

    told = (session.hide_notes(),)
    phrases = load.phrases(session.language)
    found, beside, _ = _as_of(session, asked, day)
    since = beside.before.since if beside.before else None
    without = Background(asked, Before(since) if since else None)
    survey = redacted(found, phrases).survey
    settings = replace(session.settings, review_letters=False)
    text = review_text(survey, settings, phrases, day, None, without)
    assert isinstance(text, str)
    if html:
        data, shown = _put_page(text, session.language, html)
        return Answer(data, shown, beside=told)
    drawn = (Drawn(partial(week_page, text, session.console)),)
    return Answer({"note": None, "text": text}, (Raw(text),), beside=told, on_terminal=drawn)


def _show_review(session: Session, asked: date, day: date) -> Answer:
    found, beside, roll = _as_of(session, asked, day)
    text = review_text(found, session.settings, session.console.phrases, day, None, beside)
    assert isinstance(text, str)
    _tell_again_of(session, roll)
    answer = _review_answer(session, found, {"note": None, "text": text}, (Raw(text),))
    return replace(answer, on_terminal=(Drawn(partial(week_page, text, session.console)),))


def _write_page(session: Session, asked: date, day: date, file: Path) -> Answer:
    """Write the week's review as a page, with the person's own part where its note is there."""
    found, beside, _ = _as_of(session, asked, day)
    settings, phrases = session.settings, session.console.phrases
    old = session.vault.read(review_path(asked, settings))
    now = old.text if isinstance(old, Note) else None
    text = review_text(found, settings, phrases, day, now, beside)
    findings = (text,) if isinstance(text, Problem) else ()
    if isinstance(text, Problem):
        text = review_text(found, settings, phrases, day, None, beside)
    assert isinstance(text, str)
    data, shown = _put_page(text, settings.language, file)
    return _review_answer(session, found, data, shown, findings)


def _put_page(
    text: str, language: str, file: Path
) -> tuple[Mapping[str, str | None], tuple[Shown, ...]]:
    """Write a review as a page to a file, and return the data and what is printed of that.

    For ``-`` in the place of a file that is the page itself.
    """
    from vaultkit.formats.page import SIGN, page  # its library is slow to load

    made = page(text, language)
    if is_stdout(file):
        return {"note": None, "page": None, "text": made}, (FileData(made.encode()),)
    write_page(file, made.encode(), SIGN.encode())
    return {"note": None, "page": str(file)}, (str(file),)
