"""Add a dated line to a person's log."""

from collections.abc import Collection
from datetime import date

from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.text.markdown import heading
from vaultkit.core.text.note import ending
from vaultkit.core.text.sanitize import one_line


def add_to_log(
    text: str, day: date, words: str, title: str, known_headings: Collection[str]
) -> str:
    """Return a note's text with one line more, last under the heading of its log.

    That is ``title`` or one of the known ones, which are casefolded. Where there is none,
    one with ``title`` is made at the end. Every other byte stays.
    """
    read = ReadText.of(text)
    lines, newline = read.lines, read.newline
    entry = f"- {day}: {one_line(words)}"
    place = _place(read, {title.casefold(), *known_headings})
    if place is None:
        gap = "" if not text else newline if ending(lines[-1]) else newline * 2
        return f"{text}{gap}## {title}{newline}{newline}{entry}{newline}"
    above = lines[place - 1]
    gap = newline if heading(above) else ""
    if not ending(above):
        return "".join([*lines[:place], newline, gap, entry, *lines[place:]])
    return "".join([*lines[:place], gap, entry + newline, *lines[place:]])


def _place(read: ReadText, known: Collection[str]) -> int | None:
    """Return the index below the last line of the log that is not blank, or None without a log."""
    headings = tuple(read.headings)
    log = next((found for found in headings if found.words.casefold() in known), None)
    if log is None:
        return None
    later = (found for found in headings if found.at > log.at and found.level <= log.level)
    below = next(later, None)
    end = below.at if below else len(read.lines)
    while not read.lines[end - 1].strip():
        end -= 1
    return end
