"""Which interviews a week's review begins with."""

from datetime import date

from tests.house import Application
from vaultkit.core.notes.application import Interview, Name
from vaultkit.core.week.meetings import meetings

WEDNESDAY = date(2026, 11, 25)
MARTA, TOM = Name("Marta"), Name("Tom")


def application(*days, stage="interview", **more):
    rounds = tuple(Interview(date(2026, 11, day)) if isinstance(day, int) else day for day in days)
    return Application(
        "A.md", "Acme", stage, interviews=tuple(one.day for one in rounds), rounds=rounds, **more
    )


def days_of(*applications):
    return [meeting.day.day for meeting in meetings(applications, WEDNESDAY)]


def test_those_ahead_and_those_of_this_week_are_listed_by_day():
    assert days_of(application(30, 22, 23, 25)) == [23, 25, 30]


def test_after_the_end_only_what_was_held_is_listed():
    assert days_of(application(24, 30, stage="rejected", decided=date(2026, 11, 24))) == [24]
    assert days_of(application(24, 30, stage="withdrawn")) == [24]
    assert days_of(application(30, stage="closed")) == []


def test_two_on_one_day_stand_by_the_hour():
    late, early = Interview(WEDNESDAY, "15:00"), Interview(WEDNESDAY, "09:30")
    found = meetings([application(late, early)], WEDNESDAY)
    assert [meeting.interview.hour for meeting in found] == ["09:30", "15:00"]


def test_a_round_that_names_nobody_is_held_by_those_whom_no_other_round_names():
    named, unnamed = Interview(WEDNESDAY, people=(MARTA,)), Interview(date(2026, 11, 26))
    found = meetings([application(named, unnamed, interviewers=(TOM, MARTA))], WEDNESDAY)
    assert [meeting.interview.people for meeting in found] == [(MARTA,), (TOM,)]


def test_days_alone_are_interviews_too():
    assert days_of(Application("A.md", "Acme", "interview", interviews=(WEDNESDAY,))) == [25]
