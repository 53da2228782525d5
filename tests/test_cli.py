"""The command line from outside: streams, exit codes, and what stands on the disk afterwards."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import run

REJECTED = """---
type: application
company: Acme
role: Data Engineer
status: rejected
applied: 2026-10-05
interviewed: 2026-10-20
decided: 2026-10-22
recruiter: "[[Jane Doe]]"
interviewers: ["[[Marta Rossi]]", Luca Bianchi]
---

# Acme – Data Engineer

Mine.
"""
APPLIED = (
    "---\ntype: application\nstatus: applied\napplied: 2026-11-09\ncontact: Marta Rossi\n---\n"
)
TODAY = ("--today", "2026-11-20")


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (root / "Acme.md").write_text(REJECTED, encoding="utf-8")
    (root / "Globex.md").write_text(APPLIED, encoding="utf-8")
    return root


def out(done):
    return done.stdout.decode()


def data_of(done):
    found = json.loads(done.stdout)
    assert set(found) == {"schema", "command", "data", "problems"}
    assert found["schema"] == 1
    return found["data"]


def bytes_of(root):
    return {path.name: path.read_bytes() for path in sorted(root.rglob("*.md"))}


def test_an_update_writes_once_and_names_what_it_wrote(vault):
    first = run("update", "--vault", vault, *TODAY)
    assert (first.returncode, out(first).split()) == (0, ["Acme.md", "Globex.md"])
    before, times = bytes_of(vault), [path.stat().st_mtime_ns for path in vault.glob("*.md")]
    second = run("update", "--vault", vault, "--today", "2027-03-01")
    assert (second.returncode, out(second)) == (0, "")
    assert bytes_of(vault) == before
    assert [path.stat().st_mtime_ns for path in vault.glob("*.md")] == times
    assert sorted(path.name for path in vault.iterdir()) == [
        "Acme.md",
        "Globex.md",
        "vaultkit.toml",
    ]


def test_a_dry_run_is_a_patch_that_git_takes(vault):
    notes = bytes_of(vault)
    crlf = REJECTED.replace("\n", "\r\n").rstrip("\r\n")
    (vault / "With space è.md").write_bytes(crlf.encode())
    subprocess.run(["git", "init", "-q", vault], check=True)
    dry = run("update", "--dry-run", "--vault", vault, *TODAY)
    assert dry.returncode == 1
    assert bytes_of(vault)["Acme.md"] == notes["Acme.md"]
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"], cwd=vault, input=dry.stdout, check=True
    )
    patched = bytes_of(vault)
    assert patched["Acme.md"] != notes["Acme.md"]
    again = run("update", "--vault", vault, *TODAY)
    assert (again.returncode, out(again)) == (0, "")
    assert bytes_of(vault) == patched
    assert run("update", "--dry-run", "--vault", vault, *TODAY).returncode == 0


def test_check_of_an_update_writes_nothing_and_tells_by_its_exit_code(vault):
    before = bytes_of(vault)
    assert run("update", "--check", "--vault", vault, *TODAY).returncode == 1
    assert bytes_of(vault) == before
    run("update", "--vault", vault, *TODAY)
    assert run("update", "--check", "--vault", vault, *TODAY).returncode == 0


def test_one_note_may_be_named_alone(vault):
    done = run("update", "Globex", "--vault", vault, *TODAY)
    assert out(done).split() == ["Globex.md"]
    assert (vault / "Acme.md").read_text("utf-8") == REJECTED
    assert run("update", "Nowhere", "--vault", vault).returncode == 2


def test_strict_tells_of_notes_that_were_left(vault):
    (vault / "Bad.md").write_text(
        "---\ntype: application\nstatus: acepted\n---\n", encoding="utf-8"
    )
    assert run("update", "--vault", vault, *TODAY).returncode == 0
    strict = run("update", "--strict", "--vault", vault, *TODAY)
    assert strict.returncode == 4
    assert b"Bad.md:3:" in strict.stderr


def test_the_vault_is_named_by_option_environment_or_place(vault):
    deep = vault / "a" / "b"
    deep.mkdir(parents=True)
    assert out(run("--vault", vault, "update", "--check", *TODAY)) == out(
        run("update", "--check", *TODAY, cwd=deep)
    )
    assert run("due", *TODAY, env={"VAULTKIT_VAULT": str(vault)}, cwd="/").returncode == 0
    assert run("due", *TODAY, cwd="/").returncode == 2
    assert run("due", "--vault", vault / "none").returncode == 2


def test_due_lists_what_may_be_done_now(vault):
    run("update", "--vault", vault, *TODAY)
    items = data_of(run("due", "--json", "--vault", vault, "--today", "2026-11-03"))
    assert [item["id"] for item in items] == [
        "vk-reflect",
        "vk-feedback-jane-doe",
        "vk-follow-up-marta-rossi",
        "vk-follow-up-luca-bianchi",
    ]
    assert items[2] == {
        "note": "Acme.md",
        "line": items[2]["line"],
        "id": "vk-follow-up-marta-rossi",
        "rule": "follow-up",
        "text": "Write to [[Marta Rossi]] and ask to be kept in mind",
        "company": "Acme",
        "role": "Data Engineer",
        "person": "Marta Rossi",
        "start": "2026-11-03",
        "due": "2026-11-10",
        "done": False,
        "overdue_days": 0,
    }
    line = (vault / "Acme.md").read_text("utf-8").split("\n")[items[2]["line"] - 1]
    assert line.endswith("^vk-follow-up-marta-rossi")
    assert data_of(run("due", "--json", "--vault", vault, "--today", "2026-10-24")) == []
    assert (
        data_of(run("due", "--json", "--vault", vault, "--today", "2026-10-26"))[0]["overdue_days"]
        == 1
    )


def test_done_ticks_as_the_plugin_does_and_brings_the_next_line(vault):
    run("update", "--vault", vault, *TODAY)
    done = run("done", "Globex#check-in-marta-rossi", "--vault", vault, *TODAY)
    assert (done.returncode, out(done).strip()) == (0, "Globex#check-in-marta-rossi")
    text = (vault / "Globex.md").read_text("utf-8")
    assert (
        "- [x] Check in with Marta Rossi about the application to Globex 📅 2026-11-18 ✅ 2026-11-20 ^vk"
        in text
    )
    assert "📅 2026-12-04 ^vk-check-in-marta-rossi-2" in text


def test_done_takes_a_part_and_refuses_what_is_not_one_item(vault):
    run("update", "--vault", vault, *TODAY)
    several = run("done", "follow-up", "--vault", vault, *TODAY)
    assert several.returncode == 2
    assert b"Acme#follow-up-marta-rossi" in several.stderr
    assert b"Acme#follow-up-luca-bianchi" in several.stderr
    assert run("done", "nobody", "--vault", vault).returncode == 2
    assert run("done", "--vault", vault).returncode == 2
    assert (
        out(run("done", "[[Acme.md#^vk-reflect]]", "--vault", vault, *TODAY)).strip()
        == "Acme#reflect"
    )
    assert (
        out(run("done", "LUCA", "--vault", vault, *TODAY)).strip() == "Acme#follow-up-luca-bianchi"
    )


def test_done_settles_all_of_a_person_that_is_due(vault):
    (vault / "People").mkdir()
    (vault / "People" / "Marta Rossi.md").write_text("---\ntype: person\n---\n", encoding="utf-8")
    run("update", "--vault", vault, *TODAY)
    done = run("done", "--person", "marta rossi", "--vault", vault, *TODAY)
    assert sorted(out(done).split()) == [
        "Acme#follow-up-marta-rossi",
        "Globex#check-in-marta-rossi",
    ]


def test_contacts_names_a_person_once(vault):
    (vault / "Marta Rossi.md").write_text(
        "---\ntype: person\nemail: m@example.com\n---\n", encoding="utf-8"
    )
    run("update", "--vault", vault, *TODAY)
    found = data_of(run("contacts", "--json", "--vault", vault, *TODAY))
    assert sorted(contact["name"] for contact in found) == [
        "Jane Doe",
        "Luca Bianchi",
        "Marta Rossi",
    ]


def test_a_review_is_written_once_and_the_person_s_part_is_kept(vault):
    run("update", "--vault", vault, *TODAY)
    assert out(run("review", "--vault", vault, *TODAY)).strip() == "Reviews/2026-W47.md"
    place = vault / "Reviews" / "2026-W47.md"
    place.write_bytes(place.read_bytes() + b"\nmy own words  \r\n")
    before, changed = place.read_bytes(), place.stat().st_mtime_ns
    run("review", "--vault", vault, *TODAY)
    assert (place.read_bytes(), place.stat().st_mtime_ns) == (before, changed)
    run("done", "reflect", "--vault", vault, *TODAY)
    run("review", "--vault", vault, *TODAY)
    assert place.read_bytes() != before
    assert place.read_bytes().endswith(b"\nmy own words  \r\n")


def test_a_review_of_another_week_and_one_to_look_at(vault):
    shown = run("review", "--week", "2026-W46", "--stdout", "--vault", vault, *TODAY)
    assert out(shown).startswith("# Week 2026-W46, 9 November to 15 November 2026\n")
    assert not (vault / "Reviews").exists()
    ahead = run("review", "--week", "2026-W49", "--stdout", "--json", "--vault", vault, *TODAY)
    assert data_of(ahead)["text"].startswith("# Week 2026-W49, ")
    for week in ("2026-W54", "../../x", "2026-W4"):
        assert run("review", "--week", week, "--vault", vault, *TODAY).returncode == 2


def test_explain_says_why_each_date_is_there(vault):
    run("update", "--vault", vault, *TODAY)
    told = out(run("explain", "Acme", "--vault", vault, *TODAY))
    assert (
        "feedback-jane-doe: due 2026-10-26; 2 business days after the decision (2026-10-22)."
        in told
    )
    assert run("explain", "Acme", "--json", "--vault", vault).returncode == 0


def test_check_names_file_line_and_remedy(vault):
    assert run("check", "--vault", vault).returncode == 0
    (vault / "Bad.md").write_text(
        "---\ntype: application\napplied: 2026-02-30\n---\n", encoding="utf-8"
    )
    found = run("check", "--vault", vault)
    assert found.returncode == 1
    assert re.match(r"Bad\.md:3: .*2026-02-30.* · \S", out(found))
    rows = json.loads(run("check", "--json", "--vault", vault).stdout)["problems"]
    assert set(rows[0]) == {"note", "line", "code", "text", "hint"}


def test_new_makes_a_note_and_never_a_second_one(vault):
    made = run("new", "Acme / Söhne", "Dev: backend", "--vault", vault, *TODAY)
    path = vault / out(made).strip()
    assert path.is_file()
    before = path.read_bytes()
    assert 'role: "Dev: backend"' in before.decode()
    again = run("new", "Acme / Söhne", "Dev: backend", "--vault", vault, *TODAY)
    assert again.returncode == 2
    assert path.read_bytes() == before
    assert run("check", "--vault", vault).returncode == 0


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "CON", "è" * 300, ".hidden", "a\nb"])
def test_a_hostile_company_stays_inside_the_vault(vault, name):
    made = run("new", name, "Role", "--vault", vault, *TODAY)
    assert (vault / out(made).strip()).resolve().is_relative_to(vault.resolve())
    assert sorted(path.name for path in vault.parent.iterdir()) == ["vault"]


def test_init_makes_a_vault_once_and_adopts_one_that_is_there(vault, tmp_path):
    assert run("init", tmp_path / "new", *TODAY).returncode == 0
    assert run("update", "--check", "--vault", tmp_path / "new", *TODAY).returncode == 0
    assert run("init", tmp_path / "new").returncode == 2
    (vault / "vaultkit.toml").unlink()
    before = bytes_of(vault)
    assert run("init", vault, *TODAY).returncode == 0
    assert bytes_of(vault) == before
    assert "since = 2026-11-20" in (vault / "vaultkit.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("there", "folder"), [("Altro", '[review]\nfolder = "Riepiloghi"\n'), ("Reviews", "")]
)
def test_an_italian_vault_gets_an_italian_folder_for_its_reviews(tmp_path, there, folder):
    (tmp_path / there).mkdir()
    note = "---\nazienda: Acme\nruolo: Analista\nstato: inviata\ntype: application\n---\n"
    (tmp_path / "Acme.md").write_text(note, "utf-8")
    assert run("init", tmp_path, *TODAY).returncode == 0
    settings = (tmp_path / "vaultkit.toml").read_text("utf-8")
    assert 'language = "it"\n' in settings
    assert folder in settings
    assert ("[review]" in settings) == bool(folder)
    reviews = "Riepiloghi" if folder else "Reviews"
    assert out(run("review", "--vault", tmp_path, *TODAY)).startswith(f"{reviews}/")


def test_remove_leaves_a_last_contact_and_undo_takes_it_back(vault):
    """Nothing tells it from a day that the person wrote."""
    person = vault / "Marta Rossi.md"
    person.write_bytes(b"---\ntype: person\nlast_contact:\n---\n## Log\n- 2026-11-18: rang\n")
    before = bytes_of(vault)
    run("update", *TODAY, "--vault", vault)
    kept = person.read_bytes()
    assert kept == before[person.name].replace(b"last_contact:", b"last_contact: 2026-11-18")
    assert run("remove", "--yes", *TODAY, "--vault", vault).returncode == 0
    assert bytes_of(vault) == {**before, person.name: kept}
    for _ in range(2):
        run("undo", *TODAY, "--vault", vault)
    assert bytes_of(vault) == before


def test_remove_asks_and_gives_back_the_very_bytes(vault):
    before = bytes_of(vault)
    run("update", "--vault", vault, *TODAY)
    after = bytes_of(vault)
    assert run("remove", "--vault", vault, input=b"").returncode == 2
    assert run("remove", "--vault", vault, input=b"n\n").returncode == 0
    assert bytes_of(vault) == after
    assert run("remove", "--vault", vault, "--yes").returncode == 0
    assert bytes_of(vault) == before


def test_undo_takes_the_last_run_back_and_leaves_what_has_changed_since(vault):
    before = bytes_of(vault)
    run("update", "--vault", vault, *TODAY)
    with (vault / "Globex.md").open("ab") as file:
        file.write(b"mine\n")
    since = bytes_of(vault)["Globex.md"]
    told = run("undo", "--vault", vault)
    assert (told.returncode, out(told).split()) == (0, ["Acme.md"])
    assert b"Globex.md" in told.stderr
    assert bytes_of(vault) == {**before, "Globex.md": since}


def test_undo_goes_back_run_by_run_and_says_which(vault):
    before = bytes_of(vault)
    run("update", "--vault", vault, *TODAY)
    updated = bytes_of(vault)
    assert run("new", "Initech", "Engineer", "--vault", vault, *TODAY).returncode == 0
    assert run("log", "Ada Neri", "rang", "--vault", vault, *TODAY).returncode == 0
    assert run("remove", "--yes", "--vault", vault).returncode == 0
    commands = []
    while b"nothing to take back" not in (told := run("undo", "--vault", vault).stderr):
        commands += re.findall(rb'"vaultkit (\w+)" of \d{4}-\d\d-\d\d \d\d:\d\d', told)
        if commands == [b"remove", b"log", b"new"]:
            assert bytes_of(vault) == updated
    assert commands == [b"remove", b"log", b"new", b"update"]
    assert bytes_of(vault) == before


def test_a_new_vault_is_never_taken_back_by_half(tmp_path):
    run("init", tmp_path / "new", *TODAY)
    made = bytes_of(tmp_path / "new")
    assert b"nothing to take back" in run("undo", "--vault", tmp_path / "new").stderr
    assert bytes_of(tmp_path / "new") == made


def test_a_wrong_setting_is_named_with_its_line(vault):
    (vault / "vaultkit.toml").write_text('schema = 1\nlangage = "it"\n', encoding="utf-8")
    wrong = run("update", "--vault", vault)
    assert wrong.returncode == 2
    assert b'vaultkit.toml:2: "langage"' in wrong.stderr
    assert b'"language"' in wrong.stderr


def test_while_git_is_in_the_middle_of_something_nothing_is_written(vault):
    subprocess.run(["git", "init", "-q", vault], check=True)
    (vault / ".git" / "MERGE_HEAD").write_text("0" * 40)
    assert run("update", "--vault", vault, *TODAY).returncode == 3
    assert (vault / "Acme.md").read_text("utf-8") == REJECTED


def test_nothing_of_a_note_reaches_the_terminal_raw(vault):
    hostile = '"\\e]0;x\\a\\e[2J[red]\\u202Evil [/red]"'
    text = (
        f"---\ntype: application\ncompany: {hostile}\nstatus: rejected\ndecided: 2026-11-02\n---\n"
    )
    (vault / "Hostile.md").write_text(text, encoding="utf-8")
    for command in (
        ["update"],
        ["due"],
        ["check"],
        ["explain", "Hostile"],
        ["review", "--stdout"],
        ["contacts"],
    ):
        done = run(*command, "--vault", vault, *TODAY)
        shown = (done.stdout + done.stderr).decode()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown), command


def test_a_bad_day_and_an_unknown_command_are_usage_errors(vault):
    assert run("due", "--vault", vault, "--today", "2026-02-30").returncode == 2
    assert run("nonsense").returncode == 2
    assert run("--version").returncode == 0


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONHASHSEED": "1", "TZ": "Etc/GMT+12"},
        {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati"},
    ],
)
def test_machines_that_differ_write_the_same_bytes(vault, env):
    run("update", "--vault", vault, *TODAY, env=env)
    expected = [
        f"^vk-{name}" in (vault / "Acme.md").read_text("utf-8")
        for name in ("reflect", "feedback-jane-doe")
    ]
    assert expected == [True, True]
    first = bytes_of(vault)
    run("remove", "--yes", "--vault", vault)
    run("update", "--vault", vault, *TODAY)
    assert bytes_of(vault) == first


def test_a_reader_that_has_seen_enough_is_no_error(vault):
    run("update", "--vault", vault, *TODAY)
    command = f"{sys.executable} -m vaultkit explain Acme --vault '{vault}' | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, timeout=60, check=False
    )
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_watch_updates_on_save_refuses_a_second_one_and_ends_cleanly(vault, number, code):
    (vault / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 0.1\n", encoding="utf-8")
    command = [sys.executable, "-u", "-m", "vaultkit", "watch", "--vault", str(vault), *TODAY]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        assert "Watching" in process.stderr.readline()
        assert "2 notes updated" in process.stderr.readline()
        assert run("watch", "--vault", vault).returncode == 3
        late = REJECTED.replace("Acme", "Late")
        (vault / "New").mkdir()
        (vault / "New" / "Late.md").write_text(late, encoding="utf-8")
        line = process.stderr.readline()
        assert re.match(r"\d\d:\d\d  1 note updated: New/Late\.md \(\d new lines\)", line)
        process.send_signal(number)
        assert process.wait(timeout=10) == code
    assert Path(vault / "New" / "Late.md").read_text("utf-8").count("vaultkit:begin") == 1


def test_snooze_log_and_draft(vault):
    run("update", "--vault", vault, *TODAY)
    put_off = run("snooze", "feedback", "fra 2 settimane", "--vault", vault, *TODAY)
    assert out(put_off).split() == ["2026-12-04", "Acme#feedback-jane-doe"]
    assert run("snooze", "feedback", "someday", "--vault", vault).returncode == 2
    assert run("update", "--check", "--vault", vault, *TODAY).returncode == 0
    assert (
        out(run("log", "Jane Doe", "she rang", "--vault", vault, *TODAY)).strip()
        == "People/Jane Doe.md"
    )
    assert "- 2026-11-20: she rang\n" in (vault / "People" / "Jane Doe.md").read_text("utf-8")
    letter = out(run("draft", "feedback", "--vault", vault, *TODAY))
    assert re.match(r"To: \nSubject: .+\n\nDear ", letter)
    assert set(data_of(run("draft", "feedback", "--json", "--vault", vault, *TODAY))) == {
        "to",
        "subject",
        "body",
    }
    file = vault.parent / "mail.eml"
    assert run("draft", "feedback", "--eml", file, "--vault", vault, *TODAY).returncode == 0
    assert b"X-Unsent: 1" in file.read_bytes()
    assert run("draft", "feedback", "--eml", file, "--vault", vault, *TODAY).returncode == 2
    assert run("draft", "reflect", "--vault", vault, *TODAY).returncode == 2
    (vault / "Globex.md").write_text(APPLIED.replace("2026-11-09", "2026-11-02"), encoding="utf-8")
    missing = run("draft", "check-in", "--vault", vault, *TODAY)
    assert missing.returncode == 2


def test_explain_tells_what_was_learned_before_an_interview(vault):
    (vault / "Globex.md").write_text(
        "---\ntype: application\nstatus: interview\ninterviewed: 2026-11-27\n---\n",
        encoding="utf-8",
    )
    run("update", "--vault", vault, *TODAY)
    acme = vault / "Acme.md"
    acme.write_bytes(acme.read_bytes().replace(b"tripped me?", b"tripped me? Estimates"))
    told = out(run("explain", "Globex", "--vault", vault, *TODAY))
    assert "For the interview, from Acme#reflect: Which question tripped me? Estimates" in told
    assert "Estimates" not in out(
        run("explain", "Globex", "--vault", vault, "--today", "2026-11-28")
    )


def test_log_tells_what_is_still_open_with_that_person(vault):
    run("update", "--vault", vault, *TODAY)
    done = run("log", "Marta Rossi", "rang", "--vault", vault, *TODAY)
    assert done.stderr.decode().split("\n")[:3] == [
        "A new note was made: People/Marta Rossi.md",
        "Recorded for 2026-11-20: Marta Rossi",
        '2 items with Marta Rossi are still open. Does this settle them? vaultkit done --person "Marta Rossi"',
    ]
    run("done", "--person", "Marta Rossi", "--vault", vault, *TODAY)
    again = run("log", "Marta Rossi", "rang again", "--vault", vault, *TODAY)
    assert again.stderr == b"Recorded for 2026-11-20: Marta Rossi\n"
    assert run("log", "marta", "and again", "-q", "--vault", vault, *TODAY).stderr == b""


def test_several_items_are_listed_a_line_each(vault):
    run("update", "--vault", vault, *TODAY)
    done = run("done", "marta", "--vault", vault, *TODAY)
    assert done.returncode == 2
    assert done.stderr.decode().split("\n") == [
        'vaultkit: "marta" fits more than one open item. Name one of them, or its number:',
        "  1  Acme#follow-up-marta-rossi",
        "  2  Globex#check-in-marta-rossi",
        "",
    ]


def test_an_item_is_found_by_its_whole_path_before_other_notes_of_that_name(vault):
    (vault / "x").mkdir()
    (vault / "x" / "Acme.md").write_text(REJECTED, encoding="utf-8")
    run("update", "--vault", vault, *TODAY)
    assert out(run("done", "Acme#reflect", "--vault", vault, *TODAY)) == "Acme#reflect\n"
    assert b"- [x] Reflect" in (vault / "Acme.md").read_bytes()
    assert b"- [x]" not in (vault / "x" / "Acme.md").read_bytes()
    assert (
        out(run("done", "[[x/Acme#^vk-reflect]]", "--vault", vault, *TODAY)) == "x/Acme#reflect\n"
    )


def test_a_part_of_the_note_and_a_part_of_the_id_name_an_item(vault):
    run("update", "--vault", vault, *TODAY)
    assert (
        out(run("done", "glob#check", "--vault", vault, *TODAY)) == "Globex#check-in-marta-rossi\n"
    )
    assert out(run("explain", "glo", "--vault", vault, *TODAY)).startswith("Stage: Applied")


def test_an_item_is_not_put_off_to_a_day_that_is_past(vault):
    run("update", "--vault", vault, *TODAY)
    before = bytes_of(vault)
    done = run("snooze", "reflect", "2026-11-19", "--vault", vault, *TODAY)
    assert (done.returncode, bytes_of(vault)) == (2, before)
    assert "2026-11-19 is past" in done.stderr.decode()


def test_log_makes_no_guess_between_two_people_of_one_name(vault):
    for folder in ("P", "Q"):
        (vault / folder).mkdir()
        (vault / folder / "Jane Doe.md").write_text(
            "---\ntype: person\nemail: j@example.com\n---\n", encoding="utf-8"
        )
    before = bytes_of(vault)
    done = run("log", "jane doe", "hi", "--vault", vault, *TODAY)
    assert (done.returncode, bytes_of(vault)) == (2, before)
    assert done.stderr.decode().split("\n")[1:3] == ["  1  P/Jane Doe.md", "  2  Q/Jane Doe.md"]
    told = out(run("check", "--vault", vault, *TODAY))
    assert (
        'Acme.md:9: (hint) "Jane Doe" is the name of more than one note: P/Jane Doe.md · Q/Jane Doe.md'
        in told
    )
    assert run("log", "Jane Doe", " ", "--vault", vault, *TODAY).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "command", [("due",), ("due", "--json"), ("update", "--dry-run"), ("--version",), ("--help",)]
)
def test_a_full_disk_behind_the_output_is_told(vault, command):
    if command == ("due",):  # which prints nothing where nothing is due
        assert run("update", "--vault", vault, *TODAY).returncode == 0
        assert run("due", "--vault", vault, *TODAY).stdout
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "vaultkit",
                *command,
                *(("--vault", vault, *TODAY) if len(command[0]) < 7 else ()),
            ],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert b"Traceback" not in done.stderr
    assert done.returncode != 0
    assert b"No space left" in done.stderr


def test_closed_streams_break_nothing(vault):
    command = f"'{sys.executable}' -m vaultkit update --vault '{vault}' --today 2026-11-20 >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
    assert b"vaultkit:begin" in (vault / "Acme.md").read_bytes()


def test_a_review_tells_that_it_took_the_place_of_what_was_written_in_it(vault):
    run("review", "--vault", vault, *TODAY)
    note = vault / "Reviews" / "2026-W47.md"
    scribbled = note.read_text("utf-8").replace(
        "## Pipeline\n", "Called, no answer.\n\n## Pipeline\n"
    )
    note.write_text(scribbled, encoding="utf-8")
    done = run("review", "--vault", vault, *TODAY)
    assert "made way for the new review" in done.stderr.decode()
    assert "Called" not in note.read_text("utf-8")
    run("undo", "--vault", vault)
    assert note.read_text("utf-8") == scribbled


def test_check_names_a_review_whose_markers_are_damaged(vault):
    run("review", "--vault", vault, *TODAY)
    note = vault / "Reviews" / "2026-W47.md"
    damaged = re.sub(r"<!-- vaultkit:review end.*\n", "", note.read_text("utf-8"))
    note.write_text(damaged, encoding="utf-8")
    (vault / "Reviews" / "mine.md").write_text("# mine\n", encoding="utf-8")
    done = run("check", "--vault", vault, *TODAY)
    assert (done.returncode, out(done).count("Reviews/")) == (1, 1)
    assert out(done).startswith("Reviews/2026-W47.md:3: ")
    again = run("review", "--vault", vault, *TODAY)
    assert (out(again), note.read_text("utf-8")) == ("", damaged)
