"""``python -m vaultkit``, and what the installed command runs."""

import sys


def main() -> None:
    """Run the command line; an interrupt ends it without a traceback, however early it comes."""
    try:
        from vaultkit.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
