"""``vaultkit import``: a sheet of somebody's own as notes: shown first, and never over a note that is there."""

import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, cast

from vaultkit.cli.adding import clock_now, habits_of
from vaultkit.cli.answer import Answer, Beside, Lines
from vaultkit.cli.import_told import (
    MOST_SHOWN,
    all_left,
    count_of_notes,
    differing,
    exit_code,
    is_agreed,
    lines,
    paths_made,
    shortened,
    strictly,
    written,
)
from vaultkit.cli.importing_people import import_contacts
from vaultkit.cli.parameters import Argument, Flag, Option
from vaultkit.cli.session import Session
from vaultkit.core.across.survey import Survey
from vaultkit.core.tables.columns import MapWrong, read_words
from vaultkit.core.tables.csv_text import NoTable
from vaultkit.core.tables.plan import ImportPlan
from vaultkit.core.tables.row import Finding
from vaultkit.core.tables.table_days import Order
from vaultkit.core.text.problem import Problem, problem
from vaultkit.core.text.sanitize import one_line
from vaultkit.core.vcards.plan import Wanted
from vaultkit.disk.journal import Run
from vaultkit.disk.outcome import Outcome
from vaultkit.errors import UsageError
from vaultkit.formats.import_preview import column_rows, preview_lines, row_rows
from vaultkit.playbook import load
from vaultkit.work.import_memory import Memory, lines_for, new_columns, remember
from vaultkit.work.import_people import Contacts, read_contacts
from vaultkit.work.import_table import Importing, new_files, plan_import

_LARGEST_BYTES = 64 * 1024 * 1024
_ORDERS = ("dmy", "mdy")
_CONTACTS = (".vcf", ".vcard")


def import_(
    session: Session,
    file: Annotated[
        Path, Argument(help="A sheet (CSV), or contacts (vCard) of any program.", metavar="FILE")
    ],
    dry_run: Annotated[
        bool, Flag("--dry-run", help="Show what would be made; write nothing.")
    ] = False,
    yes: Annotated[bool, Flag("--yes", help="Do not ask.")] = False,
    map_: Annotated[
        list[str] | None,
        Option("--map", metavar="COLUMN=NAME", help="What a column is; may be repeated."),
    ] = None,
    dates: Annotated[
        str | None,
        Option("--dates", metavar="dmy|mdy", help="What 03/04/2026 is: day or month first."),
    ] = None,
    only: Annotated[
        list[str] | None,
        Option("--only", metavar="TEXT", help="Contacts with this in name, company or address."),
    ] = None,
    all_: Annotated[
        bool, Flag("--all", help="All contacts, not those alone of whom your notes speak.")
    ] = False,
    strict: Annotated[
        bool, Flag("--strict", help="Exit 4 when a row or a contact was left out.")
    ] = False,
) -> Answer:
    """Make notes from a sheet of applications (CSV), or from contacts (vCard)."""
    said, order = _said(map_ or ()), _order(dates)
    data = _read(file)
    contacts = _contacts(file, data)
    if contacts:
        _refuse({"--map": map_, "--dates": dates}, "import-for-sheets")
        wanted = Wanted(all_, tuple(filter(str.strip, only or ())))
        answer = import_contacts(session, file, contacts, wanted, dry_run=dry_run, yes=yes)
    else:
        _refuse({"--only": only, "--all": all_}, "import-for-contacts")
        answer = _import_sheet(session, file, data, said, order, dry_run=dry_run, yes=yes)
    return strictly(answer) if strict else answer


def _import_sheet(
    session: Session,
    file: Path,
    data: bytes,
    said: Mapping[str, str],
    order: Order | None,
    *,
    dry_run: bool,
    yes: bool,
) -> Answer:
    if dry_run:
        plan = _plan(session, session.survey(), file, data, said, order)
        return _answer(session, file, plan, exit_code=1 if plan.new else 0)
    with session.writing("import") as run:
        plan = _plan(session, session.survey(), file, data, said, order)
        if not plan.new:
            return replace(_answer(session, file, plan), shown=())
        preview = _preview(session, file, plan, MOST_SHOWN)
        if not yes and not is_agreed(session, preview, _told(file, plan), (), len(plan.new)):
            return Answer(
                _data(file, plan, ()),
                beside=(session.console.phrases.say("remove.nothing-done"),),
            )
        outcomes = written(session, new_files(plan), run)
        memory = _remembered(session, file, said, run) if said else None
    return _answer(session, file, plan, outcomes, memory, said, exit_code=exit_code(outcomes))


def _contacts(file: Path, data: bytes) -> Contacts | None:
    """Return a file of contacts, None for a sheet. Raises UsageError for one that is named so and is none."""
    is_named_so = file.suffix.casefold() in _CONTACTS
    try:
        return read_contacts(data, is_named_so=is_named_so)
    except NoTable as error:
        line = error.values.get("line", 1)
        raise UsageError("import-no-cards", path=file, line=line) from error


def _refuse(options: Mapping[str, object], key: str) -> None:
    """Raise UsageError for an option that this kind of file has no use for."""
    said = next((name for name, value in options.items() if value), None)
    if said:
        raise UsageError(key, option=said)


