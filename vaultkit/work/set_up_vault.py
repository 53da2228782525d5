"""Make a new vault from the template."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from vaultkit.disk.disk_cause import keyed
from vaultkit.errors import UsageError
from vaultkit.work.sample_dates import REFERENCE, is_sample, move_dates, without_tour

_UNNOTICED = {".git", ".DS_Store", ".gitignore", ".gitattributes", ".stfolder", "desktop.ini"}


def holds_something(root: Path) -> bool:
    """Tell whether the folder holds anything of a person's."""
    return root.is_dir() and any(entry.name not in _UNNOTICED for entry in os.scandir(root))


def template() -> Traversable:
    """Return the vault template: in the package when installed, beside it in a checkout."""
    inside = resources.files("vaultkit") / "vault_template"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "vault_template"


def make_vault(root: Path, today: date, *, with_samples: bool = True) -> None:
    """Copy the template into a folder that holds nothing, its dates moved so that today is its day.

    Without the samples their folders stay, empty. A file that stands there already is kept.
    Raises UsageError when the disk refuses.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
        for path, file in _files(template(), ""):
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if not with_samples and is_sample(path):
                continue
            data = file.read_bytes()
            if not with_samples and path == "Home.md":
                data = without_tour(data.decode("utf-8")).encode()
            if path.endswith(".md"):
                data = move_dates(data.decode("utf-8"), REFERENCE, today).encode()
            with (
                suppress(FileExistsError),
                open(place, "xb") as file_,
            ):  # a link that leads nowhere counts too
                file_.write(data)
    except OSError as error:
        raise UsageError(
            keyed("not-created", error), path=root, reason=error.strerror or error
        ) from error


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    """Yield the template's files but its rendered reviews, which are written for today instead."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            if path != "Reviews":
                yield from _files(entry, f"{path}/")
        elif not entry.name.endswith((".pyc", ".DS_Store")):
            yield path, entry
