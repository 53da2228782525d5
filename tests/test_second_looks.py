"""What a close reading of the format found: each of these was once another answer."""

from datetime import date, timedelta

import pytest

from tests.house import PLAIN, desk, look, surveyed, update_one
from vaultkit.core.across.survey import problems, survey, updates
from vaultkit.core.notes.fact import Fact
from vaultkit.work.config import read_settings

TODAY = date(2026, 11, 24)
REJECTED = "---\ntype: application\ncompany: Acme\nstatus: rejected\napplied: 2026-10-01\n{held}decided: 2026-10-22\n---\n# T\n"


def application(**says):
    return "\n".join(
        ["---", "type: application", *(f"{name}: {value}" for name, value in says.items()), "---\n"]
    ).encode()


def due_of(raw, item_id, settings=PLAIN):
    found = surveyed({"Acme.md": update_one(raw, TODAY, settings)}, TODAY, settings)
    return next(
        (item.due for entry in found.entries for item in entry.items if item.id == item_id), None
    )


@pytest.mark.parametrize(
    "held", ["interviewed: 2026-10-20\n", ""], ids=["after an interview", "without one"]
)
def test_a_vault_can_change_when_to_reflect(held):
    settings = read_settings('schema = 1\n[follow_ups.rules.reflect]\nafter = "1mo"\n')
    assert due_of(REJECTED.format(held=held).encode(), "vk-reflect", settings) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("referral", "due"), [("true", 23), ("Ann", 23), ("false", 25), ("no", 25)]
)
def test_a_ticked_checkbox_is_a_referral_too(referral, due):
    raw = application(status="applied", applied="2026-11-16", contact="Bo", referral=referral)
    assert due_of(raw, "vk-check-in-bo") == date(2026, 11, due)


def test_without_a_status_an_interview_with_a_date_is_the_stage_though_it_was_not_held():
    raw = application(applied="2026-10-01", decided="2026-10-10", interviewed="2026-10-20")
    assert surveyed({"Acme.md": raw}, TODAY).sheets[0].application.stage == "interview"


def test_an_acceptance_without_its_day_dates_other_notes_only_where_it_is_written_down():
    notes = {
        "A.md": application(status="screening", applied="2026-11-02", recruiter="Bo"),
        "Z.md": application(status="accepted", applied="2026-11-02"),
    }

    def changed(only):
        found = survey(look(notes), desk(), TODAY, only)
        return {
            sheet.note.path: edit.wanted
            for sheet, change in updates(found, desk())
            if (edit := change.edit)
        }

    assert b"vk-withdraw" in changed(None)["A.md"]
    assert b"vk-withdraw" in changed({"A.md", "Z.md"})["A.md"]
    assert b"vk-withdraw" not in changed({"A.md"}).get("A.md", b"")


def test_several_names_in_one_text_are_hinted_at_and_an_address_is_no_part_of_a_name():
    raw = application(
        status="rejected",
        decided="2026-11-20",
        recruiter="Lucy Hale <lucy@x.example>",
        interviewers="Tom Ford; Nick Cave",
    )
    found = surveyed({"Acme.md": raw}, TODAY)
    assert found.sheets[0].application.recruiter.text == "Lucy Hale"
    told = {problem.code: problem for problem in problems(found)}
    assert told["names-in-one"].severity == "hint"
    assert told["names-in-one"].values["mended"] == "Tom Ford, Nick Cave"


def test_a_fact_is_told_by_its_heading_where_it_has_no_title():
    raw = b"---\ntype: skill\ndate: 2026-11-01\n---\n\n# Certificate in [[SQL|data modelling]]\n\nText.\n"
    assert surveyed({"cert2.md": raw}, TODAY).look.facts == (
        Fact(
            "cert2.md",
            "skill",
            date(2026, 11, 1),
            "Certificate in data modelling",
            "Text.",
            ("SQL",),
        ),
    )


def test_a_cancelled_line_and_an_open_one_are_no_silent_double():
    raw = update_one(REJECTED.format(held="").encode(), TODAY)
    line = next(line for line in raw.split(b"\n") if b"^vk-reflect" in line)
    twin = line.replace(b"[ ]", b"[-]").replace(b" ^vk", " ❌ 2026-11-20 ^vk".encode())
    doubled = raw.replace(line, line + b"\n" + twin)
    assert update_one(doubled, TODAY + timedelta(days=1)) == doubled
