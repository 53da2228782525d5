"""A vault's own letters: read as data from one folder, in the places that the package's have."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from vaultkit.core.settings.values import Settings
from vaultkit.core.text.note import Note
from vaultkit.core.text.problem import Problem, hint, problem
from vaultkit.disk.vault import Vault
from vaultkit.formats.letter import Template, read_letter
from vaultkit.playbook import load

LARGEST_BYTES = 64 * 1024
_FORMS = (".formal", ".informal")


def own_letters(vault: Vault, settings: Settings) -> Mapping[str, Template | Problem]:
    """Return the vault's letters by language and name, ``it/follow-up.formal``.

    In the place of one that cannot be read stands its problem.
    """
    known = _known_names()
    return {
        f"{language}/{name}": _template(vault, letter_path(f"{language}/{name}", settings))
        for language, name in _files(vault, settings)
        if _plain(name) in known
    }


def letter_problems(vault: Vault, settings: Settings) -> tuple[Problem, ...]:
    """Return what is wrong with the vault's letters; of a file that no item asks for, a hint."""
    known, told = _known_names(), []
    for language, name in _files(vault, settings):
        if _plain(name) not in known:
            nearest = get_close_matches(name.casefold(), known, 1, 0.0)[0]
            told.append(
                hint(
                    letter_path(f"{language}/{name}", settings),
                    1,
                    "letter-unknown-file",
                    nearest=nearest,
                )
            )
    for template in own_letters(vault, settings).values():
        found = template if isinstance(template, Problem) else read_letter(template)
        if isinstance(found, Problem):
            told.append(found)
    return tuple(told)


def letter_path(key: str, settings: Settings) -> str:
    """Return where a vault's own letter stands, from the vault's root."""
    return f"{settings.letters_folder}/{key}.md".removeprefix("/")


def _known_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(_plain(key.partition("/")[2]) for key in load.letters()))


def _plain(name: str) -> str:
    return next((name.removesuffix(form) for form in _FORMS if name.endswith(form)), name)


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
