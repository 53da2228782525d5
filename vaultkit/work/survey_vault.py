"""Look over a vault that was never set up, and say what its settings could be. Writes nothing."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from vaultkit.core.adoption.facts import NoteFacts, facts_of
from vaultkit.core.adoption.own_template import choose_template
from vaultkit.core.adoption.proposal import Proposal, Words, propose, with_suggestions
from vaultkit.core.adoption.signs import Signs, is_called, read_signs
from vaultkit.core.adoption.suggestion import Suggestion, is_fit_folder
from vaultkit.core.front_matter.vocabulary import Vocabulary
from vaultkit.core.settings.tasks import tasks_settings
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.disk import tasks_plugin, template_folders
from vaultkit.disk.plugin_files import PluginFile, read_plugin_file, text_in
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.formats.settings_draft import settings_draft
from vaultkit.formats.weekly import is_review
from vaultkit.playbook import load
from vaultkit.value import frozen

_WEEKLY = (
    (".obsidian/plugins/periodic-notes/data.json", ("weekly", "folder")),
    (".obsidian/plugins/calendar/data.json", ("weeklyNoteFolder",)),
)
_DAILY = ".obsidian/daily-notes.json"
_WEEK = re.compile(r"[0-9]{4}-?W[0-9]{2}.*\.md")
_MOST_WEEKS = 20
_MOST_TEMPLATES = 200
"""That are read, to find the one of an application."""


@frozen
class Told:
    """A message: its phrase and what fills it."""

    key: str
    values: dict[str, str]


@frozen
class Surveyed:
    """What was found. ``told`` is what to say of plugins and folders beside the proposal."""

    proposal: Proposal
    told: tuple[Told, ...]


def survey_vault(
    root: Path,
    vocabulary: Callable[[Settings], Vocabulary],
    progress: Callable[[int], None] = lambda _: None,
    language: str | None = None,
    usual_language: str = Settings().language,
) -> Surveyed:
    """Return what a vault looks like. Raises UsageError when the folder itself cannot be read.

    ``language`` is the one that somebody wants; None stands for what the notes show, or for
    ``usual_language`` where they show none.
    """
    vault = Vault(root)
    words = _words(vocabulary, usual_language)
    known = vocabulary(Settings())
    proposal = propose(tuple(_facts(vault, known, progress)), words)
    proposal = replace(proposal, language=language or proposal.language)
    more, told = _surroundings(vault, proposal, words.signs, known)
    return Surveyed(with_suggestions(proposal, (*proposal.suggestions, *more)), told)


def draft_of(surveyed: Surveyed, today: date) -> str:
    """Return the text of the ``vaultkit.toml`` that a survey suggests."""
    proposal = surveyed.proposal
    phrases = load.phrases(proposal.language)
    return settings_draft(proposal.language, proposal.suggestions, today, phrases)


def _words(vocabulary: Callable[[Settings], Vocabulary], language: str) -> Words:
    names = {code: words.words("words.properties") for code, words in load.all_phrases().items()}
    return Words(read_signs(load.playbook_toml("adoption.toml")), vocabulary, names, language)


def _facts(
    vault: Vault, vocabulary: Vocabulary, progress: Callable[[int], None]
) -> Iterator[NoteFacts]:
    for count, ref in enumerate(vault.walk(), start=1):
        note = vault.read(ref.path)
        if isinstance(note, Note):
            yield facts_of(note, vocabulary)
        progress(count)


def _surroundings(
    vault: Vault, proposal: Proposal, signs: Signs, vocabulary: Vocabulary
) -> tuple[tuple[Suggestion, ...], tuple[Told, ...]]:
    """Return the settings that come from plugins and folders, and what to say of both."""
    root = vault.root
    files = _plugin_files(root)
    weekly = _weekly_folder(vault, signs, files, proposal.language)
    review, review_told = _review(root, proposal.language, weekly)
    template = _template(vault, proposal, signs, vocabulary)
    told = [
        *(_broken(file, proposal.language) for file in files if file.trouble),
        *_templates_told(root, proposal),
        *([Told("adoption.template", {"path": template.values[0]})] if template else ()),
        *review_told,
    ]
    return (*([template] if template else ()), *_tasks(root), *review), tuple(told)


def _tasks(root: Path) -> Iterator[Suggestion]:
    """Yield what the Tasks plugin asks for. What vaultkit cannot write is a reason without a setting."""
    plugin = tasks_plugin.read_tasks_plugin(root)
    if plugin is None:
        return
    for one in tasks_settings(plugin.format, plugin.global_filter, plugin.statuses):
        name = one.name if one.is_usable else ""
        values = one.values if one.is_usable else ()
        yield Suggestion("tasks", name, values, one.reason, one.told, is_list=one.is_list)


def _plugin_files(root: Path) -> tuple[PluginFile, ...]:
    names = (
        *(file for file, _ in template_folders.SETTINGS),
        _DAILY,
        tasks_plugin.FILE,
        *(file for file, _ in _WEEKLY),
    )
    found = (read_plugin_file(root, name) for name in names)
    return tuple(file for file in found if file)


def _broken(file: PluginFile, language: str) -> Told:
    why = load.phrases(language).say(f"adoption.why.{file.trouble}")
    return Told("adoption.plugin-broken", {"file": file.file, "why": why})


def _weekly_folder(vault: Vault, signs: Signs, files: Iterable[PluginFile], language: str) -> str:
    """Return the folder of somebody's own weekly notes: as a plugin, its notes or its name tell; "" for none."""
    by_name = {file.file: file for file in files}
    for file, names in _WEEKLY:
        if found := by_name.get(file):
            folder = text_in(found.values, *names).strip("/")
            if is_fit_folder(folder) and (vault.root / folder).is_dir():
                return folder
    for folder in (Settings().review_folder, load.phrases(language).say("week.folder")):
        if _holds_own_weeks(vault, folder):
            return folder
    return next((name for name in _folders(vault.root) if is_called(name, signs.weekly)), "")


