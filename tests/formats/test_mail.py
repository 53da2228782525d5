"""Letters and links: short, filled, and nothing of a note becomes a header or a second address."""

from datetime import date
from urllib.parse import unquote

import pytest

from vaultkit import words
from vaultkit.core.application import Application, Name
from vaultkit.core.fact import Fact
from vaultkit.core.item import Entry, Item
from vaultkit.core.memory import Memory
from vaultkit.core.people import Contact
from vaultkit.core.person import Person
from vaultkit.formats.mail import (
    Draft,
    NameMissing,
    NotALetter,
    find_template,
    is_address,
    item_draft,
    letter_values,
    mailto,
    week_drafts,
    write_letter,
)

ANN = Person("P.md", "Ann Lee", email="ann@example.com")
APPLICATION = Application("A.md", "Acme", "rejected", role="Engineer", interviews=(date(2026, 10, 20),))
ITEM = Item("A.md", 9, "vk-follow-up-ann", "follow-up", "W", " ", "Acme", None, Name("Ann"), None, date(2026, 11, 10), None)
CONTACT = Contact("P.md", "Ann Lee", ANN, "en", (ITEM,))
TEMPLATES = {"en/follow-up": "Subject: {{role}} at {{company}}\n\nDear {{name}},\n\nthank you.\n"}
EN = words.phrases("en")


def drafts(templates, contact=CONTACT):
    entry = Entry(APPLICATION, (ITEM,), Memory())
    return week_drafts([contact], [entry], (), templates, {"en": EN}, "en")


def test_a_letter_is_filled_once_and_as_text():
    letter = write_letter("Subject: a {{role}}\r\n\r\nDear {{ name }},\n\n", {"role": "{{name}}\nX", "name": "Ann"})
    assert (letter.subject, letter.body) == ("a {{name}} X", "Dear Ann,\n")


@pytest.mark.parametrize(("text", "why"), [("{{salary}}", "unknown"), ("{{role}}", "empty")])
def test_a_name_without_a_value_is_an_error_that_names_the_property(text, why):
    with pytest.raises(NameMissing) as missing:
        write_letter(f"Subject: x\n\n{text}", {"role": " "})
    assert (missing.value.why, missing.value.property) == (why, text.strip("{}"))


@pytest.mark.parametrize("text", ["Dear Ann", "Subject: x\nBcc: y\n\nbody", "Subject: x\n\n \n", "To: x\n\nbody"])
def test_what_has_no_subject_or_more_than_one_header_is_no_letter(text):
    with pytest.raises(NotALetter):
        write_letter(text, {})


@pytest.mark.parametrize(
    ("name", "first"), [("Ann Lee", "Ann"), ("Dr. Lee", "Dr. Lee"), ("A Lee", "A Lee"), ("", "")]
)
def test_a_title_or_an_initial_is_no_first_name(name, first):
    contact = Contact("x", name, None, "en", (ITEM,))
    assert letter_values(ITEM, contact, APPLICATION, (), EN)["first_name"] == first


def test_what_is_new_stands_in_the_values_and_nothing_where_there_is_none():
    skill = Fact("s.md", "skill", date(2026, 11, 1), "Spark.")
    article = Fact("a.md", "article", date(2026, 11, 1), "On Spark")
    values = [letter_values(ITEM, CONTACT, APPLICATION, facts, EN)["news"] for facts in ((skill,), (article,), ())]
    assert "Spark" in values[0]
    assert "Spark.." not in values[0]
    assert "On Spark" in values[1]
    assert values[2] == ""
    assert values[0] != values[1].replace("On Spark", "Spark")


def test_somebody_whose_note_does_not_say_how_is_written_to_formally():
    both = {"it/follow-up.formal": "F", "it/follow-up.informal": "I", "en/follow-up": "E"}
    assert [find_template(both, "follow-up", "it", how) for how in (None, "informal")] == ["F", "I"]
    assert find_template(both, "follow-up", "en", "formal") == "E"
    assert find_template(both, "check-in", "en", None) is None


def test_a_draft_goes_to_the_address_of_the_person_s_note():
    draft = item_draft(ITEM, CONTACT, APPLICATION, (), TEMPLATES, EN)
    assert draft == Draft("ann@example.com", "Engineer at Acme", "Dear Ann Lee,\n\nthank you.\n")
    with pytest.raises(KeyError):
        item_draft(ITEM, CONTACT, APPLICATION, (), {}, EN)


def test_a_letter_that_cannot_be_filled_leaves_its_subject_alone():
    [whole], [alone] = drafts(TEMPLATES).values(), drafts({}).values()
    assert "body=Dear%20Ann" in whole
    assert alone.startswith("mailto:ann@example.com?subject=")
    assert "body=" not in alone


def test_who_has_no_address_has_no_link():
    assert drafts(TEMPLATES, Contact("x", "Ann", None, "en", (ITEM,))) == {}


@pytest.mark.parametrize(
    "address",
    [
        None, "", "ann", "ann@b", "a@b.it?bcc=x@y.it", "a@b.it&bcc=x", "a@b.it,c@d.it", "a@b.it\n", "a b@c.it",
        "<a@b.it>", "a@b..it", "a@-b.it", f"{'a' * 250}@b.it", "a@b.it\r\nBcc: x@y.it",
    ],
)  # fmt: skip
def test_what_is_not_one_plain_address_makes_no_link(address):
    assert not is_address(address)
    with pytest.raises(ValueError):
        mailto(Draft(address or "", "s", "b"))


@pytest.mark.parametrize("end", ["\r", "\n"])
def test_a_subject_of_two_lines_makes_no_link(end):
    with pytest.raises(ValueError, match="two lines"):
        mailto(Draft("a@b.it", f"a{end}Bcc: x", ""))


def test_whatever_stands_in_a_mail_is_one_subject_and_one_body():
    link = mailto(Draft("a+x@b.it", "a&body=x?#)", "b&bcc=c@d.it\n](x)\n"))
    head, _, query = link.partition("?")
    assert head == "mailto:a%2Bx@b.it"
    assert [unquote(field) for field in query.split("&")] == ["subject=a&body=x?#)", "body=b&bcc=c@d.it\r\n](x)"]
    assert not set(link) & set(" ()<>[]\"\n")
