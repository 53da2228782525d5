"""The letters at the end of a review: each as text under a heading that the lists link to."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from vaultkit.core.across.people import Contact
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import plain
from vaultkit.formats.listing import counted, entry, paragraph
from vaultkit.formats.mail import Draft, is_address, mailto
from vaultkit.value import frozen

MOST_LETTERS = 30
MOST_CHARACTERS = 100_000
"""Of all letters together, so that a review may be read back whatever a vault's own letters hold."""

_LINK_BREAKERS = re.compile(r"[\[\]|#^:%\\]+")

Drafts = Mapping[tuple[str, str], Draft]
"""A letter by note and id. One that could not be filled has no body."""


@frozen
class WeekLetter:
    """One letter, once for all items that it serves. ``item`` is the first of them."""

    heading: str
    draft: Draft
    item: Item


class WeekLetters:
    """The letters that the items of some contacts ask for within a week, in the order of the lists.

    A week from the day of the review, so that a review on a Sunday has the letters of the days
    that follow. What is to be sent later waits for a later review.
    """

    def __init__(
        self, contacts: Iterable[Contact], drafts: Drafts, phrases: Phrases, today: date
    ) -> None:
        self.phrases = phrases
        self._headings: dict[tuple[str, str], str] = {}
        self.shown: list[WeekLetter] = []
        self.left_out = 0
        self._room = MOST_CHARACTERS
        by_draft: dict[Draft, str] = {}
        for contact in contacts:
            for item in contact.items:
                draft = drafts.get((item.path, item.id))
                if (
                    draft is None
                    or not (draft.body or is_address(draft.to))
                    or not _is_soon(item, today)
                ):
                    continue
                if draft not in by_draft and not self._add(draft, contact, item):
                    continue
                heading = by_draft.setdefault(draft, self.shown[-1].heading)
                self._headings[item.path, item.id] = heading

    def _add(self, draft: Draft, contact: Contact, item: Item) -> bool:
        """Take a letter in, unless there are too many; tell whether it was."""
        self._room -= len(draft.body)
        if len(self.shown) == MOST_LETTERS or self._room < 0:
            self.left_out += 1
            return False
        self.shown.append(WeekLetter(self._heading(contact, item), draft, item))
        return True

    def _heading(self, contact: Contact, item: Item) -> str:
        """Return a heading that a link within the note finds: without its marks, and like no other."""
        key = f"why.{item.rule}"
        why = self.phrases.say(key) if self.phrases.has(key) else item.rule
        text = f"{_title(contact.name)}, {_title(item.company)} ({lowered(_title(why))})"
        taken = {letter.heading.casefold() for letter in self.shown}
        number = 1
        heading = text
        while heading.casefold() in taken:
            number += 1
            heading = f"{text} {number}"
        return heading

    def link(self, item: Item) -> str:
        """Return a link to the item's letter, or "" where none is shown."""
        heading = self._headings.get((item.path, item.id))
        return f"[[#{heading}|{self.phrases.say('week.letters.link')}]]" if heading else ""

    def lines(self) -> Iterator[str]:
        """Yield the letters' part; nothing without a letter."""
        if self.shown:
            yield from (*paragraph(self.phrases.say("week.letters.note")), "")
        if any("my_name" in letter.draft.left_out for letter in self.shown):
            yield from (*paragraph(self.phrases.say("week.letters.unsigned")), "")
        for letter in self.shown:
            yield from (f"### {letter.heading}", "", *self._letter(letter), "")
        if self.left_out:
            yield from (*entry(counted("week.letters.more", self.left_out, self.phrases)), "")

    def _letter(self, letter: WeekLetter) -> Iterator[str]:
        draft = letter.draft
        if draft.body:
            subject = self.phrases.say("week.letters.subject", subject=draft.subject)
            # In a fence nothing is read as Markdown, and Obsidian has a button that copies it.
            yield from ("```text", *_safe_lines(f"{subject}\n\n{draft.body}"), "```")
        else:
            note = letter.item.path.rpartition("/")[2].removesuffix(".md")
            name = f"{_title(note)}#{letter.item.id.removeprefix('vk-')}"
            yield from paragraph(self.phrases.say("week.letters.lacking", item=name))
        if is_address(draft.to):
            yield from (
                "",
                f"[{self.phrases.say('week.letters.open', address=plain(draft.to))}]({mailto(draft)})",
            )


def _is_soon(item: Item, today: date) -> bool:
    """Tell whether an item is due, or its window opens, within seven days."""
    days = [day for day in (item.start, item.due) if day]
    return any((day - today).days <= 7 for day in days)


def lowered(text: str) -> str:
    """Return words that begin a sentence as they stand within one."""
    return text[:1].lower() + text[1:]


def _title(text: str) -> str:
    return " ".join(_LINK_BREAKERS.sub(" ", plain(text)[:60]).split())


def _safe_lines(text: str) -> Sequence[str]:
    """Return a letter's lines; no word of a note ends the fence, or is a mark to another program."""
    return [
        " ".join(filter(None, map(plain, line.split()))) for line in text.strip("\n").split("\n")
    ]
