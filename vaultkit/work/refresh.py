"""Bring notes up to date on the disk: look, plan, write, and plan again what was saved meanwhile."""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.last_contact import last_contact_edits
from vaultkit.core.across.survey import Look, Survey, problems, survey
from vaultkit.core.follow_ups.application_note import HARMLESS, Sheet
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, problem
from vaultkit.disk.journal import Run
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import write, write_all
from vaultkit.errors import BusyError, NoteLeftError
from vaultkit.work.answers import recalled, remember
from vaultkit.work.index import Index

_ROUNDS = 5
_PATIENCE_SECONDS = system.patience_seconds
_PAUSE_SECONDS = 0.05

MOST_AT_FIRST = 20
"""Notes that may be changed in a vault without a block before somebody has agreed to it."""

_IDLE = "update"


@dataclass(frozen=True)
class Idle:
    """What there is to say of a vault in which nothing is to be done."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Refreshed:
    """What a refresh found and did. ``edits`` were made (or would be); ``busy`` notes wait."""

    survey: Survey
    edits: tuple[Edit, ...] = ()
    busy: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def is_large_first_run(planned: Refreshed) -> bool:
    """Tell whether what is planned would change so many notes that a person must agree.

    First: no note has a block yet, application or not.
    """
    return len(planned.edits) > MOST_AT_FIRST and not planned.survey.look.has_blocks


def look(index: Index, desk: Desk, today: date) -> Survey:
    """Return the vault as of a day."""
    return survey(index.look(), desk, today)


def edit_note(vault: Vault, run: Run, path: str, change: Callable[[str], str]) -> None:
    """Change one note's text by hand of a command; what is saved meanwhile is read again.

    Raises NoteLeftError when the note cannot be read or written, BusyError when it stays open
    elsewhere, StateError.
    """
    _edit(vault, run, path, lambda note: change(note.text))


def edit_sheet(index: Index, run: Run, path: str, change: Callable[[Sheet], str]) -> None:
    """Change an application note's text in the same way.

    Raises NoteLeftError, too, when the note is frozen, or is no application that can be read.
    """
    _edit(index.vault, run, path, lambda note: change(_sheet_of(index, note)))


def _sheet_of(index: Index, note: Note) -> Sheet:
    found = sort_note(note, index.settings, index.vocabulary)
    wrong = [
        each
        for each in (found.sheet.problems if found.sheet else found.problems)
        if each.severity == "problem"
    ]
    if found.sheet is None:
        raise NoteLeftError(wrong[0] if wrong else problem(note.path, 1, "no-application"))
    if found.sheet.is_frozen:
        raise NoteLeftError(next(each for each in wrong if each.code not in HARMLESS))
    return found.sheet


def _edit(vault: Vault, run: Run, path: str, change: Callable[[Note], str]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        note = vault.read(path)
        if isinstance(note, Problem):
            raise NoteLeftError(note)
        edit = edit_of(path, note.text, [(0, len(note.text), change(note))])
        outcome = write(vault, edit, run) if edit else None
        if outcome is None or outcome.kind in ("written", "same"):
            return
        if outcome.problem and outcome.kind == "refused":
            raise NoteLeftError(outcome.problem)
        if time.monotonic() > deadline:
            raise BusyError("note-busy", note=path)
        time.sleep(_PAUSE_SECONDS)


def plan_refresh(
    index: Index,
    desk: Desk,
    today: date,
    only: Collection[str] | None = None,
    *,
    without_survey: bool = False,
) -> Refreshed:
    """Return what a refresh would do, and write nothing. ``only`` names the notes that may change.

    With ``without_survey`` nobody asks for the survey: it is empty where an earlier run has found, for
    this very state of the vault, that nothing is to be done.
    """
    roll, state = index.glance()
    idle = recalled(index, state, today, _IDLE, Idle) if without_survey and only is None else None
    if idle:
        return Refreshed(Survey(Look(), (), (), {}), (), (), idle.problems)
    found = survey(index.look(roll), desk, today, only)
    changes = index.planner.updates(found, desk, today)
    edits = tuple(change.edit for _, change in changes if change.edit)
    edits += last_contact_edits(found.look.people, found.people.last_touches)
    wanted = edits if only is None else tuple(edit for edit in edits if edit.path in only)
    told = problems(found, changes)
    if only is None and not edits:
        remember(index, today, _IDLE, Idle, Idle(told))
    return Refreshed(found, wanted, (), told)


def refresh(
    index: Index,
    desk: Desk,
    today: date,
    run: Run,
    only: Collection[str] | None = None,
    patience_seconds: float = _PATIENCE_SECONDS,
    *,
    without_survey: bool = False,
    planned: Refreshed | None = None,
) -> Refreshed:
    """Write what has to be written. A note that somebody saves meanwhile is read and planned again.

    A note that is open elsewhere is tried again for a while, then told of as busy. ``without_survey``
    as for ``plan_refresh``; ``planned`` is what that has returned just now.
    Raises StateError when the journal cannot be written.
    """
    made: dict[str, Edit] = {}
    refused: dict[str, Problem] = {}
    deadline = time.monotonic() + patience_seconds
    now = planned
    for attempt in range(1_000_000):
        if now is None or attempt:
            now = plan_refresh(index, desk, today, only, without_survey=without_survey)
        edits = [edit for edit in now.edits if edit.path not in refused]
        left = _write(index, edits, run, made, refused)
        if not left or (time.monotonic() > deadline and attempt >= _ROUNDS):
            break
        time.sleep(min(_PAUSE_SECONDS * (attempt + 1), 0.5))
    assert now
    told = (*now.problems, *refused.values())
    return Refreshed(now.survey, tuple(made.values()), tuple(left), told)


def _write(
    index: Index,
    edits: Iterable[Edit],
    run: Run,
    made: dict[str, Edit],
    refused: dict[str, Problem],
) -> list[str]:
    """Write edits; return the notes that must be looked at again."""
    edits = list(edits)
    left = []
    for edit, outcome in zip(edits, write_all(index.vault, edits, run), strict=True):
        if outcome.kind == "written":
            made[edit.path] = edit
        elif outcome.problem:
            refused[edit.path] = outcome.problem
        elif outcome.kind in ("changed", "busy"):
            left.append(edit.path)
    return left
