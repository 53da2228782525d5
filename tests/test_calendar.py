"""``vaultkit calendar``: a file for phones that changes only with the vault, and is never anybody else's."""

import json
import os
import re
from datetime import date

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.command_line import run
from tests.other_user import as_nobody, open_to_all

TODAY = ("--today", "2026-11-20")
LATER = ("--today", "2026-11-23")
ACME = """---
type: application
company: Acme
role: Analyst
status: interview
applied: 2026-11-02
interviewed: 2026-11-26 9:30
recruiter: Marta Rossi
---
"""
NO = """---
type: application
company: Globex
status: rejected
applied: 2026-10-02
interviewed: 2026-11-03
decided: 2026-11-16
recruiter: "[[Jane Doe]]"
---
"""
ZONE = 'schema = 1\n[calendar]\nzone = "Europe/Rome"\n'


@pytest.fixture
def vault(tmp_path):
    return make_vault(tmp_path / "My search")


def make_vault(root):
    root.mkdir()
    (root / "vaultkit.toml").write_text(ZONE, encoding="utf-8")
    (root / "Acme.md").write_text(ACME, encoding="utf-8")
    (root / "Globex.md").write_text(NO, encoding="utf-8")
    run("update", "--vault", root, *TODAY)
    return root


def calendar(root, *more):
    days = () if "--today" in more else TODAY
    done = run("calendar", *more, *days, cwd=root)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def events(path):
    found = icalendar.Calendar.from_ical(path.read_bytes()).walk()
    return {str(one["UID"]): one for one in found if one.name in ("VEVENT", "VTODO")}


def by_summary(path):
    return {str(one["SUMMARY"]): one for one in events(path).values()}


def edit(root, name, old, new):
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_due_stands_in_it(vault):
    code, out, err = calendar(vault, "jobs.ics")
    assert (code, out) == (0, "jobs.ics\n")
    found = by_summary(vault / "jobs.ics")
    assert f"jobs.ics: {len(found)} new, 0 changed, 0 gone." in err
    meeting = found["Interview: Acme, Analyst"]
    assert meeting["DTSTART"].dt.isoformat() == "2026-11-26T09:30:00+01:00"
    assert meeting.walk("VALARM")[0]["TRIGGER"].dt.days == -1
    assert "obsidian://open?vault=My%20search&file=Acme" in str(meeting["DESCRIPTION"])
    assert "Ask Jane Doe why Globex said no" in found
    assert "zone" not in err


def test_an_unchanged_vault_gives_unchanged_bytes_on_whatever_day(vault):
    calendar(vault, "jobs.ics")
    before = (vault / "jobs.ics").stat(), (vault / "jobs.ics").read_bytes()
    for day in ("2026-11-20", "2026-11-27", "2027-06-01"):
        code, out, err = calendar(vault, "jobs.ics", "--today", day)
        assert (code, out) == (0, "jobs.ics\n")
        assert "jobs.ics is up to date." in err
    after = (vault / "jobs.ics").stat(), (vault / "jobs.ics").read_bytes()
    assert (before[0].st_ino, before[0].st_mtime_ns, before[1]) == (
        after[0].st_ino,
        after[0].st_mtime_ns,
        after[1],
    )


def test_a_change_counts_up_there_and_nowhere_else(vault):
    calendar(vault, "jobs.ics")
    before = events(vault / "jobs.ics")
    edit(vault, "Acme.md", "2026-11-26 9:30", "2026-11-27 10:00")
    _, _, err = calendar(vault, "jobs.ics", *LATER)
    assert "0 new, 1 changed, 0 gone." in err
    after = events(vault / "jobs.ics")
    assert [*before].sort() == [*after].sort()
    changed = [uid for uid in after if after[uid].to_ical() != before[uid].to_ical()]
    (uid,) = changed
    assert (int(after[uid]["SEQUENCE"]), after[uid]["DTSTAMP"].dt.date()) == (1, date(2026, 11, 23))
    assert str(after[uid]["SUMMARY"]) == "Interview: Acme, Analyst"


def test_what_is_ticked_is_cancelled_and_as_a_to_do_completed(vault):
    for kind, told in (("events", "CANCELLED"), ("todos", "COMPLETED")):
        (vault / "vaultkit.toml").write_text(f'{ZONE}kind = "{kind}"\n', encoding="utf-8")
        calendar(vault, f"{kind}.ics")
        text = (vault / "Globex.md").read_bytes()
        assert run("done", "feedback", *TODAY, cwd=vault).returncode == 0
        calendar(vault, f"{kind}.ics")
        (vault / "Globex.md").write_bytes(text)
        one = by_summary(vault / f"{kind}.ics")["Ask Jane Doe why Globex said no"]
        assert (str(one["STATUS"]), int(one["SEQUENCE"])) == (told, 1)
        assert one.name == ("VTODO" if kind == "todos" else "VEVENT")


