"""What a vault may hold or lack, and the review still reads: nobody, one, a thousand, twins, odd days."""

import time
from datetime import date, timedelta

import pytest

from tests.command_line import run
from tests.house import PLAIN, surveyed, updated
from vaultkit.core.across.people import People
from vaultkit.core.across.people import pending as pending_contacts
from vaultkit.core.text.problem import Problem
from vaultkit.formats.week_words import MOST_LISTED
from vaultkit.playbook import load
from vaultkit.work.review_note import review_text

TODAY = date(2026, 11, 20)


def review(notes, today=TODAY, old=None, language="en"):
    found = surveyed(updated(notes, today), today)
    text = review_text(found, PLAIN, load.phrases(language), today, old)
    assert not isinstance(text, Problem), text
    return text


def application(number=1, **says):
    head = {
        "status": "applied",
        "applied": "2026-10-12",
        "contact": f"Ann {letters(number)}",
        **says,
    }
    return "\n".join(
        ["---", "type: application", *(f"{name}: {value}" for name, value in head.items()), "---\n"]
    ).encode()


def letters(number):
    """A name's second word: digits do not tell people apart."""
    return "".join(chr(ord("A") + int(digit)) for digit in str(number))


def part(text):
    """Return the tool's part without its markers."""
    return text.split("begin v1 -->\n")[1].split("<!-- vaultkit:review end")[0].strip()


@pytest.mark.parametrize("language", load.languages())
def test_without_an_application_there_is_one_sentence(language):
    said = load.phrases(language).say("week.summary.nothing")
    assert part(review({}, language=language)) == said
    assert part(review({"People/Ann.md": b"---\ntype: person\n---\n"}, language=language)) == said


def test_one_application_without_people_notes():
    text = part(review({"Acme.md": application()}))
    assert text.startswith("1 person to write to · 1 overdue · 1 application gone quiet\n")
    assert "- **Ann B**\n" in text
    assert "No address yet for Ann B." in text


def test_of_a_thousand_people_the_first_are_listed_and_the_others_counted():
    notes = {f"A{number}.md": application(number) for number in range(1000)}
    text = review(notes)
    assert text.count("\n- **Ann ") == MOST_LISTED
    assert "- and 950 more: `vaultkit contacts`\n" in text


def test_a_review_of_another_week_that_was_edited_by_hand_keeps_every_word():
    other = review({"Acme.md": application()}, today=date(2026, 11, 13))
    edited = (
        other.replace("# Week", "My own first line\n\n# Week").replace(
            "## Your own part", "## Mine\n\nA thought"
        )
        + "\nlast"
    )
    again = review(
        {"Acme.md": application(status="rejected")}, today=date(2026, 11, 15), old=edited
    )
    own = [text.split("<!-- vaultkit:review")[0] for text in (edited, again)]
    below = [text.split("vaultkit:review end")[1].split("-->", 1)[1] for text in (edited, again)]
    assert own[0] == own[1]
    assert below[0] == below[1]
    assert again != edited


def test_two_people_of_the_same_name_are_not_taken_for_each_other():
    notes = {
        "A.md": application(contact='"[[Left/Ann]]"'),
        "B.md": application(contact='"[[Right/Ann]]"'),
        "C.md": application(contact="Ann"),
        "Left/Ann.md": b"---\ntype: person\nemail: left@example.com\n---\n",
        "Right/Ann.md": b"---\ntype: person\nemail: right@example.com\n---\n",
    }
    found = surveyed(updated(notes), TODAY)
    pending = pending_contacts(found.listed, found.people, TODAY, PLAIN)
    assert sorted((each.email or "", [item.path for item in each.items]) for each in pending) == [
        ("", ["C.md"]),
        ("left@example.com", ["A.md"]),
        ("right@example.com", ["B.md"]),
    ]


def test_a_person_whose_note_is_missing_still_stands_in_the_list():
    text = part(review({"Acme.md": application(contact='"[[People/Noble|Nob]]"')}))
    assert "- **Nob**\n" in text


@pytest.mark.parametrize("day", ["1900-01-01", "1969-12-31", "1970-01-01", "2199-12-31"])
def test_days_long_past_and_far_ahead(day):
    text = review({"Acme.md": application(applied=day, interviewed=day)}, today=TODAY)
    assert ("overdue" in text) == (day < "2026")
    assert review({"Acme.md": application(applied=day, interviewed=day)}, old=text) == text


