"""``python -m vaultkit``, and what the installed command runs."""

import os
import sys

import vaultkit


def main() -> None:
    """Run the command line; an interrupt, or too little memory, ends it without a traceback, however early."""
    try:
        settle_streams()
        if sys.argv[1:] == ["--version"] and _print_version():
            return
        if sys.argv[1:2] == ["--complete"]:
            from vaultkit.cli.completing import answer

            answer(sys.argv[2:])
            return
        from vaultkit.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
    except MemoryError:  # there may be none left for the phrases of a language
        sys.stderr.write(
            "vaultkit: There is not enough memory. Close other programs, and try again.\n"
        )
        sys.exit(2)


def settle_streams() -> None:
    """Have what is printed be UTF-8 whose lines end in LF, whatever the console, its code page and the pipe are.

    Windows would give a pipe its own code page and CRLF: other bytes than those that would be
    written into a note. An encoding that the person asked Python for stays; what it cannot say
    becomes a question mark, and a byte of an answer that is none of its letters does too.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    encoding = None if os.environ.get("PYTHONIOENCODING") else "utf-8"
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")


def _print_version() -> bool:
    """Print the version without loading what only commands need. False where it cannot be printed."""
    try:
        sys.stdout.write(f"vaultkit {vaultkit.__version__}\n")
        sys.stdout.flush()
    except OSError:  # full: the command line says so
        return False
    return True


if __name__ == "__main__":
    main()
