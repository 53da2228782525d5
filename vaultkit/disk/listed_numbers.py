"""The list that was printed last: which number stands for which item or person.

It is kept outside of the vault, one a vault, for its owner's eyes only. Without a place to keep
it the numbers do not work, and nothing else suffers.
"""

import contextlib
import json
import os
from collections.abc import Sequence
from pathlib import Path

from vaultkit.disk.beside import NUMBERS_FILE
from vaultkit.disk.run_file import make_private
from vaultkit.disk.system import system
from vaultkit.value import frozen


@frozen
class Listed:
    """What one number stands for: an item by note and ``id`` (with ``vk-``), or somebody by note or name."""

    note: str = ""
    id: str = ""
    name: str = ""


def remember(folder: Path, listed: Sequence[Listed], name: str = NUMBERS_FILE) -> str:
    """Keep a list in the place of the last one of that name, and return its text.

    Nothing happens where it cannot be kept.
    """
    text = json.dumps([(one.note, one.id, one.name) for one in listed], ensure_ascii=True)
    temporary = folder / f"{name}.{os.urandom(4).hex()}"
    with contextlib.suppress(OSError):
        make_private(folder)
        fd = system.open_own(temporary, "new")
        try:
            with os.fdopen(fd, "w", encoding="ascii") as file:
                file.write(text)
            system.replace_own(temporary, folder / name)
        except OSError:
            temporary.unlink(missing_ok=True)
    return text


def recall(folder: Path, name: str = NUMBERS_FILE) -> tuple[Listed, ...]:
    """Return the list that was kept last, in its order; empty where there is none that reads."""
    try:
        rows = json.loads((folder / name).read_text("ascii"))
        return tuple(Listed(*map(str, row)) for row in rows)
    except (OSError, ValueError, TypeError):
        return ()
