"""What ``render`` may write, line by line: each test is one way in which another note has a say."""

import pytest

from tests.house import PLAIN, desk, rendered, surveyed, updated, with_rules
from tests.properties.test_render import days
from vaultkit.core.across.render import NOWHERE, render
from vaultkit.core.days.dates import parse_day
from vaultkit.core.front_matter.vocabulary import vocabulary
from vaultkit.core.settings.values import RuleChange
from vaultkit.core.text.note import Note
from vaultkit.playbook import load

APPLIED = """---
type: application
company: Acme
role: Analyst
status: applied
applied: 2026-10-01
recruiter: Marta Rossi
---
"""
INTERVIEW = """---
type: application
company: Acme
status: interview
applied: 2026-10-01
interviewed: [2026-10-20]
recruiter: Marta Rossi
interviewers: [Luca Bianchi]
---
"""
REJECTED = INTERVIEW.replace("status: interview", "status: rejected\ndecided: 2026-11-05")
SILENT = b"---\ntype: person\ndo_not_contact: true\n---\n"
ACCEPTED = (
    b"---\ntype: application\ncompany: Elsewhere\nstatus: accepted\naccepted: 2026-11-10\n---\n"
)


def ids(raw):
    return {*days(raw)}


def after_update(text, **others):
    return updated({"Acme.md": text.encode(), **others})["Acme.md"]


def ticked(raw, item_id):
    return b"".join(
        line.replace(b"[ ]", b"[x]") if line.rstrip().endswith(f"^vk-{item_id}".encode()) else line
        for line in raw.splitlines(keepends=True)
    )


def test_a_note_without_a_block_gets_its_lines():
    assert ids(rendered(APPLIED.encode())) == {"check-in-marta-rossi"}
    assert ids(rendered(REJECTED.encode())) == {
        "reflect",
        "feedback-marta-rossi",
        "follow-up-luca-bianchi",
    }


def test_a_line_whose_day_a_touch_may_move_is_left_to_an_update():
    assert "stay-in-touch-luca-bianchi" in ids(after_update(REJECTED))
    touched = b"---\ntype: person\nlast_contact: 2026-11-15\n---\n"
    both = after_update(REJECTED, **{"Luca Bianchi.md": touched})
    assert (
        days(both)["stay-in-touch-luca-bianchi"]
        != days(after_update(REJECTED))["stay-in-touch-luca-bianchi"]
    )
    assert rendered(both) == both


def test_a_line_that_an_update_did_not_write_for_somebody_silent_is_not_written():
    raw = after_update(REJECTED, **{"Luca Bianchi.md": SILENT})
    assert ids(raw) == {"reflect", "feedback-marta-rossi", "stay-in-touch-marta-rossi"} & ids(raw)
    assert rendered(raw) == raw


def test_a_new_stage_brings_its_lines_and_takes_those_of_the_old_one():
    raw = after_update(APPLIED).replace(
        b"status: applied", b"status: rejected\ninterviewed: 2026-10-20\ndecided: 2026-11-05"
    )
    assert ids(rendered(raw)) == {"reflect", "feedback-marta-rossi"}


def test_a_line_follows_its_day():
    raw = after_update(APPLIED).replace(b"applied: 2026-10-01", b"applied: 2026-10-08")
    after = rendered(raw)
    assert days(after) == days(updated({"Acme.md": raw})["Acme.md"]) != days(raw)


def test_a_further_interview_is_prepared_for_while_another_line_shows_that_nothing_forbids_it():
    further = b"interviewed: [2026-10-20, 2026-12-10]"
    raw = after_update(INTERVIEW).replace(b"interviewed: [2026-10-20]", further)
    assert "prepare-2" in ids(rendered(raw))
    accepted = after_update(INTERVIEW, **{"Other.md": ACCEPTED})
    assert ids(accepted) == {"withdraw-marta-rossi"}
    raw = accepted.replace(b"interviewed: [2026-10-20]", further)
    assert rendered(raw) == raw


