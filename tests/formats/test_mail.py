"""Drafts and links: filled with what the notes say, and nothing of a note becomes a header or a second address."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from urllib.parse import unquote

import pytest

from tests.house import Application
from vaultkit.core.across.people import Contact
from vaultkit.core.follow_ups.item import Entry, Item
from vaultkit.core.follow_ups.ledger import Memory
from vaultkit.core.follow_ups.rules import read_playbook
from vaultkit.core.notes.application import Interview, Name
from vaultkit.core.notes.fact import Fact
from vaultkit.core.notes.person import Person
from vaultkit.core.settings.values import Me
from vaultkit.core.text.problem import problem
from vaultkit.formats.letter import Letter, NameMissing, Template, fill
from vaultkit.formats.letter_choice import Occasion, is_settled, letter_names
from vaultkit.formats.letter_values import last_time, letter_values, same_mail
from vaultkit.formats.mail import (
    Draft,
    LetterWrong,
    Stationery,
    is_address,
    item_draft,
    letter_language,
    mailto,
    one_mail,
    week_drafts,
)
from vaultkit.playbook import load

ANN = Person("P.md", "Ann Lee", email="ann@example.com")
APPLICATION = Application(
    "A.md", "Acme", "rejected", role="Engineer", interviews=(date(2026, 10, 20),)
)
ITEM = Item(
    "A.md",
    9,
    "vk-follow-up-ann",
    "follow-up",
    "W",
    " ",
    "Acme",
    None,
    Name("Ann"),
    None,
    date(2026, 11, 10),
    None,
)
CONTACT = Contact("P.md", "Ann Lee", ANN, "en", (ITEM,))
LETTERS = (
    {
        "en/follow-up": Template(
            "T.md", "Subject: {{role}} at {{company}}\n\nDear {{name}},\n\nthank you.\n"
        )
    },
)
EN, IT = load.phrases("en"), load.phrases("it")


TODAY = date(2026, 11, 20)
PLAYBOOK = read_playbook(load.rule_tables(), {})
NOBODY = Me()


def values_of(
    item=ITEM,
    contact=CONTACT,
    application=APPLICATION,
    facts=(),
    phrases=EN,
    also=(),
    me=NOBODY,
    today=TODAY,
):
    return letter_values(Occasion(item, contact, application), also, facts, phrases, me, today)


def names_of(item, application, contact=CONTACT):
    return letter_names(Occasion(item, contact, application), PLAYBOOK)


def draft_of(letters, item=ITEM, contact=CONTACT, application=APPLICATION, me=NOBODY, also=()):
    return item_draft(
        Occasion(item, contact, application), also, (), Stationery(letters, PLAYBOOK, me), EN
    )


def drafts(
    letters, contact=CONTACT, application=APPLICATION, languages=MappingProxyType({"en": EN})
):
    entry = Entry(application, contact.items, Memory())
    return week_drafts([contact], [entry], (), Stationery(letters, PLAYBOOK), languages, "en")


def test_what_a_note_writes_over_two_lines_fills_a_name_on_one():
    assert fill(Letter("a {{role}}", "{{role}}\n"), {"role": "x\r\nBcc: y"}) == Letter(
        "a x Bcc: y", "x Bcc: y\n"
    )


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ann Lee", "Ann"),
        ("Dr. Lee", "Dr. Lee"),
        ("A Lee", "A Lee"),
        ("", ""),
        ("👩‍🚀 Zoë", "Zoë"),
        ("🙂", "🙂"),
    ],
)
def test_a_title_or_an_initial_is_no_first_name(name, first):
    contact = Contact("x", name, None, "en", (ITEM,))
    assert values_of(contact=contact)["first_name"] == first


def test_what_is_new_stands_in_the_values_and_nothing_where_there_is_none():
    skill = Fact("s.md", "skill", date(2026, 11, 1), "Spark.")
    article = Fact("a.md", "article", date(2026, 11, 1), "On Spark")
    values = [values_of(facts=facts)["news"] for facts in ((skill,), (article,), ())]
    assert "Spark" in values[0]
    assert "Spark.." not in values[0]
    assert "On Spark" in values[1]
    assert values[2] == ""
    assert values[0] != values[1].replace("On Spark", "Spark")


def test_an_article_comes_with_its_address_where_that_is_one():
    article = Fact(
        "a.md", "article", date(2026, 11, 1), "On Spark", url="https://example.com/spark"
    )
    for fact, is_there in (
        (article, True),
        (replace(article, url="https://example.com/a b"), False),
    ):
        news = values_of(facts=(fact,))["news"]
        assert "On Spark" in news
        assert ("https://example.com/spark" in news, "https" in news) == (is_there, is_there)


def test_days_are_written_in_words_in_the_letter_s_language_and_only_known_ones():
    promised = replace(APPLICATION, reply_by=date(2026, 11, 6))
    for phrases, interview, reply in (
        (EN, "20 October", "6 November"),
        (IT, "20 ottobre", "6 novembre"),
    ):
        values = values_of(application=promised, phrases=phrases)
        assert (interview in values["interview_day"], reply in values["reply_day"]) == (True, True)
    values = values_of(application=Application("A.md", "Acme", "applied"))
    assert (values["interview_day"], values["reply_day"], values["role"]) == ("", "", "")


def test_an_interview_after_the_item_is_due_is_not_the_one_that_the_letter_thanks_for():
    twice = replace(APPLICATION, interviews=(date(2026, 10, 20), date(2026, 11, 15)))
    assert "20 October" in values_of(application=twice)["interview_day"]


def test_news_are_new_since_the_last_touch_or_else_since_the_employer_was_last_heard_of():
    facts = {
        "interviews": (date(2026, 10, 20),),
        "decided": date(2026, 11, 2),
        "applied": date(2026, 9, 1),
    }
    application = Application("A.md", "Acme", "rejected", **facts)
    assert last_time(replace(CONTACT, last_touch=date(2026, 11, 8)), application) == date(
        2026, 11, 8
    )
    assert last_time(CONTACT, application) == date(2026, 10, 20)
    assert last_time(CONTACT, replace(application, interviews=())) == date(2026, 11, 2)
    assert last_time(CONTACT, replace(application, interviews=(), decided=None)) == date(2026, 9, 1)
    assert last_time(CONTACT, Application("A.md", "Acme", "saved")) is None


def test_a_promised_reply_and_a_no_without_an_interview_have_letters_of_their_own():
    asks = replace(ITEM, rule="ask-news", id="vk-ask-news-ann")
    kept, late = (replace(APPLICATION, reply_by=date(2026, 11, day)) for day in (10, 11))
    assert names_of(asks, kept) == ("ask-news-promised", "ask-news")
    assert names_of(asks, late) == ("ask-news",)
    assert names_of(asks, APPLICATION) == ("ask-news",)
    feedback = replace(ITEM, rule="feedback")
    assert names_of(feedback, APPLICATION) == ("feedback",)
    assert names_of(feedback, replace(APPLICATION, interviews=())) == (
        "feedback-application",
        "feedback",
    )


def test_a_rule_that_no_playbook_knows_has_the_letter_of_its_name():
    assert names_of(replace(ITEM, rule="visit"), APPLICATION) == ("visit",)


def test_the_second_a_call_and_a_declined_offer_have_letters_of_their_own():
    second = replace(ITEM, rule="check-in", id="vk-check-in-ann-2")
    assert names_of(second, APPLICATION) == ("check-in-second", "check-in")
    called = Application("A.md", "Acme", "screening", screened=date(2026, 10, 12))
    assert names_of(replace(ITEM, rule="ask-news"), called) == ("ask-news-screening", "ask-news")
    declines = replace(ITEM, rule="decline-thanks")
    assert names_of(declines, replace(APPLICATION, stage="declined")) == (
        "decline-offer",
        "decline-thanks",
    )
    assert names_of(declines, replace(APPLICATION, stage="withdrawn")) == ("decline-thanks",)


def test_a_recruiter_of_another_firm_is_an_agency_s():
    keeps = replace(ITEM, rule="stay-in-touch", id="vk-stay-in-touch-ann")
    assert names_of(keeps, APPLICATION) == ("stay-in-touch",)
    assert names_of(replace(keeps, via="Halyard Talent"), APPLICATION) == (
        "stay-in-touch-agency",
        "stay-in-touch",
    )
    assert values_of(replace(keeps, via="Halyard Talent"))["via"] == "Halyard Talent"


def test_two_interviewers_of_one_panel_get_two_letters():
    thanks = replace(ITEM, rule="thank-you")
    panel = replace(APPLICATION, interviewers=(Name("Ann"), Name("Bea")))
    assert names_of(thanks, panel) == ("thank-you",)
    assert names_of(replace(thanks, person=Name("Bea")), panel) == ("thank-you-panel", "thank-you")
    assert names_of(replace(thanks, person=None), panel) == ("thank-you",)


def test_who_is_thanked_twice_reads_another_letter_the_second_time():
    again = replace(ITEM, rule="thank-you", id="vk-thank-you-bea-2", person=Name("Bea"))
    panel = replace(APPLICATION, interviewers=(Name("Ann"), Name("Bea")))
    assert names_of(again, panel) == ("thank-you-again", "thank-you-panel", "thank-you")


def test_what_was_talked_about_with_somebody_is_theirs_alone():
    told = replace(
        APPLICATION,
        talked_about=("Bea: the night shift.", "Ann: the new lab", "their plans: all of them."),
    )
    assert values_of(application=told)["talked_about"] == "the new lab"
    assert (
        values_of(contact=replace(CONTACT, name="Cleo"), application=told)["talked_about"]
        == "their plans: all of them"
    )
    assert (
        values_of(application=replace(told, talked_about=("Bea: the night shift.",)))[
            "talked_about"
        ]
        == ""
    )


MARTA, LUCA, OMAR = Name("Marta Rossi"), Name("Luca Bianchi"), Name("Omar de Luca")


def talked(name, *told, interviewers=(MARTA, LUCA, OMAR), **more):
    note = replace(APPLICATION, interviewers=interviewers, talked_about=told, **more)
    contact = Contact("P.md", name.text, None, "en", ())
    return values_of(replace(ITEM, person=name), contact, note)["talked_about"]


@pytest.mark.parametrize(
    "entry",
    [
        "Omar de Luca: the rota",
        "omar: the rota",
        "[[People/O|Omar de Luca]]: the rota",
        "Omar De Luca : the rota.",
    ],
)
def test_nobody_reads_what_another_one_of_the_panel_said(entry):
    assert [talked(name, entry) for name in (MARTA, LUCA, OMAR)] == ["", "", "the rota"]


def test_a_name_that_two_share_is_nobody_s():
    other = Name("Marta Verdi")
    for name in (MARTA, other):
        assert talked(name, "Marta: the rota", interviewers=(MARTA, other)) == ""
    assert talked(other, "Verdi: the rota", interviewers=(MARTA, other)) == "the rota"
    assert talked(Name("Luca"), "Luca: the rota", interviewers=(Name("Luca"), OMAR)) == "the rota"


def test_what_is_said_of_nobody_is_shared_out_among_those_who_sat_together():
    told = ("the rota", "see https://example.com/a", "Zoe: a secret", "Marta: the move")
    shared = [talked(name, *told) for name in (MARTA, LUCA, OMAR)]
    assert shared == ["the move", "see https://example.com/a", "the rota"]
    assert talked(Name("🙂"), *told) == "the rota"
    assert talked(MARTA, ": x", "Marta:") == ": x"


def test_what_is_said_of_nobody_is_told_to_nobody_where_they_sat_apart():
    day = date(2026, 10, 20)
    apart = (Interview(day, people=(MARTA,)), Interview(date(2026, 10, 21), people=(LUCA, OMAR)))
    assert talked(MARTA, "the rota", rounds=apart) == ""
    assert talked(MARTA, "Marta: the rota", rounds=apart) == "the rota"
    together = (Interview(day, people=(MARTA, LUCA, OMAR)), Interview(date(2026, 10, 21)))
    assert talked(LUCA, "the rota", rounds=together) == "the rota"


def test_a_letter_names_the_day_on_which_its_reader_was_there():
    first, last = date(2026, 10, 13), date(2026, 10, 20)
    rounds = (Interview(first, people=(Name("Ann"),)), Interview(last, people=(LUCA,)))
    twice = replace(APPLICATION, interviews=(first, last), rounds=rounds)
    assert "13 October" in values_of(application=twice)["interview_day"]
    assert "20 October" in values_of(replace(ITEM, person=LUCA), application=twice)["interview_day"]
    assert "20 October" in values_of(replace(ITEM, person=OMAR), application=twice)["interview_day"]
    assert "20 October" in values_of(replace(ITEM, person=None), application=twice)["interview_day"]


def test_two_lines_that_ask_for_two_letters_are_two_mails():
    """A promised reply is asked for by its day, which the other application does not have."""
    asks = replace(ITEM, rule="ask-news", id="vk-ask-news-ann")
    other = replace(asks, path="B.md", id="vk-ask-news-ann")
    both = replace(CONTACT, items=(asks, other))
    promised = replace(APPLICATION, reply_by=date(2026, 11, 6))
    plain = replace(APPLICATION, path="B.md", company="Globex")
    for second, wanted in ((plain, ()), (replace(promised, path="B.md"), (other,))):
        found = {"A.md": promised, "B.md": second}
        assert one_mail(Occasion(asks, both, promised), found, PLAYBOOK) == wanted


@pytest.mark.parametrize(
    ("title", "formality", "phrases", "dear"),
    [
        ("Ms", "formal", EN, "Dear Ms Lee"),
        ("Ms", None, EN, "Dear Ms Lee"),
        ("Ms", "informal", EN, "Hi Ann"),
        (None, "formal", EN, "Dear Ann Lee"),
        (None, None, EN, "Dear Ann"),
        ("Dott.ssa", None, IT, "Gentile Dott.ssa Lee"),
        (None, None, IT, "Gentile Ann Lee"),
        (None, "informal", IT, "Ciao Ann"),
    ],
)
def test_the_salutation_has_a_title_only_where_the_person_s_note_gives_one(
    title, formality, phrases, dear
):
    person = replace(ANN, title=title, formality=formality)
    assert values_of(contact=replace(CONTACT, person=person), phrases=phrases)["dear"] == dear


def test_an_interview_is_told_with_its_year_where_the_letter_is_written_in_another():
    assert values_of()["interview_month"] == "October"
    for due in (None, ITEM.due):  # however long ago the letter was due
        late = values_of(replace(ITEM, due=due), today=date(2027, 10, 1))
        assert late["interview_month"] == "October 2026"


def test_a_fact_speaks_in_its_own_words_and_by_its_title_where_they_are_too_long():
    skill = Fact("s.md", "skill", date(2026, 11, 1), "Spark", text="I now tune Spark jobs")
    assert values_of(facts=(skill,))["news"] == "I now tune Spark jobs."
    assert (
        values_of(facts=(replace(skill, text="Do I tune Spark jobs?"),))["news"]
        == "Do I tune Spark jobs?"
    )
    assert "Spark" in values_of(facts=(replace(skill, text="word " * 100),))["news"]
    untold = values_of(facts=(replace(skill, text=""),))["news"]
    assert untold == values_of(facts=(replace(skill, text="Spark."),))["news"] != "Spark."
    assert "word" not in values_of(facts=(replace(skill, text="word " * 100),))["news"]


def test_two_items_of_one_rule_for_one_person_in_one_week_are_one_mail():
    other = replace(ITEM, path="B.md", due=date(2026, 11, 13))
    both = replace(CONTACT, items=(ITEM, other))
    assert same_mail(ITEM, both) == (other,)
    for unlike in (
        replace(other, rule="feedback"),
        replace(other, status="x"),
        replace(other, due=date(2026, 11, 16)),
        replace(other, due=None),
        replace(other, path="A.md", id="vk-follow-up-ann-2"),
    ):
        assert same_mail(ITEM, replace(CONTACT, items=(ITEM, unlike))) == ()
    assert same_mail(replace(ITEM, due=None), both) == ()
    late = replace(other, due=date(2026, 11, 2))
    for today, wanted in ((date(2026, 11, 9), (late,)), (date(2026, 11, 2), ())):
        assert same_mail(ITEM, replace(CONTACT, items=(late, ITEM)), today) == wanted
    second = Application("B.md", "Globex", "rejected", role="Analyst")
    told = values_of(also=(second,))
    assert told["position"] == "the Engineer position at Acme and the Analyst position at Globex"
    assert told["about"] == "Engineer at Acme, Analyst at Globex"
    assert values_of(also=(replace(second, role=None),))["position"] == ""


def test_one_mail_about_two_places_tells_the_days_of_both():
    offered = replace(APPLICATION, offer_deadline=date(2026, 11, 13))
    second = replace(
        offered, path="B.md", interviews=(date(2026, 9, 15),), offer_deadline=date(2026, 11, 16)
    )
    told = values_of(application=offered, also=(second,))
    assert told["interview_month"] == "October and September"
    assert told["offer_deadline"] == "Friday 13 November and Monday 16 November"
    unsaid = values_of(
        application=offered, also=(replace(second, interviews=(), offer_deadline=None),)
    )
    assert (unsaid["interview_month"], unsaid["offer_deadline"]) == ("", "")


def test_who_has_an_offer_from_them_turns_it_down_and_does_not_withdraw_an_application():
    withdraws = replace(ITEM, rule="withdraw")
    assert names_of(withdraws, replace(APPLICATION, stage="offer")) == (
        "withdraw-offer",
        "withdraw",
    )
    assert names_of(withdraws, replace(APPLICATION, stage="interview")) == ("withdraw",)


def test_the_letter_is_signed_and_a_draft_says_what_would_make_it_personal():
    template = Template(
        "T.md", "Subject: x\n\nHello.\n\nFor {{why}}.\n\nKind regards\n{{my_name}}\n{{links}}\n"
    )
    made = draft_of(
        ({"en/follow-up": template},), me=Me("Ada Byron", links=("a.example", "b.example"))
    )
    assert made.body == "Hello.\n\nKind regards\nAda Byron\na.example · b.example\n"
    assert made.left_out == ("why",)


def test_a_draft_goes_to_the_address_of_the_person_s_note():
    draft = draft_of(LETTERS)
    assert draft == Draft("ann@example.com", "Engineer at Acme", "Dear Ann Lee,\n\nthank you.\n")
    with pytest.raises(KeyError):
        draft_of(({},))


def test_a_draft_is_in_the_form_that_the_person_s_note_asks_for():
    forms = {
        f"en/follow-up.{how}": Template(how, f"Subject: {how}\n\nx\n")
        for how in ("formal", "informal")
    }
    for person, how in (
        (replace(ANN, formality="informal"), "informal"),
        (ANN, "formal"),
        (None, "formal"),
    ):
        assert draft_of((forms,), contact=replace(CONTACT, person=person)).subject == how


def test_a_letter_with_a_mistake_is_told_and_not_sent_with_it():
    unread = problem("T.md", 1, "not-utf8")
    for template in (Template("T.md", "Subject: {{rol}}\n\nx\n"), unread):
        with pytest.raises(LetterWrong) as wrong:
            draft_of(({"en/follow-up": template},))
        assert wrong.value.problem.note == "T.md"
        assert wrong.value.problem.code == (
            "letter-unknown-name" if template is not unread else "not-utf8"
        )


def test_a_name_without_a_value_is_an_error_that_names_the_property():
    with pytest.raises(NameMissing) as missing:
        draft_of(LETTERS, application=replace(APPLICATION, role=None))
    assert (missing.value.name, missing.value.property) == ("role", "role")


def test_the_language_is_the_person_s_then_the_application_s_then_the_vault_s():
    italian = replace(APPLICATION, language="it")
    assert (
        letter_language(replace(CONTACT, person=replace(ANN, language="en")), italian, "xx") == "en"
    )
    assert [
        letter_language(replace(CONTACT, person=person), italian, "xx") for person in (ANN, None)
    ] == ["it", "it"]
    assert letter_language(CONTACT, APPLICATION, "xx") == "xx"


def test_a_letter_that_cannot_be_filled_leaves_its_subject_alone():
    wrong, nameless = Template("T.md", "No subject\n"), replace(APPLICATION, role=None)
    [whole] = drafts(LETTERS).values()
    assert whole.body.startswith("Dear Ann")
    for found in (
        drafts(({},)),
        drafts(({"en/follow-up": wrong},)),
        drafts(LETTERS, application=nameless),
    ):
        [alone] = found.values()
        assert alone == Draft("ann@example.com", EN.say("letter.subject", company="Acme"), "")
        assert "body=" not in mailto(alone)


def test_a_language_without_words_is_written_in_the_vault_s():
    [draft] = drafts(({},), application=replace(APPLICATION, language="it")).values()
    assert draft.subject == EN.say("letter.subject", company="Acme")


def test_who_has_no_address_has_a_letter_to_nobody():
    [draft] = drafts(LETTERS, Contact("x", "Ann", None, "en", (ITEM,))).values()
    assert draft.to == ""
    assert draft.body.startswith("Dear Ann")


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
    assert [unquote(field) for field in query.split("&")] == [
        "subject=a&body=x?#)",
        "body=b&bcc=c@d.it\r\n](x)",
    ]
    assert not set(link) & set(' ()<>[]"\n')


def test_a_letter_about_an_interview_is_not_written_before_it_was_held():
    letters = ({"en/follow-up": Template("T.md", "Subject: x\n\nOn {{interview_day}}.\n")},)
    entry = Entry(APPLICATION, CONTACT.items, Memory())

    def written(found, today):
        return week_drafts(
            [CONTACT], [entry], (), Stationery(found, PLAYBOOK), {"en": EN}, "en", today
        )

    assert written(letters, date(2026, 10, 19)) == {}
    assert len(written(letters, date(2026, 10, 20))) == 1
    assert len(written(LETTERS, date(2026, 10, 19))) == 1
    assert len(written(({},), date(2026, 10, 19))) == 1


def test_one_mail_about_two_applications_names_the_days_of_both():
    applied = replace(APPLICATION, applied=date(2026, 10, 12))
    other = Application("B.md", "Globex", "rejected", role="Analyst", applied=date(2026, 11, 4))
    both = values_of(application=applied, also=(other,))
    assert both["applied_day"] == "Monday 12 October and Wednesday 4 November"
    same = replace(other, applied=date(2026, 10, 12))
    assert values_of(application=applied, also=(same,))["applied_day"] == "Monday 12 October"
    assert values_of(application=applied, also=(replace(other, applied=None),))["applied_day"] == ""


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("feedback", "feedback-application", "feedback-settled"),
        ("follow-up", "follow-up", "follow-up-settled"),
        ("stay-in-touch", "stay-in-touch-application", "stay-in-touch-settled"),
        ("stay-in-touch-2", "stay-in-touch-again", "stay-in-touch-again-settled"),
    ],
)
def test_after_a_job_was_accepted_no_letter_asks_for_work(rule, before, after):
    item = replace(ITEM, id=f"vk-{rule}", rule=rule.removesuffix("-2"))
    application = replace(APPLICATION, interviews=())
    occasion = Occasion(item, CONTACT, application)
    assert letter_names(occasion, PLAYBOOK)[0] == before
    assert letter_names(replace(occasion, is_settled=True), PLAYBOOK)[0] == after


@pytest.mark.parametrize(
    ("stage", "letter"), [("offer", "acknowledge"), ("declined", "decline-offer")]
)
def test_an_offer_that_was_declined_is_not_acknowledged_any_more(stage, letter):
    item = replace(ITEM, id="vk-acknowledge-ann", rule="acknowledge")
    occasion = Occasion(item, CONTACT, replace(APPLICATION, stage=stage))
    assert letter_names(occasion, PLAYBOOK)[0] == letter


def test_settled_is_who_has_accepted_by_that_day():
    accepted = replace(APPLICATION, stage="accepted", accepted=TODAY)
    assert is_settled([APPLICATION, accepted], TODAY)
    assert is_settled([replace(accepted, accepted=None)], TODAY)
    assert not is_settled([APPLICATION, accepted], TODAY - timedelta(days=1))
    assert not is_settled([], TODAY)
