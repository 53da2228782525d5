"""Bring notes up to date on the disk: look, plan, write, and plan again what was saved meanwhile."""

import time
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from datetime import date

from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.last_contact import last_contact_edits
from vaultkit.core.across.survey import Look, Survey, problems, survey
from vaultkit.core.follow_ups.application_note import HARMLESS, Sheet
from vaultkit.core.follow_ups.update import Desk
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, problem
from vaultkit.core.week.fresh_no import fresh_nos
from vaultkit.disk.journal import Run
from vaultkit.disk.roll import Roll
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import write, write_all
from vaultkit.errors import BusyError, NoteLeftError
from vaultkit.value import frozen
from vaultkit.work.answers import recalled, remember
from vaultkit.work.index import Index
from vaultkit.work.known_notes import known_of
from vaultkit.work.look_apart import Apart, look_apart
from vaultkit.work.planner import Changes

_ROUNDS = 5
_PATIENCE_SECONDS = system.patience_seconds
_PAUSE_SECONDS = 0.05
_PAUSES_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
"""Before each further try: whoever looked at a note just as it was to be written is soon gone."""

MOST_AT_FIRST = 20
"""Notes that may be changed in a vault without a block before somebody has agreed to it."""

_IDLE = "update"

_MOST_NOS = 20
"""Of fresh nos that a watcher hears of at once: more than anybody is told of one by one."""


@frozen
class Idle:
    """What there is to say of a vault in which nothing is to be done."""

    problems: tuple[Problem, ...]


@frozen
class Refreshed:
    """What a refresh found and did. ``edits`` were made (or would be); ``busy`` notes wait.

    The survey has the sheets of those notes only that tell of a no for the first time. ``has_blocks``
    tells, where the whole vault was looked at, that vaultkit has written into any note before.
    ``roll`` is the one of a plan, where another plan for the same roll would be the same.
    """

    survey: Survey
    edits: tuple[Edit, ...] = ()
    busy: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    has_blocks: bool = False
    roll: Roll | None = None


def is_large_first_run(planned: Refreshed) -> bool:
    """Tell whether what is planned would change so many notes that a person must agree.

    First: no note has a block yet, application or not.
    """
    return len(planned.edits) > MOST_AT_FIRST and not planned.has_blocks


def look(index: Index, desk: Desk, today: date, roll: Roll | None = None) -> Survey:
    """Return the vault as of a day, without sheets. ``roll`` is one that was called just now."""
    found = index.survey(desk, today, roll=roll)
    index.keep()
    return found


def read_all(index: Index, desk: Desk, today: date, roll: Roll | None = None) -> Survey:
    """Return the vault as of a day, with every sheet. ``roll`` is one that was called just now."""
    return survey(index.look(roll), desk, today)


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


@frozen
class AllBut(Container[str]):
    """Every note but some."""

    held: frozenset[str]

    def __contains__(self, path: object) -> bool:
        return path not in self.held


