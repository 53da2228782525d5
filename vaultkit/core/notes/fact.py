"""What is new since the last time: a dated note that a mail can tell of."""

import re
from dataclasses import dataclass, replace
from datetime import date

from vaultkit.core.front_matter.fields import Fields
from vaultkit.core.front_matter.read import Head
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.front_matter.written import links, shown
from vaultkit.core.text.markdown import heading, outline
from vaultkit.core.text.note import split_lines
from vaultkit.core.text.problem import Problem

FACT_TYPES = ("experience", "skill", "achievement", "article")
"""What a note's ``type`` says; the vocabulary's table ``facts`` has the words of other languages."""
_MOST_READ = 100_000
"""Characters of a note that are looked at: a fact is a page, not a book."""
_BULLET = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(?:\[.\]\s+)?")


@dataclass(frozen=True)
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
    found = head.find("type")
    kinds = [vocabulary.word("facts", shown(text)) for text in found.texts] if found else []
    return next(filter(None, kinds), None)


def read_fact(
    path: str, head: Head, body_text: str, vocabulary: Vocabulary
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
    title = fields.text("title") or _first_heading(body_text) or file_name
    text = fields.text("text") or _first_paragraph(body_text)
    url = next(iter(fields.texts("url")), "")
    return Fact(path, kind, day, title, text, _links(fields, body_text), url), _hints(fields)


def _hints(fields: Fields) -> tuple[Problem, ...]:
    return tuple(replace(found, severity="hint") for found in fields.told())


def _first_heading(body_text: str) -> str:
    lines = split_lines(body_text)
    found = (
        heading(line)
        for line, is_prose in zip(lines, outline(lines).prose, strict=True)
        if is_prose
    )
    return next((shown(title[1]) for title in found if title and title[0] == 1), "")


def _first_paragraph(body_text: str) -> str:
    """Return the first run of prose lines that are no headings, on one line."""
    lines, words = split_lines(body_text[:_MOST_READ]), []
    for line, is_prose in zip(lines, outline(lines).prose, strict=True):
        if (
            is_prose
            and line.strip()
            and not heading(line)
            and not line.lstrip().startswith(("<!--", "%%"))
        ):
            words.append(_BULLET.sub("", line, count=1))
        elif words:
            break
    return shown(" ".join(words))


def _links(fields: Fields, body_text: str) -> tuple[str, ...]:
    in_head = (leaf.text for found in fields.head.properties for leaf in fields.leaves(found))
    targets = [
        link.target or "" for text in (*in_head, body_text[:_MOST_READ]) for link in links(text)
    ]
    names = [target.rpartition("/")[2].removesuffix(".md") for target in targets]
    return tuple(dict.fromkeys(name for name in (*names, fields.text("company")) if name))
