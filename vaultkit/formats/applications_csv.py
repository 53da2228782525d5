"""Applications as a table for a spreadsheet: RFC 4180, UTF-8, a line of names first."""

from collections.abc import Sequence

from vaultkit.formats.csv_cells import csv_line
from vaultkit.formats.export_rows import Row

suffix = ".csv"


def render(applications: Sequence[Row]) -> bytes:
    """Return the table; of no application, nothing."""
    if not applications:
        return b""
    names = list(applications[0])
    lines = [names, *([_text(row[name]) for name in names] for row in applications)]
    return "".join(map(csv_line, lines)).encode()


def _text(value: str | tuple[str, ...] | None) -> str:
    """Return one text; of several values all, with ``; `` between them."""
    return "; ".join(value) if isinstance(value, tuple) else value or ""
