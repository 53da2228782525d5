"""The moment after a no: which applications an update has just seen to be rejected, and what comes of it."""

from collections.abc import Iterable, Sequence
from datetime import date

from vaultkit.core.across.people import by_day
from vaultkit.core.across.survey import Survey
from vaultkit.core.follow_ups.application_note import Sheet, entry, furthest, reread
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import Application
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.stages import OPEN
from vaultkit.value import frozen

FRESH_DAYS = 14
"""A no of longer ago is no news, though vaultkit may see its note for the first time."""


@frozen
class FreshNo:
    """A no that was just seen. ``furthest`` is the furthest stage that the application ever reached.

    ``first`` is the open item that is due first, None without one. ``alive`` are the other
    applications that wait for an answer, by path.
    """

    application: Application
    furthest: str
    first: Item | None
    alive: tuple[Application, ...] = ()


def fresh_nos(edits: Iterable[Edit], found: Survey, today: date) -> tuple[FreshNo, ...]:
    """Return the nos that the edits write down for the first time, in the order of the edits."""
    sheets = {sheet.note.path: sheet for sheet in found.sheets}
    nos = (_fresh_no(edit, sheets.get(edit.path), found, today) for edit in edits)
    return tuple(no for no in nos if no)


def _fresh_no(edit: Edit, sheet: Sheet | None, found: Survey, today: date) -> FreshNo | None:
    if sheet is None or not _is_fresh(sheet.application, today):
        return None
    before, after = reread(sheet, edit.base), reread(sheet, edit.wanted)
    if before is None or after is None or _is_no(sheet.application, before.memory.stage):
        return None
    items = entry(after, found.playbook, found.people.directory).items
    alive = (each.application for each in found.entries)
    others = [
        each for each in alive if each.stages.is_of(each.stage, OPEN) and each.path != edit.path
    ]
    return FreshNo(sheet.application, furthest(before), _first(items), tuple(others))


def is_new_no(sheet: Sheet) -> bool:
    """Tell whether a note tells of a no that its memory does not know of yet."""
    application = sheet.application
    return _is_no(application, application.stage) and not _is_no(application, sheet.memory.stage)


def _is_no(application: Application, stage: str | None) -> bool:
    return stage is not None and application.stages.is_of(stage, ("lost",))


def _is_fresh(application: Application, today: date) -> bool:
    decided = application.decided
    if not _is_no(application, application.stage):
        return False
    return decided is None or 0 <= (today - decided).days < FRESH_DAYS


def _first(items: Sequence[Item]) -> Item | None:
    open_items = [item for item in items if item.due and not item.is_closed]
    return min(open_items, key=by_day, default=None)
