"""What reaches the terminal: data to stdout, messages to stderr, nothing raw from a note."""

import json
import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TextIO

from vaultkit.cli.cut_off import nobody_reads
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.sanitize import one_line
from vaultkit.errors import OutputError
from vaultkit.formats.rows import problem_row
from vaultkit.playbook import load

Color = Literal["auto", "always", "never"]
_PATIENCE_SECONDS = 1.0
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_STYLE = re.compile(r"(\x1b\[[0-9;]*m)")
# A word that no note can know marks our own styles, so that one in a note is not taken for ours.
_OURS = f"\x1b{os.urandom(8).hex()}["
_STYLES = {"red": "31", "yellow": "33", "green": "32", "dim": "2", "bold": "1"}


@dataclass
class Console:
    """The two streams of one command. ``quiet`` silences messages, never data or errors."""

    phrases: Phrases
    quiet: bool = False
    verbose: bool = False
    color: Color = "auto"
    no_color: bool = False
    is_json: bool = False
    announced: list[Problem] = field(default_factory=list)
    _began: float = 0.0
    _shows_progress: bool = False

    def progress(self, count: int, key: str = "reading.progress") -> None:
        """Show on a terminal how many notes were read, once it lasts longer than a person likes to wonder."""
        if self.quiet or not count or count % 100 or not sys.stderr.isatty():
            return
        now = time.monotonic()
        self._began = self._began or now
        if now - self._began > _PATIENCE_SECONDS:
            self._shows_progress = True
            sys.stderr.write("\r" + self.phrases.say(key, n=count))
            sys.stderr.flush()

    def _clear_progress(self) -> None:
        if self._shows_progress:
            sys.stderr.write("\r\x1b[K")
            self._shows_progress = False

    def data(self, line: str = "") -> None:
        """Print one line of data; what steers a terminal is taken out."""
        self._clear_progress()
        put(_shown(line, sys.stdout) + "\n", sys.stdout)

    def lines(self, lines: Iterable[str]) -> None:
        """Print lines of data, as ``data`` does each of them. What is harmless is found out, and written, at once."""
        rows = list(lines)
        text = "".join(f"{row}\n" for row in rows)
        is_plain = text.count("\n") == len(rows) and text.replace("\n", "").isprintable()
        if is_plain:
            self._clear_progress()
            put(_encodable(text, sys.stdout), sys.stdout)
            return
        for row in rows:
            self.data(row)

    def raw(self, text: str) -> None:
        """Print a text that has lines, a patch or a note: as it is to a program, made harmless to a terminal."""
        self._clear_progress()
        shown = _STEERING.sub(_as_code, text) if sys.stdout.isatty() else text
        put(_encodable(shown, sys.stdout), sys.stdout)

    def bytes(self, data: bytes) -> None:
        """Print what is no line of ours, byte for byte. The stream must not be a terminal."""
        self._clear_progress()
        put("", sys.stdout, flush=True)
        try:
            sys.stdout.buffer.write(data)
        except OSError as error:
            raise _failure(error, sys.stdout) from error

    def page(self, text: str) -> None:
        """Print what tables were drawn into: its styles are the program's own and stay."""
        self._clear_progress()
        pieces = _STYLE.split(text)
        shown = (
            piece if place % 2 else _STEERING.sub(_as_code, piece)
            for place, piece in enumerate(pieces)
        )
        put(_encodable("".join(shown), sys.stdout), sys.stdout)

    def json(self, command: str, data: Any, problems: Sequence[Any]) -> None:
        """Print the one object of ``--json``."""
        rows = list(problems)
        rows += [
            row for found in self.announced if (row := problem_row(found, self.phrases)) not in rows
        ]
        whole = {"schema": 1, "command": command, "data": data, "problems": rows}
        put(json.dumps(whole, ensure_ascii=True, indent=2) + "\n", sys.stdout)

    def prose(self, line: str, hanging: int = 0) -> None:
        """Print a sentence as data: on a terminal it is broken between words."""
        for part in _broken(line, sys.stdout, hanging):
            self.data(part)

    def tell(self, key: str, **values: object) -> None:
        """Print a message, unless the person asked for quiet."""
        if not self.quiet:
            self.error_line(self.phrases.say(key, **values))

    def message(self, line: str) -> None:
        """Print a message that is made already, unless the person asked for quiet."""
        if not self.quiet:
            self.error_line(line)

    def error_line(self, line: str) -> None:
        """Print a line to stderr, whatever was asked for."""
        self._clear_progress()
        for part in _broken(line, sys.stderr):
            print(_shown(part, sys.stderr), file=sys.stderr)  # noqa: T201

    def choice(self, name: str) -> None:
        """Print a name to choose from to stderr, in one piece: a number must not come away from what it stands for."""
        print(_shown(f"  {name}", sys.stderr), file=sys.stderr)  # noqa: T201

    def ask(self, question: str) -> str | None:
        """Return the answer, None where there is nobody to give one."""
        self._clear_progress()
        *lines, last = _broken(question.rstrip(), sys.stderr)
        for line in lines:
            self.error_line(line)
        put(_shown(last, sys.stderr) + " ", sys.stderr, flush=True)
        answer = sys.stdin.readline() if sys.stdin else ""
        if not answer:
            put("\n", sys.stderr)
        return answer or None

    @property
    def can_ask(self) -> bool:
        """Tell whether somebody sits there who can be asked: never where a program reads the answer."""
        return not self.is_json and all(
            stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)
        )

    def is_sure(self, question: str) -> bool | None:
        """Ask whether to go on; None where there is nobody to answer."""
        answer = self.ask(f"{question} {self.phrases.say('words.yes-or-no')} ")
        return None if answer is None else answer.strip().casefold() in load.words("yes")

    def style(self, text: str, style: str, stream: TextIO | None = None) -> str:
        """Return the text in a style, where the stream takes colors."""
        return self.painter(style, stream)(text)

    def painter(self, style: str, stream: TextIO | None = None) -> Callable[[str], str]:
        """Return what puts texts in a style, where the stream takes colors: of many it is asked once."""
        if not self._colors(stream or sys.stdout):
            return str
        return lambda text: f"{_OURS}{_STYLES[style]}m{text}{_OURS}0m"

    @property
    def on_terminal(self) -> bool:
        """Tell whether a person reads the data: what a program reads keeps its shape."""
        return sys.stdout.isatty()

    @property
    def has_colors(self) -> bool:
        """Tell whether data may be printed in colors."""
        return self._colors(sys.stdout)

    def can_show(self, characters: str) -> bool:
        """Tell whether the characters can be printed as they are."""
        return _encodable(characters, sys.stdout) == characters

    def _colors(self, stream: TextIO) -> bool:
        if self.color != "auto":
            return self.color == "always"
        if self.no_color or not stream.isatty():
            return False
        from vaultkit.disk.system import system  # a pipe needs none of it

        return system.takes_styles(stream.fileno())

    def problem(self, found: Problem) -> str:
        """Return ``path:line: what · what to do``."""
        text = self.phrases.say(f"problem.{found.code}.text", **found.values)
        remedy = self.phrases.say(f"problem.{found.code}.hint", **found.values)
        label = "" if found.severity == "problem" else self.phrases.say("problems.hint") + " "
        return f"{found.note}:{found.line}: {label}{text} · {remedy}"

    def announce(self, found: Sequence[Problem]) -> None:
        """Tell of what no command may keep to itself, each once; with ``--json`` in the object that it prints."""
        for finding in found:
            if finding in self.announced:
                continue
            self.announced.append(finding)
            if not self.is_json:
                self.error_line(self.problem(finding))

    def problems(self, found: Sequence[Problem]) -> None:
        """Print problems to stderr; hints only when the person wants to know more."""
        for finding in found:
            if finding in self.announced:
                continue
            if finding.severity == "problem" or self.verbose:
                self.error_line(self.problem(finding))


