"""Where the vault is, and what its ``vaultkit.toml`` says."""

import errno
import json
import os
import re
import stat
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vaultkit.core.days.dates import Calendar
from vaultkit.core.settings import keys as setting_keys
from vaultkit.core.settings.keys import Key, SettingWrong, leaves, read_table, value_of
from vaultkit.core.settings.parsers import ValueRefused, shown, texts
from vaultkit.core.settings.toml_text import key_lines, line_at
from vaultkit.core.settings.values import Settings
from vaultkit.disk.folder import Folder, read_bytes
from vaultkit.disk.playbook_folder import own_bundle
from vaultkit.disk.vault import SETTINGS_FILE
from vaultkit.errors import SettingsError, UsageError
from vaultkit.playbook import bundles, load
from vaultkit.value import frozen

if TYPE_CHECKING:
    from vaultkit.playbook.outline import Outline

FILE = SETTINGS_FILE
MARKS = (FILE, ".obsidian")
"""What a vault is known by, the surer one first."""

VARIABLE = "VAULTKIT_VAULT"
LARGEST_BYTES = 64 * 1024
MOST_DOTS = 200
"""In one line of the settings."""

_PLACE = re.compile(r"at line ([0-9]+)")
_LIKE_A_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


@frozen
class Origin:
    """One setting, its value as TOML writes it, and the line that says so; None for a default.

    A value of "" is that of a setting which is not set.
    """

    key: str
    value: str
    line: int | None


Keys = Mapping[tuple[str, ...], Key]
"""Every setting that there can be, by its path."""

Origins = tuple[Origin, ...]
"""Those that the file says, in its order; then the defaults of all others."""


def find_vault(
    explicit: Path | str | None,
    environ: Mapping[str, str],
    cwd: Path,
    was_vault: Callable[[Path], bool] = lambda _: False,
) -> Path:
    """Return the folder that was named, by option or by environment, else the one around ``cwd``.

    Around: the nearest with a ``vaultkit.toml``, all the way up, else the nearest with an
    ``.obsidian``. A folder whose ``vaultkit.toml`` is away for now, as ``was_vault`` tells,
    counts as if it stood there. Raises UsageError, also for a folder that was named and has
    neither mark.
    """
    named = explicit or environ.get(VARIABLE)
    if named:
        root = cwd / Path(named).expanduser()
        if not root.is_dir():
            raise UsageError("no-such-vault", folder=shown(named))
        if not os.access(root, os.X_OK):
            reason = os.strerror(errno.EACCES)
            raise UsageError("vault-unreadable", folder=shown(named), reason=reason)
        if not any(_holds(root, mark) for mark in MARKS) and not was_vault(root):
            raise UsageError("not-a-vault", folder=shown(named))
        return root
    for mark in MARKS:
        for folder in (cwd, *cwd.parents):
            if _holds(folder, mark) or (mark == FILE and was_vault(folder)):
                return folder
    raise UsageError("no-vault", folder=shown(cwd))


def _holds(folder: Path, name: str) -> bool:
    """A link counts too: a ``vaultkit.toml`` that cannot be used is told, not passed over."""
    try:
        (folder / name).lstat()
    except OSError:
        return False
    return True


def load_settings(root: Path) -> tuple[Settings, Origins]:
    """Return the settings of a vault and where each comes from. Raises SettingsError.

    A vault without the file has the defaults.
    """
    return settings_beside(root, own_bundle(root))


def settings_beside(root: Path, own: bundles.Bundle | None) -> tuple[Settings, Origins]:
    """Return the same, beside a playbook of the vault's own that was read already, or is left out."""
    text = settings_text(root)
    if text is None:
        settings = default_settings(own)
        return settings, origins({}, {}, settings, _keys())
    table = parsed(text)
    lines = key_lines(text)
    settings, keys = _settings(table, lines, own)
    return settings, origins(table, lines, settings, keys)


def read_settings(text: str, own: bundles.Bundle | None = None) -> Settings:
    """Return the settings that the text of a file gives. Raises SettingsError.

    ``own`` is the vault's own playbook: like those that the file names, it brings rules and
    stages that the file may speak of.
    """
    table = parsed(text)
    if own is None and "playbooks" not in table:
        # What is wrong is told below, by all names that there are.
        with suppress(SettingWrong):
            return read_table(_without_stages(table), _keys_for(table), load.phrases)
    return _settings(table, key_lines(text), own)[0]


def default_settings(own: bundles.Bundle | None = None) -> Settings:
    """Return the settings of a vault without the file. Raises SettingsError for a wrong playbook."""
    return _settings({"schema": setting_keys.SCHEMA}, {}, own)[0] if own else Settings()


def _settings(
    table: Mapping[str, Any], lines: Mapping[tuple[str, ...], int], own: bundles.Bundle | None
) -> tuple[Settings, Keys]:
    try:
        setting_keys.check_schema(table)
        beside = (*bundles.guests(_playbooks(table)), *([own] if own else []))
        if not beside:
            return read_table(table, _keys(), load.phrases), _keys()
        from vaultkit.playbook.outline import outline  # loads what checks rules

        brought = outline(beside)
        keys = _keys(brought.rules, tuple(brought.stages))
        return with_playbooks(read_table(table, keys, load.phrases), brought), keys
    except SettingWrong as error:
        setting, line = shown(error.path[-1]), line_at(error.path, lines)
        raise SettingsError(
            f"settings-{error.code}", line=line, setting=setting, **error.values
        ) from error


