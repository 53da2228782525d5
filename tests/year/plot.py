"""What happens to sixty applications in a year, drawn once from a seed: the same in every language and on every machine."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST_DAY = date(2026, 1, 5)
WEEKS = 52
APPLICATIONS = 60
PEOPLE = 80
RECRUITERS = 6
"""People of agencies, who stand in several applications."""


class Dice:
    """Draws with ``random()`` alone, which gives the same numbers on every version of Python."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def chance(self, part: float) -> bool:
        return self._random.random() < part

    def number(self, first: int, last: int) -> int:
        return first + int(self._random.random() * (last - first + 1))

    def one(self, several):
        return several[self.number(0, len(several) - 1)]


@dataclass(frozen=True)
class Event:
    """On a day, properties of one application get other values; people by their number."""

    day: date
    application: int
    says: Mapping[str, object] = field(default_factory=dict)


def events() -> dict[date, list[Event]]:
    """Return all events by day, those of one day by application."""
    found: dict[date, list[Event]] = {}
    for number in range(APPLICATIONS):
        for event in _application(number):
            found.setdefault(event.day, []).append(event)
    return found


def _application(number: int) -> Iterator[Event]:
    dice = Dice(f"application {number}")
    own = iter(range(RECRUITERS + (number * (PEOPLE - RECRUITERS)) // APPLICATIONS, PEOPLE))
    day = FIRST_DAY + timedelta(days=(number * 318) // APPLICATIONS + dice.number(0, 2))
    says: dict[str, object] = {"role": dice.number(0, 3), "source": dice.number(0, 3)}
    if dice.chance(0.15):
        yield Event(day, number, {**says, "status": "saved"})
        day += timedelta(days=dice.number(3, 6))
    says |= {"status": "applied", "applied": day}
    if dice.chance(0.4):
        says["recruiter"] = dice.number(0, RECRUITERS - 1)
    elif dice.chance(0.4):
        says["contact"] = next(own)
    if dice.chance(0.15):
        says["referral"] = True
    if dice.chance(0.2):
        says["closes"] = day + timedelta(days=dice.number(5, 20))
    yield Event(day, number, says)
    yield from _answer(number, day, dice, own)


def _answer(number: int, day: date, dice: Dice, own: Iterator[int]) -> Iterator[Event]:
    is_last = number in (41, 55)
    luck = dice.number(1, 100)
    if luck <= 40 and not is_last:
        if dice.chance(0.6):
            yield Event(day + timedelta(days=dice.number(38, 60)), number, {"status": "ghosted"})
        return
    if luck <= 58 and not is_last:
        day += timedelta(days=dice.number(5, 30))
        yield Event(
            day, number, {"status": "rejected", **({} if dice.chance(0.25) else {"decided": day})}
        )
        return
    day += timedelta(days=dice.number(4, 12))
    yield Event(day, number, {"status": "screening"})
    first = day + timedelta(days=dice.number(5, 10))
    people = (
        [next(own, PEOPLE - 1)]
        if dice.chance(0.6)
        else [next(own, PEOPLE - 2), next(own, PEOPLE - 1)]
    )
    yield Event(
        day + timedelta(days=2),
        number,
        {"status": "interview", "interviewed": [first], "interviewers": people},
    )
    last = first
    if dice.chance(0.3):
        last = first + timedelta(days=dice.number(7, 12))
        yield Event(first + timedelta(days=3), number, {"interviewed": [first, last]})
    if dice.chance(0.25):
        yield Event(
            last + timedelta(days=1), number, {"reply_by": last + timedelta(days=dice.number(4, 8))}
        )
    yield from _outcome(number, last, dice, is_last)


def _outcome(number: int, held: date, dice: Dice, is_last: bool) -> Iterator[Event]:
    day, luck = held + timedelta(days=dice.number(5, 18)), dice.number(1, 100)
    if is_last or luck > 84:
        deadline = day + timedelta(days=7)
        yield Event(day, number, {"status": "offer", "offered": day, "offer_deadline": deadline})
        answer = deadline - timedelta(days=1)
        end = (
            {"status": "accepted", "accepted": answer}
            if number == 55
            else {"status": "declined", "decided": answer}
        )
        yield Event(answer, number, end)
    elif luck > 76:
        yield Event(day, number, {"status": "withdrawn", "decided": day})
    else:
        yield Event(
            day, number, {"status": "rejected", **({} if dice.chance(0.25) else {"decided": day})}
        )
