"""What a setting may be: from a TOML value to the typed one, or why not."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

from vaultkit.core.days.dates import (
    Calendar,
    DayOutOfRange,
    YearlyRange,
    parse_day,
    parse_offset,
    shift,
)
from vaultkit.core.text.sanitize import one_line, plain

MOST_SECONDS = 86_400
MOST_TIMES = 99
_SHOWN_CHARACTERS = 80
_TAG = re.compile(r"#(?=.*[^\W\d_])[\w/-]+")
_CLOSED = re.compile(r"([0-9]{2})-([0-9]{2})(?:\.\.([0-9]{2})-([0-9]{2}))?")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,29}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")
_NOT_IN_NAMES = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f]')
# What ends a line, steers a terminal or turns text round.
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# A leap year: a yearly range may begin or end on 29 February.
_ANY_YEAR = 2000

Reader = Callable[[Any], Any]


class ValueRefused(ValueError):
    """A value that a setting cannot have; ``code`` and ``values`` make ``error.settings-<code>``."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = {name: shown(value) for name, value in values.items()}
        super().__init__(code)


def shown(value: object) -> str:
    """Return a value from the file so that it can stand in a message."""
    text = one_line(str(value))
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


def text(value: Any) -> str:
    """Any text on one line, without blanks at its ends."""
    if not _is_text(value):
        raise ValueRefused("not-text")
    return str(value).strip()


def texts(value: Any) -> tuple[str, ...]:
    """A text or a list of texts, as written; empty ones do not count."""
    entries = value if isinstance(value, list) else [value]
    if not all(map(_is_text, entries)):
        raise ValueRefused("not-texts")
    return tuple(filter(None, (entry.strip() for entry in entries)))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and not _STEERING.search(value)


def pairs(value: Any) -> dict[str, str]:
    """A table of names, each with a text."""
    if not isinstance(value, dict):
        raise ValueRefused("not-pairs")
    if not all(_is_text(text) and text.strip() for pair in value.items() for text in pair):
        raise ValueRefused("not-pairs")
    return {name.strip(): text.strip() for name, text in value.items()}


def tags(value: Any) -> tuple[str, ...]:
    """A tag or a list of tags, without their ``#``."""
    return tuple(tag.removeprefix("#") for tag in texts(value))


def yes_or_no(value: Any) -> bool:
    """``true`` or ``false``."""
    if not isinstance(value, bool):
        raise ValueRefused("not-yes-or-no")
    return value


def times(value: Any) -> int:
    """How many lines of a rule: from 1 on."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_TIMES:
        raise ValueRefused("not-times", most=MOST_TIMES)
    return value


def seconds(value: Any) -> float:
    """A number of seconds from 0 to a day; a part of one is fine."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueRefused("not-seconds", most=MOST_SECONDS)
    if not math.isfinite(value) or not 0 <= value <= MOST_SECONDS:
        raise ValueRefused("not-seconds", most=MOST_SECONDS)
    return float(value)


