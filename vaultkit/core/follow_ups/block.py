"""The managed block: where it stands in a note, its markers, and what lies between them."""

import re
from collections.abc import Sequence

from vaultkit.core.follow_ups.ledger import Memory, MemoryDamaged, read_memory, write_memory
from vaultkit.core.follow_ups.piece import ID_MARK
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.text.markdown import Outline
from vaultkit.core.text.note import bare
from vaultkit.value import frozen

FORMAT = 1
_IN_A_MARKER, _ID_MARK = b"vaultkit:", ID_MARK.encode()
_ANY_MARKER = re.compile(r"[\s>]*(?:[-*+][ \t]+)?<!--\s*vaultkit:(begin|end)\b")
_BEGIN = re.compile(r"<!-- vaultkit:begin v(\d+)(?: [^>]*)?-->[ \t]*")
_END = re.compile(r"<!-- vaultkit:end(?: (.*))?-->[ \t]*")
"""The memory, with the blank behind it: a search for the nearest end would take long in one line of many items."""


class BlockDamage(Exception):
    """Markers that cannot be trusted. ``index`` is the line's index, ``code`` the problem's."""

    def __init__(self, code: str, index: int, value: str = "") -> None:
        super().__init__(code)
        self.code, self.index, self.value = code, index, value


@frozen
class Block:
    """A block by the indices of its two marker lines, and the memory that the second one holds."""

    begin: int
    end: int
    memory: Memory


def has_marker(text: str) -> bool:
    """Tell whether a text may hold a marker at all: cheap, where looking for a block is not."""
    if "<" not in text or "vaultkit:" not in text:  # one character is found ten times faster
        return False
    return "vaultkit:begin" in text or "vaultkit:end" in text


def block_in(read: ReadText) -> tuple[ReadText, Block | None]:
    """Return the part of a note in which all items stand, and its block. Raises BlockDamage.

    The part is the head alone where nothing in the note is ours. Else it ends, nearly always, with a
    sound block, where nothing is open: what stands below is not even taken apart into lines.
    """
    raw = read.note.raw
    last = raw.rfind(_IN_A_MARKER)
    below = raw[max(last, read.body_at) :]
    has_id = _ID_MARK[:1] in below and _ID_MARK in below  # one character is found ten times faster
    if last < 0 and not has_id:
        return read.down_to(read.body_at), None
    end = raw.find(b"\n", last) + 1
    top = read.down_to(end) if last > read.body_at and end and not has_id else read
    block = find_block(top.lines, top.outline)
    return (top if block and block.end + 1 == len(top.lines) else read), block


def find_block(lines: Sequence[str], outline: Outline) -> Block | None:
    """Return the note's block, or None where there is not one marker.

    Raises BlockDamage when markers are doubled, unpaired, turned round, quoted, indented,
    inside code or a comment, of a newer format, or when the memory does not read.
    """
    markers = _markers(lines, outline)
    if not markers:
        return None
    for index, _ in markers:
        if not outline.prose[index]:
            raise BlockDamage("marker-in-code", index)
    kinds = [kind for _, kind in markers]
    if kinds != ["begin", "end"]:
        raise BlockDamage(_disorder(kinds), markers[-1][0] if len(markers) > 2 else markers[0][0])
    (begin, _), (end, _) = markers
    _check_format(bare(lines[begin]), begin)
    match = _END.fullmatch(bare(lines[end]))
    if match is None:
        raise BlockDamage("marker-changed", end)
    try:
        return Block(begin, end, read_memory(match.group(1) or ""))
    except MemoryDamaged as damage:
        raise BlockDamage("memory-damaged", end, str(damage)) from damage


def _markers(lines: Sequence[str], outline: Outline) -> list[tuple[int, str]]:
    found = ((index, _ANY_MARKER.match(lines[index])) for index in outline.openings)
    return [(index, match.group(1)) for index, match in found if match]


def _disorder(kinds: Sequence[str]) -> str:
    if kinds.count("begin") > 1 or kinds.count("end") > 1:
        return "markers-doubled"
    return (
        "markers-reversed"
        if len(kinds) == 2
        else f"marker-without-{'end' if 'begin' in kinds else 'begin'}"
    )


def _check_format(line: str, index: int) -> None:
    match = _BEGIN.fullmatch(line)
    if match is None:
        raise BlockDamage("marker-changed", index)
    if int(match.group(1)[:9]) > FORMAT:
        raise BlockDamage("block-newer", index, match.group(1)[:9])


def begin_marker() -> str:
    """Return the begin marker without a line ending."""
    return f"<!-- vaultkit:begin v{FORMAT} -->"


def end_marker(memory: Memory) -> str:
    """Return the end marker, with the memory in it, without a line ending."""
    return f"<!-- vaultkit:end {write_memory(memory)} -->"
