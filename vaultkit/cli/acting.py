"""What is done with items by hand: ticked, put off. For one command, and for the walk of a week."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from vaultkit.cli.items import refuse_wrapped
from vaultkit.cli.session import Session
from vaultkit.cli.summary import people_of
from vaultkit.core.across.survey import Survey
from vaultkit.core.days.spoken_day import parse_when
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.follow_ups.own_line import ticked
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.disk.journal import Run
from vaultkit.errors import UsageError
from vaultkit.playbook import load
from vaultkit.work import refresh as refreshing
from vaultkit.work.refresh import Refreshed


def tick_items(session: Session, items: Sequence[Item], found: Survey, run: Run) -> Refreshed:
    """Tick items where they stand, and bring their notes and those of their people up to date."""
    refuse_wrapped(items)
    paths = {one.path for one in items} | people_of(items, found)
    for path in dict.fromkeys(one.path for one in items):
        refreshing.edit_sheet(session.index, run, path, partial(_ticked, items, session.today))
    return refreshing.refresh(session.index, session.desk, session.today, run, paths)


def _ticked(items: Sequence[Item], today: date, sheet: Sheet) -> str:
    """Return the text with the items of this note ticked, each found by its id and words."""
    try:
        return ticked(
            sheet, [(item.id, item.text) for item in items if item.path == sheet.note.path], today
        )
    except KeyError as error:
        raise UsageError("item-changed", note=sheet.note.path) from error


def day_meant(session: Session, text: str) -> date:
    """Return the day that somebody names. Raises UsageError for no day, and for one that is past."""
    own = load.all_phrases()[session.settings.language]
    languages = (own, *load.all_phrases().values())
    day = parse_when(text, session.today, session.settings.calendar, languages)
    if day is None:
        raise UsageError("bad-when", text=text)
    if day < session.today:
        raise UsageError("when-past", day=day)
    return day


def put_off(session: Session, item: Item, day: date, run: Run) -> Refreshed:
    """Put an item off, and bring its note up to date."""
    refuse_wrapped([item])
    refreshing.edit_sheet(
        session.index,
        run,
        item.path,
        lambda sheet: snooze(sheet.note.text, item.id, item.text, day),
    )
    return refreshing.refresh(session.index, session.desk, session.today, run, {item.path})
