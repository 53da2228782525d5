"""Days: distances as people give them, business days, ISO weeks."""

import calendar as months
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, cast

from vaultkit.value import frozen

Unit = Literal["d", "w", "bd", "mo"]
YearlyRange = tuple[tuple[int, int], tuple[int, int]]
Week = tuple[date, date]
"""Monday and Sunday."""

_OFFSET = re.compile(r"(-?[0-9]{1,3})(d|w|bd|mo)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_LONGEST_PAUSE_DAYS = 3 * 366
"""A calendar that has no business day for so long has none at all."""


class DayOutOfRange(ValueError):
    """A day outside the years 1 to 9999, or one that a calendar never reaches."""


@frozen
class Offset:
    """A distance between two days: calendar days, weeks, business days or calendar months."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.number}{self.unit}"


_LEAST_DAYS: Mapping[Unit, int] = {"d": 1, "w": 7, "bd": 1, "mo": 28}
_MOST_DAYS: Mapping[Unit, int] = {"d": 1, "w": 7, "bd": 3, "mo": 31}
"""How many days one of a unit takes; closed days are left out of account."""


def is_longer(one: Offset, other: Offset) -> bool:
    """Tell whether a distance is longer than another, from whatever day they are counted."""
    if one.unit == other.unit:
        return one.number > other.number
    least = one.number * (_LEAST_DAYS if one.number >= 0 else _MOST_DAYS)[one.unit]
    most = other.number * (_MOST_DAYS if other.number >= 0 else _LEAST_DAYS)[other.unit]
    return least > most


def parse_offset(text: str) -> Offset:
    """Return the distance that ``7bd``, ``-2d``, ``2w`` or ``3mo`` stands for. Raises ValueError."""
    match = _OFFSET.fullmatch(text)
    if match is None:
        raise ValueError(
            f'"{text}" is not a distance. Write a number with d, w, bd or mo, such as 10bd.'
        )
    return Offset(int(match[1]), cast(Unit, match[2]))


def parse_day(text: str) -> date:
    """Return the day of ``2026-11-20``, in this form alone. Raises ValueError."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f'"{text}" is not a day. Write it as year-month-day, for example 2026-02-27.')


@frozen
class Calendar:
    """The days on which nobody is written to, beside Saturdays and Sundays.

    ``closed_ranges`` come back every year: (month, day) to (month, day), both included. One
    that begins later in the year than it ends runs over New Year; 29 February may stand in it.
    """

    closed_days: frozenset[date] = frozenset()
    closed_ranges: tuple[YearlyRange, ...] = ()

    def is_business_day(self, day: date) -> bool:
        """Tell whether people can be written to on this day."""
        return day.weekday() < 5 and day not in self.closed_days and not self._is_in_range(day)

    def _is_in_range(self, day: date) -> bool:
        here = (day.month, day.day)
        return any(
            first <= here <= last if first <= last else here >= first or here <= last
            for first, last in self.closed_ranges
        )


def shift(day: date, calendar: Calendar) -> date:
    """Return the day itself or the next business day after it. Raises DayOutOfRange."""
    return day if calendar.is_business_day(day) else _next(day, 1, calendar)


def add(day: date, offset: Offset, calendar: Calendar) -> date:
    """Return the day at this distance, before ``day`` where the number is negative.

    A month ends where the calendar says: 30 November + 3mo is 28 February. ``0bd`` is the day
    itself or the next business day. Raises DayOutOfRange.
    """
    if offset.unit == "mo":
        return _add_months(day, offset.number)
    if offset.unit == "bd":
        return _add_business_days(day, offset.number, calendar)
    return _add_days(day, offset.number * (7 if offset.unit == "w" else 1))


def _add_days(day: date, number: int) -> date:
    try:
        return day + timedelta(days=number)
    except OverflowError as error:
        raise DayOutOfRange(f"{number} days from {day} there is no day") from error


def _add_months(day: date, number: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    if not date.min.year <= year <= date.max.year:
        raise DayOutOfRange(f"{number} months from {day} there is no day")
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _add_business_days(day: date, number: int, calendar: Calendar) -> date:
    if number == 0:
        return shift(day, calendar)
    for _ in range(abs(number)):
        day = _next(day, 1 if number > 0 else -1, calendar)
    return day


def _next(day: date, step: int, calendar: Calendar) -> date:
    """Return the nearest business day after the day, or before it where ``step`` is -1."""
    for distance in range(1, _LONGEST_PAUSE_DAYS):
        found = _add_days(day, step * distance)
        if calendar.is_business_day(found):
            return found
    raise DayOutOfRange(f"the calendar has no open day near {day}")


def week_of(day: date) -> Week:
    """Return the ISO week that the day lies in; the last one ends with the last day that there is."""
    monday = day - timedelta(days=day.weekday())
    if (date.max - monday).days < 6:
        return monday, date.max
    return monday, monday + timedelta(days=6)


def parse_week(text: str) -> Week:
    """Return the ISO week that ``2026-W48`` names. Raises ValueError, for a week 53 that is none too."""
    try:
        if match := _WEEK.fullmatch(text):
            return week_of(date.fromisocalendar(int(match[1]), int(match[2]), 1))
    except ValueError:
        pass
    raise ValueError(f'"{text}" is not a week. Write it as year and week, for example 2026-W48.')


def week_name(day: date) -> str:
    """Return the ISO week of a day as ``2026-W48``."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
