"""The person's own settings file: of this machine, never of a vault, since it may name a program to run."""

import os
from collections.abc import Mapping
from pathlib import Path

from vaultkit.core.settings.keys import SettingWrong
from vaultkit.core.settings.notify import Notify, read_notify
from vaultkit.core.settings.parsers import shown
from vaultkit.core.settings.toml_text import key_lines, line_at
from vaultkit.disk.system import system
from vaultkit.errors import SettingsError
from vaultkit.work.config import LARGEST_BYTES, parsed


def user_file(environ: Mapping[str, str]) -> Path:
    """Return where the file is, or would be."""
    return system.config_home(environ) / "config.toml"


def load_notify(root: Path, environ: Mapping[str, str]) -> Notify | None:
    """Return how the person wants to be told; None where they do not. Raises SettingsError.

    A file inside of the vault is refused: whoever shares a vault would choose the program.
    """
    file = user_file(environ)
    try:
        with open(file, "rb") as opened:
            info, data = os.fstat(opened.fileno()), opened.read(LARGEST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise SettingsError("user-unreadable", file=file, reason=error.strerror or error) from error
    if file.resolve().is_relative_to(root.resolve()):
        raise SettingsError("user-in-vault", file=file)
    if system.is_writable_by_all(info):
        raise SettingsError("user-writable", file=file)
    if len(data) > LARGEST_BYTES:
        raise SettingsError("user-unreadable", file=file, reason=f"> {LARGEST_BYTES // 1024} KiB")
    return _read(file, data)


def _read(file: Path, data: bytes) -> Notify | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError("settings-not-utf-8", file=file, line=line) from error
    try:
        return read_notify(parsed(text))
    except SettingWrong as error:
        line, setting = line_at(error.path, key_lines(text)), shown(error.path[-1])
        raise SettingsError(
            f"settings-{error.code}", file=file, line=line, setting=setting, **error.values
        ) from error
    except SettingsError as error:
        raise SettingsError(error.key, **{**error.values, "file": str(file)}) from error
