"""Playbooks beside ours: a vault's own folder, and those of guests. Each is data, and wrong until it is checked.

What it holds is a mapping from ``rules/1.toml`` and ``phrases/en/items.toml`` to the files' texts.
Nothing of it is imported or run.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from vaultkit.core.follow_ups.rule_check import (
    MOST_RULES,
    Known,
    RuleWrong,
    check_rules,
    line_of,
    rule_lines,
)
from vaultkit.core.follow_ups.rules import Rule, read_playbook
from vaultkit.core.follow_ups.window import ANCHORS
from vaultkit.core.notes.application import Application
from vaultkit.core.settings.parsers import shown
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.sanitize import plain
from vaultkit.core.text.stages import Stages
from vaultkit.errors import SettingsError
from vaultkit.playbook import load

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "vaultkit.playbooks"
OURS = "vaultkit"
LARGEST_BYTES = 64 * 1024
MOST_FILES = 50
_MOST_DOTS = 200
_LINE = re.compile(r"at line ([0-9]+)")
_VALUE = re.compile(r"\{(\w+)\}")
_KEYS = re.compile(
    r"item\.(?P<words>[a-z-]+)\.(?:text|text-day|text-no-role|child(?:-[2-9])?|nameless|nameless-child)"
    r"|why\.[a-z-]+"
)
_VALUES = ("company", "role", "person", "name", "via", "day")


@dataclass(frozen=True)
class Bundle:
    """One playbook beside ours. ``folder`` is what a sentence calls it; ``files`` are its texts by their paths."""

    folder: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Additions:
    """What the playbooks beside ours add, checked: files of rules in order, and phrases by language."""

    rules: tuple[Mapping[str, Any], ...] = ()
    phrases: Mapping[str, Mapping[str, str]] | None = None

    def over(self, words: Mapping[str, Phrases]) -> Mapping[str, Phrases]:
        """Return the phrases of every language with the added ones.

        One that a language lacks is that of the first language that has it: a line in the
        wrong language is better than none.
        """
        added = self.phrases or {}
        if not added:
            return words
        every: dict[str, str] = {}
        for texts in added.values():
            every = {**texts, **every}
        return {
            code: Phrases(code, {**every, **known.texts, **added.get(code, {})})
            for code, known in words.items()
        }


def known_of(stages: Stages) -> Known:
    """Return what a rule of a vault with these stages can speak of."""
    given = {field.name for field in fields(Application)} & {*load.property_names()}
    return Known(stages.names, ANCHORS, ("interview", "met", *sorted(given)))


def installed() -> tuple[str, ...]:
    """Return the names of the playbooks that there are here, ours the first."""
    names = {point.name for point in _points()} - {OURS}
    return (OURS, *sorted(names))


def guests(names: Sequence[str]) -> tuple[Bundle, ...]:
    """Return the playbooks of those names beside ours; the settings were checked for what is not installed.

    No code of a guest runs: its files are found in what its installation lists.
    """
    others = [name for name in dict.fromkeys(names) if name != OURS]
    if not others:
        return ()
    found = {point.name: point for point in _points()}
    return tuple(Bundle(f"{name}/", dict(_files_of(found[name]))) for name in others)


def _points() -> Iterable["EntryPoint"]:
    from importlib.metadata import entry_points  # slow to load, for what few vaults ask for

    return entry_points(group=GROUP)


def _files_of(point: "EntryPoint") -> Iterator[tuple[str, str]]:
    """Yield the tables in the folder of a package, ``academia.playbook``, by their paths in it."""
    folder = point.value.partition(":")[0].replace(".", "/") + "/"
    listed = (point.dist.files or ()) if point.dist else ()
    for file in sorted(listed, key=str):
        path = file.as_posix()
        if path.startswith(folder) and path.endswith(".toml"):
            raw = file.read_binary()
            yield path.removeprefix(folder), text_of(raw, f"{point.name}/{path}")


def text_of(raw: bytes, file: str) -> str:
    """Return the text of a table. Raises SettingsError for one that is too large or no UTF-8."""
    if len(raw) > LARGEST_BYTES:
        raise SettingsError(
            "settings-playbook-file", file=file, line=1, kilobytes=LARGEST_BYTES // 1024
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise SettingsError("settings-not-utf-8", file=file, line=line) from error


def read_bundles(bundles: Sequence[Bundle], known: Known) -> Additions:
    """Return what the bundles add, in their order. Raises SettingsError for the first thing that is wrong."""
    rules: list[Mapping[str, Any]] = []
    phrases: dict[str, dict[str, str]] = {}
    owners = dict.fromkeys(load.rule_names(), OURS)
    said = {(code, key): OURS for code, every in load.all_phrases().items() for key in every.texts}
    written: list[tuple[str, Mapping[Any, int], Rule, int]] = []
    for bundle in bundles:
        count = 0
        for path, text in sorted(bundle.files.items()):
            file, parts = f"{bundle.folder}{path}", path.split("/")
            if parts[0] == "rules" and len(parts) == 2:
                table, lines = _parsed(text, file), rule_lines(text)
                for number, rule in enumerate(_rules(table, lines, file, known)):
                    place = ("rule", number, "name")
                    count += 1
                    _apart(rule.name, owners, file, line_of(place, lines))
                    _once(rule.name, owners, file, line_of(place, lines))
                    _not_too_many(count, file, line_of(place, lines))
                    written.append((file, lines, rule, number))
                rules += [table] if table else []
            elif parts[0] == "phrases" and len(parts) == 3 and parts[1] in load.languages():
                own = phrases.setdefault(parts[1], {})
                for key, value, line in _phrases(_parsed(text, file), text, file):
                    _once(key, said, file, line, parts[1])
                    own[key] = value
            else:
                raise SettingsError("settings-playbook-not-read", file=file, line=1)
    _all_have_words(written, phrases)
    return Additions(tuple(rules), phrases)


def _not_too_many(count: int, file: str, line: int) -> None:
    if count > MOST_RULES:
        raise SettingsError(
            "settings-playbook-too-many", file=file, line=line, setting="rule", most=MOST_RULES
        )


def _apart(name: str, owners: Mapping[str, str], file: str, line: int) -> None:
    """Raise SettingsError for a rule whose lines could be taken for another one's, by their ids."""
    for other in owners:
        if name.startswith(f"{other}-") or other.startswith(f"{name}-"):
            values = {"setting": name, "other": other}
            raise SettingsError("settings-playbook-alike", file=file, line=line, **values)


