"""The settings that a vault had when they were last read, kept outside of it.

A vault that never had a ``vaultkit.toml`` has the defaults. One whose file is away for a moment
(an editor that saves by renaming, a synchroniser, a checkout) would be taken for it, and every
note be given lines of other words and days. So what was read last is remembered.
"""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from vaultkit.core.settings.values import Settings
from vaultkit.disk.journal import state_folder
from vaultkit.disk.run_file import make_private
from vaultkit.disk.system import system
from vaultkit.disk.vault import SETTINGS_FILE
from vaultkit.errors import SettingsError, StateError
from vaultkit.playbook.bundles import Bundle
from vaultkit.work.config import default_settings, named_language, read_settings, settings_text

FILE = "settings.toml"
_PATIENCE_SECONDS = 2.0
"""An editor that writes in several steps has written the rest by then."""

_PAUSE_SECONDS = 0.05


def settings_in_force(
    root: Path, environ: Mapping[str, str], own: Bundle | None = None
) -> Settings:
    """Return the settings of a vault. Raises SettingsError, also for a file that was there and is gone.

    ``own`` is the vault's own playbook, of which they may speak.
    """
    before = last_text(root, environ)
    text = settings_text(root)
    if text is None:
        if before is not None:
            raise SettingsError("settings-gone", folder=root)
        return default_settings(own)
    text = _whole(root, text, before)
    settings = read_settings(text, own)
    if text != before:
        _keep(root, environ, text)
    return settings


def last_language(root: Path, environ: Mapping[str, str]) -> str | None:
    """Return the language of a vault whose settings are wrong somewhere: as its file says, else as it said last.

    None where neither tells.
    """
    with suppress(SettingsError):
        if language := named_language(settings_text(root)):
            return language
    return named_language(last_text(root, environ))


def last_text(root: Path, environ: Mapping[str, str]) -> str | None:
    """Return the text of the file that was in force last, or None."""
    try:
        return (state_folder(root, environ) / FILE).read_text("utf-8")
    except (OSError, StateError, UnicodeDecodeError):
        return None


def _whole(root: Path, text: str, before: str | None) -> str:
    """Wait while the file is the mere beginning of what it was: somebody may be writing it."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while _is_beginning(text, before) and time.monotonic() < deadline and _is_young(root):
        time.sleep(_PAUSE_SECONDS)
        text = settings_text(root) or text
    return text


def _is_beginning(text: str, before: str | None) -> bool:
    return before is not None and text != before and before.startswith(text)


def _is_young(root: Path) -> bool:
    try:
        age = time.time() - (root / SETTINGS_FILE).lstat().st_mtime
    except OSError:
        return True
    return abs(age) < _PATIENCE_SECONDS


def _keep(root: Path, environ: Mapping[str, str], text: str) -> None:
    """Remember the text; where that cannot be, nothing is lost but the warning."""
    with suppress(OSError, StateError):
        folder = state_folder(root, environ)
        make_private(folder)
        beside = folder / f"{FILE}.{os.getpid()}"
        try:
            fd = system.open_own(beside, "over")
            with os.fdopen(fd, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            system.replace_own(beside, folder / FILE)
        finally:
            beside.unlink(missing_ok=True)
