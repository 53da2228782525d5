"""Heads of the plain kind, which nearly all are, read ten times faster than YAML is.

A pair a line, beginning at the margin; its value a word, a text in quotes without escapes, a list of
those, a few lines of text below ``>-``, or nothing. Of anything else (a deeper mapping, a word that
goes on in the next line) this knows nothing, and says so: then the whole head is read as YAML. What
it does read, YAML reads to the very same entries, which is tested with both.
"""

import re

from vaultkit.core.front_matter.head_values import FIRST_LINE, NULLS, Entry, Value, check_text

_MOST = 500
"""Lines, and commas: far from where a head holds more values than are read."""

_LONGEST_NAME = 200

_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
_QUOTED = r"(?:\"(?P<double>[^\"\\\n\t]*+)\"|'(?P<single>(?:[^'\n\t]|'')*+)') *+"
_PLAIN = rf"(?P<plain>{_FIRST}(?:[^\n\t:#]|:(?=\S)|(?<=\S)#)*+)"
"""With the blanks behind it. Nothing that is taken is given back: a search would take the square of its length."""
_PAIR = re.compile(
    r"(?P<name>[^\W\d][\w-]*+(?: [\w-]++)*+):"
    rf"(?: ++(?:{_QUOTED}|\[(?P<flow>[^\n\t]*)\] *+|(?P<block>[>|])-|{_PLAIN})| *+)\n"
)
_BETWEEN = {">": " ", "|": "\n"}
"""What stands between the lines of a text, folded or not."""

_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character, which is none."""

_BLANK = re.compile(r" *+(?:#[^\n]*+)?\n")
_ITEM = re.compile(rf"(?P<indent> *+)- ++(?:{_QUOTED}|{_PLAIN})\n")
_TEXT = re.compile(r"(?P<indent> ++)(?P<text>\S(?:[^\n\t\r\x85\u2028\u2029]*\S)?)\n")
_IN_FLOW = re.compile(rf" *+(?:{_QUOTED}|(?P<plain>{_FIRST}[^,:?#\[\]{{}}]*+))(?:,(?=.)|$)")


def plain_entries(head: str) -> list[Entry] | None:
    r"""Return the properties of a plain head; None for one of another kind. Raises Refused.

    Places are those in the head with each ``\r\n`` as one character, as python-frontmatter makes it.
    """
    check_text(head)
    if head.count("\n") > _MOST or head.count(",") > _MOST or _HALF.search(head):
        return None
    head = head.replace("\r\n", "\n")
    entries: dict[str, Entry] = {}
    at, line = 0, FIRST_LINE
    while at < len(head):
        pair = _PAIR.match(head, at)
        if pair is None:
            blank = _BLANK.match(head, at)
            if blank is None:
                return None
            at, line = blank.end(), line + 1
            continue
        name, _, _, flow, block, plain = pair.groups()
        if name in entries or len(name) > _LONGEST_NAME:
            return None
        name_end, below = at + len(name), pair.end()
        if plain is not None:
            text = plain.rstrip(" ")
            value = Value("scalar", line, None if text in NULLS else text)
            end, at, next_line = below - 1 - len(plain) + len(text), below, line + 1
        elif pair.lastgroup == "name":
            items, at, next_line = _items(head, below, line + 1)
            if items:
                value, end = Value("list", items[0].line, items=items), at
            else:
                value, end, at, next_line = Value("scalar", line), name_end + 1, below, line + 1
        elif block:
            lines, at = _lines(head, below)
            if not lines or head.startswith((" ", "\n"), at):
                return None
            value, end = Value("scalar", line, _BETWEEN[block].join(lines)), at
            next_line = line + 1 + len(lines)
        else:
            found = _flow(flow, line) if flow is not None else _scalar(pair, line)
            if found is None:
                return None
            assert pair.lastgroup is not None
            end = pair.end(pair.lastgroup) + 1  # behind a quotation mark, or a bracket
            value, at, next_line = found, below, line + 1
        entries[name] = Entry(name, value, end, line, name_end)
        line = next_line
    return list(entries.values()) or None


def _scalar(found: "re.Match[str]", line: int) -> Value:
    double, single, plain = found.group("double", "single", "plain")
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
        items.append(_scalar(item, line))
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


def _items(head: str, at: int, line: int) -> tuple[tuple[Value, ...], int, int]:
    """Return the list that stands below a name, one item a line, with index and number of the line behind it."""
    items: list[Value] = []
    indent: str | None = None
    while at < len(head):
        found = _ITEM.match(head, at)
        if found and indent in (None, found["indent"]):
            indent = found["indent"]
            items.append(_scalar(found, line))
        else:
            found = None if found else _BLANK.match(head, at)
            if found is None:
                break
        at, line = found.end(), line + 1
    return tuple(items), at, line
