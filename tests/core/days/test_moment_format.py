"""Dates in file names, against what moment itself answered."""

import json
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.days.dates import week_of
from vaultkit.core.days.moment_format import TokenRefused, format_moment, locale_of, weeks_named
from vaultkit.core.text.phrases import Phrases
from vaultkit.playbook import load

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
_ENGLISH = load.phrases("en").texts
_FROM_MONDAY = {"calendar.first-weekday": "1", "calendar.first-week-day": "4"}
WORDS = {
    **load.all_phrases(),
    "en-gb": Phrases("en", {**_ENGLISH, **_FROM_MONDAY}),
}


@pytest.mark.parametrize(("day", "language", "pattern", "answer"), ROWS)
def test_a_name_is_the_one_that_obsidian_gives(day, language, pattern, answer):
    assert format_moment(pattern, date.fromisoformat(day), WORDS[language]) == answer


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
    assert format_moment(pattern, FRIDAY, WORDS["en"]) == english
    assert format_moment(pattern, FRIDAY, WORDS["it"]) == italian


@pytest.mark.parametrize(
    ("day", "shown"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (22, "22nd")]
)
def test_english_ordinals(day, shown):
    assert format_moment("Do", date(2026, 11, day), WORDS["en"]) == shown


@pytest.mark.parametrize("pattern", ["HH", "YYYY k", "L", "LLLL", "x", "a", "mm", "Z", "N"])
def test_what_a_day_does_not_have_is_refused(pattern):
    with pytest.raises(TokenRefused):
        format_moment(pattern, FRIDAY, WORDS["en"])


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "1er"), (2, "2"), (11, "11"), (21, "21"), (101, "101")]
)
def test_a_form_may_be_for_one_number_alone(number, shown):
    french = Phrases("fr", {**_ENGLISH, "calendar.ordinals": "1er,"})
    assert locale_of(french).ordinal(number) == shown


def test_a_number_that_no_form_is_for_stays_as_it_is():
    assert locale_of(Phrases("xx", {**_ENGLISH, "calendar.ordinals": "1er"})).ordinal(2) == "2"


@pytest.mark.parametrize("language", load.languages())
def test_every_month_and_weekday_has_a_name(language):
    found = locale_of(load.phrases(language))
    assert all(found.months + found.weekdays + found.ordinals)
    assert [len(set(names)) for names in (found.months, found.months_short)] == [12, 12]
    weekdays = (found.weekdays, found.weekdays_short, found.weekdays_min)
    assert [len(set(names)) for names in weekdays] == [7, 7, 7]


@given(
    st.text(alphabet="YMDGgWwdeEoQq[]\\-/ L", max_size=20),
    st.dates(),
    st.sampled_from(["en", "it", "en-gb"]),
)
def test_a_pattern_gives_a_name_or_is_refused(pattern, day, language):
    with suppress(TokenRefused):
        assert isinstance(format_moment(pattern, day, WORDS[language]), str)


def test_a_folder_of_reviews_tells_its_weeks():
    names = ["2026-W53", "2026-W48", "Notes", "2031-W01"]
    found = weeks_named("GGGG-[W]WW", names, date(2026, 1, 1), date(2027, 6, 1), WORDS["en"])
    assert found == {"2026-W48": week_of(FRIDAY), "2026-W53": week_of(date(2027, 1, 3))}
    assert list(found) == ["2026-W48", "2026-W53"]


def test_weeks_are_told_apart_in_a_pattern_with_folders():
    pattern = "YYYY/MM/[Week] W"
    name = format_moment(pattern, FRIDAY - timedelta(days=4), WORDS["it"])
    assert weeks_named(pattern, [name], date(2026, 1, 1), date(2026, 12, 31), WORDS["it"]) == {
        name: week_of(FRIDAY)
    }


def test_a_week_that_belongs_to_no_year_is_refused():
    with pytest.raises(TokenRefused):
        format_moment("gggg", date(9999, 12, 31), WORDS["en"])
