"""The one place where answers and errors are printed: as one JSON object, or as lines for a person."""

import sys
from collections.abc import Iterable

from vaultkit.cli.answer import Answer, Beside, Drawn, FileData, Lines, Prose, Raw, Shown, Warned
from vaultkit.cli.console import Console
from vaultkit.cli.session import Options, Session
from vaultkit.core.text.once import Later
from vaultkit.errors import NoteLeftError, UsageError, VaultkitError
from vaultkit.formats.rows import problem_row


def print_answer(name: str, session: Session, answer: Answer) -> None:
    """Print what a command has to say; ``name`` is the command's."""
    console = session.console_at_hand
    if session.options.json:
        rows = [problem_row(found, console.phrases) for found in answer.problems]
        data = [*answer.data] if isinstance(answer.data, Later) else answer.data
        console.json(name, data, rows)
        _print_beside([one for one in answer.beside if isinstance(one, Warned)], console)
        return
    in_place = answer.on_terminal if console.on_terminal else None
    for piece in answer.shown if in_place is None else in_place:
        _print_piece(piece, console)
    if answer.numbers is not None:
        from vaultkit.cli.items import number  # loads all that items are made of

        number(session, answer.numbers)
    _print_beside(answer.beside, console)


def _print_piece(piece: Shown, console: Console) -> None:
    match piece:
        case str():
            console.data(piece)
        case Lines():
            console.lines(piece.make())
        case Prose():
            console.prose(*piece)
        case Drawn():
            console.page(piece.draw())
        case Raw():
            console.raw(piece.text)
        case FileData():
            _print_file(piece.data, console)


def _print_file(data: bytes, console: Console) -> None:
    """Print a file: as it is to a program, made harmless to a terminal. One that is no text needs a file."""
    if not console.on_terminal:
        console.bytes(data)
        return
    try:
        console.raw(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError("export-no-text") from error


def _print_beside(beside: Iterable[Beside], console: Console) -> None:
    for one in beside:
        match one:
            case str():
                console.message(one)
            case Warned():
                console.error_line(one.line)
            case _:
                console.problems([one])


def print_error(name: str, session: Session, error: VaultkitError) -> None:
    """Print the sentence of what stopped a command, in JSON as well."""
    console = session.console_in(session.language_at_hand)
    if isinstance(error, NoteLeftError):
        row = problem_row(error.problem, console.phrases)
        console.error_line(f"vaultkit: {console.problem(error.problem)}")
    else:
        hint = ", ".join(error.listed)
        text = console.phrases.say(f"error.{error.key}", **error.values)
        row = {"note": None, "line": None, "code": error.key, "text": text, "hint": hint}
        console.error_line(f"vaultkit: {text}")
        for choice in error.listed:
            console.choice(choice)
    if session.options.json and sys.stdout is not None:
        console.json(name, None, [row])


def print_problem(name: str, code: str, text: str) -> None:
    """Print as JSON what is wrong with a command line that could not be read at all."""
    row = {"note": None, "line": None, "code": code, "text": text, "hint": ""}
    Session(Options()).console_at_hand.json(name, None, [row])
