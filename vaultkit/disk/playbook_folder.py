"""A vault's own playbook, the folder ``Playbook/``: read without following a link, each file to a limit."""

import stat
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from vaultkit.core.settings.parsers import shown
from vaultkit.disk.folder import Folder, let_go, read_bytes
from vaultkit.errors import SettingsError
from vaultkit.playbook.bundles import (
    FOLDERS,
    LARGEST_BYTES,
    LETTER,
    TABLE,
    Bundle,
    gathered,
    text_of,
    wrong_file,
)

NAME = "Playbook"
_LETTERS = "letters/"
_DEEPEST = 2
"""Folders below ``Playbook/``: ``phrases/en``."""


def is_of_own(error: SettingsError) -> bool:
    """Tell whether an error is about a vault's own playbook."""
    return str(error.values.get("file", "")).startswith(f"{NAME}/")


def own_bundle(root: Path) -> Bundle | None:
    """Return the vault's own playbook, None where it has none. Raises SettingsError for what cannot be read."""
    try:
        with Folder.root(root) as vault, vault.child(NAME) as folder:
            return gathered(f"{NAME}/", _texts(folder, "", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused("") from error


def _texts(folder: Folder, above: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the tables and letters of a folder and of those in it; what is neither is let be."""
    for name in sorted(folder.names()):
        path = f"{above}{name}"
        if name.startswith("."):
            continue
        if name.endswith(TABLE) or (name.endswith(LETTER) and path.startswith(_LETTERS)):
            yield path, _text(folder, name, path)
        elif depth == 0 and name not in FOLDERS:
            _check_slip(folder, name)
        elif depth < _DEEPEST and _is_folder(folder, name, path):
            with folder.child(name) as inner:
                yield from _texts(inner, f"{path}/", depth + 1)


def _check_slip(folder: Folder, name: str) -> None:
    """Raise SettingsError for a folder whose name is nearly that of one that is read; all others are let be."""
    near = get_close_matches(name.casefold(), FOLDERS, 1)
    if near and stat.S_ISDIR(folder.stat(name).st_mode):
        file = f"{NAME}/{shown(name)}"
        raise SettingsError("settings-playbook-folder", file=file, line=1, nearest=near[0])


def _is_folder(folder: Folder, name: str, path: str) -> bool:
    mode = folder.stat(name).st_mode
    if stat.S_ISLNK(mode):
        raise _refused(path)
    return stat.S_ISDIR(mode)


def _text(folder: Folder, name: str, path: str) -> str:
    try:
        if not stat.S_ISREG(folder.stat(name).st_mode):
            raise _refused(path)
        fd = folder.open(name)
    except OSError as error:
        raise _refused(path) from error
    try:
        return text_of(read_bytes(fd, LARGEST_BYTES), f"{NAME}/{shown(path)}")
    finally:
        let_go(fd)


def _refused(path: str) -> SettingsError:
    return wrong_file(f"{NAME}/{shown(path)}")
