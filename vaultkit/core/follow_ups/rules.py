"""A playbook: the rules of the follow-ups as values, with a vault's own numbers laid over them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from vaultkit.core.days.dates import Offset, parse_offset
from vaultkit.core.settings.values import RuleChange
from vaultkit.core.text.once import once, remembered
from vaultkit.value import frozen

_LONGEST_KEPT = 100
"""In characters."""


@frozen
class Wait:
    """One more day that a line waits for. ``after`` None takes the line's own distance.

    With ``first`` a repeat waits as long as the first line did.
    """

    anchor: str
    start: Offset | None = None
    after: Offset | None = None
    needed: bool = False
    first: bool = False


@frozen
class Case:
    """One way in which a rule gives its lines; see the first playbook file for each word."""

    stages: tuple[str, ...]
    anchors: tuple[str, ...]
    after: Offset
    words: str
    given: str | None = None
    each: str | None = None
    start: Offset | None = None
    at_least: tuple[Wait, ...] = ()
    again: Offset | None = None
    times: int = 1
    begins: str | None = None


@frozen
class LetterChoice:
    """One letter that a rule's lines may ask for: ``when`` names what must all be so.

    ``stages`` are those in which it is asked for; none means all of them.
    """

    name: str
    when: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


Lessons = Literal["own", "theirs"]
"""What is learned under a line: one's own answers to its questions, or what others said."""


@frozen
class Rule:
    """One rule. ``to`` are the roles asked in order, empty where the line is for oneself.

    ``letters`` are tried in order before the letter of the rule's own name. Lines that are
    ``for_interview`` make no sense once it is past. ``lessons`` tells whose answers stand under
    its lines, where any do.
    One that is ``off`` gives no line; it is kept so that it can be told, and its lines known.
    """

    name: str
    source: str
    cases: tuple[Case, ...]
    to: tuple[str, ...] = ()
    to_each_interviewer: bool = False
    nameless: bool = False
    any_day: bool = False
    only_ahead: bool = False
    unless_off: str | None = None
    days_follow: bool = False
    letters: tuple[LetterChoice, ...] = ()
    alone: bool = False
    agency: str | None = None
    for_interview: bool = False
    lessons: Lessons | None = None
    off: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The phrases that its lines may be written in."""
        found = [*(case.words for case in self.cases), *([self.agency] if self.agency else [])]
        return tuple(dict.fromkeys(found))

    @once
    def has_addressee(self) -> bool:
        """Tell whether its lines are for writing to somebody."""
        return self.to_each_interviewer or bool(self.to)


@frozen
class Playbook:
    """All rules, in the order in which lines that are new at once are written."""

    rules: tuple[Rule, ...]

    def named(self, name: str) -> Rule | None:
        """Return the rule of that name, or None."""
        return self._named.get(name)

    @cached_property
    def _named(self) -> Mapping[str, Rule]:
        return {rule.name: rule for rule in reversed(self.rules)}

    @property
    def lesson_words(self) -> tuple[str, ...]:
        """The phrases of the lines under which a person answers for themselves."""
        return tuple(words for rule in self.rules if rule.lessons == "own" for words in rule.words)

    @property
    def letter_names(self) -> tuple[str, ...]:
        """The letters that lines may ask for, without their forms."""
        asked = (rule for rule in self.rules if rule.has_addressee)
        names = ((rule.name, *(choice.name for choice in rule.letters)) for rule in asked)
        return tuple(dict.fromkeys(name for each in names for name in each))

    @cached_property
    def rule_of(self) -> Callable[[str], Rule | None]:
        """Return the rule of an id without ``vk-``: the longest name that it begins with.

        A note asks twice for each of its lines, and the same people stand in many notes.
        """
        return remembered(16384, _LONGEST_KEPT)(self._rule_of)

    def _rule_of(self, item_id: str) -> Rule | None:
        name = item_id
        while name and name not in self._named:
            name = name.rpartition("-")[0]
        return self._named.get(name)


def read_playbook(
    tables: Sequence[Mapping[str, Any]], changes: Mapping[str, RuleChange]
) -> Playbook:
    """Return the playbook of parsed rule files, in their order, with a vault's changes.

    Raises KeyError or ValueError for a table that does not hold to the format: that is a
    mistake in the playbook, not in a vault.
    """
    rules = [_rule(row) for table in tables for row in table["rule"]]
    return Playbook(
        tuple(
            _changed(rule, changes[rule.name]) if rule.name in changes else rule for rule in rules
        )
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    to = row.get("to", [])
    return Rule(
        name=row["name"],
        source=row.get("source", ""),
        cases=tuple(_case(case, row["name"]) for case in row["case"]),
        to=() if to == "each interviewer" else tuple(to),
        to_each_interviewer=to == "each interviewer",
        nameless=row.get("nameless", False),
        only_ahead=row.get("only_ahead", False),
        any_day=row.get("any_day", False),
        unless_off=row.get("unless_off"),
        days_follow=row.get("days_follow", False),
        letters=tuple(_letter(each) for each in row.get("letters", [])),
        alone=row.get("alone", False),
        agency=row.get("agency"),
        for_interview=row.get("for_interview", False),
        lessons=row.get("lessons"),
    )


def _letter(row: Mapping[str, Any]) -> LetterChoice:
    return LetterChoice(row["name"], tuple(row.get("when", [])), tuple(row.get("stages", [])))


def _case(row: Mapping[str, Any], name: str) -> Case:
    return Case(
        stages=tuple(row["stages"]),
        anchors=(row["from"],) if isinstance(row["from"], str) else tuple(row["from"]),
        after=parse_offset(row["after"]),
        words=row.get("words", name),
        given=row.get("given"),
        each=row.get("each"),
        start=_offset(row.get("start")),
        at_least=tuple(_wait(wait) for wait in row.get("at_least", [])),
        again=_offset(row.get("again")),
        times=row.get("times", 1),
        begins=row.get("begins"),
    )


def _wait(row: Mapping[str, Any]) -> Wait:
    return Wait(
        anchor=row["from"],
        start=_offset(row.get("start")),
        after=_offset(row.get("after")),
        needed=row.get("needed", False),
        first=row.get("first", False),
    )


def _offset(text: str | None) -> Offset | None:
    return None if text is None else parse_offset(text)


def _changed(rule: Rule, change: RuleChange) -> Rule:
    """Lay a vault's numbers over a rule: its distances over the last, general case, and those that count like it.

    Other cases speak of what somebody promised or vouched for, and keep their own.
    """
    general = rule.cases[-1]
    cases = tuple(
        _moved(case, change) if _counts_alike(case, general) else case for case in rule.cases
    )
    if change.times is not None:
        cases = tuple(replace(case, times=change.times) if case.again else case for case in cases)
    return replace(rule, cases=cases, off=change.off)


def _counts_alike(case: Case, general: Case) -> bool:
    """Tell whether two cases count the same distances: a call is followed up as an interview is."""
    return (case.after, case.start, case.again) == (general.after, general.start, general.again)


def _moved(case: Case, change: RuleChange) -> Case:
    return replace(
        case,
        after=_offset(change.after) or case.after,
        start=_offset(change.start) or case.start,
        again=_offset(change.again) or case.again,
    )
