"""The letters that come along: short, in both languages and forms, and with known names alone."""

import email
import re
from email import policy
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.text.problem import Problem
from vaultkit.formats.eml import eml
from vaultkit.formats.letter import (
    NAMES,
    OPTIONAL,
    Letter,
    NameMissing,
    Template,
    fill,
    find_letter,
    left_out,
    read_letter,
)
from vaultkit.formats.mail import Draft, is_address, mailto
from vaultkit.playbook import load

LETTERS = load.letters()
FORMS = {
    language: [".formal", ".informal"] if f"{language}/check-in.formal" in LETTERS else [""]
    for language in load.languages()
}
PLAYBOOK = read_playbook(load.rule_tables(), {})
RULES = [rule.name for rule in PLAYBOOK.rules if rule.has_addressee]
CHOSEN = [choice.name for rule in PLAYBOOK.rules for choice in rule.letters]
VALUES = {
    "dear": "Dear Marta",
    "name": "Marta Rossi",
    "first_name": "Marta",
    "company": "Acme",
    "role": "Analyst",
    "about": "Analyst at Acme",
    "position": "the Analyst position at Acme",
    "via": "Halyard Talent",
    "applied_day": "Monday 5 October",
    "screened_day": "Monday 12 October",
    "interview_day": "Tuesday 20 October",
    "interview_month": "October",
    "reply_day": "Friday 6 November",
    "news": "Since June I have led the move of our reports to a new warehouse.",
    "why": "your reports decide where ambulances stand",
    "talked_about": "how the night shift reads the dashboard",
    "offer_deadline": "Friday 13 November",
    "my_name": "Ada Byron",
    "phone": "+44 20 7946 0000",
    "links": "https://example.com/ada",
}
BARE = VALUES | dict.fromkeys(OPTIONAL, "")
WRONG = (
    # Invented praise, pressure, and wording that a native reader marked.
    r"(?i)invaluable|amazing|dream|perfect fit|honou?red|passion|thrilled|great impression|sorry to|apolog|unfortunately",
    r"(?i)already help|arrived safely|in good time|along the way|some time ago|shall i|a good few weeks|good start together",
    r"(?i)scus\w+|purtroppo|onorat|\bsquadra\b|resta vivo|dovesse nascere|si accorda con|per la parte che ha|un buon inizio insieme",
    r"(?i)chi lavora con (?:lei|te)|grazie del\b|attendo con piacere|aspetto volentieri|\b(?:lavoro|ruolo|posizione di \w+) in [A-Z]",
    # The rest of what the reading of the first build marked: English, then Italian.
    r"(?i)for our talk|to the next step|a short (?:word|message) is|still reading app|in the work as well|all that i need|easily such a day",
    r"(?i)accept (?:it|that|the|your) decision|what decided it|whom i met|took for me|go on with|plan without me|in our field|left open|works? itself",
    r"(?i)accetto la (?:vostra|sua|tua)|vicin[oa] al mio|prossimo passo|idea precisa|stata assegnata|per tempo\b|in sospeso|proseguire per la",
    r"(?i)contare sulla mia|più di una volta|c'è un risultato|per l'opportunità|mi fa piacere saperlo|quella squadra|fin d'ora se|ripenso ancora",
    # What may not be true, and what supposes that both are men.
    r"(?i)came first|arrivata prima|ci siamo (?:sentiti|visti|conosciuti|incontrati)|i still think back",
    r"!",
    r"(?i)\b(\w+) \1\b",
    r" {2}|\n{3}| [,.;:]|\.\.",
)
LAST = r"last nudge|l'ultima che (?:Le|ti) scrivo|dopo questa mail non (?:La|ti) disturberò più"
TU = r"\b(?:tu|te|ti|tuo|tua|tuoi|tue|hai|sai|mandarti|chiederti)\b"
LEI = r"\b(?:Lei|Suo|Sua|Suoi|Sue|Gentile)\b|\b(?:Le|La) (?:scrivo|auguro|capit\w+|serv\w+|prego|ringrazio|darò)|\w(?:Le|La)\b"
GENDERED = r"\b(?:(?:grat|liet|content|interessat|onorat|convint|sicur|emozionat)[oa]|(?:mi )?sono (?:stat|rimast|arrivat|fatt|trovat)[oa])\b"


def letter(name):
    found = read_letter(LETTERS[name])
    assert isinstance(found, Letter), found
    return found


@pytest.mark.parametrize("language", load.languages())
@pytest.mark.parametrize("name", [*RULES, *CHOSEN])
def test_every_line_for_somebody_has_its_letter_in_every_form(name, language):
    assert [form for form in FORMS[language] if f"{language}/{name}{form}" not in LETTERS] == []


def test_no_letter_is_there_that_no_line_asks_for():
    assert {re.sub(r"\.(?:formal|informal)$", "", name.partition("/")[2]) for name in LETTERS} == {
        *RULES,
        *CHOSEN,
    }


