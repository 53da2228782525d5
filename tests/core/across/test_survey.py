"""All notes together: what a line looks up in others, and every finding in order."""

from dataclasses import replace
from datetime import date

import pytest

from tests.house import PLAIN, desk, surveyed, updated
from vaultkit.core.across import survey as surveying
from vaultkit.core.across.classify import sort_note
from vaultkit.core.across.survey import problems, updates
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.text.note import Note
from vaultkit.playbook import load

LIVE = b"---\ntype: application\nstatus: screening\napplied: 2026-10-05\nrecruiter: Ann\n---\n"
OFFER = b"---\ntype: application\nstatus: accepted\naccepted: 2026-11-18\n---\n"


def test_an_offer_accepted_elsewhere_asks_to_withdraw_here():
    after = updated({"A.md": LIVE, "B.md": OFFER})
    assert b"^vk-withdraw-ann" in after["A.md"]
    assert b"^vk-withdraw" not in after["B.md"]
    assert b"^vk-withdraw" not in updated({"A.md": LIVE})["A.md"]


def test_an_acceptance_that_nobody_will_remember_dates_nothing():
    frozen = (
        b"---\ntype: application\nstatus: accepted\napplied: 2026-11-01\ncloses: 2026-02-30\n---\n"
    )
    assert b"^vk-withdraw" not in updated({"A.md": LIVE, "B.md": frozen})["A.md"]


def test_somebody_who_is_not_to_be_contacted_has_no_line_anywhere():
    silent = b"---\ntype: person\ndo_not_contact: true\n---\n"
    live = LIVE.replace(b"screening", b"applied")
    assert b"^vk-check-in-ann" in updated({"A.md": live})["A.md"]
    assert b"^vk-" not in updated({"A.md": live, "Ann.md": silent})["A.md"]


def test_keeping_in_touch_counts_from_the_last_touch_by_any_of_a_person_s_names():
    rejected = b'---\ntype: application\nstatus: rejected\ndecided: 2026-06-01\ncontact: Ann\nrecruiter: "[[P/Ann|A]]"\n---\n'
    told = b"---\ntype: person\nname: Ann\nlast_contact: 2026-10-20\n---\n"
    assert b"2027-01-20" in updated({"A.md": rejected, "P/Ann.md": told})["A.md"]


def test_findings_come_by_note_and_line_those_of_an_update_too():
    notes = {
        "B.md": b"---\ntype: application\nstatus: applid\napplied: 2026-02-30\n---\n",
        "A.md": b"---\ntype: application\nstatus: rejected\ndecided: 2020-01-01\nnext_follow_up: soon\nrecruiter: Ann\n---\n",
        "C.md": b"---\ntype: application\nstatus: rejected\napplied: 2020-01-01\n---\n",
    }
    settings = replace(PLAIN, next_follow_up=True)
    found = surveyed(notes, date(2026, 11, 20), settings)
    told = problems(found, updates(found, desk(settings)))
    assert [(one.note, one.line, one.code, one.severity) for one in told] == [
        ("A.md", 5, "next-follow-up-taken", "hint"),
        ("B.md", 3, "unknown-stage-near", "problem"),
        ("B.md", 4, "bad-date", "problem"),
        ("C.md", 3, "stage-without-date", "hint"),
    ]


def test_each_note_is_sorted_by_its_mark():
    known = vocabulary(
        load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml"), PLAIN
    )

    def kind(text):
        found = sort_note(Note("A.md", text), PLAIN, known)
        return [name for name in ("sheet", "person", "fact", "problems") if getattr(found, name)]

    assert kind(LIVE) == ["sheet"]
    assert kind(b"---\ntype: person\nemail: a@b.it\n---\n") == ["person"]
    assert kind(b"---\ntype: skill\ndate: 2026-01-01\n---\n") == ["fact"]
    assert kind(b"---\ntype: application\nx: @y\n---\n") == ["problems"]
    assert kind(b"<<<<<<< a\n---\ntype: application\n---\n>>>>>>> b\n") == ["problems"]
    assert kind(b"---\ntype: recipe\nfor: an application\n---\n") == []
    assert kind(b"---\ntype: recipe\n---\n") == []
    assert kind(b"Words.\n") == []


