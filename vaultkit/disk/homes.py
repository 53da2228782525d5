"""Where the system wants a program to keep what is its own. Paths are text: path objects are slow to load."""

import os

from vaultkit.disk.digests import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_NAME = "vaultkit"


def state_place(environ: "Mapping[str, str]") -> str | None:
    """Return the folder that holds one folder of state for each vault; None where there is no home."""
    return place_of_ours(environ.get("XDG_STATE_HOME", ""), ".local/state")


def cache_place(environ: "Mapping[str, str]") -> str | None:
    """Return the folder that holds one folder of cache for each vault; None where there is no home."""
    return place_of_ours(environ.get("XDG_CACHE_HOME", ""), ".cache")


def place_of_ours(named: str, below_home: str) -> str | None:
    """Return the folder of ours in a named one, else in a folder of the person's home; None where there is no home."""
    if os.path.isabs(named):
        return f"{named}/{_NAME}"
    home = os.path.expanduser("~")
    return None if home.startswith("~") else f"{home}/{below_home}/{_NAME}"


def folder_name(root: str) -> str:
    """Return the name of the folder that a vault has in either place. ``root`` has no links in it."""
    name: str = sha256(os.fsencode(root)).hexdigest()
    return name[:16]
