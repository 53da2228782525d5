"""Days as a person says them in a sentence: ``Saturday 25 October``, ``5 February``, ``4 days late``."""

from datetime import date

from vaultkit.core.days.moment_format import format_moment
from vaultkit.core.text.phrases import Phrases

_FAR_DAYS = 300
"""From so many days on a day without its year could be taken for another."""

_NEAR_DAYS = 14
"""So far ahead days are counted; later ones are named."""


def day_words(day: date, today: date, phrases: Phrases) -> str:
    """Return a day without its weekday; the year only where it is far away."""
    return _said("day.far" if _is_far(day, today) else "day.near", day, phrases)


def weekday_words(day: date, today: date, phrases: Phrases) -> str:
    """Return a day with its weekday; the year only where it is far away."""
    return _said("day.weekday-far" if _is_far(day, today) else "day.weekday", day, phrases)


def due_words(due: date | None, today: date, phrases: Phrases) -> str:
    """Return when an item is due, seen from today; it is empty without a day."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return phrases.count("due-in.late", -days)
    if days < 2:
        return phrases.say("due-in.tomorrow" if days else "due-in.today")
    if days < _NEAR_DAYS:
        return phrases.say("due-in.ahead", n=days)
    return day_words(due, today, phrases)


def _is_far(day: date, today: date) -> bool:
    return abs((day - today).days) >= _FAR_DAYS


def _said(key: str, day: date, phrases: Phrases) -> str:
    return format_moment(phrases.say(key), day, phrases)
