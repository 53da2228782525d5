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
    from vaultkit.cli.plain_call import plain_call

    call = None if _COMPLETES in os.environ else plain_call(words)
    if call:
        from vaultkit.cli.guarded import run_plainly

        sys.exit(run_plainly(call))
    from vaultkit.cli.command_line import command_line  # loads the library that reads every line

    command_line()()
