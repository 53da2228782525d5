"""The command line: it reads the clock, talks to the terminal, and ends in an exit code."""

import os
import sys


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    if hasattr(sys.stdout, "reconfigure") and not os.environ.get("PYTHONIOENCODING"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        _run(sys.argv[1:])
    except OSError as error:
        # Help and version, printed before any command's own care begins, on a full disk.
        sys.stdout = None
        sys.stderr.write(f"vaultkit: {error.strerror or error}\n")
        sys.exit(2)


def _run(words: list[str]) -> None:
    from vaultkit.cli.plain_call import plain_call

    call = plain_call(words)
    if call:
        from vaultkit.cli.guarded import run_plainly

        sys.exit(run_plainly(call))
    from vaultkit.cli.command_line import command_line  # loads the library that reads every line

    command_line()()
