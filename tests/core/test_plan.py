"""What should stand in a checklist, beyond what tests/cases shows."""

from datetime import date

from tests.house import desk
from vaultkit.core.application import Application, Name
from vaultkit.core.memory import Given, Memory
from vaultkit.core.plan import Surroundings, Terms, plan

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
    assert ("check-in", "out-of-range") in [(missing.rule, missing.why) for missing in found.missing]


def test_one_name_in_several_roles_is_one_person():
    names, days = (ANN, BOB, Name("ann")), (date(2026, 10, 20),)
    application = Application("A.md", "A", "rejected", decided=date(2026, 11, 2), interviews=days, interviewers=names)
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
    assert ids(planned(application, done={"check-in-ann": first})) == ["check-in-ann", "check-in-ann-2"]
    both = {"check-in-ann": first, "check-in-ann-2": first}
    assert ids(planned(application, done=both)) == ["check-in-ann", "check-in-ann-2"]


def test_lines_due_before_the_start_are_not_written_anew_but_stay_where_they_are():
    application = Application("A.md", "A", "applied", applied=date(2026, 10, 5), recruiter=ANN)
    since = date(2026, 11, 1)
    found = planned(application, since=since)
    assert ids(found) == []
    assert ("check-in", "before-since") in [(missing.rule, missing.why) for missing in found.missing]
    known = Memory(given={"check-in-ann": Given(date(2026, 10, 14), None, "0000")})
    assert ids(planned(application, known, since=since)) == ["check-in-ann"]


def test_of_a_row_of_days_the_first_that_does_not_lie_before_the_start_is_written():
    application = Application("A.md", "A", "rejected", decided=date(2026, 1, 5), contact=ANN)
    found = planned(application, since=date(2026, 8, 1))
    assert [step.id for step in found.steps if step.rule == "stay-in-touch"] == ["stay-in-touch-ann-3"]
    assert [step for step in planned(application, since=date(2028, 1, 1)).steps if step.rule == "stay-in-touch"] == []


def test_an_interview_that_is_over_is_not_prepared_for():
    application = Application("A.md", "A", "interview", interviews=(date(2026, 10, 20), date(2026, 11, 24)))
    found = planned(application, Memory(over=(date(2026, 10, 20),)))
    assert [step.id for step in found.steps if step.rule == "prepare"] == ["prepare-2"]
    assert found.over == (date(2026, 10, 20),)


def test_a_line_stays_with_its_interview_when_another_one_is_put_before():
    known = Memory(given={"prepare": Given(date(2026, 11, 22), None, "0000")})
    application = Application("A.md", "A", "interview", interviews=(date(2026, 11, 10), date(2026, 11, 24)))
    found = {step.id: step.window.due for step in planned(application, known).steps if step.rule == "prepare"}
    assert found == {"prepare-2": date(2026, 11, 8), "prepare": date(2026, 11, 22)}


def test_what_is_waited_for_is_named():
    found = planned(Application("A.md", "A", "rejected"))
    assert ("reflect", "waits-for", "decided") in [(one.rule, one.why, one.what) for one in found.missing]


def test_of_several_interviews_those_before_the_start_get_no_line():
    application = Application("A.md", "A", "interview", interviews=(date(2026, 10, 20), date(2026, 11, 24)))
    found = planned(application, since=date(2026, 11, 1))
    assert [step.id for step in found.steps if step.rule == "prepare"] == ["prepare-2"]
