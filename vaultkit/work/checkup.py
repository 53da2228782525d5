"""The surroundings of a vault, looked over: what is there, what does not fit, and what to do about it.

Not one word of a note is told here; lines are counted. Nothing is written.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path

from vaultkit.core.follow_ups.application_note import Sheet
from vaultkit.core.follow_ups.tasks_view import TasksView, Unseen, unseen_lines
from vaultkit.core.settings.tasks import tasks_settings
from vaultkit.core.settings.values import Settings
from vaultkit.disk import template_folders
from vaultkit.disk.git_history import git_version, merge_driver
from vaultkit.disk.git_state import operation
from vaultkit.disk.journal import Journal
from vaultkit.disk.plugin_files import read_plugin_file
from vaultkit.disk.plugin_list import enabled_plugins
from vaultkit.disk.system import system
from vaultkit.disk.tasks_plugin import FILE, NAME, TasksPlugin, read_tasks_plugin
from vaultkit.disk.vault_place import may_be_written, place_of
from vaultkit.errors import SettingsError, StateError
from vaultkit.value import frozen
from vaultkit.work.config import load_settings

_OBSIDIAN = ".obsidian"
_FILES = (
    ".obsidian/core-plugins.json",
    ".obsidian/templates.json",
    ".obsidian/plugins/templater-obsidian/data.json",
    FILE,
)


@frozen
class Finding:
    """One thing that was looked at. ``topic`` and ``code`` make its phrase ``doctor.<topic>.<code>``.

    ``is_wrong`` asks somebody to act. ``error`` is the key of an error's sentence that says more.
    """

    topic: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_wrong: bool = False
    error: str = ""


@frozen
class UnseenLine:
    """One open item that the Tasks plugin would not show: where it stands, and why."""

    note: str
    line: int
    reason: Unseen


def place_findings(root: Path) -> Iterator[Finding]:
    """Yield what kind of place the vault lies in, and whether it can be written to."""
    yield Finding("vault", place_of(root))
    if not may_be_written(root):
        yield Finding("vault", "read-only", is_wrong=True)


def settings_findings(root: Path) -> Iterator[Finding]:
    """Yield how the vault's settings stand."""
    try:
        _, origins = load_settings(root)
    except SettingsError as error:
        yield Finding("settings", "broken", error.values, is_wrong=True, error=error.key)
        return
    own = sum(origin.line is not None for origin in origins)
    yield Finding("settings", "read", {"own": own}) if own else Finding("settings", "none")


def obsidian_findings(root: Path) -> Iterator[Finding]:
    """Yield how Obsidian is set up here: its plugins, and settings of theirs that cannot be read."""
    if not (root / _OBSIDIAN).is_dir():
        yield Finding("obsidian", "none")
        return
    names = enabled_plugins(root)
    known = {"names": ", ".join(names), "n": len(names)}
    yield Finding("obsidian", "plugins", known) if names else Finding("obsidian", "no-plugins")
    for name in _FILES:
        file = read_plugin_file(root, name)
        # The list of Obsidian's own plugins was a list before it was a table.
        if file and file.trouble and not (name == _FILES[0] and file.trouble == "not-a-table"):
            yield Finding("obsidian", f"broken-{file.trouble}", {"file": name}, is_wrong=True)
    core = read_plugin_file(root, _FILES[0])
    if core and core.values.get("bases") is False:
        yield Finding("obsidian", "bases-off")
    for folder in sorted(template_folders.folders(root)):
        if system.leads_elsewhere(root / folder):
            yield Finding("obsidian", "templates-link", is_wrong=True)


