"""Applications as a list of objects."""

import json
from collections.abc import Sequence

from vaultkit.formats.export_rows import Row

suffix = ".json"


def render(applications: Sequence[Row]) -> bytes:
    """Return the list, indented for a reader; UTF-8."""
    rows = [dict(row) for row in applications]
    return (json.dumps(rows, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
