"""``python -m vaultkit``, and what the installed command runs."""

import sys

import vaultkit


def main() -> None:
    """Run the command line; an interrupt ends it without a traceback, however early it comes."""
    try:
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


def _print_version() -> bool:
    """Print the version without loading what only commands need. False where it cannot be printed."""
    try:
        sys.stdout.write(f"vaultkit {vaultkit.__version__}\n")
        sys.stdout.flush()
    except (AttributeError, OSError):  # closed, or full: the command line says so
        return False
    return True


if __name__ == "__main__":
    main()
