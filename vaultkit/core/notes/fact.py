"""What is new since the last time: a dated note that a mail can tell of."""

import re
from dataclasses import replace
from datetime import date

from vaultkit.core.front_matter.fields import Fields
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.front_matter.written import links, shown
from vaultkit.core.text.markdown import heading
from vaultkit.core.text.problem import Problem
from vaultkit.value import frozen

FACT_TYPES = ("experience", "skill", "achievement", "article")
"""What a note's ``type`` says; the vocabulary's table ``facts`` has the words of other languages."""
_MOST_READ = 100_000
"""Characters of a note that are looked at: a fact is a page, not a book."""
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?")


@frozen
class Fact:
    """One fact. ``kind`` is one of FACT_TYPES.

    ``text`` is the note's ``text`` property or its first paragraph, on one line, "" where it
    has neither. ``links`` are the names that the note links to, head first, each once, without
    folder; a plain ``company`` is among them. ``url`` is where an article can be read, or "".
    """

    path: str
    kind: str
    day: date
    title: str
    text: str = ""
    links: tuple[str, ...] = ()
    url: str = ""


def fact_kind(head: Head, vocabulary: Vocabulary) -> str | None:
    """Return which of FACT_TYPES the note's ``type`` names."""
    kinds = [vocabulary.word("facts", text) for text in head.types]
    return next(filter(None, kinds), None)


def read_fact(
    path: str, head: Head, read: ReadText, vocabulary: Vocabulary
) -> tuple[Fact | None, tuple[Problem, ...]]:
    """Return the fact of a note of one of FACT_TYPES; None without a day, or for a template.

    Findings are hints: nothing is written into such a note, and an article may be anybody's.
    """
    kind = fact_kind(head, vocabulary)
    fields = Fields(path, head, vocabulary, "fact")
    if kind is None:
        return None, ()
    if unfilled := fields.unfilled():
        return None, tuple(replace(found, severity="hint") for found in unfilled)
    day = fields.day("date")
    if day is None:
        return None, _hints(fields)
    file_name = path.rpartition("/")[2].removesuffix(".md")
    title = fields.text("title") or _first_title(read) or file_name
    start = read.span.body if read.span else 0
    near = ReadText.of(read.text[start : start + _MOST_READ])
    text = fields.text("text") or _first_paragraph(near)
    url = next(iter(fields.texts("url")), "")
    return Fact(path, kind, day, title, text, _links(fields, near.text), url), _hints(fields)


def _hints(fields: Fields) -> tuple[Problem, ...]:
    return tuple(replace(found, severity="hint") for found in fields.told())


def _first_title(read: ReadText) -> str:
    """Return the words of the first heading of the highest level, "" without one."""
    return next((shown(found.words) for found in read.headings if found.level == 1), "")


def _first_paragraph(near: ReadText) -> str:
    """Return the first run of prose lines that are no headings, on one line."""
    words: list[str] = []
    for line, is_prose in zip(near.lines, near.outline.prose, strict=True):
        if is_prose and _is_told(line):
            words.append(_BULLET.sub("", line, count=1))
        elif words:
            break
    return shown(" ".join(words))


def _is_told(line: str) -> bool:
    """Tell whether a line says something: it is not blank, no heading, and no comment begins with it."""
    return bool(line.strip()) and not heading(line) and not line.lstrip().startswith(("<!--", "%%"))


def _links(fields: Fields, near_text: str) -> tuple[str, ...]:
    in_head = (leaf.text for found in fields.head.properties for leaf in fields.leaves(found))
    targets = [link.target or "" for text in (*in_head, near_text) for link in links(text)]
    names = [target.rpartition("/")[2].removesuffix(".md") for target in targets]
    return tuple(dict.fromkeys(name for name in (*names, fields.text("company")) if name))
