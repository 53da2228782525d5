"""The weekly review, from notes to Markdown: who stands in it, where, and that nothing breaks out of it."""

import os
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.house import PLAIN, surveyed, updated
from vaultkit.cli.session import known_words
from vaultkit.core.across.people import People
from vaultkit.core.across.people import pending as pending_contacts
from vaultkit.core.across.survey import problems
from vaultkit.core.text.problem import Problem
from vaultkit.core.week.due import due_items
from vaultkit.core.week.moves import Before
from vaultkit.core.week.review import as_it_was, week_review
from vaultkit.disk.vault import Vault
from vaultkit.formats.mail import Draft, is_address, mailto
from vaultkit.formats.weekly import as_of, is_edited, merge_review
from vaultkit.playbook import load
from vaultkit.work.review_note import Background, background, review_text, review_week

GOLDEN = Path(__file__).parent / "golden"
TODAY = date(2026, 11, 20)
NOTES = {
    "Applications/Acme.md": b"""---
type: application
company: Acme
role: Data Engineer
status: rejected
applied: 2026-10-05
interviewed: 2026-10-20
decided: 2026-11-02
recruiter: "[[Jane Doe]]"
interviewers: ["[[Marta Rossi]]", Luca Bianchi]
---
# Acme
""",
    "Applications/Globex.md": b"---\ntype: application\nrole: Analyst\nstatus: applied\napplied: 2026-10-12\ncontact: Marta Rossi\n---\n",
    "Applications/Initech.md": b"---\ntype: application\nstatus: interview\napplied: 2026-11-02\ninterviewed: 2026-11-24\n---\n",
    "Applications/Silent.md": b"---\ntype: application\nstatus: applied\napplied: 2026-10-01\n---\n",
    "Applications/Bad.md": b"---\ntype: application\nstatus: acepted\n---\n",
    "People/Marta Rossi.md": b"---\ntype: person\nemail: marta@example.com\nlast_contact: 2026-10-21\n---\n",
    "People/Jane Doe.md": b"---\ntype: person\nemail: jane@example.com\ndo_not_contact: true\n---\n",
}


def review(notes, language="en", today=TODAY, old=None):
    settings = replace(PLAIN, language=language)
    found = surveyed(updated(notes, today, settings), today, settings)
    return review_text(found, settings, load.phrases(language), today, old)


@pytest.mark.parametrize("language", load.languages())
def test_the_week_reads_as_it_should(language, golden):
    golden(GOLDEN / f"review-{language}.md", review(NOTES, language).encode())


def test_a_person_stands_once_with_all_that_is_pending():
    found = surveyed(updated(NOTES), TODAY)
    pending = pending_contacts(found.listed, found.people, TODAY, PLAIN)
    assert [contact.name for contact in pending] == ["Marta Rossi", "Luca Bianchi"]
    of_marta = [item for entry in found.entries for item in entry.items if "Marta" in item.text]
    assert {*pending[0].items} <= {*of_marta}
    assert len({item.path for item in pending[0].items}) > 1
    assert pending[0].last_touch == date(2026, 10, 21)
    assert "Jane Doe" not in [contact.name for contact in pending]


def test_a_tick_anywhere_is_the_last_touch_of_that_person():
    notes = updated(NOTES)
    path = "Applications/Globex.md"
    notes[path] = (
        notes[path]
        .replace(b"- [ ]", b"- [x]", 1)
        .replace(b" ^vk", " ✅ 2026-11-19 ^vk".encode(), 1)
    )
    found = surveyed(notes, TODAY)
    assert found.people.last_touch("People/Marta Rossi.md", TODAY) == date(2026, 11, 19)


def test_prepare_is_due_until_its_interview_is_past():
    def due(day):
        found = surveyed(updated(NOTES), day)
        return [
            item.id for item in due_items(found.listed, found.people, day) if item.rule == "prepare"
        ]

    assert due(date(2026, 11, 21)) == []
    assert due(date(2026, 11, 22)) == ["vk-prepare"]
    assert due(date(2026, 11, 24)) == ["vk-prepare"]
    assert due(date(2026, 11, 25)) == []


def test_silence_is_told_and_nothing_is_set():
    found = surveyed(updated(NOTES), TODAY)
    week = week_review(found.entries, found.people, problems(found), TODAY, PLAIN)
    told = {
        silence.application.company: (silence.days, silence.looks_ghosted)
        for silence in week.silences
    }
    assert told == {"Globex": (30, True), "Silent": (50, True)}
    assert [problem.code for problem in week.problems] == ["unknown-stage-near"]


