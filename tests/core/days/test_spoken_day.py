"""A day as a person says it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.days.dates import Calendar
from vaultkit.core.days.spoken_day import parse_when
from vaultkit.playbook.load import all_phrases

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
        ("1 Dec", date(2026, 12, 1)),
        ("dec 1", date(2026, 12, 1)),
        ("Dec. 1st, 2027", date(2027, 12, 1)),
        ("the 1st of December", date(2026, 12, 1)),
        ("1 dicembre", date(2026, 12, 1)),
        ("il 1º dicembre", date(2026, 12, 1)),
        ("l'8 dicembre 2027", date(2027, 12, 8)),
        ("24 nov", TUESDAY),
        ("23 nov", date(2027, 11, 23)),
        ("29 feb", date(2028, 2, 29)),
        ("12/1", date(2026, 12, 1)),
        ("25/12", date(2026, 12, 25)),
        ("12/1/2027", date(2027, 12, 1)),
        ("3m", date(2027, 2, 24)),
        ("2w 3d", date(2026, 12, 11)),
        ("2w3d", date(2026, 12, 11)),
        ("in 2 weeks and 3 days", date(2026, 12, 11)),
        ("fra 2 settimane e 3 giorni", date(2026, 12, 11)),
        ("friday week", date(2026, 12, 4)),
        ("venerdì a otto", date(2026, 12, 4)),
        ("fra 1 sett", date(2026, 12, 1)),
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


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "-3d", "in weeks", "friday friday", "3", "in", "99999d"]
)
def test_what_is_no_day_gives_none(text):
    assert when(text) is None


def test_a_day_after_the_last_one_gives_none():
    assert [
        when(text, date.max) for text in ("tomorrow", "1w", "friday", "next week", "fra 2 mesi")
    ] == [None] * 5


@given(st.text(max_size=20), st.dates())
def test_any_text_gives_a_day_or_none(text, today):
    assert when(text, today) is None or isinstance(when(text, today), date)


def test_which_number_is_the_month_the_first_language_says():
    italian_first = tuple(reversed(LANGUAGES))
    assert parse_when("12/1", TUESDAY, OPEN, italian_first) == date(2027, 1, 12)
    assert parse_when("12/31", TUESDAY, OPEN, italian_first) == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text", ["31 feb", "32/13", "31/2", "dec 32", "1 foo", "3", "friday month", "2w x"]
)
def test_what_is_no_day_in_any_year_is_none(text):
    assert when(text) is None
