"""The package's own words and tables: phrases by language, and the playbook's TOML."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.stages import Stages, read_stages
from vaultkit.playbook.plain_toml import plain_texts

if TYPE_CHECKING:
    from vaultkit.formats.letter import Template

_KINDS = ("application", "person", "fact")
_PROPERTIES = "properties.toml"
_LISTS = ("commands.toml", "words.toml")
"""Where the lists ``words`` of each language stand, and the title of its log."""

_RULE = re.compile(r'^\[\[rule\]\]\nname = "([a-z0-9-]+)"$', re.MULTILINE)


class PlaybookError(ValueError):
    """A file of the playbook does not hold to the form: a mistake in the package, not in a vault."""


_FOLDER = Path(__file__).parent


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are phrases for, by their codes' alphabet."""
    folders = (_FOLDER / "phrases").iterdir()
    return tuple(
        sorted(folder.name for folder in folders if folder.is_dir() and _toml_files(folder))
    )


@cache
def phrases(language: str) -> Phrases:
    """Return the words of one of the languages. Raises PlaybookError."""
    if language not in languages():
        raise PlaybookError(f"there are no phrases for {language!r}")
    return Phrases(language, _texts_of(language, _toml_files(_FOLDER / "phrases" / language)))


@cache
def _lists(language: str) -> Phrases:
    """Return of a language only what notes may hold in any: reading all of it takes as long as Python's start."""
    folder = _FOLDER / "phrases" / language
    return Phrases(language, _texts_of(language, [folder / name for name in _LISTS]))


def _texts_of(language: str, files: Iterable[Path]) -> Mapping[str, str]:
    texts: dict[str, str] = {}
    for file in files:
        for key, text in _texts(file.read_text("utf-8")).items():
            if key in texts:
                raise PlaybookError(f"{language}/{file.name}: {key} stands in another file too")
            texts[key] = text
    return MappingProxyType(texts)


class _ByLanguage(Mapping[str, Phrases]):
    """The words of a language are read when somebody asks for them."""

    def __getitem__(self, language: str) -> Phrases:
        if language not in languages():
            raise KeyError(language)
        return phrases(language)

    def __iter__(self) -> Iterator[str]:
        return iter(languages())

    def __len__(self) -> int:
        return len(languages())


@cache
def all_phrases() -> Mapping[str, Phrases]:
    """Return the words of every language, by its code."""
    return _ByLanguage()


@cache
def playbook_toml(name: str) -> Mapping[str, Any]:
    """Return one table of the playbook: ``stages.toml``, ``rules/3-after-a-no.toml``.

    ``properties.toml`` comes with what the languages say themselves: see ``_with_languages``.
    """
    table = _table(name)
    return MappingProxyType(_with_languages(table) if name == _PROPERTIES else table)


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath(*name.split("/")).read_text("utf-8"))


def words(key: str) -> tuple[str, ...]:
    """Return the words of a list ``words.…`` in every language, each once."""
    lists = (_lists(language).words(f"words.{key}") for language in languages())
    return tuple(dict.fromkeys(word for listed in lists for word in listed))


def _with_languages(properties: dict[str, Any]) -> dict[str, Any]:
    """Add what a note may call each language, the headings of a log, and the words that each language lists."""
    codes: dict[str, Any] = {language: [] for language in languages()}
    titles = [_lists(language).say("log.title") for language in languages()]
    said = {key: words(key) for key in ("by-me", "when", "nothing")}
    said["log"] = (*titles, *words("log"))
    return {**properties, "languages": {**codes, **properties["languages"]}, "words": said}


@cache
def letter_keys() -> tuple[str, ...]:
    """Return the letters by language and name, without reading one: ``en/follow-up``, ``it/follow-up.formal``."""
    folders = [folder for folder in (_FOLDER / "letters").iterdir() if folder.is_dir()]
    names = sorted((file.name, folder.name) for folder in folders for file in folder.iterdir())
    return tuple(
        f"{language}/{name.removesuffix('.md')}" for name, language in names if name.endswith(".md")
    )


@cache
def letters() -> Mapping[str, "Template"]:
    """Return the letter templates by language and name. Whoever writes no letter does not call this."""
    from vaultkit.formats.letter import Template

    folder, subjects = _FOLDER / "letters", words("subject")
    return {
        key: Template(
            f"letters/{key}.md",
            folder.joinpath(*f"{key}.md".split("/")).read_text("utf-8"),
            subjects,
        )
        for key in letter_keys()
    }


@cache
def rule_tables() -> tuple[Mapping[str, Any], ...]:
    """Return the rule files by name: in the order in which new lines are written."""
    return tuple(playbook_toml(f"rules/{file.name}") for file in _toml_files(_FOLDER / "rules"))


@cache
def rule_names() -> tuple[str, ...]:
    """Return the names of all rules, in their order, without reading the rules themselves."""
    files = _toml_files(_FOLDER / "rules")
    return tuple(name for file in files for name in _RULE.findall(file.read_text("utf-8")))


@cache
def stages() -> Stages:
    """Return the stages in their order."""
    return read_stages(playbook_toml("stages.toml"))


def property_names() -> tuple[str, ...]:
    """Return the properties that a vault can have its own names for, each once."""
    table = _table(_PROPERTIES)
    return tuple(dict.fromkeys(name for kind in _KINDS for name in table[kind]))


def _toml_files(folder: Path) -> list[Path]:
    files = [file for file in folder.iterdir() if file.is_file() and file.name.endswith(".toml")]
    return sorted(files, key=lambda file: file.name)


def _texts(text: str) -> Mapping[str, str]:
    """Return the texts of a file of phrases. Raises PlaybookError."""
    plain = plain_texts(text)
    return dict(_flat(tomllib.loads(text))) if plain is None else plain


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts by their dotted keys. Raises PlaybookError for a value of any other kind."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value
        else:
            raise PlaybookError(f"{prefix}{key} is not a text")
