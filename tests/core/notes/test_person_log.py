"""A line is added to a person's log, and nothing else changes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.front_matter.read_text import ReadText
from vaultkit.core.notes.person import log_lines
from vaultkit.core.notes.person_log import add_to_log

DAY = date(2026, 11, 20)
HEADINGS = ("log", "diario")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "## Log\n\n- 2026-11-20: rang\n"),
        ("# Jane\n", "# Jane\n\n## Log\n\n- 2026-11-20: rang\n"),
        ("# Jane", "# Jane\n\n## Log\n\n- 2026-11-20: rang\n"),
        ("## Log\n", "## Log\n\n- 2026-11-20: rang\n"),
        (
            "## Diario\n\n- 2026-11-01: a\n\n## Rest\n",
            "## Diario\n\n- 2026-11-01: a\n- 2026-11-20: rang\n\n## Rest\n",
        ),
        ("## Log\n- a", "## Log\n- a\n- 2026-11-20: rang"),
        ("## Log\r\n\r\n- a\r\n", "## Log\r\n\r\n- a\r\n- 2026-11-20: rang\r\n"),
        ("```\n## Log\n```\n", "```\n## Log\n```\n\n## Log\n\n- 2026-11-20: rang\n"),
    ],
)
def test_the_line_goes_last_under_the_heading(before, after):
    assert add_to_log(before, DAY, "rang", "Log", HEADINGS) == after


def test_a_heading_that_was_made_is_found_again_whatever_its_language():
    once = add_to_log("", DAY, "rang", "Journal", ())
    assert add_to_log(once, DAY, "met", "Journal", ()) == f"{once}- 2026-11-20: met\n"


LINES = st.sampled_from(
    ["", "# Jane", "## Log", "- 2026-11-01: a", "text  ", "## Rest", "\u2028 odd", "---"]
)


@given(
    st.lists(LINES, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.text(max_size=20),
)
def test_every_line_that_stood_there_still_stands(rows, newline, ended, words):
    before = newline.join(rows) + (newline if ended else "")
    after = add_to_log(before, DAY, words, "Log", HEADINGS)
    rest = iter(after.split("\n"))
    assert all(
        any(line.rstrip("\r") == other.rstrip("\r") for other in rest)
        for line in before.split("\n")
        if line.strip()
    )
    assert DAY in [day for _, day in log_lines(ReadText.of(after), HEADINGS)]
