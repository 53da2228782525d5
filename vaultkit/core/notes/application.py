"""What a note says about one application, typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from itertools import chain

from vaultkit.core.front_matter.fields import Fields
from vaultkit.core.front_matter.parts import Card, Round
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.vocabulary import Vocabulary, fold
from vaultkit.core.notes.slugs import first_slug_of, slug_of
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.stages import MEETINGS, Stages
from vaultkit.value import frozen

ONE_DAY = (
    *("added", "applied", "closes", "screened", "hand_in", "reply_by", "decided", "offered"),
    *("offer_deadline", "accepted"),
)
"""The properties that hold one day."""
DAYS = (*ONE_DAY, MEETINGS)
PEOPLE = ("recruiter", "contact", "interviewers", "referral")
"""The properties in which people are named."""


@frozen
class Name:
    """Somebody as a note names them.

    ``text`` is what a reader sees. ``target`` is the link's target as written, without alias
    and heading (``People/Marta Rossi``), or None for a plain name.
    """

    text: str
    target: str | None = None


@frozen
class Interview:
    """One round of interviews. ``hour`` is as a clock shows it (``09:30``); ``people`` are those named for it."""

    day: date
    hour: str | None = None
    people: tuple[Name, ...] = ()
    name: str = ""


@frozen
class Application:
    """One application. ``interviews`` ascend, each day once; names stand as the note has them.

    ``rounds`` are the same interviews, by day and hour, with all that is said of each; one
    that was cancelled is in neither. ``addresses`` are those that the note itself gives, by
    ``person_slug``.
    """

    path: str
    company: str
    stage: str
    role: str | None = None
    added: date | None = None
    applied: date | None = None
    closes: date | None = None
    screened: date | None = None
    interviews: tuple[date, ...] = ()
    rounds: tuple[Interview, ...] = ()
    hand_in: date | None = None
    reply_by: date | None = None
    decided: date | None = None
    offered: date | None = None
    offer_deadline: date | None = None
    accepted: date | None = None
    recruiter: Name | None = None
    contact: Name | None = None
    interviewers: tuple[Name, ...] = ()
    referral: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    keep_in_touch: bool = True
    follow_up: bool = True
    why: str | None = None
    talked_about: tuple[str, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line in the file (from 1) on which each canonical property stands."""
    own_names: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What the note calls those that it has another name for: how a thing is told, no part of what the note says."""
    stages: Stages = field(default=Stages(), compare=False, repr=False)
    """Those of the playbook that the note was read with: what ``stage`` means."""

    @property
    def names(self) -> Mapping[str, str]:
        """What the note calls each of its properties."""
        return {name: self.own_names.get(name, name) for name in self.lines}


def read_application(
    path: str, file_name: str, head: Head, vocabulary: Vocabulary, heading: str = ""
) -> tuple[Application | None, tuple[Problem, ...]]:
    """Return what the head says of an application, and what is wrong in it, by line.

    None for a head that holds a template's variable, ``{{`` or ``<%``, in what it says.
    What cannot be read counts as if it were not there. ``heading`` is the note's first: a
    ``title`` that only repeats it is no role.
    """
    fields = Fields(path, head, vocabulary, "application")
    if unfilled := fields.unfilled():
        return None, unfilled
    fields.tell_comments()
    rounds = tuple(
        map(_interview, fields.not_too_many("interviewed", fields.rounds("interviewed")))
    )
    cards = {name: fields.cards(name) for name in ("recruiter", "contact", "interviewers")}
    recruiter, contact = _recruiter_and_contact(cards["recruiter"], cards["contact"])
    interviewers = tuple(
        [Name(*card.link) for card in fields.not_too_many("interviewers", cards["interviewers"])]
    )
    company, stage = fields.text("company") or file_name, fields.stage()
    days = {
        name: fields.first_day(name) if name == "added" else fields.day(name)
        for name in ONE_DAY
        if name in fields.known
    }
    application = Application(
        path=path,
        company=company,
        stage=stage or vocabulary.order.first("saved"),
        role=_role(fields, company, (heading, file_name)),
        interviews=tuple(dict.fromkeys([one.day for one in rounds])),
        rounds=rounds,
        recruiter=recruiter,
        contact=contact,
        interviewers=_each_once(interviewers, rounds),
        referral=_unless_no(fields.text("referral", with_boolean=True), vocabulary),
        source=fields.text("source"),
        url=fields.url("url"),
        language=fields.word("language", "languages"),
        keep_in_touch=fields.switch("keep_in_touch", True),
        follow_up=fields.switch("follow_up", True, tell_checkbox=True),
        why=fields.text("why"),
        talked_about=fields.texts("talked_about"),
        addresses=_addresses(chain.from_iterable(cards.values())),
        lines=fields.lines,
        own_names=fields.own_names,
        stages=vocabulary.order,
        **days,
    )
    if history := fields.stage_days():
        application = _with_history(application, stage, history)
    if stage is None:
        application = replace(application, stage=_dated_stage(application))
    return application, fields.told()


def _role(fields: Fields, company: str, others: tuple[str, ...]) -> str | None:
    """Return the role. A title is none that is only another name of the note, or begins with the company."""
    role = fields.text("role")
    if role is None or not fields.is_weak("role"):
        return role
    is_name = fold(role) in {fold(other) for other in others}
    begins = re.match(rf"{re.escape(company)}(?!\w)", role, re.IGNORECASE)
    return None if is_name or begins else role


def _with_history(
    application: Application, stage: str | None, days: Mapping[str, list[date]]
) -> Application:
    """Return the application with the days of its status history where no property gives one.

    Of an end only the last day counts, and only of the one that the note stands at; of
    everything else the first.
    """
    stages = application.stages
    first: dict[str, date] = {}
    for of in stages.on_the_way:
        if of.day and of.day != MEETINGS and of.name in days:
            first.setdefault(of.day, days[of.name][0])
    if stage and stages.is_end(stage) and stage in days:
        first["decided"] = days[stage][-1]
    missing = {name: day for name, day in first.items() if getattr(application, name) is None}
    if days.get(stages.met) and not application.interviews:
        held = tuple(dict.fromkeys(days[stages.met]))
        application = replace(application, interviews=held, rounds=tuple(map(Interview, held)))
    return replace(application, **missing)  # type: ignore[arg-type]


def _dated_stage(application: Application) -> str:
    """Return the stage of a note that names none: the furthest one that has a date, held or not."""
    found, stages = furthest_stage(application), application.stages
    return stages.furthest((found, stages.met)) if application.interviews else found


def _interview(found: Round) -> Interview:
    return Interview(
        found.day, found.hour, tuple([Name(*link) for link in found.people]), found.name
    )


def _recruiter_and_contact(
    recruiters: tuple[Card, ...], contacts: tuple[Card, ...]
) -> tuple[Name | None, Name | None]:
    """Return the first of each; a contact whose role says so is the recruiter where no other is named."""
    if contacts and not recruiters:
        recruiters = tuple(card for card in contacts if card.is_recruiter)[:1]
        contacts = tuple(card for card in contacts if card not in recruiters)
    return _first(recruiters), _first(contacts)


def _first(cards: tuple[Card, ...]) -> Name | None:
    return Name(*cards[0].link) if cards else None


def _each_once(interviewers: tuple[Name, ...], rounds: tuple[Interview, ...]) -> tuple[Name, ...]:
    """Return the interviewers, then those whom only a round names."""
    others = {person_slug(name): name for one in rounds for name in one.people}
    if not others:
        return interviewers
    known = {person_slug(name) for name in interviewers}
    return interviewers + tuple(name for slug, name in others.items() if slug not in known)


def _addresses(cards: Iterable[Card]) -> dict[str, str]:
    """Return the addresses by ``person_slug``; of two for one person the first."""
    found: dict[str, str] = {}
    for card in cards:
        if card.email:
            found.setdefault(person_slug(Name(*card.link)), card.email)
    return found


def _unless_no(text: str | None, vocabulary: Vocabulary) -> str | None:
    return None if text and vocabulary.word("switches", text) == "off" else text


def named_people(application: Application) -> tuple[Name, ...]:
    """Return everybody whom the note names to write to: recruiter, contact, interviewers."""
    return tuple(
        filter(None, (application.recruiter, application.contact, *application.interviewers))
    )


def held_interviews(application: Application) -> tuple[date, ...]:
    """Return the interviews that count, ascending: one dated after the decision was not held.

    Days that are still to come are among them: what is planned knows no today.
    """
    decided = application.decided
    return tuple(day for day in application.interviews if decided is None or day <= decided)


def furthest_stage(application: Application) -> str:
    """Return the furthest stage on the way that the note's stage and its dates tell of."""
    stages = application.stages
    # A day tells of the stage whose own it is, not of another one that is like it.
    dated = [
        stage.name
        for stage in stages.on_the_way
        if stage.day and stage.like is None and _days_of(application, stage.day)
    ]
    return stages.furthest((*dated, application.stage))


