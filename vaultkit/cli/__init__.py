"""The command line: it reads the clock, talks to the terminal, and ends in an exit code."""

import os
import sys

_COMPLETES = "_VAULTKIT_COMPLETE"
"""Set by a shell that asks for what could come next; it is the library's to answer."""


def main() -> None:
    """Run the command line."""
    try:
        _run(sys.argv[1:])
    except OSError as error:
        # Help and version, printed before any command's own care begins, on a full disk.
        sys.stdout = None
        sys.stderr.write(f"vaultkit: {error.strerror or error}\n")
        sys.exit(2)


def _run(words: list[str]) -> None:
    from vaultkit.cli.again import OutputStopped, answered, asked_now

    is_plain = _COMPLETES not in os.environ
    asked = asked_now(words) if is_plain else None
    stopped = None
    try:
        if asked and answered(asked):
            return
    except OutputStopped as error:
        stopped = error
    from vaultkit.cli.plain_call import plain_call

    call = plain_call(words) if is_plain else None
    if call:
        from vaultkit.cli.guarded import run_plainly, tell_plainly

        sys.exit(tell_plainly(call, stopped.reason) if stopped else run_plainly(call, asked))
    from vaultkit.cli.command_line import command_line  # loads the library that reads every line

    command_line()()
