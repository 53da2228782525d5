"""What commands say beside their data: what was left out, how many hints there are, what was done."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from vaultkit.cli.answer import Answer
from vaultkit.cli.items import ItemNames
from vaultkit.cli.session import Session
from vaultkit.core.across.people import by_day
from vaultkit.core.across.survey import Survey
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.edit import Edit
from vaultkit.core.week.fresh_no import fresh_nos
from vaultkit.formats.after_a_no import after_a_no
from vaultkit.formats.day_words import weekday_words
from vaultkit.formats.item_words import item_and_company, next_words
from vaultkit.formats.rows import item_row
from vaultkit.work import refresh as refreshing
from vaultkit.work.refresh import Refreshed

_MOST_NOS = 3
"""Told of one by one: whoever marks a pile of old ones wants no letter for each."""

_ID = re.compile(rb"\^vk-[a-z0-9-]+[ \t]*\r?$", re.MULTILINE)


def new_lines(edits: Iterable[Edit]) -> int:
    """Return how many checklist lines the edits add, by the ids that the notes carry."""
    return sum(
        (Counter(_ID.findall(edit.wanted)) - Counter(_ID.findall(edit.base))).total()
        for edit in edits
    )


def lines_after_nos(session: Session, done: Refreshed) -> Sequence[str]:
    """Return one line for each no that was seen just now; of many, the first few alone."""
    nos = fresh_nos(done.edits, done.survey, session.day())[:_MOST_NOS]
    return [after_a_no(no, session.day(), session.console.phrases) for no in nos]


def people_of(items: Iterable[Item], found: Survey) -> set[str]:
    """Return the paths of the notes of those whom items are for: what is done is a touch with them."""
    directory = found.people.directory
    people = (directory.person(item.person) for item in items if item.person)
    return {person.path for person in people if person}


def items_answer(
    session: Session, what: str, items: Sequence[Item], before: Survey, after: Refreshed
) -> Answer:
    """Return what was done with items, and which lines came by it: ``what`` is the command's name.

    ``before`` is the survey that the items were found in.
    """
    names = ItemNames(before.entries)
    # What the refresh returns is what it planned on: the new lines stand in the notes.
    entries = refreshing.look(session.index, session.desk, session.today).entries
    now = {(item.path, item.id): item for entry in entries for item in entry.items}
    changed = [now.get((item.path, item.id), item) for item in items]
    return Answer(
        [item_row(item, session.today) for item in changed],
        shown=tuple(
            names.of(item) if what == "done" else f"{item.due}  {names.of(item)}"
            for item in changed
        ),
        on_terminal=(),
        beside=_sentences(session, what, items, changed, _next_items(items, before, now.values())),
        problems=after.problems,
    )


def _sentences(
    session: Session,
    what: str,
    items: Sequence[Item],
    changed: Sequence[Item],
    following: Sequence[Item],
) -> tuple[str, ...]:
    """Say in a line for each item what was done, and after the last what comes next."""
    pairs = zip(items, changed, strict=True)
    *told, last = (_sentence(session, what, before, item) for before, item in pairs)
    comes = next_words(following, session.today, session.console.phrases)
    return (*told, f"{last} {comes}".rstrip())


def _sentence(session: Session, what: str, before: Item, item: Item) -> str:
    """Say what was done with an item. Who snoozes it to an earlier day has not put it off."""
    is_earlier = before.due is not None and item.due is not None and item.due < before.due
    return session.console.phrases.say(
        f"{what}.earlier" if what == "snooze" and is_earlier else f"{what}.told",
        text=item_and_company(item),
        day=_day(item, session),
        before=_day(before, session),
    )


def _day(item: Item, session: Session) -> str:
    return weekday_words(item.due, session.today, session.console.phrases) if item.due else ""


def _next_items(items: Sequence[Item], before: Survey, now: Iterable[Item]) -> Sequence[Item]:
    """Return the lines that came by it; where none did, the first that is open in those notes."""
    known = {(item.path, item.id) for entry in before.entries for item in entry.items}
    done, notes = {(item.path, item.id) for item in items}, {item.path for item in items}
    here = [item for item in now if item.path in notes]
    new = [item for item in here if (item.path, item.id) not in known]
    still_open = [
        item
        for item in here
        if item.due and not item.is_closed and (item.path, item.id) not in done
    ]
    return new or sorted(still_open, key=by_day)[:1]
