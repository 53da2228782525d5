"""Whom a card is about: fit for the head of a note, whatever the card says."""

import pytest

from tests.core.vcards.test_vcard_text import read_one
from vaultkit.core.vcards.somebody import somebody


def of(*lines):
    return somebody(read_one(*lines))


def test_a_card_of_a_phone_says_what_a_note_needs():
    found = of(
        "FN:Ana Ruiz",
        "ORG:Acme;People",
        "TITLE:HR partner",
        "EMAIL:mailto:ana@acme.example",
        "TEL:tel:+39-06-1234",
        "URL:https://acme.example/ana",
        "UID:urn:uuid:1",
    )
    assert (found.name, found.company, found.role) == ("Ana Ruiz", "Acme", "HR partner")
    assert (found.emails, found.phones) == (("ana@acme.example",), ("+39-06-1234",))
    assert (found.links, found.uid) == (("https://acme.example/ana",), "urn:uuid:1")


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("FN:", "N:Ruiz;Ana;María;;"), "Ana María Ruiz"),
        (("N:Ruiz",), "Ruiz"),
        (("NICKNAME:Anita",), "Anita"),
        (("EMAIL:a@x.example",), ""),
        (("FN:Acme", "ORG:Acme"), ""),
        (("FN:Acme", "N:;;;;", "ORG:ACME"), ""),
        (("FN:Acme", "ORG:Acme Ltd", "X-ABShowAs:COMPANY"), ""),
        (("FN:Acme", "N:Acme;;;;", "ORG:Acme"), "Acme"),
        (("FN:Colleagues", "KIND:group"), ""),
        (("FN:[[../../x]]\\n<% tp %>",), "x < % tp %>"),
        (("FN:a\u202eb\x07c",), "ab c"),
        (("FN:" + "A" * 300,), "A" * 200),
    ],
)
def test_a_name_is_one_line_of_words(lines, name):
    assert of(*lines).name == name


def test_an_address_that_is_none_is_told_and_left_out():
    found = of("FN:Ada", "EMAIL:nobody at home", "EMAIL:ada@x.example")
    assert found.emails == ("ada@x.example",)
    assert [(wrong.code, wrong.values["value"]) for wrong in found.wrong] == [
        ("address", "nobody at home")
    ]


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "obsidian://open?vault=v", "file:///etc/passwd", "words alone"]
)
def test_what_is_no_page_is_no_link(link):
    assert of("FN:Ada", f"URL:{link}").links == ()


def test_a_number_without_a_figure_is_none_and_nobody_has_eleven():
    assert of("FN:Ada", "TEL:ask", "TEL:" + "1" * 70).phones == ()
    assert len(of("FN:Ada", *(f"TEL:{number}" for number in range(20))).phones) == 10


def test_addresses_are_compared_without_capitals():
    assert of("FN:Ada", "EMAIL:Ada@X.example").addresses == {"ada@x.example"}
