"""Heads of the plain kind, which nearly all are, read ten times faster than YAML is.

A pair a line, beginning at the margin; its value a word, a text in quotes without escapes, a list of
those, a few lines of text below ``>-``, or nothing. Of anything else (a deeper mapping, a word that
goes on in the next line) this knows nothing, and says so: then the whole head is read as YAML. What
it does read, YAML reads to the very same entries, which is tested with both.
"""

import re
from functools import lru_cache

from vaultkit.core.front_matter.head_values import FIRST_LINE, NULLS, Property, Value, check_text

_MOST = 500
"""Lines, and commas: far from where a head holds more values than are read."""

_LONGEST_NAME = 200
_LONGEST_KEPT = 60
_LIST = "-"

_Row = tuple[str, Value | None, str, str]
"""Name, value, what stands behind the colon, and what begins below it: ``-``, ``>`` or ``|``."""

_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
# A run of the usual characters, then again and again what is rare and another run: thrice as fast as one by one.
_QUOTED = r"(?:\"(?P<double>[^\"\\\n\t]*+)\"|'(?P<single>[^'\n\t]*+(?:''[^'\n\t]*+)*+)') *+"
_PLAIN = rf"(?P<plain>{_FIRST}[^\n\t:#]*+(?:(?::(?=\S)|(?<=\S)#)[^\n\t:#]*+)*+)"
"""With the blanks behind it. Nothing that is taken is given back: a search would take the square of its length."""
_PAIR = re.compile(
    r"(?P<name>[^\W\d][\w-]*+(?: [\w-]++)*+):"
    rf"(?: ++(?:{_PLAIN}|{_QUOTED}|\[(?P<flow>[^\n\t]*)\] *+|(?P<block>[>|])-)| *+)\n"
)
_BETWEEN = {">": " ", "|": "\n"}
"""What stands between the lines of a text, folded or not."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, which is none."""

_BLANK = re.compile(r" *+(?:#[^\n]*+)?\n")
_ITEM = re.compile(rf"(?P<indent> *+)- ++(?:{_PLAIN}|{_QUOTED})\n")
_TEXT = re.compile(r"(?P<indent> ++)(?P<text>\S(?:[^\n\t\r\x85\u2028\u2029]*\S)?)\n")
_IN_FLOW = re.compile(rf" *+(?:(?P<plain>{_FIRST}[^,:?#\[\]{{}}]*+)|{_QUOTED})(?:,(?=.)|$)")


def plain_properties(head: str, head_start: int = 0) -> list[Property] | None:
    r"""Return the properties of a plain head; None for one of another kind. Raises Refused.

    Places are those in the text in which the head begins at ``head_start``, with each ``\r\n`` of
    the head as one character, as python-frontmatter makes it.
    """
    is_usual = check_text(head)
    if head.count("\n") > _MOST or head.count(",") > _MOST:
        return None
    if not is_usual and _HALF.search(head):
        return None
    head = head.replace("\r\n", "\n")
    found: dict[str, Property] = {}
    at, line = 0, FIRST_LINE
    while at < len(head):
        row = head[at : head.find("\n", at) + 1]
        read = _kept_row(row, line) if len(row) <= _LONGEST_KEPT else _row(row, line)
        end, next_line = at + len(row), line + 1
        if read is None:
            if not _BLANK.fullmatch(row):
                return None
            at, line = end, next_line
            continue
        name, value, behind, below = read
        if name in found or len(name) > _LONGEST_NAME:
            return None
        start = at + len(name) + 1
        if value is None:
            value, end, next_line = _below(head, end, line, below)
            if value is None:
                return None
            behind = head[start:end].rstrip()
        place = head_start + start
        span = (place, place + len(behind))
        found[name] = Property(name, value, line, span, behind.lstrip())
        at, line = end, next_line
    return list(found.values()) or None


def _row(row: str, line: int) -> _Row | None:
    """Return the pair of one line, which ends it; None for any other line."""
    pair = _PAIR.fullmatch(row)
    if pair is None:
        return None
    name, plain, double, single, flow, block = pair.groups()
    value, below = None, ""
    if pair.lastgroup == "name" or block:
        below = block or _LIST
    elif flow is None:
        value = _scalar(line, plain, double, single)
    else:
        value = _flow(flow, line)
    return name, value, row[len(name) + 1 :].rstrip(), below


_kept_row = lru_cache(maxsize=4096)(_row)
"""The same few rows stand in most heads of a vault: a type, a stage, a role."""


def _below(head: str, at: int, line: int, kind: str) -> tuple[Value | None, int, int]:
    """Return the value that stands below a name, with index and number of the line behind it; None for no plain one."""
    if kind == _LIST:
        items, end, next_line = _items(head, at, line + 1)
        value = Value("list", items[0].line, None, items) if items else Value("scalar", line)
        return value, end, next_line
    lines, end = _lines(head, at) if kind else ((), at)
    if not lines or head.startswith((" ", "\n"), end):
        return None, end, line
    return Value("scalar", line, _BETWEEN[kind].join(lines)), end, line + 1 + len(lines)


def _scalar(line: int, plain: str | None, double: str | None, single: str | None) -> Value:
    if plain is None:
        return Value("scalar", line, double or (single or "").replace("''", "'"))
    text = plain.rstrip(" ")
    return Value("scalar", line, None if text in NULLS else text)


def _flow(text: str, line: int) -> Value | None:
    """Return the list that stands between brackets on one line."""
    items: list[Value] = []
    at = 0
    if not text.strip(" "):
        return Value("list", line)
    while at < len(text):
        item = _IN_FLOW.match(text, at)
        if item is None:
            return None
        items.append(_scalar(line, *item.groups()))
        at = item.end()
    return Value("list", line, items=tuple(items))


def _lines(head: str, at: int) -> tuple[tuple[str, ...], int]:
    """Return the lines of a text, all indented alike and none of them blank, with the index behind them."""
    lines: list[str] = []
    indent: str | None = None
    while found := _TEXT.match(head, at):
        if indent not in (None, found["indent"]):
            break
        indent = found["indent"]
        lines.append(found["text"])
        at = found.end()
    return tuple(lines), at


def _items(head: str, below: int, next_line: int) -> tuple[tuple[Value, ...], int, int]:
    """Return the list that stands below a name, one item a line, with index and number of the line behind it.

    Those are where it would begin where there is none.
    """
    items: list[Value] = []
    indent: str | None = None
    at, line = below, next_line
    while at < len(head):
        if found := _ITEM.match(head, at):
            margin, *texts = found.groups()
            if indent not in (None, margin):
                break
            indent = margin
            items.append(_scalar(line, *texts))
        elif not (found := _BLANK.match(head, at)):
            break
        at, line = found.end(), line + 1
    return (tuple(items), at, line) if items else ((), below, next_line)