def test_after_an_acceptance_elsewhere_a_new_stage_brings_nothing():
    raw = after_update(INTERVIEW, **{"Other.md": ACCEPTED})
    moved = raw.replace(b"status: interview", b"status: offer\noffered: 2026-11-16")
    assert ids(rendered(raw)) == ids(rendered(moved)) == {"withdraw-marta-rossi"}


def test_an_acceptance_elsewhere_that_left_no_trace_begins_no_line():
    settings = with_rules(PLAIN, rules={"withdraw": RuleChange(off=True)})
    done = ticked(after_update(INTERVIEW), "thank-you-luca-bianchi")
    raw = updated({"Acme.md": done, "Other.md": ACCEPTED}, settings=settings)["Acme.md"]
    assert ids(raw) == set()
    further = raw.replace(b"[2026-10-20]", b"[2026-10-20, 2026-12-10]")
    assert rendered(further, settings=settings) == further


def test_somebody_for_whom_a_line_stands_gets_another():
    rounds = "interviewed: [{date: 2026-10-20, with: Luca Bianchi}]"
    more = "interviewed: [{date: 2026-10-20, with: Luca Bianchi}, {date: 2026-11-12, with: WHO}]"
    text = INTERVIEW.replace("interviewed: [2026-10-20]", rounds)
    raw = after_update(text).decode()
    his = raw.replace(rounds, more.replace("WHO", "Luca Bianchi"))
    assert "thank-you-luca-bianchi-2" in ids(rendered(his.encode()))
    hers = raw.replace(rounds, more.replace("WHO", "Anna Verdi"))
    assert "thank-you-anna-verdi" in ids(after_update(hers))
    assert "thank-you-anna-verdi" not in ids(rendered(hers.encode()))


def test_the_last_line_stays_where_nothing_else_would_tell_that_an_update_was_here():
    """Without a block the line that waits would come all the same at the next save."""
    nobody = "recruiter: Marta Rossi\ninterviewers: [Luca Bianchi]\n"
    raw = after_update(INTERVIEW.replace(nobody, "").replace("[2026-10-20]", "[2026-12-10]"))
    assert ids(raw) == {"prepare"}
    other = raw.replace(b"interviewed: [2026-12-10]", b"hand_in: 2026-12-04")
    assert ids(updated({"Acme.md": other})["Acme.md"]) == {"hand-in"}
    assert rendered(other) == other


def test_a_line_for_one_person_is_not_exchanged_for_one_for_another():
    accepted = APPLIED.replace("status: applied", "status: accepted\naccepted: 2026-11-10")
    raw = after_update(accepted)
    assert ids(raw) == {"accept-thanks-marta-rossi"}
    other = raw.replace(b"recruiter: Marta Rossi", b"recruiter: Anna Verdi\ncontact: Marta Rossi")
    assert ids(after_update(other.decode())) == {"accept-thanks-anna-verdi"}
    assert rendered(other) == other


def test_the_line_after_a_ticked_one_waits_for_an_update():
    raw = ticked(after_update(APPLIED), "check-in-marta-rossi")
    assert "check-in-marta-rossi-2" in ids(updated({"Acme.md": raw})["Acme.md"])
    assert rendered(raw) == raw


def test_a_line_for_somebody_by_another_name_stays_and_is_not_doubled():
    person = b"---\ntype: person\naliases: [M. R.]\n---\n"
    others = {"Marta Rossi.md": person}
    raw = after_update(APPLIED.replace("Marta Rossi", "M. R."), **others)
    renamed = raw.replace(b"recruiter: M. R.", b"recruiter: Marta Rossi")
    assert updated({"Acme.md": renamed, **others})["Acme.md"] == renamed
    assert rendered(renamed) == renamed
    moved = renamed.replace(b"status: applied", b"status: interview\ninterviewed: 2026-11-01")
    assert "check-in-m-r" not in ids(rendered(moved))
    done = ticked(raw, "check-in-m-r").replace(b"recruiter: M. R.", b"recruiter: Marta Rossi")
    assert b"check-in-marta-rossi" not in rendered(done)


