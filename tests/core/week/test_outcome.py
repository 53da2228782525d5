"""What the tone of a review hangs on: a job that was found, or several nos in a month."""

from datetime import date

import pytest

from tests.house import Application
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.week.funnel import funnel
from vaultkit.core.week.outcome import acceptance, recent_nos

TODAY = date(2026, 11, 25)


def entry(stage="rejected", **days):
    return Entry(Application("A.md", "Acme", stage, **days), (), Memory())


def nos(*entries):
    return recent_nos(entries, funnel(entries, TODAY), TODAY)


def test_the_nos_of_the_last_month_are_counted_with_how_far_they_got():
    met = entry(decided=date(2026, 11, 1), interviews=(date(2026, 10, 20),))
    old, undated = entry(decided=date(2026, 10, 25)), entry()
    found = nos(
        met, entry(decided=TODAY), old, undated, entry("applied"), entry("ghosted"), entry("saved")
    )
    assert (found.number, found.met) == (2, 1)
    assert (found.sent, found.answered, found.silent) == (6, 4, 2)


def test_the_fourth_no_of_a_month_makes_them_many():
    first, last = entry(decided=date(2026, 10, 26)), entry(decided=TODAY)
    assert not nos(first, first, last).are_many
    assert nos(first, first, last, last).are_many


def test_without_a_no_there_is_nothing_to_tell():
    assert nos(entry("applied"), entry(decided=date(2026, 11, 26))) is None


@pytest.mark.parametrize(
    ("others", "accepted", "ends"),
    [
        ([], TODAY, True),
        ([], None, True),
        ([], date(2026, 8, 26), True),
        ([], date(2026, 8, 25), False),
        ([], date(2026, 11, 26), False),
        (
            [Application("B.md", "B", "applied", applied=date(2026, 11, 21))],
            date(2026, 11, 20),
            False,
        ),
        (
            [Application("B.md", "B", "applied", applied=date(2026, 11, 20))],
            date(2026, 11, 20),
            True,
        ),
        ([Application("B.md", "B", "saved")], date(2026, 11, 20), True),
    ],
)
def test_an_acceptance_ends_the_search_unless_it_went_on_or_is_long_past(others, accepted, ends):
    job = Application("A.md", "Acme", "accepted", accepted=accepted)
    assert acceptance([*others, job], TODAY) == (job if ends else None)


def test_without_an_acceptance_the_search_goes_on():
    assert acceptance([Application("A.md", "Acme", "offer")], TODAY) is None
