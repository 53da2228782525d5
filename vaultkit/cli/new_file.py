"""A file that a command writes where a person says, outside the vault's own notes."""

import os
from pathlib import Path

from vaultkit.disk.disk_cause import keyed
from vaultkit.errors import UsageError


def is_stdout(file: Path) -> bool:
    """Tell whether a person says ``-``, by which every program means its output."""
    return str(file) == "-"


def write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there yet; private, since it holds names and addresses.

    Raises UsageError where the file is there already or cannot be written.
    """
    try:
        with open(file, "xb", opener=_private) as opened:
            opened.write(data)
    except OSError as error:
        raise UsageError(
            keyed("not-created", error), path=file, reason=error.strerror or error
        ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