def _once(name: str, owners: dict[Any, str], file: str, line: int, language: str = "") -> None:
    """Note who says a thing. Raises SettingsError where two do, and names both."""
    key = (language, name) if language else name
    if key in owners:
        raise SettingsError(
            "settings-playbook-twice", file=file, line=line, setting=name, other=owners[key]
        )
    owners[key] = file


def _rules(
    table: Mapping[str, Any], lines: Mapping[Any, int], file: str, known: Known
) -> Sequence[Rule]:
    try:
        check_rules(table, known)
    except RuleWrong as wrong:
        values = {"setting": "", **wrong.values}
        raise SettingsError(
            f"settings-{wrong.code}", (), file=file, line=line_of(wrong.place, lines), **values
        ) from wrong
    return read_playbook([table], {}).rules if table else ()


def _phrases(table: Mapping[str, Any], text: str, file: str) -> Iterator[tuple[str, str, int]]:
    """Yield each phrase with its key and its line: of the keys that lines and their reasons have."""
    for key, value in _flat(table):
        last = re.escape(key.rpartition(".")[2])
        found = re.search(rf"^[^\n=]*\b{last}\b[^\n]*=", text, re.MULTILINE)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        told = {"file": file, "line": line, "setting": shown(key)}
        if not _KEYS.fullmatch(key):
            raise SettingsError("settings-playbook-phrase-unknown", (), **told)
        if not isinstance(value, str) or not _is_plain(value):
            known = ", ".join(f"{{{name}}}" for name in _VALUES)
            raise SettingsError("settings-playbook-phrase", (), known=known, **told)
        yield key, value, line


def _is_plain(text: str) -> bool:
    """Tell whether a text is one line of plain words, with no other names in braces than those of values."""
    bare = _VALUE.sub("x", text)
    return bool(bare) and plain(bare) == bare and {*_VALUE.findall(text)} <= {*_VALUES}


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _all_have_words(
    written: Sequence[tuple[str, Mapping[Any, int], Rule, int]],
    phrases: Mapping[str, Mapping[str, str]],
) -> None:
    """Raise SettingsError for a rule whose lines have no words in any language."""
    said = {key for texts in phrases.values() for key in texts}
    said |= {key for every in load.all_phrases().values() for key in every.texts}
    for file, lines, rule, number in written:
        wanted = [f"item.{words}.text" for words in rule.words]
        if rule.nameless:
            wanted += [f"item.{words}.{end}" for words in rule.words for end in _NAMELESS]
        for key in wanted:
            if key not in said:
                line = line_of(("rule", number, "name"), lines)
                raise SettingsError("settings-playbook-words", file=file, line=line, setting=key)


_NAMELESS = ("nameless", "nameless-child")


def _parsed(text: str, file: str) -> Mapping[str, Any]:
    for number, line in enumerate(text.split("\n"), start=1):
        # A name of very many parts takes tomllib the square of their number.
        if line.count(".") > _MOST_DOTS:
            raise SettingsError("settings-not-toml", file=file, line=number, text=shown(line))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        lines, place = text.rstrip().split("\n"), _LINE.search(str(error))
        number = min(int(place[1]), len(lines)) if place else len(lines)
        raise SettingsError(
            "settings-not-toml", file=file, line=number, text=shown(lines[number - 1])
        ) from error
