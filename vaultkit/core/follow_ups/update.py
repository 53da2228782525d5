"""The whole pipeline of one note: what stands, what should stand, the edit between them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from vaultkit.core.follow_ups.alone import plan_alone
from vaultkit.core.follow_ups.application_note import (
    Sheet,
    added_above,
    furthest,
    is_undated,
    owners_of,
)
from vaultkit.core.follow_ups.block import begin_marker, end_marker
from vaultkit.core.follow_ups.checklist import (
    Form,
    Merged,
    Piece,
    doubled,
    earliest_due,
    merge,
    read_pieces,
)
from vaultkit.core.follow_ups.ledger import Given, Memory, check
from vaultkit.core.follow_ups.next_follow_up import NextLine, next_line
from vaultkit.core.follow_ups.plan import Plan, Step, Surroundings, Terms, plan
from vaultkit.core.follow_ups.wording import wording
from vaultkit.core.notes.application import told_stage
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.markdown import heading, outline
from vaultkit.core.text.note import bare, ending, split_lines
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem


@dataclass(frozen=True)
class Desk:
    """All that an update needs beside the notes: configuration and words by language."""

    settings: Settings
    terms: Terms
    phrases: Mapping[str, Phrases]

    def words(self, sheet: Sheet) -> Phrases:
        """Return the words in the note's language, else the vault's."""
        own = self.phrases.get(sheet.application.language or "")
        return own or self.phrases[self.settings.language]


@dataclass(frozen=True)
class Update:
    """What an update does to one note: the edit, or None, and what the person should know."""

    edit: Edit | None
    problems: tuple[Problem, ...] = ()


def plan_sheet(sheet: Sheet, surroundings: Surroundings, desk: Desk) -> Plan:
    """Return the plan of a sheet that had its first look, with the ids that stand in the note.

    Somebody whom the note now calls by another name is planned for by the new one, and keeps
    the lines that bear the old one.
    """
    owned = owners_of(sheet, desk.terms.playbook, surroundings.directory)
    given = {owned.in_plan(item_id): known for item_id, known in sheet.stamped.given.items()}
    memory = replace(sheet.stamped, furthest=furthest(sheet), given=given)
    done = {owned.in_plan(item_id): day for item_id, day in sheet.done.items()}
    standing = {owned.in_plan(piece.id) for piece in sheet.standing}
    tidied = {
        name: known.due
        for name, known in given.items()
        if name not in standing and _next_id(name) in given
    }
    application = owned.each_once(sheet.application)

    def planned(around: Surroundings) -> Plan:
        found = plan(application, memory, around, desk.terms, tidied | done)
        kept = {_next_id(name) for name in tidied if name not in done}
        steps = (
            _as_given(step, given[step.id]) if step.id in kept else step for step in found.steps
        )
        return replace(
            found, steps=tuple(replace(step, id=owned.in_note(step.id)) for step in steps)
        )

    if not surroundings.is_alone:
        return planned(surroundings)
    accepted = planned(replace(surroundings, accepted=(date.max,)))
    return plan_alone(sheet, planned(surroundings), accepted, desk.terms.playbook, owned)


def _next_id(name: str) -> str:
    """Return the id of the line that comes when this one is done."""
    found = re.fullmatch(r"(.*)-([0-9]+)", name)
    return f"{found[1]}-{int(found[2]) + 1}" if found else f"{name}-2"


def _as_given(step: Step, given: Given) -> Step:
    """A line that follows one of which only the name is remembered was brought by it, on a day that none knows."""
    return replace(
        step, window=replace(step.window, start=given.start, due=given.due, counted=given.due)
    )


def update(sheet: Sheet, surroundings: Surroundings, desk: Desk) -> Update:
    """Return the edit that brings a note up to date. The sheet must have had its first look.

    A frozen sheet gets none. The edit is one span in the head at most, and one for the block.
    """
    if sheet.is_frozen:
        return Update(None)
    planned = plan_sheet(sheet, surroundings, desk)
    merged = _merge(sheet, planned, desk)
    pieces = _pieces_after(merged)
    if not pieces and _is_spent(sheet, merged):
        memory, lines = None, None
    else:
        lines = merged.lines if pieces or _has_writing(sheet, merged) else ()
        memory = _remember(sheet, planned, merged, lines, desk)
    due = (
        earliest_due((*pieces, *sheet.strays, *sheet.wrapped))
        if memory and desk.settings.next_follow_up
        else None
    )
    head = next_line(sheet, due, memory or sheet.memory)
    spans = [*head.spans, *_block_spans(sheet, lines, _with_next(memory, head), desk)]
    return Update(edit_of(sheet.note.path, sheet.note.text, spans), head.problems)


def _merge(sheet: Sheet, planned: Plan, desk: Desk) -> Merged:
    block, form = (
        sheet.block,
        Form(desk.settings.task_format == "dataview", desk.settings.global_filter),
    )
    standing = {piece.id for piece in sheet.standing}
    new = [
        step
        for step in planned.steps
        if step.id not in sheet.memory.given and step.id not in standing
    ]
    new += _of_another_kind(sheet, planned, desk)
    wordings = {step.id: wording(step, sheet, desk.words(sheet)) for step in new}
    newline = _newline(sheet)
    if _is_new(sheet):
        lines = [f"{title}{newline}" for title in _title(sheet, desk)] + [newline]
        return merge(lines, (), sheet.memory, planned.steps, wordings, form, newline)
    assert block is not None
    first = block.begin + 1
    pieces = [
        replace(piece, at=piece.at - first)
        for piece in sheet.pieces
        if piece.id not in planned.left
    ]
    return merge(
        sheet.lines[first : block.end], pieces, sheet.memory, planned.steps, wordings, form, newline
    )


def _of_another_kind(sheet: Sheet, planned: Plan, desk: Desk) -> list[Step]:
    """Return the steps whose untouched line speaks of something else by now: of a promise, of another day.

    Words never change, so that such a line goes, and the step's own is written in its place.
    """
    twice = {piece.id for piece in doubled(sheet.pieces)}
    steps = {step.id: step for step in planned.steps if step.id not in twice}
    found = []
    for piece in sheet.pieces:
        step, given = steps.get(piece.id), sheet.memory.given.get(piece.id)
        if step is None or given is None or not _speaks_of_another(step, given, piece, sheet, desk):
            continue
        if piece.is_untouched(given):
            found.append(step)
    return found


def _speaks_of_another(step: Step, given: Given, piece: Piece, sheet: Sheet, desk: Desk) -> bool:
    """Tell whether the line's words are those of another kind of its rule, or name the day that it had."""
    rule, window = desk.terms.playbook.rule_of(step.id), step.window
    kinds = [
        replace(step, words=words) for words in (rule.words if rule else ()) if words != step.words
    ]
    day = window.anchor_day.toordinal() + (given.due - window.due).days
    if given.due != window.due and 1 <= day <= date.max.toordinal():
        kinds.append(replace(step, day=date.fromordinal(day)))
    if not kinds or any(
        piece.has_words(wording(step, sheet, phrases).text) for phrases in desk.phrases.values()
    ):
        return False
    return any(
        piece.has_words(wording(kind, sheet, phrases).text)
        for kind in kinds
        for phrases in desk.phrases.values()
    )


