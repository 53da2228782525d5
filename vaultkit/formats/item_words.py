"""One item in words for the terminal: nothing of a line is left out, and no link stands in it."""

from collections.abc import Sequence
from datetime import date

from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import one_line
from vaultkit.formats.day_words import day_words, due_words
from vaultkit.formats.week_words import unlinked


def item_words(item: Item) -> str:
    """Return the words of a line, its links as the words that they show."""
    return one_line(unlinked(item.text))


def item_and_company(item: Item) -> str:
    """Return the words of a line, and the employer's name where they do not tell it."""
    company, words = one_line(item.company), item_words(item)
    return words if not company or company in words else f"{words}, {company}"


def next_words(items: Sequence[Item], today: date, phrases: Phrases) -> str:
    """Return the sentence that says what comes next; empty when nothing does."""
    told = [_with_day(item, today, phrases) for item in items]
    return phrases.say("done.next", items="; ".join(told)) if told else ""


def _with_day(item: Item, today: date, phrases: Phrases) -> str:
    """Return the words with their day; of a day that is not ahead, how late it is."""
    words = item_words(item)
    if item.due is None:
        return words
    say_day = day_words if item.due > today else due_words
    return f"{words}, {say_day(item.due, today, phrases)}"
