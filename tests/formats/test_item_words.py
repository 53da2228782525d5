"""One item in words for the terminal."""

from dataclasses import replace
from datetime import date

from vaultkit.core.follow_ups.item import Item
from vaultkit.formats.item_words import item_and_company, item_words, next_words
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)
ITEM = Item(
    "A.md", 3, "vk-follow-up", "follow-up", "Write to [[People/Ann|Ann]] #job", " ", "Acme", None,
    None, None, date(2027, 2, 5), None,
)  # fmt: skip


def test_a_link_becomes_the_words_that_it_shows_and_nothing_is_cut():
    assert item_words(ITEM) == "Write to Ann #job"
    assert item_words(replace(ITEM, text="x" * 300)) == "x" * 300


def test_the_employer_is_named_where_the_words_do_not():
    assert item_and_company(ITEM) == "Write to Ann #job, Acme"
    assert item_and_company(replace(ITEM, company="")) == "Write to Ann #job"
    assert item_and_company(replace(ITEM, text="Write to Acme")) == "Write to Acme"


def test_what_comes_next_is_one_sentence():
    phrases = load.phrases("en")
    undated = replace(ITEM, text="Rest", due=None)
    assert (
        next_words([ITEM, undated], TODAY, phrases) == "Next: Write to Ann #job, 5 February; Rest."
    )
    assert next_words([], TODAY, phrases) == ""


def test_what_comes_next_and_is_late_or_for_today_says_so_in_the_place_of_its_day():
    phrases = load.phrases("en")
    for due, told in ((date(2026, 11, 16), "4 days late"), (TODAY, "today")):
        late = replace(ITEM, due=due)
        assert next_words([late], TODAY, phrases) == f"Next: Write to Ann #job, {told}."
