"""Numbers that do not flatter: who is counted as what, and from when on a rate is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import surveyed
from vaultkit.core.application import Application
from vaultkit.core.funnel import Source, first_answer, funnel, percent
from vaultkit.core.standing import standings

TODAY = date(2026, 11, 20)


def note(status="applied", applied="2026-11-01", **more):
    facts = {"type": "application", "status": status, "applied": applied, **more}
    return "\n".join(["---", *(f"{key}: {value}" for key, value in facts.items() if value), "---", ""]).encode()


def numbers(*notes, today=TODAY):
    return funnel(surveyed({f"A{place:03}.md": raw for place, raw in enumerate(notes)}, today).entries, today)


def test_every_application_that_was_sent_is_one_of_four():
    found = numbers(
        note("saved", ""), note(), note("screening"), note("rejected", decided="2026-11-10"), note("ghosted"),
        note("withdrawn", decided="2026-11-12"), note("declined", decided="2026-11-12"), note("ghosted", interviewed="2026-11-05"),
    )  # fmt: skip
    assert (found.total, found.sent) == (8, 7)
    assert (found.answered, found.waiting, found.ghosted, found.withdrawn) == (4, 1, 1, 1)


def test_ghosted_is_not_rejected():
    found = numbers(note("ghosted"), note("rejected", decided="2026-11-10"))
    assert {row.stage: row.now for row in found.rows if row.now} == {"rejected": 1, "ghosted": 1}
    assert (found.answered, found.ghosted) == (1, 1)


def test_a_stage_counts_whoever_got_there_or_further_whatever_came_of_it():
    found = numbers(note("rejected", interviewed="2026-11-05", decided="2026-11-10"), note(), note("saved", ""))
    assert {row.stage: row.reached for row in found.rows if row.reached is not None} == {
        "saved": 3, "applied": 2, "screening": 1, "interview": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("count", "median"), [(9, None), (10, 9.0)])
def test_below_ten_there_is_no_median(count, median):
    found = numbers(*[note("rejected", decided="2026-11-10")] * 3, *[note()] * (count - 3))
    assert (found.median_days, found.timed, found.waiting, found.has_rates) == (median, 3, count - 3, count == 10)


def test_an_answer_that_is_still_to_come_has_no_response_time():
    found = numbers(note("interview", interviewed="2026-11-24"))
    assert (found.answered, found.timed) == (1, 0)
    assert numbers(note("interview", interviewed="2026-11-24"), today=date(2026, 11, 24)).timed == 1


def test_days_in_stage_and_days_quiet_are_two_numbers():
    block = "- [x] Ask 📅 2026-11-18 ✅ 2026-11-18 ^vk-ask-news-ann\n".encode()
    notes = {
        "A.md": note("interview", "2026-10-01", interviewed="[2026-10-20, 2026-11-02]", recruiter="Ann") + block,
        "B.md": note("applied", "2026-11-10"),
        "C.md": note("screening", "2026-11-01"),
        "D.md": note("offer", "", offered="2026-11-19"),
        "E.md": note("rejected", decided="2026-11-10"),
        "F.md": note("interview", "", interviewed="2026-11-30"),
    }
    found = standings(surveyed(notes, TODAY).entries, TODAY)
    told = {one.application.path[0]: (one.days_in_stage, one.days_quiet) for one in found}
    assert told == {"C": (None, 19), "B": (10, 10), "A": (31, 2), "D": (1, 1), "F": (None, None)}
    assert [*told] == ["C", "B", "A", "D", "F"]


def test_sources_are_counted_whatever_their_capitals():
    found = numbers(note(source="LinkedIn"), note(source="linkedin"), note("screening", source="LinkedIn"), note(source="Ann"))
    assert found.sources == (Source("LinkedIn", 3, 1), Source("Ann", 1, 0))


@given(st.integers(1, 10_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_share_is_nothing_or_all_only_when_it_is(pair):
    part, whole = pair
    share = percent(part, whole)
    assert (share == 0) == (part == 0)
    assert (share == 100) == (part == whole)
    assert abs(share - 100 * part / whole) <= 1


def test_nothing_is_counted_of_nothing():
    assert numbers() == funnel((), TODAY)
    assert numbers().rows == ()


def test_that_the_person_withdrew_is_no_answer():
    sent, day = date(2026, 10, 1), date(2026, 10, 9)
    assert first_answer(Application("A.md", "A", "withdrawn", decided=day)) is None
    assert first_answer(Application("A.md", "A", "rejected", decided=day)) == day
    assert first_answer(Application("A.md", "A", "accepted", decided=day, offered=sent, accepted=day)) == sent
