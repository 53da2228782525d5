"""Charts that no name can break, and none where there is nothing to show."""

from tests.house import Application
from vaultkit.core.week.quiet import Standing
from vaultkit.formats.mermaid import LONGEST_LABEL, label, quiet_chart
from vaultkit.playbook import load

EN = load.phrases("en")


def test_a_label_holds_nothing_that_means_something_to_mermaid():
    assert label('A: "B"; `C` #1 %% {x}') == "A B C 1 (x)"
    chart = quiet_chart([Standing(Application("A.md", 'A: x;\n"click"', "applied"), None, 3)], EN)
    assert chart.split("\n")[-3:] == ["    section A x click", "    3 :0, 3", "```"]


def test_a_long_label_says_that_it_is_cut():
    assert label("x" * LONGEST_LABEL) == "x" * LONGEST_LABEL
    assert label("A company with a long name") == "A company with a lo…"
