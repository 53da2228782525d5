"""The whole pipeline of one note: what stands, what should stand, the edit between them.

::

    Sheet      what stands: head, block, items, memory        application_note
      → Plan     the lines that should stand, with their days   plan_sheet
      → Merged   the lines between the markers, and the items   checklist.merge
      → Memory   what the end marker says from now on           _remember
      → Edit     the spans that differ: one in the head at most, one for the block

A note in which nothing has changed comes out as it went in, and gets no edit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from vaultkit.core.follow_ups.alone import plan_alone
from vaultkit.core.follow_ups.application_note import Sheet, added_above, furthest, owners_of
from vaultkit.core.follow_ups.block import begin_marker, end_marker
from vaultkit.core.follow_ups.checklist import Form, Merged, merge
from vaultkit.core.follow_ups.first_look import is_undated
from vaultkit.core.follow_ups.item_id import next_id
from vaultkit.core.follow_ups.ledger import Given, Memory, check
from vaultkit.core.follow_ups.next_follow_up import NextLine, next_line
from vaultkit.core.follow_ups.piece import Piece, doubled, earliest_due, read_pieces
from vaultkit.core.follow_ups.plan import Plan, Step, Surroundings, Terms, plan
from vaultkit.core.follow_ups.statuses import as_meant
from vaultkit.core.follow_ups.wording import wording
from vaultkit.core.notes.application import told_stage
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.markdown import outline
from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.value import frozen


@frozen
class Desk:
    """All that an update needs beside the notes: configuration and words by language."""

    settings: Settings
    terms: Terms
    phrases: Mapping[str, Phrases]

    def words(self, sheet: Sheet) -> Phrases:
        """Return the words in the note's language, else the vault's."""
        own = self.phrases.get(sheet.application.language or "")
        return own or self.phrases[self.settings.language]


@frozen
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
    # A line that is gone, and of which the next one was written, was done.
    tidied = {
        name: known.due
        for name, known in given.items()
        if name not in standing and next_id(name) in given
    }
    application = owned.each_once(sheet.application)

    def planned(around: Surroundings) -> Plan:
        found = plan(application, memory, around, desk.terms, tidied | done)
        brought = {next_id(name) for name in tidied if name not in done}
        steps = []
        for step in found.steps:
            if step.id in brought:
                step = _as_given(step, given[step.id])
            steps.append(replace(step, id=owned.in_note(step.id)))
        return replace(found, steps=tuple(steps))

    if not surroundings.is_alone:
        return planned(surroundings)
    accepted = planned(replace(surroundings, accepted=(date.max,)))
    return plan_alone(sheet, planned(surroundings), accepted, desk.terms.playbook, owned)


def _as_given(step: Step, given: Given) -> Step:
    """A line that follows one of which only the name is remembered was brought by it, on a day that none knows."""
    window = replace(step.window, start=given.start, due=given.due, counted=given.due)
    return replace(step, window=window)


def update(sheet: Sheet, surroundings: Surroundings, desk: Desk) -> Update:
    """Return the edit that brings a note up to date. The sheet must have had its first look.

    A frozen sheet gets none. The edit is one span in the head at most, and one for the block.
    """
    if sheet.is_frozen:
        return Update(None)
    planned = plan_sheet(sheet, surroundings, desk)
    merged = _merge(sheet, planned, desk)
    pieces = _pieces_after(sheet, merged)
    memory: Memory | None = None
    lines: Sequence[str] = ()
    if pieces or not _is_spent(sheet, merged):
        lines = merged.lines if pieces or _has_writing(sheet, merged) else ()
        memory = _remember(sheet, planned, merged, lines, desk)
    due = None
    if memory and desk.settings.next_follow_up:
        due = earliest_due((*pieces, *sheet.strays, *sheet.wrapped))
    head = next_line(sheet, due, memory or sheet.memory)
    spans = [*head.spans, *_block_spans(sheet, lines, _with_next(memory, head), desk)]
    return Update(edit_of(sheet.note.path, sheet.note.text, spans), head.problems)


def _merge(sheet: Sheet, planned: Plan, desk: Desk) -> Merged:
    """Lay the plan over the lines between the markers, or over those that a new block begins with."""
    known = {*sheet.memory.given, *(piece.id for piece in sheet.standing)}
    new = [step for step in planned.steps if step.id not in known]
    new += _of_another_kind(sheet, planned, desk)
    wordings = {step.id: wording(step, sheet, desk.words(sheet)) for step in new}
    form = Form(desk.settings.task_format == "dataview", desk.settings.global_filter)
    newline = _newline(sheet)
    lines, pieces = _between_markers(sheet, planned, desk, newline)
    return merge(lines, pieces, sheet.memory, planned.steps, wordings, form, newline)


def _between_markers(
    sheet: Sheet, planned: Plan, desk: Desk, newline: str
) -> tuple[Sequence[str], Sequence[Piece]]:
    """Return the lines that stand between the markers, and their items by index among them."""
    block = sheet.block
    if block is None or _is_new(sheet):
        return [*(f"{title}{newline}" for title in _title(sheet, desk)), newline], ()
    first = block.begin + 1
    pieces = [
        replace(piece, at=piece.at - first)
        for piece in sheet.pieces
        if piece.id not in planned.left
    ]
    return sheet.lines[first : block.end], pieces


def _of_another_kind(sheet: Sheet, planned: Plan, desk: Desk) -> list[Step]:
    """Return the steps whose untouched line speaks of something else by now: of a promise, of another day.

    Words never change, so that such a line goes, and the step's own is written in its place.
    """
    twice = {piece.id for piece in doubled(sheet.pieces)}
    steps = {step.id: step for step in planned.steps if step.id not in twice}
    found = []
    for piece in sheet.pieces:
        step, given = steps.get(piece.id), sheet.memory.given.get(piece.id)
        if step is None or given is None:
            continue
        if _speaks_of_another(step, given, piece, sheet, desk) and piece.is_untouched(given):
            found.append(step)
    return found


def _speaks_of_another(step: Step, given: Given, piece: Piece, sheet: Sheet, desk: Desk) -> bool:
    """Tell whether the line's words are those of another kind of its rule, or name the day that it had."""
    rule, window = desk.terms.playbook.rule_of(step.id), step.window
    other_words = [words for words in (rule.words if rule else ()) if words != step.words]
    kinds = [replace(step, words=words) for words in other_words]
    day = window.anchor_day.toordinal() + (given.due - window.due).days
    if given.due != window.due and 1 <= day <= date.max.toordinal():
        kinds.append(replace(step, day=date.fromordinal(day)))

    def is_said(kind: Step) -> bool:
        wordings = (wording(kind, sheet, phrases) for phrases in desk.phrases.values())
        return any(piece.has_words(each.text) for each in wordings)

    return bool(kinds) and not is_said(step) and any(map(is_said, kinds))


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
    read = sheet.read
    headings = tuple(read.headings)
    own = next((found for found in headings if found.words.casefold() == wanted), None)
    if own:
        return own.at + 1, True
    first = next((at for at in range(read.body, len(read.lines)) if read.lines[at].strip()), None)
    has_title = any(found.at == first and found.level == 1 for found in headings)
    return (first + 1 if has_title and first is not None else read.body), False


