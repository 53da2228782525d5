"""Who has not come up for a year, and in no application that is alive."""

from datetime import date

import pytest

from tests.house import desk, look
from vaultkit.core.across.stale import stale_people
from vaultkit.core.across.survey import survey

TODAY = date(2026, 11, 20)
MARTA = b"---\ntype: person\nemail: marta@acme.example\n---\n## Log\n- %s: rang\n"


def note(status="rejected", day="2025-03-01", more="recruiter: Marta Rossi"):
    return (
        f"---\ntype: application\ncompany: Acme\nstatus: {status}\napplied: {day}\n"
        f"decided: {day}\n{more}\n---\n"
    ).encode()


def stale(today=TODAY, **notes):
    files = {f"{name.replace('_', ' ')}.md": raw for name, raw in notes.items()}
    found = survey(look(files), desk(), today)
    return stale_people(found.entries, found.people, today)


def test_whoever_stands_in_old_applications_alone():
    (one,) = stale(Acme=note(), Other=note(day="2025-05-01"))
    assert (one.name, one.last_day, one.notes) == (
        "Marta Rossi",
        date(2025, 5, 1),
        ("Acme.md", "Other.md"),
    )
    assert (one.person, one.email, one.last_touch) == (None, None, None)


def test_a_note_of_their_own_tells_more():
    (one,) = stale(Acme=note(), Marta_Rossi=MARTA % b"2025-06-01")
    assert one.person
    assert (one.email, one.last_touch, one.last_day) == (
        "marta@acme.example",
        date(2025, 6, 1),
        date(2025, 6, 1),
    )


def test_whom_a_day_is_ahead_with_is_not_forgotten():
    assert stale(Acme=note(), Marta_Rossi=MARTA % b"2027-06-01") == ()


def test_the_longest_ago_stands_first():
    others = note(day="2024-01-01", more="recruiter: Zoe\ncontact: Ann")
    assert [one.name for one in stale(Acme=note(), Other=others)] == ["Ann", "Zoe", "Marta Rossi"]


@pytest.mark.parametrize(
    "status", ["applied", "interview", "offer", "saved", "accepted", "nonsense"]
)
def test_an_application_that_lives_or_cannot_be_read_keeps_them(status):
    assert stale(Acme=note(), Other=note(status)) == ()


def test_a_year_is_a_year_to_the_day():
    assert stale(Acme=note(day="2025-11-20")) == ()
    assert len(stale(Acme=note(day="2025-11-19"))) == 1


def test_a_touch_or_an_open_item_of_this_year_keeps_them():
    assert stale(Acme=note(), Marta_Rossi=MARTA % b"2026-03-01") == ()
    line = "- [{}] Write to Marta Rossi 📅 2026-12-01 ^vk-stay-in-touch-marta-rossi"
    block = f"<!-- vaultkit:begin v1 -->\n{line}\n<!-- vaultkit:end v1 -->\n"
    assert stale(Acme=note() + block.format(" ").encode()) == ()
    assert len(stale(Acme=note() + block.format("-").encode())) == 1


def test_an_open_item_for_somebody_who_is_named_nowhere_else_is_nobody_s():
    block = (
        "<!-- vaultkit:begin v1 -->\n- [ ] Write to Luca 📅 2026-12-01 ^vk-stay-in-touch-luca\n"
        "<!-- vaultkit:end v1 -->\n"
    )
    assert [one.name for one in stale(Acme=note() + block.encode())] == ["Marta Rossi"]


def test_of_whom_no_day_is_known_nobody_can_say_how_long_it_is():
    assert stale(Ann=b"---\ntype: person\n---\n") == ()
    raw = b"---\ntype: application\nstatus: rejected\nrecruiter: Ann\n---\n"
    assert stale(Acme=raw) == ()


def test_an_address_in_the_application_is_told():
    (one,) = stale(Acme=note(more="contact: Ann <ann@acme.example>"))
    assert one.email == "ann@acme.example"


def test_whom_one_note_names_twice_has_it_once():
    (one,) = stale(Acme=note(more="recruiter: Ann\ninterviewers: [Ann]"))
    assert one.notes == ("Acme.md",)


def test_in_the_first_year_nobody_is():
    assert stale(date(1, 2, 3), Acme=note()) == ()
