"""Which items and people a few words mean."""

from datetime import date

import pytest

from tests.house import PLAIN, surveyed, updated
from vaultkit.core.across.naming import folded, items_meant, people_meant
from vaultkit.core.week.due import due_items

TODAY = date(2026, 11, 20)
HEAD = "---\ntype: application\ncompany: {company}\nstatus: applied\napplied: {applied}\ncontact: {contact}\n---\n"


def application(company, contact, applied="2026-11-02"):
    return HEAD.format(company=company, contact=contact, applied=applied).encode()


NOTES = {
    "Apps/Globex.md": application("Globex Söhne", '"[[Nadia Brandt]]"'),
    "Apps/Ünder.md": application("Under", "Lena Marsh", "2026-11-18"),
    "Apps/Tidewater.md": application("Tidewater", "Helena Fox"),
    "Apps/Both.md": application("Nadia Ltd", "Omar"),
    "People/Nadia Brandt.md": b"---\ntype: person\nname: Nadja Brandt\naliases: [Nad]\n---\n",
}


def meant(text, notes=NOTES, today=TODAY):
    found = surveyed(updated(notes, today), today, PLAIN)
    due = due_items(found.listed, found.people, today)
    items = items_meant(text, found.entries, due, found.people.directory)
    return [f"{item.path}#{item.id}" for item in items]


def people(text, notes=NOTES, due=()):
    found = surveyed(updated(notes, TODAY), TODAY, PLAIN)
    return [
        (who.identity, who.name, who.person is not None)
        for who in people_meant(text, found.entries, found.people, due)
    ]


GLOBEX = "Apps/Globex.md#vk-check-in-nadia-brandt"


@pytest.mark.parametrize(
    "text",
    ["Globex#check-in-nadia-brandt", "[[Apps/Globex#^vk-check-in-nadia-brandt|words]]", "Globex.md#^vk-check-in-nadia-brandt",
     "^vk-check-in-nadia-brandt", "check-in-nadia-brandt", "glob#check", "brandt", "NADJA", "sohne", "Söhne", "globex brandt",
     "nadia brandt", "Apps/Globex.md", "nad"],
)  # fmt: skip
def test_an_item_is_named_by_its_link_or_by_any_part_of_it_its_person_or_its_company(text):
    if text in ("NADJA", "nad"):
        assert GLOBEX in meant(text)
    else:
        assert meant(text) == [GLOBEX]


def test_what_is_due_wins_over_what_is_not():
    assert meant("lena") == ["Apps/Tidewater.md#vk-check-in-helena-fox"]
    assert meant("lena marsh") == ["Apps/Ünder.md#vk-check-in-lena-marsh"]
    assert meant("under#check-in") == ["Apps/Ünder.md#vk-check-in-lena-marsh"]


def test_an_exact_name_wins_over_a_part():
    notes = {"A.md": application("Acme", "Lena"), "B.md": application("Acme Labs", "Lena Marsh")}
    assert meant("lena", notes) == ["A.md#vk-check-in-lena"]
    assert meant("acme", notes) == ["A.md#vk-check-in-lena"]
    assert meant("check-in", notes) == ["A.md#vk-check-in-lena", "B.md#vk-check-in-lena-marsh"]


def test_an_exact_id_wins_over_one_that_begins_like_it():
    ticked = updated(NOTES, TODAY)
    ticked["Apps/Tidewater.md"] = ticked["Apps/Tidewater.md"].replace(b"- [ ]", b"- [-]")
    assert meant("Tidewater#check-in-helena-fox", ticked) == [
        "Apps/Tidewater.md#vk-check-in-helena-fox"
    ]
    assert meant("check-in-helena-fox", ticked) == ["Apps/Tidewater.md#vk-check-in-helena-fox"]
    assert meant("helena", ticked) == []


def test_nothing_is_meant_by_what_nobody_is_called():
    assert meant("initech") == []


def test_somebody_who_is_named_by_an_id_alone_is_found_by_its_words():
    assert meant("check in omar") == ["Apps/Both.md#vk-check-in-omar"]


def test_people_are_found_by_note_alias_file_and_part_with_or_without_accents():
    nadia = ("People/Nadia Brandt.md", "Nadja Brandt", True)
    for text in (
        "nadia",
        "NADJA",
        "Nad",
        "People/Nadia Brandt.md",
        "[[Nadia Brandt]]",
        "brandt nadja",
    ):
        assert people(text) == [nadia], text
    assert people("Lena Marsh") == [("lena-marsh", "Lena Marsh", False)]
    assert people("nobody") == []


def test_of_several_people_those_with_something_due_are_meant():
    assert [name for _, name, _ in people("lena")] == ["Helena Fox", "Lena Marsh"]
    assert people("lena", due={"lena-marsh"}) == [("lena-marsh", "Lena Marsh", False)]


def test_a_name_that_two_notes_share_means_both_and_nobody_else():
    twins = {
        "A.md": application("Acme", "Ann"),
        "P/Ann.md": b"---\ntype: person\n---\n",
        "Q/Ann.md": b"---\ntype: person\n---\n",
    }
    assert [identity for identity, _, _ in people("ann", twins)] == ["P/Ann.md", "Q/Ann.md"]


def test_folding_drops_capitals_accents_and_blanks():
    assert folded("  ÙLTIMA\t Riva ") == "ultima riva"


def test_an_item_that_is_for_oneself_is_found_by_a_part():
    rejected = (
        b"---\ntype: application\ncompany: Acme\nstatus: rejected\ndecided: 2026-11-02\n---\n"
    )
    assert meant("refl", {"A.md": rejected}) == ["A.md#vk-reflect"]
