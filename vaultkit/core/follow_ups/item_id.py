"""The ids of checklist lines, without ``vk-``: a rule, whom it is for, and a number from 2 on.

``follow-up-jane-doe`` is the first line of its rule for Jane Doe, ``follow-up-jane-doe-2`` the
second.
"""

import re
from collections.abc import Sequence
from datetime import date

from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.window import Window


def item_id(prefix: str, number: int) -> str:
    """Return the id of one of the lines that share rule and person."""
    return prefix if number == 1 else f"{prefix}-{number}"


def _number_of(prefix: str, name: str) -> int | None:
    """Return the number of a line of that prefix, None for any other id."""
    if name == prefix:
        return 1
    found = re.fullmatch(r"-([2-9]|[1-9]\d{1,3})", name.removeprefix(prefix))
    return int(found[1]) if found and name.startswith(prefix) else None


def numbers_of(prefix: str, windows: Sequence[Window], memory: Memory) -> list[int]:
    """Return each interview's number: the one its line has already, else its place, else a free one.

    A line that was written for an interview stays with it when another one is put before.
    """
    written: dict[int, date] = {}
    for name, given in memory.given.items():
        if number := _number_of(prefix, name):
            written[number] = given.due
    taken: dict[int, int] = {}
    for place, window in enumerate(windows):
        of_its_day = (number for number, due in written.items() if due == window.due)
        number = next((number for number in of_its_day if number not in taken.values()), None)
        if number:
            taken[place] = number
    for place in range(len(windows)):
        if place not in taken:
            candidates = (place + 1, *range(1, len(windows) + len(written) + 1))
            taken[place] = next(one for one in candidates if one not in taken.values())
    return [taken[place] for place in range(len(windows))]


def next_id(name: str) -> str:
    """Return the id of the line that comes when this one is done."""
    found = re.fullmatch(r"(.*)-([0-9]+)", name)
    return f"{found[1]}-{int(found[2]) + 1}" if found else f"{name}-2"