def test_a_name_that_two_people_share_is_told_where_it_stands_and_with_their_notes():
    person = b"---\ntype: person\n---\n"
    called = (
        b"---\ntype: application\nstatus: applied\napplied: 2026-11-01\nrecruiter: Ann\n"
        b'contact: "[[it/Ann]]"\n'
    )
    notes = {
        "A.md": called + b"interviewers: [Bob, ann]\n---\n",
        "en/Ann.md": person,
        "it/Ann.md": person,
    }
    found = [
        (one.note, one.line, one.severity, one.values)
        for one in problems(surveyed(notes))
        if one.code == "person-ambiguous"
    ]
    shared = "en/Ann.md · it/Ann.md"
    assert found == [
        ("A.md", 5, "hint", {"name": "Ann", "notes": shared}),
        ("A.md", 7, "hint", {"name": "ann", "notes": shared}),
    ]
    alone = problems(surveyed({**notes, "it/Ann.md": b"Words.\n"}))
    assert [one.code for one in alone if one.code == "person-ambiguous"] == []


def test_a_name_that_two_have_is_told_of_beside_a_link_to_one_of_them():
    head = b"---\ntype: application\nstatus: applied\napplied: 2026-11-01\nrecruiter: '[[Bob]]'\n"
    person = b"---\ntype: person\n---\n"
    notes = {
        "A.md": head + b"interviewers: ['[[P/Bob]]']\n---\n",
        "P/Bob.md": person,
        "Q/Bob.md": person,
    }
    found = [one for one in problems(surveyed(notes)) if one.code == "person-ambiguous"]
    assert [(one.line, one.values["notes"]) for one in found] == [(5, "P/Bob.md · Q/Bob.md")]


def test_an_offer_that_is_open_elsewhere_is_mentioned_here_until_it_is_settled():
    live = (
        b"---\ntype: application\nstatus: interview\ninterviewed: 2026-11-10\nrecruiter: Ann\n---\n"
    )
    offer = b"---\ntype: application\nstatus: offer\noffered: 2026-11-18\n---\n"
    after = updated({"A.md": live, "B.md": offer})
    assert b"2026-11-19 ^vk-mention-offer-ann" in after["A.md"]
    assert b"mention-offer" not in after["B.md"]
    settled = updated({**after, "B.md": offer.replace(b"status: offer", b"status: declined")})
    assert b"mention-offer" not in settled["A.md"]


def test_an_offer_that_nobody_will_remember_is_mentioned_nowhere():
    live = (
        b"---\ntype: application\nstatus: interview\ninterviewed: 2026-11-10\nrecruiter: Ann\n---\n"
    )
    frozen = (
        b"---\ntype: application\nstatus: offer\napplied: 2026-11-01\ncloses: 2026-02-30\n---\n"
    )
    assert b"mention-offer" not in updated({"A.md": live, "B.md": frozen})["A.md"]


def test_an_item_for_a_recruiter_of_an_agency_says_which():
    rejected = b"---\ntype: application\ncompany: Acme\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Ann\n---\n"
    person = b"---\ntype: person\ncompany: Halyard Talent\n---\n"
    notes = updated({"A.md": rejected, "Ann.md": person})
    (entry,) = surveyed(notes).entries
    assert {item.rule: item.via for item in entry.items} == {
        "reflect": None, "feedback": "Halyard Talent", "stay-in-touch": "Halyard Talent",
    }  # fmt: skip
    (entry,) = surveyed({"A.md": notes["A.md"]}).entries
    assert {item.via for item in entry.items} == {None}


def test_an_acceptance_that_is_stamped_in_the_same_run_counts_at_once():
    accepted = b"---\ntype: application\nstatus: accepted\napplied: 2026-11-01\n---\n"
    after = updated({"A.md": LIVE, "B.md": accepted})
    assert b"first-seen=accepted:2026-11-20" in after["B.md"]
    assert b"2026-11-23 ^vk-withdraw-ann" in after["A.md"]


def test_an_acceptance_whose_stamp_is_refused_counts_nowhere(monkeypatch):
    accepted = b"---\ntype: application\nstatus: accepted\napplied: 2026-11-01\n---\n"
    real = surveying.reread
    monkeypatch.setattr(
        surveying,
        "reread",
        lambda sheet, raw: None if sheet.note.path == "B.md" else real(sheet, raw),
    )
    (_, live), (_, refused) = updates(surveyed({"A.md": LIVE, "B.md": accepted}), desk())
    assert [problem.code for problem in refused.problems] == ["edit-refused"]
    assert live.edit is None


