"""Files of contacts as phones and mail programs write them, and as nobody should."""

import pytest

from vaultkit.core.vcards.vcard_text import is_vcards, read_vcards


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def read_one(*lines, **more):
    (found,) = read_vcards(card(*lines, **more))
    return found


def codes(found):
    return [(wrong.line, wrong.code) for wrong in found.wrong]


@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
def test_a_plain_card_is_the_same_in_every_version(version):
    found = read_one("FN:Ada Byron", "N:Byron;Ada;;;", "EMAIL:ada@x.example", version=version)
    assert (found.line, found.version, found.wrong, found.is_whole) == (1, version, (), True)
    assert found.values["n"] == (("Byron", "Ada", "", "", ""),)
    assert found.texts("email") == ("ada@x.example",)


def test_a_version_that_nobody_knows_is_none():
    assert read_one("FN:Ada", version="9").version == ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_several_cards_begin_on_their_lines_whatever_ends_a_line(end):
    text = (card("FN:A") + "\r\n" + card("FN:B")).replace("\r\n", end)
    assert [(one.line, one.texts("fn")) for one in read_vcards(text)] == [
        (1, ("A",)),
        (6, ("B",)),
    ]


def test_a_folded_line_is_one():
    assert read_one("FN:Ada", "NOTE:x", " y", "ORG:The Analytical", "  Engine").texts("org") == (
        "The Analytical Engine",
    )


def test_escapes_are_taken_off_and_a_semicolon_in_a_name_is_no_end():
    found = read_one("FN:a\\, b\\; c\\nd", "ORG:Acme\\; Inc\\\\;Sales", "UID:C:\\Users")
    assert found.texts("fn") == ("a, b; c\nd",)
    assert found.values["org"] == (("Acme; Inc\\", "Sales"),)
    assert found.texts("uid") == ("C:\\Users",)


QUOTED = "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"


@pytest.mark.parametrize(
    ("value", "name"),
    [("Ren=C3=ZZe", "Ren\u00c3=ZZe"), ("Ren=C3e", "Ren\u00c3e"), ("Ada=4", "Ada=4")],
)
def test_a_name_in_broken_quoted_printable_is_read_and_told(value, name):
    found = read_one(QUOTED + value)
    assert found.texts("fn") == (name,)
    (wrong,) = found.wrong
    assert (wrong.line, wrong.code, wrong.values) == (3, "broken", {"name": "FN", "value": name})


def test_a_name_that_would_go_on_behind_the_end_of_its_card_ends_with_it():
    text = card("EMAIL:ada@x.example", f"{QUOTED}Ada=") + card("FN:Bea")
    ada, bea = read_vcards(text)
    assert (ada.texts("fn"), ada.is_whole, codes(ada)) == (("Ada",), True, [(4, "broken")])
    assert (bea.texts("fn"), bea.wrong) == (("Bea",), ())


def test_what_would_go_on_in_another_property_ends_above_it():
    found = read_one(f"{QUOTED}Ren=C3=A9=", "EMAIL:r@x.example", "ORG:Co")
    assert (found.texts("fn"), found.texts("email")) == (("René",), ("r@x.example",))
    assert [(each.code, each.values["name"]) for each in found.wrong] == [("broken", "FN")]
    note = read_one("NOTE;ENCODING=QUOTED-PRINTABLE:called=", "item1.EMAIL;TYPE=HOME:r@x.example")
    assert note.texts("email") == ("r@x.example",)


def test_behind_an_encoded_end_of_line_a_note_holds_what_looks_like_a_property():
    found = read_one("NOTE;ENCODING=QUOTED-PRINTABLE:met at=0D=0A=", "TEL:1", "FN:Ada")
    assert (found.texts("tel"), found.texts("fn")) == ((), ("Ada",))


@pytest.mark.parametrize(
    "line",
    [
        f"{QUOTED}Ren=C3=A9e",
        f"{QUOTED}a=3Db",
        "FN;ENCODING=QUOTED-PRINTABLE:Ren=E9e",
        "FN;CHARSET=nonsense;ENCODING=QUOTED-PRINTABLE:Ren=C3=A9e",
        "URL;ENCODING=QUOTED-PRINTABLE:https://x.example/?a=z",
        "FN:a=z",
    ],
)
def test_of_a_name_that_is_whole_nothing_is_told(line):
    assert read_one(line).wrong == ()


