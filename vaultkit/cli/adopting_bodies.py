"""``vaultkit init --adopt FOLDER``: a head for notes whose data stands in their bodies."""

from dataclasses import dataclass

from vaultkit.cli.session import Session
from vaultkit.cli.summary import new_lines
from vaultkit.core.adoption.adopted_head import Adopted, adopted
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem
from vaultkit.disk.vault import SETTINGS_FILE
from vaultkit.disk.write import write_all
from vaultkit.errors import UsageError
from vaultkit.formats.patch import patch
from vaultkit.formats.rows import problem_row
from vaultkit.work import refresh as refreshing


@dataclass(frozen=True)
class _Plan:
    """The heads by the path of their notes, in the order of the walk."""

    heads: dict[str, Adopted]

    @property
    def edits(self) -> list[Edit]:
        return [found.edit for found in self.heads.values()]

    @property
    def patch(self) -> str:
        return "".join(patch(edit.path, edit.base, edit.wanted) for edit in self.edits)


def adopt_bodies(session: Session, folder: str, *, yes: bool) -> int:
    """Show the heads of a folder's notes as a patch, and add them where somebody agrees."""
    if not (session.root / SETTINGS_FILE).exists():
        raise UsageError("adopt-needs-init")
    inside = "" if folder.strip("/") == "." else folder.strip("/").removeprefix("./")
    if inside and not session.vault.resolve_inside(inside).is_dir():
        raise UsageError("adopt-no-folder", folder=folder)
    plan = _planned(session, inside)
    console = session.console
    if not console.is_json and not yes:
        console.raw(plan.patch)
    if not plan.heads:
        return _tell(session, plan, [], [])
    count = len(plan.heads)
    asked = console.phrases.count("adopt.question", count)
    is_agreed = yes or (console.can_ask and console.is_sure(asked) is True)
    if not is_agreed:
        return _tell(session, plan, [], [])
    return _write(session, inside, plan)


def _planned(session: Session, folder: str) -> _Plan:
    names = refreshing.look(session.index, session.desk, session.today).names
    vocabulary, marks = session.index.vocabulary, session.settings.applications
    heads = {}
    for ref in session.vault.walk():
        if folder and not ref.path.startswith(f"{folder}/"):
            continue
        note = session.vault.read(ref.path)
        found = adopted(note, marks, names, vocabulary) if isinstance(note, Note) else None
        if found:
            heads[ref.path] = found
    return _Plan(heads)


def _write(session: Session, folder: str, shown: _Plan) -> int:
    """Write the heads that were shown; a note that has changed meanwhile is told and left."""
    with session.writing("init --adopt") as run:
        now = _planned(session, folder).heads
        same = {path: found for path, found in shown.heads.items() if now.get(path) == found}
        outcomes = list(write_all(session.vault, [found.edit for found in same.values()], run))
    written = [one.path for one in outcomes if one.kind == "written"]
    problems = [one.problem for one in outcomes if one.problem]
    return _tell(session, shown, written, problems)


def _tell(session: Session, plan: _Plan, written: list[str], problems: list[Problem]) -> int:
    console = session.console
    left = [(path, one) for path, found in plan.heads.items() for one in found.left]
    if console.is_json:
        data = {
            "notes": list(plan.heads),
            "written": written,
            "patch": plan.patch,
            "left": [{"note": path, "name": one.name, "value": one.value} for path, one in left],
        }
        console.json("init", data, [problem_row(one, console.phrases) for one in problems])
        return 0
    for path in written:
        console.data(path)
    for path, one in left:
        console.tell("adopt.left", note=path, name=one.name, value=one.value)
    console.problems(problems)
    for path in [path for path in plan.heads if written and path not in written]:
        console.tell("adopt.changed", note=path)
    _tell_end(session, plan, written)
    return 0


def _tell_end(session: Session, plan: _Plan, written: list[str]) -> None:
    console = session.console
    if not plan.heads:
        console.tell("adopt.none")
    elif not written:
        console.tell_count("adopt.would", len(plan.heads))
    else:
        console.tell_count("adopt.done", len(written))
        planned = refreshing.plan_refresh(session.index, session.desk, session.today)
        tell_what_would_happen(session, planned)


def tell_what_would_happen(session: Session, planned: refreshing.Refreshed) -> bool:
    """Say how many lines an update would write, and how to see them; tell whether there are any."""
    phrases, lines = session.console.phrases, new_lines(planned.edits)
    if lines:
        told = {
            "lines": phrases.count("adoption.lines", lines),
            "notes": phrases.count("adoption.in-notes", len(planned.edits)),
        }
        session.console.tell("adoption.see", **told)
    return bool(lines)
