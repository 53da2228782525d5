"""Dates in file names, in Obsidian's own date tokens: those of the library moment 2.30.

A name has a day and no time, so the tokens for hours, time zones and eras are refused.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from functools import lru_cache

from vaultkit.core.days.dates import Week, week_of
from vaultkit.core.text.phrases import Phrases
from vaultkit.value import frozen

# moment's own expressions, in its order; its tokens for whole local formats (L, LT, l) first.
_TOKEN = re.compile(
    r"\[[^\[]*\]|\\?(?:LTS|LT|L{1,4}|l{1,4}|[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|w[ow|]?|W[oW|]?|Qo?"
    r"|N{1,5}|YYYYYY|YYYYY|YYYY|YY|y{2,4}|yo?|gg(?:ggg?)?|GG(?:GGG?)?|[aA]|hh?|HH?|kk?|mm?|ss?|S{1,9}|[xX]|zz?|ZZ?|.)",
    re.DOTALL,
)
_REFUSED = re.compile(r"L+T?S?|l+|[Hhk]+(?:mm)?(?:ss)?|[aA]|m+|s+|S+|[xXzZN]+")


class TokenRefused(ValueError):
    """A pattern asks for something that a day does not have; the message is the token."""


@frozen
class Locale:
    """How a language names and counts days. Weekdays start on Sunday.

    ``ordinals`` are a number's forms: ``1er`` is for 1 alone, ``*1st`` for every number that
    ends in 1, one without a number for all the others; the first that fits is taken.
    ``first_weekday`` is 0 for weeks from Sunday, 1 for weeks from Monday; ``first_week_day``
    is the day in January that lies in week 1 for sure.
    """

    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    weekdays_min: tuple[str, ...]
    ordinals: tuple[str, ...]
    first_weekday: int
    first_week_day: int

    def ordinal(self, number: int) -> str:
        """Return the number as in ``2nd``."""
        for form in self.ordinals:
            every, digits, ending = _ORDINAL.fullmatch(form).groups()  # type: ignore[union-attr]
            if not digits or digits == str(number) or (every and str(number).endswith(digits)):
                return f"{number}{ending}"
        return str(number)


_KEYS = tuple(f"calendar.{field.name.replace('_', '-')}" for field in fields(Locale))
_ORDINAL = re.compile(r"(\*?)([0-9]*)(.*)", re.DOTALL)


def locale_of(phrases: Phrases) -> Locale:
    """Return how a language names and counts days, from its phrases ``calendar.…``."""
    return _locale(*(phrases.texts[key] for key in _KEYS))


@lru_cache(maxsize=16)
def _locale(*texts: str) -> Locale:
    """Return what the texts of the eight fields say, in the order of the fields."""
    *names, first_weekday, first_week_day = texts
    months, short, *weekdays, ordinals = (
        tuple(name.strip() for name in text.split(",")) for text in names
    )
    days, days_short, days_min = weekdays
    return Locale(
        months, short, days, days_short, days_min, ordinals, int(first_weekday), int(first_week_day)
    )


def format_moment(pattern: str, day: date, phrases: Phrases) -> str:
    """Return the day in a pattern of date tokens, as a language names and counts days.

    ``[...]`` is taken as it stands. Raises TokenRefused.
    """
    locale = locale_of(phrases)
    return "".join(_shown(token, day, locale) for token in _TOKEN.findall(pattern))


def weeks_named(
    pattern: str, names: Iterable[str], first: date, last: date, phrases: Phrases
) -> dict[str, Week]:
    """Return the weeks between two days by name, for the names among ``names`` alone.

    A week's name is that of its Monday; the weeks ascend. Raises TokenRefused.
    """
    wanted = frozenset(names)
    found: dict[str, Week] = {}
    monday = week_of(first)[0]
    for days in range(0, (last - monday).days + 1, 7):
        week = week_of(monday + timedelta(days=days))
        name = format_moment(pattern, week[0], phrases)
        if name in wanted:
            found.setdefault(name, week)
    return found


def _shown(token: str, day: date, locale: Locale) -> str:
    if token.startswith("[") and len(token) > 1:
        return token[1:].removesuffix("]")
    if token in _PARTS:
        return _PARTS[token](day, locale)
    if _REFUSED.fullmatch(token):
        raise TokenRefused(token)
    if token.endswith("o") and token[:-1] in _PARTS:
        return locale.ordinal(int(_PARTS[token[:-1]](day, locale)))
    return token.replace("\\", "")


def _sunday_first(day: date) -> int:
    return day.isoweekday() % 7


def _local_week(day: date, locale: Locale) -> tuple[int, int]:
    """Return year and number of the week as the locale counts: week 1 holds ``first_week_day``."""
    to_end = (locale.first_weekday + 6 - _sunday_first(day)) % 7
    # The week belongs to the year in which this day of it lies; beyond 9999 there is none.
    decisive = day.toordinal() + to_end - (locale.first_week_day - 1)
    if decisive > date.max.toordinal() or decisive < 1:
        raise TokenRefused("gggg")
    counted = date.fromordinal(decisive)
    return counted.year, (counted.timetuple().tm_yday - 1) // 7 + 1


def _day_of_year(day: date) -> int:
    return day.timetuple().tm_yday


_Part = Callable[[date, Locale], str]


def _numbers(getter: Callable[[date, Locale], int], *widths: tuple[str, int]) -> dict[str, _Part]:
    """Return the tokens that show one number, each filled with zeros to its width."""

    def part(width: int) -> _Part:
        return lambda day, locale: f"{getter(day, locale):0{width}}"

    return {token: part(width) for token, width in widths}


_PARTS: Mapping[str, _Part] = {
    **_numbers(lambda day, _: day.year, ("Y", 1), ("YYYY", 4), ("YYYYY", 5)),
    **_numbers(lambda day, _: day.year, ("y", 1), ("yy", 2), ("yyy", 3), ("yyyy", 4)),
    **_numbers(lambda day, _: day.year % 100, ("YY", 2)),
    **_numbers(lambda day, _: (day.month + 2) // 3, ("Q", 1)),
    **_numbers(lambda day, _: day.month, ("M", 1), ("MM", 2)),
    **_numbers(lambda day, _: day.day, ("D", 1), ("DD", 2)),
    **_numbers(lambda day, _: _day_of_year(day), ("DDD", 1), ("DDDD", 3)),
    **_numbers(lambda day, _: _sunday_first(day), ("d", 1)),
    **_numbers(lambda day, _: day.isoweekday(), ("E", 1)),
    **_numbers(lambda day, locale: (_sunday_first(day) - locale.first_weekday) % 7, ("e", 1)),
    **_numbers(lambda day, _: day.isocalendar().week, ("W", 1), ("WW", 2)),
    **_numbers(lambda day, _: day.isocalendar().year, ("GGGG", 4), ("GGGGG", 5)),
    **_numbers(lambda day, _: day.isocalendar().year % 100, ("GG", 2)),
    **_numbers(lambda day, locale: _local_week(day, locale)[1], ("w", 1), ("ww", 2)),
    **_numbers(lambda day, locale: _local_week(day, locale)[0], ("gggg", 4), ("ggggg", 5)),
    **_numbers(lambda day, locale: _local_week(day, locale)[0] % 100, ("gg", 2)),
    "YYYYYY": lambda day, _: f"+{day.year:06}",
    "MMM": lambda day, locale: locale.months_short[day.month - 1],
    "MMMM": lambda day, locale: locale.months[day.month - 1],
    "dd": lambda day, locale: locale.weekdays_min[_sunday_first(day)],
    "ddd": lambda day, locale: locale.weekdays_short[_sunday_first(day)],
    "dddd": lambda day, locale: locale.weekdays[_sunday_first(day)],
}
