"""Texts of the command line taken as they are, past the library that turns values into types.

Newer versions of Typer load a validation library at every start, which takes longer than most
commands do. What is a text, a path or a list of texts needs none.
"""

import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_args

_Take = Callable[[Any], Any]
_PLAIN: dict[Any, _Take] = {
    str: str,
    str | None: str,
    Path: Path,
    Path | None: Path,
    list[str]: list,
    list[str] | None: list,
}


def take_texts(command: Any, parameters: Iterable[inspect.Parameter]) -> None:
    """Have a command take the values of plain parameters as they are; all else is the library's."""
    kinds = {one.name: get_args(one.annotation)[:1] for one in parameters}
    for parameter in command.params:
        kind = next(iter(kinds.get(parameter.name, ())), None)
        take = _PLAIN.get(kind)
        if take and parameter.callback is None:
            parameter.process_value = _processed(parameter, take)


def leave_unasked(flag: Any) -> None:
    """Have the help's own option do nothing where nobody asked for help."""
    if "process_value" in vars(flag):
        return  # done already: the option is kept for the next time
    by_the_library = flag.process_value
    flag.process_value = lambda context, value: value and by_the_library(context, value)


def _processed(parameter: Any, take: _Take) -> Callable[[Any, Any], Any]:
    by_the_library = parameter.process_value

    def process(context: Any, value: Any) -> Any:
        if value == "":
            return " "  # a path of "" would be this folder; that it says nothing is told later
        if value:
            return take(value)
        if value is None and not parameter.required:
            return None
        return by_the_library(context, value)

    return process
