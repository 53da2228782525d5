"""What stands in a calendar, from the notes that say it; each identity lasts as long as what it stands for."""

from datetime import date, time

import pytest

from tests.house import desk, look
from vaultkit.core.across.copies import listed
from vaultkit.core.across.survey import survey
from vaultkit.core.settings.values import Settings
from vaultkit.core.week.due import still_open
from vaultkit.formats.appointment import Keys, Style, appointments, done_identities, key_of
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)
ACME = """---
type: application
company: Acme
role: Analyst
status: {status}
{more}---
{body}"""
BLOCK = """
<!-- vaultkit:begin v1 -->
- [{mark}] Write to [[Marta Rossi]] #task 🛫 2026-11-23 📅 2026-11-25 ^vk-follow-up-marta-rossi
<!-- vaultkit:end v1 -->
"""


def notes(**several):
    return {f"{name.replace('__', '/')}.md": text.encode() for name, text in several.items()}


def note(status="interview", more="", body=""):
    return ACME.format(status=status, more=more, body=body)


def made(files, old=(), **style):
    found = survey(look(files, Settings()), desk(), TODAY)
    entries = listed(found.entries)
    keys = Keys(files)
    style = Style(load.phrases("en"), "My vault", **style)
    items = still_open(entries, found.people, date.min)
    return appointments(entries, items, keys, {one.uid: one for one in old}, style)


def test_an_interview_is_told_with_hour_people_round_and_link():
    more = 'interviewed:\n  - date: 2026-11-26 9:30\n    round: Panel\n    with: "[[Ann Lee]]"\n'
    (one,) = made(notes(Jobs__Acme=note(more=more)), zone="Europe/Rome")
    assert (one.summary, one.category) == ("Interview: Acme, Analyst", "Interview")
    assert (one.day, one.hour, one.zone, one.alarm) == (
        date(2026, 11, 26),
        time(9, 30),
        "Europe/Rome",
        24,
    )
    link = "obsidian://open?vault=My%20vault&file=Jobs%2FAcme"
    assert one.description == f"Panel\nWith: Ann Lee\n{link}"
    assert one.url == link


def test_an_interview_without_an_hour_takes_the_day_and_rings_at_nine_the_day_before():
    (one,) = made(notes(Acme=note(more="interviewed: 2026-11-26\n")), zone="Europe/Rome")
    assert (one.hour, one.zone, one.alarm) == (None, "", 15)


@pytest.mark.parametrize(
    ("status", "more", "told"),
    [
        ("saved", "closes: 2026-12-01\n", "Applications close: Acme, Analyst"),
        ("applied", "closes: 2026-12-01\n", None),
        ("interview", "hand_in: 2026-12-01\n", "Hand in: Acme, Analyst"),
        ("rejected", "hand_in: 2026-12-01\n", None),
        ("offer", "offer_deadline: 2026-12-01\n", "Answer the offer: Acme, Analyst"),
        ("accepted", "offer_deadline: 2026-12-01\n", None),
    ],
)
def test_a_deadline_counts_while_its_stage_lasts(status, more, told):
    found = made(notes(Acme=note(status, more)))
    assert [one.summary for one in found] == ([told] if told else [])
    assert all((one.category, one.alarm) == ("Deadline", 39) for one in found)


@pytest.mark.parametrize(
    ("more", "days"),
    [
        ("decided: 2026-11-22\ninterviewed: [2026-11-10, 2026-11-26]\n", [10]),
        ("interviewed: [2026-11-10, 2026-11-26]\n", [10]),  # the end is stamped today
        ("decided: 2026-11-26\ninterviewed: [2026-11-10, 2026-11-26]\n", [10, 26]),
    ],
)
def test_after_a_no_nobody_goes_there_any_more(more, days):
    assert [one.day.day for one in made(notes(Acme=note("rejected", more)))] == days


