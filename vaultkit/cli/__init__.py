"""The command line: it reads the clock, talks to the terminal, and ends in an exit code."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from vaultkit.disk.question import Question


def main() -> None:
    """Run the command line."""
    try:
        _run(sys.argv[1:])
    except OSError as error:
        # Help and version, printed before any command's own care begins, on a full disk.
        sys.stdout = None
        sys.stderr.write(f"vaultkit: {_in_words(error)}\n")
        sys.exit(2)


def _in_words(error: OSError) -> str:
    from vaultkit.cli.help_words import help_phrases

    reason = error.strerror or error
    return help_phrases().say("error.output-failed", reason=reason)


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
    from vaultkit.cli.command_line import command_line  # loads the library that reads every line

    command_line()()


def _tell_stopped(words: list[str], reason: str) -> "NoReturn":
    """Tell that what is known could not be printed, as the command would have told it, and end."""
    from vaultkit.cli.known_lines import is_help

    if is_help(words):
        raise OSError(reason)
    from vaultkit.cli.guarded import tell_stopped

    sys.exit(tell_stopped(words, reason))


def _show_help(asked: "Question") -> "NoReturn":
    """Have the help printed, keep it as the answer to what was ``asked``, and end."""
    from vaultkit.cli.again import Overheard
    from vaultkit.cli.command_line import command_line
    from vaultkit.cli.keeping import keep_help

    code: object = None
    with Overheard() as overheard:
        try:
            command_line()()
        except SystemExit as ended:
            code = ended.code
    if code == 0 and overheard.is_whole:
        keep_help(asked, overheard.pieces())
    sys.exit(code)  # type: ignore[arg-type]
