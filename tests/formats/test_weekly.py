"""The review as a note: the tool's part between its markers, all else the person's."""

import re
from dataclasses import replace
from datetime import date

import pytest

from tests.house import Application
from vaultkit.core.notes.application import Interview
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.meetings import Meeting
from vaultkit.core.week.review import Week
from vaultkit.formats.weekly import (
    BEGIN,
    as_of,
    is_edited,
    is_review,
    listed_interviews,
    merge_review,
    review_problem,
)
from vaultkit.playbook import load

END = "<!-- vaultkit:review end -->"
SIGNED = re.compile(r"<!-- vaultkit:review end as-of=2026-11-20 check=[0-9a-f]{4} -->\r?\n")
WEEK = Week("2026-W47", date(2026, 11, 20), date(2026, 11, 13))
EN = load.phrases("en")


def merged(old):
    return merge_review(old, WEEK, EN, "R.md")


@pytest.mark.parametrize("old", [None, "", " \n\n"])
def test_a_note_that_holds_nothing_is_written_whole_with_the_person_s_questions(old):
    text = merged(old)
    assert text.startswith(f"# Week 2026-W47, 16 November to 22 November 2026\n\n{BEGIN}\n")
    [end] = SIGNED.finditer(text)
    assert end.start() < text.index(f"## {EN.say('week.own.title')}")
    assert merged(text) == text


def test_a_byte_order_mark_stays():
    assert merged("\ufeff").startswith("\ufeff# ")
    assert merged("\ufeffMine.\n").startswith(f"\ufeff\n{BEGIN}")


def test_only_what_stands_between_the_markers_is_replaced():
    old = f"Mine above.\r\n{BEGIN}\r\nold\r\n{END}\r\nMine below.  "
    text = merged(old)
    assert text.startswith(f"Mine above.\r\n{BEGIN}\r\n\r\n")
    [end] = SIGNED.finditer(text)
    assert text[end.start() - 2 : end.start()] == "\r\n"
    assert end[0].endswith("\r\n")
    assert text[end.end() :] == "Mine below.  "
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
        ("# $$ opens\nText.\n", "# $$ opens\n\n"),
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
        (
            f"{BEGIN}\n{END.replace('end', 'end as-of=2026-11-20 check=abcx')}\n",
            "review-markers",
            1,
        ),
        (f"{BEGIN.replace('v1', 'v2')}\n{END}\n", "review-newer", 1),
        (f"a\n<<<<<<< HEAD\n{BEGIN}\n=======\n{END}\n>>>>>>> b\n", "git-conflict", 2),
    ],
)
def test_markers_that_cannot_be_trusted_are_told_and_nothing_is_written(old, code, line):
    found = merged(old)
    assert isinstance(found, Problem)
    assert (found.note, found.code, found.line) == ("R.md", code, line)


SAME = merge_review(None, WEEK, EN, "R.md")


def test_with_nothing_new_the_end_marker_keeps_its_day_or_that_it_has_none():
    old = SIGNED.sub(f"{END}\n", SAME)
    assert merged(old) == old
    later = merge_review(SAME, replace(WEEK, today=date(2026, 11, 21)), EN, "R.md")
    assert later == SAME


def test_the_end_marker_tells_the_day_as_of_which_the_review_was_written():
    assert as_of(SAME, "R.md") == date(2026, 11, 20)
    for other in (
        SIGNED.sub(f"{END}\n", SAME),
        SAME.replace("2026-11-20", "2026-02-30"),
        "Mine.\n",
        f"{BEGIN}\n",
    ):
        assert as_of(other, "R.md") is None


def test_words_between_the_markers_are_noticed_and_words_elsewhere_are_not():
    assert not is_edited(SAME, "R.md")
    assert not is_edited(SAME.replace("\n", "\r\n"), "R.md")
    assert not is_edited(f"Mine.\n{SAME}Mine.\n", "R.md")
    assert is_edited(SAME.replace(f"{BEGIN}\n", f"{BEGIN}\nMine.\n"), "R.md")
    assert not is_edited(f"{BEGIN}\nMine.\n{END}\n", "R.md")
    assert not is_edited("Mine.\n", "R.md")


def test_a_note_is_a_review_when_it_holds_a_marker_at_all():
    assert is_review(SAME)
    assert is_review(f"> {BEGIN}\n")
    assert not is_review("<!-- vaultkit:begin v1 -->\n")


def test_a_review_is_sound_or_tells_why_it_would_be_left():
    assert review_problem(merged(None), "R.md") is None
    assert review_problem("# mine\n", "R.md") is None
    found = review_problem(f"{BEGIN}\n", "R.md")
    assert (found.note, found.line, found.code) == ("R.md", 1, "review-markers")


def test_a_review_tells_whose_interviews_it_lists():
    ahead = [
        Meeting(Application(path, "Acme", "interview"), Interview(date(2026, 11, 24), hour))
        for path, hour in (("A/Acme.md", "10:30"), ("A [b].md", None))
    ]
    text = merge_review(None, replace(WEEK, meetings=tuple(ahead)), EN, "R.md")
    assert listed_interviews(text, "R.md") == {"A/Acme.md", "A [b].md"}
    assert listed_interviews(SAME, "R.md") == frozenset()
    assert listed_interviews("- **x** · [[A|A]]\n", "R.md") == frozenset()
