"""Applications as a table for a spreadsheet: RFC 4180, UTF-8, a line of names first."""

import re
from collections.abc import Sequence

from vaultkit.core.text.sanitize import one_line
from vaultkit.formats.export_rows import Row

suffix = ".csv"

_FORMULA = re.compile(r"\s*[=+\-@]")
"""How a text begins that a spreadsheet would compute: a note may come from anybody."""


def render(applications: Sequence[Row]) -> bytes:
    """Return the table; of no application, nothing."""
    names = list(applications[0]) if applications else []
    lines = [names, *([_text(row[name]) for name in names] for row in applications)]
    return "".join(f"{','.join(map(_cell, line))}\r\n" for line in lines if line).encode()


def _text(value: str | tuple[str, ...] | None) -> str:
    """Return one line; of several values all, with ``; `` between them."""
    return one_line("; ".join(value) if isinstance(value, tuple) else value or "")


def _cell(text: str) -> str:
    safe = f"'{text}" if _FORMULA.match(text) else text
    return '"' + safe.replace('"', '""') + '"' if re.search('[",]', safe) else safe
