"""Merge one item of a block: what a person did to it, on either side, is kept.

An item is merged whole: its own line, the lines under it, and what the memory says of it. One
machine answers under an item that the other machine ticks::

    base      - [ ] What went well? 📅 2026-11-10 ^vk-reflect
                - Ten minutes, on paper.
    ours      - [x] What went well? 📅 2026-11-10 ✅ 2026-11-09 ^vk-reflect
                - Ten minutes, on paper.
    theirs    - [ ] What went well? 📅 2026-11-10 ^vk-reflect
                - Ten minutes, on paper.
                - The second task.
    merged    - [x] What went well? 📅 2026-11-10 ✅ 2026-11-09 ^vk-reflect
                - Ten minutes, on paper.
                - The second task.

No answer depends on which side is which: two machines that merge each other's notes get the
same bytes.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property

from vaultkit.core.follow_ups.ledger import Given
from vaultkit.core.follow_ups.piece import ID_PREFIX, Piece, without_escapes
from vaultkit.core.merge.line import ItemLine, merge_item_line
from vaultkit.core.merge.three_way import (
    Agreed,
    Conflict,
    Stretch,
    agreed_lines,
    choose,
    is_clean,
    merge_lines,
)
from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.task_line import read_marked_task
from vaultkit.value import frozen

_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


@frozen
class Stand:
    """How an item stands on one side: its lines, and what the memory says that the tool gave it.

    ``piece`` is None where the item does not stand there, ``given`` where the memory does not
    know it. A piece whose own line is gone, while lines under it still stand, has "" for it.
    """

    piece: Piece | None = None
    given: Given | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        return self.piece.lines if self.piece else ()

    @cached_property
    def is_touched(self) -> bool:
        """Tell whether a person has changed the line; one that is gone was deleted by hand."""
        if self.piece is None:
            return False
        is_gone = not self.piece.lines[0]
        return is_gone or not self.piece.is_untouched(self.given)

    @property
    def is_the_persons(self) -> bool:
        """Tell whether a person has touched the item, or written under it."""
        if self.is_touched:
            return True
        if self.piece is None or self.given is None:
            return False
        return self.piece.has_writing(self.given)

    @property
    def is_dated_by_hand(self) -> bool:
        """Tell whether the line has other days than the tool gave it."""
        piece, given = self.piece, self.given
        return (
            piece is None
            or given is None
            or (piece.task.start, piece.task.due) != (given.start, given.due)
        )

    @property
    def is_worded_by_hand(self) -> bool:
        """Tell whether the line has other words than the tool wrote."""
        piece, given = self.piece, self.given
        return piece is None or given is None or not piece.says(given)


@frozen
class MergedItem:
    """One item, merged: its lines, none where it is gone, and what the memory keeps of it."""

    stretches: tuple[Stretch, ...]
    given: Given | None


def merge_item(base: Stand, ours: Stand, theirs: Stand) -> MergedItem:
    """Return the item as it should stand; its stretches hold no line that is gone, and none is empty."""
    merged = _merge(base, ours, theirs)
    stretches = map(_without_gone, merged.stretches)
    return replace(merged, stretches=tuple(part for part in stretches if part != Agreed(())))


def _without_gone(stretch: Stretch) -> Stretch:
    if isinstance(stretch, Conflict):
        return stretch
    return Agreed(tuple(filter(None, stretch.lines)))


def _merge(base: Stand, ours: Stand, theirs: Stand) -> MergedItem:
    if ours.piece and theirs.piece:
        return _on_both_sides(base, ours, theirs)
    if ours.piece:
        return _on_one_side(base, ours, theirs)
    if theirs.piece:
        return _on_one_side(base, theirs, ours)
    # It stands nowhere any more: a memory that keeps it wins over one that has let it go.
    if base.piece and ours.given and not theirs.given:
        return MergedItem((), ours.given)
    if base.piece and theirs.given and not ours.given:
        return MergedItem((), theirs.given)
    return MergedItem((), _merged_given(base, ours, theirs))


def _on_one_side(base: Stand, there: Stand, gone: Stand) -> MergedItem:
    """An item that one side lacks: taken away there, or new on the other side.

    The person's hand wins over the tool's, and an edit over a deletion.
    """
    if base.piece is None:
        stays = gone.given in (None, base.given) or there.is_the_persons
    else:
        stays = there.is_the_persons and there.lines != base.lines
    return MergedItem((Agreed(there.lines),), there.given) if stays else MergedItem((), gone.given)


def _on_both_sides(base: Stand, ours: Stand, theirs: Stand) -> MergedItem:
    """Merge two sides of an item, each brought to where the base has it: how far it is indented is no edit."""
    our_shift, their_shift = _shift(base, ours), _shift(base, theirs)
    shift = choose("", our_shift, their_shift, min(our_shift, their_shift))
    merged = _in_place(base, _outdented(ours, our_shift), _outdented(theirs, their_shift))
    return _indented(merged, shift)


def _shift(base: Stand, side: Stand) -> str:
    """Return by what an item stands further in than in the base, with all that stands under it."""
    leads = {line.strip(): _lead(line) for line in base.lines}
    if not leads:
        return ""
    under = [line for line in side.lines[1:] if line.strip()]
    if side.lines[0]:
        line, lead = side.lines[0], _lead(base.lines[0])
    else:
        # Where the line itself is gone, one that stood under it tells.
        line = next(line for line in under if line.strip() in leads)
        lead = leads[line.strip()]
    shift = _lead(line).removesuffix(lead)
    moved = [line.removeprefix(shift) for line in under if line.startswith(shift)]
    is_whole = len(moved) == len(under) and all(line[0].isspace() for line in moved)
    return shift if is_whole else ""


def _lead(line: str) -> str:
    """Return the blanks that a line begins with."""
    return line[: len(line) - len(line.lstrip())]


def _outdented(side: Stand, shift: str) -> Stand:
    if not shift or side.piece is None:
        return side
    lines = tuple(line.removeprefix(shift) for line in side.lines)
    task = side.piece.task
    task = replace(task, lead=task.lead.removeprefix(shift))
    return Stand(replace(side.piece, task=task, lines=lines), side.given)


def _indented(merged: MergedItem, shift: str) -> MergedItem:
    if not shift:
        return merged

    def further(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(shift + line if line.strip() else line for line in lines)

    def moved(part: Stretch) -> Stretch:
        if isinstance(part, Agreed):
            return Agreed(further(part.lines))
        return Conflict(further(part.base), further(part.ours), further(part.theirs))

    return replace(merged, stretches=tuple(map(moved, merged.stretches)))


def _in_place(base: Stand, ours: Stand, theirs: Stand) -> MergedItem:
    """Merge two sides of an item that stand where the base has it."""
    by_hand = [side for side in (ours, theirs) if side.is_the_persons]
    is_written_anew = _is_written_anew(base, ours, theirs)
    if not by_hand:
        return _as_on(_by_the_tool(base, ours, theirs), base, ours, theirs)
    if is_written_anew and len(by_hand) == 1:
        return _as_on(by_hand[0], base, ours, theirs)
    known = base if base.piece else _fresh(ours, theirs)
    own_line = _merged_line(known, ours, theirs)
    nested = _merged_nested(Stand() if is_written_anew else known, ours, theirs)
    stretches = (own_line, *nested)
    if not is_clean(stretches):
        return MergedItem(stretches, _merged_given(base, ours, theirs))
    lines = tuple(agreed_lines(stretches))
    if not lines[0]:
        return MergedItem((Agreed(lines),), _merged_given(base, ours, theirs))
    return MergedItem((Agreed(lines),), _fitting_given(base, known, ours, theirs, lines))


def _as_on(side: Stand, base: Stand, ours: Stand, theirs: Stand) -> MergedItem:
    """Return the item as one side has it; what was done and put off counts from wherever it was told."""
    return MergedItem((Agreed(side.lines),), _with_history(side.given, base, ours, theirs))


def _by_the_tool(base: Stand, ours: Stand, theirs: Stand) -> Stand:
    """Of two sides that only the tool wrote, return the one that changed; of two that did, the first in order."""
    one, other = sorted((ours, theirs), key=lambda side: (side.lines, _order(side.given)))
    return other if (one.lines, one.given) == (base.lines, base.given) else one


def _is_written_anew(base: Stand, ours: Stand, theirs: Stand) -> bool:
    """Tell whether both sides changed an item that the tool wrote in other words on one of them.

    Its words and the lines under it belong together then: where one side alone is the person's
    it stands whole, and of two that are nothing goes, since an answer belongs to its question.
    """
    checks = {side.given.check for side in (ours, theirs) if side.given}
    return len(checks) == 2 and base.lines not in (ours.lines, theirs.lines)


def _fresh(ours: Stand, theirs: Stand) -> Stand:
    """Return what both sides began with where the base has no such item: the tool's own, if a side has it yet."""
    return next((side for side in (ours, theirs) if not side.is_the_persons), Stand())


