"""The one line that vaultkit may keep in a head: ``next_follow_up``, last in it."""

from dataclasses import replace
from datetime import date

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.front_matter.head_values import Property
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.text.note import ending
from vaultkit.core.text.problem import Problem, hint
from vaultkit.value import frozen

NAME = "next_follow_up"


@frozen
class NextLine:
    """What to do in the head: character spans, how the line came there, and its day.

    ``day`` is set only where no date that the memory gives an item tells it.
    """

    spans: tuple[tuple[int, int, str], ...]
    how: str
    day: date | None
    problems: tuple[Problem, ...] = ()


def next_line(sheet: Sheet, due: date | None, memory: Memory) -> NextLine:
    """Return what keeps the line at ``due``; None takes it away.

    ``memory`` is the new one. A line with a value that the tool did not write is left alone,
    and told of where it stands in the way.
    """
    found = sheet.head.find(NAME)
    unchanged = NextLine((), memory.next, memory.next_day)
    if due is None:
        return replace(unchanged, spans=_taken_out(sheet, found))
    written = NextLine((), memory.next, _untold(due, memory))
    if found is None:
        if not _takes_a_line(sheet, due):
            return replace(
                unchanged, problems=(hint(sheet.note.path, 1, "next-follow-up-no-room"),)
            )
        return replace(
            written, spans=((sheet.span.end, sheet.span.end, _line(sheet, due)),), how="added"
        )
    if found.is_empty and _stands_plainly(found, sheet):
        return replace(written, spans=((*found.value_span, f" {due}"),), how="filled")
    if not _is_ours(found, sheet):
        strange = hint(sheet.note.path, found.line, "next-follow-up-taken", value=found.text or "")
        return replace(unchanged, problems=() if found.text == str(due) else (strange,))
    return replace(written, spans=((*found.value_span, f" {due}"),))


def _line(sheet: Sheet, due: date) -> str:
    return f"{NAME}: {due}{ending(sheet.lines[0])}"


def _takes_a_line(sheet: Sheet, due: date) -> bool:
    """Tell whether the head says the same, and the day, with one more line at its end."""
    text, end = sheet.note.text, sheet.span.end
    longer = text[:end] + _line(sheet, due) + text[end:]
    head = ReadText.of(longer).head(sheet.note.path)
    return (
        head is not None
        and head.says()[:-1] == sheet.head.says()
        and head.says()[-1] == (NAME, str(due))
    )


def _taken_out(sheet: Sheet, found: Property | None) -> tuple[tuple[int, int, str], ...]:
    """Return the span that makes a line of the tool's go, or leaves it empty as it was, or with a comment."""
    if found is None or found.is_empty or not _is_ours(found, sheet):
        return ()
    text, (start, end) = sheet.note.text, found.value_span
    line_end = text.index("\n", end) + 1
    if sheet.memory.next == "filled" or text[end:line_end].strip():
        return ((start, end, ""),)
    return ((text.rfind("\n", 0, start) + 1, line_end, ""),)


def is_next_line(line: str) -> bool:
    """Tell whether a line of the head is this one, written so that the tool may change it."""
    return line.replace(" ", "").casefold().startswith(f"{NAME}:")


def _stands_plainly(found: Property, sheet: Sheet) -> bool:
    """Tell whether name and value stand in one line: in any other form they are the person's."""
    text, (start, end) = sheet.note.text, found.value_span
    line = text[text.rfind("\n", 0, start) + 1 : end]
    return "\n" not in line and is_next_line(line)


def _is_ours(found: Property, sheet: Sheet) -> bool:
    """Tell whether the tool wrote the value: it keeps the line, in its own form, and the value is a day it knows."""
    memory = sheet.memory
    days = {given.due for given in memory.given.values()} | {memory.next_day}
    days |= {piece.task.due for piece in (*sheet.pieces, *sheet.strays)}
    return (
        bool(memory.next)
        and _stands_plainly(found, sheet)
        and found.text in {str(day) for day in days if day}
    )


def _untold(due: date, memory: Memory) -> date | None:
    """Return the day that the memory must hold so that the value is known as the tool's later."""
    told = any(given.due == due for given in memory.given.values())
    return memory.next_day if told else due
