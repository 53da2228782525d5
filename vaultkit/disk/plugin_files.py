"""The settings files of Obsidian and its plugins, as data: read to a limit, never a link, never trusted."""

import json
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from vaultkit.disk.system import system
from vaultkit.value import frozen

LARGEST_BYTES = 1024 * 1024

Trouble = Literal["", "link", "large", "unreadable", "not-json", "not-a-table"]


@frozen
class PluginFile:
    """One file, by its path from the vault's root. ``trouble`` is why its ``values`` are not known, "" for none."""

    file: str
    values: Mapping[str, Any] = field(default_factory=dict)
    trouble: Trouble = ""


def read_plugin_file(root: Path, file: str) -> PluginFile | None:
    """Return what a file says; None where there is none."""
    place = root / file
    try:
        if system.leads_elsewhere(place):
            return PluginFile(file, trouble="link")
        if not place.exists():
            return None
        if not place.is_file():
            return PluginFile(file, trouble="unreadable")
        if place.stat().st_size > LARGEST_BYTES:
            return PluginFile(file, trouble="large")
        values = json.loads(place.read_text(encoding="utf-8-sig"))
    except OSError:
        return PluginFile(file, trouble="unreadable")
    except (ValueError, RecursionError):
        return PluginFile(file, trouble="not-json")
    return PluginFile(file, values) if isinstance(values, dict) else _no_table(file)


def _no_table(file: str) -> PluginFile:
    return PluginFile(file, trouble="not-a-table")


def text_in(values: Mapping[str, Any], *names: str) -> str:
    """Return a text of a table in tables, "" where there is none."""
    found: Any = values
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found.strip() if isinstance(found, str) else ""
