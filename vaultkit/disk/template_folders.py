"""Which folders of a vault hold templates, as Obsidian's and Templater's own settings say."""

import json
from pathlib import Path

from vaultkit.core.settings.parsers import is_inside

_SETTINGS = (
    (".obsidian/templates.json", "folder"),
    (".obsidian/plugins/templater-obsidian/data.json", "templates_folder"),
)
_LARGEST_BYTES = 1024 * 1024


def folders(root: Path) -> frozenset[str]:
    """Return the folders' paths from the root, without slashes at the ends. One that leads out is none."""
    named = (_named(root / file, key) for file, key in _SETTINGS)
    return frozenset(filter(None, named))


def _named(file: Path, key: str) -> str:
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST_BYTES:
            return ""
        settings = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return ""
    value = settings.get(key) if isinstance(settings, dict) else None
    folder = value.strip().strip("/") if isinstance(value, str) else ""
    return folder if is_inside(folder) else ""
