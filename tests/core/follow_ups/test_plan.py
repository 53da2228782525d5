"""What should stand in a checklist, beyond what tests/cases shows."""

from dataclasses import replace
from datetime import date

from tests.house import Application, desk
from vaultkit.core.follow_ups.ledger import Given, Memory
from vaultkit.core.follow_ups.plan import Surroundings, Terms, plan
from vaultkit.core.notes.application import Interview, Name

PLAYBOOK = desk().terms.playbook
ANN, BOB = Name("Ann"), Name("Bob", "People/Bob")


def planned(application, memory=None, surroundings=None, done=None, since=None):
    terms = Terms(PLAYBOOK, since=since)
    return plan(application, memory or Memory(), surroundings or Surroundings(), terms, done or {})


def ids(found):
    return [step.id for step in found.steps]


def test_a_day_beyond_the_calendar_gives_no_line_and_says_so():
    found = planned(Application("A.md", "A", "applied", applied=date(9999, 12, 30), recruiter=ANN))
    assert ids(found) == []
    assert ("check-in", "out-of-range") in [
        (missing.rule, missing.why) for missing in found.missing
    ]


def test_one_name_in_several_roles_is_one_person():
    names, days = (ANN, BOB, Name("ann")), (date(2026, 10, 20),)
    application = Application(
        "A.md", "A", "rejected", decided=date(2026, 11, 2), interviews=days, interviewers=names
    )
    assert [step.id for step in planned(application).steps if step.rule == "follow-up"] == [
        "follow-up-ann",
        "follow-up-bob",
    ]


def test_who_is_not_to_be_contacted_has_no_line_and_it_is_said():
    application = Application("A.md", "A", "applied", applied=date(2026, 11, 2), recruiter=ANN)
    found = planned(application, surroundings=Surroundings(not_to_contact=frozenset({"ann"})))
    assert ids(found) == []
    assert ("not-to-contact", "Ann") in [(missing.why, missing.what) for missing in found.missing]


def test_a_chain_brings_the_next_line_when_the_one_before_is_done_and_ends():
    application = Application("A.md", "A", "applied", applied=date(2026, 10, 5), recruiter=ANN)
    first = date(2026, 10, 14)
    assert ids(planned(application)) == ["check-in-ann"]
    assert ids(planned(application, done={"check-in-ann": first})) == [
        "check-in-ann",
        "check-in-ann-2",
    ]
    both = {"check-in-ann": first, "check-in-ann-2": first}
    assert ids(planned(application, done=both)) == ["check-in-ann", "check-in-ann-2"]


def test_lines_due_before_the_start_are_not_written_anew_but_stay_where_they_are():
    application = Application("A.md", "A", "applied", applied=date(2026, 10, 1), recruiter=ANN)
    since = date(2026, 11, 1)
    found = planned(application, since=since)
    assert ids(found) == []
    assert ("check-in", "before-since") in [
        (missing.rule, missing.why) for missing in found.missing
    ]
    known = Memory(given={"check-in-ann": Given(date(2026, 10, 14), None, "0000")})
    assert ids(planned(application, known, since=since)) == ["check-in-ann"]


def test_of_a_row_of_days_the_first_that_does_not_lie_before_the_start_is_written():
    application = Application("A.md", "A", "rejected", decided=date(2026, 1, 5), contact=ANN)
    found = planned(application, since=date(2026, 8, 1))
    assert [step.id for step in found.steps if step.rule == "stay-in-touch"] == [
        "stay-in-touch-ann-3"
    ]
    assert [
        step
        for step in planned(application, since=date(2028, 1, 1)).steps
        if step.rule == "stay-in-touch"
    ] == []


def test_an_interview_that_is_over_is_not_prepared_for():
    application = Application(
        "A.md", "A", "interview", interviews=(date(2026, 10, 20), date(2026, 11, 24))
    )
    found = planned(application, Memory(over=(date(2026, 10, 20),)))
    assert [step.id for step in found.steps if step.rule == "prepare"] == ["prepare-2"]
    assert found.over == (date(2026, 10, 20),)


def test_a_line_stays_with_its_interview_when_another_one_is_put_before():
    known = Memory(given={"prepare": Given(date(2026, 11, 22), None, "0000")})
    application = Application(
        "A.md", "A", "interview", interviews=(date(2026, 11, 10), date(2026, 11, 24))
    )
    found = {
        step.id: step.window.due
        for step in planned(application, known).steps
        if step.rule == "prepare"
    }
    assert found == {"prepare-2": date(2026, 11, 8), "prepare": date(2026, 11, 22)}


def test_what_is_waited_for_is_named():
    found = planned(Application("A.md", "A", "rejected"))
    assert ("reflect", "waits-for", "decided") in [
        (one.rule, one.why, one.what) for one in found.missing
    ]


def test_of_several_interviews_those_before_the_start_get_no_line():
    application = Application(
        "A.md", "A", "interview", interviews=(date(2026, 9, 20), date(2026, 11, 24))
    )
    found = planned(application, since=date(2026, 11, 1))
    assert [step.id for step in found.steps if step.rule == "prepare"] == ["prepare-2"]


