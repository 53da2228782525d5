"""Put an item off: the new day in its line, where any tool sees it, the first one in the memory."""

from dataclasses import replace
from datetime import date

from vaultkit.core.follow_ups.block import end_marker, find_block
from vaultkit.core.follow_ups.piece import ID_PREFIX, read_pieces
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.text.note import bare, ending
from vaultkit.core.text.task_line import postpone


def snooze(text: str, item_id: str, words: str, day: date) -> str:
    """Return the note's text with one item due on another day; the same text where it is no more.

    ``item_id`` starts with ``vk-``; ``words`` are the line's. The memory keeps the day on which
    the item was due at first, and counts how often from the second time on. Every other byte stays. Raises BlockDamage
    when the block cannot be trusted.
    """
    read = ReadText.of(text)
    lines, prose = list(read.lines), read.outline.prose
    block = find_block(lines, read.outline)
    name = item_id.removeprefix(ID_PREFIX)
    inside = read_pieces(lines, prose, block.begin + 1, block.end) if block else ()
    pieces = (*inside, *read_pieces(lines, prose, read.body))
    found = next((piece for piece in pieces if piece.id == name and piece.task.text == words), None)
    if found is None or found.task.due is None:
        return text
    line = lines[found.at]
    given = block.memory.given.get(name) if block else None
    times, first = given.put_off(found.task.due) if given else (0, None)
    # A start on the due day was drawn there by an earlier snooze, and goes back when there is room.
    first_start = given.start if given and times and found.task.start == found.task.due else None
    lines[found.at] = postpone(bare(line), day, first_start, ID_PREFIX) + ending(line)
    if block and given and given.put_off(day) != (times + 1, first or found.task.due):
        put_off = replace(given, snoozed=times + 1, first_due=first or found.task.due)
        memory = replace(block.memory, given={**block.memory.given, name: put_off})
        lines[block.end] = end_marker(memory) + ending(lines[block.end])
    return "".join(lines)
