"""The guard before a write: an edit that would do harm never leaves the core."""

from collections import Counter
from collections.abc import Iterator

from vaultkit.core.follow_ups.application_note import Sheet, added_above
from vaultkit.core.follow_ups.ledger import check
from vaultkit.core.follow_ups.next_follow_up import is_next_line
from vaultkit.core.follow_ups.piece import Piece
from vaultkit.core.text.edit import Edit, Span, Unsafe, keeps_in_order
from vaultkit.core.text.note import bare, ending, split_lines


def guard(sheet: Sheet, edit: Edit) -> None:
    """Raise Unsafe unless the edit leaves all that the person wrote as it is, byte for byte.

    Of the old note only markers, the bold line, untouched items, healed doubles and the
    ``next_follow_up`` line may go; all else must stand in the new note, in its order. Outside
    of the head and the block, not one byte may differ.
    """
    if edit.base != sheet.note.raw:
        raise Unsafe(f"{sheet.note.path}: planned on other bytes")
    newline = ending(sheet.lines[0])
    kept = [_ended(line, newline) for line in _kept(sheet)]
    if not keeps_in_order(
        kept, [_ended(line, newline) for line in split_lines(edit.wanted.decode())]
    ):
        raise Unsafe(f"{sheet.note.path}: a line of the person's would change")
    if not all(_is_in_place(sheet, span) for span in edit.spans):
        raise Unsafe(f"{sheet.note.path}: a byte outside of the block would change")


def _ended(line: str, newline: str) -> str:
    """A last line without an ending may get the note's own when the block goes below it."""
    return line if ending(line) else line + newline


def _kept(sheet: Sheet) -> Iterator[str]:
    """Yield the lines that may not change; blank ones are held by the second check."""
    ours = Counter[int]()
    for piece in sheet.pieces:
        ours.update(_lines_of(piece) if _may_go(sheet, piece) else ())
    if sheet.block:
        ours.update((sheet.block.begin, sheet.block.end))
    for index, line in enumerate(sheet.lines):
        if index in ours or not line.strip():
            continue
        in_head = 0 < index < sheet.body and is_next_line(line)
        in_block = sheet.block and sheet.block.begin < index < sheet.block.end
        if not in_head and not (
            in_block and sheet.memory.title and check(bare(line).strip()) == sheet.memory.title
        ):
            yield line


def _lines_of(piece: Piece) -> range:
    return range(piece.at, piece.at + len(piece.lines))


def _may_go(sheet: Sheet, piece: Piece) -> bool:
    given = sheet.memory.given.get(piece.id)
    return piece.is_untouched(given) and given is not None


def _is_in_place(sheet: Sheet, span: Span) -> bool:
    """Tell whether a span lies in the head, in the block, or puts a block where there is none."""
    if _at(sheet, sheet.span.start) <= span.start and span.end <= _at(sheet, sheet.span.end):
        return True
    block, lines = sheet.block, sheet.read.lines
    if block is None:
        return span.start == span.end >= _at(sheet, sheet.span.body)
    begin, end = (len("".join(lines[:index]).encode()) for index in (block.begin, block.end + 1))
    return begin - added_above(sheet) <= span.start < end and span.end <= end


def _at(sheet: Sheet, index: int) -> int:
    """Return where a character of the note stands, in bytes."""
    return len(sheet.note.text[:index].encode())
