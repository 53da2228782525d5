"""A language is data: none lacks a phrase that another one has."""

import re
from itertools import permutations

import pytest

from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.playbook import load

PAIRS = list(permutations(load.languages(), 2))
NAME = re.compile(r"\{(\w+)\}")


def test_there_are_english_and_italian():
    assert {"en", "it"} <= {*load.languages()}


@pytest.mark.parametrize(("language", "other"), PAIRS)
def test_no_language_lacks_a_phrase(language, other):
    lacking = sorted({*load.phrases(other).texts} - {*load.phrases(language).texts})
    assert lacking == [], f"{language} lacks what {other} has"


@pytest.mark.parametrize(("language", "other"), PAIRS)
def test_every_phrase_has_the_same_names_in_every_language(language, other):
    texts, others = load.phrases(language).texts, load.phrases(other).texts
    differing = {
        key: (text, others[key])
        for key, text in texts.items()
        if key in others and {*NAME.findall(text)} != {*NAME.findall(others[key])}
    }
    assert differing == {}


@pytest.mark.parametrize("language", load.languages())
def test_no_phrase_is_empty_and_every_brace_holds_a_name(language):
    for key, text in load.phrases(language).texts.items():
        assert text.strip(), key
        assert not re.search(r"[{}]", NAME.sub("", text)), key


@pytest.mark.parametrize("language", load.languages())
def test_every_problem_says_what_is_wrong_and_what_to_do(language):
    phrases = load.phrases(language)
    codes = {key.split(".")[1] for key in phrases.texts if key.startswith("problem.")}
    missing = [
        code
        for code in sorted(codes)
        for part in ("text", "hint")
        if not phrases.has(f"problem.{code}.{part}")
    ]
    assert missing == []


def test_phrases_are_found_by_their_dotted_key():
    assert load.phrases("it").say("block.title") == "Prossimi passi"
    assert (
        load.all_phrases()["en"]
        .say("error.no-such-vault", folder="x")
        .startswith("There is no folder x.")
    )


def test_an_unknown_language_is_an_error_of_the_caller():
    with pytest.raises(load.PlaybookError):
        load.phrases("xx")


def test_rules_come_in_the_order_in_which_lines_are_written():
    playbook = read_playbook(load.rule_tables(), {})
    assert tuple(rule.name for rule in playbook.rules) == load.rule_names()


def test_one_table_of_the_playbook_can_be_read():
    assert load.playbook_toml("rules/3-after-a-no.toml")["rule"][0]["name"] == "reflect"


# One word an idea: the other one was in use, and is not to come back.
_NOT_IN_ITALIAN = re.compile(
    r"(?i)\bpassi avanti\b|\brifiutat[ae]\b|\bfa parte di più\b|\bparla a favore\b|^da dove$"
    r"|\bche cosa ritorna\b|\bin silenzio\b|\bvi siete conosciut|\bmanca ancora a chi\b|\bconcediti\b"
    r"|\bcom'era senza vaultkit\b|\bosservazion|\bnon l'aspetta più\b|\bti è rimasta\b(?! impressa)|"
    r"\barchivio\b|\btestata\b|\brevisione\b|\brig(?:a|he) apert|\bprima selezione\b"
    r"|\bgrazie de(?:l|lla)\b|\bbuoni rapporti\b|\b(?:lavoro|ruolo) in \{company\}|\bscrivere l'uscita\b"
)


def test_italian_keeps_to_one_word_an_idea():
    found = {
        key: text for key, text in load.phrases("it").texts.items() if _NOT_IN_ITALIAN.search(text)
    }
    assert found == {}
