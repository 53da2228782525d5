"""Lists that read as raw text: no line too long, no list without an end."""

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.formats.listing import LONGEST_LINE, counted, entry, limited, paragraph
from vaultkit.playbook import load


def test_a_short_entry_is_one_line_and_empty_facts_are_left_out():
    assert entry("a", "", "b", indent=2) == ["  - a · b"]


def test_a_long_entry_goes_on_below_its_bullet_between_two_facts():
    long = "x" * 150
    assert entry(long, long, "b") == [f"- {long}", f"  · {long} · b"]


def test_a_fact_that_is_too_long_is_broken_between_words_and_no_link_is():
    link, code = "[[a b|c d]]", "`e f`"
    lines = paragraph(" ".join([link, code, "[g](h)"] * 30))
    assert len(lines) > 1
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert " ".join(lines) == " ".join([link, code, "[g](h)"] * 30)
    assert all(line.count("[[") == line.count("]]") and line.count("`") % 2 == 0 for line in lines)


def test_no_line_begins_with_what_markdown_would_take_for_a_block():
    text = " ".join(["word"] * 39 + ["- dash", "# hash", "1. one", "> quote"] * 2 + ["word"] * 60)
    assert not any(line.startswith(("-", "#", "1.", ">")) for line in paragraph(text))


@given(
    st.lists(
        st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=300),
        min_size=1,
        max_size=5,
    )
)
def test_every_word_of_an_entry_stands_in_it_in_order(facts):
    facts = [" ".join(fact.split()) for fact in facts]
    told = " · ".join(fact for fact in facts if fact)
    if told:
        assert " ".join(line.strip() for line in entry(*facts)) == f"- {told}"


def test_a_long_list_says_how_many_it_leaves_out():
    assert [*limited([["- a"], ["- b", "  c"]], list, 2, str)] == ["- a", "- b", "  c"]
    assert [*limited([["- a"], ["- b"], ["- c"]], list, 1, "and {} more".format)] == [
        "- a",
        "- and 2 more",
    ]


def test_a_number_is_written_as_it_is_read():
    shown = [counted("week.more.due", number, load.phrases("en")) for number in (1, 9950)]
    assert shown == ["and 1 more: `vaultkit due`", "and 9,950 more: `vaultkit due`"]
    assert "9.950" in counted("week.more.due", 9950, load.phrases("it"))
