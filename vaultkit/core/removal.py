"""Leave a note without a trace of the tool, and with all that the person has put in."""

from collections.abc import Iterator

from vaultkit.core.edit import Edit, edit_of
from vaultkit.core.memory import check
from vaultkit.core.next_line import next_line
from vaultkit.core.note import bare, ending, split_lines
from vaultkit.core.sheet import Sheet, added_above


def removal(sheet: Sheet) -> Edit | None:
    """Return the edit that takes the block and the tool's line in the head out of a note.

    Untouched lines go. Touched lines, the person's own and their answers stay as plain
    Markdown. Where there are none, the note has the very bytes from before. None when there
    is nothing to take out. The sheet must not be frozen.
    """
    text, block = sheet.note.text, sheet.block
    spans = list(next_line(sheet, None, sheet.memory).spans)
    if block:
        lines = split_lines(text)
        start = sum(map(len, lines[: block.begin]))
        stop = sum(map(len, lines[: block.end + 1]))
        kept = "".join(_kept(sheet))
        if not ending(lines[block.end]):
            kept = bare(kept) if kept else kept
            start -= 0 if kept else added_above(sheet)
        spans.append((start, stop, kept))
    return edit_of(sheet.note.path, text, spans)


def kept_lines(sheet: Sheet) -> int:
    """Return how many lines that are the person's stay where the block was; they begin at its first line."""
    return sum(1 for line in _kept(sheet) if line.strip()) if sheet.block else 0


def _kept(sheet: Sheet) -> list[str]:
    """Return the lines of the block that are the person's, or nothing when none is."""
    block = sheet.block
    assert block is not None
    gone = set(_ours(sheet))
    lines = [sheet.lines[index] for index in range(block.begin + 1, block.end) if index not in gone]
    while lines and not lines[0].strip():
        del lines[0]
    return lines if any(line.strip() for line in lines) else []


def _ours(sheet: Sheet) -> Iterator[int]:
    block, memory = sheet.block, sheet.memory
    assert block is not None
    if memory.title and check(bare(sheet.lines[block.begin + 1])) == memory.title:
        yield block.begin + 1
    for piece in sheet.pieces:
        given = memory.given.get(piece.id)
        if given and piece.is_untouched(given) and not piece.has_writing(given):
            yield from range(piece.at, piece.at + len(piece.lines))
