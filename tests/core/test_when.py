"""A day as a person says it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.dates import Calendar
from vaultkit.core.when import parse_when
from vaultkit.words import all_phrases

TUESDAY = date(2026, 11, 24)
OPEN = Calendar()
LANGUAGES = tuple(all_phrases().values())


def when(text, today=TUESDAY, calendar=OPEN):
    return parse_when(text, today, calendar, LANGUAGES)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("1w", date(2026, 12, 1)),
        ("3d", date(2026, 11, 27)),
        ("5bd", date(2026, 12, 1)),
        ("2mo", date(2027, 1, 24)),
        ("friday", date(2026, 11, 27)),
        ("next Friday", date(2026, 11, 27)),
        ("venerdì", date(2026, 11, 27)),
        ("venerdi", date(2026, 11, 27)),
        ("VENERDI'", date(2026, 11, 27)),
        ("venerdì prossimo", date(2026, 11, 27)),
        ("lunedì", date(2026, 11, 30)),
        ("tomorrow", date(2026, 11, 25)),
        ("domani", date(2026, 11, 25)),
        ("dopodomani", date(2026, 11, 26)),
        ("the day after tomorrow", date(2026, 11, 26)),
        ("oggi", TUESDAY),
        ("next week", date(2026, 11, 30)),
        ("Settimana  prossima", date(2026, 11, 30)),
        ("next month", date(2026, 12, 1)),
        ("mese prossimo", date(2026, 12, 1)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("2 weeks", date(2026, 12, 8)),
        ("in a month", date(2026, 12, 24)),
        ("in 3 business days", date(2026, 11, 27)),
        ("fra 2 settimane", date(2026, 12, 8)),
        ("tra 3 giorni", date(2026, 11, 27)),
        ("fra una settimana", date(2026, 12, 1)),
        ("tra due mesi", date(2027, 1, 24)),
        ("end of month", date(2026, 11, 30)),
        ("end of the month", date(2026, 11, 30)),
        ("fine mese", date(2026, 11, 30)),
        ("a fine mese", date(2026, 11, 30)),
    ],
)
def test_days_and_spans_in_english_and_italian(text, day):
    assert when(text) == day


def test_a_weekday_is_never_today():
    assert when("tuesday") == date(2026, 12, 1)
    assert when("martedì") == date(2026, 12, 1)


def test_on_the_last_day_of_a_month_its_end_is_the_next_one():
    assert when("end of month", date(2026, 11, 30)) == date(2026, 12, 31)
    assert when("fine mese", date(2026, 12, 31)) == date(2027, 1, 31)


def test_business_days_step_over_closed_ones():
    assert when("1bd", calendar=Calendar(frozenset({date(2026, 11, 25)}))) == date(2026, 11, 26)


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30", "-3d", "in weeks", "friday friday", "3", "in", "99999d"])
def test_what_is_no_day_gives_none(text):
    assert when(text) is None


def test_a_day_after_the_last_one_gives_none():
    assert [when(text, date.max) for text in ("tomorrow", "1w", "friday", "next week", "fra 2 mesi")] == [None] * 5


@given(st.text(max_size=20), st.dates())
def test_any_text_gives_a_day_or_none(text, today):
    assert when(text, today) is None or isinstance(when(text, today), date)
