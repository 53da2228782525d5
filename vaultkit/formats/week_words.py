"""What all parts of a review share: its words, the names of items, and how long a list may be."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from vaultkit.core.days.moment_format import format_moment
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.notes.application import Application
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import shown
from vaultkit.formats.links import item_link, note_link, place
from vaultkit.formats.listing import counted, limited

if TYPE_CHECKING:
    from vaultkit.core.week.review import Week

T = TypeVar("T")

MOST_LISTED = 50
"""Of people, things to do and interviews: more than anybody does in a week."""

MOST_TOLD = 20
"""Of all else that is listed: silences, what came about, problems."""

_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]")
_TAG = re.compile(r"(?:^|(?<=\s))#\S+\s*")


class WeekWords:
    """Says what a week's parts say, in one language."""

    def __init__(self, week: "Week", phrases: Phrases) -> None:
        self.week, self.phrases = week, phrases

    def say(self, key: str, **values: object) -> str:
        return self.phrases.say(f"week.{key}", **values)

    def count(self, key: str, number: int, **values: object) -> str:
        return counted(f"week.{key}", number, self.phrases, **values)

    def more(self, key: str) -> Callable[[int], str]:
        """Return what says how many of a list are left out, and the command that lists them."""
        return lambda number: self.count(f"more.{key}", number)

    def day(self, day: date) -> str:
        """Return a day with its weekday: ``Tue 24 Nov``."""
        return format_moment(self.say("day"), day, self.phrases)

    def group(
        self,
        title: str,
        found: Sequence[T],
        show: Callable[[T], Iterable[str]],
        most: int,
        more: str,
    ) -> Iterator[str]:
        """Yield a list under its heading, with an end; nothing where nothing was found."""
        if not found:
            return
        if title:
            yield from (f"### {self.say(title)}", "")
        yield from (*limited(found, show, most, self.more(more)), "")

    def due(self, item: Item) -> str:
        late = (self.week.today - item.due).days if item.due else 0
        if late > 0 and self.week.accepted:
            return self.say("due.past", day=item.due)
        if late > 0:
            return self.count("due.late", late, day=item.due)
        return self.say("due.today" if late == 0 else "due.day", day=item.due)

    def why(self, item: Item) -> str:
        key = f"why.{item.rule}"
        return self.phrases.say(key) if self.phrases.has(key) else words(item)

    def place_link(self, application: Application, *, in_table: bool = False) -> str:
        text = place(application.company, application.role)
        return note_link(application.path, text).replace("|", "\\|" if in_table else "|")


def words(item: Item) -> str:
    """Return an item's words without links and tags."""
    return said(item.text)


def named(item: Item) -> tuple[str, str]:
    """Return a link to an item by its words, and the employer where they do not tell, else ""."""
    told, company = words(item), shown(item.company)
    is_told = company.removesuffix("…") in told
    return item_link(item, told), "" if is_told else company


def said(text: str) -> str:
    """Return what somebody wrote, without links and tags: a tag here would tag the review."""
    return shown(_TAG.sub("", unlinked(text))) or shown(text)


def unlinked(text: str) -> str:
    """Return a text with its wikilinks as the words that they show."""
    return _WIKILINK.sub(lambda match: match.group(2) or match.group(1), text)
