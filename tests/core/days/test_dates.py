"""Days, distances, business days and weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vaultkit.core.days.dates import (
    Calendar,
    DayOutOfRange,
    Offset,
    add,
    is_longer,
    parse_day,
    parse_offset,
    parse_week,
    shift,
    week_name,
    week_of,
)

OPEN = Calendar()
AUGUST = Calendar(frozenset({date(2026, 12, 25)}), (((8, 10), (8, 20)),))
OVER_NEW_YEAR = Calendar(closed_ranges=(((12, 24), (1, 6)),))
FRIDAY = date(2026, 11, 27)

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
month_and_day = st.tuples(st.integers(1, 12), st.integers(1, 28))
calendars = st.builds(
    Calendar,
    st.frozensets(st.dates(date(2000, 1, 1), date(2001, 1, 1)), max_size=20),
    st.lists(
        st.tuples(st.just((3, 1)), st.tuples(st.integers(3, 5), st.integers(1, 28))), max_size=2
    ).map(tuple),
)


@pytest.mark.parametrize("text", ["7bd", "-2d", "3mo", "2w", "0d"])
def test_a_distance_reads_as_it_is_written(text):
    assert str(parse_offset(text)) == text


@pytest.mark.parametrize(
    "text", ["", "7", "bd", "7 bd", "+7d", "7BD", "1.5d", "7m", "٣d", "7d\n", "1000d", "--1d"]
)
def test_anything_else_is_no_distance(text):
    with pytest.raises(ValueError, match="is not a distance"):
        parse_offset(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30",
        "2026-1-1",
        "20261120",
        "2026-W48-1",
        "",
        "2026-11-20T10:00",
        "0000-01-01",
        "２026-11-20",
    ],
)
def test_a_day_has_one_form(text):
    with pytest.raises(ValueError, match="is not a day"):
        parse_day(text)
    assert parse_day("2026-11-20") == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "offset", "then"),
    [
        (date(2026, 11, 30), "3mo", date(2027, 2, 28)),
        (date(2023, 11, 30), "3mo", date(2024, 2, 29)),
        (date(2024, 2, 29), "12mo", date(2025, 2, 28)),
        (date(2026, 3, 31), "-1mo", date(2026, 2, 28)),
        (date(2026, 1, 15), "-1mo", date(2025, 12, 15)),
        (FRIDAY, "1bd", date(2026, 11, 30)),
        (FRIDAY, "7bd", date(2026, 12, 8)),
        (date(2026, 11, 30), "-1bd", FRIDAY),
        (date(2026, 11, 29), "-1bd", FRIDAY),
        (date(2026, 11, 28), "1bd", date(2026, 11, 30)),
        (date(2026, 11, 28), "0bd", date(2026, 11, 30)),
        (FRIDAY, "0bd", FRIDAY),
        (FRIDAY, "2w", date(2026, 12, 11)),
        (FRIDAY, "-2d", date(2026, 11, 25)),
    ],
)
def test_a_day_and_a_distance_give_a_day(day, offset, then):
    assert add(day, parse_offset(offset), OPEN) == then


def test_closed_days_and_ranges_are_stepped_over():
    assert shift(date(2026, 12, 25), AUGUST) == date(2026, 12, 28)
    assert shift(date(2031, 8, 11), AUGUST) == date(2031, 8, 21)
    assert add(date(2026, 8, 7), Offset(1, "bd"), AUGUST) == date(2026, 8, 21)
    assert add(date(2026, 8, 21), Offset(-1, "bd"), AUGUST) == date(2026, 8, 7)


def test_a_range_may_run_over_new_year():
    assert shift(date(2026, 12, 24), OVER_NEW_YEAR) == date(2027, 1, 7)
    assert shift(date(2026, 12, 23), OVER_NEW_YEAR) == date(2026, 12, 23)


def test_a_range_may_end_on_29_february_in_any_year():
    calendar = Calendar(closed_ranges=(((2, 20), (2, 29)),))
    assert shift(date(2027, 2, 25), calendar) == date(2027, 3, 1)
    assert shift(date(2028, 2, 29), calendar) == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        (date.max, Offset(1, "d")),
        (date.max, Offset(1, "mo")),
        (date.max, Offset(1, "bd")),
        (date.max, Offset(10**12, "w")),
        (date.min, Offset(-1, "d")),
        (date.min, Offset(-1, "mo")),
        (date.min, Offset(-1, "bd")),
    ],
)
def test_beyond_the_first_and_the_last_day_there_is_a_plain_error(day, offset):
    with pytest.raises(DayOutOfRange):
        add(day, offset, OPEN)


def test_a_calendar_that_is_always_closed_ends_the_search():
    closed = Calendar(closed_ranges=(((1, 1), (12, 31)),))
    for search in (lambda: shift(FRIDAY, closed), lambda: add(FRIDAY, Offset(-3, "bd"), closed)):
        with pytest.raises(DayOutOfRange):
            search()


@given(days, st.integers(-200, 200), calendars)
def test_business_days_are_those_that_a_naive_count_finds(day, number, calendar):
    found = add(day, Offset(number, "bd"), calendar)
    assert calendar.is_business_day(found)
    first, last = min(day, found), max(day, found)
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    counted = sum(1 for one in between if calendar.is_business_day(one) and one != day)
    assert counted == (abs(number) if number else found != day)


@given(days, st.integers(1, 60), calendars)
def test_as_many_business_days_back_lead_to_a_business_day_again(day, number, calendar):
    assume(calendar.is_business_day(day))
    assert add(add(day, Offset(number, "bd"), calendar), Offset(-number, "bd"), calendar) == day


@given(days, calendars)
def test_a_shift_goes_to_the_first_business_day_and_stays_there(day, calendar):
    shifted = shift(day, calendar)
    assert shifted >= day
    assert shift(shifted, calendar) == shifted
    assert not any(
        calendar.is_business_day(day + timedelta(days=n)) for n in range((shifted - day).days)
    )


@given(days, st.integers(-300, 300))
def test_months_keep_the_day_or_end_with_the_month(day, number):
    then = add(day, Offset(number, "mo"), OPEN)
    assert (then.year - day.year) * 12 + then.month - day.month == number
    assert then.day == day.day or (then.day < day.day and (then + timedelta(days=1)).day == 1)


@given(days, days, st.sampled_from(["d", "w", "bd", "mo"]), st.integers(-99, 99), calendars)
def test_a_later_day_never_leads_to_an_earlier_one(one, other, unit, number, calendar):
    first, second = sorted((one, other))
    assert add(first, Offset(number, unit), calendar) <= add(second, Offset(number, unit), calendar)


@given(st.dates(max_value=date(9999, 12, 26)))
def test_a_week_runs_from_monday_to_sunday_and_reads_by_its_name(day):
    monday, sunday = week_of(day)
    assert (monday.isoweekday(), sunday - monday) == (1, timedelta(days=6))
    assert monday <= day <= sunday
    assert parse_week(week_name(day)) == (monday, sunday)


@pytest.mark.parametrize(
    "text",
    ["2026-W54", "2025-W53", "2026-W00", "2026-48", "2026-W4", "2026W48", "0000-W01", "", "W48"],
)
def test_what_is_no_week_is_refused(text):
    with pytest.raises(ValueError, match="is not a week"):
        parse_week(text)


def test_a_year_may_have_week_53():
    assert parse_week("2026-W53") == (date(2026, 12, 28), date(2027, 1, 3))
    assert week_name(date(2027, 1, 1)) == "2026-W53"


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("2w", "1w", True), ("1w", "1w", False), ("10bd", "3bd", True), ("15d", "2w", True), ("14d", "2w", False),
        ("2mo", "5bd", True), ("2w", "10bd", False), ("1mo", "30d", False), ("-1d", "-2d", True),
        ("-1d", "-1w", True), ("-1w", "-1d", False), ("1d", "-3bd", True), ("-3bd", "-1w", False),
    ],
)  # fmt: skip
def test_a_distance_is_longer_only_where_it_is_so_from_every_day(one, other, is_so):
    assert is_longer(parse_offset(one), parse_offset(other)) is is_so
