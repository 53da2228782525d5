"""A vault's own letters: read as data from one folder, in the places that the package's have."""

from collections.abc import Collection, Iterator, Mapping

from vaultkit.core.settings.parsers import nearest
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk.vault import Vault
from vaultkit.formats.letter import Template, read_letter
from vaultkit.playbook import load
from vaultkit.playbook.in_force import without_form

LARGEST_BYTES = 64 * 1024


def own_letters(
    vault: Vault, settings: Settings, known: Collection[str]
) -> Mapping[str, Template | Problem]:
    """Return the vault's letters by language and name, ``it/follow-up.formal``.

    ``known`` are the names that some item may ask for. In the place of a letter that cannot be
    read stands its problem.
    """
    return {
        f"{language}/{name}": _template(vault, letter_path(f"{language}/{name}", settings))
        for language, name in _files(vault, settings)
        if without_form(name) in known
    }


def letter_problems(
    vault: Vault, settings: Settings, known: Collection[str]
) -> tuple[Problem, ...]:
    """Return what is wrong with the vault's letters; of a file that no item asks for, a hint."""
    told = []
    for language, name in _files(vault, settings):
        if without_form(name) not in known:
            path = letter_path(f"{language}/{name}", settings)
            near = nearest(name, known) if known else "–"
            told.append(hint(path, 1, "letter-unknown-file", nearest=near))
    for template in own_letters(vault, settings, known).values():
        found = template if isinstance(template, Problem) else read_letter(template)
        if isinstance(found, Problem):
            told.append(found)
    return tuple(told)


def letter_folders(vault: Vault, settings: Settings) -> tuple[str, ...]:
    """Return the places on the disk where a vault's own letters would stand; links there are in no roll."""
    places = (letter_path(f"{language}/any", settings) for language in load.languages())
    return tuple(f"{vault.root}/{place.removesuffix('/any.md')}" for place in places)


def letter_path(key: str, settings: Settings) -> str:
    """Return where a vault's own letter stands, from the vault's root."""
    return f"{settings.letters_folder}/{key}.md".removeprefix("/")


def _files(vault: Vault, settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield language and name of every ``.md`` file in the languages' folders; no link is followed."""
    for language in load.languages():
        try:
            with vault.folder_of(letter_path(f"{language}/any", settings)) as folder:
                names = sorted(folder.names())
        except OSError:
            continue
        yield from ((language, name.removesuffix(".md")) for name in names if name.endswith(".md"))


def _template(vault: Vault, path: str) -> Template | Problem:
    note = vault.read(path)
    if not isinstance(note, Note):
        return note
    if len(note.raw) > LARGEST_BYTES:
        return problem(path, 1, "letter-too-large", kilobytes=LARGEST_BYTES // 1024)
    return Template(path, note.text, load.words("subject"))
