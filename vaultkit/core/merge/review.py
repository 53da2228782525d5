"""Merge two machines' texts of one review: the person's part as text, the tool's part is only picked."""

from collections.abc import Sequence

from vaultkit.core.merge.around import filled, frame, merge_around
from vaultkit.core.merge.three_way import (
    Agreed,
    Marks,
    Merge,
    Stretch,
    Three,
    choose,
    first_ending,
    is_clean,
    written,
)
from vaultkit.core.text.note import bare, split_lines
from vaultkit.core.week.review_marker import BEGIN_LINE, END_LINE, is_rewritten

_Part = tuple[str, ...]


def merge_review(texts: Three, marks: Marks) -> Merge | None:
    """Return one review: of the tool's part either will do, since the next `review` writes it anew.

    None where there are not two, or where somebody wrote into both.
    """
    base, ours, theirs = (split_lines(text) for text in (texts.base, texts.ours, texts.theirs))
    places = [_review_part(lines) for lines in (base, ours, theirs)]
    if places[1] is None or places[2] is None:
        return None
    parts, frames = [], []
    for lines, place in zip((base, ours, theirs), places, strict=True):
        begin, end = place or (0, 0)
        parts.append(tuple(lines[begin:end]))
        frames.append(frame(lines, begin, end) if place else list(lines))
    around, part = merge_around(*frames), _picked(*parts)
    if around is None or part is None:
        return None
    newline = first_ending(texts.ours)
    whole: list[Stretch] = filled(around, [Agreed(part)], newline)
    return Merge(written(whole, marks, newline), is_clean(whole))


def _picked(base: _Part, ours: _Part, theirs: _Part) -> _Part | None:
    """Return the part that changed; of two the one that somebody wrote into."""
    changed = choose(base, ours, theirs, ())
    if changed:
        return changed
    own = [part for part in (ours, theirs) if is_rewritten(part[1:-1], part[-1])]
    if len(own) == 2:
        return None
    return own[0] if own else max(ours, theirs)


def _review_part(lines: Sequence[str]) -> tuple[int, int] | None:
    begins = [index for index, line in enumerate(lines) if BEGIN_LINE.fullmatch(bare(line))]
    ends = [index for index, line in enumerate(lines) if END_LINE.fullmatch(bare(line))]
    return (begins[0], ends[0] + 1) if len(begins) == len(ends) == 1 and begins < ends else None
