"""Dates in file names, against what moment itself answered."""

import json
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.days.dates import week_of
from vaultkit.core.days.moment_format import TokenRefused, format_moment, weeks_named

ORACLE = json.loads(
    (Path(__file__).parent.parent.parent / "oracles" / "weeks.json").read_text("utf-8")
)
ROWS = [
    (row["date"], language, pattern, answer)
    for row in ORACLE["rows"]
    for language in ("en", "en-gb", "it")
    for pattern, answer in row[language].items()
]
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(("day", "language", "pattern", "answer"), ROWS)
def test_a_name_is_the_one_that_obsidian_gives(day, language, pattern, answer):
    assert format_moment(pattern, date.fromisoformat(day), language) == answer


@pytest.mark.parametrize(
    ("pattern", "english", "italian"),
    [
        ("YYYY YY Q", "2026 26 4", "2026 26 4"),
        ("M MM MMM MMMM", "11 11 Nov November", "11 11 nov novembre"),
        ("D DD Do DDD DDDD", "27 27 27th 331 331", "27 27 27º 331 331"),
        ("d dd ddd dddd", "5 Fr Fri Friday", "5 ve ven venerdì"),
        ("E e", "5 5", "5 4"),
        ("GG GGGG W WW Wo", "26 2026 48 48 48th", "26 2026 48 48 48º"),
        ("gg gggg w ww wo", "26 2026 48 48 48th", "26 2026 48 48 48º"),
        ("[Week] W [of] GGGG", "Week 48 of 2026", "Week 48 of 2026"),
        ("[a]b]-[[W]W", "a]b-[W48", "a]b-[W48"),
        ("\\M-[]-fin", "M--fin", "M--fin"),
        ("", "", ""),
    ],
)
def test_each_token_shows_its_part_of_the_day(pattern, english, italian):
    assert format_moment(pattern, FRIDAY, "en") == english
    assert format_moment(pattern, FRIDAY, "it") == italian


@pytest.mark.parametrize(
    ("day", "shown"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (22, "22nd")]
)
def test_english_ordinals(day, shown):
    assert format_moment("Do", date(2026, 11, day), "en") == shown


@pytest.mark.parametrize("pattern", ["HH", "YYYY k", "L", "LLLL", "x", "a", "mm", "Z", "N"])
def test_what_a_day_does_not_have_is_refused(pattern):
    with pytest.raises(TokenRefused):
        format_moment(pattern, FRIDAY, "en")


def test_a_language_without_names_has_weeks_from_monday():
    assert format_moment("gggg-[W]ww dddd", date(2024, 12, 29), "de") == "2024-W52 Sunday"


@given(
    st.text(alphabet="YMDGgWwdeEoQq[]\\-/ L", max_size=20),
    st.dates(),
    st.sampled_from(["en", "it", "en-gb"]),
)
def test_a_pattern_gives_a_name_or_is_refused(pattern, day, language):
    with suppress(TokenRefused):
        assert isinstance(format_moment(pattern, day, language), str)


def test_a_folder_of_reviews_tells_its_weeks():
    names = ["2026-W53", "2026-W48", "Notes", "2031-W01"]
    found = weeks_named("GGGG-[W]WW", names, date(2026, 1, 1), date(2027, 6, 1), "en")
    assert found == {"2026-W48": week_of(FRIDAY), "2026-W53": week_of(date(2027, 1, 3))}
    assert list(found) == ["2026-W48", "2026-W53"]


def test_weeks_are_told_apart_in_a_pattern_with_folders():
    pattern = "YYYY/MM/[Week] W"
    name = format_moment(pattern, FRIDAY - timedelta(days=4), "it")
    assert weeks_named(pattern, [name], date(2026, 1, 1), date(2026, 12, 31), "it") == {
        name: week_of(FRIDAY)
    }


def test_a_week_that_belongs_to_no_year_is_refused():
    with pytest.raises(TokenRefused):
        format_moment("gggg", date(9999, 12, 31), "en")
