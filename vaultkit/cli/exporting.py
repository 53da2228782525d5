"""The command that gives the applications to other programs, in any format that is installed."""

from pathlib import Path
from typing import Annotated

from vaultkit import plugins
from vaultkit.cli.answer import Answer, FileData
from vaultkit.cli.new_file import is_stdout, write_new
from vaultkit.cli.parameters import Argument, Option
from vaultkit.cli.session import Session
from vaultkit.cli.summary import beside_data
from vaultkit.core.across.survey import problems as survey_problems
from vaultkit.core.week.quiet import listings
from vaultkit.errors import UsageError
from vaultkit.formats.export_rows import export_row


def export(
    session: Session,
    name: Annotated[
        str, Argument(help="csv, json, or what `vaultkit plugins` lists.", metavar="FORMAT")
    ],
    output: Annotated[
        Path | None,
        Option("--output", "-o", metavar="FILE", help="A new file; - is the terminal."),
    ] = None,
) -> Answer:
    """Print the applications in a format of other programs."""
    form = plugins.format_of(_guest(name))
    found = session.survey()
    rows = tuple(export_row(row) for row in listings(found.entries, session.today))
    data, told = form.render(rows), survey_problems(found)
    file = None if output is None or is_stdout(output) else str(output)
    if output is not None and file:
        write_new(output, data)
    return Answer(
        {"format": name, "file": file, "text": None if file else data.decode("utf-8", "replace")},
        shown=(file or FileData(data),),
        beside=beside_data(told, session),
        problems=told,
    )


def _guest(name: str) -> plugins.Guest:
    guest = plugins.named(plugins.FORMATS, name)
    if guest is None:
        known = dict.fromkeys(one.name for one in plugins.installed(plugins.FORMATS))
        raise UsageError("unknown-format", list(known), text=name)
    return guest
