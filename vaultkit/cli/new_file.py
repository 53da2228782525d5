"""A file that a command writes where a person says, outside the vault's own notes."""

from pathlib import Path

from vaultkit.disk.disk_cause import keyed
from vaultkit.disk.page_file import opened_new
from vaultkit.errors import UsageError

NOTE = ".md"


def is_stdout(file: Path) -> bool:
    """Tell whether a person says ``-``, by which every program means its output."""
    return str(file) == "-"


def refuse_note(file: Path, root: Path, suffix: str) -> None:
    """Raise UsageError for a file that would be a note of the vault, and hold something else.

    ``suffix`` is the ending that its content asks for.
    """
    if suffix == NOTE or not file.name.casefold().endswith(NOTE):
        return
    try:
        is_inside = file.parent.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return  # a link that leads to itself; to write there fails with the reason
    if is_inside:
        raise UsageError("would-be-a-note", path=file, suffix=suffix)


def write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there yet; private, since it holds names and addresses.

    Raises UsageError where the file is there already or cannot be written; then it is not there.
    """
    try:
        with opened_new(file) as opened:
            opened.write(data)
    except FileExistsError as error:
        raise UsageError("file-exists", path=file) from error
    except FileNotFoundError as error:
        raise UsageError("not-created-nowhere", path=file, folder=file.parent) from error
    except OSError as error:
        raise UsageError(
            keyed("not-created", error), path=file, reason=error.strerror or error
        ) from error