def _playbooks(table: Mapping[str, Any]) -> Sequence[str]:
    """Return the playbooks that a file names. Raises SettingWrong for one that is not installed, or is so twice."""
    try:
        names = texts(table.get("playbooks", list(Settings.playbooks)))
    except ValueRefused as refused:
        raise SettingWrong(("playbooks",), refused.code, refused.values) from refused
    known: tuple[str, ...] = (bundles.OURS,)
    for name in names:
        known = known if name in known else bundles.installed()
        if name not in known:
            told = {"value": shown(name), "known": ", ".join(known)}
            raise SettingWrong(("playbooks",), "playbook-missing", told)
        if name != bundles.OURS and len(packages := bundles.packages_of(name)) > 1:
            told = {"value": shown(name), "packages": ", ".join(packages)}
            raise SettingWrong(("playbooks",), "playbook-clash", told)
    return names


def with_playbooks(settings: Settings, brought: "Outline") -> Settings:
    """Return the settings with the stages and spellings that playbooks bring: the vault's own go before them."""
    if not (brought.stages or brought.spellings):
        return settings
    stages = {
        name: (*words, *settings.stages.get(name, ())) for name, words in brought.spellings.items()
    }
    named = {
        name: replace(stage, words=(*stage.words, *settings.stages.get(name, ())))
        for name, stage in brought.stages.items()
    }
    own = {
        name: replace(stage, like=named[stage.like].like) if stage.like in named else stage
        for name, stage in settings.own_stages.items()
    }
    kept = {name: words for name, words in settings.stages.items() if name not in named}
    return replace(settings, stages={**kept, **stages}, own_stages={**named, **own})


@cache
def _keys(rules: tuple[str, ...] = (), stages: tuple[str, ...] = ()) -> Keys:
    """Rules of ours have settings also in a vault that leaves our playbook out for a while."""
    return setting_keys.known_keys(
        load.languages(),
        (*load.rule_names(), *rules),
        load.property_names(),
        (*load.stages().names, *stages),
    )


def _keys_for(table: Mapping[str, Any]) -> Keys:
    """Return the settings that a right file can speak of: no table of the playbook is read that it leaves alone."""
    follow_ups = table.get("follow_ups")
    has_rules = isinstance(follow_ups, dict) and "rules" in follow_ups
    return setting_keys.known_keys(
        load.languages(),
        load.rule_names() if has_rules else (),
        load.property_names() if table.get("properties") else (),
        load.stages().names if table.get("stages") else (),
    )


def _without_stages(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a file without a table of stages that is empty, as in a new vault."""
    is_empty = table.get("stages") == {}
    return {name: value for name, value in table.items() if name != "stages" or not is_empty}


def named_language(text: str | None) -> str | None:
    """Return the language that the text of a file names, whatever else is wrong in it; None where it names none."""
    try:
        language = parsed(text or "").get("language")
    except SettingsError:
        return None
    return language if language in load.languages() else None


def settings_text(root: Path) -> str | None:
    """Return the text of a vault's settings, None where there is no file. Raises SettingsError."""
    raw = _bytes(root)
    if raw is None:
        return None
    if len(raw) > LARGEST_BYTES:
        raise SettingsError("settings-too-large", kilobytes=LARGEST_BYTES // 1024)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(
            "settings-not-utf-8", line=raw.count(b"\n", 0, error.start) + 1
        ) from error


def _bytes(root: Path) -> bytes | None:
    """Return the file's bytes, one more than is allowed at most; None where there is no file.

    A vault may come from anybody: a link could lead out, and a pipe would be waited for.
    """
    try:
        with Folder.root(root) as folder:
            if not stat.S_ISREG(folder.stat(FILE).st_mode):
                raise SettingsError("settings-not-a-file")
            fd = folder.open(FILE)
            try:
                return read_bytes(fd, LARGEST_BYTES)
            finally:
                os.close(fd)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError("settings-unreadable", reason=error.strerror or error) from error


def parsed(text: str) -> Mapping[str, Any]:
    """Return the tables of a text in TOML. Raises SettingsError."""
    for number, line in enumerate(text.split("\n"), start=1):
        # A name of very many parts takes tomllib the square of their number.
        if line.count(".") > MOST_DOTS:
            raise SettingsError("settings-not-toml", line=number, text=shown(line))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not_toml(text, str(error)) from error


def _not_toml(text: str, message: str) -> SettingsError:
    lines = text.rstrip().split("\n")
    place = _PLACE.search(message)
    number = min(int(place[1]), len(lines)) if place else len(lines)
    line = shown(lines[number - 1])
    if line.startswith(bundles.CONFLICT):
        return SettingsError("settings-conflict", line=number)
    if re.search("overwrite|twice|mutate|immutable", message):
        return SettingsError("settings-twice", line=number, text=line)
    if _LIKE_A_DAY.search(line):
        return SettingsError("settings-no-day-line", line=number, text=line)
    return SettingsError("settings-not-toml", line=number, text=line)


def origins(
    table: Mapping[str, Any],
    lines: Mapping[tuple[str, ...], int],
    settings: Settings,
    keys: Keys,
) -> Origins:
    """Return where each setting comes from."""
    keys = setting_keys.with_own_stages(table, keys)
    said = dict(leaves(table, keys))
    from_file = [
        Origin(".".join(path), _toml(value), line_at(path, lines)) for path, value in said.items()
    ]
    others = [path for path in keys if path not in said and setting_keys.has_field(path, keys)]
    return (
        *from_file,
        *(Origin(".".join(path), _toml(value_of(path, settings, keys)), None) for path in others),
    )


def _toml(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Calendar):
        return "[]"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, Mapping):
        pairs = (f"{_toml(name)} = {_toml(text)}" for name, text in value.items())
        return f"{{ {', '.join(pairs)} }}" if value else "{}"
    if isinstance(value, str | bool):
        return json.dumps(value, ensure_ascii=False)
    return f"{value:g}" if isinstance(value, float) else str(value)
