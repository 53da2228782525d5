"""A calendar as the text that phones import: iCalendar, RFC 5545, there and back.

What we write carries a check over all of it, as a base does: a file is ours until somebody
changes it. Line ends make no difference, since git may change them.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from icalendar import Alarm, Calendar, Event, Timezone, Todo

from vaultkit.formats.appointment import Appointment, Status
from vaultkit.formats.appointment_changes import Published
from vaultkit.formats.time_zones import existing_hour, is_zone, zone_named

_HEAD = re.compile(
    rb"BEGIN:VCALENDAR\nVERSION:2\.0\nPRODID:-//vaultkit//calendar( redacted)?//EN\n"
    rb"X-VAULTKIT-CHECK:([0-9a-f]{16})\n"
)
_PRODUCT = "-//vaultkit//calendar{redacted}//EN"
_LENGTH = timedelta(hours=1)
"""How long an interview is taken to be: no note tells."""
_HALF_A_DAY = timedelta(hours=12)
_EVENT_STATUS: Mapping[Status, str] = {
    "confirmed": "CONFIRMED",
    "completed": "CONFIRMED",
    "cancelled": "CANCELLED",
}
_TODO_STATUS: Mapping[Status, str] = {
    "confirmed": "NEEDS-ACTION",
    "completed": "COMPLETED",
    "cancelled": "CANCELLED",
}
_STATUS_READ: Mapping[str, Status] = {
    "CONFIRMED": "confirmed",
    "NEEDS-ACTION": "confirmed",
    "COMPLETED": "completed",
    "CANCELLED": "cancelled",
}
_WRONG = (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError)
"""What reading a calendar of somebody else's may raise."""


