"""Lines of a table that a spreadsheet reads: RFC 4180, and no cell that it would compute."""

import re
from collections.abc import Iterable

from vaultkit.core.text.sanitize import one_line

_FORMULA = re.compile(r"\s*[=+\-@]")
"""How a text begins that a spreadsheet would compute: a note may come from anybody."""


def csv_line(cells: Iterable[str]) -> str:
    """Return one line with its end. A cell is one line: neither a tab nor a line's end begins it."""
    return f"{','.join(_cell(one_line(cell)) for cell in cells)}\r\n"


def _cell(text: str) -> str:
    safe = f"'{text}" if _FORMULA.match(text) else text
    return '"' + safe.replace('"', '""') + '"' if re.search('[",]', safe) else safe