@pytest.mark.parametrize(
    "broken",
    [
        ACME.replace("company:", "company: ["),
        ACME.replace("status: interview", "status: nonsense"),
        ACME.replace("2026-11-26 9:30", "2026-13-26"),
        f"{ACME}<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n",
    ],
    ids=("YAML", "stage", "date", "conflict"),
)
def test_a_note_that_cannot_be_read_just_now_cancels_nothing(vault, broken):
    calendar(vault, "jobs.ics")
    before = (vault / "jobs.ics").read_bytes()
    (vault / "Acme.md").write_text(broken, encoding="utf-8")
    code, _, err = calendar(vault, "jobs.ics")
    assert code == 0
    assert "Acme.md" in err
    assert "STATUS:CANCELLED" not in (vault / "jobs.ics").read_text("utf-8")
    (vault / "Acme.md").write_text(ACME, encoding="utf-8")
    run("update", *TODAY, cwd=vault)
    calendar(vault, "jobs.ics")
    assert (vault / "jobs.ics").read_bytes() == before


def test_a_note_that_is_deleted_takes_its_dates_along(vault):
    calendar(vault, "jobs.ics")
    (vault / "Acme.md").unlink()
    calendar(vault, "jobs.ics", *LATER)
    assert str(by_summary(vault / "jobs.ics")["Interview: Acme, Analyst"]["STATUS"]) == "CANCELLED"