def plan_refresh(
    index: Index,
    desk: Desk,
    today: date,
    only: Container[str] | None = None,
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
        return Refreshed(Survey(Look(), (), (), {}), (), (), idle.problems, roll=roll)
    return _plan(index, desk, today, only, roll)[0]


def _plan(
    index: Index, desk: Desk, today: date, only: Container[str] | None, roll: Roll | None = None
) -> tuple[Refreshed, Changes]:
    found = index.survey(desk, today, only, roll)
    changes = index.updates(found, desk, today)
    index.keep()
    edits = tuple(change.edit for _, change in changes.updates if change.edit)
    touches = found.people.last_touches(today)
    edits += last_contact_edits(found.look.people, touches, index.note)
    wanted = edits if only is None else tuple(edit for edit in edits if edit.path in only)
    told = problems(found, changes.updates)
    if only is None and not edits:
        remember(index, today, _IDLE, Idle(told))
    sure = roll if index.cache and index.state else None
    survey = replace(found, sheets=changes.nos)
    return Refreshed(survey, wanted, (), told, found.has_blocks, sure), changes


def refresh(
    index: Index,
    desk: Desk,
    today: date,
    run: Run,
    only: Container[str] | None = None,
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

    def plan(_: Iterable[str]) -> Refreshed:
        return plan_refresh(index, desk, today, only, without_survey=without_survey)

    return _carry_out(index, run, plan, planned or plan(()), patience_seconds)


def attend(
    index: Index,
    desk: Desk,
    today: date,
    run: Run,
    changed: frozenset[str],
    held: frozenset[str] = frozenset(),
    may_write: Callable[[Refreshed], bool] = lambda _: True,
) -> Refreshed | None:
    """Write what has to be written since some notes have changed, came or went; an empty set stands for all.

    ``held`` are notes that must not be written yet, though they may have changed too. Once the whole
    vault has been looked at, only what has changed is read, and what it concerns. The survey is
    empty, but for the sheets of notes that tell of a no. None where what is planned may not be
    written. Raises StateError.
    """
    only = AllBut(held) if held else None

    def plan(left: Iterable[str]) -> Refreshed:
        known = index.neighbours
        if changed and known and known.holds_for(desk, today) and not index.is_in_doubt:
            answered = known.answer(index, {*changed, *held, *left}, held)
            if answered:
                nothing = Survey(Look(), answered.nos, (), {})
                return Refreshed(nothing, answered.edits)
        return _plan_all(index, desk, today, only)

    planned = plan(())
    if not may_write(planned):
        return None
    done = _carry_out(index, run, plan, planned, patience_seconds=0)
    # What there is to tell is put together once the notes are written: nobody waits for it.
    found = index.neighbours.problems if index.neighbours else ()
    return replace(done, problems=(*found, *done.problems))


def _plan_all(index: Index, desk: Desk, today: date, only: Container[str] | None) -> Refreshed:
    """Plan the whole vault, and get to know it; a large one is looked at by another process. No problem is told."""

    def plan(roll: Roll) -> Apart:
        planned, changes = _plan(index, desk, today, only, roll)
        nos = fresh_nos(planned.edits, planned.survey, today)[:_MOST_NOS]
        return Apart(
            planned.edits,
            known_of(planned.survey, changes.updates),
            tuple(no.application.path for no in nos),
            planned.has_blocks,
        )

    found = look_apart(index, plan)
    if found is None:
        planned, changes = _plan(index, desk, today, only)
        index.get_to_know(planned.survey, changes, desk, today)
        nothing = Survey(Look(), planned.survey.sheets, (), {})
        return replace(planned, survey=nothing, problems=())
    index.take_over(found.known, desk, today)
    sheets = (index.sheet(path, today) for path in found.nos)
    nothing = Survey(Look(), tuple(filter(None, sheets)), (), {})
    return Refreshed(nothing, found.edits, has_blocks=found.has_blocks)


def with_all(index: Index, desk: Desk, today: date, done: Refreshed) -> Refreshed:
    """Return what was done with all that is in the vault now, beside the sheets that it has."""
    return replace(done, survey=replace(look(index, desk, today), sheets=done.survey.sheets))


def _carry_out(
    index: Index,
    run: Run,
    plan: Callable[[Iterable[str]], Refreshed],
    planned: Refreshed,
    patience_seconds: float,
) -> Refreshed:
    """Write what is planned, and ``plan`` again while notes are left that were saved meanwhile."""
    made: dict[str, Edit] = {}
    refused: dict[str, Problem] = {}
    deadline = time.monotonic() + patience_seconds
    now = planned
    for attempt in range(1_000_000):
        edits = [edit for edit in now.edits if edit.path not in refused]
        left = _write(index, edits, run, made, refused)
        if not left or (time.monotonic() > deadline and attempt >= _ROUNDS):
            break
        time.sleep(_PAUSES_SECONDS[min(attempt, len(_PAUSES_SECONDS) - 1)])
        now = plan(left)
    told = (*now.problems, *refused.values())
    roll = None if now.edits else now.roll
    return Refreshed(now.survey, tuple(made.values()), tuple(left), told, now.has_blocks, roll)


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
