"""Days as a person says them."""

from datetime import date, timedelta

import pytest

from vaultkit.formats.day_words import day_words, due_words, weekday_words
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)
EN, IT = load.phrases("en"), load.phrases("it")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-4, "4 days late"),
        (-1, "1 day late"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (13, "in 13 days"),
        (14, "4 December"),
        (400, "25 December 2027"),
    ],
)
def test_a_day_is_told_as_seen_from_today(days, words):
    assert due_words(TODAY + timedelta(days=days), TODAY, EN) == words


def test_without_a_day_there_are_no_words():
    assert due_words(None, TODAY, EN) == ""


def test_the_year_stands_only_where_the_day_is_far_away():
    near, far = date(2027, 2, 5), date(2028, 2, 5)
    assert day_words(near, TODAY, EN) == "5 February"
    assert weekday_words(near, TODAY, IT) == "venerdì 5 febbraio"
    assert day_words(far, TODAY, IT) == "5 febbraio 2028"
    assert weekday_words(far, TODAY, EN) == "Saturday 5 February 2028"
