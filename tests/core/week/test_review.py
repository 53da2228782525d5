"""The week as a value: where an item is placed, who is silent, what moved."""

from datetime import date

import pytest

from tests.house import Application
from vaultkit.core.across.people import People
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.settings.values import Settings
from vaultkit.core.text.problem import hint, problem
from vaultkit.core.week.due import is_due
from vaultkit.core.week.review import week_review, when_due

TODAY = date(2026, 11, 20)  # a Friday


def item(**more):
    fields = {"status": " ", "start": None, "due": TODAY, "done_on": None} | more
    return Item(
        "A.md", 9, "vk-reflect", "reflect", "R", fields.pop("status"), "A", None, None, **fields
    )


def week(*applications, items=(), problems=()):
    entries = [Entry(application, tuple(items), Memory()) for application in applications]
    return week_review(entries, People(), problems, TODAY, Settings())


@pytest.mark.parametrize(
    ("day", "when"),
    [
        (19, "overdue"),
        (20, "this-week"),
        (22, "this-week"),
        (23, "next-week"),
        (29, "next-week"),
        (30, "later"),
    ],
)
def test_an_item_is_placed_by_its_due_day(day, when):
    assert when_due(item(due=date(2026, 11, day)), TODAY) == when


def test_an_item_is_due_from_its_start_on_and_without_one_from_its_due_day():
    assert is_due(item(start=TODAY, due=date(2026, 12, 9)), TODAY)
    assert not is_due(item(start=date(2026, 11, 21), due=date(2026, 12, 9)), TODAY)
    assert not is_due(item(due=date(2026, 11, 21)), TODAY)
    assert not is_due(item(status="x"), TODAY)
    assert not is_due(item(due=None), TODAY)


def test_what_a_note_dates_in_the_week_has_moved_in_order():
    one = Application(
        "A.md", "A", "rejected", applied=date(2026, 11, 13), decided=date(2026, 11, 19)
    )
    other = Application(
        "B.md",
        "B",
        "offer",
        applied=date(2026, 1, 1),
        offered=TODAY,
        interviews=(date(2026, 11, 18),),
    )
    found = week(one, other)
    assert [(move.what, move.day.day) for move in found.replies] == [
        ("interview", 18),
        ("rejected", 19),
    ]
    assert [(move.what, move.day.day) for move in found.moves] == [("offer", 20)]
    assert found.new == (one,)


def test_silence_counts_from_the_latest_past_day_and_not_while_an_interview_lies_ahead():
    quiet = Application("A.md", "A", "applied", applied=date(2026, 10, 20))
    ahead = Application(
        "B.md", "B", "applied", applied=date(2026, 10, 20), interviews=(date(2026, 11, 30),)
    )
    fresh = Application("C.md", "C", "applied", applied=date(2026, 11, 7))
    found = week(ahead, fresh, quiet)
    assert [
        (silence.application.path, silence.days, silence.looks_ghosted)
        for silence in found.silences
    ] == [("A.md", 31, True)]
    for promised in ({"closes": date(2026, 11, 30)}, {"reply_by": date(2026, 11, 30)}):
        [silence] = week(
            Application("D.md", "D", "applied", applied=date(2026, 11, 1), **promised)
        ).silences
        assert (silence.since, silence.days, silence.looks_ghosted) == (
            date(2026, 11, 1),
            19,
            False,
        )
    done = item(status="x", done_on=date(2026, 11, 19))
    assert week(quiet, items=[done]).silences == ()


def test_a_mail_of_one_s_own_gives_time_and_ends_no_silence():
    quiet = Application("A.md", "A", "applied", applied=date(2026, 10, 20))
    done = item(status="x", done_on=date(2026, 11, 6))
    [silence] = week(quiet, items=[done]).silences
    assert (silence.since, silence.days, silence.looks_ghosted) == (quiet.applied, 31, True)
    [undated] = week(Application("A.md", "A", "applied"), items=[done]).silences
    assert (undated.since, undated.days) == (date(2026, 11, 6), 14)


def test_hints_are_left_out_and_problems_stand_in_order():
    told = [problem("B.md", 1, "missing"), hint("A.md", 1, "x"), problem("A.md", 9, "missing")]
    assert [found.note for found in week(problems=told).problems] == ["A.md", "B.md"]


def test_without_applications_there_are_no_numbers():
    assert week().funnel is None
