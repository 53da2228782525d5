"""Days in texts: read where they can be but one day, or where it is clear which number is the month."""

import pytest

from vaultkit.core.adoption.body_days import DayWords, read_days, told_order
from vaultkit.playbook import load

LANGUAGES = tuple(load.all_phrases().values())
SURE = {
    "2026-11-24": "2026-11-24",
    "[[2026-11-24]]": "2026-11-24",
    "2026-11-24 10:30": "2026-11-24 10:30",
    "2026-11-24T10:30": "2026-11-24 10:30",
    "24/11/2026": "2026-11-24",
    "24.11.2026": "2026-11-24",
    "11/24/2026": "2026-11-24",
    "3/3/2026": "2026-03-03",
    "24/11/2026 ore 15:00": "2026-11-24 15:00",
    "24/11/2026, 3 pm": "2026-11-24 15:00",
    "24 novembre 2026": "2026-11-24",
    "24 nov 2026": "2026-11-24",
    "1° dicembre 2026": "2026-12-01",
    "Nov 24, 2026": "2026-11-24",
    "the 24th of November 2026": "2026-11-24",
    "24 novembre 2026 ore 9.30": "2026-11-24 09:30",
    "24/11/2026, 30/11/2026": "2026-11-24, 2026-11-30",
}
NONE = ("", "soon", "24 novembre", "31/02/2026", "24/11/26", "24/11/2026, 31/11/2026", "5 pm 2026")


def read(text, order=None):
    found = read_days(text, DayWords(order, LANGUAGES))
    return None if found is None else ", ".join(day.text for day in found)


@pytest.mark.parametrize("text", SURE)
@pytest.mark.parametrize("order", ["day-month", "month-day", None])
def test_what_can_be_one_day_only_is_that_day(text, order):
    assert read(text, order) == SURE[text]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_day_is_none(text):
    assert read(text, "day-month") is None


@pytest.mark.parametrize(
    ("order", "day"), [("day-month", "2026-04-03"), ("month-day", "2026-03-04"), (None, None)]
)
def test_what_could_be_two_days_hangs_on_the_order(order, day):
    assert read("03/04/2026", order) == day


@pytest.mark.parametrize(
    ("texts", "language", "order"),
    [
        ((), "it", "day-month"),
        ((), "en", None),
        (("03/04/2026", "2026-11-24", "soon"), "en", None),
        (("03/04/2026", "24/11/2026"), "en", "day-month"),
        (("11/24/2026 10:00",), "it", "month-day"),
        (("11/24/2026", "24/11/2026"), "it", None),
        (("3/3/2026, 24/11/2026",), "en", "day-month"),
    ],
)
def test_the_order_is_that_of_the_days_that_are_sure_else_the_languages(texts, language, order):
    assert told_order(texts, load.phrases(language)) == order
