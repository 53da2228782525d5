"""The two marker lines around the tool's part of a review. The end says as of which day, and what stood there."""

import re
from collections.abc import Iterable
from datetime import date

from vaultkit.core.follow_ups.ledger import check
from vaultkit.core.text.note import bare

FORMAT = 1
BEGIN = f"<!-- vaultkit:review begin v{FORMAT} -->"
BEGIN_LINE = re.compile(r"\ufeff?<!-- vaultkit:review begin v(\d{1,9}) -->[ \t]*")
END_LINE = re.compile(
    r"<!-- vaultkit:review end(?: as-of=(\d{4}-\d\d-\d\d))?(?: check=([0-9a-f]{4}))? -->[ \t]*"
)


def review_end(today: date, inside: Iterable[str]) -> str:
    """Return the end marker of the lines that stand between the two."""
    return f"<!-- vaultkit:review end as-of={today} check={_check(inside)} -->"


def is_rewritten(inside: Iterable[str], end: str) -> bool:
    """Tell whether somebody wrote between the markers since; one of the first kind does not tell."""
    found = END_LINE.fullmatch(bare(end))
    return found is not None and found[2] is not None and found[2] != _check(inside)


def _check(inside: Iterable[str]) -> str:
    return check("\n".join(map(bare, inside)))
