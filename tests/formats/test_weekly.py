"""The review as a note: the tool's part between its markers, all else the person's."""

from datetime import date

import pytest

from vaultkit import words
from vaultkit.core.problem import Problem
from vaultkit.core.review import Week
from vaultkit.formats.weekly import BEGIN, END, merge_review

WEEK = Week("2026-W47", date(2026, 11, 20), date(2026, 11, 13))
EN = words.phrases("en")


def merged(old):
    return merge_review(old, WEEK, EN, "R.md")


@pytest.mark.parametrize("old", [None, "", " \n\n"])
def test_a_note_that_holds_nothing_is_written_whole_with_the_person_s_questions(old):
    text = merged(old)
    title = EN.say("week.title", week="2026-W47")
    assert text.startswith(f"# {title}\n\n{BEGIN}\n")
    assert text.index(END) < text.index(f"## {EN.say('week.own.title')}")
    assert merged(text) == text


def test_a_byte_order_mark_stays():
    assert merged("\ufeff").startswith("\ufeff# ")
    assert merged("\ufeffMine.\n").startswith(f"\ufeff\n{BEGIN}")


def test_only_what_stands_between_the_markers_is_replaced():
    old = f"Mine above.\r\n{BEGIN}\r\nold\r\n{END}\r\nMine below.  "
    text = merged(old)
    assert text.startswith(f"Mine above.\r\n{BEGIN}\r\n\r\n")
    assert text.endswith(f"\r\n{END}\r\nMine below.  ")
    assert "old" not in text


@pytest.mark.parametrize(
    ("old", "start"),
    [
        ("# Mine\n\nText.\n", "# Mine\n\n"),
        ("---\na: b$$\n---\n# Mine\nText.", "---\na: b$$\n---\n# Mine\n\n"),
        ("---\na: b\n---\nText.\n", "---\na: b\n---\n\n"),
        ("Text.\n# Later\n", "\n"),
        ("# Mine", "# Mine\n\n"),
        ("## Second\n", "\n"),
        ("# $$ opens\nText.\n", "\n"),
    ],
)
def test_a_note_without_markers_gets_the_part_below_its_title(old, start):
    text = merged(old)
    assert text.startswith(f"{start}{BEGIN}\n")
    assert merged(text) == text


@pytest.mark.parametrize(
    ("old", "code", "line"),
    [
        (f"{BEGIN}\n", "review-markers", 1),
        (f"{END}\n{BEGIN}\n", "review-markers", 1),
        (f"a\n{BEGIN}\n{END}\n{BEGIN}\n{END}\n", "review-markers", 2),
        (f"```\n{BEGIN}\n{END}\n```\n", "review-markers", 2),
        (f"> {BEGIN}\n> {END}\n", "review-markers", 1),
        (f"{BEGIN.replace('v1', 'v2')}\n{END}\n", "review-newer", 1),
        (f"a\n<<<<<<< HEAD\n{BEGIN}\n=======\n{END}\n>>>>>>> b\n", "git-conflict", 2),
    ],
)
def test_markers_that_cannot_be_trusted_are_told_and_nothing_is_written(old, code, line):
    found = merged(old)
    assert isinstance(found, Problem)
    assert (found.note, found.code, found.line) == ("R.md", code, line)
