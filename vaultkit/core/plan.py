"""What should stand in a note's checklist: a function of notes and configuration, never of the day."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from vaultkit.core.application import (
    STAGES,
    Application,
    Name,
    furthest_stage,
    held_interviews,
    person_slug,
)
from vaultkit.core.dates import Calendar, DayOutOfRange, Offset, add, shift
from vaultkit.core.memory import Memory
from vaultkit.core.people import Directory
from vaultkit.core.rules import Case, Playbook, Rule


@dataclass(frozen=True)
class Surroundings:
    """What a note's lines look up outside of the note; persons by their slug in this note.

    ``accepted`` are the days on which other applications were accepted, ascending.
    ``directory`` finds the notes of people.
    """

    accepted: tuple[date, ...] = ()
    not_to_contact: frozenset[str] = frozenset()
    touches: Mapping[str, date] = field(default_factory=dict)
    directory: Directory = Directory(())


@dataclass(frozen=True)
class Terms:
    """The configuration that dates depend on."""

    playbook: Playbook
    calendar: Calendar = Calendar()
    since: date | None = None


@dataclass(frozen=True)
class Window:
    """A start and a due day, and where the due day comes from.

    ``counted`` is the due day before it moved to a business day; ``anchor`` names the day it
    was counted from, ``distance`` how far.
    """

    start: date | None
    due: date
    counted: date
    anchor: str
    anchor_day: date
    distance: Offset


@dataclass(frozen=True)
class Step:
    """One line that should stand. ``id`` comes without ``vk-``; ``number`` counts from 1."""

    id: str
    rule: str
    words: str
    person: Name | None
    number: int
    window: Window


@dataclass(frozen=True)
class Missing:
    """Why a rule of the note's stage gives no line (or no further one).

    ``why`` is ``waits-for`` (``what``: the properties), ``nobody``, ``not-to-contact``,
    ``switched-off``, ``before-since`` (``what``: the due day), ``over`` (the interview),
    ``not-given`` (what must be there) or ``out-of-range``.
    """

    rule: str
    why: str
    what: str = ""


@dataclass(frozen=True)
class Plan:
    """The steps in the order in which new ones are written, and what is missing.

    ``over`` are the interviews that are not prepared for since they were over when first seen.
    """

    steps: tuple[Step, ...]
    missing: tuple[Missing, ...] = ()
    over: tuple[date, ...] = ()


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
    for rule in terms.playbook.rules:
        planner.add_rule(rule)
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
        self.interviews = held_interviews(application)
        self.anchors = _anchors(application, self.interviews, surroundings)
        self.steps: list[Step] = []
        self.missing: list[Missing] = []
        self.over: list[date] = []

    def add_rule(self, rule: Rule) -> None:
        cases = [case for case in rule.cases if self.application.stage in case.stages]
        if not cases or not self.application.follow_up:
            return
        if rule.unless_off and not getattr(self.application, rule.unless_off):
            self.miss(rule, "switched-off", rule.unless_off)
            return
        case = next((case for case in cases if self.fits(case)), None)
        if case is None:
            self.miss(rule, *self.why_none(cases))
            return
        steps = [step for person in self.people(rule) for step in self.steps_for(rule, case, person)]
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
        if what in STAGES:
            reached = max(STAGES.index(furthest_stage(self.application)), STAGES.index(self.memory.furthest or "saved"))
            return reached >= STAGES.index(what)
        return bool(getattr(self.application, what))

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
        found = application.interviewers if rule.to_each_interviewer else [everyone[role] for role in rule.to]
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
            if case.each_interview:
                return self.per_interview(rule, case, person, prefix)
            return self.chain(rule, case, person, prefix, anchors)
        except DayOutOfRange:
            self.miss(rule, "out-of-range", prefix)
            return []

    def per_interview(self, rule: Rule, case: Case, person: Name | None, prefix: str) -> list[Step]:
        windows = [self.window(rule, case, {**self.anchors, "interview": day}) for day in self.interviews]
        numbers = _numbers(prefix, windows, self.memory)
        steps = []
        for day, window, number in zip(self.interviews, windows, numbers, strict=True):
            step = Step(_item_id(prefix, number), rule.name, case.words, person, number, window)
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
        steps: list[Step] = []
        while number <= case.times:
            step = Step(_item_id(prefix, number), rule.name, case.words, person, number, window)
            if not self.may_stand(step):
                break
            steps.append(step)
            if step.id not in self.done or case.again is None:
                break
            number += 1
            window = self.window(rule, case, {**anchors, "done": self.done[step.id]})
        return steps

    def first(self, rule: Rule, case: Case, prefix: str, window: Window) -> tuple[int, Window]:
        """Return where a chain begins: past the lines that the vault's start spares it."""
        since, number = self.terms.since, 1
        if not rule.days_follow or since is None:
            return number, window
        while window.due < since and _item_id(prefix, number) not in self.memory.given and number <= case.times:
            window = self.window(rule, case, {"done": window.due})
            number += 1
        known = [n for n in range(1, case.times + 1) if _item_id(prefix, n) in self.memory.given]
        return min(known, default=number), window

    def may_stand(self, step: Step) -> bool:
        since = self.terms.since
        if since is None or step.window.due >= since or step.id in self.memory.given:
            return True
        self.missing.append(Missing(step.rule, "before-since", str(step.window.due)))
        return False

    def window(self, rule: Rule, case: Case, anchors: Mapping[str, date]) -> Window:
        """Return the days of one line. With ``done`` in anchors it is a repeat, counted from there."""
        calendar = self.terms.calendar
        repeat = "done" in anchors and case.again is not None
        anchor = "done" if repeat else next(name for name in case.anchors if name in anchors)
        after = case.again if repeat and case.again else case.after
        waits = [(wait.anchor, wait.start, wait.after or after) for wait in case.at_least if wait.anchor in anchors]
        ends = [(add(anchors[name], to, calendar), name, to) for name, _, to in [(anchor, None, after), *waits]]
        counted, decisive, distance = max(ends, key=lambda end: end[0])
        starts = [(anchor, None if repeat else case.start), *((name, start) for name, start, _ in waits)]
        opened = [add(anchors[name], start, calendar) for name, start in starts if start]
        start = max(opened, default=None)
        if rule.has_addressee and not rule.any_day:
            start, due = start and shift(start, calendar), shift(counted, calendar)
        else:
            due = counted
        return Window(start, due, counted, decisive, anchors[decisive], distance)


def _anchors(application: Application, interviews: Sequence[date], surroundings: Surroundings) -> dict[str, date]:
    names = ("applied", "closes", "reply_by", "decided", "offered", "offer_deadline", "accepted")
    anchors = {name: day for name in names if (day := getattr(application, name))}
    if interviews:
        anchors["interview"] = interviews[-1]
    # An offer accepted before this application was sent has nothing to do with it.
    later = [day for day in surroundings.accepted if application.applied is None or day >= application.applied]
    if later:
        anchors["accepted_elsewhere"] = later[0]
    return anchors


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
    written = {number: given.due for name, given in memory.given.items() if (number := _number_of(prefix, name))}
    numbers: list[int | None] = []
    for window in windows:
        fits = (number for number, due in written.items() if due == window.due and number not in numbers)
        numbers.append(next(fits, None))
    for place, number in enumerate(numbers, start=1):
        if number is None:
            free = (n for n in [place, *range(1, len(numbers) + len(written) + 1)] if n not in numbers)
            numbers[place - 1] = next(free)
    return [number for number in numbers if number is not None]
