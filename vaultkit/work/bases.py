"""The vault's tables for Obsidian's Bases: what they are made from, and writing them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from vaultkit.core.across.survey import Look
from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.vocabulary import Kind, Vocabulary, fold, stage_spellings
from vaultkit.core.settings.values import Marks, Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.disk import template_folders
from vaultkit.disk.journal import Run
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Replacement, create, write
from vaultkit.errors import BusyError, NoteLeftError
from vaultkit.formats.base_file import is_untouched
from vaultkit.formats.bases import Kept, Names, applications_base, contacts_base
from vaultkit.playbook import load
from vaultkit.value import frozen

Outcome = Literal["made", "renewed", "same", "yours"]

_KNOWN_BY_MANY = ("status", "interviewed")
"""Properties that show under every known name of one word, used or not: all else hangs on them."""
_ONE_WORD = re.compile(r"[a-z]+")
_TAG = "application"


@frozen
class WrittenBase:
    """What became of one file. ``yours`` is left as it is: somebody has changed it."""

    path: str
    outcome: Outcome


def bases_of(
    vault: Vault, found: Look, settings: Settings, vocabulary: Vocabulary, phrases: Phrases
) -> Mapping[str, str]:
    """Return the texts of the bases that fit the vault, by path."""
    applications = (sheet.head for sheet in found.sheets)
    people = _heads(person.note for person in found.people)
    kept = kept_of(settings, vocabulary, applications, people)
    folders = tuple(sorted(template_folders.folders(vault.root)))
    return base_texts(replace(kept, template_folders=folders), phrases)


def base_texts(kept: Kept, phrases: Phrases) -> Mapping[str, str]:
    """Return the texts of both bases, by path."""
    return {
        phrases.say("bases.applications"): applications_base(kept, phrases),
        phrases.say("bases.contacts"): contacts_base(kept, phrases),
    }


def kept_of(
    settings: Settings,
    vocabulary: Vocabulary,
    applications: Iterable[Head] = (),
    people: Iterable[Head] = (),
) -> Kept:
    """Return what the bases are made from: the settings, and the names that the heads use."""
    stages = load.playbook_toml("stages.toml")
    return Kept(
        application=_names("application", settings, vocabulary, applications),
        person=_names("person", settings, vocabulary, people),
        beside={name: _one_word(name, vocabulary) for name in _KNOWN_BY_MANY},
        applications=_marks(settings),
        people=settings.people,
        stages=vocabulary.order,
        spellings=stage_spellings(stages, settings, vocabulary),
        has_next=settings.next_follow_up,
    )


def _marks(settings: Settings) -> Marks:
    """Where the settings say nothing, the folder of new notes and the tag show in the table as well."""
    if settings.applications != Settings().applications:
        return settings.applications
    folders = (settings.new_folder,) if settings.new_folder else ()
    return replace(settings.applications, folders=folders, tags=(_TAG,))


def _heads(notes: Iterable[Note | None]) -> Iterator[Head]:
    """Yield the heads of notes; of one with a problem there is none."""
    for note in notes:
        span = split_head(note.text) if note else None
        head = read_head(note.path, note.text, span) if note and span else None
        if isinstance(head, Head):
            yield head


def _names(kind: Kind, settings: Settings, vocabulary: Vocabulary, heads: Iterable[Head]) -> Names:
    """Return every property's names: the settings' own, then those in use, the most common first."""
    table = load.playbook_toml("properties.toml")[kind]
    used = Counter(found.name for head in heads for found in head.properties)
    by_property: dict[str, list[str]] = {name: [] for name in table}
    for name, _ in sorted(used.items(), key=lambda pair: (-pair[1], pair[0])):
        meant = vocabulary.property(name, kind)
        if meant in by_property:
            by_property[meant].append(name)
    names = {}
    for name, in_use in by_property.items():
        own = settings.properties.get(name, ())
        strong = [each for each in in_use if fold(each) not in vocabulary.weak]
        names[name] = _each_once([*own, *(strong or in_use)]) or (name,)
    return names


def _one_word(name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the known names of an application's property that are one plain word, its own first."""
    spellings = (name, *load.playbook_toml("properties.toml")["application"][name])
    words = (each for each in spellings if _ONE_WORD.fullmatch(each))
    return tuple(each for each in words if vocabulary.property(each) == name)


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names without those that differ in capitals only: to Obsidian they are one."""
    return tuple({name.casefold(): name for name in reversed([*names])}.values())[::-1]


def write_bases(vault: Vault, run: Run, texts: Mapping[str, str]) -> tuple[WrittenBase, ...]:
    """Make the bases, and renew those that nobody has changed, each in the order given.

    Raises NoteLeftError for a file that cannot be read or written, BusyError for one that is
    open elsewhere, UsageError when the disk refuses, StateError.
    """
    return tuple(_written(vault, run, path, text.encode()) for path, text in texts.items())


def _written(vault: Vault, run: Run, path: str, wanted: bytes) -> WrittenBase:
    old = vault.read_bytes(path)
    if isinstance(old, Problem):
        if old.code != "missing":
            raise NoteLeftError(old)
        create(vault, path, wanted, run)
        return WrittenBase(path, "made")
    if old == wanted:
        return WrittenBase(path, "same")
    if not is_untouched(old.decode("utf-8", "replace")):
        return WrittenBase(path, "yours")
    outcome = write(vault, Replacement(path, old, wanted), run)
    if outcome.problem:
        raise NoteLeftError(outcome.problem)
    if outcome.kind != "written":
        raise BusyError("note-busy", note=path)
    return WrittenBase(path, "renewed")