def put(text: str, stream: TextIO, *, flush: bool = False) -> None:
    """Write to a stream. Raises OutputError when that fails, BrokenPipeError when nobody reads on."""
    try:
        stream.write(text)
        if flush:
            stream.flush()
    except OSError as error:
        raise _failure(error, stream) from error


def _failure(error: OSError, stream: TextIO) -> Exception:
    if nobody_reads(error, stream):
        return BrokenPipeError()
    return OutputError("output-failed", reason=error.strerror or error)


def terminal_width() -> int:
    """Return how many columns the terminal has, or what the environment says of it."""
    import shutil  # loads what packs files

    return shutil.get_terminal_size().columns


def _broken(line: str, stream: TextIO, hanging: int = 0) -> list[str]:
    """Return a sentence as the lines that fit the terminal, broken between words only; elsewhere as it is.

    Lines after the first are as far in as the first, or so much further. A word that is too long, as
    a path, stays whole.
    """
    if not stream.isatty():
        return [line]
    width = max(terminal_width(), 20)
    if _columns(line) <= width:
        return [line]
    first, *words = line.split()
    indent = line[: len(line) - len(line.lstrip())]
    lines = [indent + first]
    indent += " " * hanging
    for word in words:
        longer = f"{lines[-1]} {word}"
        if _columns(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(indent + word)
    return lines


def _columns(text: str) -> int:
    """Return about how many columns a text takes: some characters take two, those put on others none."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in "".join(_STYLE.split(text.replace(_OURS, "\x1b["))[::2])
    )


def _shown(line: str, stream: TextIO) -> str:
    """Strip all that steers a terminal but our own styles, which are put in as whole pieces."""
    first, *parts = line.split(_OURS)
    kept = [_plain(first)]
    for part in parts:
        code, _, rest = part.partition("m")
        kept.append(f"\x1b[{code}m{_plain(rest)}")
    return _encodable("".join(kept), stream)


def _as_code(match: re.Match[str]) -> str:
    return f"<U+{ord(match.group()):04X}>"


def _plain(text: str) -> str:
    """One line; spaces that align columns stay."""
    if text.isprintable():  # as nearly every line is, of which there may be thousands
        return text
    return "".join(char if char == " " else one_line(char) for char in text)


def _encodable(text: str, stream: TextIO) -> str:
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)
