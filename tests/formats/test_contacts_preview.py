"""What a file of contacts would become, in lines."""

import pytest

from vaultkit.core.vcards.plan import CardPlan
from vaultkit.core.vcards.somebody import Somebody
from vaultkit.formats.contacts_preview import card_rows, preview_lines
from vaultkit.playbook import load

ADA = Somebody(1, "Ada", "Acme", "", ("ada@x.example", "a@y.example"))
ROWS = (
    CardPlan(ADA, "new", "People/Ada.md"),
    CardPlan(Somebody(9, "B" * 80), "there", "People/B.md"),
    CardPlan(Somebody(12, "Ada"), "double", of_line=1),
    CardPlan(Somebody(15, "???"), "left"),
    CardPlan(Somebody(18, ""), "left"),
    CardPlan(Somebody(21, "Dentist"), "aside"),
)


def lines(language, most=None):
    return [*preview_lines(ROWS, load.phrases(language), most)]


def test_each_card_has_a_line_and_who_is_left_aside_has_none():
    assert lines("en") == [
        "line 1 → People/Ada.md · Acme · ada@x.example",
        f"line 9: {'B' * 60}… is there already, People/B.md",
        "line 12: Ada is on the card of line 1 already; not made twice",
        "line 15: ??? gets no note; the reason is told below",
        "line 18: names nobody; no note",
    ]


@pytest.mark.parametrize(
    ("language", "last"), [("en", "… and 3 more cards."), ("it", "… e altri 3 contatti.")]
)
def test_of_many_cards_the_first_are_shown(language, last):
    assert lines(language, 2)[2:] == [last]


def test_a_program_is_told_of_every_card():
    rows = card_rows(ROWS)
    assert [row["state"] for row in rows] == [
        "new", "there", "double", "left", "left", "aside"
    ]  # fmt: skip
    assert rows[0] == {
        "line": 1,
        "state": "new",
        "note": "People/Ada.md",
        "same_as_line": None,
        "company": "Acme",
        "role": None,
        "name": "Ada",
    }
    assert (rows[2]["same_as_line"], rows[4]["name"]) == (1, None)
