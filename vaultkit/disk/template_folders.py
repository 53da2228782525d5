"""Which folders of a vault hold templates, as Obsidian's and Templater's own settings say."""

import os
from collections.abc import Iterator
from pathlib import Path

from vaultkit.core.settings.parsers import is_inside
from vaultkit.disk.plugin_files import read_plugin_file, text_in
from vaultkit.disk.system import system

SETTINGS = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)


def folders(root: Path) -> frozenset[str]:
    """Return the folders' paths from the root, without slashes at the ends. One that leads out is none."""
    named = (_named(root, file, key) for file, key in SETTINGS)
    return frozenset(filter(None, named))


def _named(root: Path, file: str, key: str) -> str:
    found = read_plugin_file(root, file)
    folder = text_in(found.values, key).strip("/") if found else ""
    return folder if is_inside(folder) else ""


def is_link(root: Path, folder: str) -> bool:
    """Tell whether a folder is a link, or lies behind one."""
    parts = folder.split("/")
    return any(
        system.leads_elsewhere(root / "/".join(parts[: end + 1])) for end in range(len(parts))
    )


def notes(root: Path) -> Iterator[str]:
    """Yield the paths of the notes in the template folders; no link is followed, into a folder or out of it."""
    for name in sorted(folders(root)):
        if is_link(root, name):
            continue
        for folder, inner, files in os.walk(root / name):
            inner[:] = sorted(one for one in inner if not system.leads_elsewhere(Path(folder, one)))
            for file in sorted(files):
                if file.endswith(".md"):
                    yield (Path(folder) / file).relative_to(root).as_posix()