def _is_new(sheet: Sheet) -> bool:
    """Tell whether nothing stands between the markers yet, or nothing any more."""
    block = sheet.block
    return block is None or not any(
        line.strip() for line in sheet.lines[block.begin + 1 : block.end]
    )


def _newline(sheet: Sheet) -> str:
    """The block's own line ending, else the one that the note begins with."""
    return ending(sheet.lines[sheet.block.begin if sheet.block else 0]) or "\n"


def _title(sheet: Sheet, desk: Desk) -> list[str]:
    """The bold line of a new block, or nothing below a heading that says the same."""
    return [] if _place(sheet, desk)[1] else [f"**{_heading(sheet, desk)}**"]


def _heading(sheet: Sheet, desk: Desk) -> str:
    return desk.settings.heading or desk.words(sheet).say("block.title")


def _place(sheet: Sheet, desk: Desk) -> tuple[int, bool]:
    """Return the index of the line before which a new block goes, and whether its own heading stands above."""
    wanted = _heading(sheet, desk).casefold()
    headings = {
        index: found
        for index in range(sheet.body, len(sheet.lines))
        if "#" in sheet.lines[index]
        and sheet.outline.prose[index]
        and (found := heading(sheet.lines[index]))
    }
    for index, (_, text) in headings.items():
        if text.casefold() == wanted:
            return index + 1, True
    first = next((i for i in range(sheet.body, len(sheet.lines)) if sheet.lines[i].strip()), None)
    if first is not None and headings.get(first, (0, ""))[0] == 1:
        return first + 1, False
    return sheet.body, False


def _pieces_after(merged: Merged) -> tuple[Piece, ...]:
    return read_pieces(merged.lines, outline(merged.lines).prose)


def _is_spent(sheet: Sheet, merged: Merged) -> bool:
    """Tell whether a block without items may go: nothing of the person's in it, nothing to remember."""
    if _has_writing(sheet, merged):
        return False
    if not sheet.application.follow_up or sheet.block is None:
        return True
    beyond = furthest(sheet) != told_stage(sheet.application)
    # A look at a note without a block may stamp a stage that has no day; the memory knows better.
    return not (merged.given or sheet.stamped.first_seen or beyond or is_undated(sheet.application))


