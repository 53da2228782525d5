"""``vaultkit init --adopt FOLDER``: a head for notes whose data stands in their bodies."""

from collections.abc import Iterator

from vaultkit.cli.answer import Answer, Raw, Shown
from vaultkit.cli.session import Session
from vaultkit.cli.summary import new_lines
from vaultkit.core.adoption.adopted_head import Adopted, adopted, order_in
from vaultkit.core.adoption.body_days import DayWords
from vaultkit.core.adoption.body_values import BodyValue
from vaultkit.core.front_matter.written import two_orders
from vaultkit.core.text.edit import Edit
from vaultkit.core.text.note import Note
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.disk.vault import SETTINGS_FILE
from vaultkit.disk.write import write_all
from vaultkit.errors import UsageError
from vaultkit.formats.patch import patch
from vaultkit.value import frozen
from vaultkit.work import refresh as refreshing
from vaultkit.work.adopted_folder import folder_edit


@frozen
class _Plan:
    """The heads by the path of their notes, in the order of the walk.

    ``folder`` is where new ones go then, and ``setting`` the edit that says so; None for no change.
    """

    heads: dict[str, Adopted]
    folder: str | None = None
    setting: Edit | None = None

    @property
    def edits(self) -> list[Edit]:
        heads = [found.edit for found in self.heads.values()]
        return [*heads, *([self.setting] if self.setting else [])]

    @property
    def patch(self) -> str:
        return "".join(patch(edit.path, edit.base, edit.wanted) for edit in self.edits)


def adopt_bodies(session: Session, folder: str, *, yes: bool) -> Answer:
    """Show the heads of a folder's notes as a patch, and add them where somebody agrees."""
    if not (session.root / SETTINGS_FILE).exists():
        raise UsageError("adopt-needs-init")
    inside = "" if folder.strip("/") == "." else folder.strip("/").removeprefix("./")
    if inside and not session.vault.resolve_inside(inside).is_dir():
        raise UsageError("adopt-no-folder", folder=folder)
    plan, console = _planned(session, inside), session.console
    if not plan.heads:
        return _answer(session, plan)
    if yes:
        return _write(session, inside, plan)
    if not console.can_ask:
        return _answer(session, plan, shown=(Raw(plan.patch),))
    console.raw(plan.patch)
    is_agreed = console.is_sure(console.phrases.count("adopt.question", len(plan.heads)))
    return _write(session, inside, plan) if is_agreed else _answer(session, plan)


def _planned(session: Session, folder: str) -> _Plan:
    survey = refreshing.look(session.index, session.desk, session.today)
    vocabulary, marks = session.index.vocabulary, session.settings.applications
    notes = [*_notes(session, folder)]
    order = order_in(notes, vocabulary, session.console.phrases)
    days = DayWords(order, tuple(session.words.values()))
    found = ((note, adopted(note, marks, survey.names, vocabulary, days)) for note in notes)
    heads = {note.path: head for note, head in found if head}
    known = [entry.application.path for entry in survey.entries]
    setting = (
        folder_edit(
            session.vault,
            session.settings,
            session.own_playbook,
            [*heads],
            known,
            session.console.phrases,
        )
        if heads
        else None
    )
    return _Plan(heads, *setting) if setting else _Plan(heads)


def _notes(session: Session, folder: str) -> Iterator[Note]:
    for ref in session.vault.walk():
        if not folder or ref.path.startswith(f"{folder}/"):
            note = session.vault.read(ref.path)
            if isinstance(note, Note):
                yield note


def _write(session: Session, folder: str, shown: _Plan) -> Answer:
    """Write the heads that were shown, then the setting; a note that has changed meanwhile is told and left."""
    with session.writing("init --adopt") as run:
        now = _planned(session, folder)
        same = [found.edit for path, found in shown.heads.items() if now.heads.get(path) == found]
        if same and shown.setting and now.setting == shown.setting:
            same.append(shown.setting)
        outcomes = list(write_all(session.vault, same, run))
    written = tuple(one.path for one in outcomes if one.kind == "written")
    problems = tuple(one.problem for one in outcomes if one.problem)
    return _answer(session, shown, written, problems, shown=written)


def _answer(
    session: Session,
    plan: _Plan,
    written: tuple[str, ...] = (),
    problems: tuple[Problem, ...] = (),
    shown: tuple[Shown, ...] = (),
) -> Answer:
    left = [(path, one) for path, found in plan.heads.items() for one in found.left]
    others = [(path, one) for path, found in plan.heads.items() for one in found.others]
    say = session.console.phrases.say
    unwritten = [path for path in plan.heads if written and path not in written]
    heads = [path for path in written if path in plan.heads]
    return Answer(
        {
            "notes": list(plan.heads),
            "written": heads,
            "patch": plan.patch,
            "left": [
                {"note": path, "name": one.name, "value": one.value} for path, one in left + others
            ],
        },
        shown=shown,
        beside=(
            *(_left(path, one, session) for path, one in left),
            *(
                say("adopt.left-other", note=path, name=one.name, value=one.value)
                for path, one in others
            ),
            *problems,
            *(say("adopt.changed", note=path) for path in unwritten),
            *_end(session, plan, len(heads)),
            *([_folder_told(plan.folder, session)] if SETTINGS_FILE in written else []),
        ),
        problems=problems,
    )


def _left(path: str, one: BodyValue, session: Session) -> str:
    """Say of a value that it is not taken; of a day that could be two, which two."""
    say, told = session.console.phrases.say, {"note": path, "name": one.name, "value": one.value}
    first, second = two_orders(one.value)
    if first and second:
        return say("adopt.left-two-days", one=first, other=second, **told)
    return say("adopt.left", **told)


def _folder_told(folder: str | None, session: Session) -> str:
    key = "adopt.folder" if folder else "adopt.at-root"
    return session.console.phrases.say(key, folder=folder or "")


def _end(session: Session, plan: _Plan, written: int) -> tuple[str, ...]:
    """Say how many notes were changed, or would be, and what an update would do then."""
    phrases = session.console.phrases
    if not plan.heads:
        return (phrases.say("adopt.none"),)
    if not written:
        return (phrases.count("adopt.would", len(plan.heads)),)
    planned = refreshing.plan_refresh(session.index, session.desk, session.today)
    return (phrases.count("adopt.done", written), *what_would_happen(planned, phrases))


def what_would_happen(planned: refreshing.Refreshed, phrases: Phrases) -> tuple[str, ...]:
    """Say how many lines an update would write, and how to see them; nothing without any."""
    lines = new_lines(planned.edits)
    if not lines:
        return ()
    notes = phrases.count("adoption.in-notes", len(planned.edits))
    return (phrases.say("adoption.see", lines=phrases.count("adoption.lines", lines), notes=notes),)
