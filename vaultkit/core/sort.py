"""Which kind of note a note is, and what it says."""

from dataclasses import dataclass, replace

from vaultkit.core.application import is_marked
from vaultkit.core.fact import FACT_TYPES, Fact, fact_kind, read_fact
from vaultkit.core.frontmatter import Head, HeadSpan, may_be, read_head, split_head
from vaultkit.core.note import Note
from vaultkit.core.person import Person, read_person
from vaultkit.core.problem import Problem
from vaultkit.core.settings import Settings
from vaultkit.core.sheet import Sheet, conflict, read_sheet
from vaultkit.core.vocabulary import Vocabulary


@dataclass(frozen=True)
class Sorted:
    """A note by its kind: at most one of the three. ``problems`` are those that no sheet tells."""

    sheet: Sheet | None = None
    person: Person | None = None
    fact: Fact | None = None
    problems: tuple[Problem, ...] = ()


NOTHING = Sorted()


def sort_note(note: Note, settings: Settings, vocabulary: Vocabulary) -> Sorted:
    """Return the note by its kind. Of a note in conflict, and of a head that does not read, only that is told."""
    if found := conflict(note):
        return Sorted(problems=(found,))
    span = split_head(note.text)
    if span is None or not _is_candidate(note, span, settings):
        return NOTHING
    head = read_head(note.path, note.text, span)
    if isinstance(head, Problem):
        return Sorted(problems=(head,))
    return _by_mark(note, span, head, settings, vocabulary) if head else NOTHING


def _is_candidate(note: Note, span: HeadSpan, settings: Settings) -> bool:
    """Tell whether a note could be marked at all: reading its head costs a thousand times more."""
    marks = (settings.applications, settings.people)
    words = [word for mark in marks for word in (*mark.types, *mark.tags, *mark.values)]
    in_folder = any(note.path.startswith(f"{folder}/") for mark in marks for folder in mark.folders)
    anything = any(mark.property and not mark.values for mark in marks)
    return in_folder or anything or may_be(note.text, span, (*words, *FACT_TYPES))


def _by_mark(note: Note, span: HeadSpan, head: Head, settings: Settings, vocabulary: Vocabulary) -> Sorted:
    kind = fact_kind(head)
    is_person = is_marked(note.path, head, settings.people, vocabulary)
    if not kind and not is_person and is_marked(note.path, head, settings.applications, vocabulary):
        found = read_sheet(note, head, span, vocabulary)
        return Sorted(sheet=found) if isinstance(found, Sheet) else Sorted(problems=found)
    if is_person:
        person, told = read_person(note.path, head, note.text[span.body :], vocabulary)
        if person and not any(found.severity == "problem" for found in told):
            person = replace(person, note=note)
        return Sorted(person=person, problems=told)
    if kind:
        fact, told = read_fact(note.path, head, note.text[span.body :], vocabulary)
        return Sorted(fact=fact, problems=told)
    return NOTHING
