"""A day as a person says it: ``friday``, ``fra 2 settimane``, ``5bd``, ``end of month``."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from vaultkit.core.dates import Calendar, DayOutOfRange, Offset, Unit, add, parse_day, parse_offset, week_of
from vaultkit.core.phrases import Phrases

_UNITS: tuple[tuple[Unit, str], ...] = (
    ("d", "days"),
    ("w", "weeks"),
    ("mo", "months"),
    ("bd", "business-days"),
)
_LONGEST = 100
_NAMED = ("today", "tomorrow", "after-tomorrow", "next-week", "next-month", "end-of-month")


def parse_when(text: str, today: date, calendar: Calendar, languages: Iterable[Phrases]) -> date | None:
    """Return the day that the text means in any of the languages, or None when it means none.

    A weekday is the next one after today; ``next week`` is its Monday, ``next month`` its
    first day; ``end of month`` lies after today. The day is not moved to a business day.
    """
    said = _plain(text[:_LONGEST])
    try:
        exact = _exact(said, today, calendar)
        spoken = (_spoken(said, today, calendar, phrases) for phrases in languages)
        return exact or next((day for day in spoken if day), None)
    except DayOutOfRange:
        return None


def _exact(said: str, today: date, calendar: Calendar) -> date | None:
    """Read what is the same in every language: ``2026-12-01`` and ``1w``. Backwards is no answer."""
    try:
        return parse_day(said)
    except ValueError:
        pass
    try:
        offset = parse_offset(said.replace(" ", ""))
    except ValueError:
        return None
    return None if said.startswith("-") else add(today, offset, calendar)


def _spoken(said: str, today: date, calendar: Calendar, phrases: Phrases) -> date | None:
    for name in _NAMED:
        if said in _words(phrases, name):
            return _named(name, today)
    return _weekday(said, today, phrases) or _span(said, today, calendar, phrases)


def _named(name: str, today: date) -> date:
    first = today.replace(day=1)
    days = {"today": 0, "tomorrow": 1, "after-tomorrow": 2}
    if name == "next-week":
        return _later(week_of(today)[0], 1, "w")
    if name == "next-month":
        return _later(first, 1, "mo")
    if name == "end-of-month":
        end = _month_end(today)
        return end if end > today else _month_end(_later(first, 1, "mo"))
    return _later(today, days[name], "d")


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _later(day: date, number: int, unit: Unit) -> date:
    return add(day, Offset(number, unit), Calendar())


def _weekday(said: str, today: date, phrases: Phrases) -> date | None:
    """Return the next such day after today; on a Friday, ``friday`` lies a week ahead."""
    around = _either(_words(phrases, "around-weekday"))
    core = re.sub(rf"^(?:(?:{around}) )+|(?: (?:{around}))+$", "", said)
    for number, names in enumerate(_entries(phrases, "weekdays")):
        if core in names:
            return _later(today, (number - today.weekday() - 1) % 7 + 1, "d")
    return None


def _span(said: str, today: date, calendar: Calendar, phrases: Phrases) -> date | None:
    before = _either(_words(phrases, "span"))
    numbers = {name: n for n, names in enumerate(_entries(phrases, "numbers"), start=1) for name in names}
    for unit, key in _UNITS:
        shape = rf"(?:(?:{before}) )?([0-9]{{1,3}}|{_either(numbers)}) ?(?:{_either(_words(phrases, key))})"
        if match := re.fullmatch(shape, said):
            number = numbers.get(match[1]) or int(match[1])
            return add(today, Offset(number, unit), calendar)
    return None


def _words(phrases: Phrases, key: str) -> frozenset[str]:
    return frozenset(map(_plain, phrases.say(f"when.{key}").split(",")))


def _entries(phrases: Phrases, key: str) -> list[frozenset[str]]:
    entries = phrases.say(f"when.{key}").split(",")
    return [frozenset(map(_plain, entry.split("|"))) for entry in entries]


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words)))


def _plain(text: str) -> str:
    """Without capitals, accents and the apostrophe that stands for one; single spaces."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = (char for char in letters if not unicodedata.combining(char) and char not in "'’`´")
    return " ".join("".join(kept).split())
