"""Heads of the plain kind, which nearly all are, read ten times faster than YAML is.

A pair a line, beginning at the margin; its value a word, a text in quotes without escapes, a list of
those, a few lines of text below ``>-``, or nothing. Of anything else (a deeper mapping, a word that
goes on in the next line) this knows nothing, and says so: then the whole head is read as YAML. What
it does read, YAML reads to the very same entries, which is tested with both.
"""

import re

from vaultkit.core.front_matter.head_values import FIRST_LINE, NULLS, Property, Value, check_text

_MOST = 500
"""Lines, and commas: far from where a head holds more values than are read."""

_LONGEST_NAME = 200

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
    check_text(head)
    if head.count("\n") > _MOST or head.count(",") > _MOST:
        return None
    if not head.isascii() and _HALF.search(head):
        return None
    head = head.replace("\r\n", "\n")
    found: dict[str, Property] = {}
    at, line = 0, FIRST_LINE
    while at < len(head):
        pair = _PAIR.match(head, at)
        if pair is None:
            blank = _BLANK.match(head, at)
            if blank is None:
                return None
            at, line = blank.end(), line + 1
            continue
        name, plain, double, single, flow, block = pair.groups()
        if name in found or len(name) > _LONGEST_NAME:
            return None
        start, end, next_line = at + len(name) + 1, pair.end(), line + 1
        if plain is not None:
            text = plain.rstrip(" ")
            value = Value("scalar", line, None if text in NULLS else text)
        elif pair.lastgroup == "name":
            items, end, next_line = _items(head, end, next_line)
            value = Value("list", items[0].line, None, items) if items else Value("scalar", line)
        elif block:
            lines, end = _lines(head, end)
            if not lines or head.startswith((" ", "\n"), end):
                return None
            value = Value("scalar", line, _BETWEEN[block].join(lines))
            next_line += len(lines)
        elif flow is None:
            value = _scalar(line, plain, double, single)
        elif (listed := _flow(flow, line)) is not None:
            value = listed
        else:
            return None
        written, place = head[start:end].rstrip(), head_start + start
        span = (place, place + len(written))
        found[name] = Property(name, value, line, span, written.lstrip())
        at, line = end, next_line
    return list(found.values()) or None


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
