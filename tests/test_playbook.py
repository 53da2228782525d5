"""Every rule has a source, words in every language, a letter where it writes to somebody, and a case."""

from pathlib import Path

import pytest

from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.settings.values import RuleChange
from vaultkit.playbook import load

RULES = read_playbook(load.rule_tables(), {}).rules
CASES = Path(__file__).parent / "cases"
ORDER = ("check-in", "prepare", "thank-you", "ask-news", "hand-in", "mention-offer", "acknowledge", "decide",
         "accept-thanks", "withdraw", "decline-thanks", "reflect", "feedback", "follow-up", "stay-in-touch")  # fmt: skip


def test_the_rules_stand_in_the_order_of_the_advice():
    assert tuple(rule.name for rule in RULES) == ORDER


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("language", load.languages())
def test_a_rule_is_whole(rule, language):
    phrases = load.phrases(language)
    assert rule.source.startswith("advice, section")
    for kind in rule.words:
        assert phrases.has(f"item.{kind}.text")
        assert phrases.has(f"item.{kind}.child")
    assert phrases.has(f"item.{rule.name}.nameless") == rule.nameless
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