def _has_writing(sheet: Sheet, merged: Merged) -> bool:
    """Tell whether anything but items and the tool's own bold line stands between the markers."""
    title = sheet.memory.title
    return not _is_new(sheet) and any(
        line.strip() and not (title and check(bare(line).strip()) == title) for line in merged.lines
    )


def _remember(
    sheet: Sheet, planned: Plan, merged: Merged, lines: Sequence[str], desk: Desk
) -> Memory:
    """Return the memory as it was, unless an item, a date or the stage has changed."""
    old, stage = sheet.memory, sheet.application.stage
    same = (
        merged.given == old.given
        and stage == old.stage
        and sheet.stamped.first_seen == old.first_seen
    )
    if same and sheet.block is not None:
        return old
    return replace(
        old,
        given=_with_done(sheet, planned, merged.given, desk),
        stage=stage,
        furthest=furthest(sheet),
        first_seen=sheet.stamped.first_seen,
        already=sheet.stamped.already,
        over=tuple(sorted({*old.over, *planned.over})),
        title=_title_check(sheet, lines, desk),
    )


def _with_done(
    sheet: Sheet, planned: Plan, given: Mapping[str, Given], desk: Desk
) -> dict[str, Given]:
    """Return the items with the day of each touch that another line counts from: that line outlives it.

    A day is written down together with the date that comes of it, so that a tick which brings
    and moves nothing leaves the memory as it is.
    """
    standing = {piece.id for piece in sheet.standing}
    counted = {step.window.anchor_day for step in planned.steps if step.window.anchor == "touch"}
    repeats = {
        rule.name for rule in desk.terms.playbook.rules if any(case.again for case in rule.cases)
    }
    steps = {
        (step.rule, step.person, step.number): step.id
        for step in planned.steps
        if step.rule in repeats
    }
    brought = {steps.get((rule, person, number - 1)) for rule, person, number in steps}
    days = {name: day for name, day in sheet.done.items() if name in brought or day in counted}
    days |= _counted_by_left(sheet, planned, given)
    return {
        name: replace(known, done=days.get(name)) if name in standing else known
        for name, known in given.items()
    }


def _counted_by_left(sheet: Sheet, planned: Plan, given: Mapping[str, Given]) -> dict[str, date]:
    """Return the touches that stay written down: a line that is left as it stands may count from one."""
    if not planned.left:
        return {}
    return {name: day for name, day in sheet.done.items() if name in given and given[name].done}


def _title_check(sheet: Sheet, lines: Sequence[str], desk: Desk) -> str:
    """The bold line is written with the first item, and goes with the last."""
    if not lines:
        return ""
    return (
        "".join(check(title) for title in _title(sheet, desk))
        if _is_new(sheet)
        else sheet.memory.title
    )


def _with_next(memory: Memory | None, head: NextLine) -> Memory | None:
    return memory and replace(memory, next=head.how, next_day=head.day)


def _block_spans(
    sheet: Sheet, lines: Sequence[str] | None, memory: Memory | None, desk: Desk
) -> list[tuple[int, int, str]]:
    """Return the span that puts the block as it should be, in characters of the note's text."""
    offsets = _offsets(sheet)
    block = sheet.block
    if block is None:
        return (
            []
            if memory is None or lines is None
            else [_insertion(sheet, lines, memory, desk, offsets)]
        )
    start, stop = offsets[block.begin], offsets[block.end + 1]
    if memory is None or lines is None:
        return [(start - added_above(sheet), stop, "")]
    begin, end = sheet.lines[block.begin], sheet.lines[block.end]
    marker = end if memory == sheet.memory else end_marker(memory) + ending(end)
    return [(start, stop, "".join([begin, *lines, marker]))]


def _insertion(
    sheet: Sheet, lines: Sequence[str], memory: Memory, desk: Desk, offsets: Sequence[int]
) -> tuple[int, int, str]:
    newline = _newline(sheet)
    index, _ = _place(sheet, desk)
    block = f"{begin_marker()}{newline}{''.join(lines)}{end_marker(memory)}"
    above = sheet.lines[index - 1]
    text = block + newline if ending(above) else newline + block
    return offsets[index], offsets[index], text


def _offsets(sheet: Sheet) -> list[int]:
    """Return where each line of the note's own text begins, and its end."""
    at, offsets = 0, [0]
    for line in split_lines(sheet.note.text):
        at += len(line)
        offsets.append(at)
    return offsets
