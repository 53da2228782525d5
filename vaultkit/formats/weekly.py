"""The weekly review as a note: the tool's part between its markers, and the person's own part."""

import re
from collections.abc import Collection, Sequence
from datetime import date
from urllib.parse import unquote

from vaultkit.core.days.dates import parse_week
from vaultkit.core.days.moment_format import format_moment
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.text.markdown import conflict_line, heading, outline
from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem, problem
from vaultkit.core.week.review import Week
from vaultkit.core.week.review_marker import (
    BEGIN,
    BEGIN_LINE,
    END_LINE,
    FORMAT,
    is_rewritten,
    review_end,
)
from vaultkit.formats.links import linked
from vaultkit.formats.week_letters import Drafts
from vaultkit.formats.week_parts import Parts
from vaultkit.value import frozen

_ANY_MARKER = re.compile(r"\ufeff?[\s>]*(?:[-*+][ \t]+)?<!--\s*vaultkit:review\b")
_MEETING = re.compile(r"- \*\*[^*\[\]]+\*\* · (?:\[\[([^\[\]|#^]+)\||\[[^\[\]]*\]\(([^()#\s]+)\))")
"""The first line of an interview: a day in bold, then a link to the application's note."""

_QUESTIONS = 3


@frozen
class _Place:
    """Where the tool's lines stand: from the begin marker's index up to the end marker's."""

    begin: int
    end: int


def merge_review(
    old: str | None,
    week: Week,
    phrases: Phrases,
    path: str,
    drafts: Drafts | None = None,
    *,
    charts: bool = True,
) -> str | Problem:
    """Return the note's new text: only what stands between the markers is replaced.

    With nothing new the text stays as it is, the day in its end marker too. Without a note, or
    with one that holds nothing, the whole note is written, the person's
    questions included. A note without markers gets the tool's part below its first heading.
    A note whose markers cannot be trusted is a Problem. ``drafts`` are the letters to show.
    """
    block = week_block(week, phrases, drafts or {}, charts=charts)
    if old is None or not old.strip("\ufeff \t\r\n"):
        return (old or "")[: 1 if (old or "").startswith("\ufeff") else 0] + _whole(
            week, phrases, block
        )
    read = ReadText.of(old)
    lines, found = read.lines, _find(read, path)
    if isinstance(found, Problem):
        return found
    if found is None:
        return _inserted(read, block)
    newline, last = ending(lines[found.begin]), lines[found.end]
    inside = [line + newline for line in block[1:-1]]
    if inside == [*lines[found.begin + 1 : found.end]]:
        return old
    return "".join(
        [*lines[: found.begin + 1], *inside, block[-1] + ending(last), *lines[found.end + 1 :]]
    )


def is_review(text: str) -> bool:
    """Tell whether a note holds a review's part at all."""
    return "<!-- vaultkit:review" in text


def review_problem(text: str, path: str) -> Problem | None:
    """Return why a review's note would be left as it is; None for one that is sound, or is none."""
    found = _find(ReadText.of(text), path) if is_review(text) else None
    return found if isinstance(found, Problem) else None


def as_of(text: str, path: str) -> date | None:
    """Return the day as of which a review was written, or None where it does not tell."""
    _, last = _inside_and_end(text, path)
    end = END_LINE.fullmatch(last or "")
    try:
        return date.fromisoformat(end[1]) if end and end[1] else None
    except ValueError:
        return None


def listed_interviews(text: str, path: str) -> frozenset[str]:
    """Return the paths of the applications whose interviews a review lists."""
    inside, _ = _inside_and_end(text, path)
    found = (_MEETING.match(line) for line in inside)
    return frozenset(
        f"{match[1]}.md" if match[1] else unquote(match[2]) for match in found if match
    )


def undated_replies(text: str, path: str, headings: Collection[str]) -> frozenset[str]:
    """Return the paths of the applications of whose reply a review told without a day, under one of the headings."""
    inside, _ = _inside_and_end(text, path)
    found, is_below = set(), False
    for line in map(bare, inside):
        if line.startswith("#"):
            is_below = line.lstrip("# ") in headings
        elif is_below and line.startswith("- [") and (target := linked(line)):
            found.add(target[0])
    return frozenset(found)


