"""Merge one item of a block: what a person did to it, on either side, is kept.

No answer depends on which side is which: two machines that merge each other's notes get the
same bytes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from typing import TypeVar

from vaultkit.core.follow_ups.checklist import ID_PREFIX, Piece, without_escapes
from vaultkit.core.follow_ups.ledger import Given
from vaultkit.core.merge.line import ItemLine, merge_item_line
from vaultkit.core.merge.three_way import Agreed, Conflict, Stretch, is_clean, merge_lines
from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.task_line import read_marked_task

T = TypeVar("T")
_BULLET = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")


@dataclass(frozen=True)
class Stand:
    """How an item stands on one side: its lines, and what the memory says that the tool gave it."""

    piece: Piece | None = None
    given: Given | None = None

    @cached_property
    def is_touched(self) -> bool:
        """Tell whether a person has changed the line; one that is gone was deleted by hand."""
        piece = self.piece
        return piece is not None and not (piece.lines[0] and piece.is_untouched(self.given))

    @property
    def is_the_persons(self) -> bool:
        """Tell whether a person has touched the item, or written under it."""
        piece, given = self.piece, self.given
        return self.is_touched or (
            piece is not None and given is not None and piece.has_writing(given)
        )

    @property
    def lines(self) -> tuple[str, ...]:
        return self.piece.lines if self.piece else ()

    @property
    def is_dated_by_hand(self) -> bool:
        piece, given = self.piece, self.given
        return (
            piece is None
            or given is None
            or (piece.task.start, piece.task.due) != (given.start, given.due)
        )

    @property
    def is_worded_by_hand(self) -> bool:
        piece, given = self.piece, self.given
        return piece is None or given is None or not piece.says(given)


@dataclass(frozen=True)
class Settled:
    """One item, merged: its lines, none where it is gone, and what the memory keeps of it."""

    stretches: tuple[Stretch, ...]
    given: Given | None


def choose(base: T, ours: T, theirs: T, otherwise: T) -> T:
    """Return the side that changed; ``otherwise`` where both did, each in its own way."""
    if ours in (theirs, base):
        return theirs
    return ours if theirs == base else otherwise


def merge_item(base: Stand, ours: Stand, theirs: Stand) -> Settled:
    """Return the item as it should stand. A side whose line is gone has "" in its place."""
    settled = _settled(base, ours, theirs)
    lines = (
        Agreed(tuple(filter(None, stretch.lines))) if isinstance(stretch, Agreed) else stretch
        for stretch in settled.stretches
    )
    return replace(settled, stretches=tuple(stretch for stretch in lines if stretch != Agreed(())))


def _settled(base: Stand, ours: Stand, theirs: Stand) -> Settled:
    if ours.piece and theirs.piece:
        return _both(base, ours, theirs)
    if ours.piece or theirs.piece:
        return _one_sided(base, *((ours, theirs) if ours.piece else (theirs, ours)))
    if base.piece and ours.given and not theirs.given:
        return Settled((), ours.given)
    if base.piece and theirs.given and not ours.given:
        return Settled((), theirs.given)
    return Settled((), _choose_given(base, ours, theirs))


def _one_sided(base: Stand, there: Stand, gone: Stand) -> Settled:
    """An item that one side lacks: taken away there, or new on the other side.

    The person's hand wins over the tool's, and an edit over a deletion.
    """
    if base.piece is None:
        stays = gone.given in (None, base.given) or there.is_the_persons
    else:
        stays = there.is_the_persons and there.lines != base.lines
    return Settled((Agreed(there.lines),), there.given) if stays else Settled((), gone.given)


def _both(base: Stand, ours: Stand, theirs: Stand) -> Settled:
    """Merge two sides of an item, each brought to where the base has it: how far it is indented is no edit."""
    shifts = [_shift(base, side) for side in (ours, theirs)]
    one, other = (
        _outdented(side, shift) for side, shift in zip((ours, theirs), shifts, strict=True)
    )
    shift = choose("", shifts[0], shifts[1], min(shifts))
    return _indented(_merged(base, one, other), shift)


def _shift(base: Stand, side: Stand) -> str:
    """Return by what an item stands further in than in the base, with all that stands under it."""
    before = {line.strip(): _lead(line) for line in base.lines}
    if not before:
        return ""
    # Where the line itself is gone, one that stood under it tells.
    known = [line for line in side.lines[1:] if line.strip() and line.strip() in before]
    line, was = (
        (side.lines[0], _lead(base.lines[0]))
        if side.lines[0]
        else (known[0], before[known[0].strip()])
    )
    shift = _lead(line).removesuffix(was)
    under = [line for line in side.lines[1:] if line.strip()]
    return (
        shift
        if all(line.startswith(shift) and line.removeprefix(shift)[0].isspace() for line in under)
        else ""
    )


def _lead(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _outdented(side: Stand, shift: str) -> Stand:
    if not shift or side.piece is None:
        return side
    lines = tuple(line.removeprefix(shift) for line in side.lines)
    task = replace(side.piece.task, lead=side.piece.task.lead.removeprefix(shift))
    return Stand(replace(side.piece, task=task, lines=lines), side.given)


def _indented(settled: Settled, shift: str) -> Settled:
    def further(lines: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(shift + line if line.strip() else line for line in lines)

    stretches = (
        Agreed(further(stretch.lines))
        if isinstance(stretch, Agreed)
        else Conflict(further(stretch.base), further(stretch.ours), further(stretch.theirs))
        for stretch in settled.stretches
    )
    return replace(settled, stretches=tuple(stretches)) if shift else settled


def _merged(base: Stand, ours: Stand, theirs: Stand) -> Settled:
    if not ours.is_the_persons and not theirs.is_the_persons:
        side = _changed(
            base, *sorted((ours, theirs), key=lambda side: (side.lines, _order(side.given)))
        )
        return Settled((Agreed(side.lines),), _put_off(side.given, base, ours, theirs))
    is_written_anew = _is_written_anew(base, ours, theirs)
    if is_written_anew and ours.is_the_persons != theirs.is_the_persons:
        side = ours if ours.is_the_persons else theirs
        return Settled((Agreed(side.lines),), _put_off(side.given, base, ours, theirs))
    known = base if base.piece else _fresh(ours, theirs)
    stretches = (
        _line(known, ours, theirs),
        *_nested(Stand() if is_written_anew else known, ours, theirs),
    )
    if not is_clean(stretches):
        return Settled(stretches, _choose_given(base, ours, theirs))
    lines = tuple(
        line for stretch in stretches if isinstance(stretch, Agreed) for line in stretch.lines
    )
    if not lines[0]:
        return Settled((Agreed(lines),), _choose_given(base, ours, theirs))
    return Settled((Agreed(lines),), _fitting(base, known, ours, theirs, lines))


def _is_written_anew(base: Stand, ours: Stand, theirs: Stand) -> bool:
    """Tell whether both sides changed an item that the tool wrote in other words on one of them.

    Its words and the lines under it belong together then: where one side alone is the person's
    it stands whole, and of two that are nothing goes, since an answer belongs to its question.
    """
    checks = {side.given.check for side in (ours, theirs) if side.given}
    return len(checks) == 2 and base.lines not in (ours.lines, theirs.lines)


def _changed(base: Stand, one: Stand, other: Stand) -> Stand:
    """Of two sides that only the tool wrote, return the one that changed, else the first."""
    return other if (one.lines, one.given) == (base.lines, base.given) else one


def _fresh(ours: Stand, theirs: Stand) -> Stand:
    """Return what both sides began with where the base has no such item: the tool's own, if a side has it yet."""
    return next((side for side in (ours, theirs) if not side.is_the_persons), Stand())


