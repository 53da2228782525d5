"""A text taken apart once: lines, head, outline, headings."""

import pytest

from vaultkit.core.front_matter.read_text import Heading, ReadText
from vaultkit.core.text.note import split_lines

NOTE = "---\nstatus: applied\n---\n\n# Acme\n```\n# no heading\n```\n## Notes ##\n"


def test_the_parts_speak_of_the_same_lines():
    read = ReadText.of(NOTE)
    assert "".join(read.lines) == NOTE
    assert (read.body, read.lines[read.body]) == (3, "\n")
    assert tuple(read.headings) == (Heading(4, 1, "Acme"), Heading(8, 2, "Notes"))
    assert [index for index, _ in read.prose_below] == [3, 4, 8]


def test_a_comment_in_the_head_is_no_heading():
    assert not [*ReadText.of("---\n# a comment\n---\n").headings]


def test_what_is_open_at_the_end_is_told_by_its_line_in_the_whole_text():
    read = ReadText.of("---\na: b\n---\nWords\n```\n")
    assert read.outline.open_end == ("```", 4)
    assert read.outline.prose == (True, True, True, True, False)


@pytest.mark.parametrize(
    "text", ["", "Words", "---\nno: end\n", "\ufeff# Words\n", "\n---\na: b\n---\n"]
)
def test_a_text_without_a_head_is_all_body(text):
    read = ReadText.of(text)
    assert (read.span, read.body, read.head("A.md")) == (None, 0, None)
    assert list(read.lines) == split_lines(text)


@pytest.mark.parametrize("text", ["---\n---", "---\n---\n", "---\n---\nWords"])
def test_the_body_is_below_the_closing_line_with_an_ending_or_without(text):
    assert ReadText.of(text).body == 2


def test_a_head_that_does_not_read_is_none():
    assert ReadText.of("---\na: [\n---\n").head("A.md") is None
    assert ReadText.of("---\n- a\n---\n").head("A.md") is None
    head = ReadText.of(NOTE).head("A.md")
    assert head
    assert head.line_of("status") == 2


@pytest.mark.parametrize(
    ("text", "newline"), [("", "\n"), ("Words", "\n"), ("a\r\nb\n", "\r\n"), ("a\nb\r\n", "\n")]
)
def test_the_newline_is_the_first_one(text, newline):
    assert ReadText.of(text).newline == newline


@pytest.mark.parametrize("line", ["# Log", "   ## LOG ##", "#\tlog\r", "a word # log"])
def test_a_text_may_be_headed_by_the_words_behind_any_sign(line):
    assert ReadText.of(f"above\n{line}\nbelow\n").may_be_headed({"log"})


@pytest.mark.parametrize("line", ["Log", "#Log", "# The log", "####### Log"])
def test_a_text_is_not_headed_by_what_is_no_heading_of_these_words(line):
    assert not ReadText.of(f"above\n{line}\nlog\n").may_be_headed({"log"})
