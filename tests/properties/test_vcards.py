"""Cards of anybody and anything: nothing is raised, nothing gets out of its head, and what goes out comes in again."""

from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.text.sanitize import one_line
from vaultkit.core.vcards.somebody import somebody
from vaultkit.core.vcards.vcard_text import read_vcards
from vaultkit.formats.people_vcf import render

LINES = st.one_of(
    st.sampled_from(["BEGIN:VCARD", "END:VCARD", "AGENT:", "VERSION:2.1", "", " more", "\tmore"]),
    st.builds(
        "{}{}:{}".format,
        st.sampled_from(["FN", "N", "ORG", "EMAIL", "item1.TEL", "URL", "UID", "X-ABShowAs"]),
        st.sampled_from(
            ["", ";TYPE=pref", ";ENCODING=QUOTED-PRINTABLE", ';X="a:b', ";CHARSET=utf-16"]
        ),
        st.text(max_size=40),
    ),
    st.text(max_size=20),
)
WORDS = st.text(st.characters(codec="utf-8"), max_size=120).map(one_line).filter(bool)


@given(st.lists(LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_stands_in_a_file_is_read_without_a_word_and_fits_a_head(lines, end):
    for card in read_vcards(end.join(lines)):
        who = somebody(card)
        for text in (who.name, who.company, who.role, who.uid, *who.emails, *who.phones):
            assert text == one_line(text)
            assert len(text) <= 200
            assert "<%" not in text
            assert "{{" not in text


@given(WORDS, WORDS, WORDS, st.lists(WORDS, max_size=3))
def test_what_goes_out_comes_in_again(name, company, uid, tags):
    row = {"name": name, "company": company, "uid": uid, "tags": tuple(tags), "role": None}
    row |= {
        "emails": ("a@x.example",),
        "phones": ("06 1",),
        "links": (),
        "obsidian": "obsidian://x",
    }
    data = render([row])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (card,) = read_vcards(data.decode())
    assert (card.wrong, card.is_whole) == ((), True)
    assert card.texts("fn") == (name,)
    assert card.texts("uid") == (uid,)
    assert card.values["org"] == ((company,),)
    assert (card.texts("email"), card.texts("tel")) == (("a@x.example",), ("06 1",))
