"""Merge a plan with the lines that stand in a block: the person's hand wins, always.

What stands, what the memory knows of it, and what the plan wants become new lines and a new
memory::

    stands                                  plan wants       becomes
    - [ ] Write to Jane 📅 11-10 ^vk-a      a on 11-17       - [ ] Write to Jane 📅 11-17 ^vk-a
    - [x] Thank Luca 📅 11-02 ^vk-b         b on 11-09       as it is: it is ticked, and theirs
    - [ ] Write to JANE 📅 11-10 ^vk-c      nothing          as it is: it has other words, and is theirs
    - [ ] Reflect 📅 11-03 ^vk-d            nothing          goes away
    nothing, and the memory knows e         e on 11-20       nothing: the person deleted it
    nothing                                 f on 11-24       - [ ] … 📅 11-24 ^vk-f, last
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from vaultkit.core.follow_ups.ledger import Given, Memory
from vaultkit.core.follow_ups.nesting import CHILD
from vaultkit.core.follow_ups.piece import ID_PREFIX, Piece, check_words, doubled, take_out
from vaultkit.core.follow_ups.plan import Step
from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.task_line import redate, write_task
from vaultkit.value import frozen

_LIST_LINE = re.compile(r"[ \t]|[-*+] |\d+[.)] ")


@frozen
class Wording:
    """The words of a new item: its text and the lines under it, without bullets."""

    text: str
    children: tuple[str, ...]


@frozen
class Form:
    """How a new line is written: Dataview's fields or emoji, and what it begins with."""

    dataview: bool = False
    prefix: str = ""


@frozen
class Merged:
    """Lines between the markers and the items that the memory now holds."""

    lines: tuple[str, ...]
    given: Mapping[str, Given]


def merge(
    lines: Sequence[str],
    pieces: Sequence[Piece],
    memory: Memory,
    steps: Sequence[Step],
    wordings: Mapping[str, Wording],
    form: Form,
    newline: str,
) -> Merged:
    """Return the lines between the markers as they should stand, "" for one that goes.

    ``pieces`` are those of ``lines``, by index; ``wordings`` has the words of every new step,
    and of one whose untouched line is to be another where nothing is written under it. Only
    untouched lines are redrawn or taken away, the inner ones first: what goes is no writing
    under an outer one. New ones go last.
    """
    given, result = dict(memory.given), list(lines)
    planned = {step.id: step for step in steps}
    twice = {piece.id for piece in doubled(pieces)}
    for piece in reversed(pieces):
        known = given.get(piece.id)
        if known is None or piece.id in twice or not piece.is_untouched(known):
            continue
        step = planned.get(piece.id)
        has_writing = _as_left(piece, result).has_writing(known)
        if step and (step.id not in wordings or has_writing):
            result[piece.at] = _redrawn(piece, step)
            given[piece.id] = replace(known, start=step.window.start, due=step.window.due)
        elif not has_writing:
            take_out(piece, result)
            del given[piece.id]
    kept = [line for line in result if line]
    taken = {bare(line) for line in kept}
    new: list[str] = []
    for step in steps:
        if step.id in wordings and step.id not in given:
            drawn, given[step.id] = _drawn(step, wordings[step.id], form, taken)
            new += [line + newline for line in drawn]
    return Merged(tuple(_appended(kept, new, newline) if new else kept), given)


def going(
    pieces: Sequence[Piece], given: Mapping[str, Given], lines: Sequence[str]
) -> frozenset[int]:
    """Return which of ``lines`` go when no item is to stand any more: those of the tool's alone."""
    result = list(lines)
    for piece in reversed(pieces):
        known = given.get(piece.id)
        if known and piece.is_untouched(known) and not _as_left(piece, result).has_writing(known):
            take_out(piece, result)
    return frozenset(index for index, line in enumerate(result) if line != lines[index])


def _as_left(piece: Piece, lines: Sequence[str]) -> Piece:
    """Return an item without the ones inside of it that go."""
    return replace(piece, lines=tuple(lines[piece.at : piece.at + len(piece.lines)]))


def _redrawn(piece: Piece, step: Step) -> str:
    line, window = piece.lines[0], step.window
    if (piece.task.start, piece.task.due) == (window.start, window.due):
        return line
    return redate(bare(line), window.start, window.due) + ending(line)


def _drawn(step: Step, wording: Wording, form: Form, taken: set[str]) -> tuple[list[str], Given]:
    """Return the lines of a new item without endings, and what the memory holds of it."""
    text = f"{form.prefix} {wording.text}" if form.prefix else wording.text
    start, due = step.window.start, step.window.due
    children = [_unlike(CHILD + child, taken) for child in wording.children]
    line = write_task(text, start, due, ID_PREFIX + step.id, dataview=form.dataview)
    given = Given(due, start, check_words(text, children, step.id), len(children))
    return [line, *children], given


def _unlike(line: str, taken: set[str]) -> str:
    """Return the line, numbered when the block has one like it: alike lines confuse a merge."""
    number, unlike = 1, line
    while unlike in taken:
        number += 1
        unlike = f"{line} ({number})"
    taken.add(unlike)
    return unlike


def _appended(lines: Sequence[str], drawn: Sequence[str], newline: str) -> list[str]:
    """Put new items last, before the blank lines at the end, apart from prose above it."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    above, below = list(lines[:end]), list(lines[end:])
    if not above or is_list_line(above[-1]):
        return [*above, *drawn, *below]
    # What parted the prose from items that went parts it from the new ones.
    gap = below.pop(0) if len(below) > 1 else newline
    return [*above, gap, *drawn, *below]


def is_list_line(line: str) -> bool:
    """Tell whether a list goes on below the line, so that an item there needs no gap."""
    return _LIST_LINE.match(line) is not None
