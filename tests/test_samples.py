"""The samples of a new vault play in the week in which it is made."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.work.sample_dates import REFERENCE, move_dates

DAYS = st.dates(date(1990, 1, 1), date(2200, 1, 1))


def test_the_week_of_the_samples_becomes_the_week_of_today():
    text = "applied: 2026-02-09, next 2026-03-02/2026-03-08"
    thursday = date(2031, 6, 12)
    assert (
        move_dates(text, REFERENCE, thursday) == "applied: 2031-05-19, next 2031-06-09/2031-06-15"
    )


def test_the_name_of_a_week_moves_with_its_days_into_another_year():
    monday_of_week_53 = date(2026, 12, 28)
    assert (
        move_dates("[[Reviews/2026-W10]]", REFERENCE, monday_of_week_53) == "[[Reviews/2026-W53]]"
    )
    assert move_dates("2026-W11.md", REFERENCE, monday_of_week_53) == "2027-W01.md"


@pytest.mark.parametrize("weekday", range(7))
def test_in_the_same_week_nothing_moves(weekday):
    text = "2026-03-02 2026-W10"
    assert move_dates(text, REFERENCE, REFERENCE + timedelta(days=weekday)) == text


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-W54", "12026-03-02", "2026-03-021", "2026-3-2", "+39 02 2026"]
)
def test_what_is_no_day_stays_as_it_is(text):
    assert move_dates(text, REFERENCE, date(2027, 1, 1)) == text


def test_a_day_that_would_leave_the_calendar_stays_as_it_is():
    assert move_dates("2026-03-02 2026-03-20", REFERENCE, date.max) == "9999-12-27 2026-03-20"


@given(st.text(), DAYS, DAYS)
def test_moving_there_and_back_gives_the_text_again(text, reference, today):
    written = f"{text} {reference} {reference + timedelta(days=40)}"
    assert move_dates(move_dates(written, reference, today), today, reference) == written


@given(DAYS, DAYS, DAYS)
def test_weekdays_stay_and_the_reference_lands_in_the_week_of_today(day, reference, today):
    moved = date.fromisoformat(move_dates(str(day), reference, today))
    landed = date.fromisoformat(move_dates(str(reference), reference, today))
    assert moved.weekday() == day.weekday()
    assert moved - landed == day - reference
    assert landed.isocalendar()[:2] == today.isocalendar()[:2]
