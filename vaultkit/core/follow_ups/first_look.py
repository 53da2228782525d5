"""What only the day can tell of a note: the one place where its lines learn what day it is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.notes.application import Application, latest_day

RECENT_DAYS = 60


def first_look(sheet: Sheet, today: date) -> Sheet:
    """Stamp what only the day can tell: a stage that came without its date, and interviews that are over.

    The only place where a note's lines learn what day it is. What is stamped stands in the
    memory from then on. Source: advice, section 3.
    """
    application, memory = sheet.application, sheet.memory
    seen, already = dict(memory.first_seen), memory.already
    if is_undated(application) and application.stage not in seen:
        has_moved = memory.stage not in (None, application.stage)
        if _is_recent(sheet, today):
            seen[application.stage] = today
            already = (*already, application.stage)
        elif has_moved:
            seen[application.stage] = today
    over = memory.over
    past = [day for day in application.interviews if day < today]
    if past or len(over) > 1:
        over = tuple(sorted({*over, *past}))
    stamped = memory
    if (seen, already, over) != (memory.first_seen, memory.already, memory.over):
        stamped = replace(memory, first_seen=seen, already=already, over=over)
    dated = _dated(application, seen)
    if dated is application and stamped is sheet.stamped:
        return sheet
    return replace(sheet, application=dated, stamped=stamped)


def _is_recent(sheet: Sheet, today: date) -> bool:
    """Tell whether a note that was never written into has a day of the last weeks."""
    last = last_recent_day(sheet)
    return last is not None and today <= last


def last_recent_day(sheet: Sheet) -> date | None:
    """Return the last day on which a note counts as recent; None where it has no day, or was written into."""
    latest = latest_day(sheet.application)
    if sheet.block is not None or latest is None:
        return None
    return latest + timedelta(days=RECENT_DAYS)


def is_only_first_look(entry: Entry) -> bool:
    """Tell whether the stage's day is that of the first look at the note: the day of no answer, and of no move."""
    application, memory = entry.application, entry.memory
    wanted = application.stages.stamped_day(application.stage)
    if application.stage not in memory.already or wanted is None:
        return False
    return bool(getattr(application, wanted) == memory.first_seen.get(application.stage))


def is_undated(application: Application) -> bool:
    """Tell whether the stage has a day in the format, and the note does not give it."""
    wanted = application.stages.stamped_day(application.stage)
    return wanted is not None and getattr(application, wanted) is None


def _dated(application: Application, seen: Mapping[str, date]) -> Application:
    """Return the application with first-seen days in the place of dates that it lacks.

    Of the endings only the present one counts: they share one property.
    """
    if not seen:
        return application
    stages = application.stages
    days = {
        name: day
        for stage, day in seen.items()
        if (name := stages.stamped_day(stage))
        and (stage == application.stage or not stages.is_end(stage))
    }
    missing = {name: day for name, day in days.items() if getattr(application, name) is None}
    return replace(application, **missing) if missing else application  # type: ignore[arg-type]
