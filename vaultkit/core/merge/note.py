"""Merge two machines' texts of one note: by line outside of the block, by item inside.

A note is merged in three parts, each in its own way, and put together again::

    ---
    status: interview           the head: property by property (merge.head)
    ---
    # Acme                      around the block: line by line, logs by day (merge.around)
    <!-- vaultkit:begin v1 -->
    - [ ] Write to Jane …       the block: item by item (merge.block)
    <!-- vaultkit:end … -->     its memory: field by field (merge.memory)
    My notes.                   around the block

The tool's own line in the head is taken out before and computed again afterwards.
What nobody but the person can settle is left between git's own marks. Where no conflict is
left, the answer does not depend on which side is which.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from vaultkit.core.follow_ups.application_note import Sheet, read_sheet
from vaultkit.core.follow_ups.block import Block, end_marker
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.next_follow_up import next_line
from vaultkit.core.follow_ups.piece import earliest_due
from vaultkit.core.follow_ups.rules import Playbook
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.merge.around import filled, frame, merge_around
from vaultkit.core.merge.block import merge_inner, read_inner, without_items, without_moved
from vaultkit.core.merge.head import merge_head
from vaultkit.core.merge.log import with_logs
from vaultkit.core.merge.once import stands_twice
from vaultkit.core.merge.review import merge_review
from vaultkit.core.merge.three_way import (
    Agreed,
    Conflict,
    Marks,
    Merge,
    Stretch,
    Three,
    choose,
    first_ending,
    is_clean,
    merge_lines,
    merge_plainly,
    written,
)
from vaultkit.core.text.note import bare, ending, split_lines
from vaultkit.value import frozen


@frozen
class Reader:
    """What it takes to read a text as an application note."""

    vocabulary: Vocabulary
    playbook: Playbook

    def sheet(self, text: str) -> Sheet | None:
        """Return the text as an application note, however it is marked; None where its head does not read."""
        read = ReadText.of(text)
        head = read.head("")
        if head is None:
            return None
        found = read_sheet(read, head, self.vocabulary)
        return found if isinstance(found, Sheet) else None

    def order(self, item_id: str) -> int:
        """Return the place of an item's rule, the last for what is no rule's."""
        rule = self.playbook.rule_of(item_id)
        return self.playbook.rules.index(rule) if rule else len(self.playbook.rules)


def merge_note(texts: Three, reader: Reader, marks: Marks) -> Merge:
    """Return one text. Whatever has neither a sound block nor a review's part is merged plainly."""
    if texts.ours in (texts.theirs, texts.base) or texts.theirs == texts.base:
        return Merge(choose(texts.base, texts.ours, texts.theirs, texts.ours), True)

    def merge(alike: Three) -> Merge:
        return (
            merge_review(alike, marks)
            or merge_application(alike, reader, marks)
            or merge_plainly(alike, marks)
        )

    return _with_one_ending(texts, merge)


def _with_one_ending(texts: Three, merge: Callable[[Three], Merge]) -> Merge:
    """Where one machine has changed every line's ending, that alone is no conflict."""
    three = (texts.base, texts.ours, texts.theirs)
    base, ours, theirs = map(_only_ending, three)
    if None in (base, ours, theirs) or len({base, ours, theirs} - {""}) < 2:
        return merge(texts)
    merged = merge(Three(*(text.replace("\r\n", "\n") for text in three)))
    wanted = choose(base, ours, theirs, "\n") or "\n"
    return Merge(merged.text.replace("\n", wanted), merged.is_clean)


def _only_ending(text: str) -> str | None:
    """Return the ending that all lines have, "" where there is none, None where they differ."""
    all_lines, wide_lines = text.count("\n"), text.count("\r\n")
    if not all_lines:
        return ""
    if wide_lines == all_lines:
        return "\r\n"
    return None if wide_lines else "\n"


