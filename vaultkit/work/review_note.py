"""The week's review as a note: as of which day, where it stands, and writing it."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from datetime import date, timedelta

from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.survey import Survey, problems
from vaultkit.core.days.dates import parse_week, week_name, week_of
from vaultkit.core.days.moment_format import format_moment, weeks_named
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem, hint
from vaultkit.core.week.lessons import reflect_questions
from vaultkit.core.week.moves import Before, since_a_week
from vaultkit.core.week.review import week_review
from vaultkit.disk.git_history import notes_before
from vaultkit.disk.journal import Run
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import create
from vaultkit.errors import UsageError
from vaultkit.formats.letter import Template
from vaultkit.formats.mail import Stationery, week_drafts
from vaultkit.formats.week_words import MOST_LISTED
from vaultkit.formats.weekly import (
    as_of,
    is_edited,
    is_review,
    listed_interviews,
    merge_review,
    review_problem,
    told_on,
    undated_replies,
)
from vaultkit.playbook import load
from vaultkit.value import frozen
from vaultkit.work.own_letters import letter_problems, own_letters
from vaultkit.work.refresh import edit_note

_WEEKS_BACK = 104
_WEEKS_AHEAD = 26


def review_week(week: str | None, today: date) -> tuple[date, date]:
    """Return a day of the week that is asked for, and the day as of which it is shown.

    That is the week's last, or today where that is earlier. Raises UsageError for what is no week.
    """
    if week is None:
        return today, today
    try:
        _, sunday = parse_week(week)
    except ValueError as error:
        raise UsageError("bad-week", text=week) from error
    return sunday, min(sunday, today)


def review_path(day: date, settings: Settings) -> str:
    """Return where the review of a day's week stands, from the vault's root."""
    words = load.phrases(settings.language)
    name = format_moment(settings.review_name, week_of(day)[0], words)
    return f"{settings.review_folder}/{name}.md" if settings.review_folder else f"{name}.md"


@frozen
class Background:
    """What a review needs beside the survey: the last one, the vault's own letters, what is wrong with those.

    ``week`` is a day of the week that is asked for, where it is shown as of a day before it.
    ``words`` and ``playbook_letters`` are those of the playbooks in force. ``told_here`` and
    ``told_later`` are the notes of whose reply the week's own review, or one of a later week,
    tells without a day. ``is_sure`` is false where git or the disk refused something: another time
    it may not, though nothing has changed.
    """

    week: date | None = None
    before: Before | None = None
    letters: Mapping[str, Template | Problem] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    words: Mapping[str, Phrases] = field(default_factory=load.all_phrases)
    playbook_letters: Mapping[str, Template] = field(default_factory=load.letters)
    told_here: frozenset[str] = frozenset()
    told_later: frozenset[str] = frozenset()
    is_sure: bool = True

    def known(self, day: date) -> Before | None:
        """Return what is known before a day's review, so that a reply without a day is told in one review alone."""
        if not self.told_here and not self.told_later:
            return self.before
        before = self.before or since_a_week(day)
        return replace(before, invited=before.invited - self.told_here | self.told_later)


def background(
    vault: Vault, found: Survey, settings: Settings, vocabulary: Vocabulary, week: date
) -> Background:
    """Return what the review of the week that a day lies in has to look up in the vault and its history."""
    notes = _Reviews(vault, settings)
    before = _before(notes, found, vocabulary, week)
    known = found.playbook.letter_names
    letters = own_letters(vault, settings, known)
    here, later = _told_from(notes, week)
    return Background(
        week,
        before,
        letters,
        letter_problems(vault, settings, known),
        told_here=here,
        told_later=later,
        is_sure=notes.are_sure,
    )


class _Reviews:
    """The notes in the reviews' folder, by their names as ``review.name`` makes them, listed once.

    ``are_sure`` is false once one of them could not be read, or git refused.
    """

    def __init__(self, vault: Vault, settings: Settings) -> None:
        self.vault, self.settings = vault, settings
        self.paths, self.are_sure = _review_notes(vault, settings), True

    def of_weeks(self, first: date, last: date) -> dict[str, tuple[date, date]]:
        """Return the names that stand for a week, with its first and last day."""
        words = load.phrases(self.settings.language)
        return weeks_named(self.settings.review_name, self.paths, first, last, words)

    def read(self, name: str) -> Note | None:
        note = self.vault.read(self.paths[name])
        if isinstance(note, Note):
            return note
        self.are_sure = False
        return None


def _told_from(reviews: _Reviews, day: date) -> tuple[frozenset[str], frozenset[str]]:
    """Return of whose replies the review of a day's week tells without a day, and those of later weeks."""
    headings = {words.say("week.since.replied") for words in load.all_phrases().values()}
    monday = week_of(day)[0]
    last = date.fromordinal(min(date.max.toordinal() - 7, monday.toordinal() + 7 * _WEEKS_AHEAD))
    here: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    for name, (first, _) in reviews.of_weeks(monday, last).items():
        note = reviews.read(name)
        if note:
            told = undated_replies(note.text, note.path, headings)
            here, later = (told, later) if first == monday else (here, later | told)
    return here, later


def _before(reviews: _Reviews, found: Survey, vocabulary: Vocabulary, day: date) -> Before | None:
    """Return what is known of the latest review of an earlier week; None where there is none.

    The day stands in that review; the stages of that time come from the vault's git history,
    where it has one.
    """
    last = _last_review(reviews, day)
    if last is None:
        return None
    since, invited, told = last
    now = {entry.application.path: entry.application.stage for entry in found.entries}
    texts = notes_before(reviews.vault.root, since, now)
    reviews.are_sure &= texts is not None or not reviews.vault.has_repository()
    stages = _StagesThen(texts or {}, now, reviews.vault, reviews.settings, vocabulary)
    return Before(since, stages, invited=invited, told=told)


