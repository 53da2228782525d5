"""What a sheet said beside the properties, as text below the head of a note: kept, and harmless there.

A cell may hold anything: links, tags, a query that another plugin would run, a line that looks
like one of ours. Words that mean nothing to a Markdown editor stand as they are; all else
stands in a fence, which shows it and obeys nothing.
"""

import re
from collections.abc import Iterable, Iterator

from vaultkit.core.text.sanitize import BIDI, one_line
from vaultkit.value import frozen

_MARKUP = re.compile(
    r"[\[\]<>`{}|\\*_~^]|%%|\$\$|::|==|(?:^|\s)#\S"
    r"|[📅📆🗓🛫⏳⌛➕✅❌🔁🏁🆔⛔🔺⏫🔼🔽⏬]"
)
_BEGINS = re.compile(r"(?:\s{4,}|\t|\s*(?:[-+=]{2,}\s*$|[-+*]\s+|\d{1,9}[.)]\s|#|>|---|===))")
_CODE = (("<%", "< %"), ("{{", "{ {"), ("<!--", "<! --"))
"""What a plugin for templates would run, or we would take for a marker, wherever it stands."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What steers a terminal, or is half a character; white space is none of it."""
_TICKS = re.compile(r"`{3,}")


@frozen
class Kept:
    """A cell that is kept below the head. ``is_prose`` tells that it is a text, and no value of a name."""

    name: str
    text: str
    is_prose: bool = False


def softened(text: str) -> str:
    """Return a text in which no program for templates finds anything to run."""
    for code, harmless in _CODE:
        while code in text:
            text = text.replace(code, harmless)
    return text


def readable(text: str) -> str:
    """Return a text with its lines, without what turns text round; what steers a terminal shows as its number."""
    lines = re.split(r"\r\n|[\n\r\v\f\u2028\u2029]", text)
    return "\n".join(_line(line) for line in lines).strip("\n")


def _line(line: str) -> str:
    return line.rstrip() if line.isprintable() else numbered(BIDI.sub("", line)).rstrip()


def numbered(text: str) -> str:
    """Return a text whose control characters show by their numbers: ``\\x8f``."""
    return _CONTROL.sub(lambda match: _number(match.group()), text)


def control_numbers(text: str) -> tuple[str, ...]:
    """Return the numbers of the control characters in a text, each once."""
    return tuple(dict.fromkeys(map(_number, _CONTROL.findall(text))))


def _number(char: str) -> str:
    return char.encode("unicode_escape").decode()


def is_tame(text: str) -> bool:
    """Tell whether a text means nothing to a Markdown editor but itself."""
    return not any(_MARKUP.search(line) or _BEGINS.match(line) for line in text.split("\n"))


def section(title: str, kept: Iterable[Kept]) -> str:
    """Return the part of a note that keeps what a sheet said; "" where nothing is to be kept."""
    cells = [Kept(one.name, softened(readable(one.text)), one.is_prose) for one in kept]
    cells = [one for one in cells if one.text.strip()]
    if not cells:
        return ""
    lines = [f"## {title}", ""]
    for one in sorted(cells, key=lambda one: not one.is_prose):
        lines += _prose(one) if one.is_prose else _value(one)
    return "\n".join(lines).rstrip("\n") + "\n"


def _prose(one: Kept) -> Iterator[str]:
    name = _named(one.name)
    yield f"**{name}**"
    yield ""
    yield from [one.text] if is_tame(one.text) else _fenced(one.text)
    yield ""


def _value(one: Kept) -> Iterator[str]:
    name = _named(one.name)
    if "\n" not in one.text and is_tame(one.text):
        yield f"- {name}: {one.text.strip()}"
        return
    yield f"- {name}:"
    yield from (f"  {line}".rstrip() for line in _fenced(one.text))


def _named(name: str) -> str:
    """Return a column's name as words that mean nothing else."""
    return one_line(re.sub(r"[\[\]<>`{}|\\*_~^%$=:#]+", " ", softened(name))) or "–"


def _fenced(text: str) -> Iterator[str]:
    longest = max((len(ticks) for ticks in _TICKS.findall(text)), default=2)
    fence = "`" * (longest + 1)
    yield f"{fence}text"
    yield from text.split("\n")
    yield fence
