"""Every rule has a source, words in every language, a letter where it writes to somebody, and a case."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.settings.values import RuleChange
from vaultkit.core.text.stages import Kind
from vaultkit.playbook import load

RULES = read_playbook(load.rule_tables(), {}).rules
CASES = Path(__file__).parent / "cases"
CASE_LANGUAGES = {path.name.rpartition("-")[2] for path in CASES.glob("check-in/*")}
"""A new language may come without cases: they show when a line falls due, and the words are its phrases."""
PACKAGE = Path(__file__).parent.parent / "vaultkit"

# A word that is a stage's name, and means something else where it stands.
OTHER_MEANINGS = {
    # The word of the tables of rules: a day to count from, what is given, what has a line each.
    ("core/follow_ups/rule_check", "interview"),
    ("playbook/in_force", "interview"),
    ("core/follow_ups/plan", "interview"),
    ("core/follow_ups/window", "interview"),
    ("formats/reasons", "interview"),
    # A key of --json, and of the phrase that belongs to it.
    ("cli/status", "interview"),
    ("formats/rows", "ghosted"),
    ("formats/rows", "withdrawn"),
    ("formats/numbers", "ghosted"),
    ("formats/numbers", "withdrawn"),
    ("formats/week_past", "ghosted"),
}
ADVICE = (Path(__file__).parent.parent / "docs" / "advice.md").read_text("utf-8")
SOURCE = re.compile(r"docs/advice\.md, section ([0-9]): (.+)")


def cells(text):
    """Return the first cells of the rows of its tables, without their marks."""
    found = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return [re.sub(r"[*`]", "", cell).strip() for cell in found]


def test_the_rules_stand_in_the_order_of_the_advice():
    """One that the advice does not list by its name may stand anywhere."""
    told = cells(ADVICE.partition("| rule |")[2].partition("\n\n")[0])
    order = [name for cell in told for name in cell.split(", ")]
    assert len(order) > 10
    assert [rule.name for rule in RULES if rule.name in order] == order


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_s_source_is_a_row_of_the_advice(rule):
    number, rows = SOURCE.fullmatch(rule.source).groups()
    section = re.split(r"^## [0-9]\. ", ADVICE, flags=re.MULTILINE)[int(number)]
    for row in rows.split("; "):
        assert any(cell.lower().startswith(row.lower()) for cell in cells(section)), row


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("language", load.languages())
def test_a_rule_is_whole(rule, language):
    phrases = load.phrases(language)
    for kind in rule.words:
        assert phrases.has(f"item.{kind}.text")
        assert phrases.has(f"item.{kind}.child")
    assert phrases.has(f"item.{rule.name}.nameless") == rule.nameless
    if language in CASE_LANGUAGES:
        assert list(CASES.glob(f"{rule.name}/*-{language}/after.md"))
    letters = [name for name in load.letters() if name.startswith(f"{language}/{rule.name}")]
    assert bool(letters) == rule.has_addressee


def test_a_vault_s_numbers_are_laid_over_the_general_case_alone():
    changes = {
        "check-in": RuleChange(after="10bd", again="3w", times=3),
        "reflect": RuleChange(off=True),
    }
    changed = {rule.name: rule for rule in read_playbook(load.rule_tables(), changes).rules}
    referral, general = changed["check-in"].cases
    assert (str(referral.after), str(general.after), str(general.again)) == ("5bd", "10bd", "3w")
    assert (referral.times, general.times) == (3, 3)
    assert changed["reflect"].off


def test_no_rule_and_no_stage_is_known_by_its_name_in_python():
    """Kinds of stages and properties of notes may be: a stage that is called like one is the house's own."""
    words = {*get_args(Kind), *load.property_names()}
    names = {*load.rule_names(), *load.stages().names} - words
    found = {
        (path.relative_to(PACKAGE).with_suffix("").as_posix(), node.value)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and node.value in names
    }
    assert found == OTHER_MEANINGS


def test_every_stage_has_a_label_and_words_in_every_language():
    table = load.playbook_toml("stages.toml")
    for language, phrases in load.all_phrases().items():
        words = table if language == "en" else table[language]
        for stage in load.stages().names:
            assert phrases.has(f"stage.{stage}")
            assert words[stage]


@pytest.mark.parametrize("language", load.languages())
def test_what_notes_may_hold_in_any_language_stands_in_the_files_that_are_read_of_each(language):
    lists, whole = load._lists(language), load.phrases(language)
    told = {key for key in whole.texts if key.startswith("words.") or key == "log.title"}
    assert {key: lists.texts.get(key) for key in told} == {key: whole.texts[key] for key in told}


def test_of_a_language_that_nobody_speaks_only_those_are_read(monkeypatch):
    for cached in (load.phrases, load.playbook_toml):
        cached.cache_clear()
    monkeypatch.setattr(load, "phrases", None)
    assert set(load.playbook_toml("properties.toml")["words"]["log"]) >= {"Log", "Diario"}
