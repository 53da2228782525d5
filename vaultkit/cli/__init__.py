"""The command line: it reads the clock, talks to the terminal, and ends in an exit code."""

import os
import sys

from vaultkit.cli import (
    adding,
    daily,
    drafting,
    explaining,
    exporting,
    guests,
    listing,
    merging,
    people,
    repair,
    setup,
    stats,
)
from vaultkit.cli.command import app
from vaultkit.cli.main import begin

__all__ = [
    "adding",
    "app",
    "begin",
    "daily",
    "drafting",
    "explaining",
    "exporting",
    "guests",
    "listing",
    "main",
    "merging",
    "people",
    "repair",
    "setup",
    "stats",
]


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    if hasattr(sys.stdout, "reconfigure") and not os.environ.get("PYTHONIOENCODING"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except OSError as error:
        # Help and version, printed before any command's own care begins, on a full disk.
        sys.stdout = None
        sys.stderr.write(f"vaultkit: {error.strerror or error}\n")
        sys.exit(2)
