"""Days as people write them in a text: with the day first or the month first, or with the month's name."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from vaultkit.core.days.spoken_day import dated_in_full
from vaultkit.core.front_matter.parts import several
from vaultkit.core.front_matter.written import read_day, read_hour, two_orders
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line
from vaultkit.value import frozen

Order = Literal["day-month", "month-day"]


@frozen
class DayWords:
    """How days are read. ``order`` is that of numbers which could be two days; None where nothing tells."""

    order: Order | None = None
    languages: tuple[Phrases, ...] = ()


@frozen
class BodyDay:
    """A day with its hour, as a clock shows it, where one stands behind it."""

    day: date
    hour: str | None = None

    @property
    def text(self) -> str:
        return f"{self.day} {self.hour}" if self.hour else str(self.day)


def told_order(texts: Iterable[str], language: Phrases) -> Order | None:
    """Return the order in which a vault writes day and month, as its days tell that can be read in one order alone.

    Without such days it is that of the language, where all who write it agree: in Italian the
    day stands first, in English it hangs on the country. None where the days differ.
    """
    seen: set[Order] = set()
    for text in texts:
        for part in several(text):
            day_first, month_first = two_orders(_apart(part)[0])
            if day_first and not month_first:
                seen.add("day-month")
            elif month_first and not day_first:
                seen.add("month-day")
    if seen:
        return seen.pop() if len(seen) == 1 else None
    return "day-month" if language.say("when.order") == "day-month" else None


def read_days(text: str, words: DayWords) -> Sequence[BodyDay] | None:
    """Return the days of a value in their order; None where one of them is none, or could be two."""
    if alone := _read(one_line(text), words):
        return [alone]
    found = [_read(part, words) for part in several(text)]
    days = [day for day in found if day]
    return days if len(days) == len(found) else None


def _read(text: str, words: DayWords) -> BodyDay | None:
    day, hour = _apart(text)
    found = read_day(day)
    if isinstance(found, date):
        return BodyDay(found, hour)
    day_first, month_first = two_orders(day)
    if day_first and month_first and day_first != month_first:
        either = {"day-month": day_first, "month-day": month_first}
        return BodyDay(either[words.order], hour) if words.order else None
    sure = day_first or month_first or dated_in_full(day, words.languages)
    return BodyDay(sure, hour) if sure else None


def _apart(text: str) -> tuple[str, str | None]:
    """Return the words of a day and its hour: the longest end of the text that is one."""
    words = text.replace("T", " ", 1).split(" ") if text[:1].isdigit() else text.split(" ")
    for place in range(1, len(words)):
        if hour := read_hour(" ".join(words[place:]).strip(",")):
            return " ".join(words[:place]).rstrip(",–- "), hour
    return text, None
