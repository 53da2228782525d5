"""The day of a command: the one place where the clock is asked for it."""

from datetime import date

from vaultkit.core.days.dates import parse_day
from vaultkit.errors import UsageError


def day(named: str | None) -> date:
    """Return the day that the person named, else the clock's. Raises UsageError for what is no day."""
    if named is None:
        return date.today()
    try:
        return parse_day(named)
    except ValueError as error:
        raise UsageError("bad-day", text=named.strip() or '""') from error
