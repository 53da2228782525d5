"""The week as a value: whom to write to, what to do, what is silent, what was learned."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from vaultkit.core.across.copies import listed
from vaultkit.core.across.people import Contact, People, by_day, is_near, pending
from vaultkit.core.across.survey import Survey
from vaultkit.core.days.dates import week_name
from vaultkit.core.follow_ups.item import Entry, Item, told_entries
from vaultkit.core.notes.application import Application
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.stages import LIVE
from vaultkit.core.week.due import still_open
from vaultkit.core.week.funnel import Funnel, funnel
from vaultkit.core.week.lessons import Lesson, Theme, lessons, themes
from vaultkit.core.week.meetings import Meeting, meetings
from vaultkit.core.week.moves import Before, Move, moved, since_a_week, told_by_days
from vaultkit.core.week.outcome import Nos, acceptance, recent_nos
from vaultkit.core.week.quiet import last_heard, last_sign
from vaultkit.value import frozen

STALE_DAYS = 14
GHOSTED_DAYS = 30
SNOOZED_OFTEN = 3

When = Literal["overdue", "this-week", "next-week", "later"]
WHENS: tuple[When, ...] = ("overdue", "this-week", "next-week", "later")


@frozen
class Silence:
    """A live application that nobody has answered since a day."""

    application: Application
    since: date
    days: int

    @property
    def looks_ghosted(self) -> bool:
        """Tell whether it has been silent for so long that the stage might be changed."""
        return self.days >= GHOSTED_DAYS


@frozen
class Week:
    """A week's review as of ``today``, each part in the order in which it is shown.

    ``since`` is the first day that counts for ``done``, ``replies``, ``moves`` and ``new``;
    what one of the last three tells, the others do not. ``offers`` are the open ones. ``closing``
    are those not sent yet whose posting closes soon. With an ``accepted`` job the search is over:
    nothing is said of silences, delays and lessons. ``nos`` are those of the last month.
    ``is_paused`` tells that the vault's settings keep lines from being written.
    """

    name: str
    today: date
    since: date
    is_paused: bool = False
    accepted: Application | None = None
    nos: Nos | None = None
    meetings: tuple[Meeting, ...] = ()
    contacts: tuple[Contact, ...] = ()
    to_do: tuple[Item, ...] = ()
    offers: tuple[Application, ...] = ()
    closing: tuple[Application, ...] = ()
    silences: tuple[Silence, ...] = ()
    done: tuple[Item, ...] = ()
    replies: tuple[Move, ...] = ()
    moves: tuple[Move, ...] = ()
    slipped: tuple[Item, ...] = ()
    new: tuple[Application, ...] = ()
    funnel: Funnel | None = None
    coming: tuple[Item, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    themes: tuple[Theme, ...] = ()
    problems: tuple[Problem, ...] = ()


def week_review(
    entries: Sequence[Entry],
    people: People,
    problems: Iterable[Problem],
    today: date,
    settings: Settings,
    before: Before | None = None,
    questions: Sequence[str] = (),
    common_words: Collection[str] = (),
    asked: str = "",
) -> Week:
    """Return the week that ``today`` lies in. ``before`` None means seven days ago.

    ``questions`` are those that stand under ``reflect`` items, ``asked`` the one under which
    the answers to a question for feedback are told; ``common_words`` tell nothing when they
    come up again.
    """
    entries = listed(entries)
    before = before or since_a_week(today)
    readable, known = [entry for entry in entries if entry.has_stage], told_entries(entries)
    applications = [entry.application for entry in readable]
    open_items = still_open(entries, people, today)
    slipped = (item for item in open_items if item.snoozed)
    moves = moved(map(told_by_days, readable), before, today)
    found = lessons(entries, questions, asked)
    numbers, told = funnel(known, today), [entry.application for entry in known]
    week = Week(
        name=week_name(today),
        today=today,
        since=before.since,
        is_paused=settings.paused,
        accepted=acceptance(told, today),
        nos=recent_nos(known, numbers, today),
        meetings=meetings(told, today),
        contacts=pending(entries, people, today, settings),
        to_do=tuple(item for item in open_items if not item.person and is_near(item, today)),
        offers=_offers(applications),
        closing=_closing(applications, today),
        silences=_silences(readable, today),
        done=_done(entries, before, today),
        replies=tuple(move for move in moves if move.kind == "reply"),
        moves=tuple(move for move in moves if move.kind == "stage"),
        slipped=tuple(sorted(slipped, key=lambda item: (-item.snoozed, *by_day(item)))),
        new=tuple(move.application for move in moves if move.kind == "new"),
        funnel=numbers if known else None,
        coming=tuple(item for item in open_items if item.due and 0 <= (item.due - today).days < 28),
        lessons=found,
        themes=themes(found, common_words),
        problems=tuple(
            sorted(_wrong(problems), key=lambda found: (found.note, found.line, found.code))
        ),
    )
    return _quiet(week) if week.accepted else week


def _quiet(week: Week) -> Week:
    """Return the week without what would ask for more of somebody who has found a job."""
    return replace(
        week,
        offers=(),
        closing=(),
        silences=(),
        slipped=(),
        coming=(),
        lessons=(),
        themes=(),
        nos=None,
    )


def _wrong(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Hints change nothing, so that a tired person is spared them here."""
    return (found for found in problems if found.severity == "problem")


