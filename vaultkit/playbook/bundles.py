"""Playbooks beside ours: a vault's own folder, and those of guests. Each is data, and wrong until it is checked.

What one holds is a mapping from ``rules/1.toml`` and ``letters/en/ask-again.md`` to the files'
texts. Nothing of it is imported or run.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from vaultkit.core.settings.parsers import nearest, shown
from vaultkit.errors import SettingsError
from vaultkit.playbook import load
from vaultkit.value import frozen

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "vaultkit.playbooks"
OURS = "vaultkit"
LARGEST_BYTES = 64 * 1024
MOST_FILES = 50
"""Tables of one playbook."""
MOST_LETTERS = 200
"""Letters of one playbook: ours has a third of that, in two languages and two forms."""
MOST_CHARACTERS = 1024 * 1024
"""Of all files of one playbook: what a vault holds is hostile, and is read by every command."""
STAGES_FILE = "stages.toml"
TABLE, LETTER = ".toml", ".md"
_MOST_DOTS = 200
_LINE = re.compile(r"at line ([0-9]+)")

Part = Literal["rules", "stages", "phrases", "letters"]
"""What a file of a playbook holds."""
FOLDERS: Sequence[Part] = ("rules", "phrases", "letters")


@frozen
class Bundle:
    """One playbook beside ours. ``folder`` is what a sentence calls it; ``files`` are its texts by their paths."""

    folder: str
    files: Mapping[str, str]

    def named(self, path: str) -> str:
        """Return what a sentence calls a file of it."""
        return f"{self.folder}{shown(path)}"

    def of(self, part: Part) -> Iterator[tuple[str, str, str]]:
        """Yield path, name in a sentence and text of each file that holds such a thing, by their paths."""
        for path, text in sorted(self.files.items()):
            if part_of(path) == part:
                yield path, self.named(path), text

    def check_places(self) -> None:
        """Raise SettingsError for a file that nobody would read where it stands."""
        for path in sorted(self.files):
            if part_of(path) is None:
                raise _not_read(path, self.named(path))


def part_of(path: str) -> Part | None:
    """Return what the file at a path of a playbook holds; None for one that is not read."""
    folder, *names = path.split("/")
    is_table, is_letter = path.endswith(TABLE), path.endswith(LETTER)
    if path == STAGES_FILE:
        return "stages"
    if folder == "rules" and len(names) == 1 and is_table:
        return "rules"
    if len(names) != 2 or names[0] not in load.languages():
        return None
    if folder == "phrases" and is_table:
        return "phrases"
    return "letters" if folder == "letters" and is_letter else None


def _not_read(path: str, file: str) -> SettingsError:
    """Name the nearest place: a slip in a folder's name is the likeliest one."""
    folder, *names = path.split("/")
    values = {"file": file, "line": "1", "languages": ", ".join(load.languages())}
    if folder in ("phrases", "letters") and len(names) == 2:
        language = nearest(names[0], load.languages())
        return SettingsError("settings-playbook-language", (), nearest=language, **values)
    return SettingsError("settings-playbook-not-read", (), **values)


def installed() -> tuple[str, ...]:
    """Return the names of the playbooks that there are here, ours the first."""
    names = {point.name for point in _points()} - {OURS}
    return (OURS, *sorted(names))


def packages_of(name: str) -> tuple[str, ...]:
    """Return the packages that bring a playbook of that name, beside ours."""
    points = [point for point in _points() if point.name == name]
    return tuple(sorted(shown(point.dist.name) for point in points if point.dist))


def guests(names: Sequence[str]) -> tuple[Bundle, ...]:
    """Return the playbooks of those names beside ours, in their order. Raises SettingsError.

    The settings were checked for what is not installed. No code of a guest runs: its files are
    found in what its installation lists.
    """
    others = [name for name in dict.fromkeys(names) if name != OURS]
    if not others:
        return ()
    found = {point.name: point for point in _points()}
    return tuple(_guest(found[name]) for name in others)


def _points() -> Iterable["EntryPoint"]:
    from importlib.metadata import entry_points  # slow to load, for what few vaults ask for

    return entry_points(group=GROUP)


def _guest(point: "EntryPoint") -> Bundle:
    return gathered(f"{shown(point.name)}/", _files_of(point))


def gathered(folder: str, files: Iterable[tuple[str, str]]) -> Bundle:
    """Return a playbook of files as they come. Raises SettingsError for the first that is one too many."""
    bundle = Bundle(folder, found := {})
    room = {TABLE: MOST_FILES, LETTER: MOST_LETTERS}
    characters = MOST_CHARACTERS
    for path, text in files:
        ending = TABLE if path.endswith(TABLE) else LETTER
        room[ending] -= 1
        characters -= len(text)
        if room[ending] < 0 or characters < 0:
            raise wrong_file(bundle.named(path))
        found[path] = text
    return bundle


def _files_of(point: "EntryPoint") -> Iterator[tuple[str, str]]:
    """Yield the files in the folder of a package, ``academia.playbook``, by their paths in it."""
    folder = point.value.partition(":")[0].replace(".", "/") + "/"
    listed = (point.dist.files or ()) if point.dist else ()
    for file in sorted(listed, key=str):
        path = file.as_posix().removeprefix(folder)
        if path == file.as_posix() or not (path.endswith(TABLE) or part_of(path) == "letters"):
            continue
        name = f"{shown(point.name)}/{shown(path)}"
        try:
            raw = file.read_binary()
        except OSError as error:  # of a package that was half removed
            raise wrong_file(name) from error
        yield path, text_of(raw, name)


def wrong_file(file: str) -> SettingsError:
    """Return what to raise for a file that cannot be read, or is too much."""
    return SettingsError(
        "settings-playbook-file", file=file, line=1, kilobytes=LARGEST_BYTES // 1024
    )


def text_of(raw: bytes, file: str) -> str:
    """Return the text of a file. Raises SettingsError for one that is too large or no UTF-8."""
    if len(raw) > LARGEST_BYTES:
        raise wrong_file(file)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsError("settings-not-utf-8", file=file, line=line) from error


CONFLICT = "<<<<<<< "
"""How git begins what it could not merge."""


@lru_cache(maxsize=2 * MOST_FILES)
def table_of(text: str, file: str) -> Mapping[str, Any]:
    """Return a parsed table. Raises SettingsError. The settings ask for it first, then the rules."""
    for number, line in enumerate(text.split("\n"), start=1):
        # A name of very many parts takes tomllib the square of their number.
        if line.count(".") > _MOST_DOTS:
            raise SettingsError("settings-not-toml", file=file, line=number, text=shown(line))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        lines, place = text.rstrip().split("\n"), _LINE.search(str(error))
        number = min(int(place[1]), len(lines)) if place else len(lines)
        line = shown(lines[number - 1])
        if line.startswith(CONFLICT):
            raise SettingsError("settings-conflict", file=file, line=number) from error
        raise SettingsError("settings-not-toml", file=file, line=number, text=line) from error