def test_two_names_of_one_person_are_not_exchanged():
    person = b"---\ntype: person\naliases: [Luca Bianchi]\n---\n"
    text = INTERVIEW.replace("recruiter: Marta Rossi", 'recruiter: "[[Marta Rossi]]"')
    raw = after_update(text, **{"Marta Rossi.md": person})
    assert "thank-you-marta-rossi" in ids(raw)
    assert rendered(raw) == raw
    moved = raw.replace(b"status: interview", b"status: offer\noffered: 2026-11-16")
    after = ids(rendered(moved))
    assert "thank-you-marta-rossi" in after
    assert "thank-you-luca-bianchi" not in after
    assert "decide" in after


def test_somebody_who_was_thanked_under_another_name_is_not_thanked_again_at_the_next_stage():
    person = b"---\ntype: person\naliases: [Chicca]\n---\n"
    others = {"Anna Verdi.md": person}
    raw = ticked(
        after_update(INTERVIEW.replace("Luca Bianchi", "Chicca"), **others), "thank-you-chicca"
    )
    moved = raw.replace(b"[Chicca]", b"[Anna Verdi]")
    moved = moved.replace(b"status: interview", b"status: offer\noffered: 2026-11-16")
    assert "thank-you-anna-verdi" not in ids(updated({"Acme.md": moved, **others})["Acme.md"])
    assert "thank-you-anna-verdi" not in ids(rendered(moved))
    assert "decide" in ids(rendered(moved))


def test_a_line_because_of_an_offer_elsewhere_stays():
    offer = b"---\ntype: application\nstatus: offer\noffered: 2026-11-10\n---\n"
    raw = after_update(INTERVIEW, **{"Other.md": offer})
    assert "mention-offer-marta-rossi" in ids(raw)
    assert rendered(raw) == raw


@pytest.mark.parametrize("change", ["follow_up: off", "keep_in_touch: false"])
def test_what_the_note_itself_switches_off_goes(change):
    raw = after_update(REJECTED).replace(b"company: Acme", f"company: Acme\n{change}".encode())
    assert rendered(raw) == updated({"Acme.md": raw})["Acme.md"] != raw


def test_what_the_settings_switch_off_goes():
    raw = after_update(REJECTED)
    paused = with_rules(PLAIN, paused=True)
    assert rendered(raw, settings=paused) == updated({"Acme.md": raw}, settings=paused)["Acme.md"]


def test_a_touch_that_another_line_counts_from_stays_written_down():
    raw = ticked(after_update(REJECTED), "follow-up-luca-bianchi")
    raw = updated({"Acme.md": raw})["Acme.md"]
    assert b" done=" in raw
    moved = raw.replace(b"decided: 2026-11-05", b"decided: 2026-11-03")
    assert rendered(moved).count(b" done=") == raw.count(b" done=")


def test_a_rule_that_is_known_no_more_is_no_reason_to_stop():
    raw = after_update(APPLIED).replace(b"; check-in", b"; gone 2026-10-10 aaaa; check-in")
    assert rendered(raw) == raw


def test_without_a_path_a_note_needs_its_company():
    tables = load.playbook_toml("properties.toml"), load.playbook_toml("stages.toml")
    words = vocabulary(*tables, PLAIN)
    nameless = APPLIED.replace("company: Acme\n", "").encode()
    today = parse_day("2026-11-20")
    done = render(Note(NOWHERE, nameless), words, desk(), today)
    assert [each.code for each in done.problems] == ["render-no-name"]
    assert done.edit is None
    assert render(Note("Acme.md", nameless), words, desk(), today).edit
    assert render(Note(NOWHERE, APPLIED.encode()), words, desk(), today).edit


def test_a_person_s_note_and_any_other_stay_as_they_are():
    assert rendered(SILENT) == SILENT
    assert rendered(b"# Mine\n") == b"# Mine\n"
    assert surveyed({"Acme.md": b"# Mine\n"}).sheets == ()
