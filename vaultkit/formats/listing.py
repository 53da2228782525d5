"""Lists that read as raw text in any editor: no line too long, no list without an end.

A long entry goes on in the next line, indented below its bullet, which Markdown joins again:

    - [[Applications/Acme#^vk-reflect|Reflect on the interview with Acme]]
      · due 2026-11-05, 15 days overdue
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from vaultkit.core.text.phrases import Phrases

T = TypeVar("T")

LONGEST_LINE = 200
_UNBROKEN = re.compile(r"(?:!?\[\[[^\[\]]*\]\]|\[[^\[\]]*\]\([^()\s]*\)|`[^`]*`|\S)+")
_OPENS_BLOCK = re.compile(r"[-+*#>=|~<`]|\d+[.)]")


def entry(*facts: str, indent: int = 0) -> list[str]:
    """Return one entry of a list, its facts parted by dots; empty facts are left out."""
    margin = " " * indent
    first, *others = _folded_facts([fact for fact in facts if fact], LONGEST_LINE - indent - 2)
    return [f"{margin}- {first}", *(f"{margin}  {line}" for line in others)]


def paragraph(text: str) -> list[str]:
    """Return a sentence as lines that are not too long."""
    return _folded_words(text, LONGEST_LINE)


def _folded_facts(facts: Iterable[str], room: int) -> list[str]:
    lines: list[str] = []
    for fact in facts:
        joined = f"{lines[-1]} · {fact}" if lines else fact
        if len(joined) <= room and lines:
            lines[-1] = joined
        else:
            lines += _folded_words(f"· {fact}" if lines else fact, room)
    return lines


def _folded_words(text: str, room: int) -> list[str]:
    """Break a text between words; links and code stay whole, and no line begins with a mark of Markdown."""
    lines = [""]
    for word in _UNBROKEN.findall(text):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if len(joined) <= room or not lines[-1] or _OPENS_BLOCK.match(word):
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def limited(
    found: Sequence[T], show: Callable[[T], Iterable[str]], most: int, rest: Callable[[int], str]
) -> Iterator[str]:
    """Yield the first of what was found as lines, and below them ``rest`` of how many are left out."""
    for each in found[:most]:
        yield from show(each)
    if len(found) > most:
        yield from entry(rest(len(found) - most))


def counted(key: str, number: int, phrases: Phrases, **values: object) -> str:
    """Return ``key.one`` or ``key.many`` with the number as it is read: ``9,950``."""
    form = "one" if number == 1 else "many"
    return phrases.say(
        f"{key}.{form}", n=f"{number:,}".replace(",", phrases.say("week.thousands")), **values
    )
