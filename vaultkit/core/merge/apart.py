"""Take the items of a block apart, so that every line of it belongs to one of them at most.

An item may stand under another one; and somebody may delete an item's line and keep what stood
under it, which then hangs under the item above.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.piece import Piece


def each_alone(sheet: Sheet, before: Mapping[str, Piece]) -> tuple[Piece, ...]:
    """Return the items of a sheet's block in their order, each with its own lines and no other's.

    ``before`` are the base's. One whose line is gone while lines that stood under it are still
    there is among the answer, with "" for its line.
    """
    first, last = (sheet.block.begin + 1, sheet.block.end) if sheet.block else (0, 0)
    standing = {piece.id for piece in (*sheet.pieces, *sheet.strays)}
    gone = {name: piece for name, piece in before.items() if name not in standing}
    owner = {
        line.strip(): name
        for name, piece in before.items()
        for line in piece.lines[1:]
        if line.strip()
    }
    starts = {piece.at for piece in sheet.pieces}
    left = dict[str, Piece]()
    for at in range(first, last):
        name = owner.get(sheet.lines[at].strip())
        if at not in starts and name in gone and name not in left:
            lines = _hanging(sheet.lines[at:last], starts, at, name, owner)
            left[name] = replace(gone[name], at=at, lines=("", *lines))
    return tuple(_cut(sorted((*sheet.pieces, *left.values()), key=lambda piece: piece.at)))


def _hanging(
    lines: Sequence[str], starts: set[int], at: int, name: str, owner: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the lines from one of an item's own on that hang together and are no other item's."""
    end = 1
    for index, line in enumerate(lines[1:], start=1):
        if (
            at + index in starts
            or owner.get(line.strip(), name) != name
            or not line.startswith((" ", "\t"))
        ):
            break
        end = index + 1
    return tuple(lines[:end])


def _cut(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """End each item where the next one begins; what then follows belongs to none."""
    for piece, below in zip_longest(pieces, pieces[1:]):
        head = piece.lines[0]
        room = below.at - piece.at + (not head) if below else len(piece.lines)
        yield replace(piece, lines=piece.lines[:room])


def length(piece: Piece) -> int:
    """Return how many lines of the note an item takes."""
    return len(piece.lines) - (not piece.lines[0])