def _line(known: Stand, ours: Stand, theirs: Stand) -> Stretch:
    """Merge the item's own line. Against the tool's the person's stands to the byte; two of theirs are merged."""
    before = known.lines[0] if known.piece else None
    one, other = ours.lines[0], theirs.lines[0]
    if one == other or before in (one, other):
        return Agreed((other if before == one else one,))
    touched = [side.lines[0] for side in (ours, theirs) if side.is_touched]
    by_hand = [line for line in touched if line] or touched
    if len(by_hand) == 1:
        return Agreed((by_hand[0],))
    merged = merge_item_line(before, _as_line(ours), _as_line(theirs))
    return Agreed((merged,)) if merged else Conflict(known.lines[:1], (one,), (other,))


def _as_line(side: Stand) -> ItemLine:
    return ItemLine(side.lines[0], side.is_worded_by_hand, side.is_dated_by_hand)


def _nested(known: Stand, ours: Stand, theirs: Stand) -> tuple[Stretch, ...]:
    """Merge the lines under an item; what both sides added at one place is all kept."""
    one, other = ours.lines[1:], theirs.lines[1:]
    base = known.lines[1:] if known.piece else _common(one, other)
    stretches = tuple(kept_both(stretch) for stretch in merge_lines(base, one, other))
    if is_clean(stretches):
        return stretches
    one, other = (base if _in_words(side) == _in_words(base) else side for side in (one, other))
    return tuple(kept_both(stretch) for stretch in merge_lines(base, one, other))