@pytest.mark.parametrize(
    "today",
    [date(1, 1, 1), date(1969, 12, 31), date(2026, 12, 31), date(2027, 1, 3), date(9999, 12, 24)],
)
def test_any_day_can_be_today(today):
    assert review({"Acme.md": application()}, today=today).startswith("# Week ")


def test_a_contact_is_written_to_no_more_often_than_the_rules_allow():
    """Ticked again and again, one application ends with nobody pending."""
    notes, day, ticked = (
        {"Acme.md": application(recruiter="Ann", contact="Ann")},
        date(2026, 10, 20),
        0,
    )
    for _ in range(20):
        notes = updated(notes, day)
        open_line = next(
            (line for line in notes["Acme.md"].split(b"\n") if line.startswith(b"- [ ]")), None
        )
        if open_line is None:
            break
        done = open_line.replace(b"[ ]", b"[x]").replace(b" ^vk", f" ✅ {day} ^vk".encode())
        notes["Acme.md"] = notes["Acme.md"].replace(open_line, done)
        day, ticked = day + timedelta(days=30), ticked + 1
    assert ticked == 2
    assert pending_contacts(surveyed(notes, day).listed, People(), day, PLAIN) == ()


@pytest.fixture
def own_zone(monkeypatch):
    """Give this process the machine's zone back, after the test has set others."""
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "zone", ["Etc/GMT+12", "Pacific/Kiritimati", "America/Santiago", "Asia/Beirut", "Africa/Cairo"]
)
def test_the_zone_of_the_machine_changes_no_byte(tmp_path, zone, monkeypatch, own_zone):
    """In the last three the clock jumps at midnight, twice a year."""
    outputs = []
    for index, there in enumerate(("UTC", zone)):
        monkeypatch.setenv("TZ", there)
        time.tzset()
        root = tmp_path / str(index)
        root.mkdir()
        (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
        (root / "Acme.md").write_bytes(
            application(interviewed="2026-10-25 00:00", applied="2026-03-29T00:30+02:00")
        )
        for command in ("update", "review"):
            assert run(command, "--vault", root, "--today", "2026-11-01").returncode == 0
        outputs.append({path.name: path.read_bytes() for path in root.rglob("*.md")})
    assert outputs[0] == outputs[1]
    assert len(outputs[0]) == 2


INVITED = application(applied="2026-11-03", status="interview", interviews="2026-12-01")
REPLIED = "### Replied\n\n- [[Acme|"


@pytest.fixture
def invited(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (tmp_path / "Acme.md").write_bytes(INVITED)
    return tmp_path


def of_week(vault, week, *more):
    words = ("--week", f"2026-W{week}", "--vault", vault, "--today", "2026-11-26", *more)
    done = run("review", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def test_an_invitation_without_a_day_is_told_in_one_review_alone_whichever_is_written_first(
    invited,
):
    assert REPLIED not in of_week(invited, 44, "--stdout")
    of_week(invited, 48)
    for week in (44, 45, 46, 47):
        assert REPLIED not in of_week(invited, week, "--stdout")
    of_week(invited, 47)
    of_week(invited, 48)
    told = {week: (invited / f"Reviews/2026-W{week}.md").read_text("utf-8") for week in (47, 48)}
    assert [week for week, text in told.items() if REPLIED in text] == [48]
    assert REPLIED in of_week(invited, 48, "--stdout")


def test_a_review_after_the_one_that_told_of_an_invitation_says_nothing_of_it(invited):
    of_week(invited, 47)
    assert REPLIED in (invited / "Reviews/2026-W47.md").read_text("utf-8")
    assert REPLIED not in of_week(invited, 48, "--stdout")
    of_week(invited, 47)
    assert REPLIED in (invited / "Reviews/2026-W47.md").read_text("utf-8")


def test_who_has_found_a_job_is_told_of_no_silence():
    silent = application(applied="2026-10-01")
    found = application(2, status="accepted", accepted="2026-11-18")
    title = load.phrases("en").say("week.waiting.title")
    assert title in review({"Acme.md": silent})
    assert title not in review({"Acme.md": silent, "Globex.md": found})
