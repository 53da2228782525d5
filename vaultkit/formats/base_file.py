"""A file of Obsidian's Bases as text, with a check by which it is known until somebody changes it."""

import hashlib
import re
from collections.abc import Mapping, Sequence

from vaultkit.core.text.phrases import Phrases
from vaultkit.value import frozen

_FIRST_LINE = re.compile(r"# vaultkit:base check=([0-9a-f]{16})")


@frozen
class View:
    """One table. ``name`` is a phrase; ``sort`` and ``group`` are columns."""

    name: str
    filters: tuple[str, ...]
    columns: tuple[str, ...]
    sort: str
    group: str = ""
    conjunction: str = "and"


@frozen
class Base:
    """A base. ``filters`` are the lines below ``filters:``; formulas come by name, in order.

    ``shown`` are columns to the phrases of their titles.
    """

    filters: Sequence[str]
    formulas: Sequence[tuple[str, str]]
    shown: Mapping[str, str]
    views: Sequence[View]


def is_untouched(text: str) -> bool:
    """Tell whether a base is as vaultkit wrote it; line endings make no difference."""
    first, _, rest = text.replace("\r\n", "\n").partition("\n")
    match = _FIRST_LINE.fullmatch(first)
    return match is not None and match[1] == _check(rest)


def base_text(base: Base, phrases: Phrases) -> str:
    """Return the text of the file, its check on the first line."""
    text = _text(base, phrases)
    lines = "".join(f"# {line}\n" for line in phrases.say("bases.note").split("\n"))
    return f"# vaultkit:base check={_check(lines + text)}\n{lines}{text}"


def _check(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _text(base: Base, phrases: Phrases) -> str:
    lines = ["filters:", *base.filters, "formulas:"]
    for name, expression in base.formulas:
        lines += _formula(name, expression)
    lines.append("properties:")
    for column, key in base.shown.items():
        title = phrases.say(f"bases.column.{key}")
        lines += [f"  {scalar(column)}:", f"    displayName: {scalar(title)}"]
    lines.append("views:")
    for view in base.views:
        lines += _view(view, phrases)
    return "".join(f"{line}\n" for line in lines)


def _formula(name: str, expression: str) -> list[str]:
    """A formula of several lines is folded: YAML makes one line of it."""
    parts = expression.split("\n")
    if len(parts) == 1:
        return [f"  {name}: {scalar(expression)}"]
    return [f"  {name}: >-", *(f"    {part}" for part in parts)]


def _view(view: View, phrases: Phrases) -> list[str]:
    lines = ["  - type: table", f"    name: {scalar(phrases.say(f'bases.view.{view.name}'))}"]
    if view.filters:
        lines += ["    filters:", f"      {view.conjunction}:"]
        lines += [f"        - {scalar(each)}" for each in view.filters]
    if view.group:
        lines += ["    groupBy:", f"      property: {scalar(view.group)}", "      direction: ASC"]
    lines += ["    order:", *(f"      - {scalar(column)}" for column in view.columns)]
    return [
        *lines,
        "    sort:",
        f"      - property: {scalar(view.sort)}",
        "        direction: ASC",
    ]


def scalar(text: str) -> str:
    """Return a text as YAML: plain where that is safe, else in single quotation marks."""
    if re.fullmatch(r"[A-Za-z][\w.]*(?: \w+)*", text, re.ASCII):
        return text
    return "'" + text.replace("'", "''") + "'"
