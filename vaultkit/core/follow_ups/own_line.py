"""Tick items where they stand: in the line that a sheet knows as the item's own, and in no copy of it."""

from collections.abc import Collection
from datetime import date

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.piece import ID_PREFIX, Piece
from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.task_line import tick


def own_piece(sheet: Sheet, item_id: str, words: str) -> Piece | None:
    """Return an item as it stands in the block, else elsewhere in prose; None where it is no more.

    ``item_id`` starts with ``vk-``; ``words`` are the line's. Code and comments hold no items.
    """
    name = item_id.removeprefix(ID_PREFIX)
    pieces = (*sheet.pieces, *sheet.strays)
    return next((piece for piece in pieces if piece.id == name and piece.task.text == words), None)


def ticked(sheet: Sheet, items: Collection[tuple[str, str]], day: date) -> str:
    """Return the note's text with items, each an id and its words, done on that day.

    One that is done already stays as it is. Raises KeyError for one that is no more.
    """
    lines = list(sheet.read.lines)
    for item_id, words in items:
        piece = own_piece(sheet, item_id, words)
        if piece is None:
            raise KeyError(item_id)
        if not piece.task.is_done:
            line = lines[piece.at]
            lines[piece.at] = tick(bare(line), day) + ending(line)
    return "".join(lines)
