"""Items whose own line a formatter has wrapped, so that the id stands on a line below::

    - [x] Write to [[Marta Rossi]] and ask to be kept in mind 🛫 2026-11-03
      📅 2026-11-10 ^vk-follow-up-marta-rossi

They are read, and a tick counts; they are never written.
"""

from collections.abc import Mapping, Sequence

from vaultkit.core.follow_ups.ledger import Given
from vaultkit.core.follow_ups.nesting import is_rest_of, joined, lines_under
from vaultkit.core.follow_ups.piece import ID_MARK, ID_PREFIX, Piece
from vaultkit.core.text.note import bare
from vaultkit.core.text.task_line import read_marked_task, read_task

_MOST_WRAPPED = 8
"""Lines that one item is wrapped into at most: more than any formatter makes of one, and bounded work."""


def read_wrapped(
    places: Sequence[int],
    lines: Sequence[str],
    prose: Sequence[bool],
    first: int,
    given: Mapping[str, Given],
) -> tuple[Piece, ...]:
    """Return the items whose own line a formatter has wrapped, each once: the id stands on a line below.

    ``places`` are the lines with an id. Only those that the memory knows: anything else that
    looks so is a person's text. None of them is ever untouched, so that what was wrapped is
    never rewritten.
    """
    found: dict[str, Piece] = {}
    for index in places:
        if index >= first and lines[index][0] in " \t":
            piece = _wrapped(lines, prose, first, index)
            if piece and piece.id in given:
                found.setdefault(piece.id, piece)
    return tuple(found.values())


def _wrapped(lines: Sequence[str], prose: Sequence[bool], first: int, end: int) -> Piece | None:
    """Return the item whose wrapped line ends at an index, or None."""
    nearest = range(end - 1, max(first, end - _MOST_WRAPPED) - 1, -1)
    at = next((index for index in nearest if read_task(bare(lines[index]))), None)
    if at is None or not all(prose[at:end]):
        return None
    rest = lines[at + 1 : end + 1]
    if any(ID_MARK in line for line in lines[at:end]):
        return None
    if not all(is_rest_of(line, lines[at]) for line in rest):
        return None
    task = read_marked_task(bare(joined(lines[at : end + 1])), ID_PREFIX)
    if task is None or task.id is None:
        return None
    own = (lines[at], *lines_under(lines, at, len(lines)))
    return Piece(at, task.id.removeprefix(ID_PREFIX), task, own, len(rest))
