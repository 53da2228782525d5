"""Why each line is there, in words and as data."""

from datetime import date

import pytest

from tests.house import desk, surveyed, update_one
from vaultkit.core.follow_ups.item import Item
from vaultkit.core.follow_ups.snooze import snooze
from vaultkit.core.follow_ups.update import plan_sheet
from vaultkit.core.week.lessons import Answer, Lesson
from vaultkit.formats.reasons import learned, left_alone, reasons
from vaultkit.playbook import load

NOTE = b"---\ntype: application\ncompany: Acme\nstatus: rejected\ndecided: 2026-11-07\nrecruiter: Jane Doe\n---\n# Acme\n"
DESK = desk()


def told(raw, language="en"):
    found = surveyed({"Acme.md": raw})
    sheet = found.sheets[0]
    return reasons(
        sheet, plan_sheet(sheet, found.surroundings["Acme.md"], DESK), load.phrases(language)
    )


def line(raw, start, language="en"):
    return next(
        one
        for one in told(raw, language)
        if one.text.startswith(start) or one.facts.get("id") == start
    )


def test_the_stage_comes_first_with_the_day_that_the_note_gives():
    first = told(NOTE)[0]
    assert first.facts == {"stage": "rejected", "since": "2026-11-07", "first_seen": False}
    assert "2026-11-07" in first.text


def test_a_stage_that_was_stamped_says_first_seen():
    stamped = (
        b"---\ntype: application\nstatus: rejected\napplied: 2026-10-05\nrecruiter: Jane Doe\n---\n"
    )
    first = told(update_one(stamped))[0]
    assert first.facts == {"stage": "rejected", "since": "2026-11-20", "first_seen": True}
    assert "first seen" in first.text


def test_a_stage_without_a_day_is_told_without_one():
    assert told(b"---\ntype: application\nstatus: interview\n---\n")[0].facts["since"] is None


def test_a_step_has_its_anchor_its_distance_and_what_moved_it():
    facts = line(NOTE, "vk-feedback-jane-doe").facts
    assert (facts["anchor"], facts["anchor_day"], facts["due"]) == (
        "decided",
        "2026-11-07",
        "2026-11-10",
    )
    moved = line(NOTE, "vk-stay-in-touch-jane-doe")
    assert (moved.facts["counted"], moved.facts["due"]) == ("2027-02-07", "2027-02-08")
    assert "2027-02-07" in moved.text


@pytest.mark.parametrize(
    ("old", "new", "words_in_it"),
    [
        (b"- [ ] Reflect", b"- [x] Reflect", "done"),
        (b"2026-11-10 ^vk-reflect", b"2026-11-30 ^vk-reflect", "2026-11-30"),
    ],
)
def test_what_the_person_did_to_a_line_is_told(old, new, words_in_it):
    raw = update_one(NOTE)
    assert old in raw
    assert words_in_it in line(raw.replace(old, new), "vk-reflect").text


def test_a_line_that_is_not_there_was_deleted_or_is_yet_to_come():
    raw = update_one(NOTE)
    gone = b"".join(one for one in raw.splitlines(keepends=True) if b"^vk-reflect" not in one)
    assert "delete" in line(gone, "vk-reflect").text
    assert line(NOTE, "vk-reflect").text != line(raw, "vk-reflect").text


def test_what_gives_no_line_says_what_it_waits_for():
    missing = [
        one.facts
        for one in told(b"---\ntype: application\nstatus: rejected\n---\n")
        if "missing" in one.facts
    ]
    assert {"rule": "reflect", "missing": "waits-for", "what": "decided"} in missing


def test_a_line_without_a_rule_any_more_is_told_last():
    raw = (
        update_one(NOTE)
        .replace(b"- [ ] Reflect", b"- [x] Reflect")
        .replace(b"status: rejected", b"status: ghosted")
    )
    assert line(raw, "vk-reflect").facts == {"id": "vk-reflect", "due": "2026-11-10"}
    assert all("id" in one.facts for one in told(raw)[1:])


def test_a_cancelled_and_a_snoozed_line_say_so():
    raw = update_one(NOTE)
    cancelled = line(raw.replace(b"- [ ] Reflect", b"- [-] Reflect"), "vk-reflect")
    put_off = snooze(
        raw.decode(), "vk-reflect", "Reflect on the application to Acme", date(2026, 12, 1)
    ).encode()
    assert "cancel" in cancelled.text
    assert "2026-12-01" in line(put_off, "vk-reflect").text
    assert "2026-11-10" in line(put_off, "vk-reflect").text


