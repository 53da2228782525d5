"""What a command has to say, as a value. How it reaches a person or a program is ``printing``'s."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from vaultkit.core.text.problem import Problem
from vaultkit.disk.listed_numbers import Listed
from vaultkit.value import frozen


class Lines(NamedTuple):
    """Lines that are made when they are printed: ``--json`` does not wait for them."""

    make: Callable[[], Iterable[str]]


class Drawn(NamedTuple):
    """A page with its own styles that is drawn when it is printed: what draws it is slow to load."""

    draw: Callable[[], str]


class Prose(NamedTuple):
    """A sentence, which is broken between words where a terminal is too narrow for it.

    ``hanging`` is how much further in its later lines begin than its first.
    """

    text: str
    hanging: int = 0


class Raw(NamedTuple):
    """A text that has lines, a patch or a note: a program gets it as it is."""

    text: str


class FileData(NamedTuple):
    """The bytes of a file, printed. On a terminal only what is text."""

    data: bytes


Shown = str | Lines | Prose | Drawn | Raw | FileData
"""A piece of what stands on stdout; a ``str`` is one line, never broken."""


class Warned(NamedTuple):
    """A line on stderr that ``--quiet`` and ``--json`` leave in."""

    line: str


Beside = str | Warned | Problem
"""A piece of what stands on stderr: a message, a line that nothing silences, or a problem by its rules."""


@frozen
class Answer:
    """What a command has to say.

    ``data`` and ``problems`` are for ``--json``; its rows may be made ``Later``. Everybody else
    reads ``shown`` on stdout, then ``beside`` on stderr; ``on_terminal`` stands in the place of
    ``shown`` where a person reads it. ``numbers`` is what the numbers from 1 stand for once a
    person has been shown them.
    """

    data: Any = None
    shown: tuple[Shown, ...] = ()
    beside: tuple[Beside, ...] = ()
    problems: tuple[Problem, ...] = ()
    exit_code: int = 0
    on_terminal: tuple[Shown, ...] | None = None
    numbers: tuple[Listed, ...] | None = None
