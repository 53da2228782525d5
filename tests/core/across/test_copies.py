"""One application in two notes: what is a copy, and what only looks like one."""

from datetime import date

import pytest

from tests.house import Application
from vaultkit.core.across.copies import copies, listed
from vaultkit.core.follow_ups.item import Entry
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.text.problem import problem

DAY = date(2026, 1, 5)


def entry(
    path: str,
    company: str = "Acme",
    role: str | None = "Dev",
    applied: date | None = DAY,
    problems=(),
) -> Entry:
    return Entry(
        Application(path, company, "applied", role=role, applied=applied), (), Memory(), problems
    )


@pytest.mark.parametrize(
    "copy", ["Acme 2", "Acme (1)", "Acme - Copy", "Acme copy 3", "Acme - copia (2)"]
)
def test_a_synchronisers_copy_repeats_the_note_with_the_shorter_name(copy):
    for company in ("Acme", copy):
        bare = [
            entry(f"J/{copy}.md", company, None, None),
            entry("J/Acme.md", role=None, applied=None),
        ]
        assert copies(bare) == {f"J/{copy}.md": "J/Acme.md"}


def test_the_same_company_role_and_days_are_enough_whatever_the_names():
    assert copies([entry("J/Other.md", "ACME", "dev"), entry("J/Acme.md")]) == {
        "J/Other.md": "J/Acme.md"
    }


@pytest.mark.parametrize(
    "other",
    [
        entry("J/Acme 2.md", role="Ops"),
        entry("J/Acme 2.md", company="Beta"),
        entry("J/Acme 2.md", applied=date(2026, 1, 6)),
        entry("J/Ops.md", role=None),
        entry("J/Ops.md", applied=None),
    ],
)
def test_two_applications_are_no_copies(other):
    assert copies([entry("J/Acme.md"), other]) == {}
    assert (
        copies(
            [
                entry("J/Acme.md", role=other.application.role, applied=None),
                entry("J/Ops.md", applied=None),
            ]
        )
        == {}
    )


def test_a_number_in_a_name_is_no_copy_where_no_note_has_the_name_without_it():
    notes = [entry(f"J/Company 0{number}.md", f"Company 0{number}") for number in range(3)]
    assert copies(notes) == {}
    assert copies([entry(f"J/Company {number}.md", "Acme", None) for number in range(3)]) == {}


def test_the_lists_show_no_copy_and_no_note_whose_stage_is_unread():
    wrong = (problem("J/B.md", 3, "unknown-stage-near"),)
    shown = [
        entry("J/Acme.md"),
        entry("J/C.md", problems=(problem("J/C.md", 2, "bad-date"),), role="Ops"),
    ]
    assert listed(
        [*shown, entry("J/Acme 2.md"), entry("J/B.md", role="QA", problems=wrong)]
    ) == tuple(shown)
