"""Which kind of note a note is, and what it says."""

from collections.abc import Sequence
from dataclasses import replace

from vaultkit.core.follow_ups.application_note import Sheet, bare_sheet, read_sheet
from vaultkit.core.follow_ups.block import has_marker
from vaultkit.core.front_matter.read import (
    Head,
    HeadSpan,
    has_head_below,
    may_be,
    open_head,
    read_head,
    split_head,
)
from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.notes.fact import Fact, fact_kind, read_fact
from vaultkit.core.notes.marks import finding, has_tag, head_tags, is_marked, marking_words
from vaultkit.core.notes.person import Person, read_person
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.text.markdown import body_tags, conflict_line
from vaultkit.core.text.note import Note, split_lines
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.value import frozen


@frozen
class Marked:
    """A note that is marked as an application, with its head. What else it says is not read yet."""

    read: ReadText
    head: Head


@frozen
class Sorted:
    """A note by its kind: at most one of the three. ``problems`` are those that no sheet tells.

    ``forgotten`` is the sheet of a note with a block that is no application, or none that can
    be read. ``unread`` is the mark (a folder, ``#tag``) of a note that has no properties.
    ``is_application`` tells that it is marked as one; without a sheet it cannot be read, or is kept elsewhere.
    ``marked`` is what has been read of an application that was sorted in brief.
    """

    sheet: Sheet | None = None
    person: Person | None = None
    fact: Fact | None = None
    problems: tuple[Problem, ...] = ()
    forgotten: Sheet | None = None
    unread: str = ""
    is_application: bool = False
    marked: Marked | None = None


NOTHING = Sorted()
WAITING = Sorted(is_application=True)
"""An application of which no more is told until its gist is made."""


def sort_note(note: Note, settings: Settings, vocabulary: Vocabulary) -> Sorted:
    """Return the note by its kind. Of a note in conflict, and of a head that does not read, only that is told.

    The template of new applications is none, wherever it lies.
    """
    found = sort_briefly(note, settings, vocabulary)
    return sort_application(found.marked, settings, vocabulary) if found.marked else found


def sort_briefly(note: Note, settings: Settings, vocabulary: Vocabulary) -> Sorted:
    """Return the same, but of an application no more than its head."""
    if note.path == settings.new_template and not has_marker(note.text):
        return NOTHING
    found = _sort(note, settings, vocabulary)
    return found if found.marked else _with_any_block(note, found)


def sort_application(marked: Marked, settings: Settings, vocabulary: Vocabulary) -> Sorted:
    """Return an application that was sorted in brief with all that it says."""
    read, head, marks = marked.read, marked.head, settings.applications
    note = read.note
    tags = (*head_tags(head), *_body_tags(note, read.span, settings)) if marks.tags else ()
    found_by = tuple(finding(note.path, marks, tags))
    found = read_sheet(read, head, vocabulary, found_by)
    if isinstance(found, Sheet):
        return Sorted(sheet=found, is_application=True)
    return _with_any_block(note, Sorted(problems=found, is_application=True))


def _sort(note: Note, settings: Settings, vocabulary: Vocabulary) -> Sorted:
    if found := conflict(note):
        return Sorted(problems=(found,))
    span = split_head(note.text)
    tags = _body_tags(note, span, settings)
    if span is None:
        told = _unclosed(note, settings, vocabulary)
        unread = _mark(note, settings.applications, tags)
        return Sorted(unread=unread, problems=told) if unread or told else NOTHING
    if not _is_candidate(note, span, settings, vocabulary) and not tags:
        return NOTHING
    head = read_head(note.path, note.text, span)
    if isinstance(head, Problem):
        return Sorted(problems=(head,))
    if head is None:
        return Sorted(unread=_mark(note, settings.applications, tags))
    return _by_mark(note, ReadText(note, span), head, settings, vocabulary, tags)


def conflict(note: Note) -> Problem | None:
    """Return the problem of a note that git left in conflict, whatever kind of note it is."""
    raw = note.raw
    if b"<" not in raw or b"<<<<<<<" not in raw or b">>>>>>>" not in raw:
        return None
    read = ReadText(note)
    index = conflict_line(read.lines, read.body)
    return None if index is None else problem(note.path, index + 1, "git-conflict")


