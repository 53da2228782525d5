"""Items as a person reads them on a terminal: numbered, the person and the employer first."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from vaultkit.cli.console import Console, terminal_width
from vaultkit.core.across.people import Contact
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import Name
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line
from vaultkit.formats.day_words import due_words
from vaultkit.formats.item_words import item_words
from vaultkit.value import frozen

if TYPE_CHECKING:
    from vaultkit.cli.tables import Cell, Page, Words

_NARROW = 72
"""Below so many columns four texts beside each other would be heaps of broken words."""

_BROKEN = (1, 2, 4)
"""The columns of person, employer and words."""

_NOBODY = "–"


@frozen
class Row:
    """One item with whom it is for; ``address`` stands under the name."""

    item: Item
    who: str
    address: str = ""


def rows_of_items(items: Iterable[Item]) -> tuple[Row, ...]:
    """Return one row an item."""
    return tuple(Row(item, _name(item.person)) for item in items)


def rows_of_contacts(contacts: Iterable[Contact]) -> tuple[Row, ...]:
    """Return one row an item, in the contacts' order; the address stands with the first of each."""
    return tuple(
        Row(item, contact.name, "" if place else contact.email or "")
        for contact in contacts
        for place, item in enumerate(contact.items)
    )


def _name(person: Name | None) -> str:
    return person.text if person else ""


def new_page(console: Console) -> "Page":
    """Return an empty page as wide as the terminal."""
    # Rich takes a tenth of a second to load, for which no other command should wait.
    from vaultkit.cli.tables import Page

    return Page(terminal_width(), colors=console.has_colors, blocks=console.can_show("█▏"))


def item_table(rows: Sequence[Row], today: date, console: Console) -> str:
    """Return a table that fits the terminal; on a narrow one each item is a few lines."""
    page, phrases = new_page(console), console.phrases
    numbered = list(enumerate(rows, start=1))
    if page.width < _NARROW:
        cells = [(number, _stacked(row, today, phrases)) for number, row in numbered]
        page.table(["", ""], cells, broken=(1,))
    else:
        titles = [phrases.say(f"table.{key}") for key in ("who", "company", "when", "what")]
        page.table(
            ["", *titles],
            [(number, *_beside(row, today, phrases)) for number, row in numbered],
            _BROKEN,
        )
    return page.text()


def _beside(row: Row, today: date, phrases: Phrases) -> Sequence["Cell"]:
    from vaultkit.cli.tables import Words

    address = (Words(row.address, "dim"),) if row.address else ()
    return (
        Words(row.who or _NOBODY, below=address),
        Words(row.item.company or _NOBODY),
        when_words(row.item.due, today, phrases),
        Words(item_words(row.item)),
    )


def _stacked(row: Row, today: date, phrases: Phrases) -> "Words":
    from vaultkit.cli.tables import Words

    first, *names = filter(one_line, (row.who, row.item.company, _NOBODY))
    title = ", ".join([first, *(name for name in names if name != _NOBODY)])
    address = (Words(row.address, "dim"),) if row.address else ()
    when = when_words(row.item.due, today, phrases)
    return Words(title, "bold", (*address, when, Words(item_words(row.item))))


def when_words(due: date | None, today: date, phrases: Phrases) -> "Words":
    """Return when something is due, in words: the color only repeats them."""
    from vaultkit.cli.tables import Words

    late = due is not None and due < today
    return Words(due_words(due, today, phrases) or _NOBODY, "red" if late else "")
