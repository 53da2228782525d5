"""``vaultkit review --walk``: the week item by item, one key each, all of it one run for ``undo``.

Where the walk stands is kept outside of the vault after each key, so that it goes on there the
next time, whatever ended it.
"""

import sys
from collections.abc import Callable, Mapping
from datetime import date

from vaultkit.cli.acting import day_meant, put_off, tick_items
from vaultkit.cli.answer import Answer
from vaultkit.cli.drafting import draft_of, letter_of
from vaultkit.cli.item_table import new_page
from vaultkit.cli.opening import open_note
from vaultkit.cli.printing import print_answer
from vaultkit.cli.session import Session
from vaultkit.cli.summary import items_answer
from vaultkit.core.across.people import by_day
from vaultkit.core.across.people import pending as pending_contacts
from vaultkit.core.across.survey import Survey
from vaultkit.core.days.dates import week_name
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.week.due import due_items
from vaultkit.disk.journal import Run
from vaultkit.disk.listed_numbers import Listed, recall, remember
from vaultkit.disk.programs import open_link
from vaultkit.disk.system import Keys, system
from vaultkit.errors import (
    BusyError,
    NoteLeftError,
    OutputError,
    StateError,
    UsageError,
    VaultkitError,
)
from vaultkit.formats.day_words import due_words
from vaultkit.formats.item_words import item_words
from vaultkit.formats.mail import is_address, mailto
from vaultkit.work import refresh as refreshing

_Place = tuple[str, str, str]
"""An item by its note, its id and the day that it is due."""

_NAME = "review --walk"
_FILE = "walk.json"
_A_WEEK = "1w"
_ENDS = ("q", "\x04", "")
_ESCAPE = "\x1b"
_NEXT = ("\n", "\r")


def walk(session: Session) -> int:
    """Walk through the week. Raises UsageError where there is no terminal to type at."""
    if not session.is_interactive:
        raise UsageError("walk-no-terminal")
    keys = system.keys(sys.stdin.fileno())
    with session.writing(_NAME) as run, keys.taken():
        return _Walk(session, run, keys).go()


