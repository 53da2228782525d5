"""What is kept of a sheet below the head: all of it, and nothing that any program obeys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.tables.kept import Kept, is_tame, readable, section, softened
from vaultkit.core.text.markdown import outline
from vaultkit.core.text.note import split_lines


def test_plain_words_stand_as_they_are():
    made = section(
        "From a.csv, line 2", [Kept("Salary", "50 k"), Kept("Notes", "Nice.\nReally.", True)]
    )
    assert made == "## From a.csv, line 2\n\n**Notes**\n\nNice.\nReally.\n\n- Salary: 50 k\n"


def test_without_anything_to_keep_there_is_no_section():
    assert section("x", []) == section("x", [Kept("a", " \n "), Kept("b", "\u200b")]) == ""


@pytest.mark.parametrize(
    "text",
    [
        "[[x]]",
        "- [ ] do",
        "#tag",
        "a #tag",
        "# head",
        "`$= 1`",
        "<b>",
        "a | b",
        "%%",
        "x:: y",
        "📅 2026-01-01",
        "---",
        "===",
        "    code",
        "1. one",
        "> q",
        "a\n---",
        "a_b",
        "{{x}}",
        "$$",
        "==x==",
        "+ a",
        "^id",
        "```dataviewjs\n1\n```",
    ],
)
def test_what_means_something_stands_in_a_fence(text):
    assert not is_tame(text)
    for is_prose in (True, False):
        made = section("t", [Kept("n", text, is_prose)])
        assert "```" in made
        assert made.count("\n## ") == 0


@pytest.mark.parametrize(
    "text", ["C# and F#", "a - b", "3.5 %", "Ask for $50", "a: b", "it's", "-5"]
)
def test_what_means_nothing_is_tame(text):
    assert is_tame(text)


def test_a_fence_is_longer_than_any_in_it():
    assert "````text\n```\n````" in section("t", [Kept("n", "```", True)])


def test_code_of_templates_and_our_own_marker_are_softened_wherever_they_stand():
    assert (
        softened("<%* x %> {{y}} {{{z}} <!-- vaultkit")
        == "< %* x %> { {y}} { { {z}} <! -- vaultkit"
    )


def test_lines_stay_lines_and_what_steers_shows_as_its_number():
    assert readable("a\r\nb\rc\u2028d\x1b[0m\u202e\te \n") == "a\nb\nc\nd\\x1b[0m\te"


def test_the_name_of_a_column_means_nothing_either():
    assert "- a b:" in section("t", [Kept("[[a]]: `b`", "[[c]]")])
    assert "- –: x" in section("t", [Kept("[[]]", "x")])


@given(
    st.lists(st.builds(Kept, st.text(max_size=20), st.text(max_size=80), st.booleans()), max_size=4)
)
def test_whatever_a_cell_holds_there_is_one_heading_and_no_code_for_templates(cells):
    made = section("Title", cells)
    headings = [line for line in _prose(made) if line.startswith("#")]
    assert headings == (["## Title\n"] if made else [])
    assert not any(code in made for code in ("<%", "{{", "<!--"))


def _prose(text):
    lines = split_lines(text)
    return [line for line, is_prose in zip(lines, outline(lines).prose, strict=True) if is_prose]
