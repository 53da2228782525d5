"""The list that was printed last: which number stands for which item or person.

It is kept outside of the vault, one a vault, for its owner's eyes only. Without a place to keep
it the numbers do not work, and nothing else suffers.
"""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from vaultkit.disk.printed import NUMBERS_FILE, put_numbers


@dataclass(frozen=True)
class Listed:
    """What one number stands for: an item by note and ``id`` (with ``vk-``), or somebody by note or name."""

    note: str = ""
    id: str = ""
    name: str = ""


def remember(folder: Path, listed: Sequence[Listed], name: str = NUMBERS_FILE) -> str:
    """Keep a list in the place of the last one of that name, and return its text.

    Nothing happens where it cannot be kept.
    """
    text = json.dumps([astuple(one) for one in listed], ensure_ascii=True)
    put_numbers(str(folder), text, name)
    return text


def recall(folder: Path, name: str = NUMBERS_FILE) -> tuple[Listed, ...]:
    """Return the list that was kept last, in its order; empty where there is none that reads."""
    try:
        rows = json.loads((folder / name).read_text("ascii"))
        return tuple(Listed(*map(str, row)) for row in rows)
    except (OSError, ValueError, TypeError):
        return ()
