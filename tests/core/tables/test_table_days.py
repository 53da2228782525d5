"""Days in a sheet: six forms, and one rule for a column."""

from datetime import date

import pytest

from vaultkit.core.tables.table_days import (
    Ambiguous,
    TableDay,
    month_names,
    needs_order,
    order_of,
    read_table_day,
)
from vaultkit.playbook import load

MONTHS = month_names(
    name for phrases in load.all_phrases().values() for name in phrases.words("calendar.months")
)
APRIL_3 = date(2026, 4, 3)


def read(text, order=None):
    return read_table_day(text, order, MONTHS)


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-03",
        "2026-4-3",
        "2026/04/03",
        "2026.4.3",
        "20260403",
        "3 April 2026",
        "3. April 2026",
        "3rd of April 2026",
        "03-Apr-2026",
        "3-apr-26",
        "3 aprile 2026",
        "3 apr. 2026",
        "ven 3 aprile 2026",
        "3° aprile 2026",
        "April 3, 2026",
        "Apr 3 2026",
        "Apr. 3rd, 2026",
        "Fri, Apr 3, 2026",
        " 2026-04-03 ",
        "2026-04-03T00:00:00.000Z",
        "2026-04-03 00:00:00",
        "April 3, 2026 12:00 AM",
    ],
)
def test_a_day_is_read_in_many_forms(text):
    assert read(text) == TableDay(APRIL_3)


@pytest.mark.parametrize("text", ["03/04/2026", "3.4.2026", "03-04-26", "3/4/26", "3 4 2026"])
def test_figures_are_read_by_the_order_of_their_column(text):
    assert read(text, "dmy") == TableDay(APRIL_3)
    assert read(text, "mdy") == TableDay(date(2026, 3, 4))
    assert read(text) == Ambiguous(APRIL_3, date(2026, 3, 4))


@pytest.mark.parametrize("order", [None, "dmy", "mdy"])
def test_figures_that_are_one_day_only_are_that_day(order):
    assert read("13/04/2026", order) == read("04/13/2026", order) == TableDay(date(2026, 4, 13))
    assert read("04/04/2026", order) == TableDay(date(2026, 4, 4))


@pytest.mark.parametrize(
    ("text", "hour", "rest"),
    [
        ("2026-04-03 10:30", "10:30", "10:30"),
        ("2026-04-03T10:30:00Z", "10:30", "10:30:00Z"),
        ("April 3, 2026 2:30 PM", "14:30", "2:30 PM"),
        ("3 aprile 2026, ore 15.00", "15:00", "ore 15.00"),
        ("13/04/2026 9:00", "09:00", "9:00"),
    ],
)
def test_an_hour_is_told_and_what_was_written_too(text, hour, rest):
    found = read(text)
    assert (found.hour, found.rest) == (hour, rest)


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "",
        "2026-02-30",
        "31/02/2026",
        "45/45/2026",
        "3 Foo 2026",
        "32 April 2026",
        "1/1/1776",
        "3 April 1776",
        "2026",
        "April 2026",
        "20261399",
        "46115",
    ],
)
def test_what_is_no_day_is_none(text):
    assert read(text) is None


def test_every_month_is_known_in_every_language_by_three_letters_and_more():
    for phrases in load.all_phrases().values():
        for number, name in enumerate(phrases.words("calendar.months"), start=1):
            for length in range(3, len(name) + 1):
                assert MONTHS[name[:length].casefold().replace("ì", "i")] == number


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["03/04/2026", "13/04/2026"], "dmy"),
        (["03/04/2026", "04/13/2026"], "mdy"),
        (["13/04/2026", "04/13/2026"], "both"),
        (["03/04/2026", "soon", ""], None),
        (["2026-04-13"], None),
        (["45/46/2026"], None),
    ],
)
def test_the_cells_of_a_column_tell_the_order(texts, order):
    assert order_of(texts) == order


def test_only_a_column_with_a_day_that_may_be_two_needs_an_order():
    assert needs_order(["13/04/2026", "03/04/2026"])
    assert not needs_order(["13/04/2026", "04/04/2026", "2026-03-04", "soon"])