def test_an_interview_without_a_day_is_a_hint_in_the_vaults_own_words():
    """life.md 2 and 15: a live stage without the day that its lines count from."""
    notes = {
        "A.md": b"---\ntype: application\nstatus: interview\nfollow_up: on\n---\n",
        "B.md": b"---\ntype: application\nstatus: interview\ncolloquio: 2026-11-10\nrecruiter: Ann\n---\n",
        "C.md": b"---\ntype: application\nstatus: applied\n---\n",
    }
    told = problems(surveyed(notes, date(2026, 11, 20)))
    assert [(one.note, one.code, one.severity, one.values["property"]) for one in told] == [
        ("A.md", "stage-without-date", "hint", "colloquio"),
        ("C.md", "stage-without-date", "hint", "applied"),
    ]


def test_a_vault_has_blocks_once_a_note_was_written_into_application_or_not():
    live = LIVE.replace(b"screening", b"applied")
    notes = updated({"A.md": live})
    assert not surveyed({"A.md": live}).has_blocks
    assert surveyed(notes).has_blocks
    assert surveyed({"A.md": notes["A.md"].replace(b"type: application", b"type: x")}).has_blocks


def test_the_template_of_new_applications_is_none():
    known = vocabulary(
        load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml"), PLAIN
    )
    settings = replace(PLAIN, new_template="T.md")
    assert sort_note(Note("T.md", LIVE), settings, known).sheet is None
    assert sort_note(Note("A.md", LIVE), settings, known).sheet
    written = updated({"T.md": LIVE.replace(b"screening", b"applied")})["T.md"]
    assert sort_note(Note("T.md", written), settings, known).sheet


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('---\ntype: application\nrecruiter: "[[', ["head-open"]),
        ("---\ntype: application\nrecruiter: [[\nstatus: applied\n", ["head-open"]),
        ('---\ntype: application\ninterviewers:\n  - "[[\n\n# Acme\n', ["head-open"]),
        ('---\ntype: person\nemail: "a@', ["head-open"]),
        ('---\ntype: recipe\nfor: "an application', []),
        ('---\nfor: "an\ntype: application', []),
        ('---\n"type', []),
        ('---\nSaid: "words" of an application: "', []),
    ],
)
def test_an_open_head_is_told_though_a_line_of_it_is_still_being_typed(text, told):
    found = surveyed({"A.md": text.encode()})
    assert [each.code for each in problems(found)] == told


TALKING = "---\ntype: application\n{}---\n"


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("status: screening\n", [(3, "stage-without-date", "screened")]),
        ("status: screening\nscreened: 2026-11-02\n", []),
        ("status: screening\ninterviewed: 2026-11-02\nrecruiter: Ann\n", []),
        ("status: screening\nfollow_up: off\n", []),
        ("interviewed: 2026-11-02\n", [(3, "interview-without-people", "interviewers")]),
        ("interviewed: 2026-11-02\nfollow_up: off\n", []),
        ("interviewed: 2026-11-02\ncontact: Ann\n", []),
        ("interviewed: [{date: 2026-11-02, with: Ann}]\n", []),
        ("status: rejected\ninterviewed: 2026-11-02\ndecided: 2026-11-03\n", []),
    ],
)
def test_a_talk_without_its_day_or_its_people_is_hinted_at(head, told):
    """Nothing can be planned for the one, and nobody be written to after the other."""
    hints = [
        (each.line, each.code, each.values["property"])
        for each in problems(surveyed({"A.md": TALKING.format(head).encode()}))
    ]
    assert hints == told


def test_what_an_application_looks_up_is_found_once_when_it_is_asked_for():
    around = surveyed({"A.md": LIVE, "B.md": OFFER}).surroundings
    assert [*around] == ["A.md", "B.md"]
    assert len(around) == 2
    assert around["A.md"] is around["A.md"]
    assert around["A.md"].accepted == (date(2026, 11, 18),)
    assert around["B.md"].accepted == ()
    with pytest.raises(KeyError):
        around["C.md"]
