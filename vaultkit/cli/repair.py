"""The commands that find faults, and those that take back."""

from datetime import datetime
from typing import Annotated

from vaultkit import refresh as refreshing
from vaultkit.cli.command import Argument, Flag, command
from vaultkit.cli.items import find_note
from vaultkit.cli.session import Session
from vaultkit.core.edit import Edit
from vaultkit.core.guard import guard
from vaultkit.core.removal import removal, staying
from vaultkit.core.sheet import Sheet
from vaultkit.errors import UsageError
from vaultkit.formats.rows import problem_row
from vaultkit.letters import letter_problems
from vaultkit.reviewing import review_problems
from vaultkit.write import write_all
from vaultkit.write.restore import last_run, recover
from vaultkit.write.restore import undo as take_back

REPAIR = "Repair"


@command("check", REPAIR)
def check(session: Session) -> int:
    """List the notes with problems: file, line, what to do. Exit 1 when there is one."""
    console = session.console
    notes = refreshing.plan_refresh(session.index, session.desk, session.today).problems
    vault, settings = session.vault, session.settings
    found = (*notes, *letter_problems(vault, settings), *review_problems(vault, settings))
    wrong = [problem for problem in found if problem.severity == "problem"]
    if session.options.json:
        console.json("check", [], [problem_row(problem, console.phrases) for problem in found])
        return 1 if wrong else 0
    for problem in found:
        console.data(console.problem(problem))
    console.tell_count("check.count", len(wrong))
    return 1 if wrong else 0


@command("remove", REPAIR)
def remove(
    session: Session,
    notes: Annotated[list[str] | None, Argument(help="Notes to leave. (Default: all.)", metavar="NOTE")] = None,
    yes: Annotated[bool, Flag("--yes", help="Do not ask.")] = False,
) -> int:
    """Take vaultkit's lines out of notes; what you ticked or wrote stays, as plain Markdown."""
    console = session.console
    session.need_quiet_git()
    only = [find_note(note, session) for note in notes] if notes else None
    recover(session.vault, session.journal)
    found = refreshing.look(session.index, session.desk, session.today)
    sheets = [sheet for sheet in found.sheets if sheet.block and (only is None or sheet.note.path in only)]
    edits = [edit for sheet in sheets if not sheet.is_frozen and (edit := _guarded(sheet))]
    frozen = [problem for sheet in sheets if sheet.is_frozen for problem in sheet.problems]
    if edits and not yes and not _is_sure(session, len(edits)):
        console.tell("remove.nothing-done")
        return 0
    with session.journal.run("remove") as run:
        outcomes = list(write_all(session.vault, edits, run))
    gone = [outcome.path for outcome in outcomes if outcome.kind == "written"]
    left = [outcome for outcome in outcomes if outcome.kind not in ("written", "same")]
    told = [*frozen, *(outcome.problem for outcome in left if outcome.problem)]
    if session.options.json:
        console.json("remove", gone, [problem_row(problem, console.phrases) for problem in told])
    stays = {sheet.note.path: staying(sheet) for sheet in sheets if sheet.note.path in gone}
    for path in [] if session.options.json else gone:
        console.data(path)
    console.problems(told)
    for outcome in left:
        if not outcome.problem:
            console.error_line(console.phrases.say("remove.busy", note=outcome.path))
    clean = [path for path in gone if not stays[path]]
    if clean or len(clean) == len(gone):
        console.tell_count("remove.done", len(clean))
    for path in gone:
        if lines := stays[path]:
            console.tell_count("remove.stays", len(lines), note=path, line=lines[0])
    return 0


def _guarded(sheet: Sheet) -> Edit | None:
    edit = removal(sheet)
    if edit:
        guard(sheet, edit)
    return edit


def _is_sure(session: Session, count: int) -> bool:
    """Ask. Without anybody to ask, the answer is a sentence about ``--yes``."""
    question = session.console.phrases.count("remove.question", count)
    answer = session.console.ask(f"{question} [y/N] ")
    if answer is None:
        raise UsageError("remove-needs-yes")
    return answer.strip().casefold() in ("y", "yes", "s", "si", "sì")


@command("undo", REPAIR)
def undo(
    session: Session,
    notes: Annotated[
        list[str] | None, Argument(help="Only these notes. (Default: all of the run.)", metavar="NOTE")
    ] = None,
) -> int:
    """Take the last run back, byte for byte; a note that has changed since is named and left."""
    console = session.console
    session.need_quiet_git()
    recover(session.vault, session.journal)
    only = [find_note(note, session) for note in notes] if notes else ()
    past = None if notes else last_run(session.journal)
    outcomes = take_back(session.vault, session.journal, only)
    back = [outcome.path for outcome in outcomes if outcome.kind in ("written", "same")]
    left = [outcome.problem for outcome in outcomes if outcome.problem]
    if session.options.json:
        console.json("undo", back, [problem_row(problem, console.phrases) for problem in left])
        return 0
    for path in back:
        console.data(path)
    console.problems(left)
    if past:
        console.tell("undo.run", command=past.command, when=f"{datetime.fromtimestamp(past.started):%Y-%m-%d %H:%M}")
    if outcomes:
        console.tell_count("undo.done", len(back))
    else:
        console.tell("undo.nothing")
    return 0
