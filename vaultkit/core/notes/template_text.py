"""A template's variables, filled: those of Obsidian, those of Templater that only tell a day or a name, and our own.

No code of a template runs. What cannot be filled stays as it is, and is named.
"""

import re
from collections.abc import Callable
from dataclasses import field
from datetime import date, time, timedelta

from vaultkit.core.days.moment_format import TokenRefused, format_moment
from vaultkit.core.front_matter.read import split_head
from vaultkit.core.front_matter.yaml_text import write_value
from vaultkit.core.text.note import bare, ending, split_lines
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line, plain
from vaultkit.value import frozen

_LONGEST_SHOWN = 60
_VARIABLE = re.compile(
    r"\{\{([^{}\n]{1,200})\}\}|<%[-_]?((?:[^%\n]|%(?!>)){1,300}?)[-_]?%>|<%\*[^\0]{1,2000}?%>"
)
_OBSIDIAN = re.compile(r"\s*(title|date|time|company|role)\s*(?::(.{0,100}))?", re.IGNORECASE)
_ARGUMENT = r"\s*(?:\"([^\"]{0,100})\"|'([^']{0,100})')?\s*(?:,\s*(-?\d{1,4}))?[^()]{0,100}"
_TEMPLATER_DAY = re.compile(
    rf"\s*tp\.(date\.now|date\.tomorrow|date\.yesterday|file\.creation_date|file\.last_modified_date)\({_ARGUMENT}\)\s*"
)
_TEMPLATER_NAME = re.compile(r"\s*tp\.file\.(title|folder\(\)|cursor\(\d*\))\s*")
_DISTANCES = {"date.tomorrow": 1, "date.yesterday": -1}
_CLOCK = re.compile(r"\[[^\]]*\]|HH|H|hh|h|mm|m|ss|s|A|a")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ESCAPED = re.compile(r"\\.")
_VALUE_LINE = re.compile(r"(\s*(?:- +)*(?:[^\s:#{][^:{]*:[ \t]+)?)(.*)", re.DOTALL)


@frozen
class Filling:
    """What the variables stand for. ``title`` is the note's name, ``folder`` the last one of its path."""

    title: str
    folder: str
    company: str
    role: str
    today: date
    clock: time
    phrases: Phrases


@frozen
class Filled:
    """A text with its variables filled. ``left`` are those that were not, each once, shortened."""

    text: str
    left: tuple[str, ...] = field(default=())


def fill(text: str, filling: Filling) -> Filled:
    """Fill a template, once: a value that looks like a variable stays as it is.

    In the head a value is quoted where YAML would take it for anything else.
    """
    left: list[str] = []
    span = split_head(text)
    start, end = (span.start, span.end) if span else (0, 0)

    def value_of(match: re.Match[str]) -> str | None:
        value = _value(match, filling)
        if value is None:
            left.append(one_line(match.group())[:_LONGEST_SHOWN])
        return value

    head = "".join(_in_head(line, value_of) for line in split_lines(text[start:end]))
    made = f"{text[:start]}{head}{_in_body(text[end:], value_of)}"
    return Filled(made, tuple(dict.fromkeys(left)))


_ValueOf = Callable[[re.Match[str]], str | None]


def _in_body(text: str, value_of: _ValueOf) -> str:
    def filled(match: re.Match[str]) -> str:
        value = value_of(match)
        return match.group() if value is None else plain(value)

    return _VARIABLE.sub(filled, text)


def _in_head(line: str, value_of: _ValueOf) -> str:
    """Fill one line of YAML: within quotes or brackets by their rules, else the value as a whole."""
    if not _VARIABLE.search(line):
        return line
    match = _VALUE_LINE.fullmatch(bare(line))
    assert match is not None  # every part may be empty
    name, value = match.groups()
    is_plain = value[:1] not in ('"', "'", "[") and (value[:1] != "{" or value.startswith("{{"))
    is_whole = True

    def filled(match: re.Match[str]) -> str:
        nonlocal is_whole
        inner = value_of(match)
        is_whole = is_whole and inner is not None
        if inner is None:
            return match.group()
        return inner if is_plain else _within(inner, value[: match.start()])

    made = _VARIABLE.sub(filled, value)
    if is_plain and is_whole and name.strip():
        made = made if _DAY.fullmatch(made) else write_value(made.strip())
    return f"{name}{made}{ending(line)}"


def _within(text: str, before: str) -> str:
    """Return a text as it stands within quotes, or within brackets, behind what stands before it."""
    quote = ""
    for char in _ESCAPED.sub("", before):
        if char in ('"', "'"):
            quote = char if not quote else "" if quote == char else quote
    if quote == '"':
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("'", "''") if quote else write_value((text,))[1:-1]


def _value(match: re.Match[str], filling: Filling) -> str | None:
    """Return what a variable stands for, None where nobody but its own program knows."""
    if match[1] is not None:
        found = _OBSIDIAN.fullmatch(match[1])
        return _of_obsidian(found[1].lower(), found[2], filling) if found else None
    inner = match[2] or ""
    if day := _TEMPLATER_DAY.fullmatch(inner):
        return _templater_day(day, filling)
    name = _TEMPLATER_NAME.fullmatch(inner)
    if name is None:
        return None
    return {"t": filling.title, "f": filling.folder, "c": ""}[name[1][0]]


def _of_obsidian(name: str, form: str | None, filling: Filling) -> str | None:
    if name == "date":
        return _moment(form or "YYYY-MM-DD", filling.today, filling)
    if name == "time":
        return _moment(form or "HH:mm", filling.today, filling)
    if form is not None:
        return None
    return {"title": filling.title, "company": filling.company, "role": filling.role}[name]


def _templater_day(match: re.Match[str], filling: Filling) -> str | None:
    what, *forms, distance = match.groups()
    is_of_file = what.startswith("file.")
    form = next((form for form in forms if form is not None), None)
    days = _DISTANCES.get(what, 0) + int(distance or 0) * (not is_of_file)
    try:
        day = filling.today + timedelta(days=days)
    except OverflowError:
        return None
    return _moment(form or ("YYYY-MM-DD HH:mm" if is_of_file else "YYYY-MM-DD"), day, filling)


def _moment(pattern: str, day: date, filling: Filling) -> str | None:
    """Return day and hour in a pattern; the hour's tokens are put in first, as they stand."""
    try:
        return format_moment(_with_clock(pattern, filling.clock), day, filling.phrases)
    except TokenRefused:
        return None


def _with_clock(pattern: str, clock: time) -> str:
    half = "AM" if clock.hour < 12 else "PM"
    hour = clock.hour % 12 or 12
    tokens = {
        "HH": f"{clock.hour:02}",
        "H": str(clock.hour),
        "hh": f"{hour:02}",
        "h": str(hour),
        "mm": f"{clock.minute:02}",
        "m": str(clock.minute),
        "ss": f"{clock.second:02}",
        "s": str(clock.second),
        "A": half,
        "a": half.lower(),
    }

    def told(match: re.Match[str]) -> str:
        token = match.group()
        return token if token.startswith("[") else f"[{tokens[token]}]"

    return _CLOCK.sub(told, pattern)