def told_on(day: date, text: str, path: str) -> frozenset[tuple[str, str]]:
    """Return what a review told of a day: each note with the id of the item that was done, "" for a move."""
    inside, _ = _inside_and_end(text, path)
    lines = (bare(line) for line in inside if line.startswith(f"- {day}: "))
    return frozenset(found for line in lines if (found := linked(line)))


def week_block(week: Week, phrases: Phrases, drafts: Drafts, *, charts: bool = True) -> list[str]:
    """Return the tool's part, both marker lines included, as lines without endings."""
    lines = [BEGIN, ""]
    for part in Parts(week, phrases, drafts, charts=charts).all():
        lines += [*part, ""] if part[-1] else part
    return [*lines, review_end(week.today, lines[1:])]


def is_edited(text: str, path: str) -> bool:
    """Tell whether somebody wrote between the markers, where the next review puts its own lines."""
    inside, end = _inside_and_end(text, path)
    return end is not None and is_rewritten(inside, end)


def _inside_and_end(text: str, path: str) -> tuple[Sequence[str], str | None]:
    """Return the lines between the markers, and the end marker; None where there is no part."""
    read = ReadText.of(text)
    found = _find(read, path)
    if not isinstance(found, _Place):
        return (), None
    return read.lines[found.begin + 1 : found.end], bare(read.lines[found.end])


def _whole(week: Week, phrases: Phrases, block: Sequence[str]) -> str:
    title = _title(week, phrases)
    questions = [
        f"- {phrases.say(f'week.own.question-{number}')}" for number in range(1, _QUESTIONS + 1)
    ]
    own = [f"## {phrases.say('week.own.title')}", "", phrases.say("week.own.note"), "", *questions]
    return "".join(f"{line}\n" for line in [f"# {title}", "", *block, "", *own])


def _title(week: Week, phrases: Phrases) -> str:
    """Return the week's name with its days: ``Week 2026-W24, 8 June to 14 June 2026``."""
    monday, sunday = parse_week(week.name)
    first, last = (
        format_moment(phrases.say(f"week.title-{key}"), day, phrases)
        for key, day in (("first", monday), ("last", sunday))
    )
    return phrases.say("week.title", week=week.name, first=first, last=last)


def _find(read: ReadText, path: str) -> _Place | Problem | None:
    """Return where the tool's part stands, None without any marker, or why it cannot be told."""
    lines, prose = read.lines, read.outline.prose
    conflict = conflict_line(lines, read.body)
    if conflict is not None:
        return problem(path, conflict + 1, "git-conflict")
    markers = [index for index, line in enumerate(lines) if _ANY_MARKER.match(line)]
    if not markers:
        return None
    begins = [
        (index, match) for index in markers if (match := BEGIN_LINE.fullmatch(bare(lines[index])))
    ]
    newer = next((index for index, match in begins if int(match.group(1)) > FORMAT), None)
    if newer is not None:
        return problem(path, newer + 1, "review-newer")
    ends = [index for index in markers if END_LINE.fullmatch(bare(lines[index]))]
    in_order = (
        len(markers) == 2 and [index for index, _ in begins] == markers[:1] and ends == markers[1:]
    )
    if not in_order or not all(prose[index] for index in markers):
        return problem(path, markers[0] + 1, "review-markers")
    return _Place(markers[0], markers[1])


def _inserted(read: ReadText, block: Sequence[str]) -> str:
    """Put the tool's part below the head and the first heading of a note that has none."""
    lines, index, newline = read.lines, read.body, read.newline
    first = next((i for i in range(index, len(lines)) if lines[i].strip()), None)
    title = heading(lines[first].removeprefix("\ufeff")) if first is not None else None
    # A title that opens a formula or a comment would take the tool's part into it.
    below_title = outline([*lines[index : (first or 0) + 1], ""]).prose[-1]
    if first is not None and title and title[0] == 1 and below_title:
        index = first + 1
    above, below = "".join(lines[:index]), "".join(lines[index:])
    if not above and below.startswith("\ufeff"):
        above, below = "\ufeff", below[1:]
    gap = newline if above.strip("\ufeff") and not ending(above) else ""
    return "".join([above, gap, *(line + newline for line in ["", *block, ""]), below])