def _merged_line(known: Stand, ours: Stand, theirs: Stand) -> Stretch:
    """Merge the item's own line. Against the tool's the person's stands to the byte; two of theirs are merged."""
    before = known.lines[0] if known.piece else None
    one, other = ours.lines[0], theirs.lines[0]
    changed = choose(before, one, other, None)
    if changed is not None:
        return Agreed((changed,))
    touched = [side.lines[0] for side in (ours, theirs) if side.is_touched]
    by_hand = [line for line in touched if line] or touched
    if len(by_hand) == 1:
        return Agreed((by_hand[0],))
    merged = merge_item_line(before, _as_line(ours), _as_line(theirs))
    return Agreed((merged,)) if merged else Conflict(known.lines[:1], (one,), (other,))


def _as_line(side: Stand) -> ItemLine:
    return ItemLine(side.lines[0], side.is_worded_by_hand, side.is_dated_by_hand)


def _merged_nested(known: Stand, ours: Stand, theirs: Stand) -> tuple[Stretch, ...]:
    """Merge the lines under an item; what both sides added at one place is all kept."""
    one, other = ours.lines[1:], theirs.lines[1:]
    base = known.lines[1:] if known.piece else _common(one, other)
    merged = _all_kept(base, one, other)
    if is_clean(merged):
        return merged
    # A formatter's run over one side is no edit.
    words = _in_words(base)
    one, other = (base if _in_words(side) == words else side for side in (one, other))
    return _all_kept(base, one, other)


