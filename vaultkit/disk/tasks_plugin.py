"""The Tasks plugin's own settings in a vault: what it asks of a line, as far as that can be trusted."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any, Literal

from vaultkit.core.text.sanitize import one_line
from vaultkit.disk.plugin_files import PluginFile, Trouble, read_plugin_file
from vaultkit.value import frozen

FILE = ".obsidian/plugins/obsidian-tasks-plugin/data.json"
NAME = "obsidian-tasks-plugin"
_FORMATS: Mapping[str, Literal["emoji", "dataview"]] = {
    "tasksPluginEmoji": "emoji",
    "dataview": "dataview",
}
_MOST_STATUSES = 200
_LONGEST_FILTER = 80
"""In characters. Whatever is longer is no tag that anybody types."""


@frozen
class TasksPlugin:
    """What the plugin says. ``trouble`` is why its file is not known, "" for none.

    ``statuses`` are the symbols of a box to their types in capitals: DONE, CANCELLED, NON_TASK, …
    """

    format: Literal["emoji", "dataview"] = "emoji"
    global_filter: str = ""
    statuses: Mapping[str, str] = field(default_factory=dict)
    trouble: Trouble = ""


def read_tasks_plugin(root: Path) -> TasksPlugin | None:
    """Return the plugin's settings; None where the vault has none of its own."""
    file = read_plugin_file(root, FILE)
    if file is None:
        return None
    return TasksPlugin(trouble=file.trouble) if file.trouble else _plugin(file)


def _plugin(file: PluginFile) -> TasksPlugin:
    """Whatever has another type than it should counts as not said."""
    form, tag = file.values.get("taskFormat"), file.values.get("globalFilter")
    fits = isinstance(tag, str) and len(tag) <= _LONGEST_FILTER and one_line(tag) == tag.strip()
    return TasksPlugin(
        _FORMATS.get(form, "emoji") if isinstance(form, str) else "emoji",
        str(tag).strip() if fits else "",
        dict(_statuses(file.values.get("statusSettings"))),
    )


def _statuses(settings: Any) -> Iterator[tuple[str, str]]:
    """Yield each symbol with its type; of two rows with one symbol the plugin takes the first."""
    rows = settings if isinstance(settings, dict) else {}
    listed = [rows.get(name) for name in ("coreStatuses", "customStatuses")]
    every = [row for part in listed if isinstance(part, list) for row in part[:_MOST_STATUSES]]
    for row in reversed(every):
        symbol, kind = (row.get("symbol"), row.get("type")) if isinstance(row, dict) else ("", "")
        if isinstance(symbol, str) and isinstance(kind, str) and _is_symbol(symbol):
            yield symbol, kind.upper()


def _is_symbol(symbol: str) -> bool:
    return len(symbol) == 1 and (symbol == " " or one_line(symbol) == symbol)