class _Walk:
    """One walk: what it has come past, and what was done on the way."""

    def __init__(self, session: Session, run: Run, keys: Keys) -> None:
        self.session, self.run, self.keys = session, run, keys
        self.counts = {"done": 0, "snooze": 0, "passed": 0}
        self.week = week_name(session.today)
        self.passed = self._recalled()
        self.actions: Mapping[str, Callable[[Item, Survey], bool]] = {
            "d": self._done,
            "s": self._snooze,
            "l": self._letter,
            "m": self._mail,
            "o": self._open,
        }

    def go(self) -> int:
        items = self._ahead()
        if not items and self.passed:
            self.passed, items = [], self._ahead(everything=True)
        if not items:
            self.session.console.prose(self._say("nothing"))
            return 0
        for place, item in enumerate(items, start=1):
            try:
                goes_on = self._stop_at(item, place, len(items))
            except KeyboardInterrupt:
                self._tell_end(len(items) - place + 1)
                raise
            if not goes_on:
                self._tell_end(len(items) - place + 1)
                return 0
        self.passed = []
        self._keep()
        self._tell_end(0)
        return 0

    def _ahead(self, *, everything: bool = False) -> list[Item]:
        """Return the items of the week that were not passed yet, the earliest first."""
        session = self.session
        found = refreshing.look(session.index, session.desk, session.today)
        people = found.people
        pending = pending_contacts(found.listed, people, session.today, session.settings)
        items = [
            *due_items(found.listed, people, session.today),
            *(item for contact in pending for item in contact.items),
        ]
        by_place = {(item.path, item.id): item for item in items}
        past = set() if everything else set(self.passed)
        return sorted((item for item in by_place.values() if _place(item) not in past), key=by_day)

    def _stop_at(self, item: Item, place: int, whole: int) -> bool:
        """Show an item and do what the keys say until it is left behind; False to end the walk."""
        shown = False
        while True:
            found = self._look()
            now = _standing(item, found)
            if now is None:
                return True  # somebody has settled it meanwhile
            if not shown:
                self.keys.drop()  # what was typed before an item is shown is not meant for it
                self._show(now, place, whole)
                shown = True
            key = self._ask_key()
            if key in _ENDS:
                return False
            if key in _NEXT:
                self.counts["passed"] += 1
                self._come_past(now)
                return True
            if self._act(key, now, found):
                return True

    def _come_past(self, item: Item, due: date | None = None) -> None:
        """Remember an item by the day that it is due, so that one which ``undo`` gives back is shown."""
        self.passed.append(_place(item, due))
        self._keep()

    def _look(self) -> Survey:
        return refreshing.look(self.session.index, self.session.desk, self.session.today)

    def _act(self, key: str, item: Item, found: Survey) -> bool:
        """Do what a key stands for; tell whether the item is settled. What fails is told."""
        action = self.actions.get(key)
        if action is None:
            self.session.console.prose(self._say("keys"))
            return False
        try:
            return action(item, found)
        except (StateError, OutputError):
            raise
        except (UsageError, NoteLeftError, BusyError) as error:
            self._tell(error)
            return False

    def _done(self, item: Item, found: Survey) -> bool:
        after = tick_items(self.session, [item], found, self.run)
        self._print(items_answer(self.session, "done", [item], found, after))
        self.counts["done"] += 1
        return True

    def _snooze(self, item: Item, found: Survey) -> bool:
        self.keys.drop()
        with self.keys.given_back():
            answer = self.session.console.ask(self._say("until"))
        if answer is None:
            return False
        day = day_meant(self.session, answer.strip() or _A_WEEK)
        after = put_off(self.session, item, day, self.run)
        self._come_past(item, day)
        self._print(items_answer(self.session, "snooze", [item], found, after))
        self.counts["snooze"] += 1
        return True

    def _print(self, answer: Answer) -> None:
        print_answer(_NAME, self.session, answer)

    def _letter(self, item: Item, found: Survey) -> bool:
        for line in letter_of(draft_of(self.session, item, found)).splitlines():
            self.session.console.prose(line)
        return False

    def _mail(self, item: Item, found: Survey) -> bool:
        made = draft_of(self.session, item, found)
        if not is_address(made.to):
            raise UsageError("walk-no-address")
        open_link(mailto(made), self.session.vault.root, self.session.environ)
        self.session.console.prose(self._say("mailed"))
        return False

    def _open(self, item: Item, _: Survey) -> bool:
        with self.keys.given_back():
            root = self.session.vault.root
            open_note(root / item.path, root, self.session.environ)
        return False

    def _show(self, item: Item, place: int, whole: int) -> None:
        phrases, page = self.session.console.phrases, new_page(self.session.console)
        names = filter(one_line, (item.person.text if item.person else "", item.company))
        page.title(
            " · ".join(
                filter(
                    None,
                    (
                        self._say("place", n=place, whole=whole),
                        ", ".join(names),
                        due_words(item.due, self.session.today, phrases),
                    ),
                )
            )
        )
        page.line(item_words(item), indent=2)
        page.line(self._say("keys"), "dim", indent=2)
        self.session.console.page(page.text())

    def _ask_key(self) -> str:
        """Return the next key, as it is pressed; "" when there is nobody left to press one."""
        sys.stdout.flush()
        sys.stderr.flush()
        key = self.keys.read()
        if key == _ESCAPE:
            self.keys.drop()  # an arrow is several characters, and stands for none of the keys
        return key

    def _tell(self, error: VaultkitError) -> None:
        console = self.session.console
        if isinstance(error, NoteLeftError):
            console.error_line(console.problem(error.problem))
        else:
            console.error_line(console.phrases.say(f"error.{error.key}", **error.values))

    def _tell_end(self, left: int) -> None:
        console, phrases = self.session.console, self.session.console.phrases
        told = [
            phrases.count(f"walk.{what}", number) for what, number in self.counts.items() if number
        ]
        if told:
            console.prose(f"{phrases.say('hints.and').join(told)}.")
        if left:
            console.prose(phrases.count("walk.left", left))
        if self.counts["done"] or self.counts["snooze"]:
            console.prose(self._say("undo"))

    def _say(self, key: str, **values: object) -> str:
        return self.session.console.phrases.say(f"walk.{key}", **values)

    def _recalled(self) -> list[_Place]:
        """Return what an earlier walk of this week came past."""
        kept = recall(self.session.journal.folder, _FILE)
        if not kept or kept[0].name != self.week:
            return []
        return [(one.note, one.id, one.name) for one in kept[1:]]

    def _keep(self) -> None:
        passed = [Listed(note, id_, due) for note, id_, due in self.passed]
        remember(self.session.journal.folder, [Listed(name=self.week), *passed], _FILE)


def _place(item: Item, due: date | None = None) -> _Place:
    return item.path, item.id, str(due or item.due)


def _standing(item: Item, found: Survey) -> Item | None:
    """Return an item as it stands now; None for one that is settled or gone."""
    return next(
        (
            one
            for entry in found.entries
            for one in entry.items
            if (one.path, one.id) == (item.path, item.id) and not one.is_closed
        ),
        None,
    )