def _in_words(lines: Sequence[str]) -> list[str]:
    """Return what the lines say: bullets, indents, blank lines and escapes are a formatter's, and no edit."""
    words = (_BULLET.sub("", without_escapes(line)).strip() for line in lines)
    return list(filter(None, words))


def kept_both(stretch: Stretch) -> Stretch:
    """Return what two sides added at one place, one after the other; any other stretch as it is."""
    if (
        isinstance(stretch, Conflict)
        and not stretch.base
        and all(map(ending, (*stretch.ours, *stretch.theirs)))
    ):
        first, second = sorted((stretch.ours, stretch.theirs))
        return Agreed((*first, *second))
    return stretch


def _common(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    first, second = sorted((tuple(one), tuple(other)))
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return tuple(line for start, _, size in blocks for line in first[start : start + size])


def _fitting(
    base: Stand, known: Stand, ours: Stand, theirs: Stand, lines: tuple[str, ...]
) -> Given | None:
    """Return what the memory keeps, so that a touched item stays touched and an untouched one follows."""
    task = read_marked_task(bare(lines[0]), ID_PREFIX)
    assert task is not None
    assert ours.piece is not None
    piece = Piece(0, ours.piece.id, task, lines)
    changed = [side for side in (ours, theirs) if side.lines != known.lines] or [ours, theirs]
    touched = any(side.is_touched for side in changed)
    first = _choose_given(base, ours, theirs)
    others = sorted((side.given for side in (ours, theirs, base) if side.given), key=_order)
    fits = (given for given in (first, *others) if Stand(piece, given).is_touched == touched)
    return _put_off(next(fits, first), base, ours, theirs)


def _choose_given(base: Stand, ours: Stand, theirs: Stand) -> Given | None:
    known = [side.given for side in (ours, theirs) if side.given]
    earlier = min(known, key=_order, default=None)
    return _put_off(choose(base.given, ours.given, theirs.given, earlier), base, ours, theirs)


def _put_off(given: Given | None, base: Stand, ours: Stand, theirs: Stand) -> Given | None:
    """Return it with the most postponements that a side knows of, and the first day of all.

    Of the day on which it was done what one side changed counts, and of two days the earlier.
    """
    if given is None:
        return None
    before, one, other = (side.given.done if side.given else None for side in (base, ours, theirs))
    given = replace(
        given, done=choose(before, one, other, min(filter(None, (one, other)), default=None))
    )
    known = [side.given for side in (base, ours, theirs) if side.given and side.given.snoozed]
    if not known:
        return given
    first = min((one.first_due for one in known if one.first_due), default=None)
    return replace(given, snoozed=max(one.snoozed for one in known), first_due=first)


def _order(given: Given | None) -> tuple[date, date, str, int]:
    return (
        (given.due, given.start or date.min, given.check, given.children)
        if given
        else (date.min, date.min, "", 0)
    )
