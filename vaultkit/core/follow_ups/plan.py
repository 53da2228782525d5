"""What should stand in a note's checklist: a function of notes and configuration, never of the day.

Of each rule the first case counts that fits the note's stage and whose days the note gives. It
gives one line a person, or one an interview, or a chain: the next line comes when the one before
is done. A rule that checks in with the recruiter two weeks after the interview, and four weeks
after each answer::

    interviewed: 2026-10-19, recruiter: Jane Doe
    step 1    check-in-jane-doe      due 2026-11-02
    done on   2026-11-04
    step 2    check-in-jane-doe-2    due 2026-12-02

A rule that gives nothing says why: it is a Missing, which ``explain`` tells.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date

from vaultkit.core.days.dates import Calendar, DayOutOfRange
from vaultkit.core.follow_ups.item_id import item_id, numbers_of
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
from vaultkit.value import frozen


@frozen
class Surroundings:
    """What a note's lines look up outside of the note; persons by their slug in this note.

    ``accepted`` are the days of other applications' acceptances, ascending; ``offered`` is the
    first day of their open offers alone. ``agencies`` has the company of each recruiter who works elsewhere.
    ``directory`` finds the notes of people. ``is_alone`` says that no other note was read.
    """

    accepted: tuple[date, ...] = ()
    offered: tuple[date, ...] = ()
    not_to_contact: frozenset[str] = frozenset()
    touches: Mapping[str, date] = field(default_factory=dict)
    agencies: Mapping[str, str] = field(default_factory=dict)
    directory: Directory = Directory(())
    is_alone: bool = False


@frozen
class Terms:
    """The configuration that dates depend on."""

    playbook: Playbook
    calendar: Calendar = Calendar()
    since: date | None = None
    paused: bool = False


@frozen
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


@frozen
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


@frozen
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
        alone = self.alone(rules)
        for rule in rules:
            cases = self.cases(rule)
            if not cases:
                continue
            if rule.off:
                self.miss(rule, "off")
            elif self.terms.paused:
                self.miss(rule, "paused")
            elif alone and rule != alone:
                self.miss(rule, "elsewhere", self.anchors["accepted_elsewhere"])
            else:
                self.add_rule(rule, cases)

    def alone(self, rules: Sequence[Rule]) -> Rule | None:
        """Return the rule beside which no other gives a line: another offer was accepted."""
        for rule in rules:
            if rule.alone and any(map(self.fits, self.cases(rule))):
                return rule
        return None

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
        steps: list[Step] = []
        for person in self.people(rule):
            steps += self.steps_for(rule, case, person)
        self.steps += sorted(steps, key=lambda step: step.window.due)

    def miss(self, rule: Rule, why: str, what: object = "") -> None:
        self.missing.append(Missing(rule.name, why, str(what)))

    def fits(self, case: Case) -> bool:
        """Tell whether there is a day to count from, each day that is waited for, and what must be there."""
        if not any(anchor in self.anchors for anchor in case.anchors):
            return False
        if not all(anchor in self.anchors for anchor in _needed(case)):
            return False
        return case.given is None or self.is_given(case.given)

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
        wanted = dict.fromkeys(
            anchor for case in cases for anchor in (*case.anchors, *_needed(case))
        )
        absent = [anchor for anchor in wanted if anchor not in self.anchors]
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
        """Return each interviewer, or the rule's list up to the first who may be written to.

        By slug, in the order of the list. Who stands before that one is not to be contacted,
        which is told.
        """
        application = self.application
        by_role = {
            "recruiter": (application.recruiter,),
            "contact": (application.contact,),
            "interviewer": application.interviewers,
        }
        roles = ("interviewer",) if rule.to_each_interviewer else rule.to
        people: dict[str, Name] = {}
        for person in filter(None, (one for role in roles for one in by_role[role])):
            people.setdefault(person_slug(person), person)
        if rule.to_each_interviewer:
            return people
        barred = self.surroundings.not_to_contact
        places = (at for at, slug in enumerate(people, start=1) if slug not in barred)
        return dict(list(people.items())[: next(places, None)])

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
        slug = person_slug(person)
        named = {
            meeting.day
            for meeting in self.application.rounds
            if slug in map(person_slug, meeting.people)
        }
        return tuple(day for day in self.interviews if day in named) if named else None

    def per_interview(
        self, rule: Rule, case: Case, person: Name | None, prefix: str, days: Sequence[date]
    ) -> list[Step]:
        windows = [self.window(rule, case, {**self.anchors, "interview": day}) for day in days]
        numbers = numbers_of(prefix, windows, self.memory)
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
        first, window = self.first(rule, case, prefix, self.window(rule, case, anchors))
        spent = self.spent(case, prefix)
        number, last = first + spent, case.times + spent
        steps: list[Step] = []
        while number <= last:
            step = self.step(rule, case, person, number, window)
            if not self.may_stand(step):
                break
            steps.append(step)
            done_on = self.done.get(step.id)
            if done_on is None or case.again is None:
                break
            number += 1
            window = self.window(rule, case, {**anchors, "done": done_on})
        return steps

    def step(
        self, rule: Rule, case: Case, person: Name | None, number: int, window: Window
    ) -> Step:
        slug = person_slug(person) if person else ""
        via = self.surroundings.agencies.get(slug)
        words = rule.agency if via and rule.agency else case.words
        prefix = f"{rule.name}-{slug}" if person else rule.name
        return Step(item_id(prefix, number), rule.name, words, person, number, window, via)

    def spent(self, case: Case, prefix: str) -> int:
        """Return how many lines were done before the case began: they are not counted among its own."""
        begins = self.anchors.get(case.begins or "")
        if begins is None:
            return 0
        spent = 0
        while self.done.get(item_id(prefix, spent + 1), date.max) < begins:
            spent += 1
        return spent

    def first(self, rule: Rule, case: Case, prefix: str, window: Window) -> tuple[int, Window]:
        """Return where a chain begins: past the lines that the vault's start spares it."""
        since = self.terms.since
        if not rule.days_follow or since is None:
            return 1, window
        numbers = range(1, case.times + 1)
        known = [number for number in numbers if item_id(prefix, number) in self.memory.given]
        first = 1
        while window.due < since and first not in known and first <= case.times:
            window = self.window(rule, case, {"done": window.due})
            first += 1
        return min(known, default=first), window

    def may_stand(self, step: Step) -> bool:
        if self.since is None or step.window.due >= self.since or step.id in self.memory.given:
            return True
        self.missing.append(Missing(step.rule, "before-since", str(step.window.due)))
        return False

    def window(self, rule: Rule, case: Case, anchors: Mapping[str, date]) -> Window:
        return window_of(rule, case, anchors, self.terms.calendar)


def _needed(case: Case) -> list[str]:
    """Return the days without which a case gives no line."""
    return [wait.anchor for wait in case.at_least if wait.needed]