def _said(pairs: Sequence[str]) -> Mapping[str, str]:
    """Return what ``--map`` tells, by column. Raises UsageError."""
    said = {}
    for pair in pairs:
        column, sign, target = pair.rpartition("=")
        if not sign or not column.strip() or not target.strip():
            raise UsageError("import-map", text=one_line(pair))
        said[one_line(column)] = one_line(target)
    return said


def _order(dates: str | None) -> Order | None:
    if dates is None:
        return None
    if dates.casefold() not in _ORDERS:
        raise UsageError("import-dates", text=one_line(dates))
    return cast(Order, dates.casefold())


def _read(file: Path) -> bytes:
    """Return the bytes of a file of somebody's own. Raises UsageError; a pipe is not waited for."""
    try:
        info = file.stat()
        if stat.S_ISDIR(info.st_mode):
            raise UsageError("import-folder", path=file)
        if not stat.S_ISREG(info.st_mode):
            raise UsageError("import-not-a-file", path=file)
        if info.st_size > _LARGEST_BYTES:
            raise UsageError("import-too-large", path=file, megabytes=_LARGEST_BYTES // 1024**2)
        with open(file, "rb") as opened:
            return opened.read(_LARGEST_BYTES)
    except FileNotFoundError as error:
        raise UsageError("import-missing", path=file) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError("import-unreadable", path=file, reason=reason) from error


def _plan(
    session: Session,
    found: Survey,
    file: Path,
    data: bytes,
    said: Mapping[str, str],
    order: Order | None,
) -> ImportPlan:
    """Return the plan. What the settings say of a column that the sheet lacks is passed over."""
    habits = habits_of(session, found)
    with_ = Importing(
        session.vault,
        habits,
        read_words(load.playbook_toml("import.toml")),
        tuple(load.all_phrases().values()),
        session.today,
        clock_now(),
        file.name,
        session.console.progress,
    )
    try:
        return plan_import(data, found, with_, session.settings.import_columns, said, order)
    except NoTable as error:
        raise UsageError(f"import-{error.code}", (), path=file, **error.values) from error
    except MapWrong as error:
        raise UsageError(f"import-{error.code}", error.listed, **error.values) from error


def _remembered(session: Session, file: Path, said: Mapping[str, str], run: Run) -> Memory:
    comment = session.console.phrases.say("import.comment", file=file.name, day=session.today)
    return remember(session.vault, said, session.settings.import_columns, comment, run)


def _answer(
    session: Session,
    file: Path,
    plan: ImportPlan,
    outcomes: Sequence[Outcome] | None = None,
    memory: Memory | None = None,
    said: Mapping[str, str] | None = None,
    exit_code: int = 0,
) -> Answer:
    made = paths_made(outcomes or ())
    told = (*_told(file, plan), *all_left(outcomes or ()))
    shown = tuple(made) if outcomes else (Lines(lambda: _preview(session, file, plan, None)),)
    return Answer(
        _data(file, plan, made),
        shown=shown,
        beside=(
            *shortened(session, told),
            *_counted(session, plan, None if outcomes is None else made),
            *_of_memory(session, memory, said or {}),
        ),
        problems=told,
        exit_code=exit_code,
    )


def _data(file: Path, plan: ImportPlan, made: Sequence[str]) -> Mapping[str, Any]:
    table = plan.table
    return {
        "file": str(file),
        "encoding": table.encoding,
        "encoding_assumed": table.is_assumed,
        "separator": table.separator,
        "program": plan.program.name if plan.program else None,
        "columns": column_rows(plan),
        "rows": row_rows(plan),
        "made": list(made),
    }


def _preview(session: Session, file: Path, plan: ImportPlan, most: int | None) -> Iterator[str]:
    return preview_lines(plan, file.name, session.console.phrases, most)


def _told(file: Path, plan: ImportPlan) -> Sequence[Problem]:
    """Return what is not understood, by row; of rows that are there already nothing is said again."""
    return [_problem(file, finding) for row in plan.new for finding in row.wish.findings]


def _problem(file: Path, found: Finding) -> Problem:
    told = {"column": found.column, **found.values}
    return problem(file.name, found.line, f"import-{found.code}", **told)


def _counted(session: Session, plan: ImportPlan, made: Sequence[str] | None) -> Iterator[Beside]:
    """Yield how many notes were made, what the others are, and what comes next."""
    phrases = session.console.phrases
    yield count_of_notes(session, len(plan.new), made)
    for state in ("there", "double", "left", "sum"):
        rows = [row for row in plan.rows if row.state == state]
        if rows:
            yield phrases.count(
                f"import.{state}", len(rows), lines=lines(row.wish.line for row in rows)
            )
    found = [
        (row.wish.line, row.path or "", differs) for row in plan.rows for differs in row.differs
    ]
    yield from differing(session, found)
    if made:
        yield phrases.say("import.next")


def _of_memory(
    session: Session, memory: Memory | None, said: Mapping[str, str]
) -> Iterator[Beside]:
    """Yield whether the columns were remembered; where not, what a person would write."""
    phrases = session.console.phrases
    if memory == "written":
        yield phrases.say("import.remembered")
    elif memory == "left":
        yield phrases.say("import.not-remembered")
        yield from lines_for(new_columns(said, session.settings.import_columns))
