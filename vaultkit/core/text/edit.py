"""A change to a note: spans on the very bytes it was planned on, and the guard before a write."""

from collections.abc import Sequence

from vaultkit.value import frozen


@frozen
class Span:
    """``base[start:end]`` becomes ``new``; half-open, in bytes."""

    start: int
    end: int
    new: bytes


@frozen
class Edit:
    """A change of one note. ``spans`` ascend and do not overlap."""

    path: str
    base: bytes
    spans: tuple[Span, ...]

    @property
    def wanted(self) -> bytes:
        """The note's bytes after the edit."""
        parts, at = [], 0
        for span in self.spans:
            parts += [self.base[at : span.start], span.new]
            at = span.end
        return b"".join([*parts, self.base[at:]])


class Unsafe(Exception):
    """An edit that would do harm: a mistake of the program, caught before a write."""


def edit_of(path: str, text: str, replaced: Sequence[tuple[int, int, str]]) -> Edit | None:
    """Return the edit that replaces character spans of a text, or None when nothing changes.

    ``replaced`` are (start, end, new) in characters, ascending. Each span is cut down to the
    bytes that differ.
    """
    spans = []
    for start, end, new in replaced:
        span = _trimmed(len(text[:start].encode()), text[start:end].encode(), new.encode())
        if span:
            spans.append(span)
    return Edit(path, text.encode(), tuple(spans)) if spans else None


def _trimmed(at: int, old: bytes, new: bytes) -> Span | None:
    if old == new:
        return None
    head, tail = alike_at_edges(old, new)
    return Span(at + head, at + len(old) - tail, new[head : len(new) - tail])


def alike_at_edges(one: Sequence[object], other: Sequence[object]) -> tuple[int, int]:
    """Return how many elements two sequences share at their beginning, and how many of the rest at their end."""
    shortest = min(len(one), len(other))
    head = next((i for i in range(shortest) if one[i] != other[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if one[-1 - i] != other[-1 - i]), rest)
    return head, tail


def keeps_in_order(kept: Sequence[str], lines: Sequence[str]) -> bool:
    """Tell whether all of ``kept`` stand in ``lines``, in their order."""
    rest = iter(lines)
    return all(any(line == other for other in rest) for line in kept)
