"""Why a head does not read as YAML, told by what people most often write."""

import re
from collections.abc import Sequence

from vaultkit.core.text.note import bare
from vaultkit.core.text.problem import Problem, hint, problem

LONGEST_SHOWN = 80
_LONGEST_READ = 1000
"""In characters. What people get wrong stands at the beginning of a line."""
_LINE = re.compile(
    r"(?P<indent>\s*)(?:-[ \t]+)*"
    r"(?:(?P<name>\"[^\"]*\"|'[^']*'|[^\s:#'\"\[{-][^:]*?)[ \t]*:(?:[ \t]+|$))?"
    r"(?P<value>.*)"
)
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_RESERVED = ("@", "`", "%", ",", "]", "}")
_FIRST_LINE = 2
"""The line of the file on which the head's YAML begins."""
_COLON = re.compile(r":(?:\s|$)")


def is_template_line(lines: Sequence[str], index: int) -> bool:
    """Tell whether the line holds a variable of Obsidian's templates or of Templater."""
    line = lines[index] if index < len(lines) else ""
    return "{{" in line or "<%" in line


def template_line(note_path: str, lines: Sequence[str], index: int) -> Problem:
    """Return the hint that a variable was never filled, at the line where YAML gave up."""
    _, name, value = _parts(bare(lines[index])[:_LONGEST_READ])
    return hint(note_path, index + _FIRST_LINE, "variable-unfilled", name=name, value=_short(value))


def unreadable(
    note_path: str, lines: Sequence[str], index: int, code: str | None = None
) -> Problem:
    """Return the problem of a head at the line where YAML gave up.

    ``index`` counts the head's lines from 0. Without a ``code`` the line itself tells it.
    """
    index = max(min(index, len(lines) - 1), 0)
    line = bare(lines[index])[:_LONGEST_READ] if lines else ""
    indent, name, value = _parts(line)
    values = {
        "name": name,
        "shown": _short(line.strip()),
        "value": _short(value),
        "mended": _short(_mended(name, value)),
    }
    return problem(note_path, index + _FIRST_LINE, code or _code(indent, name, value), **values)


def _parts(line: str) -> tuple[str, str, str]:
    """Return indent, name and value as somebody meant them who wrote the line."""
    match = _LINE.fullmatch(line)
    assert match is not None  # every part may be empty, and a line holds no line end
    return match["indent"], (match["name"] or "").strip("\"'"), _without_comment(match["value"])


def _mended(name: str, value: str) -> str:
    if name[:1] in _RESERVED:
        return f'"{name}": {value}'
    return f"{name}: {_quoted(value)}" if name else _quoted(value)


def _without_comment(value: str) -> str:
    return re.split(r"\s#", value, maxsplit=1)[0].strip()


def _code(indent: str, name: str, value: str) -> str:
    if "\t" in indent:
        return "head-tab"
    if value[:1] in _RESERVED or name[:1] in _RESERVED:
        return "head-first-character"
    if value[:1] in ("*", "&"):
        return "head-alias"
    if value.startswith("!"):
        return "head-tag"
    if value[:1] in ("'", '"'):
        return "head-behind-quote" if _QUOTED.match(value) else "head-quote-open"
    if value.startswith("[["):
        return "head-behind-link" if "]]" in value else "head-bracket-open"
    if value[:1] in ("[", "{"):
        return "head-bracket-open"
    return "head-colon" if name and _COLON.search(value) else "head-not-yaml"


def _quoted(value: str) -> str:
    """Return the value in quotes that it does not hold itself."""
    quote = value[:1]
    if quote in ("'", '"'):
        value = value[1:-1] if value[1:].endswith(quote) else value.replace(quote, "")
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
