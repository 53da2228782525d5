"""The command line: it reads the clock, talks to the terminal, and ends in an exit code."""

import os
import sys
from errno import EMFILE, ENFILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from vaultkit.disk.question import Question


class _Unprinted(OSError):
    """What was to be printed could not be."""


def main() -> None:
    """Run the command line."""
    try:
        try:
            _run(sys.argv[1:])
        finally:
            _flush()
    except OSError as error:
        # Help and version, printed before any command's own care begins; or a file that does not open.
        from vaultkit.cli.cut_off import nobody_reads

        is_output = isinstance(error, BrokenPipeError | _Unprinted)
        is_unheard = is_output and nobody_reads(error, sys.stdout)
        sys.stdout = None  # Python must not complain when it closes the stream
        if is_unheard:
            sys.exit(0)
        sys.stderr.write(f"vaultkit: {_in_words(error)}\n")
        sys.exit(2)


def _flush() -> None:
    """Write what is left to print, also what could not be written a moment ago. Raises _Unprinted."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        raise _Unprinted(error.errno, error.strerror) from error


def _in_words(error: OSError) -> str:
    reason = error.strerror or str(error)
    try:
        from vaultkit.cli.help_words import help_phrases
        from vaultkit.core.text.sanitize import one_line

        named = error.filename
        path = one_line(os.fsdecode(named)) if isinstance(named, str | bytes) else ""
        return help_phrases().say(f"error.{_key(error)}", reason=reason, path=path)
    except OSError:  # not even the words can be read
        return f"{reason}."


def _key(error: OSError) -> str:
    """Return the key of the sentence. What fails with an open file names none, or a number."""
    if error.errno in (EMFILE, ENFILE):
        return "open-files"
    if isinstance(error, _Unprinted):
        return "output-failed"
    return "file-failed" if isinstance(error.filename, str | bytes) else "read-or-write-failed"


def _run(words: list[str]) -> None:
    from vaultkit.cli.known_lines import depends_on, is_help

    on, asked = depends_on(words), None
    if on is not None:
        from vaultkit.cli.again import OutputStopped, asked_now, print_known

        asked = asked_now(words, on)
        try:
            code = print_known(asked) if asked else None
        except OutputStopped as stopped:
            _tell_stopped(words, stopped.reason)
        if code is not None:
            sys.exit(code)
    if asked and is_help(words):
        _show_help(asked)
    from vaultkit.work.uncollected import uncollected

    with uncollected():  # all that is loaded here stays
        from vaultkit.cli.guarded import run_plainly
        from vaultkit.cli.plain_call import plain_call

        call = plain_call(words)
    if call:
        sys.exit(run_plainly(call, asked))
    _read_every_line()


def _read_every_line() -> None:
    """Run what reads every line. Its library ends with 1 where nobody reads on; here BrokenPipeError is raised."""
    from vaultkit.cli.command_line import command_line

    try:
        command_line()()
    except SystemExit as ended:
        if isinstance(ended.__context__, BrokenPipeError):
            raise ended.__context__ from None
        raise


def _tell_stopped(words: list[str], reason: str) -> "NoReturn":
    """Tell that what is known could not be printed, as the command would have told it, and end."""
    from vaultkit.cli.known_lines import is_help

    if is_help(words):
        raise _Unprinted(reason)
    from vaultkit.cli.guarded import tell_stopped

    sys.exit(tell_stopped(words, reason))


def _show_help(asked: "Question") -> "NoReturn":
    """Have the help printed, keep it as the answer to what was ``asked``, and end."""
    from vaultkit.cli.again import Overheard
    from vaultkit.cli.keeping import keep_help

    code: object = None
    with Overheard() as overheard:
        try:
            _read_every_line()
        except SystemExit as ended:
            code = ended.code
    if code == 0 and overheard.is_whole:
        keep_help(asked, overheard.pieces())
    sys.exit(code)  # type: ignore[arg-type]
