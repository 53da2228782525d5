"""What a command can be given, as values: the library that reads them in full is slow to load."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NamedTuple


class Parameter(NamedTuple):
    """What stands in ``Annotated[…]``. ``names`` are those of an option, none for an argument."""

    help: str
    names: tuple[str, ...] = ()
    metavar: str | None = None
    panel: str | None = None

    @property
    def shown_name(self) -> str | None:
        """How the help calls it, where that is not left to the name in the code."""
        return self.names[0] if self.names else self.metavar


def Argument(*, help: str, metavar: str | None = None) -> Parameter:  # noqa: A002, N802 - as the library's
    """Return what an argument says of itself."""
    return Parameter(help, metavar=metavar)


def Option(*names: str, help: str, metavar: str, panel: str | None = None) -> Parameter:  # noqa: A002, N802
    """Return what an option with a value says of itself."""
    return Parameter(help, names, metavar, panel)


def Flag(*names: str, help: str, panel: str | None = None) -> Parameter:  # noqa: A002, N802
    """Return what an option without a value says of itself; its help does not look as if it took one."""
    return Parameter(help, names, "", panel)


COLORS = ("auto", "always", "never")
_PANEL = "Common options"
COMMON: dict[str, tuple[Any, Any]] = {
    "vault": (
        Annotated[
            Path | None,
            Option(
                "--vault",
                metavar="DIR",
                help="The vault. (Default: the one you are in.)",
                panel=_PANEL,
            ),
        ],
        None,
    ),
    "today": (
        Annotated[
            str | None,
            Option(
                "--today",
                metavar="DATE",
                help="The day to count from, as 2026-11-20.",
                panel=_PANEL,
            ),
        ],
        None,
    ),
    "json": (Annotated[bool, Flag("--json", help="Print one JSON object.", panel=_PANEL)], False),
    "quiet": (
        Annotated[bool, Flag("--quiet", "-q", help="Print no messages.", panel=_PANEL)],
        False,
    ),
    "verbose": (
        Annotated[bool, Flag("--verbose", "-v", help="Print more messages.", panel=_PANEL)],
        False,
    ),
    "color": (
        Annotated[
            str | None,
            Option("--color", metavar="|".join(COLORS), help="Use colors.", panel=_PANEL),
        ],
        None,
    ),
}
"""The options that every command takes, each with its default."""


def common_parameters() -> list[inspect.Parameter]:
    """Return the options that every command takes, as parameters."""
    return [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
        )
        for name, (annotation, default) in COMMON.items()
    ]


def own_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return the parameters of a command's function beside the session."""
    return list(inspect.signature(function, eval_str=True).parameters.values())[1:]


def about(parameter: inspect.Parameter) -> Any:
    """Return what a parameter says of itself; None where it says nothing."""
    (told,) = getattr(parameter.annotation, "__metadata__", (None,))
    return told
