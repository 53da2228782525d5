"""One note brought up to date by itself, as a text that an editor holds: no other note is read."""

from dataclasses import replace
from datetime import date

from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.survey import Look, problems, survey, updates
from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, problem
from vaultkit.value import frozen

NOWHERE = "-"
"""The path of a note of which nobody has said where it would stand."""


@frozen
class Rendered:
    """The edit, None where the note stays as it is, and what the person should know."""

    edit: Edit | None
    problems: tuple[Problem, ...] = ()


def render(note: Note, vocabulary: Vocabulary, desk: Desk, today: date) -> Rendered:
    """Return what brings a note up to date that is read alone.

    A person's note, and one that vaultkit does not keep, gets no edit.
    """
    found = sort_note(note, desk.settings, vocabulary)
    if found.sheet is None:
        return Rendered(None, found.problems)
    if _lacks_a_name(found.sheet):
        return Rendered(None, (problem(note.path, 1, "render-no-name"),))
    alone = survey(Look(sheets=(found.sheet,)), desk, today)
    around = {note.path: replace(alone.surroundings[note.path], is_alone=True)}
    alone = replace(alone, surroundings=around)
    changes = updates(alone, desk)
    told = problems(alone, changes)
    return Rendered(changes[0][1].edit, tuple(each for each in told if each.note == note.path))


def _lacks_a_name(sheet: Sheet) -> bool:
    """Tell whether the words of its lines would need the file's name, which is not known."""
    return sheet.note.path == NOWHERE and "company" not in sheet.application.lines
