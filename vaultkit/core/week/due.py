"""What is due on a day."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from vaultkit.core.across.people import People, by_day
from vaultkit.core.follow_ups.item import Entry, Item


def is_due(item: Item, today: date) -> bool:
    """Tell whether an item is open and its window too: from its start on, without one from its due day."""
    opens = item.start or item.due
    return not item.is_closed and item.due is not None and opens is not None and opens <= today


def due_items(entries: Sequence[Entry], people: People, today: date) -> tuple[Item, ...]:
    """Return the items that are due, by due day, note and line. The entries are those that the lists show.

    A line that belongs to an interview is left out once that is past, and so is a line for somebody who is
    not to be contacted.
    """
    # The day is asked first: the other questions take longer, and so does the order.
    return tuple(_sensible(entries, people, today, partial(is_due, today=today)))


def still_open(entries: Sequence[Entry], people: People, today: date) -> list[Item]:
    """Return the open items that still make sense, by due day, note and line."""
    return _sensible(entries, people, today, lambda item: not item.is_closed)


def _sensible(
    entries: Sequence[Entry], people: People, today: date, is_meant: Callable[[Item], bool]
) -> list[Item]:
    """Return those of some open items that still make sense, in their order."""
    directory, silent = people.directory, people.directory.silent
    found = [
        item
        for entry in entries
        if entry.application.follow_up and entry.has_stage
        for item in entry.items
        if is_meant(item)
        and not (silent and item.person and directory.identity(item.person) in silent)
        and not (item.for_interview and _is_too_late(item, entry, today))
    ]
    return sorted(found, key=by_day)


def _is_too_late(item: Item, entry: Entry, today: date) -> bool:
    """Tell whether the interview that the item prepares for is past."""
    interview = interview_of(item, entry)
    return interview is not None and interview < today


def interview_of(item: Item, entry: Entry) -> date | None:
    """Return the interview that a line which belongs to one is for, or None when the note has none.

    It is the first on or after the day that the tool gave the line, whatever day the person
    gave it since: numbers do not tell, since interviews may be put in between.
    """
    given = entry.memory.given.get(item.id.removeprefix("vk-"))
    day = (given.first_due or given.due) if given else item.due
    interviews = entry.application.interviews
    ahead = (interview for interview in interviews if day is None or interview >= day)
    return next(ahead, interviews[-1] if interviews else None)