def test_an_open_item_stands_on_its_due_day_a_closed_one_nowhere():
    files = notes(Acme=note("rejected", body=BLOCK.format(mark=" ")))
    (one,) = made(files)
    assert (one.summary, one.day, one.is_todo, one.start) == (
        "Write to Marta Rossi, Acme",
        date(2026, 11, 25),
        False,
        None,
    )
    (todo,) = made(files, items_are_todos=True)
    assert (todo.uid, todo.is_todo, todo.start) == (one.uid, True, date(2026, 11, 23))
    assert made(notes(Acme=note("rejected", body=BLOCK.format(mark="x")))) == ()


def test_an_item_that_starts_when_it_is_due_has_no_start():
    body = BLOCK.format(mark=" ").replace("2026-11-23", "2026-11-25")
    (todo,) = made(notes(Acme=note("rejected", body=body)), items_are_todos=True)
    assert todo.start is None


def test_an_item_without_a_day_stands_nowhere():
    body = BLOCK.format(mark=" ").replace(" 📅 2026-11-25", "")
    assert made(notes(Acme=note("rejected", body=body))) == ()


def test_what_was_ticked_is_known_by_its_identity():
    files = notes(Acme=note("rejected", body=BLOCK.format(mark=" ")))
    (one,) = made(files)
    ticked = notes(Acme=note("rejected", body=BLOCK.format(mark="x")))
    found = survey(look(ticked, Settings()), desk(), TODAY)
    assert done_identities(found.entries, Keys(ticked)) == {one.uid}


def test_a_note_that_moves_to_another_folder_keeps_its_identities():
    here = made(notes(Acme=note(more="interviewed: 2026-11-26\n")))
    there = made(notes(Archive__Acme=note(more="interviewed: 2026-11-26\n")))
    assert [one.uid for one in here] == [one.uid for one in there]


def test_two_notes_of_one_name_are_two():
    more = "interviewed: 2026-11-26\n"
    other = note(more=more).replace("Acme", "Globex")
    found = made(notes(A__Notes=note(more=more), B__Notes=other))
    assert len({key_of(one.uid) for one in found}) == 2


def moved(before, after):
    """Return the days by identity, before and after."""
    first = made(notes(Acme=note(more=f"interviewed: {before}\n")))
    (other,) = made(notes(Acme=note(more="hand_in: 2026-11-26\n")))
    second = made(notes(Acme=note(more=f"interviewed: {after}\n")), (*first, other))
    return [{one.uid: one.day.day for one in several} for several in (first, second)]


def test_an_interview_that_is_put_off_is_the_same_one():
    first, second = moved("[2026-11-10, 2026-11-26]", "[2026-11-10, 2026-11-28]")
    assert [*first] == [*second]
    assert [*second.values()] == [10, 28]


def test_one_that_is_put_in_between_moves_no_other():
    first, second = moved("[2026-11-10, 2026-11-26]", "[2026-11-10, 2026-11-18, 2026-11-26]")
    assert {uid: day for uid, day in second.items() if uid in first} == first
    assert len(second) == 3


def test_one_that_is_taken_out_leaves_the_others_alone():
    first, second = moved("[2026-11-10, 2026-11-26]", "[2026-11-26]")
    assert second == {uid: day for uid, day in first.items() if day == 26}


def test_one_that_was_cancelled_is_not_taken_for_one_that_was_put_off():
    from dataclasses import replace

    (one,) = made(notes(Acme=note(more="interviewed: 2026-11-10\n")))
    old = [replace(one, status="cancelled")]
    (other,) = made(notes(Acme=note(more="interviewed: 2026-11-26\n")), old)
    assert other.uid != one.uid
    (again,) = made(notes(Acme=note(more="interviewed: 2026-11-10\n")), old)
    assert again.uid == one.uid


def test_without_names_there_are_days_and_nothing_else():
    more = "interviewed: [2026-11-26 9:30, 2026-11-26]\nhand_in: 2026-12-01\n"
    found = made(notes(Acme=note(more=more, body=BLOCK.format(mark=" "))), is_redacted=True)
    assert sorted(one.summary for one in found) == [
        "Deadline",
        "Follow-up",
        "Interview",
        "Interview",
    ]
    assert {(one.description, one.url) for one in found} == {("", "")}
    assert len({one.uid for one in found}) == 4
    assert not any("acme" in one.uid.casefold() for one in found)