def stage_days(application: Application) -> tuple[date, ...]:
    """Return the days that date the stage. The day of a call is that of no stage: only interviews' are."""
    stage = application.stages.named(application.stage)
    if stage is None or stage.day is None:
        return ()
    if stage.stamped_day is None and stage.day != MEETINGS:
        return ()
    return _days_of(application, stage.day)


def _days_of(application: Application, name: str) -> tuple[date, ...]:
    if name == MEETINGS:
        return held_interviews(application)
    day = getattr(application, name)
    return (day,) if day else ()


def told_stage(application: Application) -> str:
    """Return the furthest stage that the note itself tells of; what has ended was applied for."""
    stages = application.stages
    least = stages.first("sent") if stages.is_end(application.stage) else None
    return stages.furthest((furthest_stage(application), least))


def latest_day(application: Application) -> date | None:
    """Return the latest of all days in the note, or None where it has none."""
    return max(own_days(application), default=None)


def own_days(application: Application) -> tuple[date, ...]:
    """Return all days in the note."""
    days = (
        application.added,
        application.applied,
        application.closes,
        application.screened,
        *application.interviews,
        application.hand_in,
        application.reply_by,
        application.decided,
        application.offered,
        application.offer_deadline,
        application.accepted,
    )
    return tuple(filter(None, days))


def person_slug(name: Name) -> str:
    """Return the part of an item's id that stands for somebody: ``marta-rossi``."""
    return slug_of((name.target or "").rpartition("/")[2] or name.text)


def first_slug(name: Name) -> str:
    """Return what the first versions wrote for somebody."""
    return first_slug_of((name.target or "").rpartition("/")[2] or name.text)
