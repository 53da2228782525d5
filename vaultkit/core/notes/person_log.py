"""Add a dated line to a person's log."""

from collections.abc import Collection
from datetime import date

from vaultkit.core.front_matter.read import split_head
from vaultkit.core.text.markdown import heading, outline
from vaultkit.core.text.note import ending, split_lines
from vaultkit.core.text.sanitize import one_line


def add_to_log(
    text: str, day: date, words: str, title: str, known_headings: Collection[str]
) -> str:
    """Return a note's text with one line more, last under the heading of its log.

    That is ``title`` or one of the known ones, which are casefolded. Where there is none,
    one with ``title`` is made at the end. Every other byte stays.
    """
    lines, span = split_lines(text), split_head(text)
    newline = next(filter(None, map(ending, lines)), "\n")
    body = len(split_lines(text[: span.body])) if span else 0
    entry = f"- {day}: {one_line(words)}"
    place = _place(lines, body, {title.casefold(), *known_headings})
    if place is None:
        gap = "" if not text else newline if ending(lines[-1]) else newline * 2
        return f"{text}{gap}## {title}{newline}{newline}{entry}{newline}"
    above = lines[place - 1]
    gap = newline if heading(above) else ""
    if not ending(above):
        return "".join([*lines[:place], newline, gap, entry, *lines[place:]])
    return "".join([*lines[:place], gap, entry + newline, *lines[place:]])


def _place(lines: list[str], body: int, known: Collection[str]) -> int | None:
    """Return the index below the last line of the log that is not blank, or None without a log."""
    prose = (False,) * body + outline(lines[body:]).prose
    headings = [
        (index, found)
        for index, line in enumerate(lines)
        if prose[index] and (found := heading(line))
    ]
    log = next(
        ((index, level) for index, (level, text) in headings if text.casefold() in known),
        None,
    )
    if log is None:
        return None
    end = next(
        (index for index, (level, _) in headings if index > log[0] and level <= log[1]), len(lines)
    )
    while not lines[end - 1].strip():
        end -= 1
    return end
