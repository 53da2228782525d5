"""Where new applications go once the notes of a folder have become applications: a line in the settings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from vaultkit.core.adoption.proposal import common_folder
from vaultkit.core.adoption.suggestion import is_fit_folder
from vaultkit.core.notes.new_mark import folder_for_new
from vaultkit.core.settings.toml_text import key_lines
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.edit import Edit, edit_of
from vaultkit.core.text.note import Note
from vaultkit.core.text.phrases import Phrases
from vaultkit.disk.vault import SETTINGS_FILE, Vault
from vaultkit.errors import SettingsError
from vaultkit.formats.settings_draft import toml_text
from vaultkit.playbook.bundles import Bundle
from vaultkit.work.config import read_settings

_TABLE = "applications"
_NAME = "folder"


def folder_edit(
    vault: Vault,
    settings: Settings,
    own: Bundle | None,
    adopted: Sequence[str],
    known: Sequence[str],
    phrases: Phrases,
) -> tuple[str, Edit] | None:
    """Return the folder in which most of the adopted notes lie, and the edit of the settings that names it.

    ``adopted`` and ``known`` are paths: of those notes, and of the applications that were there
    before. None where the settings name a folder already, where one marks applications, where
    applications lie in the usual one, and where the notes lie here and there.
    """
    folder = _folder_of(adopted)
    there = folder_for_new(settings)
    is_used = any(path.startswith(f"{there}/") for path in known)
    if folder is None or folder == there or is_used or settings.applications.folders:
        return None
    note = vault.read(SETTINGS_FILE)
    if not isinstance(note, Note):
        return None
    edit = _with_folder(note.text, folder, phrases)
    return (folder, edit) if edit and _says_only(edit, settings, own, folder) else None


def _folder_of(paths: Sequence[str]) -> str | None:
    """Return the folder of nearly all of the notes, "" for the root; None where there is no such, or none that fits."""
    folders = [path.rpartition("/")[0] for path in paths]
    found = common_folder(folders)
    if found:
        return found if is_fit_folder(found) else None
    return "" if 2 * Counter(folders)[""] > len(folders) else None


def _with_folder(text: str, folder: str, phrases: Phrases) -> Edit | None:
    """Return the edit that adds the setting: in its table, else in a new one before the first."""
    lines = key_lines(text)
    if (_TABLE, _NAME) in lines:
        return None
    newline = "\r\n" if "\r\n" in text else "\n"
    key = "adopted-folder" if folder else "adopted-at-root"
    reason = phrases.say(f"adoption.reason.{key}", folder=folder)
    added = [f"# {reason}", f"{_NAME} = {toml_text(folder)}"]
    rows = text.split("\n")
    tables = [number for number, row in enumerate(rows) if row.lstrip().startswith("[")]
    if (_TABLE,) in lines:
        place = lines[(_TABLE,)]
    else:
        place = _above_comments(rows, tables[0]) if tables else len(rows)
        added = [f"[{_TABLE}]", *added, *([""] if tables else [])]
    at = sum(len(row) + 1 for row in rows[:place])
    is_open = at > len(text)  # the last line has no end yet
    begin = newline if is_open and rows[-1] else ""
    at = min(at, len(text))
    return edit_of(
        SETTINGS_FILE, text, [(at, at, begin + "".join(f"{row}{newline}" for row in added))]
    )


def _above_comments(rows: Sequence[str], place: int) -> int:
    """Return the first of the comments that stand right above a line: they speak of it."""
    while place and rows[place - 1].lstrip().startswith("#"):
        place -= 1
    return place


def _says_only(edit: Edit, settings: Settings, own: Bundle | None, folder: str) -> bool:
    """Tell whether the file says the same as before, but for the folder."""
    try:
        found = read_settings(edit.wanted.decode("utf-8-sig"), own)
    except SettingsError:
        return False
    return found == replace(settings, new_folder=folder)
