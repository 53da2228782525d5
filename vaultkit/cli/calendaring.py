"""The command that brings what is due into a calendar."""

from pathlib import Path
from typing import Annotated, Any

from vaultkit.cli.answer import Answer, FileData
from vaultkit.cli.new_file import is_stdout
from vaultkit.cli.parameters import Argument, Flag
from vaultkit.cli.session import Session
from vaultkit.cli.summary import beside_data
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.errors import SettingsError
from vaultkit.playbook import load


def calendar(
    session: Session,
    file: Annotated[
        Path,
        Argument(help="The calendar, new or made by this command; - prints it.", metavar="FILE"),
    ],
    redact: Annotated[
        bool, Flag("--redact", help="Days and hours alone: no names, no links, no words of yours.")
    ] = False,
) -> Answer:
    """Write a calendar that phones import or subscribe to: interviews, deadlines, follow-ups."""
    # What makes a calendar is slow to load, and no other command needs it.
    from vaultkit.work.calendar_feed import calendar_text, write_calendar

    feed = _feed(session, redact)
    if is_stdout(file):
        now = feed.changes({})
        shown: Any = FileData(calendar_text(now, feed))
    else:
        now = write_calendar(file, feed)
        shown = str(file)
    told = survey_problems(feed.found)
    data = {
        "file": None if is_stdout(file) else str(file),
        "text": shown.data.decode() if is_stdout(file) else None,
        "appointments": len(now.published),
        "new": now.new,
        "changed": now.changed,
        "gone": now.gone,
    }
    return Answer(
        data,
        shown=(shown,),
        beside=beside_data(told, session, *_words(session, file, now)),
        problems=told,
    )


def _feed(session: Session, is_redacted: bool) -> Any:
    """Return what the calendar is made from. Raises SettingsError for a time zone that nobody knows."""
    from vaultkit.formats.appointment import Style
    from vaultkit.formats.time_zones import is_zone
    from vaultkit.work.calendar_feed import Feed

    settings = session.settings
    zone = settings.calendar_zone
    if zone and not is_zone(zone):
        raise SettingsError("settings-no-such-zone", value=zone)
    # A vault's own playbook has words of its own.
    own = session.console.phrases
    style = Style(
        phrases=load.phrases(settings.language) if is_redacted else own,
        vault=session.vault.root.name,
        zone=zone,
        items_are_todos=settings.calendar_kind == "todos",
        is_redacted=is_redacted,
    )
    return Feed(session.survey(), settings, style, session.today)


def _words(session: Session, file: Path, now: Any) -> tuple[str, ...]:
    """Say what became of the calendar, and what its hours lack."""
    phrases = session.console.phrases
    is_hourly = any(one.appointment.hour for one in now.published)
    lacks = is_hourly and not session.settings.calendar_zone
    zone = (phrases.say("calendar-file.no-zone"),) if lacks else ()
    if is_stdout(file):
        return zone
    if now.is_none:
        return (phrases.say("calendar-file.same", file=file), *zone)
    counts = {"new": now.new, "changed": now.changed, "gone": now.gone}
    return (phrases.say("calendar-file.told", file=file, **counts), *zone)