def test_a_line_of_the_person_s_without_a_day_is_told_so_in_both_languages():
    raw = update_one(NOTE).replace(
        "- [ ] Reflect on the application to Acme 📅 2026-11-10".encode(), b"- [ ] Reflect"
    )
    assert b"- [ ] Reflect ^vk-reflect" in raw
    texts = {line(raw, "vk-reflect", language).text for language in load.languages()}
    assert len(texts) == len(load.languages())
    ghosted = raw.replace(b"status: rejected", b"status: ghosted")
    assert line(ghosted, "vk-reflect").facts == {"id": "vk-reflect", "due": None}


def test_who_is_not_to_be_contacted_is_named():
    found = surveyed(
        {"Acme.md": NOTE, "P.md": b"---\ntype: person\nname: Jane Doe\ndo_not_contact: true\n---\n"}
    )
    sheet = found.sheets[0]
    rows = reasons(
        sheet, plan_sheet(sheet, found.surroundings["Acme.md"], DESK), load.phrases("en")
    )
    silent = [one for one in rows if one.facts.get("missing") == "not-to-contact"]
    assert silent
    assert all("Jane Doe" in one.text for one in silent)


def test_what_earlier_reflections_say_is_told_with_where_it_stands():
    item = Item(
        "Jobs/Globex.md",
        9,
        "vk-reflect",
        "reflect",
        "R",
        "x",
        "Globex",
        None,
        None,
        None,
        None,
        None,
    )
    found = (
        Lesson("What next?", (Answer("more SQL", item), Answer("less haste", item))),
        Lesson("", (Answer("sleep", item),)),
    )
    rows = learned(found, load.phrases("en"))
    assert [row.facts for row in rows] == [
        {"learned": "more SQL", "question": "What next?", "from": "Jobs/Globex#reflect"},
        {"learned": "less haste", "question": "What next?", "from": "Jobs/Globex#reflect"},
        {"learned": "sleep", "question": "", "from": "Jobs/Globex#reflect"},
    ]
    assert rows[0].text.endswith("Jobs/Globex#reflect: What next? more SQL")
    assert rows[2].text.endswith("Jobs/Globex#reflect: sleep")


def test_the_vaults_own_names_are_said():
    """life.md 15."""
    raw = b"---\ntype: application\ncompany: Acme\nstatus: rejected\nesito: 2026-11-07\nselezionatore: Jane Doe\n---\n"
    assert "since 2026-11-07 (esito)" in told(raw)[0].text
    assert "business days after the decision (2026-11-07)" in line(raw, "vk-feedback-jane-doe").text
    assert "dopo l'esito (2026-11-07)" in line(raw, "vk-feedback-jane-doe", "it").text
    live = b"---\ntype: application\nstatus: interview\ninterviews:\nkeep_in_touch: no\n---\n"
    assert any("waits for the promised reply date, interviews" in one.text for one in told(live)), [
        one.text for one in told(live)
    ]
    off = b"---\ntype: application\nstatus: rejected\ndecided: 2026-11-07\nRestare in contatto: no\nrecruiter: Ann\n---\n"
    assert any("Restare in contatto says no" in one.text for one in told(off))


def test_of_a_frozen_note_only_what_stands_is_told():
    """life.md 3."""
    raw = update_one(NOTE).replace(b"2026-11-07", b"2026-02-30").replace(b"- [ ] Ask", b"- [x] Ask")
    sheet = surveyed({"Acme.md": raw}).sheets[0]
    rows = left_alone(sheet, load.phrases("en"), has_stage=True)
    assert [row.text for row in rows][:3] == [
        "Stage: Rejected.",
        "reflect: due 2026-11-10; left as it is until that is corrected.",
        "feedback-jane-doe: due 2026-11-10; closed.",
    ]
    assert left_alone(sheet, load.phrases("en"), has_stage=False)[0].facts == {
        "id": "vk-reflect",
        "due": "2026-11-10",
    }


def test_a_done_line_that_was_tidied_away_is_told_as_done():
    ticked = update_one(NOTE).replace(b"[ ] Stay", b"[x] Stay")
    raw = update_one(ticked).decode()
    gone = "".join(one for one in raw.splitlines(keepends=True) if "[x]" not in one)
    text = line(gone.encode(), "vk-stay-in-touch-jane-doe").text
    assert "done on" in text
    assert "deleted" not in text
