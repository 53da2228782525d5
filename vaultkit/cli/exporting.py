"""The command that gives the applications to other programs, in any format that is installed."""

import sys
from pathlib import Path
from typing import Annotated

from vaultkit import plugins
from vaultkit.cli.command import Argument, Option, command
from vaultkit.cli.new_file import write_new
from vaultkit.cli.panels import EVERY_DAY
from vaultkit.cli.session import Session
from vaultkit.cli.summary import tell_hints, tell_left_out
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.week.quiet import listings
from vaultkit.errors import UsageError
from vaultkit.formats.export_rows import export_row
from vaultkit.formats.rows import problem_row


@command("export", EVERY_DAY)
def export(
    session: Session,
    name: Annotated[
        str, Argument(help="csv, json, or what `vaultkit plugins` lists.", metavar="FORMAT")
    ],
    output: Annotated[
        Path | None,
        Option("--output", "-o", metavar="FILE", help="A new file, in place of the terminal."),
    ] = None,
) -> int:
    """Print the applications in a format of other programs."""
    form = plugins.format_of(_guest(name))
    found = session.survey()
    rows = tuple(export_row(row) for row in listings(found.entries, session.today))
    data, told = form.render(rows), survey_problems(found)
    if output is not None:
        write_new(output, data)
    console = session.console
    if session.options.json:
        text = None if output else data.decode("utf-8", "replace")
        row = {"format": name, "file": str(output) if output else None, "text": text}
        console.json("export", row, [problem_row(one, console.phrases) for one in told])
        return 0
    if output is not None:
        console.data(str(output))
    else:
        _print(session, data)
    tell_left_out(session, told)
    tell_hints(session, told)
    return 0


def _guest(name: str) -> plugins.Guest:
    guest = plugins.named(plugins.FORMATS, name)
    if guest is None:
        known = dict.fromkeys(one.name for one in plugins.installed(plugins.FORMATS))
        raise UsageError("unknown-format", list(known), text=name)
    return guest


def _print(session: Session, data: bytes) -> None:
    """Print a file: as it is to a program, made harmless to a terminal. One that is no text needs a file."""
    if not sys.stdout.isatty():
        session.console.bytes(data)
        return
    try:
        session.console.raw(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError("export-no-text") from error
