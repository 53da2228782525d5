"""The command that brings what is due into a calendar: a file, or one on a server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from vaultkit.cli.answer import Answer, FileData, Shown, Warned
from vaultkit.cli.beside_lists import beside_data
from vaultkit.cli.new_file import is_stdout
from vaultkit.cli.parameters import Argument, Flag, Option
from vaultkit.cli.session import Session
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.errors import BusyError, SettingsError, UsageError
from vaultkit.playbook import load

if TYPE_CHECKING:
    from vaultkit.formats.appointment_changes import Changes
    from vaultkit.work.calendar_feed import Feed
    from vaultkit.work.calendar_publish import Sent

_PATIENCE_SECONDS = 20
"""How long a server may say nothing."""
_MOST_NAMED = 10


def calendar(
    session: Session,
    file: Annotated[
        Path | None,
        Argument(help="The calendar, new or made by this command; - prints it.", metavar="FILE"),
    ] = None,
    redact: Annotated[
        bool, Flag("--redact", help="Days and hours alone: no names, no links, no words of yours.")
    ] = False,
    caldav: Annotated[
        str | None,
        Option("--caldav", metavar="URL", help="Put it into this calendar on a server instead."),
    ] = None,
    plain_http: Annotated[
        bool, Flag("--plain-http", help="With --caldav: an address without https is fine.")
    ] = False,
) -> Answer:
    """Write a calendar that phones import or subscribe to: interviews, deadlines, follow-ups."""
    if (file is None) == (caldav is None):
        raise UsageError("calendar-where")
    if caldav is not None:
        return _published(session, caldav, redact, plain_http)
    assert file is not None
    # What makes a calendar is slow to load, and no other command needs it.
    from vaultkit.work.calendar_feed import calendar_text, write_calendar

    feed = _feed(session, redact)
    if is_stdout(file):
        now = feed.changes({})
        data = calendar_text(now, feed)
        return _answer(
            session, feed, FileData(data), {"text": data.decode()}, now, len(now.published)
        )
    now = write_calendar(file, feed)
    told = _counted(session, str(file), now)
    return _answer(session, feed, str(file), {"file": str(file)}, now, len(now.published), told)


def _published(session: Session, url: str, is_redacted: bool, plain_is_fine: bool) -> Answer:
    """Bring a calendar on a server up to date: the one thing that vaultkit sends anywhere."""
    from vaultkit.net.credentials import check_url, login_for

    check_url(url, plain_is_fine=plain_is_fine)
    login = login_for(url, session.environ)
    try:
        from vaultkit.net.caldav_server import CalendarServer
        from vaultkit.work.calendar_publish import publish
    except ImportError as error:
        raise UsageError("caldav-not-installed") from error
    feed = _feed(session, is_redacted)
    server = CalendarServer(url, login.user, login.password, _PATIENCE_SECONDS)
    try:
        sent = publish(feed, server)
    finally:
        server.close()
    answer = _answer(
        session, feed, url, {"url": url}, sent, sent.total, _counted(session, url, sent)
    )
    left = [*_left(session, "touched", sent.touched), *_left(session, "refused", sent.refused)]
    return replace(
        answer,
        data={**answer.data, "left": len(sent.touched) + len(sent.refused)},
        beside=(*left, *answer.beside),
        exit_code=BusyError.exit_code if sent.refused else 0,
    )


def _left(session: Session, key: str, names: Sequence[str]) -> Iterator[Warned]:
    """Say of each appointment that it was left as it is there; of many, the first few."""
    phrases = session.console.phrases
    for name in names[:_MOST_NAMED]:
        yield Warned(phrases.say(f"calendar-file.{key}", summary=name))
    if len(names) > _MOST_NAMED:
        yield Warned(phrases.count("calendar-file.more", len(names) - _MOST_NAMED))


def _answer(
    session: Session,
    feed: Feed,
    shown: Shown,
    where: Mapping[str, str],
    now: Changes | Sent,
    total: int,
    told: str | None = None,
) -> Answer:
    hidden = session.hide_notes() if feed.style.is_redacted else None
    problems = () if hidden else survey_problems(feed.found)
    data = {
        **{"file": None, "url": None, "text": None, **where},
        "appointments": total,
        "new": now.new,
        "changed": now.changed,
        "gone": now.gone,
        "left": 0,
    }
    sentences = (*filter(None, (told, hidden)), *_without_zone(session, feed))
    return Answer(
        data,
        shown=(shown,),
        beside=beside_data(problems, session, *sentences),
        problems=problems,
    )


def _feed(session: Session, is_redacted: bool) -> Feed:
    """Return what the calendar is made from. Raises SettingsError for a time zone that nobody knows."""
    from vaultkit.formats.appointment import Style
    from vaultkit.formats.time_zones import is_zone
    from vaultkit.work.calendar_feed import Feed

    settings = session.settings
    zone = settings.calendar_zone
    if zone and not is_zone(zone):
        raise SettingsError("settings-no-such-zone", value=zone)
    if is_redacted:
        session.hide_notes()  # before the notes are read, of which some may be told
    # The console's phrases may hold words of the vault's own playbook.
    phrases = load.phrases(settings.language) if is_redacted else session.console.phrases
    style = Style(
        phrases=phrases,
        vault=session.vault.root.name,
        zone=zone,
        items_are_todos=settings.calendar_kind == "todos",
        is_redacted=is_redacted,
    )
    return Feed(session.survey(), settings, style, session.today)


def _counted(session: Session, place: str, now: Changes | Sent) -> str:
    """Say what became of the calendar."""
    phrases = session.console.phrases
    if not (now.new or now.changed or now.gone):
        return phrases.say("calendar-file.same", file=place)
    counts = {"new": now.new, "changed": now.changed, "gone": now.gone}
    return phrases.say("calendar-file.told", file=place, **counts)


def _without_zone(session: Session, feed: Feed) -> Iterator[str]:
    """Say what hours lack without a time zone, where there are any."""
    applications = (entry.application for entry in feed.found.entries)
    is_hourly = any(one.hour for application in applications for one in application.rounds)
    if is_hourly and not session.settings.calendar_zone:
        yield session.console.phrases.say("calendar-file.no-zone")