def _all_kept(base: Sequence[str], one: Sequence[str], other: Sequence[str]) -> tuple[Stretch, ...]:
    return tuple(map(kept_both, merge_lines(base, one, other)))


def _in_words(lines: Sequence[str]) -> list[str]:
    """Return what the lines say: bullets, indents, blank lines and escapes are a formatter's, and no edit."""
    words = (_BULLET.sub("", without_escapes(line)).strip() for line in lines)
    return list(filter(None, words))


def kept_both(stretch: Stretch) -> Stretch:
    """Return what two sides added at one place, one after the other; any other stretch as it is."""
    if isinstance(stretch, Agreed) or stretch.base:
        return stretch
    if not all(map(ending, (*stretch.ours, *stretch.theirs))):
        return stretch
    first, second = sorted((stretch.ours, stretch.theirs))
    return Agreed((*first, *second))


def _common(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    first, second = sorted((tuple(one), tuple(other)))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return tuple(line for start, _, size in blocks for line in first[start : start + size])


def _fitting_given(
    base: Stand, known: Stand, ours: Stand, theirs: Stand, lines: tuple[str, ...]
) -> Given | None:
    """Return what the memory keeps, so that a touched item stays touched and an untouched one follows."""
    task = read_marked_task(bare(lines[0]), ID_PREFIX)
    assert task is not None
    assert ours.piece is not None
    piece = Piece(0, ours.piece.id, task, lines)
    changed = [side for side in (ours, theirs) if side.lines != known.lines] or [ours, theirs]
    is_touched = any(side.is_touched for side in changed)
    first = _merged_given(base, ours, theirs)
    others = sorted((side.given for side in (ours, theirs, base) if side.given), key=_order)
    fits = (given for given in (first, *others) if Stand(piece, given).is_touched == is_touched)
    return _with_history(next(fits, first), base, ours, theirs)


def _merged_given(base: Stand, ours: Stand, theirs: Stand) -> Given | None:
    """Return what the side that changed remembers; where both did, the earlier of the two."""
    known = [side.given for side in (ours, theirs) if side.given]
    earlier = min(known, key=_order, default=None)
    merged = choose(base.given, ours.given, theirs.given, earlier)
    return _with_history(merged, base, ours, theirs)


def _with_history(given: Given | None, base: Stand, ours: Stand, theirs: Stand) -> Given | None:
    """Return it with the most postponements that a side knows of, and the first day of all.

    Of the day on which it was done what one side changed counts, and of two days the earlier.
    """
    if given is None:
        return None
    before, one, other = (side.given.done if side.given else None for side in (base, ours, theirs))
    earlier = min(filter(None, (one, other)), default=None)
    given = replace(given, done=choose(before, one, other, earlier))
    remembered = (side.given for side in (base, ours, theirs))
    put_off = [each for each in remembered if each and each.snoozed]
    if not put_off:
        return given
    times = max(each.snoozed for each in put_off)
    first = min((each.first_due for each in put_off if each.first_due), default=None)
    return replace(given, snoozed=times, first_due=first)


def _order(given: Given | None) -> tuple[date, date, str, int]:
    assert given is not None  # what only the tool wrote, its memory knows
    return given.due, given.start or date.min, given.check, given.children
