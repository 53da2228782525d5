"""The shapes of ``--json`` that other programs rely on."""

from datetime import date

from tests.house import Application
from vaultkit.core.across.people import Contact
from vaultkit.core.across.stale import Stale
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.notes.application import Name
from vaultkit.core.notes.person import Person
from vaultkit.core.text.problem import hint, problem
from vaultkit.core.week.funnel import funnel
from vaultkit.core.week.quiet import Listing
from vaultkit.formats.rows import (
    contact_row,
    funnel_row,
    item_row,
    listing_row,
    problem_row,
    stale_row,
)
from vaultkit.playbook import load

TODAY = date(2026, 11, 20)
ITEM = Item(
    "A.md", 9, "vk-x", "x", "Write", " ", "Acme", None, Name("Ann"), None, date(2026, 11, 10), None
)


def test_an_item_has_every_key_and_null_where_nothing_is():
    assert item_row(ITEM, TODAY) == {
        "note": "A.md", "line": 9, "id": "vk-x", "rule": "x", "text": "Write", "company": "Acme", "role": None,
        "person": "Ann", "start": None, "due": "2026-11-10", "done": False, "overdue_days": 10,
    }  # fmt: skip


def test_what_is_closed_not_yet_due_or_without_a_day_is_not_overdue():
    others = [
        Item("A.md", 9, "vk-x", "x", "W", "-", "A", None, None, None, date(2026, 11, 10), None),
        Item("A.md", 9, "vk-x", "x", "W", " ", "A", None, None, None, TODAY, None),
        Item("A.md", 9, "vk-x", "x", "W", " ", "A", None, None, None, None, None),
    ]
    rows = [item_row(one, TODAY) for one in others]
    assert [row["overdue_days"] for row in rows] == [0, 0, 0]
    assert [row["done"] for row in rows] == [True, False, False]
    assert [row["due"] for row in rows] == ["2026-11-10", "2026-11-20", None]


def test_a_contact_has_a_note_and_an_address_where_there_are_any():
    row = contact_row(Contact("ann", "Ann", None, "en", (ITEM,)), TODAY)
    assert (row["note"], row["email"], row["last_touch"], row["due"], row["overdue_days"]) == (
        None, None, None, "2026-11-10", 10,
    )  # fmt: skip
    known = Contact("P.md", "Ann", Person("P.md", "Ann", email="a@b.it"), "en", (ITEM,), TODAY)
    row = contact_row(known, TODAY)
    assert (row["note"], row["email"], row["last_touch"]) == ("P.md", "a@b.it", "2026-11-20")


def test_a_finding_is_told_in_the_reader_s_words():
    found = problem("A.md", 4, "two-values", name="applied", value="1", other="2")
    row = problem_row(found, load.phrases("en"))
    assert (row["note"], row["line"], row["code"], row["hint"]) == (
        "A.md",
        4,
        "two-values",
        "Keep one.",
    )
    assert problem_row(found, load.phrases("it"))["hint"] == "Tienine uno."
    assert len({found, problem("A.md", 4, "two-values"), hint("A.md", 4, "two-values")}) == 3


def test_the_numbers_of_a_search_come_with_what_they_are_parts_of():
    heard = Application(
        "A.md", "A", "rejected", applied=date(2026, 11, 1), decided=date(2026, 11, 9), source="Ann"
    )
    silent = Application("B.md", "B", "applied", role="Dev", applied=date(2026, 11, 10))
    row = funnel_row(funnel([Entry(one, (), Memory()) for one in (heard, silent)], TODAY))
    counts = {
        key: row[key]
        for key in ("applications", "sent", "answered", "waiting", "ghosted", "withdrawn")
    }
    assert counts == {
        "applications": 2,
        "sent": 2,
        "answered": 1,
        "waiting": 1,
        "ghosted": 0,
        "withdrawn": 0,
    }
    assert row["response"] == {"answers": 1, "median_days": None, "waiting": 1}
    assert {"stage": "applied", "now": 1, "reached": 2} in row["stages"]
    assert {"stage": "rejected", "now": 1, "reached": None} in row["stages"]
    assert row["sources"] == [{"source": "Ann", "sent": 1, "answered": 1}]
    assert row["open"] == [
        {
            "note": "B.md",
            "company": "B",
            "role": "Dev",
            "stage": "applied",
            "days_in_stage": 10,
            "days_quiet": 10,
        }
    ]


def test_a_row_of_the_list_has_none_where_no_note_tells():
    row = listing_row(Listing(Application("A.md", "Acme", "saved"), None, 3, TODAY))
    assert row == {
        "note": "A.md", "company": "Acme", "role": None, "stage": "saved",
        "days_in_stage": None, "days_quiet": 3, "next": TODAY.isoformat(),
    }  # fmt: skip


def test_somebody_of_whom_there_was_nothing_for_long():
    person = Person("People/Ann.md", "Ann")
    row = stale_row(Stale("Ann", person, None, None, TODAY, ("A.md",)))
    assert row == {
        "name": "Ann",
        "note": "People/Ann.md",
        "email": None,
        "last_touch": None,
        "last_day": "2026-11-20",
        "applications": ["A.md"],
    }
    assert stale_row(Stale("Ann", None, None, None, TODAY, ()))["note"] is None
