"""What somebody did between two days."""

from datetime import date

from tests.house import TODAY, surveyed
from vaultkit.core.week.efforts import efforts

ACME = b"""---
type: application
company: Acme
role: Cook
status: interview
applied: 2026-11-02
screened: 2026-11-04
interviewed:
  - { date: 2026-11-10, with: "[[Jane Doe]]" }
  - 2026-11-30
recruiter: "[[Marta Rossi]]"
contact: { name: Bo, email: bo@acme.example }
hand_in: 2026-11-12
---
<!-- vaultkit:begin v1 -->
- [x] Thank [[Jane Doe]] \xf0\x9f\x93\x85 2026-11-11 \xe2\x9c\x85 2026-11-11 ^vk-thank-you-jane-doe
- [x] Hand in \xf0\x9f\x93\x85 2026-11-12 \xe2\x9c\x85 2026-11-12 ^vk-hand-in
- [x] Prepare \xf0\x9f\x93\x85 2026-11-09 \xe2\x9c\x85 2026-11-09 ^vk-prepare
- [x] Ask Bo \xf0\x9f\x93\x85 2026-11-15 \xe2\x9c\x85 2026-11-15 ^vk-ask-news-bo
- [-] Ask [[Marta Rossi]] \xf0\x9f\x93\x85 2026-11-16 ^vk-ask-news-marta-rossi
<!-- vaultkit:end stage=interview; check-in-marta-rossi 2026-11-03 8f3a done=2026-11-03 -->
"""
JANE = b"---\ntype: person\nemail: jane@acme.example\n---\n## Log\n- 2026-11-10: the interview\n- 2026-11-13: she rang\n"
ZOE = b"---\ntype: person\ncompany: Hooli\n---\n## Log\n- 2026-11-14: coffee\n"
LEO = b"---\ntype: person\n---\n## Log\n- 2026-11-14: tea\n"


def done(notes, first=date(2026, 11, 1), last=TODAY, today=TODAY):
    found = surveyed(notes, today)
    return efforts(found.entries, found.people, found.playbook, (first, last), today)


def told(made):
    return [
        (str(each.day)[5:], each.kind, each.company, ", ".join(name.text for name in each.people))
        for each in made.all
    ]


NOTES = {"Acme.md": ACME, "Jane Doe.md": JANE, "Zoe.md": ZOE, "Leo.md": LEO}


def test_applications_talks_letters_and_touches_are_told_by_day():
    assert told(done(NOTES)) == [
        ("11-02", "applied", "Acme", "Marta Rossi"),
        ("11-03", "touch", "Acme", "Marta Rossi"),
        ("11-04", "screened", "Acme", "Marta Rossi"),
        ("11-10", "interviewed", "Acme", "Jane Doe"),
        ("11-11", "written", "Acme", "Jane Doe"),
        ("11-12", "done", "Acme", ""),
        ("11-13", "touch", "Acme", "Jane Doe"),
        ("11-14", "touch", "", "Leo"),
        ("11-14", "touch", "Hooli", "Zoe"),
        ("11-15", "written", "Acme", "Bo"),
    ]


def test_who_has_an_address_was_written_to_by_mail():
    made = {
        each.people[0].text: each.has_address for each in done(NOTES).all if each.kind == "written"
    }
    assert made == {"Jane Doe": True, "Bo": True}


def test_totals_count_what_was_done():
    made = done(NOTES)
    assert made.count("applied") == 1
    assert made.count("screened", "interviewed") == 2
    assert (made.employers, made.days) == (2, 9)


def test_only_the_days_of_the_period_count_and_none_that_is_to_come():
    assert told(done(NOTES, date(2026, 11, 12), date(2026, 12, 31))) == told(done(NOTES))[5:]
    assert done(NOTES, date(2026, 1, 1), date(2026, 1, 31)).all == ()


def test_a_copy_of_a_note_is_no_second_effort():
    raw = b"---\ntype: application\ncompany: A\nrole: B\napplied: 2026-11-03\n---\n"
    assert len(done({"A.md": raw, "A 2.md": raw}).all) == 1


def test_a_note_whose_days_cannot_be_read_tells_nothing():
    raw = b"---\ntype: application\ncompany: A\napplied: soon\nscreened: 2026-11-03\n---\n"
    assert done({"A.md": raw}).all == ()


def test_a_tidied_touch_with_somebody_whom_no_application_names_any_more_has_no_name():
    raw = ACME.replace(b'recruiter: "[[Marta Rossi]]"\n', b"")
    touches = [each for each in done({"Acme.md": raw}).all if each.kind == "touch"]
    assert [(each.people, each.company) for each in touches] == [((), "Acme")]


def test_interviewers_of_the_note_were_there_where_no_round_names_any():
    raw = b"---\ntype: application\ncompany: A\ninterviewed: 2026-11-03\ninterviewers: [Bo, Li]\n---\n"
    assert told(done({"A.md": raw})) == [("11-03", "interviewed", "A", "Bo, Li")]


def test_a_tidied_touch_that_a_log_tells_as_well_is_one():
    marta = b"---\ntype: person\n---\n## Log\n- 2026-11-03: wrote to her\n"
    made = done({"Acme.md": ACME, "Marta Rossi.md": marta})
    assert [str(each.day) for each in made.all if each.kind == "touch"] == ["2026-11-03"]