def when_due(item: Item, today: date) -> When:
    """Return where the review places an item; it must have a due day."""
    assert item.due is not None
    days, sunday = (item.due - today).days, 6 - today.weekday()
    if days < 0:
        return "overdue"
    return "this-week" if days <= sunday else "next-week" if days <= sunday + 7 else "later"


def as_it_was(found: Survey, day: date) -> Survey:
    """Return the survey with what was done after a day still open: a week that is past is shown as it was."""
    entries = tuple(_as_it_was(entry, day) for entry in found.entries)
    gists = tuple(replace(gist, entry=_as_it_was(gist.entry, day)) for gist in found.gists)
    return replace(found, entries=entries, gists=gists, people=found.people.as_of(entries))


def _as_it_was(entry: Entry, day: date) -> Entry:
    return replace(entry, items=tuple(_item_as_it_was(item, day) for item in entry.items))


def _item_as_it_was(item: Item, day: date) -> Item:
    later = item.is_done and item.done_on is not None and item.done_on > day
    return replace(item, status=" ", done_on=None) if later else item


def _offers(applications: Iterable[Application]) -> tuple[Application, ...]:
    """Return the open offers, the one to be answered first before the others."""
    found = [one for one in applications if one.stages.is_of(one.stage, ("offer",))]
    return tuple(sorted(found, key=lambda offer: (offer.offer_deadline or date.max, offer.path)))


def _closing(applications: Iterable[Application], today: date) -> tuple[Application, ...]:
    """Return what is saved, not sent, and closes by the end of next week, the first to close before the others."""
    found = [
        application
        for application in applications
        if application.stages.is_of(application.stage, ("saved",))
        and application.closes
        and 0 <= (application.closes - today).days <= 13 - today.weekday()
    ]
    return tuple(sorted(found, key=lambda application: (application.closes, application.path)))


def _silences(entries: Iterable[Entry], today: date) -> tuple[Silence, ...]:
    found = [silence for entry in entries if (silence := _silence(entry, today))]
    return tuple(sorted(found, key=lambda silence: (-silence.days, silence.application.path)))


def _silence(entry: Entry, today: date) -> Silence | None:
    """Return how long nobody has answered, or None while that is no matter yet.

    Days to come do not count, but an interview that is fixed is no silence. Who has just written
    waits for an answer; the silence itself is as long as nothing came from the other side.
    """
    application = entry.application
    if not application.stages.is_of(application.stage, LIVE) or any(
        day > today for day in application.interviews
    ):
        return None
    sign = last_sign(entry, today) or today
    if (today - sign).days < STALE_DAYS:
        return None
    since = last_heard(entry, today) or sign
    return Silence(application, since, (today - since).days)


def _done(entries: Iterable[Entry], before: Before, today: date) -> tuple[Item, ...]:
    """Return what was done since the last review; what that one told of its own day is left out."""
    items = (item for entry in entries for item in entry.items if item.is_done and item.done_on)
    found = [
        item
        for item in items
        if item.done_on
        and before.since <= item.done_on <= today
        and (item.done_on > before.since or (item.path, item.id) not in before.told)
    ]
    return tuple(sorted(found, key=lambda item: (item.done_on, item.path, item.line)))
