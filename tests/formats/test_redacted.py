"""A survey without the vault's own words, and what is made of it."""

from dataclasses import replace
from datetime import date

from tests.house import TODAY, surveyed, updated
from vaultkit.core.across.people import pending
from vaultkit.core.settings.values import OwnStage, Settings
from vaultkit.core.week.quiet import listings
from vaultkit.formats.redacted import redacted
from vaultkit.playbook import load

EN = load.phrases("en")
ACME = b"""---
type: application
company: Acme
role: Engineer
status: rejected
applied: 2026-08-01
interviewed:
  - date: 2026-08-12
    with: "[[Jane Doe]]"
    name: Panel of Acme
decided: 2026-11-12
recruiter: "[[Marta Rossi]]"
contact: { name: Bo, email: bo@acme.example }
source: Friends of Acme
referral: Zoe
url: https://acme.example/1
---
- note about Acme
"""
OTHER = b"---\ntype: application\ncompany: ACME\napplied: 2026-09-01\n---\n"
MARTA = b"""---
type: person
email: marta@hire.example
company: Hire
---
## Log
- 2026-09-02: She rang
"""


def notes():
    return updated({"Acme.md": ACME, "Jobs/Other.md": OTHER, "Marta Rossi.md": MARTA})


def made(found):
    return redacted(found, EN)


def test_a_company_has_one_number_however_it_is_written():
    survey = made(surveyed(notes())).survey
    assert {entry.application.company for entry in survey.entries} == {"Company 1"}


def test_the_lists_of_a_redacted_survey_show_what_it_holds():
    survey = made(surveyed(notes())).survey
    assert len(survey.entries) == 2
    assert survey.listed == survey.written == survey.entries
    assert survey.copies == {}


def test_paths_are_told_so_that_others_can_follow_them():
    paths = made(surveyed(notes())).paths
    assert paths == {"Acme.md": "Note 1.md", "Jobs/Other.md": "Note 2.md"}


def test_no_name_link_mail_or_word_of_a_note_is_left():
    text = repr(made(surveyed(notes())).survey)
    text = text[: text.index("playbook=Playbook")]
    for word in (
        "Acme",
        "Engineer",
        "Jane",
        "Marta",
        "Rossi",
        "Bo,",
        "Zoe",
        "Hire",
        "Friends",
        "@",
    ):
        assert word not in text, word


def test_days_stages_and_who_is_pending_stay():
    found = surveyed(notes())
    survey = made(found).survey
    before = pending(found.listed, found.people, TODAY, Settings())
    after = pending(survey.listed, survey.people, TODAY, Settings())
    assert len(before) == len(after) > 0
    assert [one.due for one in before] == [one.due for one in after]
    assert [bool(one.email) for one in before] == [bool(one.email) for one in after]
    assert [one.last_touch for one in before] == [one.last_touch for one in after]
    assert [row.application.stage for row in listings(survey.entries, TODAY)] == [
        row.application.stage for row in listings(found.entries, TODAY)
    ]


def test_a_line_says_what_its_rule_asks_for():
    survey = made(surveyed(notes())).survey
    texts = {item.rule: item.text for entry in survey.entries for item in entry.items}
    assert texts["feedback"].startswith("Ask Person ")
    assert texts["reflect"] == "Reflect on the interview with Company 1"
    assert texts["stay-in-touch"].startswith("Stay in touch with Person ")


def test_an_agency_is_a_company_like_any_other():
    alone = b"""---
type: application
company: Acme
role: Engineer
status: rejected
decided: 2026-11-12
interviewed: 2026-08-12
recruiter: "[[Marta Rossi]]"
---
"""
    found = surveyed(updated({"Acme.md": alone, "Marta Rossi.md": MARTA}))
    (entry,) = made(found).survey.entries
    (text,) = (item.text for item in entry.items if item.rule == "stay-in-touch")
    assert text == "Stay in touch with Person 1 (Company 2) about roles like Role 1"


def test_a_line_that_somebody_reworded_says_no_word_of_theirs():
    reworded = {
        path: raw.replace(b"Reflect on the interview", b"Weep about the secret")
        for path, raw in notes().items()
    }
    assert "secret" not in repr(made(surveyed(reworded)).survey.entries)


def test_a_stage_of_the_vaults_own_is_the_one_that_it_is_like():
    settings = Settings(own_stages={"grilling": OwnStage("interview", "Grilling", ("grilled",))})
    raw = b"---\ntype: application\ncompany: Acme\nstatus: grilled\napplied: 2026-11-01\n---\n"
    done = updated({"Acme.md": raw}, TODAY, settings)
    survey = made(surveyed(done, TODAY, settings)).survey
    (entry,) = survey.entries
    assert entry.application.stage == "interview"
    assert "grilling" not in repr(entry)


def test_applications_are_numbered_by_their_first_day_and_not_by_their_names():
    early = b"---\ntype: application\ncompany: Zeta\napplied: 2026-01-01\n---\n"
    late = b"---\ntype: application\ncompany: Alpha\napplied: 2026-02-01\n---\n"
    found = made(surveyed({"Alpha.md": late, "Zeta.md": early})).survey
    days = {entry.application.company: entry.application.applied for entry in found.entries}
    assert days == {"Company 1": date(2026, 1, 1), "Company 2": date(2026, 2, 1)}


def test_a_line_of_a_rule_that_is_not_ours_only_says_that_it_is_there():
    found = surveyed(notes())
    first, *others = found.entries
    own = replace(first.items[0], rule="sacrifice", text="Sacrifice a goat")
    mine = replace(found, entries=(replace(first, items=(own,)), *others))
    (item, *_) = made(mine).survey.entries[0].items
    assert (item.rule, item.text, item.id) == ("item", "Something of your own", "vk-item-1")