def day(value: Any) -> date:
    """A day, with or without quotation marks."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return parse_day(value)
    except (ValueError, TypeError) as error:
        raise ValueRefused("not-a-day", value=value) from error


def zone(value: Any) -> str:
    """The name of a time zone, as ``Europe/Rome``; whether there is one of that name, the system knows."""
    name = text(value)
    if name and not _ZONE.fullmatch(name):
        raise ValueRefused("not-a-zone", value=value)
    return name


def offset(value: Any) -> str:
    """A distance such as ``10bd``, as written."""
    try:
        parse_offset(value)
    except (ValueError, TypeError) as error:
        raise ValueRefused("not-an-offset", value=value) from error
    return str(value)


def offset_ahead(value: Any) -> str:
    """A distance that leads on: a repeat on the same day would never end."""
    if parse_offset(offset(value)).number <= 0:
        raise ValueRefused("not-ahead", value=value)
    return str(value)


def calendar(value: Any) -> Calendar:
    """The days and yearly ranges on which nobody is written to."""
    if not isinstance(value, list):
        raise ValueRefused("not-closed-days", value=value)
    days, ranges = [], []
    for entry in value:
        span = _yearly(entry) if isinstance(entry, str) else None
        if span:
            ranges.append(span)
        else:
            days.append(_closed_day(entry))
    closed = Calendar(frozenset(days), tuple(ranges))
    try:
        shift(date(_ANY_YEAR, 1, 1), closed)
    except DayOutOfRange as error:
        raise ValueRefused("always-closed") from error
    return closed


def _closed_day(entry: Any) -> date:
    try:
        return day(entry)
    except ValueRefused as error:
        raise ValueRefused("not-closed-days", value=entry) from error


def _yearly(entry: str) -> YearlyRange | None:
    """Return the range of ``08-10..08-20``; of ``12-25``, that one day."""
    match = _CLOSED.fullmatch(entry.strip())
    if match is None:
        return None
    month, first_day, last_month, last_day = (
        int(number) if number else None for number in match.groups()
    )
    first = (month or 0, first_day or 0)
    last = (last_month or 0, last_day or 0) if last_month is not None else first
    try:
        for end in (first, last):
            date(_ANY_YEAR, *end)
    except ValueError as error:
        raise ValueRefused("not-closed-days", value=entry) from error
    return first, last


def folder(value: Any) -> str:
    """A folder of the vault, without slashes at its ends; "" is the vault itself."""
    path = text(value)
    inside = path.removesuffix("/")
    if inside and not is_inside(inside):
        raise ValueRefused("not-a-folder", value=path)
    return inside


def folders(value: Any) -> tuple[str, ...]:
    """A folder of the vault or a list of folders."""
    return tuple(filter(None, map(folder, texts(value))))


def template(value: Any) -> str:
    """A note of the vault; "" for none."""
    path = text(value)
    if path and not (is_inside(path) and path.endswith(".md")):
        raise ValueRefused("not-a-note", value=path)
    return path


def is_inside(path: str) -> bool:
    """Tell whether a path leads to a place in the vault, not a hidden one, that every system takes."""
    parts = path.split("/")
    hidden_or_none = any(
        part != part.strip() or not part or part.startswith((".", "~")) for part in parts
    )
    return not hidden_or_none and not _NOT_IN_NAMES.search(path)


def heading(value: Any) -> str:
    """The words of a heading, fit to stand in bold as well."""
    words = text(value)
    if not words or words.startswith("#") or plain(words) != words:
        raise ValueRefused("not-a-heading", value=words)
    return words


def label(value: Any) -> str:
    """What a person sees of a thing of theirs: a few plain words."""
    words = text(value)
    if not words or len(words) > _SHOWN_CHARACTERS or plain(words) != words:
        raise ValueRefused("not-a-label", value=words)
    return words


def global_filter(value: Any) -> str:
    """A tag with its ``#``; "" for none."""
    tag = text(value)
    if tag and not _TAG.fullmatch(tag):
        raise ValueRefused("not-a-tag", value=tag)
    return tag


def symbols(value: Any) -> tuple[str, ...]:
    """A symbol in a line's box or a list of them; a blank means open, an ``x`` done, whatever is said."""
    entries = texts(value)
    for entry in entries:
        if len(entry) != 1 or entry in "xX":
            raise ValueRefused("not-a-symbol", value=entry)
    return entries


def one_of(known: Iterable[str]) -> Reader:
    """One of some words."""
    words = tuple(known)

    def read(value: Any) -> str:
        word = text(value)
        if word not in words:
            raise ValueRefused(
                "not-one-of", value=word, known=", ".join(words), nearest=nearest(word, words)
            )
        return word

    return read


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the most similar of the known words, however far it is."""
    by_plain = {name.casefold().replace("_", "-"): name for name in known}
    return by_plain[get_close_matches(word.casefold().replace("_", "-"), by_plain, 1, 0.0)[0]]
