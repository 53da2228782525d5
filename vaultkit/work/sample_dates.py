"""The sample notes of a new vault: their days, moved to the week in which it is made."""

import re
from datetime import date, timedelta

REFERENCE = date(2026, 3, 2)
"""The Monday on which the samples in the template play."""

FOLDERS = ("Applications", "People", "Facts", "Candidature", "Persone", "Notizie")
"""Every note in these is a sample, in the template of whichever language."""

_TOUR = re.compile(r"(?ms)^## (?:The first minute|Il primo minuto)$.*?(?=^## )")
"""The section of ``Home.md`` that leads through the samples."""

_DAY_OR_WEEK = re.compile(r"(?<![0-9])[0-9]{4}-(?:[0-9]{2}-[0-9]{2}|W[0-9]{2})(?![0-9])")
_DAY = re.compile(r"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def move_dates(text: str, reference: date, today: date) -> str:
    """Return the text with the reference's week moved onto the week of today.

    Days (``2026-03-02``) and ISO weeks (``2026-W10``) all move by the same whole weeks, so that
    weekdays stay and business days between them too; calendar months do not, so what is counted
    in months must be counted anew. What is no day, or would leave the calendar, stays as it is.
    """
    distance = _monday(today) - _monday(reference)
    return _DAY_OR_WEEK.sub(lambda match: _moved(match[0], distance), text)


def weeks_moved(template: str, text: str) -> int | None:
    """Return by how many weeks a text is the template's, moved; None where it is not, or holds no day."""
    ours, theirs = _DAY.search(template), _DAY.search(text)
    try:
        days = (date.fromisoformat(theirs[0]) - date.fromisoformat(ours[0])).days  # type: ignore[index]
    except (TypeError, ValueError):
        return None
    weeks = days // 7
    return weeks if moved_by_weeks(template, weeks) == text else None


def moved_by_weeks(text: str, weeks: int) -> str:
    """Return the text with all its days so many weeks later."""
    return move_dates(text, REFERENCE, REFERENCE + timedelta(weeks=weeks))


def is_sample(path: str) -> bool:
    """Tell whether a file of the template is there to be looked at and deleted."""
    return path.startswith(tuple(f"{folder}/" for folder in FOLDERS)) and path.endswith(".md")


def without_tour(home: str) -> str:
    """Return ``Home.md`` for a vault without samples."""
    return _TOUR.sub("", home)


def tour_of(home: str) -> str:
    """Return the section of ``Home.md`` that leads through the samples, "" where it has none."""
    found = _TOUR.search(home)
    return found[0] if found else ""


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
