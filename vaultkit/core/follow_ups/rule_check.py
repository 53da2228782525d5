"""Whether a table of rules that somebody else wrote holds to the form: a key and the reason where it does not."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args

from vaultkit.core.days.dates import is_longer, parse_offset
from vaultkit.core.follow_ups.rules import Lessons
from vaultkit.core.settings import parsers
from vaultkit.core.settings.parsers import Reader, ValueRefused
from vaultkit.value import frozen

MOST_RULES = 50
"""Of one playbook: each is tried on every note."""
MOST_CASES = 20
ROLES = ("recruiter", "contact", "interviewer")
EACH = "each interviewer"
SWITCHES = ("keep_in_touch", "follow_up")
"""The properties that say yes or no."""
WHEN = ("promised", "second", "screened", "no-interview", "agency", "panel", "settled")
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
_LONGEST_NAME = 40

Place = tuple[int | str, ...]
"""Where a value stands in a table: ``("rule", 0, "case", 1, "after")``."""


class RuleWrong(ValueError):
    """A table is not what it has to be; ``code`` and ``values`` make ``error.settings-<code>``."""

    def __init__(self, place: Place, code: str, **values: object) -> None:
        self.place, self.code, self.values = place, code, values
        super().__init__(code)


@frozen
class Known:
    """What a rule can speak of: the stages there are, the days to count from, and what a note can give."""

    stages: tuple[str, ...]
    anchors: tuple[str, ...]
    given: tuple[str, ...]


def check_rules(table: Mapping[str, Any], known: Known) -> None:
    """Raise RuleWrong for the first thing that is wrong in a parsed file of rules."""
    _only(table, ("rule",), ())
    rows = table_rows(table.get("rule", []), ("rule",), MOST_RULES)
    for number, row in enumerate(rows):
        check_row(row, _rule_keys(known), ("name", "case"), ("rule", number))
        for at, case in enumerate(row["case"]):
            place: Place = ("rule", number, "case", at)
            check_row(case, _case_keys(known), ("stages", "from", "after"), place)
            _check_start(case, place)


def _check_start(row: Mapping[str, Any], place: Place) -> None:
    """Raise RuleWrong for a line that would begin after the day on which it is due."""
    start, after = row.get("start"), row.get("after")
    if start and after and is_longer(parse_offset(start), parse_offset(after)):
        told = {"setting": "start", "value": start, "after": after}
        raise RuleWrong((*place, "start"), "start-late", **told)
    for wait in row.get("at_least", ()):
        _check_start(wait, (*place, "at_least"))


def _rule_keys(known: Known) -> Mapping[str, Reader]:
    return {
        "name": _name,
        "source": parsers.text,
        "to": _addressees,
        "case": _each({}, MOST_CASES),
        "letters": _each(
            {"name": _name, "when": _all_of(WHEN), "stages": _all_of(known.stages)}, MOST_CASES
        ),
        "unless_off": parsers.one_of(SWITCHES),
        "agency": _name,
        "lessons": parsers.one_of(get_args(Lessons)),
        **dict.fromkeys(
            ("nameless", "any_day", "only_ahead", "days_follow", "alone", "for_interview"),
            parsers.yes_or_no,
        ),
    }


def _case_keys(known: Known) -> Mapping[str, Reader]:
    wait = {
        "from": parsers.one_of(known.anchors),
        "start": parsers.offset,
        "after": parsers.offset,
        "needed": parsers.yes_or_no,
        "first": parsers.yes_or_no,
    }
    return {
        "stages": _all_of(known.stages),
        "given": parsers.one_of(known.given),
        "each": parsers.one_of(("interview", "interview with them")),
        "from": _one_or_all_of(known.anchors),
        "start": parsers.offset,
        "after": parsers.offset,
        "at_least": _each(wait, MOST_CASES, needed=("from",)),
        "again": parsers.offset_ahead,
        "times": parsers.times,
        "begins": parsers.one_of(known.anchors),
        "words": _name,
    }


def check_row(
    row: Mapping[str, Any], readers: Mapping[str, Reader], needed: Sequence[str], place: Place
) -> None:
    """Raise RuleWrong for a key that no reader is for, one that is missing, or a value that none takes."""
    _only(row, readers, place)
    for name in needed:
        if name not in row:
            raise RuleWrong(place, "playbook-needs", setting=name)
    for name, value in row.items():
        try:
            readers[name](value)
        except ValueRefused as refused:
            raise RuleWrong(
                (*place, name), refused.code, **{"setting": name, **refused.values}
            ) from refused


def _only(row: Mapping[str, Any], names: Iterable[str], place: Place) -> None:
    for name in row:
        if name not in names:
            near = parsers.nearest(name, names)
            wrong = {"setting": parsers.shown(name), "nearest": near}
            raise RuleWrong((*place, name), "playbook-unknown", **wrong)


def table_rows(value: Any, place: Place, most: int) -> Sequence[Mapping[str, Any]]:
    """Return the tables of a list of them. Raises RuleWrong for anything else, and for too many."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise RuleWrong(place, "playbook-no-tables", setting=place[-1])
    if len(value) > most:
        raise RuleWrong((*place, most), "playbook-too-many", setting=place[-1], most=most)
    return value