def test_with_nothing_new_not_one_byte_is_written_and_the_person_s_part_is_kept():
    first = review(NOTES)
    own = first.replace("\n", "\r\n") + "my words  "
    assert review(NOTES, old=first) == first
    assert review(NOTES, old=own) == own
    later = review(NOTES, today=date(2026, 11, 21), old=own)
    assert later != own
    assert later.endswith("my words  ")


@pytest.mark.parametrize("damage", ["doubled", "unclosed", "fenced"])
def test_markers_that_cannot_be_trusted_leave_the_note_alone(damage):
    first = review(NOTES)
    broken = {
        "doubled": first + first,
        "unclosed": re.sub(r"<!-- vaultkit:review end.*\n", "", first),
        "fenced": "```\n" + first + "```\n",
    }[damage]
    assert isinstance(review(NOTES, old=broken), Problem)


def test_nothing_of_a_note_breaks_out_of_the_review():
    hostile = "Evil ]] [x](http://x) <% tp %> `r` ```dataviewjs <!-- vaultkit:review end --> | ![](http://y)"
    note = f'---\ntype: application\ncompany: "{hostile}"\nstatus: rejected\ndecided: 2026-11-16\nrecruiter: Ann\n---\n'
    text = review({"Evil.md": note.encode()})
    assert text.count("<!-- vaultkit:review end") == 1
    for piece in ("<%", "```dataviewjs", "![](", "](http://x)"):
        assert piece not in text
    assert isinstance(merge_review(text, _empty(), load.phrases("en"), "x.md"), str)


def _empty():
    return week_review((), People(), (), TODAY, PLAIN)


@pytest.mark.parametrize("language", load.languages())
def test_an_empty_vault_has_a_review_too(language):
    text = review({}, language)
    assert "mermaid" not in text
    assert text.count("vaultkit:review") == 2


def test_a_week_is_shown_as_of_its_last_day_or_of_today():
    assert review_week(None, TODAY) == (TODAY, TODAY)
    assert review_week("2026-W46", TODAY) == (date(2026, 11, 15), date(2026, 11, 15))
    assert review_week("2026-W47", TODAY) == (date(2026, 11, 22), TODAY)
    assert review_week("2026-W49", TODAY) == (date(2026, 12, 6), TODAY)


def test_a_link_for_a_mail_holds_one_address_and_one_subject():
    link = mailto(Draft("a+b@example.com", "Hi & bye?", "one\ntwo"))
    assert link == "mailto:a%2Bb@example.com?subject=Hi%20%26%20bye%3F&body=one%0D%0Atwo"
    assert not is_address("a@b.it?bcc=x@y.it")
    with pytest.raises(ValueError, match="two lines"):
        mailto(Draft("a@example.com", "x\r\nBcc: y", ""))


def test_the_day_of_the_last_review_is_told_and_stays_while_nothing_is_new():
    first = review(NOTES)
    assert as_of(first, "Reviews/2026-W47.md") == TODAY
    assert as_of(first.replace(str(TODAY), "2026-99-99"), "x") is None
    assert as_of("# mine\n", "x") is None
    nothing = {"Applications/Acme.md": b"---\ntype: application\n---\n"}
    friday = review(nothing)
    assert review(nothing, today=date(2026, 11, 22), old=friday) == friday