def test_an_application_with_a_day_in_the_thirty_days_before_the_start_gets_all_of_its_lines():
    since = date(2026, 11, 1)

    def written(**days):
        return ids(planned(Application("A.md", "A", "applied", recruiter=ANN, **days), since=since))

    first = date(2026, 9, 1)
    assert written(applied=first, added=date(2026, 10, 2)) == ["check-in-ann"]
    assert written(applied=first, added=date(2026, 10, 1)) == []
    assert written(applied=first, offered=since) == []
    assert written(applied=since) == ["check-in-ann"]


def test_what_was_asked_before_the_first_interview_is_not_counted_among_what_is_asked_after_it():
    called = Application("A.md", "A", "screening", screened=date(2026, 10, 1), recruiter=ANN)
    assert ids(planned(called)) == ["ask-news-ann"]
    twice = {"ask-news-ann": date(2026, 10, 8), "ask-news-ann-2": date(2026, 10, 22)}
    assert ids(planned(called, done=twice)) == ["ask-news-ann", "ask-news-ann-2"]
    met = replace(called, stage="interview", interviews=(date(2026, 11, 2), date(2026, 11, 9)))
    found = planned(met, done=twice)
    assert [(step.id, step.window.due) for step in found.steps if step.rule == "ask-news"] == [
        ("ask-news-ann-3", date(2026, 11, 16)),
    ]
    later = {**twice, "ask-news-ann-3": date(2026, 11, 16), "ask-news-ann-4": date(2026, 11, 30)}
    assert [step.number for step in planned(met, done=later).steps if step.rule == "ask-news"] == [
        3,
        4,
    ]


def test_the_second_time_that_one_asks_waits_for_an_interview_that_came_meanwhile():
    days = (date(2026, 11, 2), date(2026, 11, 20))
    application = Application("A.md", "A", "interview", interviews=days, recruiter=ANN)
    found = planned(application, done={"ask-news-ann": date(2026, 11, 9)})
    assert [(step.id, step.window.due) for step in found.steps if step.rule == "ask-news"][1:] == [
        ("ask-news-ann-2", date(2026, 11, 27)),
    ]


def test_while_it_is_paused_no_line_stands_and_each_rule_says_why():
    application = Application("A.md", "A", "applied", applied=date(2026, 10, 5), recruiter=ANN)
    terms = Terms(PLAYBOOK, paused=True)
    found = plan(application, Memory(), Surroundings(), terms, {})
    assert found.steps == ()
    assert {missing.why for missing in found.missing} == {"paused"}


def test_a_rule_that_is_off_gives_no_line_and_says_so():
    application = Application("A.md", "A", "applied", applied=date(2026, 10, 5), recruiter=ANN)
    off = replace(
        PLAYBOOK, rules=tuple(replace(rule, off=rule.name == "check-in") for rule in PLAYBOOK.rules)
    )
    found = plan(application, Memory(), Surroundings(), Terms(off), {})
    assert found.steps == ()
    assert ("check-in", "off") in [(missing.rule, missing.why) for missing in found.missing]


def test_who_tells_the_others_does_not_ask_them_for_news():
    met = Application("A.md", "A", "offer", offered=date(2026, 11, 2), recruiter=ANN)
    found = planned(met, surroundings=Surroundings(accepted=(date(2026, 11, 4),)))
    assert ids(found) == ["withdraw-ann"]
    assert ("decide", "elsewhere", "2026-11-04") in [
        (one.rule, one.why, one.what) for one in found.missing
    ]
    early = Application("A.md", "A", "applied", applied=date(2026, 10, 5), recruiter=ANN)
    accepted = Surroundings(accepted=(date(2026, 11, 4),))
    assert ids(planned(early, surroundings=accepted)) == ["check-in-ann"]
    written = planned(early, surroundings=accepted, done={"check-in-ann": date(2026, 10, 14)})
    assert ids(written) == ["withdraw-ann"]


def test_an_acceptance_before_the_note_was_added_does_not_withdraw_it():
    application = Application("A.md", "A", "screening", added=date(2026, 11, 5), recruiter=ANN)
    assert ids(planned(application, surroundings=Surroundings(accepted=(date(2026, 11, 4),)))) == []
    assert ids(planned(application, surroundings=Surroundings(accepted=(date(2026, 11, 5),)))) == [
        "withdraw-ann"
    ]


def test_who_is_named_for_a_round_that_was_not_held_is_not_thanked_for_it():
    days = (date(2026, 10, 20), date(2026, 11, 5))
    rounds = (Interview(days[0], people=(ANN,)), Interview(days[1], people=(BOB,)))
    application = Application(
        "A.md",
        "A",
        "offer",
        interviews=days,
        rounds=rounds,
        interviewers=(ANN, BOB),
        decided=date(2026, 11, 1),
    )
    assert [step.id for step in planned(application).steps if step.rule == "thank-you"] == [
        "thank-you-ann"
    ]
