"""Leave a note without a trace of the tool, and with all that the person has put in."""

from collections.abc import Iterator

from vaultkit.core.follow_ups.application_note import Sheet, added_above
from vaultkit.core.follow_ups.checklist import going
from vaultkit.core.follow_ups.ledger import check
from vaultkit.core.follow_ups.next_follow_up import next_line
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.note import bare, ending


def removal(sheet: Sheet) -> Edit | None:
    """Return the edit that takes the block and the tool's line in the head out of a note.

    Untouched lines go. Touched lines, the person's own and their answers stay as plain
    Markdown. Where there are none, the note has the very bytes from before. None when there
    is nothing to take out. The sheet must not be frozen.
    """
    text, block = sheet.note.text, sheet.block
    spans = list(next_line(sheet, None, sheet.memory).spans)
    if block:
        lines = sheet.read.lines
        start = sum(map(len, lines[: block.begin]))
        stop = sum(map(len, lines[: block.end + 1]))
        kept = "".join(_kept(sheet))
        if not ending(lines[block.end]):
            kept = bare(kept) if kept else kept
            start -= 0 if kept else added_above(sheet)
        spans.append((start, stop, kept))
    return edit_of(sheet.note.path, text, spans)


def staying(sheet: Sheet) -> tuple[int, ...]:
    """Return where lines of a checklist stay when the tool leaves: their numbers, from 1, in the note as it then is.

    Those of the block, and items that the person moved to another place.
    """
    block = sheet.block
    if block is None:
        return ()
    kept = {index for index, line in _kept_lines(sheet) if line.strip()} | {
        piece.at for piece in sheet.strays
    }
    gone = {*range(block.begin, block.end + 1)} - {index for index, _ in _kept_lines(sheet)}
    gone |= {index for index in range(sheet.body) if index in _head_lines_gone(sheet)}
    return tuple(index + 1 - sum(other < index for other in gone) for index in sorted(kept))


def _head_lines_gone(sheet: Sheet) -> set[int]:
    """Return the lines that the tool takes out of the head whole."""
    text = sheet.note.text
    spans = next_line(sheet, None, sheet.memory).spans
    return {
        text.count("\n", 0, start)
        for start, end, new in spans
        if not new and text[start:end].endswith("\n")
    }


def _kept(sheet: Sheet) -> list[str]:
    """Return the lines of the block that are the person's, or nothing when none is."""
    return [line for _, line in _kept_lines(sheet)]


def _kept_lines(sheet: Sheet) -> list[tuple[int, str]]:
    block = sheet.block
    assert block is not None
    gone = set(_ours(sheet))
    lines = [
        (index, sheet.lines[index])
        for index in range(block.begin + 1, block.end)
        if index not in gone
    ]
    while lines and not lines[0][1].strip():
        del lines[0]
    return lines if any(line.strip() for _, line in lines) else []


def _ours(sheet: Sheet) -> Iterator[int]:
    block, memory = sheet.block, sheet.memory
    assert block is not None
    # A formatter puts a blank line between the marker and the bold one.
    first = next(
        (index for index in range(block.begin + 1, block.end) if sheet.lines[index].strip()),
        block.end,
    )
    if memory.title and check(bare(sheet.lines[first]).strip()) == memory.title:
        yield first
    yield from going(sheet.pieces, memory.given, sheet.lines)
