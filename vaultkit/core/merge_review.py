"""Merge two machines' texts of one review: the person's part as text, the tool's part is only picked."""

from collections.abc import Sequence

from vaultkit.core.merge_around import filled, frame, merge_around
from vaultkit.core.merge_item import choose
from vaultkit.core.note import split_lines
from vaultkit.core.three_way import Agreed, Marks, Merge, Stretch, Three, first_ending, is_clean, written

_REVIEW_BEGIN, _REVIEW_END = "<!-- vaultkit:review begin v", "<!-- vaultkit:review end -->"


def merge_review(texts: Three, marks: Marks) -> Merge | None:
    """Return one review: of the tool's part either will do, since the next `review` writes it anew."""
    base, ours, theirs = (split_lines(text) for text in (texts.base, texts.ours, texts.theirs))
    places = [_review_part(lines) for lines in (base, ours, theirs)]
    if places[1] is None or places[2] is None:
        return None
    parts, frames = [], []
    for lines, place in zip((base, ours, theirs), places, strict=True):
        begin, end = place or (0, 0)
        parts.append(tuple(lines[begin:end]))
        frames.append(frame(lines, begin, end) if place else list(lines))
    around = merge_around(*frames)
    if around is None:
        return None
    newline = first_ending(texts.ours)
    part = choose(parts[0], parts[1], parts[2], max(parts[1:]))
    whole: list[Stretch] = filled(around, [Agreed(part)], newline)
    return Merge(written(whole, marks, newline), is_clean(whole))


def _review_part(lines: Sequence[str]) -> tuple[int, int] | None:
    begins = [index for index, line in enumerate(lines) if line.startswith(_REVIEW_BEGIN)]
    ends = [index for index, line in enumerate(lines) if line.startswith(_REVIEW_END)]
    return (begins[0], ends[0] + 1) if len(begins) == len(ends) == 1 and begins < ends else None
