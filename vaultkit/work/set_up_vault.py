"""Settle into a folder: a new vault from the template, or the settings of one that is there."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.settings.parsers import is_inside
from vaultkit.core.settings.tasks import tasks_settings
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.sanitize import one_line
from vaultkit.disk.disk_cause import keyed
from vaultkit.disk.tasks_plugin import read_tasks_plugin
from vaultkit.disk.vault import SETTINGS_FILE, Vault
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
                open(place, "xb") as file_,
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


@dataclass(frozen=True)
class Proposal:
    """What a survey of an existing vault found, and the settings that were written for it."""

    notes: int
    applications: int
    people: int
    lines: tuple[str, ...]

    @property
    def told(self) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """The messages, in order."""
        counts = {"notes": self.notes, "applications": self.applications, "people": self.people}
        found = "init.found" if self.applications else "init.found-none"
        return (("init.survey", counts), (found, counts), ("init.next", {}))

    def as_data(self, root: Path) -> Mapping[str, Any]:
        """The same for ``--json``."""
        counts = {"notes": self.notes, "applications": self.applications, "people": self.people}
        return {"vault": str(root), "settings": list(self.lines), **counts}


def adopt_vault(
    root: Path, vocabulary: Vocabulary, today: date, named_language: str | None = None
) -> Proposal:
    """Look over a vault that is there, and write ``vaultkit.toml``; no note is touched.

    What marks an application is the ``type`` that most notes with a stage, a company and the
    like share, else their folder. Raises UsageError when the file cannot be made.
    """
    vault = Vault(root)
    heads = list(_heads(vault))
    candidates = [(path, head) for path, head in heads if _is_candidate(head, vocabulary)]
    marks = _marks(candidates)
    marked = len(candidates)
    people = sum(1 for _, head in heads if "person" in _types(head))
    language = named_language or _language(candidates)
    reviews, tasks = _review_folder(root, language), tuple(_tasks_lines(root, language))
    lines = _settings_lines(language, marks, reviews, tasks, today)
    vault.create("vaultkit.toml", "".join(f"{line}\n" for line in lines).encode())
    return Proposal(sum(1 for _ in vault.walk()), marked, people, tuple(lines))


def _heads(vault: Vault) -> Iterator[tuple[str, Head]]:
    for ref in vault.walk():
        note = vault.read(ref.path)
        span = split_head(note.text) if isinstance(note, Note) else None
        if (
            span
            and isinstance(note, Note)
            and isinstance(head := read_head(note.path, note.text, span), Head)
        ):
            yield ref.path, head


def _is_candidate(head: Head, vocabulary: Vocabulary) -> bool:
    if "application" in _types(head):
        return True
    names = {vocabulary.property(name) for name, _ in head.says()}
    return "status" in names and bool(names & {"company", "applied", "role"})


def _types(head: Head) -> tuple[str, ...]:
    found = head.find("type")
    return tuple(text.casefold() for text in found.texts) if found else ()


def _marks(candidates: list[tuple[str, Head]]) -> list[str]:
    """Return the lines of ``[applications]`` that fit the candidates; none for the default."""
    types = Counter(kind for _, head in candidates for kind in _types(head))
    common, count = types.most_common(1)[0] if types else ("", 0)
    if not candidates or (common == "application" and count == len(candidates)):
        return []
    if count == len(candidates):
        return [f"type = {_toml(common)}"] if one_line(common) == common else []
    folders = {path.rpartition("/")[0] for path, _ in candidates}
    top = os.path.commonpath(folders) if all(folders) else ""
    return [f"folders = [{_toml(top)}]"] if is_inside(top) and one_line(top) == top else []


def _toml(text: str) -> str:
    """Return a text in quotation marks: JSON's are TOML's as well."""
    return json.dumps(text, ensure_ascii=False)


def _language(candidates: list[tuple[str, Head]]) -> str:
    """Return the language that most property names are of; the default where none has more."""
    used = Counter(name.casefold() for _, head in candidates for name, _ in head.says())
    counts = {
        language: sum(used[word] for word in phrases.words("words.properties"))
        for language, phrases in load.all_phrases().items()
    }
    usual = Settings().language
    return max((usual, *counts), key=lambda language: counts[language])


def _review_folder(root: Path, language: str) -> str:
    """Return the reviews' folder in the vault's language; the default where that one is there already."""
    default = Settings().review_folder
    return default if (root / default).exists() else load.phrases(language).say("week.folder")


def _tasks_lines(root: Path, language: str) -> Iterator[str]:
    """Yield what the Tasks plugin asks for, each setting below its reason."""
    plugin, phrases = read_tasks_plugin(root), load.phrases(language)
    if plugin is None:
        return
    for one in tasks_settings(plugin.format, plugin.global_filter, plugin.statuses):
        yield f"# {phrases.say(f'adoption.reason.{one.reason}', **one.told)}"
        texts = ", ".join(map(_toml, one.values))
        if one.is_usable:
            yield f"{one.name} = [{texts}]" if one.is_list else f"{one.name} = {texts}"


def _settings_lines(
    language: str, marks: list[str], reviews: str, tasks: tuple[str, ...], today: date
) -> list[str]:
    lines = ["schema = 1", f'language = "{language}"']
    if marks:
        lines += ["", "[applications]", *marks]
    if reviews != Settings().review_folder:
        lines += ["", "[review]", f"folder = {_toml(reviews)}"]
    if tasks:
        lines += ["", "[tasks]", *tasks]
    return [
        *lines,
        "",
        "[follow_ups]",
        f"since = {today}  # lines due before this day are not written anew",
    ]
