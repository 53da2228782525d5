"""A vault's own playbook, the folder ``Playbook/``: read without following a link, each file to a limit."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from vaultkit.core.settings.parsers import shown
from vaultkit.disk.folder import Folder, let_go, read_bytes
from vaultkit.errors import SettingsError
from vaultkit.playbook.bundles import LARGEST_BYTES, MOST_FILES, Bundle, text_of

NAME = "Playbook"
_TABLES = ("rules", "phrases")
_DEEPEST = 2
"""Folders below ``Playbook/``: ``phrases/en``."""


def own_bundle(root: Path) -> Bundle | None:
    """Return the vault's own playbook, None where it has none. Raises SettingsError for what cannot be read."""
    try:
        with Folder.root(root) as vault, vault.child(NAME) as folder:
            files = {}
            for path, text in _texts(folder, "", 0):
                files[path] = text
                if len(files) > MOST_FILES:
                    raise _refused(path)
            return Bundle(f"{NAME}/", files)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused("") from error


def _texts(folder: Folder, above: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the tables of a folder and of those in it; what is no table is let be."""
    for name in sorted(folder.names()):
        path = f"{above}{name}"
        if name.startswith("."):
            continue
        if name.endswith(".toml"):
            yield shown(path), _text(folder, name, path)
        elif depth < _DEEPEST and (depth or name in _TABLES) and _is_folder(folder, name, path):
            with folder.child(name) as inner:
                yield from _texts(inner, f"{path}/", depth + 1)


def _is_folder(folder: Folder, name: str, path: str) -> bool:
    mode = folder.stat(name).st_mode
    if stat.S_ISLNK(mode):
        raise _refused(path)
    return stat.S_ISDIR(mode)


def _text(folder: Folder, name: str, path: str) -> str:
    try:
        if not stat.S_ISREG(folder.stat(name).st_mode):
            raise _refused(path)
        fd = folder.open(name, os.O_RDONLY)
    except OSError as error:
        raise _refused(path) from error
    try:
        return text_of(read_bytes(fd, LARGEST_BYTES), f"{NAME}/{shown(path)}")
    finally:
        let_go(fd)


def _refused(path: str) -> SettingsError:
    return SettingsError(
        "settings-playbook-file",
        file=f"{NAME}/{shown(path)}",
        line=1,
        kilobytes=LARGEST_BYTES // 1024,
    )
