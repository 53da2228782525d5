"""Settle into a folder: a new vault from the template."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from vaultkit.core.settings.values import Settings
from vaultkit.disk.disk_cause import keyed
from vaultkit.disk.page_file import opened_new
from vaultkit.disk.vault import SETTINGS_FILE
from vaultkit.errors import UsageError
from vaultkit.playbook import load
from vaultkit.work.sample_dates import REFERENCE, is_sample, move_dates, without_tour

_UNNOTICED = {".git", ".DS_Store", ".gitignore", ".gitattributes", ".stfolder", "desktop.ini"}


def holds_something(root: Path) -> bool:
    """Tell whether the folder holds anything of a person's."""
    return root.is_dir() and any(entry.name not in _UNNOTICED for entry in os.scandir(root))


def template(language: str = "en") -> Traversable:
    """Return the vault template of a language, the English one where there is no other.

    That is in the package when installed, beside it in a checkout; those of other languages are
    data of the playbook.
    """
    package = resources.files("vaultkit")
    own = package / "playbook" / "vaults" / language
    inside = own if own.is_dir() else package / "vault_template"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "vault_template"


def template_languages() -> tuple[str, ...]:
    """Return the languages that have a vault template, English first."""
    others = resources.files("vaultkit") / "playbook" / "vaults"
    return ("en", *sorted(folder.name for folder in others.iterdir() if folder.is_dir()))


def make_vault(root: Path, today: date, *, with_samples: bool = True, language: str = "en") -> None:
    """Copy the template into a folder that holds nothing, its dates moved so that today is its day.

    Without the samples their folders stay, empty. A file that stands there already is kept.
    Raises UsageError when the disk refuses.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        for path, data in template_files(language, today).items():
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if not with_samples and is_sample(path):
                continue
            if not with_samples and path == "Home.md":
                data = without_tour(data.decode("utf-8")).encode()
            with (
                suppress(FileExistsError),
                opened_new(place, is_private=False) as file_,
            ):  # a link that leads nowhere counts too
                file_.write(data)
    except OSError as error:
        raise UsageError(
            keyed("not-created", error), path=root, reason=error.strerror or error
        ) from error


def template_files(language: str, today: date) -> Mapping[str, bytes]:
    """Return the files of a new vault by path, the dates of its notes moved so that today is their day.

    The template's rendered reviews are not among them: they are written for today instead.
    """
    reviews = load.phrases(language).say("week.folder")
    found = {}
    for path, file in _files(template(language), ""):
        if path.startswith((f"{reviews}/", f"{Settings().review_folder}/")):
            continue
        data = file.read_bytes()
        if path.endswith(".md"):
            data = move_dates(data.decode("utf-8"), REFERENCE, today).encode()
        found[path] = _in_language(data, language) if path == SETTINGS_FILE else data
    return found


def _in_language(data: bytes, language: str) -> bytes:
    """Return the settings for a language that has no template of its own."""
    return data.replace(b'\nlanguage = "en"\n', f'\nlanguage = "{language}"\n'.encode(), 1)


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the template's files by path."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            yield from _files(entry, f"{path}/")
        elif not entry.name.endswith((".pyc", ".DS_Store")):
            yield path, entry