THEIRS = {
    "empty": b"",
    "a text": b"mine\n",
    "another calendar": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n",
    "not text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("name", THEIRS)
def test_a_file_that_is_not_ours_is_left(vault, name):
    (vault / "jobs.ics").write_bytes(THEIRS[name])
    code, out, err = calendar(vault, "jobs.ics")
    assert (code, out) == (2, "")
    assert "jobs.ics is there already" in err
    assert (vault / "jobs.ics").read_bytes() == THEIRS[name]


@pytest.mark.parametrize(
    "change", [lambda data: data[:-30], lambda data: data.replace(b"Acme", b"Mine", 1)]
)
def test_one_that_was_cut_or_changed_is_left(vault, change):
    calendar(vault, "jobs.ics")
    theirs = change((vault / "jobs.ics").read_bytes())
    (vault / "jobs.ics").write_bytes(theirs)
    code, _, err = calendar(vault, "jobs.ics")
    assert code == 2
    assert "somebody has changed it" in err
    assert (vault / "jobs.ics").read_bytes() == theirs


def test_one_without_names_is_not_laid_over_one_with_names(vault):
    calendar(vault, "jobs.ics")
    before = (vault / "jobs.ics").read_bytes()
    assert calendar(vault, "jobs.ics", "--redact")[0] == 2
    assert (vault / "jobs.ics").read_bytes() == before


def test_a_folder_a_missing_folder_a_link_and_a_note_get_a_sentence(vault):
    (vault / "Folder").mkdir()
    (vault / "elsewhere").write_bytes(b"mine")
    (vault / "link.ics").symlink_to(vault / "elsewhere")
    for path, told in (
        ("Folder", "is a folder"),
        ("nowhere/jobs.ics", "could not be made"),
        ("link.ics", "is there already"),
        ("Acme.md", "name of a note"),
        ("New.MD", "name of a note"),
    ):
        code, out, err = calendar(vault, path)
        assert (code, out) == (2, ""), path
        assert told in err, path
    assert (vault / "elsewhere").read_bytes() == b"mine"
    assert not (vault / "New.MD").exists()


def test_a_pipe_is_not_waited_for(vault):
    os.mkfifo(vault / "pipe.ics")
    code, _, err = calendar(vault, "pipe.ics")
    assert code == 2
    assert "pipe.ics is there already and is no calendar" in err


def test_where_nothing_may_be_written_nothing_is():
    with open_to_all() as folder:
        (folder / "vaultkit.toml").write_text(ZONE, encoding="utf-8")
        (folder / "Acme.md").write_text(ACME, encoding="utf-8")
        (folder / "shut").mkdir(mode=0o555)
        (folder / "secret.ics").write_bytes(b"x")
        (folder / "secret.ics").chmod(0)
        state = {"XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}

        def work():
            told = []
            for path in ("shut/jobs.ics", "secret.ics"):
                done = run("calendar", path, *TODAY, cwd=folder, env=state)
                told.append(f"{done.returncode} {done.stderr.decode()}")
            return "\n".join(told)

        told = as_nobody(work)
        assert told.count("2 vaultkit:") == 2
        assert "you may not write in that folder" in told
        assert "cannot be read" in told
        assert [*(folder / "shut").iterdir()] == []


def test_who_could_read_it_still_can_and_nothing_is_left_beside_it(vault):
    calendar(vault, "jobs.ics")
    assert (vault / "jobs.ics").stat().st_mode & 0o777 == 0o600
    (vault / "jobs.ics").chmod(0o644)
    edit(vault, "Acme.md", "9:30", "10:30")
    calendar(vault, "jobs.ics")
    assert (vault / "jobs.ics").stat().st_mode & 0o777 == 0o644
    assert [path.name for path in vault.iterdir() if path.name.startswith(".vaultkit-")] == []


def test_it_may_lie_outside_and_in_the_vault_it_is_no_note(vault, tmp_path):
    assert calendar(vault, tmp_path / "jobs.ics")[0] == 0
    calendar(vault, "jobs.ics")
    assert run("update", "--check", *TODAY, cwd=vault).returncode == 0
    assert b"jobs" not in run("check", *TODAY, cwd=vault).stdout


def test_a_dash_prints_it_and_writes_nothing(vault):
    before = sorted(vault.iterdir())
    code, out, _ = calendar(vault, "-")
    assert code == 0
    assert out.startswith("BEGIN:VCALENDAR\r\n")
    assert sorted(vault.iterdir()) == before
    told = json.loads(calendar(vault, "-", "--json")[1])["data"]
    assert told["text"] == out
    assert told["file"] is None
    told = json.loads(calendar(vault, "jobs.ics", "--json")[1])["data"]
    assert (told["file"], told["text"], told["new"]) == ("jobs.ics", None, told["appointments"])


def test_without_a_zone_the_hours_are_told_to_have_none(vault):
    (vault / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    _, _, err = calendar(vault, "jobs.ics")
    assert "zone = " in err
    assert "DTSTART:20261126T093000" in (vault / "jobs.ics").read_text("utf-8")


def test_a_zone_that_nobody_knows_stops_this_command_only(vault):
    (vault / "vaultkit.toml").write_text(ZONE.replace("Rome", "Roma"), encoding="utf-8")
    code, _, err = calendar(vault, "jobs.ics")
    assert code == 2
    assert '"Europe/Roma" is no time zone' in err
    assert not (vault / "jobs.ics").exists()
    assert run("due", *TODAY, cwd=vault).returncode == 0


def test_to_dos_for_an_interview_that_is_past_do_not_stay_overdue(vault):
    (vault / "vaultkit.toml").write_text(f'{ZONE}kind = "todos"\n', encoding="utf-8")
    calendar(vault, "jobs.ics")
    assert any("Prepare" in name for name in by_summary(vault / "jobs.ics"))
    calendar(vault, "jobs.ics", "--today", "2026-12-01")
    prepare = next(one for name, one in by_summary(vault / "jobs.ics").items() if "Prepare" in name)
    assert str(prepare["STATUS"]) == "CANCELLED"


def test_an_italian_vault_speaks_italian(vault):
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', encoding="utf-8")
    calendar(vault, "jobs.ics")
    assert "SUMMARY:Colloquio: Acme\\, Analyst" in (vault / "jobs.ics").read_text("utf-8")


def test_an_empty_vault_has_an_empty_calendar(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    assert calendar(tmp_path, "jobs.ics")[0] == 0
    assert events(tmp_path / "jobs.ics") == {}


WORDS = st.text("abcdefghij ,;:\\'é", min_size=1, max_size=12).map(lambda text: f"zq{text}qz")


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(WORDS, min_size=7, max_size=7))
def test_without_names_no_word_of_the_vault_gets_out(tmp_path, words):
    """Names, roles, rounds, people, the vault's folder, its own phrases: each word here is marked with zq."""
    company, role, person, title, own, mail, line = words
    root = tmp_path / "zqvaultqz"
    (root / "Zqjobs").mkdir(parents=True, exist_ok=True)
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    head = {
        "type": "application",
        "company": company,
        "role": role,
        "status": "rejected",
        "interviewed": [{"date": "2026-11-10 9:30", "with": [person], "round": title}],
        "decided": "2026-11-16",
        "recruiter": {"name": own, "email": f"zq{len(mail)}@zq.example"},
    }
    (root / "Zqjobs" / "Zqnote.md").write_text(f"---\n{json.dumps(head)}\n---\n{line}\n", "utf-8")
    assert run("update", "--yes", *TODAY, cwd=root).returncode == 0
    (root / "jobs.ics").unlink(missing_ok=True)
    done = run("calendar", "jobs.ics", "--redact", *TODAY, cwd=root)
    assert done.returncode == 0
    text = (root / "jobs.ics").read_text("utf-8")
    assert text.count("BEGIN:VEVENT") > 2
    assert "zq" not in text.casefold()
    assert "obsidian" not in text
    said = set(re.findall(r"^SUMMARY:(.*)\r?$", text, re.MULTILINE))
    assert said == {"Interview", "Follow-up"}
