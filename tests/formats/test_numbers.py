"""Numbers in words: each says what it is a part of."""

from datetime import date

import pytest

from tests.house import Application
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.week.funnel import funnel
from vaultkit.core.week.quiet import Standing
from vaultkit.formats.numbers import standing_words, total_line
from vaultkit.playbook import load

STAGES = ("saved", "applied", "rejected")


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 applications · 0 sent"), (1, "1 application · 0 sent"), (3, "3 applications · 2 sent")],
)
def test_the_whole_is_told_with_how_many_of_it_were_sent(count, told):
    entries = [
        Entry(Application(f"{stage}.md", "A", stage), (), Memory()) for stage in STAGES[:count]
    ]
    assert total_line(funnel(entries, date(2026, 11, 20)), load.phrases("en")) == told


@pytest.mark.parametrize(
    ("in_stage", "quiet", "told"),
    [
        (48, 48, "Applied · quiet for 48 days"),
        (48, 2, "Applied · in this stage for 48 days · quiet for 2 days"),
        (48, 0, "Applied · in this stage for 48 days · heard from today"),
        (0, 0, "Applied · in this stage since today"),
        (None, None, "Applied"),
        (None, 3, "Applied · quiet for 3 days"),
    ],
)
def test_two_numbers_that_are_the_same_are_told_once(in_stage, quiet, told):
    standing = Standing(Application("A.md", "A", "applied"), in_stage, quiet)
    assert standing_words(standing, load.phrases("en")) == told
