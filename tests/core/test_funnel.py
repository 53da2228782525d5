"""Numbers that do not flatter."""

from datetime import date

from vaultkit.core.application import Application
from vaultkit.core.funnel import first_answer, funnel
from vaultkit.core.item import Entry
from vaultkit.core.memory import Memory

APPLIED = date(2026, 10, 1)


def entry(stage, furthest=None, **days):
    return Entry(Application("A.md", "A", stage, **days), (), Memory(furthest=furthest))


def test_the_furthest_stage_counts_as_the_note_and_its_memory_know_it():
    found = funnel([entry("rejected", "interview"), entry("applied"), entry("saved"), entry("ghosted")])
    assert [(row.stage, row.now, row.reached) for row in found.rows] == [
        ("saved", 1, 4), ("applied", 1, 3), ("screening", 0, 1), ("interview", 0, 1),
        ("rejected", 1, None), ("ghosted", 1, None),
    ]  # fmt: skip
    assert (found.sent, found.waiting, found.answered) == (3, 1, 0)


def test_below_ten_applications_there_is_no_median():
    one = entry("rejected", applied=APPLIED, decided=date(2026, 10, 9))
    other = entry("interview", applied=APPLIED, interviews=(date(2026, 10, 5),))
    assert funnel([one] * 5 + [other] * 4).median_days is None
    assert funnel([one] * 5 + [other] * 5).median_days == 6.0


def test_an_answer_before_the_application_is_none():
    assert funnel([entry("interview", applied=APPLIED, interviews=(date(2026, 9, 5),))]).answered == 0


def test_that_the_person_withdrew_is_no_answer():
    day = date(2026, 10, 9)
    assert first_answer(entry("withdrawn", decided=day).application) is None
    assert first_answer(entry("rejected", decided=day).application) == day
    assert first_answer(entry("accepted", decided=day, offered=APPLIED, accepted=day).application) == APPLIED