def _each(readers: Mapping[str, Reader], most: int, needed: Sequence[str] = ()) -> Reader:
    """A list of tables; without readers what stands in them is checked elsewhere."""

    def read(value: Any) -> Any:
        try:
            rows = table_rows(value, ("tables",), most)
            for row in rows if readers else ():
                check_row(row, readers, needed or ("name",), ())
        except RuleWrong as wrong:
            raise ValueRefused(wrong.code, **wrong.values) from wrong
        if not rows:
            raise ValueRefused("playbook-no-tables")
        return rows

    return read


def _all_of(words: Iterable[str]) -> Callable[[Any], tuple[str, ...]]:
    """A list of words, each of them known."""
    one = parsers.one_of(words)

    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not value:
            raise ValueRefused("playbook-no-list")
        return tuple(map(one, value))

    return read


def _one_or_all_of(words: Iterable[str]) -> Reader:
    one, every = parsers.one_of(words), _all_of(words)
    return lambda value: every(value) if isinstance(value, list) else one(value)


def _addressees(value: Any) -> Any:
    return value if value == EACH else _all_of(ROLES)(value)


def _name(value: Any) -> str:
    """A name that can stand in an id: small letters and single hyphens, no digits."""
    name = parsers.text(value)
    if not is_rule_name(name):
        raise ValueRefused("playbook-name", value=name)
    return name


def is_rule_name(value: object) -> bool:
    """Tell whether a value can be a rule's name."""
    return isinstance(value, str) and len(value) <= _LONGEST_NAME and bool(_NAME.fullmatch(value))


def rule_lines(text: str, named: str = "rule") -> Mapping[Place, int]:
    """Return the line (from 1) of every rule, case and key of a file of rules that parses.

    ``named`` is what its tables are called, ``[[rule]]``.
    """
    header = re.compile(rf"^\s*\[+\s*{named}(?:\s*\.\s*([\w-]+))?\s*\]+")
    lines: dict[Place, int] = {}
    place: Place = ()
    counts: dict[Place, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for below in header.findall(line):
            place = _next_place(counts, named, below)
            lines[place] = number
            lines.setdefault(place[:1], number)
            lines.setdefault(place[:-1] if below else place, number)
        for key in re.findall(r"^\s*[\"']?([\w-]+)[\"']?\s*=", line):
            lines.setdefault((*place, key), number)
    return lines


def _next_place(counts: dict[Place, int], named: str, below: str) -> Place:
    rule: Place = (named, counts.get((named,), 0) - 1)
    above: Place = (*rule, below) if below else (named,)
    counts[above] = counts.get(above, 0) + 1
    return (*above, counts[above] - 1)


def line_of(place: Place, lines: Mapping[Place, int]) -> int:
    """Return the line of a value, else of what it stands in."""
    return next(_lines_around(place, lines), 1)


def _lines_around(place: Place, lines: Mapping[Place, int]) -> Iterator[int]:
    return (lines[place[:end]] for end in range(len(place), 0, -1) if place[:end] in lines)
