"""The person's own settings, of this machine and no vault: when they are told what is due, and how."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, NamedTuple

from vaultkit.core.settings.keys import Key, Path, SettingWrong, check_schema, leaves, read_leaf
from vaultkit.core.settings.parsers import ValueRefused

TEXT, COUNT = "{text}", "{count}"
"""What stands in a command for the first line of what is told, and for how many items there are."""

_TABLE = "notify"
_HOUR = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")

Span = tuple[time, time]


class Notify(NamedTuple):
    """When a person is told, and by which command: a program and its words, never a shell's line.

    ``quiet`` are spans in which nothing is run; one that ends before it begins lasts over midnight.
    """

    at: time
    command: tuple[str, ...]
    quiet: tuple[Span, ...] = ()

    def is_time(self, now: time) -> bool:
        """Tell whether the hour has come, today, outside of the quiet hours."""
        return now >= self.at and not any(_holds(span, now) for span in self.quiet)

    def words(self, line: str, count: int) -> tuple[str, ...]:
        """Return the command's words with what is told in its places."""
        program, *rest = self.command
        told = (word.replace(COUNT, str(count)).replace(TEXT, line) for word in rest)
        return (program, *told)


def read_notify(table: Mapping[str, Any]) -> Notify | None:
    """Return what a parsed file says; None where it asks for nothing. Raises SettingWrong."""
    check_schema(table)
    found = {path: read_leaf(path, value, _KEYS) for path, value in leaves(table, _KEYS)}
    if not any(path[0] == _TABLE for path in found):
        return None
    for needed in ("at", "command"):
        if (_TABLE, needed) not in found:
            raise SettingWrong((_TABLE, needed), "notify-needs", {"text": TEXT})
    return Notify(**{path[1]: value for path, value in found.items() if path[0] == _TABLE})


def _holds(span: Span, now: time) -> bool:
    begin, end = span
    if begin <= end:
        return begin <= now < end
    return now >= begin or now < end


def _hour(value: Any) -> time:
    """An hour as a text, or as TOML's own local time."""
    if isinstance(value, time):
        return value
    found = _HOUR.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise ValueRefused("not-an-hour", value=value)
    return time(int(found[1]), int(found[2]))


def _command(value: Any) -> tuple[str, ...]:
    """A list of words, the program first."""
    is_list = isinstance(value, list) and all(isinstance(word, str) for word in value)
    if not is_list or not value or not value[0].strip() or any("\0" in word for word in value):
        raise ValueRefused("not-a-command", text=TEXT)
    return tuple(value)


def _spans(value: Any) -> tuple[Span, ...]:
    entries = value if isinstance(value, list) else [value]
    return tuple(map(_span, entries))


def _span(value: Any) -> Span:
    begin, dash, end = value.partition("-") if isinstance(value, str) else ("", "", "")
    try:
        span = _hour(begin), _hour(end)
    except ValueRefused:
        dash = ""
    if not dash:
        raise ValueRefused("not-hours", value=value)
    return span


_KEYS: Mapping[Path, Key] = {
    ("schema",): Key("", lambda value: value),
    (_TABLE, "at"): Key("at", _hour),
    (_TABLE, "command"): Key("command", _command),
    (_TABLE, "quiet"): Key("quiet", _spans),
}
