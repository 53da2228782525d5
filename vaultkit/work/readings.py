"""How a survey reads notes: each in brief, and, once all people are known, each application for its gist.

Whose a line is depends on who there is, so an application waits for the last of the people to be
read: its bytes and its head, with whoever has read the note, this process or one of its copies. What
else it says is read then, and its gist made of it at once, while a processor still has it at hand.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from vaultkit.core.across.classify import NOTHING, WAITING, Marked, Sorted
from vaultkit.core.across.gist import Gist, gist_of
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.first_look import first_look
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.notes.directory import Directory, found_by
from vaultkit.core.notes.person import Person
from vaultkit.core.text.stages import Stages
from vaultkit.disk.roll import Roll, Signature
from vaultkit.work import in_parts
from vaultkit.work.gists import Brief, KnownGist, brief_of, by_path, read_line
from vaultkit.work.in_parts import NOT_HERE, Parts, Row, do_in_parts
from vaultkit.work.plain_data import from_plain
from vaultkit.work.seen_notes import SeenNote

Read = Callable[[Sequence[int]], Iterator[tuple[int, SeenNote]]]
Sort = Callable[[str], Sorted]

_BRIEFS = tuple[tuple[int, bool, Brief | None], ...]
"""Of some notes, by their numbers: what was found, and whether that is sure."""


class Readings:
    """The notes that one survey reads. To be closed: copies stay until then."""

    def __init__(
        self, desk: Desk, today: date, stages: Stages, sort: Callable[[Marked], Sorted]
    ) -> None:
        self._desk, self._today, self._stages, self._sort = desk, today, stages, sort
        self._held: dict[str, tuple[Signature, Marked]] = {}
        self._parts: Parts | None = None
        self.lines: dict[frozenset[str], bytes] = {}
        """Gists that copies have handed back, by the paths of their notes: lines, as the cache keeps them."""

    def close(self) -> None:
        """End the copies."""
        if self._parts:
            self._parts.close()

    def briefly(
        self, roll: Roll, unread: list[int], read: Read, tell: Callable[[int], None]
    ) -> dict[str, SeenNote]:
        """Return in brief those of some notes of the roll, by their numbers, that are no bystanders.

        Where the notes are many, they are not read by this process alone. Several are one thing to do:
        nothing is said, or done, of a bystander alone.
        """
        found: dict[str, SeenNote] = {}
        each = in_parts.AT_ONCE
        count = -(-len(unread) // each)

        def some(numbers: Sequence[int]) -> Iterator[tuple[int, SeenNote]]:
            for number, one in read(numbers):
                yield number, self._in_brief(roll.paths[number], one)

        def piece(number: int) -> Sequence[int]:
            return unread[number * each : (number + 1) * each]

        def take_up(numbers: Sequence[int]) -> None:
            found.update((roll.paths[number], one) for number, one in some(numbers))

        def here(number: int) -> None:
            take_up(piece(number))

        def there(number: int) -> Any:
            return [(note, one.is_sure, brief_of(one.note)) for note, one in some(piece(number))]

        def take(_: int, plain: Any) -> None:
            for note, is_sure, brief in from_plain(_BRIEFS, plain, self._stages):
                if brief is NOT_HERE:
                    take_up([note])
                    continue
                found[roll.paths[note]] = SeenNote(roll.signature(note), brief.note, is_sure, True)

        def told(done: int) -> None:
            tell(min(done * each, len(unread)))

        row = Row(count, here, there, take, told, each=each)
        self._parts = Parts(row, self._answer)
        self._parts.do()
        return found

    def introduce(self, people: Iterable[Person]) -> None:
        """Tell the copies what all people are called: they begin with the gists of what they have read."""
        if self._parts:
            self._parts.ask(lambda: [(each.path, *found_by(each)) for each in people])

    def gists(self, paths: list[str], directory: Directory, sort: Sort) -> dict[str, Gist | Sorted]:
        """Return the gist of each application, as the notes are by now; of one that has none, what its note is.

        The copies have been told of the people. ``sort`` reads a note once more that nobody has
        read in brief just now.
        """
        found: dict[str, Gist | Sorted] = {}

        def own() -> Iterator[None]:
            for path, known in self._held_gists(directory):
                found[path] = known.gist
                yield

        if self._parts:
            for line in self._parts.answers(own()):
                _, some = read_line(line, self._stages)
                found.update((path, known.gist) for path, known in some.items())
                self.lines[frozenset(some)] = line
        unread = [path for path in paths if path not in found]

        def here(number: int) -> None:
            note = sort(unread[number])
            found[unread[number]] = self._gist(note.sheet, directory) if note.sheet else note

        def there(number: int) -> Any:
            note = sort(unread[number])
            return self._gist(note.sheet, directory) if note.sheet else NOT_HERE

        def take(number: int, plain: Any) -> None:
            found[unread[number]] = from_plain(Gist, plain, self._stages)

        do_in_parts(Row(len(unread), here, there, take, is_long=True))
        return {path: found[path] for path in paths}  # of a note in doubt one may be held, too

    def _answer(self, people: list[Any]) -> Iterator[bytes]:
        """Yield the gists of what a copy has read and holds, as lines of the cache."""
        directory = Directory(
            Person(path, name, tuple(aliases), email, company=company)
            for path, name, aliases, email, company in people
        )
        return by_path("gists", self._held_gists(directory))

    def _held_gists(self, directory: Directory) -> Iterator[tuple[str, KnownGist]]:
        """Yield the gist of each application that waits here, but for those that have none, and let go of the rest."""
        while self._held:
            path, (signature, marked) = self._held.popitem()
            if sheet := self._sort(marked).sheet:
                yield path, KnownGist(signature, self._gist(sheet, directory))

    def _gist(self, sheet: Sheet, directory: Directory) -> Gist:
        gist = gist_of(first_look(sheet, self._today), self._today, self._desk, directory)
        sheet.note.let_text_go()
        return gist

    def _in_brief(self, path: str, one: SeenNote) -> SeenNote:
        """Return a note in brief. An application is held."""
        note = one.note
        if note is NOTHING:
            return one
        if note.is_application:
            if note.marked:
                self._held[path] = one.signature, note.marked
            note = WAITING
        if note.person:
            note.person.let_note_go()
        return SeenNote(one.signature, note, one.is_sure, True)