def merge_application(texts: Three, reader: Reader, marks: Marks) -> Merge | None:
    """Return one note with a head; None where a head does not read, or a block is not to be trusted."""
    base, ours, theirs = (reader.sheet(text) for text in (texts.base, texts.ours, texts.theirs))
    base = base if base and _is_sound(base) else None
    if not (ours and theirs and _is_sound(ours) and _is_sound(theirs)):
        return None
    pair = _pair(texts.base, base, ours, theirs, reader)
    if not _have_blocks(base, ours, theirs):
        return _written(with_logs(pair.merge_lines()), marks, texts)
    whole = _assembly(pair, texts, reader, marks)
    if whole is None:
        return None
    put_together, memory = whole
    had_next = _next_spans(ours) or _next_spans(theirs)
    return _with_next(put_together, memory, reader) if had_next else put_together(memory)


def _is_sound(sheet: Sheet) -> bool:
    """Tell whether the items can be told apart: no damaged marker, no id on two lines."""
    text = sheet.note.text
    damaged = sheet.block is None and ("vaultkit:begin" in text or "vaultkit:end" in text)
    return not damaged and not any(found.code == "item-doubled" for found in sheet.problems)


def _have_blocks(base: Sheet | None, ours: Sheet, theirs: Sheet) -> bool:
    """Tell whether there are two sides of a block: one that took it away whole agrees to what the other left alone."""
    before = _block_lines(base) if base else ()
    blocks = [_block_lines(sheet) for sheet in (ours, theirs)]
    if all(blocks) or not any(blocks):
        return all(blocks)
    return not before or before not in blocks


def _block_lines(sheet: Sheet) -> tuple[str, ...]:
    return tuple(sheet.lines[sheet.block.begin : sheet.block.end + 1]) if sheet.block else ()


def _inside(sheet: Sheet | None) -> tuple[str, ...]:
    return tuple(filter(None, _block_lines(sheet)[1:-1])) if sheet else ()


@frozen
class _Pair:
    """The two sides without the tool's line in their heads, and what is known of their base."""

    base: Sheet | None
    ours: Sheet
    theirs: Sheet
    base_text: str

    @property
    def sheets(self) -> tuple[Sheet | None, Sheet, Sheet]:
        return self.base, self.ours, self.theirs

    @property
    def heads(self) -> tuple[int, int, int]:
        """How many lines each head has down to its second rule; 0 where the base's is not known."""
        base, ours, theirs = (sheet.body - 1 if sheet else 0 for sheet in self.sheets)
        return (base, ours, theirs) if base else (0, 0, 0)

    @property
    def texts(self) -> tuple[tuple[Sequence[str], int], ...]:
        """All lines of the three, each with the length of its head; no block that both sides took away."""
        base = self.base.lines if self.base else split_lines(self.base_text)
        if self.base and self.base.block and not (self.ours.block or self.theirs.block):
            base = (*base[: self.base.block.begin], *base[self.base.block.end + 1 :])
        return tuple(zip((base, self.ours.lines, self.theirs.lines), self.heads, strict=True))

    @property
    def frames(self) -> tuple[tuple[list[str], int], ...]:
        """The lines around the blocks, each with the length of its head."""
        base = _frame(self.base) if self.base else split_lines(self.base_text)
        return tuple(zip((base, _frame(self.ours), _frame(self.theirs)), self.heads, strict=True))

    def merge_head(self) -> tuple[Stretch, ...]:
        first = merge_lines(*(lines[:head][:1] for lines, head in self.texts))
        return *first, *merge_head(*(lines[1:head] for lines, head in self.texts))

    def merge_lines(self) -> tuple[Stretch, ...]:
        """Merge whole notes that have no block, or none any more that both sides worked on."""
        return *self.merge_head(), *merge_lines(*(lines[head:] for lines, head in self.texts))

    def has_moved_out(self) -> bool:
        """Tell whether one side moved an item out of the block that the other side worked on."""
        known = read_inner(self.base)
        for side, other in ((self.ours, self.theirs), (self.theirs, self.ours)):
            inner = read_inner(other)
            for stray in side.strays:
                stand, before = inner.stand(stray.id), known.stand(stray.id)
                if stand.is_the_persons and stand.lines != before.lines:
                    return True
        return False

    @property
    def begin(self) -> str:
        return self._marker(lambda sheet, block: sheet.lines[block.begin])

    def end(self, memory: Memory) -> str:
        """The end marker as a side has it, where that says the same."""
        sides = [side for side in (self.ours, self.theirs) if side.block and side.memory == memory]
        same = [bare(side.lines[side.block.end]) for side in sides if side.block]
        after = self._marker(lambda sheet, block: ending(sheet.lines[block.end]))
        return min(same, default=end_marker(memory)) + after

    def _marker(self, of: Callable[[Sheet, Block], str]) -> str:
        """Return what the three say of a marker; a side without a block agrees with the other."""
        base, *both = (
            of(sheet, sheet.block) if sheet and sheet.block else None for sheet in self.sheets
        )
        said = [text for text in both if text is not None]
        return choose(base or "", said[0], said[-1], min(said))


