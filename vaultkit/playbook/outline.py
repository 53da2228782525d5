"""What the settings must know of the playbooks beside ours before they are read: names of rules, and stages.

A playbook's stage is like one of ours, as a vault's own is (``[stages.homework]``): the
properties that date a stage are the house's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any

from vaultkit.core.follow_ups.rule_check import (
    RuleWrong,
    check_row,
    is_rule_name,
    line_of,
    rule_lines,
    table_rows,
)
from vaultkit.core.front_matter.vocabulary import fold
from vaultkit.core.settings import parsers
from vaultkit.core.settings.keys import is_stage_name
from vaultkit.core.settings.parsers import ValueRefused, nearest, shown
from vaultkit.core.settings.toml_text import key_lines, line_at
from vaultkit.core.settings.values import OwnStage
from vaultkit.core.text.stages import Kind
from vaultkit.errors import SettingsError
from vaultkit.playbook import load
from vaultkit.playbook.bundles import OURS, Bundle, table_of
from vaultkit.value import frozen

MOST_STAGES = 50
_ROWS = "stage"


@frozen
class Outline:
    """What playbooks beside ours bring that the settings speak of.

    ``stages`` are new ones with their spellings; ``spellings`` are more of those for ours.
    """

    rules: tuple[str, ...] = ()
    stages: Mapping[str, OwnStage] = field(default_factory=dict)
    spellings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def outline(bundles: Sequence[Bundle]) -> Outline:
    """Return the outline of some playbooks. Raises SettingsError for a table of stages that is wrong."""
    rules = tuple(dict.fromkeys(name for bundle in bundles for name in _rule_names(bundle)))
    reader = _StageReader()
    files = [(file, text) for bundle in bundles for _, file, text in bundle.of("stages")]
    for file, text in files:
        reader.read_rows(file, text)
    for file, text in files:
        reader.read_spellings(file, text)
    return Outline(rules, reader.stages, reader.spellings)


def _rule_names(bundle: Bundle) -> Iterator[str]:
    """Yield what can be a rule's name; the rules themselves are checked later."""
    for _, file, text in bundle.of("rules"):
        rows = table_of(text, file).get("rule")
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and is_rule_name(row.get("name")):
                yield row["name"]


class _StageReader:
    """The stages of several files: first what there are, then how they are spelled."""

    def __init__(self) -> None:
        self.ours = load.stages().names
        self.stages: dict[str, OwnStage] = {}
        self.spellings: dict[str, tuple[str, ...]] = {}
        self._owners = {fold(name): (name, OURS) for name in self.ours}

    def read_rows(self, file: str, text: str) -> None:
        """Read ``[[stage]]``: a name, and the stage of ours that it is like."""
        lines = rule_lines(text, _ROWS)
        try:
            rows = table_rows(table_of(text, file).get(_ROWS, []), (_ROWS,), MOST_STAGES)
            for number, row in enumerate(rows):
                self._read_row(row, number, file, lines)
        except RuleWrong as wrong:
            code = "playbook-stage" if wrong.code == "playbook-unknown" else wrong.code
            line, values = line_of(wrong.place, lines), {"setting": "", **wrong.values}
            raise SettingsError(f"settings-{code}", (), file=file, line=line, **values) from wrong

    def _read_row(
        self, row: Mapping[str, Any], number: int, file: str, lines: Mapping[Any, int]
    ) -> None:
        readers = {"name": _name, "like": parsers.one_of(self.ours)}
        check_row(row, readers, ("name", "like"), (_ROWS, number))
        name, line = row["name"], line_of((_ROWS, number, "name"), lines)
        if fold(name) in self._owners:
            raise _twice(name, self._owners[fold(name)][1], file, line)
        self.stages[name] = OwnStage(row["like"])
        self._refuse_ours(name, name, file, line)
        self._owners[fold(name)] = (name, file)

    def read_spellings(self, file: str, text: str) -> None:
        """Read the lists beside the rows: those of English, and a table for each other language."""
        lines = key_lines(text)
        for path, value in _lists(table_of(text, file)):
            line = line_at(path, lines)
            stage = path[-1]
            if isinstance(value, dict):
                raise _unknown(stage, "playbook-language", load.languages(), file, line)
            if stage not in (*self.ours, *self.stages):
                raise _unknown(stage, "unknown-stage", (*self.ours, *self.stages), file, line)
            for word in _words(stage, value, file, line):
                self._take(word, stage, file, line)
                self._add(stage, word)

    def _add(self, stage: str, word: str) -> None:
        own = self.stages.get(stage)
        if own:
            self.stages[stage] = OwnStage(own.like, own.label, (*own.words, word))
        else:
            self.spellings[stage] = (*self.spellings.get(stage, ()), word)

    def _take(self, word: str, stage: str, file: str, line: int) -> None:
        """Note what a spelling stands for. Raises SettingsError where it stands for another stage already."""
        known, owner = self._owners.setdefault(fold(word), (stage, file))
        if known != stage:
            raise _twice(word, owner, file, line)
        self._refuse_ours(word, stage, file, line)

    def _refuse_ours(self, word: str, stage: str, file: str, line: int) -> None:
        """Raise SettingsError where the word spells another stage of ours already.

        A new stage may take a spelling of one of the same kind: that says more, and nothing else.
        """
        means, own = self._our_spellings.get(fold(word), stage), self.stages.get(stage)
        if means == stage or (own and load.stages().is_of(means, (self._kind_of(own),))):
            return
        raise _twice(word, OURS, file, line)

    def _kind_of(self, own: OwnStage) -> Kind:
        like = load.stages().named(own.like)
        assert like  # it was checked
        return like.kind

    @cached_property
    def _our_spellings(self) -> Mapping[str, str]:
        rows = _lists(load.playbook_toml("stages.toml"))
        return {fold(word): path[-1] for path, words in rows for word in words}


def _twice(word: str, owner: str, file: str, line: int) -> SettingsError:
    told = {"setting": shown(word), "other": owner}
    return SettingsError("settings-playbook-twice", file=file, line=line, **told)


def _lists(table: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the lists of spellings with where they stand: ``("applied",)``, ``("it", "applied")``."""
    for name, value in table.items():
        if name in load.languages() and isinstance(value, dict):
            yield from (((name, stage), words) for stage, words in value.items())
        elif name != _ROWS:
            yield (name,), value


def _name(value: Any) -> str:
    name = parsers.text(value)
    if not is_stage_name(name):
        raise ValueRefused("stage-name", value=name)
    return name


def _words(stage: str, value: Any, file: str, line: int) -> tuple[str, ...]:
    """Return spellings, each of which must have a letter or a digit to be known by."""
    try:
        words = parsers.texts(value)
        for word in words:
            parsers.label(word)
            if not fold(word):
                raise ValueRefused("not-a-label", value=word)
    except ValueRefused as refused:
        raise SettingsError(
            f"settings-{refused.code}",
            file=file,
            line=line,
            **{"setting": shown(stage), **refused.values},
        ) from refused
    return words


def _unknown(name: str, code: str, known: Sequence[str], file: str, line: int) -> SettingsError:
    told = {"setting": shown(name), "nearest": nearest(shown(name), known)}
    listed = ", ".join(known)
    return SettingsError(f"settings-{code}", file=file, line=line, languages=listed, **told)
