"""The vault in memory: every note that matters, read again only when it has changed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from vaultkit.core.across.bystander import signs_of
from vaultkit.core.across.classify import (
    NOTHING,
    Marked,
    Sorted,
    sort_application,
    sort_briefly,
    sort_note,
)
from vaultkit.core.across.gist import Gist
from vaultkit.core.across.survey import Look, Survey, survey_of
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.first_look import first_look
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.notes.directory import Directory
from vaultkit.core.notes.person import Person
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.disk.bystanders import Bystanders
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.note_file import readable
from vaultkit.disk.roll import NO_SIGNATURE, Roll
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.work import in_parts
from vaultkit.work.gists import Kept, KnownGist, names_digest
from vaultkit.work.memory import Memory
from vaultkit.work.readings import Readings
from vaultkit.work.seen_notes import SeenNote, look_of, people_in, seen_before
from vaultkit.work.uncollected import uncollected

if TYPE_CHECKING:  # loaded by whoever writes, when they are asked for
    from vaultkit.work.known_notes import Known
    from vaultkit.work.neighbours import Neighbours
    from vaultkit.work.planner import Changes

SortNote = Callable[[Note, Settings, Vocabulary], Sorted]

_GRAIN_SECONDS = 2.0
"""Two saves may fall into one tick of a file system's clock and leave the same signature: 4 ms, on FAT 2 s."""

_OF_THE_TEXT = ("not-utf-8", "too-large", "conflict-copy", "name-not-utf-8", "name-not-here")
"""Why a note is left alone for what it is. Any other reason is the disk's, and may be over without a trace."""

_NO_FILE = ("missing", "not-a-file")
"""Why a path cannot be read that a walk would not find: it went, or is a link or a folder by now."""