@pytest.mark.parametrize("values", [VALUES, BARE], ids=["all told", "nothing optional"])
@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_has_60_to_150_words_and_a_subject_that_a_phone_shows(name, values):
    filled = fill(letter(name), values)
    assert 60 <= len(filled.body.split()) <= 150
    assert len(filled.subject) <= 60
    assert "{" not in filled.subject + filled.body


@pytest.mark.parametrize("values", [VALUES, BARE], ids=["all told", "nothing optional"])
@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_holds_nothing_that_nobody_would_send(name, values):
    filled = fill(letter(name), values)
    text = f"{filled.subject}\n{filled.body}"
    assert [wrong for wrong in WRONG if re.search(wrong, text)] == []


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_begs_for_nothing_and_shouts_nothing(name):
    text = letter(name).subject + letter(name).body
    assert not re.search(
        r"(?i)\b(?:sorry|apologi[sz]e|unfortunately|asap|urgent|scus\w+|purtroppo|urgente)\b", text
    )


@pytest.mark.parametrize("name", [name for name in LETTERS if "-agency" in name])
def test_an_agency_s_recruiter_does_not_read_what_is_for_the_firm_s_own_people(name):
    text = letter(name).body
    assert not re.search(
        r"(?i)see you soon|a presto|the team|il (?:Suo|tuo) team|working at \{\{company|lavorare presso",
        text,
    )


@pytest.mark.parametrize("name", [name for name in LETTERS if "-second" in name])
def test_the_second_letter_says_that_it_is_the_last(name):
    assert re.search(LAST, letter(name).body)


@pytest.mark.parametrize(("first", "second"), [("check-in", "check-in-second"), ("ask-news", "ask-news-second"),
                                                ("thank-you", "thank-you-panel"), ("thank-you", "thank-you-again"), ("thank-you-panel", "thank-you-again"),
                                                ("follow-up", "follow-up-panel")])  # fmt: skip
@pytest.mark.parametrize("place", ["en/{}", "it/{}.formal", "it/{}.informal"])
def test_no_sentence_of_one_letter_stands_in_the_other(place, first, second):
    def sentences(name):
        body = fill(letter(place.format(name)), BARE).body
        return {
            sentence.strip()
            for sentence in re.split(r"[.?]\s|\n", body)
            if len(sentence.split()) > 5
        }

    assert sentences(first) & sentences(second) == set()


@pytest.mark.parametrize("name", [name for name in LETTERS if name.startswith("it/")])
def test_an_italian_letter_keeps_to_lei_or_tu_and_supposes_nobody_s_gender(name):
    text = letter(name).body
    tu, lei = re.findall(TU, text, re.IGNORECASE), re.findall(LEI, text)
    right, wrong = (lei, tu) if name.endswith(".formal") else (tu, lei)
    assert right != []
    assert wrong == []
    assert re.findall(GENDERED, text, re.IGNORECASE) == []


@pytest.mark.parametrize("name", LETTERS)
def test_the_package_s_letters_use_known_names_alone(name):
    used = set(re.findall(r"\{\{(\w+)\}\}", LETTERS[name].text))
    assert used <= set(NAMES)
    assert used & {"role", "position"}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "letter-no-subject", 1),
        ("Dear {{name}}\n\nHello\n", "letter-no-subject", 1),
        ("Subject:\n\nHello\n", "letter-no-subject", 1),
        ("---\ntags: x\n---\n\nHello\n", "letter-no-subject", 5),
        ("Subject: x\n", "letter-no-body", 2),
        ("Subject: x\nHello\n", "letter-no-body", 2),
        ("Subject: x\n\n \n", "letter-no-body", 2),
        ("Subject: {{rol}}\n\nHello\n", "letter-unknown-name", 1),
        ("Subject: x\n\nDear {{first name}},\n", "letter-unknown-name", 3),
        ("---\ntags: x\n---\nSubject: x\r\n\r\na\r\n{{nome}}\r\n", "letter-unknown-name", 7),
        ("Subject: x\n\nDear {{name,\n", "letter-braces", 3),
        ("Subject: x\n\nDear {{na\nme}},\n", "letter-braces", 3),
        ("Subject: x\n\nDear name}},\n", "letter-braces", 3),
        ("Subject: x\n\n{{}}\n", "letter-unknown-name", 3),
        ("Subject: x\n\n{{ {{name}} }}\n", "letter-braces", 3),
    ],
)
def test_a_mistake_is_told_with_its_line(text, code, line):
    found = read_letter(Template("Letters/en/follow-up.md", text))
    assert isinstance(found, Problem)
    assert (found.note, found.code, found.line) == ("Letters/en/follow-up.md", code, line)


