"""``vaultkit undo``: the last run is taken back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any

from vaultkit.cli.answer import Answer, Warned
from vaultkit.cli.brought_back import brought_back
from vaultkit.cli.parameters import Argument, Flag, Option
from vaultkit.cli.session import Session
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.disk.in_doubt import unreadable_runs
from vaultkit.disk.journal_file import PastRun, names_of
from vaultkit.disk.outcome import Outcome
from vaultkit.disk.recovery import Undone, last_run, undoable
from vaultkit.disk.recovery import undo as take_back
from vaultkit.disk.vault import Vault
from vaultkit.errors import UsageError

_WHILE_MERGING = "merge-driver"
"""The one command that writes while git waits for a person to settle a merge."""

_MOST_NAMED = 3
"""Folders that one sentence names."""


def undo(
    session: Session,
    notes: Annotated[
        list[str] | None,
        Argument(help="Only these notes. (Default: all of the run.)", metavar="NOTE"),
    ] = None,
    list_: Annotated[
        bool, Flag("--list", help="List the runs that can be taken back; change nothing.")
    ] = False,
    run: Annotated[
        str | None,
        Option(
            "--run",
            metavar="TIME",
            help="This run, by the time that --list shows. (Default: the last one.)",
        ),
    ] = None,
) -> Answer:
    """Take the last run back, byte for byte, with the empty folders it made; a note changed since is named and left."""
    session.spare_own_playbook()
    answer = _list_runs if list_ else _take_back
    return answer(session, notes or (), run)


def _take_back(session: Session, notes: Sequence[str], run: str | None) -> Answer:
    """Take a run back, the last one where none is named, and tell what was done and what was left.

    What was left can be taken back still; where all of it was left the exit code says so.
    """
    phrases = session.console.phrases
    of = None if run is None else _run_named(run, [*session.journal.past()])
    vault = session.vault if notes else _vault_for(of or last_run(session.journal), session)
    with session.writing("undo", vault) as own:
        session.announce(unreadable_runs(session.journal.past()))
        only = _named(notes, session) if notes else ()
        past = of or (None if notes else last_run(session.journal))
        undone = take_back(vault, session.journal, own, only, of)
    outcomes, left = undone.outcomes, _left(undone.outcomes)
    back = [
        path for path in dict.fromkeys(outcome.path for outcome in outcomes) if path not in left
    ]
    told = tuple(found for found in left.values() if found)
    watched, hints = brought_back("undo", back, session)
    return Answer(
        back,
        shown=tuple(back),
        beside=(
            *told,
            *(busy_line(path, session) for path, found in left.items() if found is None),
            *([phrases.say("undo.run", command=past.command, when=_when(past))] if past else []),
            *(
                _how_many(back, undone, vault, phrases)
                if outcomes
                else [phrases.say("undo.nothing")]
            ),
            *(_way_on(past, session) if past and left and not back else ()),
            *watched,
        ),
        problems=(*told, *hints),
        exit_code=1 if left and not back else 0,
    )


def _how_many(back: Sequence[str], undone: Undone, vault: Vault, phrases: Phrases) -> Iterator[str]:
    """Yield how many notes are as they were, how many are gone again, and which folders with them."""
    gone = sum(1 for path in back if vault.signature(path) is None)
    if gone < len(back):
        yield phrases.count("undo.done", len(back) - gone)
    if gone:
        yield phrases.count("undo.gone", gone)
    if undone.folders:
        yield _folders(sorted(undone.folders), phrases)
    if not back:
        yield phrases.say("undo.none")


def _folders(folders: Sequence[str], phrases: Phrases) -> str:
    number, names = len(folders), ", ".join(folders)
    if 1 < number <= _MOST_NAMED:
        return phrases.say("undo.folders.few", n=number, folders=names)
    return phrases.count("undo.folders", number, folders=names)


def _vault_for(past: PastRun | None, session: Session) -> Vault:
    """Return the vault to write into: what was settled in the middle of a merge is taken back in it, too."""
    if past and past.command == _WHILE_MERGING:
        return Vault(session.root, in_a_merge=True)
    return session.vault


def busy_line(path: str, session: Session) -> Warned:
    """Return the line about a note that somebody else was writing all the while."""
    return Warned(session.console.phrases.say("remove.busy", note=path))


def _named(notes: Sequence[str], session: Session) -> list[str]:
    from vaultkit.cli.items import find_note  # loads all that items are made of

    return [find_note(note, session) for note in notes]


def _run_named(name: str, past: Sequence[PastRun]) -> PastRun:
    """Return the run that ``--list`` shows by this time. Raises UsageError where there is none."""
    names, wanted = names_of(past), name.strip().replace(" ", "T")
    for run in undoable(past):
        if names[run.id] == wanted:
            return run
    raise UsageError("no-such-run", run=name)


def _way_on(past: PastRun, session: Session) -> Iterator[str]:
    """Yield how to take back the run before one that stays as it is; nothing where there is none."""
    runs = [*session.journal.past()]
    earlier = next((run for run in undoable(runs) if run.id < past.id), None)
    if earlier:
        name = names_of(runs)[earlier.id]
        yield session.console.phrases.say("undo.earlier", run=name, command=earlier.command)


def _left(outcomes: Sequence[Outcome]) -> dict[str, Problem | None]:
    """Return the notes that are not as they were before, and why, where there is a reason.

    One that was written twice in a run is taken back in two steps: one that failed is enough.
    """
    left: dict[str, Problem | None] = {}
    for outcome in outcomes:
        if outcome.kind not in ("written", "same"):
            left[outcome.path] = left.get(outcome.path) or outcome.problem
    return left


def _list_runs(session: Session, notes: Sequence[str], run: str | None) -> Answer:
    """Return the runs that ``undo`` would take back, the next one first, each with its notes.

    With ``notes`` it is those that wrote one of them, each with no other; with ``run`` that one.
    """
    session.has_all_in_question = not notes  # which note is meant is asked of the vault
    past = tuple(session.journal.past())
    session.announce((*session.broken_off().values(), *unreadable_runs(past)))
    found = undoable(past) if run is None else (_run_named(run, past),)
    only, names = _named(notes, session) if notes else (), names_of(past)
    rows = [
        {"run": names[one.id], "command": one.command, "at": one.second, "notes": paths}
        for one in found
        if (paths := _paths(one, only))
    ]
    return Answer(
        rows,
        shown=tuple("{run}  {command}  ".format(**row) + ", ".join(row["notes"]) for row in rows),
        on_terminal=tuple(line for row in rows for line in _listed(row)),
        beside=() if rows else (session.console.phrases.say("undo.nothing"),),
    )


def _paths(run: PastRun, only: Collection[str]) -> list[str]:
    """Return the notes that a run wrote, each once; all of them where none is named."""
    paths = dict.fromkeys(record.planned.path for record in run.records)
    return [path for path in paths if not only or path in only]


def _listed(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield a run as a person reads it: below its name a line for each note."""
    yield "{run}  {command}".format(**row)
    for path in row["notes"]:
        yield f"  {path}"


def _when(run: PastRun) -> str:
    return run.second.replace("T", " ")[: len("2026-11-20 10:00")]
