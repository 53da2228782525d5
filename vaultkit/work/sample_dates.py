"""The sample notes of a new vault: their days, moved to the week in which it is made, and a vault without them."""

import re
from datetime import date, timedelta

REFERENCE = date(2026, 3, 2)
"""The Monday on which the samples in the template play."""

FOLDERS = ("Applications", "People", "Facts")
"""Every note in these is a sample."""

_TOUR = re.compile(r"(?ms)^## The first minute$.*?(?=^## )")
"""The section of ``Home.md`` that leads through the samples."""

_DAY_OR_WEEK = re.compile(r"(?<![0-9])[0-9]{4}-(?:[0-9]{2}-[0-9]{2}|W[0-9]{2})(?![0-9])")


def move_dates(text: str, reference: date, today: date) -> str:
    """Return the text with the reference's week moved onto the week of today.

    Days (``2026-03-02``) and ISO weeks (``2026-W10``) all move by the same whole weeks, so that
    weekdays stay and business days between them too; calendar months do not, so what is counted
    in months must be counted anew. What is no day, or would leave the calendar, stays as it is.
    """
    distance = _monday(today) - _monday(reference)
    return _DAY_OR_WEEK.sub(lambda match: _moved(match[0], distance), text)


def is_sample(path: str) -> bool:
    """Tell whether a file of the template is there to be looked at and deleted."""
    return path.startswith(tuple(f"{folder}/" for folder in FOLDERS)) and path.endswith(".md")


def without_tour(home: str) -> str:
    """Return ``Home.md`` for a vault without samples."""
    return _TOUR.sub("", home)


def _moved(written: str, distance: timedelta) -> str:
    try:
        day = date.fromisoformat(written) + distance
    except (ValueError, OverflowError):
        return written
    if "W" not in written:
        return day.isoformat()
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