def _frame(sheet: Sheet) -> list[str]:
    return (
        frame(sheet.lines, sheet.block.begin, sheet.block.end + 1)
        if sheet.block
        else list(sheet.lines)
    )


def _pair(base_text: str, base: Sheet | None, ours: Sheet, theirs: Sheet, reader: Reader) -> _Pair:
    """Take the tool's own line out of the three heads: it is computed, and no reason for a conflict."""
    before = _without_next(base, reader) if base else None
    return _Pair(before, _without_next(ours, reader), _without_next(theirs, reader), base_text)


def _without_next(sheet: Sheet, reader: Reader) -> Sheet:
    """Return the sheet without the line; as it is where its head would not read without."""
    return reader.sheet(_applied(sheet.note.text, _next_spans(sheet))) or sheet


def _next_spans(sheet: Sheet) -> tuple[tuple[int, int, str], ...]:
    """Return what takes the tool's own line out of a head; nothing where it has none there."""
    return next_line(sheet, None, sheet.memory).spans


def _applied(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    return text


def _assembly(
    pair: _Pair, texts: Three, reader: Reader, marks: Marks
) -> tuple[Callable[[Memory], Merge], Memory] | None:
    """Return what puts the note together with a memory, and the merged memory; None where blocks do not meet."""
    around = merge_around(*(lines[head:] for lines, head in pair.frames))
    if around is None or pair.has_moved_out():
        return None
    newline = first_ending(texts.ours)
    inner, memory = _merged_inside(pair, reader, newline)

    def put_together(kept: Memory) -> Merge:
        part = [Agreed((pair.begin,)), *inner, Agreed((pair.end(kept),))]
        whole = filled((*pair.merge_head(), *with_logs(around)), part, newline)
        return _written(whole, marks, texts)

    return put_together, memory


def _merged_inside(pair: _Pair, reader: Reader, newline: str) -> tuple[tuple[Stretch, ...], Memory]:
    """Merge what lies between the markers.

    Where a line would stand twice, items are placed anew; where it still would, the block is
    left to the person.
    """
    before = read_inner(pair.base)
    one, other = (
        read_inner(side, before) if side.block else without_items(before)
        for side in (pair.ours, pair.theirs)
    )
    own = _inside(pair.ours), _inside(pair.theirs)
    order, stages = reader.order, reader.vocabulary.order
    inner, memory = merge_inner(before, one, other, order, stages, newline)
    if stands_twice(inner, *own):
        unmoved = without_moved(before, one, other)
        inner, memory = merge_inner(unmoved, one, other, order, stages, newline)
    if stands_twice(inner, *own):
        inner = (Conflict(_inside(pair.base), *own),)
    return inner, memory


def _written(stretches: Sequence[Stretch], marks: Marks, texts: Three) -> Merge:
    return Merge(written(stretches, marks, first_ending(texts.ours)), is_clean(stretches))


def _with_next(put_together: Callable[[Memory], Merge], memory: Memory, reader: Reader) -> Merge:
    """Put the tool's line back into the head, with the earliest day of the merged items.

    Where the merged head does not read, the next update does it.
    """
    merged = put_together(memory)
    sheet = reader.sheet(merged.text)
    if sheet is None or sheet.block is None:
        return merged
    head = next_line(sheet, earliest_due((*sheet.pieces, *sheet.strays)), memory)
    again = put_together(replace(memory, next=head.how, next_day=head.day))
    return replace(again, text=_applied(again.text, head.spans))