def test_a_name_in_single_braces_is_a_slip_and_other_braces_are_words():
    slip = read_letter(Template("x.md", "Subject: x\n\nDear {first_name},\n"))
    assert (slip.code, slip.line) == ("letter-braces", 3)
    assert (
        read_letter(Template("x.md", "Subject: x\n\nA {set} of {names}.\n")).body
        == "A {set} of {names}.\n"
    )


def test_a_mistake_in_a_name_is_told_with_the_nearest():
    found = read_letter(Template("x.md", "Subject: x\n\nDear {{First Nmae}},\n"))
    assert isinstance(found, Problem)
    assert found.values["nearest"] == "first_name"


@given(st.text(max_size=200))
def test_any_text_is_a_letter_or_a_problem_and_never_steers_a_terminal(text):
    found = read_letter(Template("x.md", f"Subject: {text}\n\n{text}"))
    if isinstance(found, Letter):
        assert not re.search(
            r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e]", found.subject + found.body
        )
        assert "\n" not in found.subject


def test_a_name_is_filled_once_and_an_empty_one_names_its_property():
    shown = Letter("{{role}}", "{{ first_name }} at {{company}}.\n")
    assert fill(shown, {"role": "{{news}}", "first_name": "Ann", "company": "Acme Inc."}) == Letter(
        "{{news}}", "Ann at Acme Inc.\n"
    )
    with pytest.raises(NameMissing) as missing:
        fill(Letter("x", "{{interview_day}}"), {"interview_day": " "})
    assert missing.value.property == "interviewed"


def test_a_line_without_its_optional_name_is_left_out_and_no_gap_stays():
    shown = Letter(
        "x", "Dear Ann,\n\nIt is near: {{why}}.\n\nSoon.\n\nKind regards\n{{my_name}}\n{{phone}}\n"
    )
    assert fill(shown, {}).body == "Dear Ann,\n\nSoon.\n\nKind regards\n"
    assert left_out(shown, {}) == ("why", "my_name", "phone")
    whole = {"why": "home", "my_name": "Ada", "phone": "1"}
    assert (
        fill(shown, whole).body
        == "Dear Ann,\n\nIt is near: home.\n\nSoon.\n\nKind regards\nAda\n1\n"
    )
    assert left_out(shown, whole) == ()


def test_a_vault_s_own_letter_comes_before_any_of_the_package_s():
    own, ours = Template("own", ""), Template("ours", "")
    packed = {
        "it/ask-news-promised.formal": ours,
        "it/ask-news.informal": ours,
        "it/ask-news.formal": ours,
    }
    names = ("ask-news-promised", "ask-news")
    assert find_letter(({}, packed), names, "it", None) == ours
    assert find_letter(({"it/ask-news": own}, packed), names, "it", "informal") == own
    assert find_letter(({"it/ask-news.informal": own}, packed), names, "it", None) == ours
    assert find_letter(({}, packed), names, "xx", None) is None


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
@example("", "0 000000¡¡¡¡¡¡𐀀𐀀𐀀𐀀 ¡", "")
def test_no_header_can_be_smuggled_into_a_mail(name, subject, body):
    letter = fill(
        Letter("About {{role}}", "{{news}}\n"), {"role": f"x{subject}", "news": f"x{body}"}
    )
    made = Draft("marta@example.com", letter.subject, letter.body)
    read = email.message_from_bytes(eml(made), policy=policy.default)
    assert sorted(key.lower() for key in read) == sorted(
        ["x-unsent", "to", "subject", "content-type", "content-transfer-encoding", "mime-version"]
    )
    assert str(read["To"]) == "marta@example.com"
    assert read["Subject"].split() == letter.subject.split()
    assert read.get_content().split() == letter.body.split()
    link = urlsplit(mailto(made))
    fields = parse_qs(link.query, keep_blank_values=True, strict_parsing=True)
    assert sorted(fields) == ["body", "subject"]
    assert fields["subject"] == [letter.subject]
    assert (link.scheme, unquote(link.path), link.fragment) == ("mailto", "marta@example.com", "")


@given(st.text(max_size=60), st.text(max_size=40))
@example("<", "")
@example("a@b.it?bcc=x@y.it", "Hello")
@example("a@b.it, c@d.it", "Hello")
@example("marta@example.com", "Hello")
def test_an_address_that_is_none_breaks_no_file_and_makes_no_link(address, subject):
    try:
        made = eml(Draft(address, subject, "Hello\n"))
    except ValueError:
        return
    read = email.message_from_bytes(made, policy=policy.default)
    assert {key.lower() for key in read} <= {
        "x-unsent", "to", "subject", "content-type", "content-transfer-encoding", "mime-version"
    }  # fmt: skip
    assert ("To" in read) == is_address(address)
    if not is_address(address):
        with pytest.raises(ValueError, match="address"):
            mailto(Draft(address, "x", "y"))
