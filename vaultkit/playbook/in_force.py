"""The playbooks that a vault puts in force, as one value: checked, in their order, ours among them or not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields
from typing import Any

from vaultkit.core.follow_ups.rule_check import (
    MOST_RULES,
    Known,
    RuleWrong,
    check_rules,
    line_of,
    rule_lines,
)
from vaultkit.core.follow_ups.rules import Playbook, Rule, read_playbook
from vaultkit.core.follow_ups.window import ANCHORS
from vaultkit.core.notes.application import Application
from vaultkit.core.settings.parsers import nearest, shown
from vaultkit.core.settings.toml_text import key_lines, line_at
from vaultkit.core.text.phrases import Phrases
from vaultkit.core.text.problem import Problem
from vaultkit.core.text.sanitize import plain
from vaultkit.core.text.stages import Stages
from vaultkit.errors import SettingsError
from vaultkit.formats.letter import Template, read_letter
from vaultkit.playbook import load
from vaultkit.playbook.bundles import LETTER, OURS, Bundle, table_of
from vaultkit.playbook.outline import outline
from vaultkit.value import frozen

FORMS = (".formal", ".informal")
_VALUE = re.compile(r"\{(\w+)\}")
_VALUES = ("company", "role", "person", "name", "via", "day")
_NAMELESS = ("nameless", "nameless-child")
_CHILDREN = ("child", *(f"child-{number}" for number in range(2, 10)))
_ENDS = ("text", "text-day", "text-no-role", *_CHILDREN, *_NAMELESS)
"""What a rule's line can say, ``item.<words>.text``."""


@frozen
class InForce:
    """What the playbooks in force say together.

    ``order`` names them; ``rules`` are the files of rules of each one beside ours, ``owners`` tell
    whose a rule is, ``phrases`` (by language) and ``added_letters`` are what they add to ours.
    """

    order: tuple[str, ...] = (OURS,)
    rules: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    added_letters: Mapping[str, Template] = field(default_factory=dict)

    def rule_tables(self) -> tuple[Mapping[str, Any], ...]:
        """Return the files of rules in the order in which lines that are new at once are written."""
        tables: list[Mapping[str, Any]] = []
        for name in self.order:
            tables += load.rule_tables() if name == OURS else self.rules.get(name, ())
        return tuple(tables)

    def letters(self) -> Mapping[str, Template]:
        """Return the letters by language and name. Ours are read now, where they are in force."""
        ours = load.letters() if OURS in self.order else {}
        return {**ours, **self.added_letters}

    def over(self, words: Mapping[str, Phrases]) -> Mapping[str, Phrases]:
        """Return the phrases of every language with the added ones.

        One that a language lacks is that of the first language that has it: a line in the
        wrong language is better than none.
        """
        if not self.phrases:
            return words
        every: dict[str, str] = {}
        for texts in self.phrases.values():
            every = {**texts, **every}
        return {
            code: Phrases(code, {**known.texts, **every, **self.phrases.get(code, {})})
            for code, known in words.items()
        }


def known_of(stages: Stages) -> Known:
    """Return what a rule of a vault with these stages can speak of."""
    given = {field.name for field in fields(Application)} & {*load.property_names()}
    return Known(stages.names, ANCHORS, ("interview", "met", *sorted(given)))


def order_of(names: Sequence[str], beside: Sequence[Bundle] = ()) -> tuple[str, ...]:
    """Return the playbooks in force by their folders: the named ones in that order, then each further one."""
    folders = [name if name == OURS else f"{shown(name)}/" for name in names]
    return tuple(dict.fromkeys([*folders, *(bundle.folder for bundle in beside)]))


def read_in_force(names: Sequence[str], beside: Sequence[Bundle], known: Known) -> InForce:
    """Return what is in force. Raises SettingsError for the first thing that is wrong.

    ``beside`` holds the named playbooks that are not ours, and a vault's own.
    """
    order = order_of(names, beside)
    for bundle in beside:
        bundle.check_places()
    rules = _RuleReader(beside, known, has_ours=OURS in order)
    phrases = _read_phrases(beside, rules)
    rules.check_words(phrases)
    letters = _read_letters(beside, rules)
    return InForce(order, rules.tables, rules.owners, phrases, letters)


