"""A day as a person says it: ``friday``, ``1 Dec``, ``fra 2 settimane``, ``2w 3d``, ``end of month``."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from vaultkit.core.days.dates import Calendar, DayOutOfRange, Offset, Unit, add, parse_day, week_of
from vaultkit.core.text.phrases import Phrases

_UNITS: tuple[tuple[Unit, str], ...] = (
    ("d", "days"),
    ("w", "weeks"),
    ("mo", "months"),
    ("bd", "business-days"),
)
_SHORT_UNITS: dict[str, Unit] = {"d": "d", "w": "w", "mo": "mo", "m": "mo", "bd": "bd"}
_LONGEST = 100
_YEAR_LAST = re.compile(r" [0-9]{4}$")
_YEARS_AHEAD = 9
"""Within so many years 29 February comes round again, even over a year like 2100."""
_NAMED = ("today", "tomorrow", "after-tomorrow", "next-week", "next-month", "end-of-month")


def parse_when(
    text: str, today: date, calendar: Calendar, languages: Iterable[Phrases]
) -> date | None:
    """Return the day that the text means in any of the languages, or None when it means none.

    A weekday is the next one after today, ``friday week`` the one after that; ``next week`` is
    its Monday, ``next month`` its first day; ``end of month`` lies after today. A date without
    its year is the next such day, today included; which number of ``12/1`` is the month, the
    first of the languages says. The day is not moved to a business day.
    """
    languages = tuple(languages)
    said = _plain(text[:_LONGEST])
    try:
        exact = _exact(said, today, calendar) or _in_numbers(said, today, languages[0])
        spoken = (_spoken(said, today, calendar, phrases) for phrases in languages)
        return exact or next((day for day in spoken if day), None)
    except DayOutOfRange:
        return None


def dated_in_full(text: str, languages: Iterable[Phrases]) -> date | None:
    """Return the day of ``24 November 2026`` or ``24 nov 2026``, its month by name and with its year; else None."""
    said = _plain(text[:_LONGEST])
    if not _YEAR_LAST.search(said):
        return None
    found = (_dated(said, date.min, phrases) for phrases in languages)
    return next((day for day in found if day), None)


def _exact(said: str, today: date, calendar: Calendar) -> date | None:
    """Read what is the same in every language: ``2026-12-01`` and ``2w 3d``."""
    try:
        return parse_day(said)
    except ValueError:
        return _sum(said, "", "", _SHORT_UNITS, {}, today, calendar)


def _spoken(said: str, today: date, calendar: Calendar, phrases: Phrases) -> date | None:
    for name in _NAMED:
        if said in _words(phrases, name):
            return _named(name, today)
    return (
        _weekday(said, today, phrases)
        or _dated(said, today, phrases)
        or _span(said, today, calendar, phrases)
    )


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
    first = re.sub(rf" (?:{_either(_words(phrases, 'weekday-week'))})$", "", core)
    for number, names in enumerate(_entries(phrases, "weekdays")):
        if first in names:
            days = (number - today.weekday() - 1) % 7 + 1
            return _later(today, days if first == core else days + 7, "d")
    return None


def _dated(said: str, today: date, phrases: Phrases) -> date | None:
    """Return the day of ``1 Dec``, ``dec 1, 2027``, ``1 dicembre``, with or without its year."""
    months = {
        name: n
        for n, names in enumerate(_entries(phrases, "month-names"), start=1)
        for name in names
    }
    around, ordinal = (_either(_words(phrases, key)) for key in ("around-date", "ordinals"))
    said = re.sub(rf"^(?:{around}) ?(?=[0-9]|[^ 0-9]+\.? [0-9])", "", said)
    day, name, year = (
        rf"([0-9]{{1,2}})(?:{ordinal})?",
        rf"({_either(months)})\.?",
        r"(?:,? ([0-9]{4}))?",
    )
    if match := re.fullmatch(
        rf"{day} (?:(?:{_either(_words(phrases, 'of'))}) )?{name}{year}", said
    ):
        return _next_such(int(match[1]), months[match[2]], match[3], today)
    if match := re.fullmatch(rf"{name} {day}{year}", said):
        return _next_such(int(match[2]), months[match[1]], match[3], today)
    return None


def _in_numbers(said: str, today: date, phrases: Phrases) -> date | None:
    """Return the day of ``12/1``; numbers that are a day in the other order alone are read in that."""
    match = re.fullmatch(r"([0-9]{1,2})[/.]([0-9]{1,2})(?:[/.]([0-9]{4}))?", said)
    if match is None:
        return None
    first, second = int(match[1]), int(match[2])
    orders = [(first, second), (second, first)]
    if phrases.say("when.order") == "month-day":
        orders.reverse()
    found = (_next_such(day, month, match[3], today) for day, month in orders)
    return next((day for day in found if day), None)


def _next_such(day: int, month: int, year: str | None, today: date) -> date | None:
    """Return the day in its year; without a year the next one, today included. None where there is none."""
    for number in [int(year)] if year else range(today.year, today.year + _YEARS_AHEAD):
        try:
            found = date(number, month, day)
        except ValueError:
            continue
        if year or found >= today:
            return found
    return None


def _span(said: str, today: date, calendar: Calendar, phrases: Phrases) -> date | None:
    units = {word: unit for unit, key in _UNITS for word in _words(phrases, key)}
    numbers = {
        name: n for n, names in enumerate(_entries(phrases, "numbers"), start=1) for name in names
    }
    before, joined = (_either(_words(phrases, key)) for key in ("span", "and"))
    return _sum(said, before, joined, units, numbers, today, calendar)


def _sum(
    said: str,
    before: str,
    joined: str,
    units: Mapping[str, Unit],
    numbers: Mapping[str, int],
    today: date,
    calendar: Calendar,
) -> date | None:
    """Return the day at one distance after another: ``2w 3d``, ``in 2 weeks and 3 days``; None for other words."""
    number = "|".join(filter(None, ("[0-9]{1,3}", _either(numbers))))
    one = rf"({number}) ?({_either(units)})"
    between = rf",? (?:(?:{joined}) )?" if joined else ",? ?"
    plain = re.sub(rf"^(?:{before}) ", "", said) if before else said
    if not re.fullmatch(rf"{one}(?:{between}{one})*", plain):
        return None
    day = today
    for amount, unit in re.findall(rf"(?:^|(?<=[ ,a-z])){one}(?=$|[ ,0-9])", plain):
        day = add(day, Offset(numbers.get(amount) or int(amount), units[unit]), calendar)
    return day


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
