"""Numbers that do not flatter: who is counted as what, and from when on a rate is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house import Application, surveyed, updated
from vaultkit.core.week.funnel import Source, first_answer, funnel, percent
from vaultkit.core.week.quiet import last_sign, listings, standings

TODAY = date(2026, 11, 20)


def note(status="applied", applied="2026-11-01", **more):
    facts = {"type": "application", "status": status, "applied": applied, **more}
    return "\n".join(
        ["---", *(f"{key}: {value}" for key, value in facts.items() if value), "---", ""]
    ).encode()


def numbers(*notes, today=TODAY):
    return funnel(
        surveyed({f"A{place:03}.md": raw for place, raw in enumerate(notes)}, today).entries, today
    )


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
    found = numbers(
        note("rejected", interviewed="2026-11-05", decided="2026-11-10"), note(), note("saved", "")
    )
    assert {row.stage: row.reached for row in found.rows if row.reached is not None} == {
        "saved": 3, "applied": 2, "screening": 1, "interview": 1,
    }  # fmt: skip


@pytest.mark.parametrize(("count", "median"), [(9, None), (10, 9.0)])
def test_below_ten_there_is_no_median(count, median):
    found = numbers(*[note("rejected", decided="2026-11-10")] * 3, *[note()] * (count - 3))
    assert (found.median_days, found.timed, found.waiting, found.has_rates) == (
        median,
        3,
        count - 3,
        count == 10,
    )


def test_an_answer_that_is_still_to_come_has_no_response_time():
    found = numbers(note("interview", interviewed="2026-11-24"))
    assert (found.answered, found.timed) == (1, 0)
    assert numbers(note("interview", interviewed="2026-11-24"), today=date(2026, 11, 24)).timed == 1


def test_days_in_stage_and_days_quiet_are_two_numbers():
    block = "- [x] Ask 📅 2026-11-18 ✅ 2026-11-18 ^vk-ask-news-ann\n".encode()
    notes = {
        "A.md": note(
            "interview", "2026-10-01", interviewed="[2026-10-20, 2026-11-02]", recruiter="Ann"
        )
        + block,
        "B.md": note("applied", "2026-11-10"),
        "C.md": note("screening", "2026-11-01"),
        "D.md": note("offer", "", offered="2026-11-19"),
        "E.md": note("rejected", decided="2026-11-10"),
        "F.md": note("interview", "", interviewed="2026-11-30"),
        "G.md": note("interview", "2026-11-01", interviewed="2026-11-30"),
    }
    found = standings(surveyed(notes, TODAY).entries, TODAY)
    told = {one.application.path[0]: (one.days_in_stage, one.days_quiet) for one in found}
    assert told == {
        "C": (None, 19),
        "B": (10, 10),
        "A": (31, 18),
        "D": (1, 1),
        "F": (None, None),
        "G": (None, None),
    }
    assert [*told] == ["C", "A", "B", "D", "F", "G"]


def test_sources_are_counted_whatever_their_capitals():
    found = numbers(
        note(source="LinkedIn"),
        note(source="linkedin"),
        note("screening", source="LinkedIn"),
        note(source="Ann"),
    )
    assert found.sources == (Source("LinkedIn", 3, 1), Source("Ann", 1, 0))


@given(
    st.integers(1, 10_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
)
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
    assert (
        first_answer(Application("A.md", "A", "accepted", decided=day, offered=sent, accepted=day))
        == sent
    )


def test_what_cannot_be_read_is_counted_nowhere():
    """field.md N: the same numbers everywhere."""
    found = numbers(
        note(), note("Archived"), note("[draft, discarded]"), note(decided="2026-02-30")
    )
    assert (found.total, found.sent, [row.now for row in found.rows]) == (1, 1, [0, 1])
    assert [standing.application.path for standing in found.open] == ["A000.md"]


def test_a_first_look_is_no_day_of_an_answer():
    """field.md S."""
    notes = {f"A{place:03}.md": note("rejected", f"2026-10-{place + 1:02}") for place in range(11)}
    after = updated(notes, TODAY)
    found = funnel(surveyed(after, TODAY).entries, TODAY)
    assert (found.answered, found.timed, found.median_days) == (11, 0, None)


def test_a_touch_with_somebody_named_is_a_sign_of_life():
    """life.md 13."""
    notes = {
        "A.md": note(recruiter="Ann"),
        "B.md": note("", "", recruiter="Ann"),
        "Ann.md": b"---\ntype: person\n---\n## Log\n- 2026-11-18: rang\n- 2026-12-24: to come\n",
    }
    found = standings(surveyed(notes, TODAY).entries, TODAY)
    assert [(one.application.path, one.days_quiet) for one in found] == [("A.md", 2)]
    undated = standings(
        surveyed({**notes, "A.md": note("screening", "", recruiter="Ann")}, TODAY).entries, TODAY
    )
    assert [one.days_quiet for one in undated] == [None]


def test_what_one_wrote_is_no_answer():
    """The person's note tells the mail too, where it keeps the day of the last contact."""
    mailed = "- [x] Ask [[Ann]] 📅 2026-11-10 ✅ 2026-11-18 ^vk-check-in-ann\n".encode()
    for of_ann, quiet in (("last_contact: 2026-11-18\n", 19), ("last_contact: 2026-11-19\n", 1)):
        notes = {
            "A.md": note(recruiter='"[[Ann]]"') + mailed,
            "Ann.md": f"---\ntype: person\n{of_ann}---\n".encode(),
        }
        [entry] = surveyed(notes, TODAY).entries
        assert [one.days_quiet for one in standings([entry], TODAY)] == [quiet]
        assert last_sign(entry, TODAY) == max(entry.touches)


def test_a_call_that_was_held_is_a_sign_of_life():
    found = numbers(note("screening", screened="2026-11-15"))
    assert [one.days_quiet for one in found.open] == [5]
    assert (found.timed, numbers(note("screening", screened="2026-11-25")).timed) == (1, 0)


def test_a_list_has_every_application_by_stage_with_its_days_and_what_comes_next():
    notes = updated(
        {
            "A.md": note(contact="Ann"),
            "B.md": note("interview", interviewed="[2026-11-10, 2026-11-25]"),
            "C.md": note("rejected", decided="2026-11-18"),
            "D.md": note("accepted", accepted="2026-11-18"),
            "E.md": note("saved", ""),
            "F.md": note("Archived"),
            "G.md": note("offer", offered="2026-11-18", offer_deadline="2026-11-24"),
            "H.md": note("withdrawn", decided="2026-12-24"),
            "I.md": note("accepted", accepted="2026-12-24"),
        },
        TODAY,
    )
    found = listings(surveyed(notes, TODAY).entries, TODAY)
    told = [
        (one.application.path[0], one.days_in_stage, one.days_quiet, str(one.next_day))
        for one in found
    ]
    assert told == [
        ("E", None, None, "None"), ("A", 19, 19, "2026-11-10"), ("B", 10, 10, "2026-11-19"), ("G", 2, 2, "2026-11-19"),
        ("D", 2, 19, "2026-11-19"), ("I", None, 19, "2026-12-25"), ("C", 2, 19, "2026-11-21"), ("H", None, 19, "None"),
    ]  # fmt: skip
