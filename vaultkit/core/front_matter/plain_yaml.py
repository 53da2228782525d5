"""Heads of the plain kind, which nearly all are, read ten times faster than YAML is.

A pair a line, beginning at the margin; its value a word, a text in quotes without escapes, a list of
those, a few lines of text below ``>-``, or nothing. Of anything else (a deeper mapping, a word that
goes on in the next line) this knows nothing, and says so: then the whole head is read as YAML. What
it does read, YAML reads to the very same entries, which is tested with both.
"""

import re
from collections.abc import Sequence
from itertools import islice

from vaultkit.core.front_matter.head_values import (
    FIRST_LINE,
    LONGEST_NAME,
    NULLS,
    Property,
    Value,
    check_text,
)
from vaultkit.core.text.once import remembered

_MOST = 500
"""Lines, and commas: far from where a head holds more values than are read."""

_MOST_KEPT, _LONGEST_KEPT = 2048, 60
_LIST = "-"

_Text = str | None
_Row = tuple[str, int, int, str, _Text, tuple[_Text, ...] | None, str]
"""A name, where the colon ends, how far the value reaches behind it, the value as written.

Then what it says: a text, or the texts of a list. At last what begins below: ``-``, ``>`` or
``|``; then the value is still to be read. In which line a row stands it does not tell.
"""

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
    if len(head) > _MOST and (head.count("\n") > _MOST or head.count(",") > _MOST):
        return None
    if not is_usual and _HALF.search(head):
        return None
    text = head.replace("\r\n", "\n") if "\r" in head else head
    rows = text.splitlines(keepends=True)
    found: dict[str, Property] = {}
    place = head_start
    numbered = enumerate(rows, FIRST_LINE)
    for line, row in numbered:
        read = _row(row)
        begin, place = place, place + len(row)
        if read is None:
            if not _BLANK.fullmatch(row):
                return None
            continue
        name, colon, length, written, said, texts, below = read
        if name in found:
            return None
        begin += colon
        value: Value | None
        if below:
            value, taken = _below(rows, line, below)
            if value is None:
                return None
            under = "".join([row for _, row in islice(numbered, taken)])
            place += len(under)
            behind = (row[colon:] + under).rstrip()
            length, written = len(behind), behind.lstrip()
        elif texts is None:
            value = Value("scalar", line, said)
        else:
            value = Value(
                "list", line, None, tuple([Value("scalar", line, each) for each in texts])
            )
        found[name] = Property(name, value, line, (begin, begin + length), written)
    return list(found.values()) or None


@remembered(_MOST_KEPT, _LONGEST_KEPT)
def _row(row: str) -> _Row | None:
    """Return the pair that stands on one line; None for any other line.

    The same few rows stand in most heads of a vault: a type, a stage, a role.
    """
    pair = _PAIR.fullmatch(row)
    if pair is None:
        return None
    name, plain, double, single, flow, block = pair.groups()
    text, texts, below = None, None, ""
    if pair.lastgroup == "name" or block:
        below = block or _LIST
    elif flow is None:
        text = _text(plain, double, single)
    else:
        texts = _flow(flow)
    if len(name) > LONGEST_NAME or (texts is None and flow is not None):
        return None
    colon = len(name) + 1
    behind = row[colon:].rstrip()
    return name, colon, len(behind), behind.lstrip(), text, texts, below


def _below(rows: Sequence[str], line: int, kind: str) -> tuple[Value | None, int]:
    """Return the value that stands below a name, and of how many lines; None where it is no plain one.

    ``line`` is that of the name.
    """
    first = line - FIRST_LINE + 1
    if kind == _LIST:
        items, taken = _items(rows, first)
        value = Value("list", items[0].line, None, items) if items else Value("scalar", line)
        return value, taken
    lines = _lines(rows, first)
    behind = first + len(lines)
    if not lines or (behind < len(rows) and rows[behind].startswith((" ", "\n"))):
        return None, 0
    return Value("scalar", line, _BETWEEN[kind].join(lines)), len(lines)


def _text(plain: str | None, double: str | None, single: str | None) -> str | None:
    if plain is None:
        return double or (single or "").replace("''", "'")
    text = plain.rstrip(" ")
    return None if text in NULLS else text


def _flow(text: str) -> tuple[_Text, ...] | None:
    """Return the list that stands between brackets on one line."""
    items: list[_Text] = []
    at = 0
    if not text.strip(" "):
        return ()
    while at < len(text):
        item = _IN_FLOW.match(text, at)
        if item is None:
            return None
        items.append(_text(*item.groups()))
        at = item.end()
    return tuple(items)


def _lines(rows: Sequence[str], first: int) -> list[str]:
    """Return the lines of a text from ``first`` on, all indented alike and none of them blank."""
    lines: list[str] = []
    indent: str | None = None
    for row in islice(rows, first, None):
        found = _TEXT.fullmatch(row)
        if found is None or indent not in (None, found["indent"]):
            break
        indent = found["indent"]
        lines.append(found["text"])
    return lines


def _items(rows: Sequence[str], first: int) -> tuple[tuple[Value, ...], int]:
    """Return the list that begins with line ``first``, one item a line, and how many lines it takes."""
    items: list[Value] = []
    indent: str | None = None
    at = first
    for row in islice(rows, first, None):
        if item := _item(row):
            margin, text = item
            if indent not in (None, margin):
                break
            indent = margin
            items.append(Value("scalar", at + FIRST_LINE, text))
        elif not _BLANK.fullmatch(row):
            break
        at += 1
    return tuple(items), at - first if items else 0


@remembered(_MOST_KEPT, _LONGEST_KEPT)
def _item(row: str) -> tuple[str, _Text] | None:
    """Return how far an item of a list is indented, and what it says; None for any other line."""
    found = _ITEM.fullmatch(row)
    return (found["indent"], _text(*found.groups()[1:])) if found else None