def _holds_own_weeks(vault: Vault, folder: str) -> bool:
    """Tell whether a folder holds notes that are named after weeks and are none of ours."""
    place = vault.root / folder
    if system.leads_elsewhere(place) or not place.is_dir():
        return False
    with os.scandir(place) as entries:
        names = sorted(entry.name for entry in entries if _WEEK.fullmatch(entry.name))
    notes = (vault.read(f"{folder}/{name}") for name in names[:_MOST_WEEKS])
    return any(isinstance(note, Note) and not is_review(note.text) for note in notes)


def _folders(root: Path) -> Sequence[str]:
    with os.scandir(root) as entries:
        return sorted(
            entry.name
            for entry in entries
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")
        )


def _review(
    root: Path, language: str, weekly: str
) -> tuple[tuple[Suggestion, ...], tuple[Told, ...]]:
    """Return where the reviews go: the default where it is there already, else in the vault's language.

    Never among the weekly notes of somebody's own, which have the same names.
    """
    default = Settings().review_folder
    own = load.phrases(language).say("week.folder")
    folder = default if (root / default).is_dir() else own
    if weekly and folder.casefold() == weekly.casefold():
        folder = f"{folder} vaultkit"
    reason = "review-weekly" if weekly else "review-language"
    told = {"folder": weekly, "reviews": folder}
    suggestion = Suggestion("review", "folder", (folder,), reason, told, is_list=False)
    wanted = (suggestion,) if folder != default else ()
    return wanted, (Told("adoption.weekly", told),) if weekly else ()


def _template(
    vault: Vault, proposal: Proposal, signs: Signs, vocabulary: Vocabulary
) -> Suggestion | None:
    paths = [*template_folders.notes(vault.root), *proposal.templates][:_MOST_TEMPLATES]
    notes = ((path, vault.read(path)) for path in dict.fromkeys(paths))
    texts = ((path, note.text) for path, note in notes if isinstance(note, Note))
    path = choose_template(texts, signs, vocabulary)
    if path is None or not is_fit_folder(path):
        return None
    return Suggestion(
        "applications", "template", (path,), "template", {"path": path}, is_list=False
    )


def _templates_told(root: Path, proposal: Proposal) -> Iterator[Told]:
    named = sorted(template_folders.folders(root))
    for folder in named:
        is_link = template_folders.is_link(root, folder)
        key = "adoption.templates-link" if is_link else "adoption.templates"
        yield Told(key, {"folder": folder})
    others = {path.rpartition("/")[0] for path in proposal.templates} - {*named, ""}
    for folder in sorted(others):
        yield Told("adoption.templates", {"folder": folder})
