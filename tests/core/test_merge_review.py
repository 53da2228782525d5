"""Two machines' texts of one review: the person's part is merged, and nothing written into the tool's is lost."""

from datetime import date

import pytest

from vaultkit.core.merge.review import merge_review
from vaultkit.core.merge.three_way import Marks, Three
from vaultkit.core.week.review_marker import BEGIN, review_end

OLD_END = "<!-- vaultkit:review end -->"


def review(tool, mine="- one\n\n- two", day=20, end=None, written=None):
    """``written`` is what somebody made of the tool's words since."""
    end = end or review_end(date(2026, 11, day), [tool])
    return f"# Week\n\n{BEGIN}\n{written or tool}\n{end}\n\n{mine}\n"


def merged(base, ours, theirs):
    found = merge_review(Three(base, ours, theirs), Marks())
    mirrored = merge_review(Three(base, theirs, ours), Marks())
    if found and found.is_clean:
        assert found == mirrored
    return found


@pytest.mark.parametrize("end", [None, OLD_END])
def test_two_weeks_made_anew_are_no_conflict_and_both_own_words_stay(end):
    found = merged(
        review("a", end=end),
        review("b", "- one!\n\n- two", 21, end),
        review("c", "- one\n\n- two!", 22, end),
    )
    assert found.is_clean
    assert found.text in [
        review(tool, "- one!\n\n- two!", day, end) for tool, day in (("b", 21), ("c", 22))
    ]


def test_a_review_of_before_the_end_marker_told_a_day_goes_with_one_that_does():
    found = merged(
        review("a", end=OLD_END),
        review("b", "- one!\n\n- two"),
        review("a", "- one\n\n- two!", end=OLD_END),
    )
    assert found.text == review("b", "- one!\n\n- two!")


def test_the_part_that_somebody_wrote_into_is_kept_where_the_other_was_made_anew():
    mine = review("b", written="b\nmine")
    for other in (review("c"), review("aa")):
        assert merged(review("a"), mine, other).text == mine


def test_two_parts_that_somebody_wrote_into_are_left_to_be_merged_by_line():
    assert (
        merged(review("a"), review("a", written="a\nmine"), review("a", written="a\nyours")) is None
    )


def test_what_has_no_two_parts_is_not_merged_as_a_review():
    for wrong in (
        "Mine.\n",
        review("a").replace(BEGIN, ""),
        review("a") + review("a"),
        f"{OLD_END}\n{BEGIN}\n",
    ):
        assert merged(review("a"), review("b"), wrong) is None


def test_without_a_known_base_two_reviews_are_one_review():
    found = merged("", review("b"), review("c"))
    assert found.is_clean
    assert found.text.count(BEGIN) == 1


def test_a_part_that_each_side_has_in_another_place_is_not_merged_as_a_review():
    part = f"{BEGIN}\na\n{OLD_END}\n"
    assert (
        merged(f"{part}one\ntwo\nthree\n", f"one\n{part}two\nthree\n", f"one\ntwo\nthree\n{part}")
        is None
    )