def tasks_findings(
    root: Path, settings: Settings, unseen: Iterable[UnseenLine]
) -> Iterator[Finding]:
    """Yield whether the Tasks plugin and the vault's settings agree, and how many lines it would not show."""
    plugin = read_tasks_plugin(root)
    if NAME not in enabled_plugins(root):
        yield Finding("tasks", "off" if plugin else "none")
        return
    if plugin and plugin.trouble:
        yield Finding("tasks", "unknown")
        return
    differing = tuple(_differing(plugin or TasksPlugin(), settings))
    yield from differing
    counts = Counter(line.reason for line in unseen)
    for reason, count in counts.items():
        yield Finding("tasks", f"unseen-{reason}", {"n": count}, is_wrong=True)
    if not differing and not counts:
        yield Finding("tasks", "alike")


def _differing(plugin: TasksPlugin, settings: Settings) -> Iterator[Finding]:
    wanted = {
        one.name: one
        for one in tasks_settings(plugin.format, plugin.global_filter, plugin.statuses)
    }
    if plugin.format != settings.task_format:
        yield Finding("tasks", "format", {"format": plugin.format}, is_wrong=True)
    tag = wanted.get("global_filter")
    if tag and not tag.is_usable:
        yield Finding("tasks", "filter-unfit", {"filter": plugin.global_filter}, is_wrong=True)
    elif plugin.global_filter != settings.global_filter:
        tags = {"filter": plugin.global_filter, "ours": settings.global_filter}
        yield Finding("tasks", "filter", tags, is_wrong=True)
    for name, ours in (("done", settings.done_symbols), ("cancelled", settings.cancelled_symbols)):
        theirs = wanted[name].values if name in wanted else ()
        if missing := [symbol for symbol in theirs if symbol not in ours]:
            symbols = ", ".join(f'"{symbol}"' for symbol in missing)
            yield Finding("tasks", name, {"symbols": symbols}, is_wrong=True)


def unseen(root: Path, look: Callable[[], Iterable[Sheet]]) -> tuple[UnseenLine, ...]:
    """Return the open items that the Tasks plugin would not show; none where it is off, or not known.

    ``look`` reads the vault: it is asked only where the plugin is on.
    """
    plugin = read_tasks_plugin(root) or TasksPlugin()
    if plugin.trouble or NAME not in enabled_plugins(root):
        return ()
    view = TasksView(plugin.format, plugin.global_filter, plugin.statuses)
    return tuple(
        UnseenLine(sheet.note.path, line, reason)
        for sheet in look()
        for line, reason in unseen_lines(sheet, view)
    )


def git_findings(root: Path) -> Iterator[Finding]:
    """Yield whether git is there, what it is in the middle of, and whether it knows the merge driver."""
    version = git_version(root)
    driver = merge_driver(root) if version else None
    if version is None:
        yield Finding("git", "none")
    elif driver is None:
        yield Finding("git", "no-repository", {"version": version})
    else:
        asked, known = driver
        code = {
            (True, True): "driver",
            (True, False): "driver-unknown",
            (False, True): "driver-unasked",
        }.get(driver, "no-driver")
        yield Finding("git", code, {"version": version}, is_wrong=asked != known)
    if busy := operation(root):
        yield Finding("git", "busy", {"operation": busy}, is_wrong=True)


def journal_findings(journal: Journal) -> Iterator[Finding]:
    """Yield how the journal stands: its runs, what a crash left, what was put aside."""
    try:
        past, lost = tuple(journal.past()), journal.damaged_unfinished()
        own = tuple(run for run in journal.seen_unfinished() if journal.is_own(run))
        kept = len(journal.kept())
    except StateError as error:
        yield Finding("journal", "broken", error.values, is_wrong=True, error=error.key)
        return
    yield Finding("journal", "runs", {"n": sum(1 for run in past if not run.is_damaged)})
    for run in past:
        if run.is_damaged:
            yield Finding("journal", "unreadable", {"file": run.file}, is_wrong=True)
    for run in lost:
        yield Finding("journal", "lost", {"file": run.file}, is_wrong=True)
    if broken := sum(1 for run in own if not run.is_damaged):
        yield Finding("journal", "unfinished", {"n": broken}, is_wrong=True)
    if kept:
        yield Finding("journal", "kept", {"n": kept})