def _pieces_after(sheet: Sheet, merged: Merged) -> tuple[Piece, ...]:
    return as_meant(read_pieces(merged.lines, outline(merged.lines).prose), sheet.statuses)


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
    counted = {step.window.anchor_day for step in planned.steps if step.window.anchor == "touch"}
    brought = _bringing(planned, desk)
    days = {name: day for name, day in sheet.done.items() if name in brought or day in counted}
    days |= _counted_by_left(sheet, planned, given)
    standing = {piece.id for piece in sheet.standing}
    return {
        name: replace(known, done=days.get(name)) if name in standing else known
        for name, known in given.items()
    }


def _bringing(planned: Plan, desk: Desk) -> set[str]:
    """Return the ids of the lines that brought another one of the plan's: the one before it in its chain."""
    rules = desk.terms.playbook.rules
    repeats = {rule.name for rule in rules if any(case.again for case in rule.cases)}
    chains = {
        (step.rule, step.person, step.number): step.id
        for step in planned.steps
        if step.rule in repeats
    }
    before = (chains.get((rule, person, number - 1)) for rule, person, number in chains)
    return {item_id for item_id in before if item_id}


def _counted_by_left(sheet: Sheet, planned: Plan, given: Mapping[str, Given]) -> dict[str, date]:
    """Return the touches that stay written down: a line that is left as it stands may count from one."""
    if not planned.left:
        return {}
    return {name: day for name, day in sheet.done.items() if name in given and given[name].done}


def _title_check(sheet: Sheet, lines: Sequence[str], desk: Desk) -> str:
    """The bold line is written with the first item, and goes with the last."""
    if not lines:
        return ""
    return "".join(map(check, _title(sheet, desk))) if _is_new(sheet) else sheet.memory.title


def _with_next(memory: Memory | None, head: NextLine) -> Memory | None:
    return memory and replace(memory, next=head.how, next_day=head.day)


def _block_spans(
    sheet: Sheet, lines: Sequence[str], memory: Memory | None, desk: Desk
) -> list[tuple[int, int, str]]:
    """Return the span that puts the block as it should be, in characters of the note's text.

    Without a memory there is to be no block.
    """
    offsets = _offsets(sheet)
    block = sheet.block
    if block is None:
        return [_insertion(sheet, lines, memory, desk, offsets)] if memory else []
    start, stop = offsets[block.begin], offsets[block.end + 1]
    if memory is None:
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
    for line in sheet.read.lines:
        at += len(line)
        offsets.append(at)
    return offsets
