"""A language is data: none lacks a phrase that another one has."""

import re
from itertools import permutations

import pytest

from vaultkit import words
from vaultkit.core.follow_ups.rules import read_playbook

PAIRS = list(permutations(words.languages(), 2))
NAME = re.compile(r"\{(\w+)\}")


def test_there_are_english_and_italian():
    assert {"en", "it"} <= {*words.languages()}


@pytest.mark.parametrize(("language", "other"), PAIRS)
def test_no_language_lacks_a_phrase(language, other):
    lacking = sorted({*words.phrases(other).texts} - {*words.phrases(language).texts})
    assert lacking == [], f"{language} lacks what {other} has"


@pytest.mark.parametrize(("language", "other"), PAIRS)
def test_every_phrase_has_the_same_names_in_every_language(language, other):
    texts, others = words.phrases(language).texts, words.phrases(other).texts
    differing = {
        key: (text, others[key])
        for key, text in texts.items()
        if key in others and {*NAME.findall(text)} != {*NAME.findall(others[key])}
    }
    assert differing == {}


@pytest.mark.parametrize("language", words.languages())
def test_no_phrase_is_empty_and_every_brace_holds_a_name(language):
    for key, text in words.phrases(language).texts.items():
        assert text.strip(), key
        assert not re.search(r"[{}]", NAME.sub("", text)), key


@pytest.mark.parametrize("language", words.languages())
def test_every_problem_says_what_is_wrong_and_what_to_do(language):
    phrases = words.phrases(language)
    codes = {key.split(".")[1] for key in phrases.texts if key.startswith("problem.")}
    missing = [code for code in sorted(codes) for part in ("text", "hint") if not phrases.has(f"problem.{code}.{part}")]
    assert missing == []


def test_phrases_are_found_by_their_dotted_key():
    assert words.phrases("it").say("block.title") == "Prossimi passi"
    assert words.all_phrases()["en"].say("error.no-such-vault", folder="x").startswith("There is no folder x.")


def test_an_unknown_language_is_an_error_of_the_caller():
    with pytest.raises(words.PlaybookError):
        words.phrases("xx")


def test_rules_come_in_the_order_in_which_lines_are_written():
    playbook = read_playbook(words.rule_tables(), {})
    assert tuple(rule.name for rule in playbook.rules) == words.rule_names()
    assert words.rule_names()[0] == "check-in"
    assert words.rule_names()[-1] == "stay-in-touch"


def test_one_table_of_the_playbook_can_be_read():
    assert words.playbook_toml("rules/3-after-a-no.toml")["rule"][0]["name"] == "reflect"