def test_quoted_printable_of_several_lines_in_any_encoding():
    start = "ENCODING=QUOTED-PRINTABLE"
    assert read_one(f"FN;CHARSET=UTF-8;{start}:Ren=C3=A9e =", "=C3=88ve").texts("fn") == (
        "Renée Ève",
    )
    assert read_one(f"FN;CHARSET=ISO-8859-1;{start}:Ren=E9e").texts("fn") == ("Renée",)
    assert read_one(f"FN;{start}:Ren=E9e").texts("fn") == ("Renée",)
    assert read_one(f"FN;CHARSET=klingon;{start}:Ren=C3=A9e").texts("fn") == ("Renée",)
    assert read_one(f"FN;CHARSET=zip;{start}:Ren=C3=A9e").texts("fn") == ("Renée",)


def test_bytes_that_are_no_text_are_told_by_their_line():
    found = read_one("FN:Ada", "ORG;ENCODING=QUOTED-PRINTABLE:A=81=FF")
    assert codes(found) == [(4, "encoding")]
    assert found.texts("org") == ()


def test_a_value_that_a_card_prefers_comes_first():
    lines = ("EMAIL:a@x.example", "item1.EMAIL;type=WORK;type=pref:b@x.example")
    assert read_one(*lines).texts("email") == ("b@x.example", "a@x.example")
    assert read_one("TEL:1", 'TEL;TYPE="cell,pref":2').texts("tel") == ("2", "1")
    assert read_one("TEL:1", "TEL;PREF=1:2").texts("tel") == ("2", "1")


def test_a_colon_in_a_quoted_parameter_is_no_end_of_the_name():
    assert read_one('TEL;VALUE=uri;TYPE="a:b;c":tel:+1-555').texts("tel") == ("tel:+1-555",)


def test_photos_are_passed_over_however_they_are_cut():
    found = read_one(
        "PHOTO;ENCODING=b;TYPE=JPEG:AAAA",
        " BBBB",
        "LOGO;ENCODING=BASE64:AAAA",
        "CCCC",
        "",
        "FN:Ada",
        "BDAY:1815-12-10",
    )
    assert (set(found.values), found.wrong) == ({"fn"}, ())


def test_a_line_that_is_none_costs_itself_alone():
    found = read_one("FN:Ada", "no colon here", "ORG:Acme")
    assert codes(found) == [(4, "line")]
    assert found.texts("org") == ("Acme",)


def test_a_line_of_ten_megabytes_is_told_and_not_read():
    found = read_one("FN:" + "A" * 10_000_000, "ORG;ENCODING=QUOTED-PRINTABLE:" + "B" * 10_000)
    assert codes(found) == [(3, "too-long"), (4, "too-long")]
    assert read_one("A" * 10_000_000, "FN:Ada").texts("fn") == ("Ada",)


def test_of_a_thousand_addresses_the_first_are_enough():
    found = read_one(*(f"EMAIL:a{number}@x.example" for number in range(1000)))
    assert len(found.texts("email")) == 50


def test_a_value_that_says_nothing_is_none():
    assert read_one("FN:", "N:;;;;").values == {"fn": (), "n": ()}


def test_a_card_that_never_ends_is_told_from_the_next_one():
    text = "BEGIN:VCARD\nFN:Cut\n" + card("FN:Ada") + "BEGIN:VCARD\nFN:Off\n"
    found = read_vcards(text)
    assert [(one.texts("fn")[0], one.is_whole) for one in found] == [
        ("Cut", False),
        ("Ada", True),
        ("Off", False),
    ]


def test_somebody_s_secretary_on_their_card_is_nobody_s_card():
    inner = ("AGENT:", "BEGIN:VCARD", "FN:Secretary", "END:VCARD")
    found = read_one(*inner, "FN:Ada", version="2.1")
    assert found.texts("fn") == ("Ada",)


def test_what_stands_between_cards_is_none():
    assert read_vcards("\nX-FOO:1\nEND:VCARD\nBEGIN:VEVENT\nFN:x\n") == ()


@pytest.mark.parametrize(
    "line", ["X-ABShowAs:COMPANY", "KIND:org", "kind:group", "X-ADDRESSBOOKSERVER-KIND:group"]
)
def test_a_card_of_a_company_or_a_list_is_nobody_s(line):
    assert read_one("FN:Acme", line).is_nobodys
    assert not read_one("FN:Ada", "KIND:individual").is_nobodys


def test_a_file_of_cards_is_known_by_how_it_begins():
    assert is_vcards("\ufeff\n begin:vcard\n")
    assert not is_vcards("Company,Role\nBEGIN:VCARD,x\n")
