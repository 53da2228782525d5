"""The command line: it reads the clock, talks to the terminal, and ends in an exit code."""

import sys

_OF_NOTES = frozenset({"due", "contacts", "stats", "list"})
"""Commands whose answer is made of the vault's notes, its settings and the day, and of nothing else."""


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
    asked = None
    if not words or words[0] in _OF_NOTES:
        from vaultkit.cli.again import OutputStopped, asked_now, print_known

        asked = asked_now(words)
        try:
            if asked and print_known(asked):
                return
        except OutputStopped as stopped:
            from vaultkit.cli.guarded import tell_stopped

            sys.exit(tell_stopped(words, stopped.reason))
    from vaultkit.cli.plain_call import plain_call

    call = plain_call(words)
    if call:
        from vaultkit.cli.guarded import run_plainly

        sys.exit(run_plainly(call, asked))
    from vaultkit.cli.command_line import command_line  # loads the library that reads every line

    command_line()()