def test_an_interview_ahead_tells_what_was_learned_before():
    notes = updated(NOTES)
    path = "Applications/Acme.md"
    notes[path] = notes[path].replace(
        b"  - What would I do better?", b"  - What would I do better? Ask first"
    )
    lines = review(notes).split("\n")
    line = lines.index("- **Tue 24 Nov** · [[Applications/Initech|Initech]]")
    assert (
        lines[line + 1]
        == "  - from your reflections: Ask first · [[Applications/Acme#^vk-reflect|Acme]]"
    )


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_what_moved_without_a_day_is_told_from_the_history(tmp_path):
    def git(*arguments, day):
        stamps = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
        who = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(
            ["git", *who, *arguments],
            cwd=tmp_path,
            env=os.environ | stamps,
            check=True,
            capture_output=True,
        )

    head = "---\ntype: application\ncompany: Acme\napplied: 2026-10-30\nstatus: {}\n---\n"
    (tmp_path / "Acme.md").write_text(head.format("applied"), encoding="utf-8")
    git("init", "-q", day="2026-11-01")
    git("add", "-A", day="2026-11-01")
    git("commit", "-qm", "x", day="2026-11-01")
    (tmp_path / "Reviews").mkdir()
    week_46 = review({"Acme.md": (tmp_path / "Acme.md").read_bytes()}, today=date(2026, 11, 11))
    (tmp_path / "Reviews" / "2026-W46.md").write_text(week_46, encoding="utf-8")
    (tmp_path / "Reviews" / "mine.md").write_text("# mine\n", encoding="utf-8")
    (tmp_path / "Acme.md").write_text(head.format("screening"), encoding="utf-8")

    vault, found = (
        Vault(tmp_path),
        surveyed({"Acme.md": (tmp_path / "Acme.md").read_bytes()}, TODAY),
    )
    beside = background(vault, found, PLAIN, known_words(PLAIN), TODAY)
    assert beside.before == Before(date(2026, 11, 11), {"Acme.md": "applied"})
    text = review_text(found, PLAIN, load.phrases("en"), TODAY, None, beside)
    assert "From 2026-11-11 to 2026-11-20." in text
    assert "### Replied\n\n- [[Acme|Acme]] · screening\n" in text


def test_without_an_earlier_review_seven_days_count(tmp_path):
    found = surveyed({}, TODAY)
    assert background(Vault(tmp_path), found, PLAIN, known_words(PLAIN), TODAY) == Background(TODAY)
    (tmp_path / "Reviews").mkdir()
    this_week = tmp_path / "Reviews" / "2026-W47.md"
    this_week.write_text(review(NOTES), encoding="utf-8")
    beside = background(Vault(tmp_path), found, PLAIN, known_words(PLAIN), TODAY)
    told = frozenset({"Applications/Initech.md"})
    assert beside == Background(TODAY, told_here=told)
    assert beside.known(TODAY) == Before(date(2026, 11, 13))
    this_week.rename(tmp_path / "Reviews" / "2026-W40.md")
    before = background(Vault(tmp_path), found, PLAIN, known_words(PLAIN), TODAY).before
    assert before == Before(TODAY, invited=frozenset({"Applications/Initech.md"}))


def test_what_somebody_wrote_between_the_markers_is_noticed():
    first = review(NOTES)
    path = "Reviews/2026-W47.md"
    assert not is_edited(first, path)
    assert not is_edited(first.replace("\n", "\r\n"), path)
    assert not is_edited(first + "- mine\n", path)
    assert is_edited(first.replace("## To do\n", "## To do\n\nCalled, no answer\n"), path)


def test_a_week_that_is_past_is_shown_as_it_was():
    notes = updated(NOTES)
    path = "Applications/Acme.md"
    notes[path] = notes[path].replace(b"- [ ] Reflect", b"- [x] Reflect", 1)
    notes[path] = notes[path].replace(b" ^vk-reflect", " ✅ 2026-11-19 ^vk-reflect".encode(), 1)
    found = surveyed(notes, TODAY)
    past = as_it_was(found, date(2026, 11, 18))
    for entries in (past.entries, past.written, past.listed):
        done_on = {item.id: item.done_on for entry in entries for item in entry.items}
        assert done_on["vk-reflect"] is None
    assert as_it_was(found, date(2026, 11, 19)) == found


def test_what_is_saved_and_closes_soon_stands_with_what_there_is_to_do():
    head = "---\ntype: application\nstatus: saved\ncloses: 2026-11-{}\n---\n"
    text = review({f"A{day}.md": head.format(day).encode() for day in (19, 20, 29, 30)})
    assert (
        "### Not sent yet, and closing\n\n- [[A20|A20]] · closes 2026-11-20\n- [[A29|A29]] · closes 2026-11-29\n\n#"
        in text
    )
    assert text.split("begin v1 -->\n\n")[1].startswith("2 things to do\n")


def test_a_note_whose_stage_is_a_guess_is_not_counted():
    text = review(
        {
            "Bad.md": b"---\ntype: application\nstatus: acepted\n---\n",
            "Good.md": b"---\ntype: application\n---\n",
        }
    )
    assert "| Saved | 1 | 1 | ████████ |" in text