class NotOurs(ValueError):
    """A file that is no calendar of ours, or one that was changed. ``why`` is ``foreign`` or ``changed``."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def calendar_bytes(published: Iterable[Published], name: str, *, is_redacted: bool) -> bytes:
    """Return the whole file, its check on the fourth line."""
    calendar = _calendar(_PRODUCT.format(redacted=" redacted" if is_redacted else ""))
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _HALF_A_DAY, parameters={"VALUE": "DURATION"})
    every = [*published]
    for zone in _timezones(every):
        calendar.add_component(zone)
    for one in every:
        calendar.add_component(_component(one))
    version, product, *lines = calendar.to_ical().split(b"\r\n")[1:]
    body = b"\r\n".join(lines)
    check = f"X-VAULTKIT-CHECK:{_check(body)}".encode()
    return b"\r\n".join([b"BEGIN:VCALENDAR", version, product, check, body])


def read_calendar(data: bytes, *, is_redacted: bool) -> Mapping[str, Published]:
    """Return what a file of ours holds, by identity. Raises NotOurs."""
    plain = data.replace(b"\r\n", b"\n")
    head = _HEAD.match(plain)
    if head is None or bool(head[1]) != is_redacted:
        raise NotOurs("foreign")
    if head[2].decode() != _check(plain[head.end() :]):
        raise NotOurs("changed")
    try:
        return {one.appointment.uid: one for one in _read(plain)}
    except _WRONG as error:
        raise NotOurs("changed") from error


def object_text(published: Published, mark: str) -> str:
    """Return one appointment as an object of a server. ``mark`` says whose it is."""
    calendar = _calendar(_PRODUCT.format(redacted=""))
    for zone in _timezones([published]):
        calendar.add_component(zone)
    component = _component(published)
    component.add("x-vaultkit-vault", mark)
    component.add("x-vaultkit-check", _own_check(published.appointment))
    # A phone writes into an alarm when it is silenced; that is nobody's change.
    component.add("x-vaultkit-alarm", str(published.appointment.alarm or 0))
    calendar.add_component(component)
    data: bytes = calendar.to_ical()
    return data.decode()


def read_object(text: str, mark: str) -> tuple[Published, bool] | None:
    """Return what an object of a server says, and whether somebody changed it; None where it is not ours.

    Ours are those with the mark. Servers may add properties and write them in other ways.
    """
    if f"X-VAULTKIT-VAULT:{mark}" not in text:
        return None
    try:
        (component,) = _components(text.encode())
        if str(component["X-VAULTKIT-VAULT"]) != mark:
            return None
        published = _published(component)
        alarm = int(component["X-VAULTKIT-ALARM"]) or None
        appointment = replace(published.appointment, alarm=alarm)
        is_changed = str(component["X-VAULTKIT-CHECK"]) != _own_check(appointment)
        return replace(published, appointment=appointment), is_changed
    except _WRONG:
        return None


def _own_check(one: Appointment) -> str:
    """Return a check of what a person could change, in whatever way a server writes it; alarms are left out."""
    said = (one.uid, one.category, one.summary, one.day, one.hour, one.zone, one.description)
    more = (one.url, one.is_todo, one.start, one.status)
    return _check("\n".join(map(str, (*said, *more))).encode())


def _check(body: bytes) -> str:
    return hashlib.sha256(body.replace(b"\r\n", b"\n")).hexdigest()[:16]


def _calendar(product: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", product)
    return calendar


def _timezones(published: Iterable[Published]) -> Iterator[Timezone]:
    """Yield each zone that is in use, for the years in which it is: every later year would only be a guess."""
    years: dict[str, set[int]] = {}
    for one in published:
        if one.appointment.zone:
            years.setdefault(one.appointment.zone, set()).add(one.appointment.day.year)
    for zone, several in sorted(years.items()):
        first, last = date(min(several) - 1, 1, 1), date(max(several) + 1, 12, 31)
        yield Timezone.from_tzinfo(zone_named(zone), zone, first, last)


def _component(published: Published) -> Event | Todo:
    appointment = published.appointment
    component = Todo() if appointment.is_todo else Event()
    component.add("uid", appointment.uid)
    component.add("dtstamp", datetime.combine(published.stamp, time.min, UTC))
    component.add("sequence", published.sequence)
    component.add("summary", appointment.summary)
    component.add("categories", [appointment.category])
    if appointment.description:
        component.add("description", appointment.description)
    if appointment.url:
        component.add("url", appointment.url)
    if appointment.is_todo:
        _add_todo(component, appointment)
    else:
        _add_event(component, appointment)
    if appointment.alarm is not None:
        component.add_component(_alarm(appointment))
    return component


def _add_event(component: Event | Todo, appointment: Appointment) -> None:
    component.add("status", _EVENT_STATUS[appointment.status])
    if appointment.hour is None:
        component.add("dtstart", appointment.day)
        component.add("dtend", appointment.day + timedelta(days=1))
        component.add("transp", "TRANSPARENT")
        return
    start = datetime.combine(appointment.day, appointment.hour)
    # By the clock: an hour that comes twice would end when it begins.
    last = start + _LENGTH
    end = datetime.combine(last, existing_hour(last.date(), last.time(), appointment.zone))
    # The library takes Iceland for Greenwich, and would write its hours without the zone's name.
    zone = {"TZID": appointment.zone} if appointment.zone else {}
    component.add("dtstart", start, parameters=zone)
    component.add("dtend", end, parameters=zone)


def _add_todo(component: Event | Todo, appointment: Appointment) -> None:
    component.add("status", _TODO_STATUS[appointment.status])
    if appointment.status == "completed":
        component.add("percent-complete", 100)
    if appointment.start:
        component.add("dtstart", appointment.start)
    component.add("due", appointment.day)


def _alarm(appointment: Appointment) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", appointment.summary)
    alarm.add("trigger", -timedelta(hours=appointment.alarm or 0))
    return alarm


def _read(data: bytes) -> Iterator[Published]:
    return map(_published, _components(data))


def _components(data: bytes) -> Iterator[Any]:
    for component in cast(Any, Calendar.from_ical(data)).walk():
        if component.name in ("VEVENT", "VTODO"):
            yield component


def _published(component: Any) -> Published:
    is_todo = component.name == "VTODO"
    when: Any = component["DUE" if is_todo else "DTSTART"].dt
    is_timed = isinstance(when, datetime)
    appointment = Appointment(
        uid=str(component["UID"]),
        category=str(component["CATEGORIES"].cats[0]),
        summary=str(component["SUMMARY"]),
        day=date.fromordinal(when.toordinal()),
        hour=when.time() if is_timed else None,
        zone=_zone(component["DTSTART"]) if is_timed else "",
        description=str(component.get("DESCRIPTION", "")),
        url=str(component.get("URL", "")),
        alarm=_alarm_hours(component),
        is_todo=is_todo,
        start=component["DTSTART"].dt if is_todo and "DTSTART" in component else None,
        status=_STATUS_READ[str(component["STATUS"])],
    )
    if appointment.zone and not is_zone(appointment.zone):
        raise ValueError(appointment.zone)
    return Published(appointment, int(component["SEQUENCE"]), component["DTSTAMP"].dt.date())


def _zone(start: Any) -> str:
    """Return the name of a time zone, which Greenwich's own hours do not carry."""
    return str(start.params.get("TZID") or ("UTC" if start.dt.tzinfo else ""))


def _alarm_hours(component: Any) -> int | None:
    for alarm in component.walk("VALARM"):
        return int(-alarm["TRIGGER"].dt / timedelta(hours=1))
    return None
