"""What a person said of a sheet's columns, remembered in ``vaultkit.toml`` for the next time.

Lines are only added, at the end, below a comment that says whose they are. Where the file
speaks of imports already, nothing is added: the lines are somebody's.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from vaultkit.core.text.sanitize import one_line
from vaultkit.disk.journal import Run
from vaultkit.disk.playbook_folder import own_bundle
from vaultkit.disk.vault import SETTINGS_FILE, Vault
from vaultkit.disk.write import Replacement, write
from vaultkit.errors import SettingsError
from vaultkit.work.config import read_settings

Memory = Literal["written", "known", "left"]
"""``known`` is what stands there already, ``left`` what a person would have to write."""


def new_columns(said: Mapping[str, str], known: Mapping[str, str]) -> Mapping[str, str]:
    """Return what somebody said that the settings do not say."""
    return {name: target for name, target in said.items() if known.get(name) != target}


def lines_for(columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return the lines of the settings that say what columns become."""
    pairs = (f"{_toml(name)} = {_toml(target)}" for name, target in columns.items())
    return ("[import.columns]", *pairs)


def remember(
    vault: Vault, said: Mapping[str, str], known: Mapping[str, str], comment: str, run: Run
) -> Memory:
    """Write down what is new, where the settings say nothing of imports yet. Raises StateError."""
    columns = new_columns(said, known)
    if not columns:
        return "known"
    raw = vault.read_bytes(SETTINGS_FILE)
    if known or not isinstance(raw, bytes):
        return "left"
    newline = b"\r\n" if b"\r\n" in raw else b"\n"
    added = ["", f"# {one_line(comment)}", *lines_for(columns)]
    above = raw if raw.endswith(b"\n") or not raw else raw + newline
    wanted = above + b"".join(line.encode() + newline for line in added)
    if not _is_only_more(vault, raw, wanted, columns):
        return "left"
    outcome = write(vault, Replacement(SETTINGS_FILE, raw, wanted), run)
    return "written" if outcome.kind == "written" else "left"


def _is_only_more(vault: Vault, raw: bytes, wanted: bytes, columns: Mapping[str, str]) -> bool:
    """Tell whether the new text says what the old one did, and the columns, and nothing else."""
    try:
        own = own_bundle(vault.root)
        before = read_settings(raw.decode("utf-8-sig"), own)
        after = read_settings(wanted.decode("utf-8-sig"), own)
    except (SettingsError, UnicodeDecodeError):
        return False
    return after == replace(before, import_columns=dict(columns))


def _toml(text: str) -> str:
    """Return a text in quotation marks: JSON's are TOML's as well."""
    return json.dumps(text, ensure_ascii=False)
