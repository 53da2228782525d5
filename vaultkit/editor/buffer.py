"""A note as it stands in an editor, among the notes on the disk: what it says, and what is wrong with it."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from typing import TypeVar

from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.survey import Look, Survey, guarded_update, problems, survey
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.front_matter.head_values import Property
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import Kind, Vocabulary
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.editor.places import Places
from vaultkit.value import frozen

_One = TypeVar("_One")


@frozen
class Buffer:
    """A note in an editor. ``found`` is the survey with the buffer in the place of the note on the disk."""

    note: Note
    read: ReadText
    sheet: Sheet | None
    kind: Kind | None
    found: Survey
    problems: tuple[Problem, ...]
    desk: Desk
    vocabulary: Vocabulary
    today: date

    @cached_property
    def places(self) -> Places:
        return Places(self.note.text)

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """Those of the head; none where it does not read."""
        head = self.read.head(self.note.path)
        return head.properties if head else ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The note's own items, in its order."""
        entries = (each for each in self.found.entries if each.application.path == self.note.path)
        return tuple(item for entry in entries for item in entry.items)

    @property
    def edit(self) -> Edit | None:
        """What would bring the note up to date; None where it is, and where a problem freezes it."""
        if self.sheet is None:
            return None
        around = self.found.surroundings[self.note.path]
        return guarded_update(self.sheet, around, self.desk).edit

    def property_at(self, line: int) -> Property | None:
        """Return the property that stands on a line, from 0, or that the line is a part of."""
        before = [each for each in self.properties if each.line - 1 <= line]
        is_in_head = line < self.read.body - 1
        return before[-1] if before and is_in_head else None

    def item_at(self, line: int) -> Item | None:
        """Return the item on a line, from 0."""
        return next((item for item in self.items if item.line - 1 == line), None)


def open_buffer(note: Note, look: Look, desk: Desk, vocabulary: Vocabulary, today: date) -> Buffer:
    """Return a buffer, however little of it can be read."""
    sorted_ = sort_note(note, desk.settings, vocabulary)
    path = note.path
    own = Look(
        _with(look.sheets, sorted_.sheet, path, lambda one: one.note.path),
        _with(look.people, sorted_.person, path, lambda one: one.path),
        look.facts,
        (*(each for each in look.problems if each.note != path), *sorted_.problems),
        tuple(each for each in look.forgotten if each.note.path != path),
        {mark: left for mark, paths in look.unread.items() if (left := _without(paths, path))},
    )
    found = survey(own, desk, today)
    sheet = next((each for each in found.sheets if each.note.path == path), None)
    kind: Kind | None = None
    if (
        sheet or sorted_.problems
    ):  # a head that is being typed may not read, and is one all the same
        kind = "application"
    elif sorted_.person:
        kind = "person"
    told = tuple(each for each in problems(found) if each.note == path)
    return Buffer(note, ReadText(note), sheet, kind, found, told, desk, vocabulary, today)


def _with(
    on_disk: Iterable[_One], own: _One | None, path: str, path_of: Callable[[_One], str]
) -> tuple[_One, ...]:
    """Return what is on the disk with the buffer's own in its place, else behind it."""
    others = [each for each in on_disk if path_of(each) != path]
    if own is None:
        return tuple(others)
    return tuple(sorted((*others, own), key=path_of))


def _without(paths: Iterable[str], path: str) -> tuple[str, ...]:
    return tuple(each for each in paths if each != path)
