"""New properties as YAML: what we, python-frontmatter and Obsidian's YAML read back is what was said."""

from datetime import date

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.front_matter.read import Head, read_head, split_head
from vaultkit.core.front_matter.yaml_text import write_note, write_properties, write_value
from vaultkit.core.text.sanitize import one_line

LINES = st.text(max_size=60).map(one_line)
"""What a new note is told comes as one line."""


def ours(text):
    span = split_head(text)
    head = read_head("A.md", text, span)
    assert isinstance(head, Head)
    return head


@given(LINES)
def test_any_line_is_read_back_as_that_text(line):
    text = write_note({"company": line, "people": (line, "x")}, "# A\n")
    found = frontmatter.loads(text)
    assert (found["company"], found["people"]) == (line, [line, "x"])
    head = ours(text)
    assert [one.texts for one in head.properties] == [(line,), (line, "x")]


@given(LINES)
def test_any_line_is_read_back_in_a_line_of_its_own(line):
    text = f"---\nx: {write_value(line)}\ny: {write_value((line, line))}\n---\n"
    assert frontmatter.loads(text).metadata == {"x": line, "y": [line, line]}
    assert [one.texts for one in ours(text).properties] == [(line,), (line, line)]


@pytest.mark.parametrize(
    "scalar",
    [
        "null",
        "Null",
        "~",
        "true",
        "TRUE",
        "False",
        "0",
        "12",
        "-1",
        "+1",
        "0o17",
        "0xFF",
        "1e3",
        "1.5",
        ".5",
        "1.",
        "-.5e-3",
        ".inf",
        "-.INF",
        ".NaN",
        "no",
        "yes",
        "on",
        "Off",
        "10:30",
        "2026-11-20",
    ],
)
def test_what_obsidian_takes_for_another_type_is_quoted(scalar):
    """What YAML 1.2's core schema, or 1.1, reads as null, a number, a checkbox or a day."""
    assert write_value(scalar)[:1] == '"'


def test_days_numbers_checkboxes_and_nothing_stand_as_such():
    properties = {"a": date(2026, 11, 20), "b": 5, "c": True, "d": None, "e": ()}
    assert write_properties(properties) == "a: 2026-11-20\nb: 5\nc: true\nd:\ne: []\n"
    assert write_properties({}) == ""
    assert write_value(None) == ""
