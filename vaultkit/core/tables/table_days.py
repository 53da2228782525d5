"""Days as people and programs write them in a sheet: six forms, and one rule for a whole column.

``2026-04-03`` · ``2026/4/3`` · ``03/04/2026`` · ``03.04.26`` · ``3 April 2026`` · ``Apr 3, 2026``,
each with an hour behind it or none. Whether ``03/04/2026`` is in March or in April no cell
tells alone: the others of its column do, or the language of the vault.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.core.front_matter.written import FIRST_YEAR, LAST_YEAR, read_day, read_hour
from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

Order = Literal["dmy", "mdy"]
"""Which of two numbers before a year is the day: the first, or the second."""

_HOUR = r"(?:(?:\s*,\s*|[Tt]|\s+)(?P<hour>(?:(?:at|alle|ore|um) )?[0-9]{1,2}(?:[:.h][0-9]{2}|\s?[AaPp]\.?[Mm]).*))?"
_NUMBERS = re.compile(
    rf"(?P<first>[0-9]{{1,2}})(?P<sign>[-/. ])(?P<second>[0-9]{{1,2}})(?P=sign)(?P<year>[0-9]{{4}}|[0-9]{{2}}){_HOUR}"
)
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?\s+)?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|°|º|\.)?[\s-]+(?:(?:of|di|de)\s+)?"
    rf"(?P<month>[^\W\d_]{{3,12}})\.?,?[\s-]+(?P<year>[0-9]{{4}}|[0-9]{{2}}){_HOUR}"
)
_MONTH_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<month>[^\W\d_]{{3,12}})\.?\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}}){_HOUR}"
)
_CLOSED_UP = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_HOUR_OF_ISO = re.compile(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[Tt\s]\s*(?P<hour>.*)")
_MIDNIGHT = re.compile(r"(?:0?0[:.]00(?:[:.]00(?:\.0+)?)?\s*(?:Z|\+00:?00)?|12:00(?::00)?\s?AM)?")
_SHORTEST_MONTH = 3
_CENTURY = 2000


@frozen
class TableDay:
    """A day with its hour, where there is one (``09:30``), and ``rest``: what else stood in the cell."""

    day: date
    hour: str | None = None
    rest: str = ""


@frozen
class Ambiguous:
    """A text that is one of two days, where nothing tells which."""

    one: date
    other: date


def month_names(names: Iterable[str]) -> Mapping[str, int]:
    """Return the months by their folded names, and by what shortens them, for names that stand January first.

    There may be several languages one after another, of twelve names each.
    """
    found: dict[str, int] = {}
    for place, name in enumerate(names):
        whole = fold(name)
        for length in range(min(_SHORTEST_MONTH, len(whole)), len(whole) + 1):
            found.setdefault(whole[:length], place % 12 + 1)
    return found


def order_of(texts: Iterable[str]) -> Order | Literal["both"] | None:
    """Return the order of the numbers that the cells of a column show; ``both`` where they contradict one another."""
    found: set[Order] = set()
    for text in texts:
        match = _NUMBERS.fullmatch(one_line(text))
        if match is None:
            continue
        first, second = int(match["first"]), int(match["second"])
        if first > 12 >= second:
            found.add("dmy")
        elif second > 12 >= first:
            found.add("mdy")
    if len(found) > 1:
        return "both"
    return next(iter(found), None)


def needs_order(texts: Iterable[str]) -> bool:
    """Tell whether some cell is one of two days."""
    return any(isinstance(read_table_day(text, None, {}), Ambiguous) for text in texts)


def read_table_day(
    text: str, order: Order | None, months: Mapping[str, int]
) -> TableDay | Ambiguous | None:
    """Return the day of a cell; None for what is none."""
    text = one_line(text)
    plain = read_day(text)
    if isinstance(plain, date):
        hour = _HOUR_OF_ISO.fullmatch(text)
        return _with_hour(plain, hour["hour"] if hour else "")
    if match := _NUMBERS.fullmatch(text):
        return _of_numbers(match, order)
    if match := _CLOSED_UP.fullmatch(text):
        return _told(match["year"], int(match["month"]), match["day"], "")
    for form in (_DAY_FIRST, _MONTH_FIRST):
        match = form.fullmatch(text)
        month = months.get(fold(match["month"])) if match else None
        if match and month:
            return _told(match["year"], month, match["day"], match["hour"])
    return None


def _of_numbers(match: re.Match[str], order: Order | None) -> TableDay | Ambiguous | None:
    first, second, year, hour = (match[name] for name in ("first", "second", "year", "hour"))
    day_first = _told(year, int(second), first, hour)
    month_first = _told(year, int(first), second, hour)
    if day_first is None or month_first is None:
        # Only one of them is a day: that is the one that is meant, whatever the column says.
        return day_first or month_first
    if day_first == month_first or order == "dmy":
        return day_first
    return month_first if order == "mdy" else Ambiguous(day_first.day, month_first.day)


def _told(year: str, month: int, day: str, hour: str | None) -> TableDay | None:
    number = int(year) + (_CENTURY if len(year) == 2 else 0)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    try:
        return _with_hour(date(number, month, int(day)), hour or "")
    except ValueError:
        return None


def _with_hour(day: date, behind: str) -> TableDay:
    """Return the day; midnight is what a program writes behind a day that has no hour."""
    if _MIDNIGHT.fullmatch(behind):
        return TableDay(day)
    return TableDay(day, read_hour(behind), behind)