def _unclosed(note: Note, settings: Settings, vocabulary: Vocabulary) -> tuple[Problem, ...]:
    """Return a word about a head that was never closed, where its own lines mark the note.

    A note may well begin with a line across; a folder's mark says nothing of such a line.
    """
    span = open_head(note.text)
    head = _head_so_far(note, span) if span else None
    if not isinstance(head, Head):
        return ()
    marks = (replace(each, folders=()) for each in (settings.applications, settings.people))
    if not any(is_marked(note.path, head, each, vocabulary) for each in marks):
        return ()
    return (hint(note.path, 1, "head-open"),)


def _head_so_far(note: Note, span: HeadSpan) -> Head | Problem | None:
    """Return an open head; where it does not read, what stands above the line that breaks it."""
    found = read_head(note.path, note.text, span)
    if not isinstance(found, Problem):
        return found
    end = max(span.start, sum(map(len, split_lines(note.text)[: found.line - 1])))
    return read_head(note.path, note.text, HeadSpan(span.start, end, end))


def _body_tags(note: Note, span: HeadSpan | None, settings: Settings) -> tuple[str, ...]:
    """Return those tags below the head that mark something."""
    wanted = (*settings.applications.tags, *settings.people.tags)
    if not wanted:
        return ()
    return tuple(
        tag for tag in body_tags(note.text[span.body if span else 0 :]) if has_tag((tag,), wanted)
    )


def _mark(note: Note, marks: Marks, tags: Sequence[str]) -> str:
    """Return the mark that a note without properties has all the same, "" for none."""
    return next(finding(note.path, marks, tags), "")


def _with_any_block(note: Note, found: Sorted) -> Sorted:
    """Return a note that is no application, with the block that stands in it all the same, and a word about it.

    Where the note has a problem, that problem is the word, and the reason to leave the block.
    """
    if not has_marker(note.text):
        return found
    wrong = tuple(told for told in found.problems if told.severity == "problem")
    sheet = bare_sheet(note, () if found.person or found.fact else wrong)
    if isinstance(sheet, Problem):
        return (
            found
            if wrong or sheet.code == "marker-in-code"
            else replace(found, problems=(*found.problems, sheet))
        )
    if sheet is None or sheet.problems:
        return replace(found, forgotten=sheet)
    told = problem(note.path, _line_of_block(sheet), _why_none(note))
    return replace(found, forgotten=sheet, problems=(*found.problems, told))


def _line_of_block(sheet: Sheet) -> int:
    assert sheet.block is not None
    return sheet.block.begin + 1


def _why_none(note: Note) -> str:
    """Return the code for why a note with a block is no application."""
    if split_head(note.text):
        return "block-unmarked"
    return "block-head-below" if has_head_below(note.text) else "block-headless"


def _is_candidate(note: Note, span: HeadSpan, settings: Settings, vocabulary: Vocabulary) -> bool:
    """Tell whether a note could be marked at all: reading its head costs a thousand times more."""
    ours, people = settings.applications, settings.people
    return (
        ours.is_any_value
        or people.is_any_value
        or ours.is_in_folder(note.path)
        or people.is_in_folder(note.path)
        or may_be(note.text, span, marking_words(settings, vocabulary))
    )


def _by_mark(
    note: Note,
    read: ReadText,
    head: Head,
    settings: Settings,
    vocabulary: Vocabulary,
    tags: Sequence[str],
) -> Sorted:
    kind = fact_kind(head, vocabulary)
    is_person = is_marked(note.path, head, settings.people, vocabulary, tags)
    if (
        not kind
        and not is_person
        and is_marked(note.path, head, settings.applications, vocabulary, tags)
    ):
        return Sorted(is_application=True, marked=Marked(read, head))
    if is_person:
        person, told = read_person(note, head, read, vocabulary)
        return Sorted(person=person, problems=told)
    if kind:
        fact, told = read_fact(note.path, head, read, vocabulary)
        return Sorted(fact=fact, problems=told)
    return NOTHING
