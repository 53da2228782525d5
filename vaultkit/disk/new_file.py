"""A new file in an open folder: whole or not at all, and never over another one."""

import os
import time
from contextlib import suppress

from vaultkit.disk.file_names import same_everywhere, shown
from vaultkit.disk.folder import Folder, write_bytes
from vaultkit.disk.system import system
from vaultkit.errors import UsageError

TEMPORARY = ".vaultkit-"
"""How the name of a file begins that stands beside a note for a moment."""

_ABANDONED_SECONDS = 600.0


def make_folder(parent: Folder, name: str) -> bool:
    """Make a folder where there is none, and tell whether it was made. Raises UsageError when its name has a twin."""
    names = parent.names()
    if name in names:
        return False
    check_free(name, name, names)
    parent.make(name)
    return True


def check_free(path: str, name: str, names: list[str]) -> None:
    """Raise UsageError when the name, or one that some system takes for it, is among the names."""
    if name in names:
        raise UsageError("note-exists", path=path)
    for other in names:
        if same_everywhere(other) == same_everywhere(name):
            raise UsageError("name-clash", path=path, other=shown(other))


def put(folder: Folder, name: str, data: bytes, *, sync: bool = True) -> None:
    """Make a file. Raises FileExistsError when somebody made it meanwhile, and other OSErrors.

    Whoever makes many has the folder flushed once, behind the last of them.
    """
    try:
        fd = folder.open_nameless()
    except (OSError, NotImplementedError):
        _put_by_link(folder, name, data)
        return
    try:
        write_bytes(fd, data)
        system.flush(fd)
        folder.give_name(fd, name)
        if sync:
            folder.sync()
    finally:
        os.close(fd)


def _put_by_link(folder: Folder, name: str, data: bytes) -> None:
    """The name appears when all is written; what a crash leaves is hidden, and swept by the next one."""
    sweep(folder)
    temporary = f"{TEMPORARY}{os.urandom(8).hex()}.tmp"
    fd = folder.create(temporary)
    try:
        try:
            write_bytes(fd, data)
            system.flush(fd)
        finally:
            os.close(fd)
        folder.move_new(temporary, name)
        folder.sync()
    finally:
        with suppress(OSError):  # the first failure is the one to tell
            sweep(folder, temporary)


def sweep(folder: Folder, temporary: str | None = None) -> None:
    """Remove one temporary file, or all that a crash left behind; one that is gone is no error."""
    for name in [temporary] if temporary else folder.names():
        if not name.startswith(TEMPORARY):
            continue
        try:
            if temporary or time.time() - folder.stat(name).st_mtime > _ABANDONED_SECONDS:
                folder.remove(name)
        except FileNotFoundError:
            continue
