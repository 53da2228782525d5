"""What an editor can do to a buffer at one stroke: each as replaced stretches of the text; nothing is written here."""

from datetime import date, timedelta
from difflib import SequenceMatcher
from itertools import accumulate
from typing import NamedTuple

from vaultkit.core.follow_ups.item import Item
from vaultkit.core.follow_ups.own_line import ticked
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.core.text.note import split_lines
from vaultkit.editor.buffer import Buffer
from vaultkit.editor.places import Stretch

SNOOZES = (1, 7, 14)
"""By how many days an item can be put off at a stroke, from today."""


class Change(NamedTuple):
    """New words in the place of those at ``at``."""

    at: Stretch
    words: str


def tick(buffer: Buffer, item: Item) -> tuple[Change, ...]:
    """Return what ticks an item, today; nothing where it is no more, or is wrapped."""
    if buffer.sheet is None or item.is_wrapped:
        return ()
    try:
        return _by_line(buffer, ticked(buffer.sheet, [(item.id, item.text)], buffer.today))
    except KeyError:
        return ()


def put_off(buffer: Buffer, item: Item, days: int) -> tuple[tuple[Change, ...], date]:
    """Return what puts an item off, and the day; nothing where it cannot be."""
    day = buffer.today + timedelta(days)
    if item.is_wrapped or (buffer.sheet and buffer.sheet.is_frozen):
        return (), day
    return _by_line(buffer, snooze(buffer.note.text, item.id, item.text, day)), day


def bring_up_to_date(buffer: Buffer) -> tuple[Change, ...]:
    """Return what ``vaultkit update`` would do to the note."""
    return _by_line(buffer, buffer.edit.wanted.decode()) if buffer.edit else ()


def _by_line(buffer: Buffer, wanted: str) -> tuple[Change, ...]:
    """Return the lines that differ, so that an editor keeps its cursor and folds elsewhere."""
    old, new = split_lines(buffer.note.text), split_lines(wanted)
    starts = [0, *accumulate(map(len, old))]
    return tuple(
        Change(buffer.places.stretch(starts[first], starts[last]), "".join(new[start:end]))
        for kind, first, last, start, end in SequenceMatcher(None, old, new, False).get_opcodes()
        if kind != "equal"
    )