def _last_review(
    reviews: _Reviews, day: date
) -> tuple[date, frozenset[str], frozenset[tuple[str, str]]] | None:
    """Return the day of the latest review of an earlier week, whose interviews it listed, what it told of its day."""
    monday = week_of(day)[0]
    if monday == date.min:
        return None
    first = (
        monday - timedelta(weeks=_WEEKS_BACK) if monday.toordinal() > 7 * _WEEKS_BACK else date.min
    )
    weeks = reviews.of_weeks(first, monday - timedelta(days=1))
    for name, (_, sunday) in reversed(weeks.items()):
        note = reviews.read(name)
        if note and is_review(note.text):
            since = as_of(note.text, note.path) or sunday
            return (
                since,
                listed_interviews(note.text, note.path),
                told_on(since, note.text, note.path),
            )
    return None


def review_problems(vault: Vault, settings: Settings) -> tuple[Problem, ...]:
    """Return what is wrong with the reviews' notes, by path. One in conflict is told of with all other notes."""
    found = []
    for path in _review_notes(vault, settings).values():
        note = vault.read(path)
        told = review_problem(note.text, path) if isinstance(note, Note) else None
        if told and told.code != "git-conflict":
            found.append(told)
    return tuple(found)


def _review_notes(vault: Vault, settings: Settings) -> Mapping[str, str]:
    """Return the paths of the notes in the reviews' folder, by their names as ``review.name`` makes them."""
    folder = f"{settings.review_folder}/" if settings.review_folder else ""
    paths = vault.notes_below(settings.review_folder)
    return {path.removeprefix(folder).removesuffix(".md"): path for path in paths}


class _StagesThen(Mapping[str, str | None]):
    """The stages that earlier texts of notes tell: each is found out when somebody asks for it, as of few notes.

    A text that still stands in its note tells the stage of ``now``, and need not be taken apart.
    """

    def __init__(
        self,
        texts: Mapping[str, bytes | None],
        now: Mapping[str, str],
        vault: Vault,
        settings: Settings,
        vocabulary: Vocabulary,
    ) -> None:
        self._texts, self._now, self._vault = texts, now, vault
        self._settings, self._vocabulary = settings, vocabulary

    def __getitem__(self, path: str) -> str | None:
        raw = self._texts[path]
        if raw is not None and self._vault.read_bytes(path) == raw:
            return self._now[path]
        return _stage(path, raw, self._settings, self._vocabulary)

    def __contains__(self, path: object) -> bool:
        return path in self._texts

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def _stage(path: str, raw: bytes | None, settings: Settings, vocabulary: Vocabulary) -> str | None:
    """Return the stage that an earlier text of a note tells; None where it was no application that reads."""
    try:
        sheet = sort_note(Note(path, raw or b""), settings, vocabulary).sheet
    except UnicodeDecodeError:
        return None
    return sheet.application.stage if sheet else None


def review_text(
    found: Survey,
    settings: Settings,
    phrases: Phrases,
    day: date,
    old: str | None,
    beside: Background | None = None,
) -> str | Problem:
    """Return the review's whole text, laid into the one that stands there; a problem when it cannot be.

    ``found`` must be as of the day. Without ``beside`` seven days count as new.
    """
    beside, people = beside or Background(), found.people
    every = beside.words
    common = {
        word for language in every.values() for word in language.say("lessons.common").split()
    }
    questions = reflect_questions(every.values(), found.playbook.lesson_words)
    told = [*problems(found), *beside.problems]
    path = review_path(beside.week or day, settings)
    why = phrases.say("lessons.why")
    week = week_review(
        found.entries, people, told, day, settings, beside.known(day), questions, common, why
    )
    week = replace(week, name=week_name(beside.week or day))
    facts = [fact for fact in found.look.facts if fact.day <= day]
    stationery = Stationery((beside.letters, beside.playbook_letters), found.playbook, settings.me)
    to_write = week.contacts[:MOST_LISTED] if settings.review_letters else ()
    drafts = week_drafts(to_write, found.entries, facts, stationery, every, settings.language, day)
    return merge_review(old, week, phrases, path, drafts, charts=settings.review_charts)


def write_review(
    vault: Vault,
    found: Survey,
    settings: Settings,
    phrases: Phrases,
    day: date,
    run: Run,
    beside: Background | None = None,
) -> tuple[str, tuple[Problem, ...]]:
    """Write the review of a day's week; return its path and what there is to tell.

    A problem says why it was left as it is, a hint that it took the place of what somebody wrote
    between its markers. With nothing new not one byte is written. Raises UsageError, BusyError,
    StateError.
    """
    path = review_path(beside.week if beside and beside.week else day, settings)
    if vault.signature(path) is None:
        text = review_text(found, settings, phrases, day, None, beside)
        assert isinstance(text, str)
        create(vault, path, text.encode(), run)
        return path, ()
    told: list[Problem] = []

    def merged(old: str) -> str:
        told.clear()
        new = review_text(found, settings, phrases, day, old, beside)
        if isinstance(new, Problem):
            told.append(new)
            return old
        if new != old and is_edited(old, path):
            told.append(hint(path, 1, "review-replaced"))
        return new

    edit_note(vault, run, path, merged)
    return path, tuple(told)
