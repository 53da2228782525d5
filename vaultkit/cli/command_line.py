"""``vaultkit`` itself: what stands before a command's name."""

import inspect
from typing import Annotated, Any

from vaultkit import __version__
from vaultkit.cli.command import Context, Exit, app, for_typer, get_command
from vaultkit.cli.guarded import guarded, options_of
from vaultkit.cli.parameters import Flag, common_parameters
from vaultkit.cli.plain_values import take_texts
from vaultkit.cli.session import Session
from vaultkit.cli.status import status


def _print_version(asked: bool) -> None:
    if asked:
        print(f"vaultkit {__version__}")  # noqa: T201
        raise Exit


def begin(context: Any, **values: Any) -> None:
    """Dated follow-ups for job applications kept as Markdown notes, above all after a no.

    What you wrote is never changed. Start with: vaultkit init my-search
    """
    values.pop("version", None)
    context.obj = options_of(values)
    if context.invoked_subcommand is None:
        raise Exit(guarded("status", Session(context.obj), status))


_version = for_typer(
    inspect.Parameter(
        "version",
        inspect.Parameter.KEYWORD_ONLY,
        default=False,
        annotation=Annotated[bool, Flag("--version", help="Print the version.")],
    ),
    callback=_print_version,
    is_eager=True,
)
_context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Context)
_parameters = [_context, _version, *map(for_typer, common_parameters())]
begin.__signature__ = inspect.Signature(_parameters)  # type: ignore[attr-defined]
begin.__annotations__ = {parameter.name: parameter.annotation for parameter in _parameters}
app.callback()(begin)


def command_line() -> Any:
    """Return ``vaultkit`` as a command, with all that may stand before and after its commands' names."""
    made = get_command(app)
    take_texts(made, _parameters)
    return made