@frozen
class _Written:
    """A rule with where it stands: for a finding that comes later."""

    rule: Rule
    file: str
    line: int


class _RuleReader:
    """The rules of the playbooks beside ours, and what may be said about them."""

    def __init__(self, beside: Sequence[Bundle], known: Known, *, has_ours: bool) -> None:
        self.has_ours = has_ours
        self.stages = tuple(outline(beside).stages)
        self.written: list[_Written] = []
        self.tables: dict[str, tuple[Mapping[str, Any], ...]] = {}
        self.owners: dict[str, str] = {}
        self._files = dict.fromkeys(load.rule_names(), OURS) if has_ours else {}
        for bundle in beside:
            self._read(bundle, known)

    def _read(self, bundle: Bundle, known: Known) -> None:
        tables = []
        count = 0
        for _, file, text in bundle.of("rules"):
            table, lines = table_of(text, file), rule_lines(text)
            for number, rule in enumerate(_rules(table, lines, file, known)):
                line = line_of(("rule", number, "name"), lines)
                count += 1
                self._add(_Written(rule, file, line), bundle, count)
            tables += [table] if table else []
        self.tables[bundle.folder] = tuple(tables)

    def _add(self, one: _Written, bundle: Bundle, count: int) -> None:
        name, place = one.rule.name, {"file": one.file, "line": one.line}
        for other in self._files:
            if name.startswith(f"{other}-") or other.startswith(f"{name}-"):
                told = {"setting": name, "other": other}
                raise SettingsError("settings-playbook-alike", (), **place, **told)
        _once(name, name, self._files, one.file, one.line)
        if count > MOST_RULES:
            told = {"setting": "rule", "most": str(MOST_RULES)}
            raise SettingsError("settings-playbook-too-many", (), **place, **told)
        self.owners[name] = bundle.folder
        self.written.append(one)

    def phrase_keys(self) -> tuple[str, ...]:
        """Return the keys that a phrase beside ours can have: those of lines, reasons, and stages."""
        rules = [one.rule for one in self.written]
        words = dict.fromkeys(word for rule in rules for word in (rule.name, *rule.words))
        return (
            *(f"item.{word}.{end}" for word in words for end in _ENDS),
            *(f"why.{rule.name}" for rule in rules),
            *(f"{where}.{stage}" for stage in self.stages for where in ("stage", "week.moved")),
        )

    def letter_names(self) -> tuple[str, ...]:
        """Return the letters that lines ask for, of ours as well."""
        tables = load.rule_tables() if self.has_ours else ()
        ours = read_playbook(tables, {}).letter_names
        own = Playbook(tuple(one.rule for one in self.written)).letter_names
        return tuple(dict.fromkeys((*own, *ours)))

    def check_words(self, phrases: Mapping[str, Mapping[str, str]]) -> None:
        """Raise SettingsError for a rule whose lines have no words in any language."""
        said = {key for texts in phrases.values() for key in texts}
        said |= {key for every in load.all_phrases().values() for key in every.texts}
        for one in self.written:
            ends = ("text", *(_NAMELESS if one.rule.nameless else ()))
            wanted = (f"item.{words}.{end}" for words in one.rule.words for end in ends)
            lacking = next((key for key in wanted if key not in said), None)
            if lacking:
                raise SettingsError(
                    "settings-playbook-words", file=one.file, line=one.line, setting=lacking
                )


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


def _once(key: Any, name: str, owners: dict[Any, str], file: str, line: int) -> None:
    """Note who says a thing. Raises SettingsError where two do, and names both."""
    if key in owners:
        told = {"setting": name, "other": owners[key]}
        raise SettingsError("settings-playbook-twice", file=file, line=line, **told)
    owners[key] = file


