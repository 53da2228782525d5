"""Calls of the plain kind, which nearly all are, read without the library for command lines.

``due --json``, ``done 3``, ``update --vault ~/search Acme.md``: a command of ours, its options by
their whole names, each once, texts for its arguments. Of anything else (help, a slip, an option
before the command, ``-qv``) this knows nothing, and says so; then the library reads the words,
and tells what is wrong with them. What is read here, the library reads to the very same values,
which is tested with both.
"""

import inspect
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, get_args

from vaultkit.cli.commands import COMMANDS
from vaultkit.cli.parameters import about, common_parameters, own_parameters

_TEXT, _LIST = (str, str | None), (list[str], list[str] | None)
_PATH = (Path, Path | None)


class Call(NamedTuple):
    """A command's name, its function, and the values of all its parameters, the common ones too."""

    name: str
    function: Callable[..., Any]
    values: dict[str, Any]


class _NotPlain(Exception):
    """The words are for the library."""


def plain_call(words: Sequence[str]) -> Call | None:
    """Return what the words of a command line call; None where they are not plain."""
    if not words:
        return _bare()
    name = words[0]
    if name not in COMMANDS:
        return None
    function = function_of(name)
    try:
        values = _Reader([*own_parameters(function), *common_parameters()]).read(words[1:])
    except _NotPlain:
        return None
    return Call(name, function, values)


def _bare() -> Call:
    """Return what ``vaultkit`` alone calls."""
    from vaultkit.cli.status import status

    return Call("status", status, _Reader(common_parameters()).read(()))


def function_of(name: str) -> Callable[..., Any]:
    """Return the function of a command of ours; its module is loaded now."""
    module, _, function = COMMANDS[name].place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"vaultkit.cli.{module}"), function)
    return found


class _Reader:
    """Lays words over parameters."""

    def __init__(self, parameters: Sequence[inspect.Parameter]) -> None:
        self._options = {name: one for one in parameters for name in about(one).names}
        self._arguments = [one for one in parameters if not about(one).names]
        self._parameters = parameters
        self._values: dict[str, Any] = {}
        self._texts: list[str] = []

    def read(self, words: Sequence[str]) -> dict[str, Any]:
        rest = iter(words)
        for word in rest:
            if word.startswith("-") and word != "-":
                self._read_option(word, rest)
            else:
                self._texts.append(_said(word))
        for argument in self._arguments:
            self._read_argument(argument)
        if self._texts:
            raise _NotPlain
        return {one.name: self._value(one) for one in self._parameters}

    def _read_option(self, word: str, rest: Any) -> None:
        name, equals, value = word.partition("=")
        option = self._options.get(name)
        if option is None or option.name in self._values or (equals and name[:2] != "--"):
            raise _NotPlain
        kind = _kind(option)
        if kind is bool and not equals:
            self._values[option.name] = True
        elif kind in (*_TEXT, *_PATH):
            text = value if equals else next(rest, "")
            if text.startswith("-") and text != "-":
                raise _NotPlain
            self._values[option.name] = _of_kind(kind, _said(text))
        else:
            raise _NotPlain

    def _read_argument(self, argument: inspect.Parameter) -> None:
        kind = _kind(argument)
        if not self._texts:
            return
        if kind in _LIST:
            self._values[argument.name], self._texts = self._texts, []
        else:
            self._values[argument.name] = _of_kind(kind, self._texts.pop(0))

    def _value(self, parameter: inspect.Parameter) -> Any:
        value = self._values.get(parameter.name, parameter.default)
        if value is inspect.Parameter.empty:
            raise _NotPlain
        return value


def _kind(parameter: inspect.Parameter) -> Any:
    return get_args(parameter.annotation)[0]


def _of_kind(kind: Any, text: str) -> str | Path:
    if kind in _PATH:
        return Path(text)
    if kind in _TEXT:
        return text
    raise _NotPlain


def _said(text: str) -> str:
    """Return a text that says something: what an empty one means is told elsewhere."""
    if not text.strip():
        raise _NotPlain
    return text
