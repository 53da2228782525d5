"""Phrases are filled as text, and the words before a name sound right in their language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.core.text.phrases import Phrases
from vaultkit.playbook import load

ITALIAN = load.phrases("it")


def ask(person):
    return ITALIAN.say("item.feedback.text", person=person, company="Acme")


@pytest.mark.parametrize(
    ("person", "begins"),
    [
        ("Anna Verdi", "Chiedi ad Anna Verdi il"),
        ("[[Anna Verdi]]", "Chiedi ad [[Anna Verdi]] il"),
        ("[[People/Bea|Àgata]]", "Chiedi ad [[People/Bea|Àgata]] il"),
        ("[[Anna Verdi|Dott.ssa Verdi]]", "Chiedi a [[Anna Verdi|Dott.ssa Verdi]] il"),
        ("“Anna”", "Chiedi ad “Anna” il"),
        ("Adele", "Chiedi a Adele il"),
        ("Elena", "Chiedi a Elena il"),
        ("Marta", "Chiedi a Marta il"),
        ("Ørjan", "Chiedi a Ørjan il"),
        ("", "Chiedi a  il"),
        ("🙂 Anna", "Chiedi a 🙂 Anna il"),
    ],
)
def test_italian_says_ad_before_the_same_vowel_alone(person, begins):
    assert ask(person).startswith(begins)


def test_a_word_that_begins_a_sentence_keeps_its_capital():
    child = ITALIAN.say("item.feedback.child", name="Anna")
    assert child.startswith("Ad Anna: grazie")
    assert ITALIAN.say("item.feedback.child", name="Bea").startswith("A Bea: grazie")


def test_each_language_has_its_own_words():
    texts = {"x": "a {what}, A {what}, once {what}{what}", "sound.before": "a a an"}
    assert Phrases("en", texts).say("x", what="Ant") == "an Ant, An Ant, once AntAnt"
    assert Phrases("en", {"x": "a {what}"}).say("x", what="Ant") == "a Ant"
    assert ITALIAN.say("letter.day-and", first="oggi", last="ezio") == "oggi ed ezio"


@given(st.text(max_size=20))
def test_nothing_but_the_word_before_a_name_differs(person):
    """And what the name looks like is never read as a name itself."""
    told = ask(person)
    assert told in {f"Chiedi {word} {person} il perché del no di Acme" for word in ("a", "ad")}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Acme", "Ask Acme. (Acme.)"),
        ("Acme S.p.A.", "Ask Acme S.p.A. (Acme S.p.A.)"),
        ("[[Acme S.p.A.]]", "Ask [[Acme S.p.A.]] ([[Acme S.p.A.]])"),
        ("Acme…", "Ask Acme…. (Acme….)"),
        ("", "Ask . (.)"),
    ],
)
def test_a_name_that_ends_with_a_full_stop_ends_its_sentence(name, told):
    assert Phrases("en", {"x": "Ask {name}. ({name}.)"}).say("x", name=name) == told
    assert Phrases("en", {"x": "{name}.md"}).say("x", name="A.") == "A..md"
