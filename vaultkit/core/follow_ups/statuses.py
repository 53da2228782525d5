"""What the symbol in a line's box means in a vault that gave some of them a meaning of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from vaultkit.core.follow_ups.piece import Piece

DONE, CANCELLED = "x", "-"


def as_meant(pieces: Iterable[Piece], statuses: Mapping[str, str]) -> tuple[Piece, ...]:
    """Return the items, each status replaced by the one that it stands for: ``x`` or ``-``.

    The lines stay as they are. A symbol without a meaning of its own is kept, and open.
    """
    if not statuses:
        return tuple(pieces)
    return tuple(
        replace(piece, task=replace(piece.task, status=statuses[piece.task.status]))
        if piece.task.status in statuses
        else piece
        for piece in pieces
    )
