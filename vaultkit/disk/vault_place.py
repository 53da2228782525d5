"""What kind of place a vault lies in: on this disk, or in a folder that somebody synchronises."""

import os
import re
from pathlib import Path
from typing import Literal

Place = Literal[
    "local",
    "icloud",
    "dropbox",
    "onedrive",
    "google-drive",
    "nextcloud",
    "syncthing",
    "windows-drive",
]
_FOLDERS: tuple[tuple[Place, re.Pattern[str]], ...] = (
    ("icloud", re.compile(r"(?i)/(?:mobile documents|icloud ?drive|iclouddrive)(?:/|$)")),
    ("dropbox", re.compile(r"(?i)/dropbox(?: \([^/]*\))?(?:/|$)")),
    ("onedrive", re.compile(r"(?i)/onedrive(?: -[^/]*|-[^/]*)?(?:/|$)")),
    ("google-drive", re.compile(r"(?i)/(?:google ?drive|googledrive-[^/]*|my drive)(?:/|$)")),
    ("nextcloud", re.compile(r"(?i)/(?:nextcloud|owncloud)(?:/|$)")),
    ("windows-drive", re.compile(r"^/mnt/[a-z](?:/|$)")),
)
_SYNCTHING = ".stfolder"


def place_of(root: Path) -> Place:
    """Return the kind of place, as the folders above and Syncthing's mark tell."""
    for folder in (root, *root.parents):
        if os.path.lexists(folder / _SYNCTHING):
            return "syncthing"
    named = (kind for kind, pattern in _FOLDERS if pattern.search(root.as_posix()))
    return next(named, "local")


def may_be_written(root: Path) -> bool:
    """Tell whether files can be made in the vault's folder."""
    return os.access(root, os.W_OK | os.X_OK)
