"""What should stand in a note's checklist: a function of notes and configuration, never of the day."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from vaultkit.core.days.dates import Calendar, DayOutOfRange
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.rules import Case, Playbook, Rule
from vaultkit.core.follow_ups.window import Window, anchors_of, was_alive, window_of
from vaultkit.core.notes.application import (
    Application,
    Name,
    furthest_stage,
    held_interviews,
    person_slug,
)
from vaultkit.core.notes.directory import Directory


@dataclass(frozen=True)
class Surroundings:
    """What a note's lines look up outside of the note; persons by their slug in this note.

    ``accepted`` and ``offered`` are the days of other applications' acceptances and open
    offers, ascending. ``agencies`` has the company of each recruiter who works elsewhere.
    ``directory`` finds the notes of people. ``is_alone`` says that no other note was read.
    """

    accepted: tuple[date, ...] = ()
    offered: tuple[date, ...] = ()
    not_to_contact: frozenset[str] = frozenset()
    touches: Mapping[str, date] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    directory: Directory = Directory(())
    is_alone: bool = False


@dataclass(frozen=True)
class Terms:
    """The configuration that dates depend on."""

    playbook: Playbook
    calendar: Calendar = Calendar()
    since: date | None = None
    paused: bool = False


@dataclass(frozen=True)
class Step:
    """One line that should stand. ``id`` comes without ``vk-``; ``number`` counts from 1.

    ``via`` is the agency of a recruiter who works elsewhere. ``day`` is the interview's where
    the line is one of several and must say which.
    """

    id: str
    rule: str
    words: str
    person: Name | None
    number: int
    window: Window
    via: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class Missing:
    """Why a rule of the note's stage gives no line (or no further one).

    ``why`` is ``waits-for`` (``what``: the properties), ``nobody``, ``not-to-contact``,
    ``switched-off``, ``off`` (in the settings), ``paused``, ``elsewhere`` (``what``: the day on
    which another offer was accepted), ``before-since`` (the due day), ``over`` (the interview),
    ``not-given`` (what must be there) or ``out-of-range``.
    """

    rule: str
    why: str
    what: str = ""


@dataclass(frozen=True)
class Plan:
    """The steps in the order in which new ones are written, and what is missing.

    ``over`` are the interviews that are not prepared for since they were over when first seen.
    ``left`` are the ids of untouched lines that stay as they stand, since other notes have a say
    in them that were not read.
    """

    steps: tuple[Step, ...]
    missing: tuple[Missing, ...] = ()
    over: tuple[date, ...] = ()
    left: frozenset[str] = frozenset()


def plan(
    application: Application,
    memory: Memory,
    surroundings: Surroundings,
    terms: Terms,
    done: Mapping[str, date],
) -> Plan:
    """Return the plan of one application, whose stamped days stand in it as if it had them.

    ``done`` maps the ids of done items to the day of their touch. ``memory.over`` must hold
    the interviews that are over. Ids that the memory knows were written before.
    """
    planner = _Planner(application, memory, surroundings, terms, done)
    planner.add_rules(terms.playbook.rules)
    return Plan(tuple(planner.steps), tuple(planner.missing), tuple(sorted(set(planner.over))))


class _Planner:
    """Collects the steps of one application, rule by rule."""

    def __init__(
        self,
        application: Application,
        memory: Memory,
        surroundings: Surroundings,
        terms: Terms,
        done: Mapping[str, date],
    ) -> None:
        self.application, self.memory, self.surroundings = application, memory, surroundings
        self.terms, self.done = terms, done
        self.since = None if was_alive(application, terms.since) else terms.since
        self.interviews = held_interviews(application)
        self.anchors = anchors_of(
            application, self.interviews, surroundings.accepted, surroundings.offered
        )
        self.steps: list[Step] = []
        self.missing: list[Missing] = []
        self.over: list[date] = []

    def add_rules(self, rules: Sequence[Rule]) -> None:
        """Add every rule's lines, or those of the one that stands alone."""
        if not self.application.follow_up:
            return
        alone = next(
            (rule for rule in rules if rule.alone and any(map(self.fits, self.cases(rule)))), None
        )
        for rule in filter(self.cases, rules):
            if rule.off:
                self.miss(rule, "off")
            elif self.terms.paused:
                self.miss(rule, "paused")
            elif alone and rule != alone:
                self.miss(rule, "elsewhere", self.anchors["accepted_elsewhere"])
            else:
                self.add_rule(rule, self.cases(rule))

    def cases(self, rule: Rule) -> list[Case]:
        """Return the cases of the note's stage."""
        stage, stages = self.application.stage, self.application.stages
        return [case for case in rule.cases if stages.is_among(stage, case.stages)]

    def add_rule(self, rule: Rule, cases: Sequence[Case]) -> None:
        if rule.unless_off and not getattr(self.application, rule.unless_off):
            self.miss(rule, "switched-off", rule.unless_off)
            return
        case = next((case for case in cases if self.fits(case)), None)
        if case is None:
            self.miss(rule, *self.why_none(cases))
            return
        steps = [
            step for person in self.people(rule) for step in self.steps_for(rule, case, person)
        ]
        self.steps += sorted(steps, key=lambda step: step.window.due)

    def miss(self, rule: Rule, why: str, what: object = "") -> None:
        self.missing.append(Missing(rule.name, why, str(what)))

    def fits(self, case: Case) -> bool:
        needed = [wait.anchor for wait in case.at_least if wait.needed]
        return (
            any(anchor in self.anchors for anchor in case.anchors)
            and all(anchor in self.anchors for anchor in needed)
            and (case.given is None or self.is_given(case.given))
        )

    def is_given(self, what: str) -> bool:
        if what == "interview":
            return bool(self.interviews)
        if what == "met":
            return self.was_screened() or bool(self.done)
        return bool(getattr(self.application, what))

    def was_screened(self) -> bool:
        stages = self.application.stages
        furthest = stages.furthest((furthest_stage(self.application), self.memory.furthest))
        return stages.step(furthest) >= stages.step(stages.first("talking"))

    def why_none(self, cases: Sequence[Case]) -> tuple[str, str]:
        absent = dict.fromkeys(
            anchor
            for case in cases
            for anchor in (*case.anchors, *(wait.anchor for wait in case.at_least if wait.needed))
            if anchor not in self.anchors
        )
        if absent:
            return "waits-for", ", ".join(absent)
        return "not-given", ", ".join(case.given for case in cases if case.given)

    def people(self, rule: Rule) -> Iterator[Name | None]:
        """Yield who is written to, each once; None for a line without a name."""
        named = self.named(rule)
        if not named and (rule.nameless or not rule.has_addressee):
            yield None
        elif not named:
            self.miss(rule, "nobody", ", ".join(rule.to) or "interviewers")
        for slug, person in named.items():
            if slug in self.surroundings.not_to_contact:
                self.miss(rule, "not-to-contact", person.text)
            else:
                yield person

    def named(self, rule: Rule) -> dict[str, Name]:
        application = self.application
        everyone = {
            "recruiter": application.recruiter,
            "contact": application.contact,
            "interviewer": application.interviewers[0] if application.interviewers else None,
        }
        found = (
            application.interviewers
            if rule.to_each_interviewer
            else [everyone[role] for role in rule.to]
        )
        people: dict[str, Name] = {}
        for person in filter(None, found):
            people.setdefault(person_slug(person), person)
        return people if rule.to_each_interviewer else dict(list(people.items())[:1])

    def steps_for(self, rule: Rule, case: Case, person: Name | None) -> list[Step]:
        prefix = f"{rule.name}-{person_slug(person)}" if person else rule.name
        anchors = dict(self.anchors)
        if person and (touch := self.surroundings.touches.get(person_slug(person))):
            anchors["touch"] = touch
        try:
            if case.each and (days := self.days_for(case.each, person)) is not None:
                return self.per_interview(rule, case, person, prefix, days)
            return self.chain(rule, case, person, prefix, anchors)
        except DayOutOfRange:
            self.miss(rule, "out-of-range", prefix)
            return []

    def days_for(self, each: str, person: Name | None) -> tuple[date, ...] | None:
        """Return the interviews that have a line each; None for somebody who is named for no day."""
        if each == "interview" or person is None:
            return self.interviews
        slug, rounds = person_slug(person), self.application.rounds
        named = {one.day for one in rounds if slug in map(person_slug, one.people)}
        return tuple(day for day in self.interviews if day in named) if named else None

    def per_interview(
        self, rule: Rule, case: Case, person: Name | None, prefix: str, days: Sequence[date]
    ) -> list[Step]:
        windows = [self.window(rule, case, {**self.anchors, "interview": day}) for day in days]
        numbers = _numbers(prefix, windows, self.memory)
        steps = []
        for day, window, number in zip(days, windows, numbers, strict=True):
            step = self.step(rule, case, person, number, window)
            step = replace(step, day=day) if len(days) > 1 else step
            if rule.only_ahead and day in self.memory.over and step.id not in self.memory.given:
                self.over.append(day)
                self.miss(rule, "over", day)
            elif self.may_stand(step):
                steps.append(step)
        return steps

    def chain(
        self, rule: Rule, case: Case, person: Name | None, prefix: str, anchors: Mapping[str, date]
    ) -> list[Step]:
        """Return the first line and, while each is done, the next: never two open at a time."""
        number, window = self.first(rule, case, prefix, self.window(rule, case, anchors))
        spent = self.spent(case, prefix)
        number, last = number + spent, case.times + spent
        steps: list[Step] = []
        while number <= last:
            step = self.step(rule, case, person, number, window)
            if not self.may_stand(step):
                break
            steps.append(step)
            if step.id not in self.done or case.again is None:
                break
            number += 1
            window = self.window(rule, case, {**anchors, "done": self.done[step.id]})
        return steps

    def step(
        self, rule: Rule, case: Case, person: Name | None, number: int, window: Window
    ) -> Step:
        slug = person_slug(person) if person else ""
        via = self.surroundings.agencies.get(slug)
        words = rule.agency if via and rule.agency else case.words
        prefix = f"{rule.name}-{slug}" if person else rule.name
        return Step(_item_id(prefix, number), rule.name, words, person, number, window, via)

    def spent(self, case: Case, prefix: str) -> int:
        """Return how many lines were done before the case began: they are not counted among its own."""
        begins = self.anchors.get(case.begins or "")
        number = 0
        while begins and (day := self.done.get(_item_id(prefix, number + 1))) and day < begins:
            number += 1
        return number

    def first(self, rule: Rule, case: Case, prefix: str, window: Window) -> tuple[int, Window]:
        """Return where a chain begins: past the lines that the vault's start spares it."""
        since, number = self.terms.since, 1
        if not rule.days_follow or since is None:
            return number, window
        while (
            window.due < since
            and _item_id(prefix, number) not in self.memory.given
            and number <= case.times
        ):
            window = self.window(rule, case, {"done": window.due})
            number += 1
        known = [n for n in range(1, case.times + 1) if _item_id(prefix, n) in self.memory.given]
        return min(known, default=number), window

    def may_stand(self, step: Step) -> bool:
        if self.since is None or step.window.due >= self.since or step.id in self.memory.given:
            return True
        self.missing.append(Missing(step.rule, "before-since", str(step.window.due)))
        return False

    def window(self, rule: Rule, case: Case, anchors: Mapping[str, date]) -> Window:
        return window_of(rule, case, anchors, self.terms.calendar)


def _item_id(prefix: str, number: int) -> str:
    return prefix if number == 1 else f"{prefix}-{number}"


def _number_of(prefix: str, item_id: str) -> int | None:
    rest = item_id.removeprefix(prefix)
    if rest == item_id:
        return None
    return 1 if not rest else int(rest[1:]) if re.fullmatch(r"-[2-9]|-[1-9]\d{1,3}", rest) else None


def _numbers(prefix: str, windows: Sequence[Window], memory: Memory) -> list[int]:
    """Return each interview's number: the one its line has already, else its place, else a free one.

    A line that was written for an interview stays with it when another one is put before.
    """
    written = {
        number: given.due
        for name, given in memory.given.items()
        if (number := _number_of(prefix, name))
    }
    numbers: list[int | None] = []
    for window in windows:
        fits = (
            number for number, due in written.items() if due == window.due and number not in numbers
        )
        numbers.append(next(fits, None))
    for place, number in enumerate(numbers, start=1):
        if number is None:
            free = (
                n for n in [place, *range(1, len(numbers) + len(written) + 1)] if n not in numbers
            )
            numbers[place - 1] = next(free)
    return [number for number in numbers if number is not None]
