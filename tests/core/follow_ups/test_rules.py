"""A playbook as values, with a vault's own numbers laid over it."""

from vaultkit.core.days.dates import Offset
from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.settings.values import RuleChange
from vaultkit.playbook import load

TABLES = load.rule_tables()


def rule(name, change=None):
    playbook = read_playbook(TABLES, {name: change} if change else {})
    return next((one for one in playbook.rules if one.name == name), None)


def test_a_vault_s_own_distance_holds_for_the_general_case_alone():
    before, after = (
        rule("check-in"),
        rule("check-in", RuleChange(after="9bd", start="1d", again="3w")),
    )
    assert before
    assert after
    assert after.cases[:-1] == before.cases[:-1]
    assert (after.cases[-1].after, after.cases[-1].start, after.cases[-1].again) == (
        Offset(9, "bd"), Offset(1, "d"), Offset(3, "w"),
    )  # fmt: skip


def test_a_number_of_times_holds_for_every_case_that_repeats():
    changed = rule("check-in", RuleChange(times=5))
    assert changed
    assert {case.times for case in changed.cases if case.again} == {5}
    once = rule("reflect", RuleChange(times=5))
    assert once
    assert {case.times for case in once.cases} == {1}


def test_a_rule_that_is_switched_off_is_still_known():
    kept, off = rule("reflect"), rule("reflect", RuleChange(off=True))
    assert kept
    assert off
    assert (kept.off, off.off) == (False, True)


def test_an_item_belongs_to_the_longest_rule_that_its_id_begins_with():
    playbook = read_playbook(TABLES, {})
    assert [found and found.name for found in map(playbook.rule_of, ("follow-up-ann", "reflect", "reflects", "x"))] == [
        "follow-up", "reflect", None, None,
    ]  # fmt: skip
