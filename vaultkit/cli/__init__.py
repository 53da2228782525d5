"""The command line: it reads the clock, talks to the terminal, and ends in an exit code."""

import os
import sys

from vaultkit.cli import daily, merging, people, repair, setup
from vaultkit.cli.command import app
from vaultkit.cli.main import begin

__all__ = ["app", "begin", "daily", "main", "merging", "people", "repair", "setup"]


def main() -> None:
    """Run the command line."""
    if hasattr(sys.stdout, "reconfigure") and not os.environ.get("PYTHONIOENCODING"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
        sys.stderr.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
