"""The lists of what there is to do: what is due, and to whom one could write."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, starmap
from typing import Annotated, TypeVar

from vaultkit.cli.answer import Answer, Drawn, Lines
from vaultkit.cli.asked import Due, Pending, due_of, pending_of
from vaultkit.cli.beside_lists import beside_data
from vaultkit.cli.item_table import Row, item_table, rows_of_contacts, rows_of_items
from vaultkit.cli.items import listed_items, numbered
from vaultkit.cli.parameters import Flag
from vaultkit.cli.session import Session
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.once import Later
from vaultkit.formats.rows import contact_row, item_row

T = TypeVar("T")


def due(session: Session) -> Answer:
    """List what is due, the earliest first."""
    found = session.answer("due", Due, lambda found: due_of(found, session.today))
    items, problems = found.items, found.problems
    phrases = session.console.phrases
    count = phrases.count("due.count", len(items)) if items else phrases.say("due.count.none")
    return Answer(
        Later(lambda: (item_row(item, session.today) for item in items)),
        shown=(Lines(lambda: _due_lines(items, found.names, session)),),
        on_terminal=_table(session, items, rows_of_items),
        numbers=listed_items(items),
        beside=beside_data(problems, session, count),
        problems=problems,
    )


def _table(
    session: Session, found: Sequence[T], rows: Callable[[Sequence[T]], Sequence[Row]]
) -> tuple[Drawn, ...]:
    if not found:
        return ()
    return (Drawn(lambda: item_table(rows(found), session.today, session.console)),)


def _due_lines(items: Iterable[Item], names: Iterable[str], session: Session) -> list[str]:
    today = session.today
    red, dim = map(session.console.painter, ("red", "dim"))

    def line(item: Item, name: str) -> str:
        day = str(item.due or "")
        is_late = item.due and item.due < today
        return f"{red(day) if is_late else day}  {name}  {dim(item.text)}"

    return numbered(starmap(line, zip(items, names, strict=True)))


def contacts(
    session: Session,
    stale: Annotated[
        bool, Flag("--stale", help="Those of whom there has been nothing for a year instead.")
    ] = False,
) -> Answer:
    """List the people whom you could write to, the most overdue first."""
    if stale:
        from vaultkit.cli.stale import stale as stale_answer  # no other list needs it

        return stale_answer(session)
    found = session.answer(
        "contacts", Pending, lambda found: pending_of(found, session.today, session.settings)
    )
    pending, problems = found.contacts, found.problems
    count = session.console.phrases.count("contacts.count", len(pending))
    return Answer(
        Later(lambda: (contact_row(contact, session.today) for contact in pending)),
        shown=(Lines(lambda: _contact_lines(found, session)),),
        on_terminal=_table(session, pending, rows_of_contacts),
        numbers=listed_items(item for contact in pending for item in contact.items),
        beside=beside_data(problems, session, count),
        problems=problems,
    )


def _contact_lines(found: Pending, session: Session) -> Iterator[str]:
    """Yield each person with the lines of their items below; the numbers go on through all of them."""
    items = [item for contact in found.contacts for item in contact.items]
    lines = iter(_due_lines(items, found.names, session))
    for contact in found.contacts:
        yield f"{contact.name}  {contact.email or ''}".rstrip()
        yield from (f"  {line}" for line in islice(lines, len(contact.items)))
