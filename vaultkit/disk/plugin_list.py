"""Which of Obsidian's community plugins are switched on in a vault."""

import json
from pathlib import Path

from vaultkit.core.text.sanitize import one_line
from vaultkit.disk.plugin_files import LARGEST_BYTES
from vaultkit.disk.system import system

FILE = ".obsidian/community-plugins.json"
_MOST = 40
_LONGEST_NAME = 60
"""In characters. An id is a word or three."""


def enabled_plugins(root: Path) -> tuple[str, ...]:
    """Return the ids of the plugins that are switched on, in their order; none where that cannot be read."""
    place = root / FILE
    try:
        if (
            system.leads_elsewhere(place)
            or not place.is_file()
            or place.stat().st_size > LARGEST_BYTES
        ):
            return ()
        listed = json.loads(place.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return ()
    texts = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    names = (one_line(text)[:_LONGEST_NAME] for text in texts[:_MOST])
    return tuple(filter(None, names))