class Index:
    """Looks over a vault. What it remembers between looks only saves time, never decides."""

    def __init__(
        self,
        vault: Vault,
        settings: Settings,
        vocabulary: Vocabulary,
        tell: Callable[[int], None] = lambda _: None,
        broken_off: Callable[[], Mapping[str, Problem]] = lambda: MappingProxyType({}),
        cache: Cache | None = None,
    ) -> None:
        """``tell`` hears how many notes have been seen, while a look lasts.

        ``broken_off`` gives the notes whose text a crash has left in doubt: not one line of them
        counts, and a look tells why. ``cache`` holds what earlier runs have learned.
        """
        self.vault, self.settings, self.vocabulary, self.tell = vault, settings, vocabulary, tell
        self._signs = signs_of(settings, vocabulary)
        self._broken_off, self.cache = broken_off, cache
        self._known: dict[str, SeenNote] = {}
        self._memory = Memory(cache, vocabulary.order)
        self._desk: Desk | None = None
        self.neighbours: Neighbours | None = None
        self.is_large = False
        self._is_spread = False
        self.state: bytes | None = None

    @property
    def is_in_doubt(self) -> bool:
        """Tell whether a crash has left a note in doubt that nobody has mended yet."""
        return bool(self._broken_off())

    def glance(self) -> tuple[Roll, bytes | None]:
        """Return the roll, and what names its state: None where an answer of an earlier run must not be taken."""
        roll = self.vault.roll()
        return roll, None if self.cache is None or self._broken_off() else roll.digest

    def look(self, roll: Roll | None = None) -> Look:
        """Return what is in the vault now, in the order of the walk. ``roll`` is one that was called just now.

        A note counts as unchanged while its inode, size and both times are, and these were not
        those of a moment ago when it was read; what writes a note checks its bytes once more.
        ``state`` names what was seen, where every note of it is sure.
        """
        with uncollected(), self.vault.in_order():
            found = look_of(self._known_wholly(roll or self.vault.roll()))
        self._memory.keep()
        return found

    def survey(
        self,
        desk: Desk,
        today: date,
        only: Container[str] | None = None,
        roll: Roll | None = None,
    ) -> Survey:
        """Return the survey of a look as of a day; it has no sheets, since no application's text is kept.

        What an earlier look has found of a note is taken again, as ``look`` does, and what an
        earlier run has kept. ``only`` names the notes that may be written; None stands for all.
        """
        readings = Readings(desk, today, self.vocabulary.order, self._sort_application)
        with uncollected(), self.vault.in_order(), closing(readings):
            known = self._known_briefly(roll or self.vault.roll(), readings)
            directory = Directory(each.note.person for each in known.values() if each.note.person)
            gists = self._all_gists(known, directory, readings, desk, today)
        with uncollected():
            read = partial(self.sheet, today=today)
            return survey_of(look_of(known), gists, directory, desk, read, only)

    def updates(self, found: Survey, desk: Desk, today: date) -> Changes:
        """Return what an update does to each application of the last survey; what is idle is remembered."""
        from vaultkit.work.planner import plan_all

        kept = self._memory.kept
        with uncollected():
            changes = plan_all(found, desk, partial(self._sheet_or_why, today=today), kept.idle)
        idle = {path: one for path, one in changes.idle.items() if path in kept.gists}
        self._memory.kept = replace(kept, idle=idle)
        return changes

    def keep(self) -> None:
        """Keep what the last look has found for the next run, where that is much."""
        self._memory.keep()

    def keeping(self) -> AbstractContextManager[None]:
        """Keep it meanwhile."""
        return self._memory.keeping()

    def sheet(self, path: str, today: date) -> Sheet | None:
        """Read one application note as of a day; None where it is none that can be read."""
        found = self._sheet_or_why(path, today)
        return found if isinstance(found, Sheet) else None

    def _sheet_or_why(self, path: str, today: date) -> Sheet | tuple[Problem, ...]:
        """Read one application note as of a day, else return why it cannot be: nothing of one that is gone."""
        found = self._sort(path)
        if found.sheet:
            return first_look(found.sheet, today)
        self.state = None  # it was one when the roll was called: no answer holds for that roll
        return tuple(told for told in found.problems if told.code not in _NO_FILE)

    def sort(self, path: str) -> Sorted:
        """Read one note as it is now; NOTHING where there is none any more, or a walk never comes by."""
        found = self._sort(path)
        is_gone = any(told.code in _NO_FILE for told in found.problems)
        return NOTHING if is_gone or self.vault.passes_by(path) else found

    def take_over(self, known: Known, desk: Desk, today: date) -> None:
        """Keep what another process has found of a vault, which is a large one."""
        from vaultkit.work.neighbours import Neighbours

        self.neighbours, self.is_large = Neighbours(known, desk, today), True

    def get_to_know(self, found: Survey, changes: Changes, desk: Desk, today: date) -> None:
        """Keep how the notes of a survey hang together, and let go of all else that can be had again from the cache."""
        from vaultkit.work.known_notes import known_of
        from vaultkit.work.neighbours import Neighbours

        self.neighbours = Neighbours(known_of(found, changes.updates), desk, today)
        if self.cache:
            self._known = {}
            self._memory.let_go()
        self._is_spread = True

    def make_small(self) -> None:
        """Write down what is known, let go of it, and make it anew, once after each look at the whole vault.

        Such a look fills five times the room. What stays of it lies here and there in all of that,
        and while it does Python can give none of it back.
        """
        from vaultkit.work.known_notes import as_lines, from_lines
        from vaultkit.work.neighbours import Neighbours

        known = self.neighbours
        if known is None or not self._is_spread:
            return
        self._is_spread = False
        desk, today = known.desk, known.today
        lines = b"\n".join(as_lines(known.known)).split(b"\n")
        known = self.neighbours = None
        system.give_memory_back()
        self.neighbours = Neighbours(
            from_lines(map(json.loads, lines), self.vocabulary.order), desk, today
        )

    def note(self, path: str) -> Note | None:
        """Read one note; None where it is left alone."""
        found = self.vault.read(path)
        return found if isinstance(found, Note) else None

    def _known_wholly(self, roll: Roll) -> dict[str, SeenNote]:
        """Return all notes that are no bystanders, in the order of the walk."""
        found, unread = self._unchanged(roll, may_be_brief=False)
        before_these = len(roll.paths) - len(unread)
        each = in_parts.AT_ONCE
        for begin in range(0, len(unread), each):
            self.tell(before_these + begin)
            for number, one in self._read(roll, sort_note, unread[begin : begin + each]):
                found[roll.paths[number]] = one
        return self._take_up(roll, found, unread)

    def _known_briefly(self, roll: Roll, readings: Readings) -> dict[str, SeenNote]:
        """Return the same in brief."""
        if not self._known:
            self._known = seen_before(self._memory.kept)
        found, unread = self._unchanged(roll, may_be_brief=True)
        before_these = len(roll.paths) - len(unread)

        def tell(count: int) -> None:
            self.tell(before_these + count)

        found |= readings.briefly(roll, unread, partial(self._read, roll, sort_briefly), tell)
        return self._take_up(roll, found, unread, readings.introduce)

    def _take_up(
        self,
        roll: Roll,
        found: dict[str, SeenNote],
        unread: list[int],
        introduce: Callable[[Iterable[Person]], None] = lambda _: None,
    ) -> dict[str, SeenNote]:
        """Keep what was found, and return it in the order of the walk; of a note in doubt only why it is.

        ``unread`` are the numbers of those that were read just now. ``introduce`` hears of all people,
        before anything else is done: somebody waits for that.
        """
        in_doubt = self._broken_off()
        introduce(
            each.note.person
            for path, each in found.items()
            if each.note.person and path not in in_doubt
        )
        known = {path: found[path] for path in roll.paths if path in found}
        self._known = {**known}
        is_new = roll.digest is not None and any(roll.paths[one] not in found for one in unread)
        self._memory.take_bystanders(partial(_bystanders, roll, found), is_new=is_new)
        are_sure = all(found.is_sure for found in known.values())
        self.state = roll.digest if are_sure and not in_doubt else None
        there = {*roll.paths} if in_doubt else ()
        for path, told in in_doubt.items():
            if path in there:
                known[path] = SeenNote(NO_SIGNATURE, Sorted(problems=(told,)), False)
        return {path: known[path] for path in roll.paths if path in known} if in_doubt else known

    def _unchanged(
        self, roll: Roll, *, may_be_brief: bool
    ) -> tuple[dict[str, SeenNote], list[int]]:
        """Return the notes of the roll that are known still, and the numbers of those that are to be read."""
        before = self._memory.bystanders
        known: dict[str, SeenNote] = {}
        unread: list[int] = []
        for number, (path, signature) in enumerate(zip(roll.paths, roll.packed(), strict=True)):
            if before.get(path) == signature:
                continue
            one = self._known.get(path)
            if (
                one is not None
                and one.is_sure
                and (may_be_brief or not one.is_brief)
                and one.signature == roll.signature(number)
            ):
                known[path] = one
            else:
                unread.append(number)
        return known, unread

    def _all_gists(
        self,
        known: dict[str, SeenNote],
        directory: Directory,
        readings: Readings,
        desk: Desk,
        today: date,
    ) -> tuple[Gist, ...]:
        """Return the gist of each application; a note that turns out to be none is told of in ``known``."""
        before = self._memory.kept
        names = names_digest(each.note.person for each in known.values() if each.note.person)
        is_same_desk = self._desk is None or self._desk is desk
        still = before.gists_for(today, names) if is_same_desk else {}
        gists: dict[str, KnownGist | None] = {}
        for path, each in known.items():
            if each.note.is_application:
                one = still.get(path)
                is_known = one and each.is_sure and one.signature == each.signature
                gists[path] = one if is_known else None

        def sort(path: str) -> Sorted:
            note = known[path].note
            return note if note.sheet else self._sort(path)

        unread = [path for path, one in gists.items() if one is None]
        for path, found in readings.gists(unread, directory, sort).items():
            if isinstance(found, Gist):
                gists[path] = KnownGist(known[path].signature, found)
            else:
                self._is_none(path, known, found)
        kept = {path: one for path, one in gists.items() if one}
        sure = {path: one for path, one in kept.items() if known[path].is_sure}
        idle = {
            path: one for path, one in before.idle.items() if sure.get(path) is before.gists[path]
        }
        self._desk = desk
        self._memory.kept = Kept(names, people_in(known), sure, idle, readings.lines)
        return tuple(one.gist for one in kept.values())

    def _is_none(self, path: str, known: dict[str, SeenNote], found: Sorted) -> None:
        """Tell in ``known`` of a note that is marked as an application, and has no gist."""
        each = known[path]
        is_sure = each.is_sure and not found.person
        known[path] = replace(each, note=replace(found, person=None), is_sure=is_sure)
        self.state = self.state if is_sure else None

    def _read(
        self, roll: Roll, sort: SortNote, numbers: Sequence[int]
    ) -> Iterator[tuple[int, SeenNote]]:
        """Read some notes of the roll, best not too many at once; yield those that are not bystanders for sure."""
        paths = [roll.paths[number] for number in numbers]
        long_ago = time.time_ns() - int(_GRAIN_SECONDS * 1e9)
        for number, path, raw in zip(numbers, paths, self.vault.read_each(paths), strict=True):
            is_sure = roll.is_older(number, long_ago)
            if is_sure and isinstance(raw, bytes) and not self._signs.may_be_in(path, raw):
                continue
            note = raw if isinstance(raw, Problem) else readable(path, raw)
            if isinstance(note, Note):
                found = sort(note, self.settings, self.vocabulary)
                note.let_text_go()
            else:
                found = Sorted(problems=(note,))
                is_sure = is_sure and note.code in _OF_THE_TEXT
            if not is_sure or found != NOTHING:
                yield number, SeenNote(roll.signature(number), found, is_sure)

    def _sort(self, path: str) -> Sorted:
        note = self.vault.read(path)
        if isinstance(note, Problem):
            return Sorted(problems=(note,))
        return sort_note(note, self.settings, self.vocabulary)

    def _sort_application(self, marked: Marked) -> Sorted:
        return sort_application(marked, self.settings, self.vocabulary)


def _bystanders(roll: Roll, ours: Container[str]) -> Bystanders:
    """Return all other notes of a roll, each with its signature."""
    stands = zip(roll.paths, roll.packed(), strict=True)
    return {path: signature for path, signature in stands if path not in ours}
