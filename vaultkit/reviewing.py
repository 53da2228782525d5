"""The week's review as a note: as of which day, where it stands, and writing it."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from vaultkit import words
from vaultkit.core.dates import parse_week, week_of
from vaultkit.core.lessons import reflect_questions
from vaultkit.core.moment import format_moment
from vaultkit.core.phrases import Phrases
from vaultkit.core.problem import Problem
from vaultkit.core.review import week_review
from vaultkit.core.settings import Settings
from vaultkit.core.survey import Survey, problems
from vaultkit.errors import UsageError
from vaultkit.formats.letter import Template
from vaultkit.formats.mail import week_drafts
from vaultkit.formats.weekly import merge_review
from vaultkit.journal import Run
from vaultkit.letters import letter_problems, own_letters
from vaultkit.refresh import edit_note
from vaultkit.vault import Vault
from vaultkit.write import create


def review_day(week: str | None, today: date) -> date:
    """Return the day as of which a week is shown: its last, or today where that is earlier.

    Raises UsageError for what is no week, and for one that has not begun.
    """
    if week is None:
        return today
    try:
        monday, sunday = parse_week(week)
    except ValueError as error:
        raise UsageError("bad-week", text=week) from error
    if monday > today:
        raise UsageError("week-ahead", text=week)
    return min(sunday, today)


def review_path(day: date, settings: Settings) -> str:
    """Return where the review of a day's week stands, from the vault's root."""
    name = format_moment(settings.review_name, week_of(day)[0], settings.language)
    return f"{settings.review_folder}/{name}.md" if settings.review_folder else f"{name}.md"


def review_text(
    found: Survey,
    settings: Settings,
    phrases: Phrases,
    day: date,
    old: str | None,
    own: Mapping[str, Template | Problem] = MappingProxyType({}),
    wrong: Sequence[Problem] = (),
) -> str | Problem:
    """Return the review's whole text, laid into the one that stands there; a problem when it cannot be.

    ``found`` must be as of the day. ``own`` are the vault's letters, ``wrong`` what is wrong with them.
    """
    people, path = found.look.people, review_path(day, settings)
    questions = reflect_questions(words.all_phrases().values())
    week = week_review(found.entries, people, [*problems(found), *wrong], day, settings, questions=questions)
    facts = [fact for fact in found.look.facts if fact.day <= day]
    letters = (own, words.letters())
    drafts = week_drafts(week.contacts, found.entries, facts, letters, words.all_phrases(), settings.language)
    return merge_review(old, week, phrases, path, drafts)


def write_review(
    vault: Vault, found: Survey, settings: Settings, phrases: Phrases, day: date, run: Run
) -> tuple[str, Problem | None]:
    """Write the review of a day's week; return its path, and why it was left as it is.

    With nothing new not one byte is written. Raises UsageError, BusyError, StateError.
    """
    path = review_path(day, settings)
    own, wrong = own_letters(vault, settings), letter_problems(vault, settings)
    if vault.signature(path) is None:
        text = review_text(found, settings, phrases, day, None, own, wrong)
        assert isinstance(text, str)
        create(vault, path, text.encode(), run)
        return path, None
    left: list[Problem] = []

    def merged(old: str) -> str:
        new = review_text(found, settings, phrases, day, old, own, wrong)
        if isinstance(new, Problem):
            left.append(new)
            return old
        return new

    edit_note(vault, run, path, merged)
    return path, left[0] if left else None
