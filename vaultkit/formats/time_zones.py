"""Time zones by their names, as ``Europe/Rome``. What is known of them comes with the system."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of a name that ``is_zone``."""
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Tell whether there is a time zone of that name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def existing_hour(day: date, hour: time, zone: str) -> time:
    """Return the hour as a clock shows it: one that the change to summer time leaves out is an hour later.

    ``zone`` "" stands for none, where every hour is. Source: RFC 5545, section 3.3.5.
    """
    if not zone:
        return hour
    here = zone_named(zone)
    shown = datetime.combine(day, hour, here).astimezone(UTC).astimezone(here)
    return shown.time() if shown.date() == day else hour
