"""Dates in file names, in Obsidian's own date tokens: those of the library moment 2.30.

A name has a day and no time, so the tokens for hours, time zones and eras are refused.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from vaultkit.core.days.dates import Week, week_of

# moment's own expressions, in its order; its tokens for whole local formats (L, LT, l) first.
_TOKEN = re.compile(
    r"\[[^\[]*\]|\\?(?:LTS|LT|L{1,4}|l{1,4}|[Hh]mm(?:ss)?|Mo|MM?M?M?|Do|DDDo|DD?D?D?|ddd?d?|do?|w[ow|]?|W[oW|]?|Qo?"
    r"|N{1,5}|YYYYYY|YYYYY|YYYY|YY|y{2,4}|yo?|gg(?:ggg?)?|GG(?:GGG?)?|[aA]|hh?|HH?|kk?|mm?|ss?|S{1,9}|[xX]|zz?|ZZ?|.)",
    re.DOTALL,
)
_REFUSED = re.compile(r"L+T?S?|l+|[Hhk]+(?:mm)?(?:ss)?|[aA]|m+|s+|S+|[xXzZN]+")


class TokenRefused(ValueError):
    """A pattern asks for something that a day does not have; the message is the token."""


@dataclass(frozen=True)
class Locale:
    """How a language names and counts days. Weekdays start on Sunday.

    ``first_weekday`` is 0 for weeks from Sunday, 1 for weeks from Monday; ``first_week_day``
    is the day in January that lies in week 1 for sure.
    """

    months: tuple[str, ...]
    months_short: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]
    weekdays_min: tuple[str, ...]
    ordinal: Callable[[int], str]
    first_weekday: int = 1
    first_week_day: int = 4


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _english(number: int) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else endings.get(number % 10, 'th')}"


_ENGLISH = (
    _names("January February March April May June July August September October November December"),
    _names("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    _names("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
    _names("Sun Mon Tue Wed Thu Fri Sat"),
    _names("Su Mo Tu We Th Fr Sa"),
    _english,
)
_LOCALES: Mapping[str, Locale] = {
    "en": Locale(*_ENGLISH, first_weekday=0, first_week_day=1),
    "en-gb": Locale(*_ENGLISH),
    "it": Locale(
        _names(
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
        ),
        _names("gen feb mar apr mag giu lug ago set ott nov dic"),
        _names("domenica lunedì martedì mercoledì giovedì venerdì sabato"),
        _names("dom lun mar mer gio ven sab"),
        _names("do lu ma me gi ve sa"),
        lambda number: f"{number}º",
    ),
}


def format_moment(pattern: str, day: date, language: str) -> str:
    """Return the day in a pattern of date tokens; ``[...]`` is taken as it stands.

    A language that has no names here gets English ones and ISO weeks. Raises TokenRefused.
    """
    locale = _LOCALES.get(language, _LOCALES["en-gb"])
    return "".join(_shown(token, day, locale) for token in _TOKEN.findall(pattern))


def weeks_named(
    pattern: str, names: Iterable[str], first: date, last: date, language: str
) -> dict[str, Week]:
    """Return the weeks between two days by name, for the names among ``names`` alone.

    A week's name is that of its Monday; the weeks ascend. Raises TokenRefused.
    """
    wanted = frozenset(names)
    found: dict[str, Week] = {}
    monday = week_of(first)[0]
    for days in range(0, (last - monday).days + 1, 7):
        week = week_of(monday + timedelta(days=days))
        name = format_moment(pattern, week[0], language)
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
