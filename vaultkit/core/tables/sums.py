"""Rows at the foot of a sheet that count the others: ``Total``, with numbers beside it. They are no application."""

import re
from collections.abc import Collection, Sequence

from vaultkit.core.front_matter.vocabulary import fold

_FIGURE = re.compile(r"[\d\s.,:%€$£+\-–]*|=.*", re.DOTALL)
"""A number with its signs, or a formula."""


def is_sum(cells: Sequence[str], words: Collection[str]) -> bool:
    """Tell whether a row says ``Total`` and figures, and nothing else. A firm called Total has a role, or a stage.

    ``words`` are folded.
    """
    said = [cell for cell in map(str.strip, cells) if not _FIGURE.fullmatch(cell)]
    return bool(said) and all(fold(re.sub(r"\d+", "", cell)) in words for cell in said)