def _read_phrases(beside: Sequence[Bundle], rules: _RuleReader) -> Mapping[str, Mapping[str, str]]:
    """Return the phrases of the playbooks beside ours, by language."""
    ours = load.all_phrases() if rules.has_ours else {}
    said = {(code, key): OURS for code, every in ours.items() for key in every.texts}
    known = rules.phrase_keys()
    phrases: dict[str, dict[str, str]] = {}
    for bundle in beside:
        for path, file, text in bundle.of("phrases"):
            code = path.split("/")[1]
            own = phrases.setdefault(code, {})
            lines = key_lines(text)
            for parts, value in _flat(table_of(text, file)):
                key, line = ".".join(parts), line_at(parts, lines)
                _once((code, key), shown(key), said, file, line)
                own[key] = _phrase(key, value, known, file, line)
    for own in phrases.values():
        _tell_moves(own, rules.stages)
    return phrases


def _tell_moves(texts: dict[str, str], stages: Iterable[str]) -> None:
    """A stage that has a label and no more is told by it in the review, too."""
    for stage in stages:
        if label := texts.get(f"stage.{stage}"):
            texts.setdefault(f"week.moved.{stage}", label)


def _phrase(key: str, value: Any, known: Sequence[str], file: str, line: int) -> str:
    told = {"file": file, "line": line, "setting": shown(key)}
    if key not in known:
        near = nearest(shown(key), known) if known else "item.<rule>.text"
        raise SettingsError("settings-playbook-phrase-unknown", (), nearest=near, **told)
    values = _VALUES if key.startswith("item.") else ()
    if not isinstance(value, str) or not _is_plain(value, values):
        names = ", ".join(f"{{{name}}}" for name in values) or "–"
        raise SettingsError("settings-playbook-phrase", (), known=names, **told)
    return value


def _is_plain(text: str, values: Sequence[str]) -> bool:
    """Tell whether a text is one line of plain words, with no other names in braces than those."""
    bare = _VALUE.sub("x", text)
    return bool(bare) and plain(bare) == bare and {*_VALUE.findall(text)} <= {*values}


def _flat(
    table: Mapping[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, (*above, name))
        else:
            yield (*above, name), value


def _read_letters(beside: Sequence[Bundle], rules: _RuleReader) -> Mapping[str, Template]:
    """Return the letters of the playbooks beside ours by language and name, each of them checked.

    Two playbooks have the same letter also where one has it for one form alone.
    """
    files = [(bundle, *file) for bundle in beside for file in bundle.of("letters")]
    if not files:
        return {}
    known, subjects = rules.letter_names(), load.words("subject")
    ours = load.letter_keys() if rules.has_ours else ()
    owners = {without_form(key): OURS for key in ours}
    letters: dict[str, Template] = {}
    for bundle, path, file, text in files:
        key = path.removeprefix("letters/").removesuffix(LETTER)
        letter = without_form(key)
        _check_letter_name(letter.partition("/")[2], known, file)
        if owners.setdefault(letter, bundle.folder) != bundle.folder:
            told = {"setting": shown(letter), "other": owners[letter]}
            raise SettingsError("settings-playbook-letter-twice", file=file, line=1, **told)
        letters[key] = Template(file, text, subjects)
        _check_letter(letters[key])
    return letters


def without_form(name: str) -> str:
    """Return a letter's name without its ``.formal`` or ``.informal``."""
    return next((name.removesuffix(form) for form in FORMS if name.endswith(form)), name)


def _check_letter_name(name: str, known: Sequence[str], file: str) -> None:
    if name not in known:
        near = nearest(shown(name), known) if known else "<rule>"
        told = {"setting": shown(name), "nearest": near}
        raise SettingsError("settings-playbook-letter-unknown", file=file, line=1, **told)


def _check_letter(template: Template) -> None:
    found = read_letter(template)
    if isinstance(found, Problem):
        code, values = f"settings-playbook-{found.code}", {"file": template.file, **found.values}
        raise SettingsError(code, line=found.line, **values)
