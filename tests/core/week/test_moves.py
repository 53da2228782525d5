"""What came about since the last review."""

from dataclasses import replace
from datetime import date

from tests.house import Application
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.week.moves import Before, moved, told_by_days

SINCE, TODAY = date(2026, 11, 13), date(2026, 11, 20)


def told(application, **stages):
    before = Before(SINCE, {"A.md": stages["was"]} if "was" in stages else {})
    return [
        (move.kind, move.what, move.day, move.waited_days)
        for move in moved([application], before, TODAY)
    ]


def note(stage, **days):
    return Application("A.md", "Acme", stage, **days)


def test_the_first_answer_is_a_reply_with_how_long_it_took():
    day = date(2026, 11, 17)
    rejected = note("rejected", applied=date(2026, 11, 5), decided=day)
    assert told(rejected) == [("reply", "rejected", day, 12)]
    assert told(note("rejected", decided=day)) == [("reply", "rejected", day, None)]


def test_a_later_answer_is_another_stage():
    heard = note(
        "rejected",
        applied=date(2026, 10, 5),
        interviews=(date(2026, 11, 2),),
        decided=date(2026, 11, 17),
    )
    assert told(heard) == [("stage", "rejected", date(2026, 11, 17), None)]


def test_what_the_person_decided_is_no_reply():
    assert told(note("withdrawn", applied=date(2026, 11, 1), decided=TODAY)) == [
        ("stage", "withdrawn", TODAY, None)
    ]


def test_an_application_is_new_once_though_it_was_answered_at_once():
    quick = note("rejected", applied=date(2026, 11, 14), decided=date(2026, 11, 16))
    assert told(quick) == [
        ("new", "applied", date(2026, 11, 14), None),
        ("reply", "rejected", date(2026, 11, 16), 2),
    ]


def test_days_before_the_last_review_and_days_to_come_tell_nothing():
    assert told(note("applied", applied=date(2026, 11, 12))) == []
    assert told(note("offer", offered=date(2026, 11, 21))) == []
    assert told(note("applied", applied=SINCE)) == [("new", "applied", SINCE, None)]


def test_an_earlier_text_tells_what_no_day_does():
    sent = {"applied": date(2026, 10, 1)}
    assert told(note("screening", **sent), was="applied") == [("reply", "screening", None, None)]
    assert told(note("screening", **sent), was="ghosted") == [("reply", "screening", None, None)]
    assert told(note("ghosted", **sent), was="applied") == [("stage", "ghosted", None, None)]
    assert told(note("applied"), was="saved") == [("new", "applied", None, None)]
    assert told(note("saved"), was=None) == [("new", "saved", None, None)]


def test_an_earlier_text_tells_nothing_that_a_day_tells_better():
    rejected = note("rejected", applied=date(2026, 9, 1), decided=date(2026, 9, 20))
    assert told(rejected, was="applied") == []
    assert told(note("screening"), was="screening") == []
    assert told(note("saved"), was="applied") == []


def test_a_note_with_another_name_is_not_new():
    assert told(note("interview", applied=date(2026, 9, 1)), was=None) == []


def invited(application, *paths):
    before = Before(SINCE, {"A.md": "applied"}, invited=frozenset(paths))
    return [(move.kind, move.what, move.day) for move in moved([application], before, TODAY)]


def test_an_invitation_is_a_reply_until_a_review_has_told_it():
    for stage in ("applied", "screening", "interview"):
        ahead = note(
            stage, applied=date(2026, 11, 5), interviews=(date(2026, 11, 24), date(2026, 11, 30))
        )
        assert invited(ahead) == [("reply", "interview", None)]
        assert invited(ahead, "A.md") == []


def test_nothing_without_a_day_is_told_of_an_application_before_it_was_sent():
    ahead = {"interviews": (date(2026, 12, 1),), "applied": date(2026, 11, 21)}
    assert invited(note("interview", **ahead)) == []
    assert told(note("screening", applied=date(2026, 11, 21)), was="saved") == []
    on_the_last_day = note("interview", **{**ahead, "applied": TODAY})
    assert ("reply", "interview", None) in invited(on_the_last_day)


def test_an_interview_that_follows_another_answer_is_no_invitation():
    assert (
        told(note("interview", interviews=(date(2026, 11, 2), date(2026, 11, 24))), was="interview")
        == []
    )
    assert told(note("withdrawn", interviews=(date(2026, 11, 24),)), was="withdrawn") == []


def test_an_interview_whose_invitation_was_told_is_no_second_answer():
    held = note("interview", interviews=(date(2026, 11, 17),))
    assert invited(held) == [("reply", "interview", date(2026, 11, 17))]
    assert invited(held, "A.md") == [("stage", "interview", date(2026, 11, 17))]


def test_an_interview_held_after_another_answer_is_no_reply():
    days = {"applied": date(2026, 11, 1), "interviews": (date(2026, 11, 18),)}
    held = ("stage", "interview", date(2026, 11, 18), None)
    assert told(note("interview", **days), was="screening") == [held]
    assert told(note("interview", screened=date(2026, 11, 9), **days)) == [held]
    assert told(note("rejected", decided=TODAY, applied=date(2026, 11, 1)), was="screening") == [
        ("stage", "rejected", TODAY, None)
    ]


def test_a_call_that_came_first_is_the_reply_and_told_once():
    days = {"applied": date(2026, 11, 1), "screened": date(2026, 11, 16)}
    called = ("reply", "screening", date(2026, 11, 16), 15)
    assert told(note("screening", **days), was="applied") == [called]
    assert told(note("screening", **days), was="screening") == []
    held = note("interview", interviews=(date(2026, 11, 18),), **days)
    assert told(held, was="applied") == [called, ("stage", "interview", date(2026, 11, 18), None)]
    arranged = note("screening", applied=date(2026, 11, 1), screened=date(2026, 11, 24))
    assert told(arranged, was="applied") == [("reply", "screening", None, None)]


def test_a_call_on_the_day_of_an_interview_or_after_one_is_no_answer_of_its_own():
    called = date(2026, 11, 18)
    for interview in (called, date(2026, 11, 17)):
        held = note("interview", screened=called, interviews=(interview,))
        assert told(held) == [("reply", "interview", interview, None)]


def test_an_invitation_after_a_call_is_told_as_one():
    ahead = note("interview", screened=date(2026, 11, 9), interviews=(date(2026, 11, 24),))
    assert invited(ahead) == [("reply", "interview", None)]
    assert invited(ahead, "A.md") == []


def test_what_the_last_review_told_of_its_own_day_is_not_told_again():
    sent = note("applied", applied=SINCE)
    assert [move.kind for move in moved([sent], Before(SINCE), TODAY)] == ["new"]
    assert moved([sent], Before(SINCE, told=frozenset({("A.md", "")})), TODAY) == ()
    later = note("applied", applied=TODAY)
    assert [
        move.kind for move in moved([later], Before(SINCE, told=frozenset({("A.md", "")})), TODAY)
    ] == ["new"]


def test_a_day_on_which_vaultkit_first_looked_is_the_day_of_nothing():
    memory = Memory(stage="rejected", first_seen={"rejected": TODAY}, already=("rejected",))
    looked = Entry(note("rejected", decided=TODAY), (), memory)
    assert told_by_days(looked).decided is None
    assert told_by_days(replace(looked, memory=replace(memory, already=()))).decided == TODAY
    assert moved([told_by_days(looked)], Before(SINCE), TODAY) == ()
