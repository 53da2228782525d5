"""The command that an editor or a hook hands a note to, as text."""

import sys
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Annotated

from vaultkit.cli.answer import Answer, FileData, Raw, Warned
from vaultkit.cli.parameters import Argument, Flag, Option
from vaultkit.cli.session import Session, known_words
from vaultkit.core.across.render import NOWHERE, render
from vaultkit.core.text.problem import Problem
from vaultkit.disk.note_file import readable
from vaultkit.disk.vault import Vault, refusal
from vaultkit.errors import NotesLeftError, UsageError
from vaultkit.value import frozen


@frozen
class _Rendered:
    """The note as it should be, and what there is to say of it."""

    raw: bytes
    problems: tuple[Problem, ...] = ()


def render_note(
    session: Session,
    note: Annotated[str, Argument(help="A dash: the note is read from stdin.", metavar="-")],
    path: Annotated[
        str | None,
        Option("--path", metavar="NOTE", help="Where it stands, or would: folders may mark it."),
    ] = None,
    strict: Annotated[
        bool, Flag("--strict", help="Exit 4 when the note could not be handled.")
    ] = False,
) -> Answer:
    """Bring the note on stdin up to date and print it whole; no other note is read."""
    if note != "-":
        raise UsageError("render-what", text=note)
    raw = sys.stdin.buffer.read() if sys.stdin else b""
    try:
        done = _rendered(session, raw, path)
    except Exception:  # whatever is wrong, an editor gets back what it gave
        console = session.console_at_hand
        if not console.is_json:
            console.bytes(raw)
        raise
    wrong = any(found.severity == "problem" for found in done.problems)
    answer = Answer(
        {"note": path, "changed": done.raw != raw, "text": _text(done.raw)},
        shown=(FileData(done.raw),),
        on_terminal=(Raw(done.raw.decode("utf-8", "replace")),),
        beside=done.problems,
        problems=done.problems,
    )
    return _strictly(answer, session) if strict and wrong else answer


def _strictly(answer: Answer, session: Session) -> Answer:
    told = session.console.phrases.say("error.notes-left-one")
    beside = (*answer.beside, Warned(f"vaultkit: {told}"))
    return replace(answer, beside=beside, exit_code=NotesLeftError.exit_code)


def _rendered(session: Session, raw: bytes, path: str | None) -> _Rendered:
    place = NOWHERE if path is None else _from_root(session.vault, path)
    if path is not None and (found := _left(session.vault, place)):
        return _Rendered(raw, (found,))
    note = readable(place, raw)
    if isinstance(note, Problem):
        return _Rendered(raw, (note,))
    done = render(note, known_words(session.settings), session.desk, session.today)
    return _Rendered(done.edit.wanted if done.edit else raw, done.problems)


def _from_root(vault: Vault, path: str) -> str:
    """Return a path from the vault's root; an editor knows the whole of it. Raises UsageError."""
    if not Path(path).is_absolute():
        return PurePath(path).as_posix()
    for place in (Path(path), Path(path).parent.resolve() / Path(path).name):
        if place.is_relative_to(vault.root):
            return place.relative_to(vault.root).as_posix()
    raise UsageError("outside-vault", path=path)


def _left(vault: Vault, place: str) -> Problem | None:
    """Return why a note at that place is left alone, or None. Raises UsageError."""
    return vault.passes_by(place) or refusal(place)


def _text(raw: bytes) -> str | None:
    """Return the note's text, None where it is not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
