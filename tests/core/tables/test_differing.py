"""What a row says otherwise than its note."""

from datetime import date

import pytest

from vaultkit.core.front_matter.read import read_head, split_head
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.notes.application import read_application
from vaultkit.core.settings.values import Settings
from vaultkit.core.tables.differing import differing
from vaultkit.core.tables.row import Wish
from vaultkit.playbook import load

VOCABULARY = vocabulary(
    load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml"), Settings()
)
NOTE = (
    "company: Acme\nruolo: Cook\nstatus: Applied\nadded: 2026-01-01\ncandidatura: 2026-03-04\n"
    'recruiter: "[[Ana Ruiz|Ana]]"\nurl: https://acme.example/1/\nsource: "[[Board]]"\n'
    "Location: Rome\nRemote: true\ninterviewed: [2026-04-01 10:00, 2026-04-09]\n"
)


def told(company="Acme", role="Cook", **properties):
    text = f"---\n{NOTE}---\n"
    head = read_head("A.md", text, split_head(text))
    note, _ = read_application("A.md", "A", head, VOCABULARY)
    wish = Wish(2, company, role, properties)
    return [(one.property, one.said, one.there) for one in differing(wish, note, head, VOCABULARY)]


def test_what_the_note_says_too_is_not_told():
    assert (
        told(
            status="applied",
            added=date(2026, 8, 8),
            applied=date(2026, 3, 4),
            recruiter="ana ruiz",
            url="http://www.acme.example/1",
            source="board",
            Location="rome",
            Remote=True,
            interviewed=("2026-04-09", "2026-05-01"),
        )
        == []
    )


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"status": "Rejected"}, ("status", "Rejected", "applied")),
        ({"applied": date(2026, 3, 5)}, ("applied", "2026-03-05", "2026-03-04")),
        ({"applied": "soon"}, ("applied", "soon", "2026-03-04")),
        ({"recruiter": "Bea"}, ("recruiter", "Bea", "Ana")),
        ({"url": "https://acme.example/2"}, ("url", "https://acme.example/2", "https://acme.example/1/")),
        ({"Location": "Milan"}, ("Location", "Milan", "Rome")),
        ({"Salary": 3}, ("Salary", "3", "")),
        ({"company": "Globex"}, ("company", "Globex", "Acme")),
        ({"role": "Chef"}, ("role", "Chef", "Cook")),
    ],
)  # fmt: skip
def test_what_it_says_otherwise_is_told_with_both(said, expected):
    assert told(**said) == [expected]


def test_what_only_fills_a_place_and_a_stage_that_nobody_knows_say_nothing():
    assert told(company="TBD", role="", status="frobnicated", Salary=None) == []
