"""What an editor shows beside a note: why a line is there, and what comes next."""

from collections.abc import Iterator
from datetime import date

from vaultkit.core.follow_ups.update import plan_sheet
from vaultkit.core.text.phrases import Phrases
from vaultkit.editor.buffer import Buffer
from vaultkit.editor.places import Place, Stretch
from vaultkit.formats.day_words import due_words
from vaultkit.formats.reasons import PROPERTIES, Reason, left_alone, reasons


def told_at(buffer: Buffer, at: Place, phrases: Phrases) -> tuple[Stretch, str] | None:
    """Return what ``explain`` says of the line at a place, as Markdown; None where it says nothing."""
    told = "\n\n".join(row.text for row in _rows_at(buffer, at.line, phrases))
    return (buffer.places.of_line(at.line), told) if told else None


def _rows_at(buffer: Buffer, line: int, phrases: Phrases) -> Iterator[Reason]:
    rows = _reasons(buffer, phrases)
    if item := buffer.item_at(line):
        yield from (row for row in rows if row.facts.get("id") == item.id)
    elif (found := buffer.property_at(line)) and buffer.kind:
        known = buffer.vocabulary.property(found.name, buffer.kind)
        yield from (row for row in rows if known and known in _properties_of(row))


def _properties_of(row: Reason) -> tuple[str, ...]:
    """Return the properties that a reason hangs on."""
    if "stage" in row.facts:
        return ("status",)
    if row.facts.get("switched_off"):
        return ("follow_up",)
    anchor = str(row.facts.get("anchor") or "")
    return (PROPERTIES.get(anchor, anchor),)


def _reasons(buffer: Buffer, phrases: Phrases) -> tuple[Reason, ...]:
    """Return what ``explain`` says of the note; nothing of one that is no application."""
    sheet = buffer.sheet
    if sheet is None:
        return ()
    if sheet.is_frozen:
        entries = buffer.found.entries
        own = next(each for each in entries if each.application.path == sheet.note.path)
        return left_alone(sheet, phrases, has_stage=own.has_stage)
    plan = plan_sheet(sheet, buffer.found.surroundings[sheet.note.path], buffer.desk)
    return reasons(sheet, plan, phrases, buffer.found.names)


def comes_next(buffer: Buffer, phrases: Phrases) -> str | None:
    """Return a line about the next open item of the note, None where nothing is open."""
    open_items = [item for item in buffer.items if not item.is_closed and item.due]
    if not open_items:
        return None
    item = min(open_items, key=lambda each: each.due or date.max)
    when = due_words(item.due, buffer.today, phrases)
    return phrases.say("lsp.next", text=item.text, when=when)
