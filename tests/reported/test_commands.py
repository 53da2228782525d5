"""Names as one speaks them, the same numbers everywhere, and what commands say of what they did."""

import json
import os
import stat
from pathlib import Path

import pytest

from tests.systems import ON_WINDOWS, is_private
from tests.test_cli import bytes_of, data_of, out, run

TODAY = ("--today", "2026-11-20")
HEAD = "---\ntype: application\ncompany: {company}\nstatus: {status}\n{more}---\n"


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    write(root, "vaultkit.toml", "schema = 1\n")
    write(
        root,
        "Apps/Tidewater.md",
        application("Tidewater", contact="Lena Marsh", applied="2026-11-02"),
    )
    write(
        root,
        "Apps/Acme.md",
        application("Acme", contact='"[[Nadia Brandt]]"', applied="2026-11-05"),
    )
    write(root, "Apps/Later.md", application("Later", contact="Helena Fox", applied="2026-11-19"))
    write(
        root,
        "People/Nadia Brandt.md",
        "---\ntype: person\nemail: n@example.com\nlast_contact:\n---\n",
    )
    run("update", "--vault", root, *TODAY)
    return root


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def application(company, status="applied", **more):
    return HEAD.format(
        company=company,
        status=status,
        more="".join(f"{key}: {value}\n" for key, value in more.items()),
    )


def err(done):
    return done.stderr.decode()


def test_a_number_stands_for_its_item_whatever_has_moved_since(vault):
    """format.md 4: the number that `due` printed last."""
    lines = out(run("due", "--vault", vault, *TODAY)).split("\n")
    assert lines[0].startswith("1  2026-11-11  Tidewater#check-in-lena-marsh  ")
    assert lines[1].startswith("2  2026-11-16  Acme#check-in-nadia-brandt  ")
    note = vault / "Apps" / "Acme.md"
    note.write_text(
        note.read_text("utf-8").replace("---\n<!--", "---\n\nWords.\n\n<!--"), encoding="utf-8"
    )
    assert out(run("done", "1", "--vault", vault, *TODAY)) == "Tidewater#check-in-lena-marsh\n"
    again = run("done", "1", "--vault", vault, *TODAY)
    assert (again.returncode, "done or cancelled already" in err(again)) == (2, True)
    (vault / "Apps" / "Acme.md").rename(vault / "Acme.md")
    assert out(run("done", "2", "--vault", vault, *TODAY)) == "Acme#check-in-nadia-brandt\n"
    for number in ("0", "3", "99"):
        wrong = run("done", number, "--vault", vault, *TODAY)
        assert (wrong.returncode, f"no number {number}" in err(wrong)) == (2, True)
    (vault / "Acme.md").unlink()
    assert "not there any more" in err(run("done", "2", "--vault", vault, *TODAY))


def test_the_list_is_remembered_outside_of_the_vault_for_its_owner_alone(vault):
    before = bytes_of(vault)
    run("contacts", "--vault", vault, *TODAY)
    files = list(Path(os.environ["XDG_STATE_HOME"]).rglob("listed.json"))
    assert len(files) == 1
    assert is_private(files[0])
    assert ON_WINDOWS or stat.S_IMODE(files[0].parent.stat().st_mode) == 0o700
    assert bytes_of(vault) == before
    files[0].write_text("[broken", encoding="ascii")
    assert run("done", "1", "--vault", vault, *TODAY).returncode == 2
    assert run("due", "--vault", vault, *TODAY, env={"XDG_STATE_HOME": "/dev/null"}).returncode == 0


def test_what_is_due_is_meant_and_several_are_listed_with_numbers_that_work(vault):
    """life.md 4: `done lena` with one line due and one of next week."""
    several = run("done", "check-in", "--vault", vault, *TODAY)
    assert several.returncode == 2
    assert err(several).split("\n")[1:3] == [
        "  1  Acme#check-in-nadia-brandt",
        "  2  Tidewater#check-in-lena-marsh",
    ]
    assert out(run("done", "1", "--vault", vault, *TODAY)) == "Acme#check-in-nadia-brandt\n"
    done = run("done", "LENA", "--vault", vault, *TODAY)
    assert out(done) == "Tidewater#check-in-lena-marsh\n"
    assert err(done) == (
        "Ticked: Check in with Lena Marsh about the application to Tidewater. "
        "Next: Check in with Lena Marsh about the application to Tidewater, 4 December.\n"
    )
    assert (
        out(run("snooze", "fox", "friday", "week", "--vault", vault, *TODAY))
        == "2026-12-04  Later#check-in-helena-fox\n"
    )


def test_an_exact_name_is_meant_though_another_begins_like_it(vault):
    """life.md 4: `done Tidewater#thank-you-omar-haddad` with a `…-omar-haddad-2` beside it."""
    days = "[2026-11-10, 2026-11-18]"
    write(
        vault,
        "Apps/Sea.md",
        application("Sea", "interview", interviewed=days, interviewers="Omar Haddad"),
    )
    run("update", "--vault", vault, *TODAY)
    assert (
        out(run("done", "Sea#thank-you-omar-haddad", "--vault", vault, *TODAY))
        == "Sea#thank-you-omar-haddad\n"
    )


def test_a_person_is_found_like_an_item_and_a_note_is_made_for_nobody_who_has_one(vault):
    """life.md 4: `log nadia "rang"`, `done --person Nadia`."""
    assert out(run("log", "nadia", "rang", "--vault", vault, *TODAY)) == "People/Nadia Brandt.md\n"
    assert sorted(path.name for path in (vault / "People").iterdir()) == ["Nadia Brandt.md"]
    assert (
        out(run("done", "--person", "Nadia", "--vault", vault, *TODAY))
        == "Acme#check-in-nadia-brandt\n"
    )
    assert out(run("log", "marsh", "rang", "--vault", vault, *TODAY)) == "People/Lena Marsh.md\n"
    assert out(run("log", "Ada Neri", "rang", "--vault", vault, *TODAY)) == "People/Ada Neri.md\n"
    write(vault, "People/Nadia Rossi.md", "---\ntype: person\n---\n")
    before = bytes_of(vault)
    several = run("log", "nadia", "rang", "--vault", vault, *TODAY)
    assert (several.returncode, bytes_of(vault)) == (2, before)
    assert err(several).split("\n")[1:3] == [
        "  1  People/Nadia Brandt.md",
        "  2  People/Nadia Rossi.md",
    ]
    assert out(run("log", "2", "rang", "--vault", vault, *TODAY)) == "People/Nadia Rossi.md\n"
    run("due", "--vault", vault, *TODAY)
    assert out(run("log", "1", "rang", "--vault", vault, *TODAY)) == "People/Lena Marsh.md\n"
    assert "Nobody in this vault" in err(run("done", "--person", "zoe", "--vault", vault, *TODAY))
    assert "Nothing is due for" in err(run("done", "--person", "fox", "--vault", vault, *TODAY))


@pytest.mark.parametrize(
    "command",
    [("done", ""), ("done", " "), ("done", "--person", ""), ("snooze", "", "1w"), ("log", "", "rang"), ("explain", ""),
     ("draft", ""), ("update", ""), ("list", "--company", ""), ("list", "--stage", "")],
)  # fmt: skip
def test_an_empty_name_is_a_usage_error(vault, command):
    """life.md 10."""
    before = bytes_of(vault)
    assert run(*command, "--vault", vault, *TODAY).returncode == 2
    assert bytes_of(vault) == before


def test_explain_finds_notes_without_accents_and_people(vault):
    """life.md 4: `explain Ultima` finds `Ùltima`; `explain "Hannah Weiss"`."""
    write(vault, "Apps/Ùltima.md", application("Ultra", applied="2026-11-02"))
    assert out(run("explain", "Ultima", "--vault", vault, *TODAY)).startswith(
        "Stage: Applied, since 2026-11-02"
    )
    assert out(run("explain", "ultra", "--vault", vault, *TODAY)).startswith(
        "Stage: Applied, since 2026-11-02"
    )
    told = out(run("explain", "nadia", "--vault", vault, *TODAY))
    assert told.startswith(
        "Nadia Brandt: no touch is recorded.\nAcme: check-in-nadia-brandt: due 2026-11-16; "
    )
    assert (
        out(run("explain", "Helena Fox", "--vault", vault, *TODAY))
        .split("\n")[1]
        .startswith("Later: check-in")
    )
    write(vault, "People/Hannah Weiss.md", "---\ntype: person\nemail: h@example.com\n---\n")
    assert "No line is for Hannah Weiss." in out(
        run("explain", "Hannah Weiss", "--vault", vault, *TODAY)
    )
    write(vault, "Words.md", "words\n")
    refused = run("explain", "Words", "--vault", vault, *TODAY)
    assert (refused.returncode, "not marked as an application" in err(refused)) == (2, True)
    assert run("explain", "zzz", "--vault", vault, *TODAY).returncode == 2
    assert run("explain", "te", "--vault", vault, *TODAY).returncode == 2


def test_explain_says_a_problem_first_and_no_plan_that_contradicts_the_lines(vault):
    """life.md 3."""
    note = vault / "Apps" / "Acme.md"
    note.write_text(
        note.read_text("utf-8").replace("status: applied", "status: aplied"), encoding="utf-8"
    )
    told = out(run("explain", "Acme", "--vault", vault, *TODAY)).split("\n")
    assert told[0].startswith("Apps/Acme.md:4: ")
    assert told[1:] == [
        "check-in-nadia-brandt: due 2026-11-16; left as it is until that is corrected.",
        "",
    ]
    bad = application("Acme", "rejected", decided="2026-02-30")
    write(vault, "Apps/Bad.md", bad)
    told = out(run("explain", "Bad", "--vault", vault, *TODAY)).split("\n")
    assert told[0].startswith("Apps/Bad.md:5: ")
    assert "waits for" not in "".join(told)
    write(vault, "Apps/Head.md", "---\ntype: application\ncompany: 'a\n---\n")
    assert out(run("explain", "Head", "--vault", vault, *TODAY)).startswith("Apps/Head.md:3: ")


def test_the_numbers_are_the_same_everywhere_and_what_is_left_out_is_named(tmp_path):
    """field.md N."""
    write(tmp_path, "vaultkit.toml", "schema = 1\n")
    write(tmp_path, "A.md", application("A", applied="2026-11-02"))
    write(tmp_path, "B.md", application("B", "Zzyzx", applied="2026-11-03"))
    day = ("--vault", tmp_path, "--today", "2026-11-24")
    stats = data_of(run("stats", "--json", *day))
    assert (stats["applications"], stats["sent"], stats["stages"][1]["now"]) == (1, 1, 1)
    assert [row["note"] for row in data_of(run("list", "--json", *day))] == ["A.md"]
    for command in (("stats",), ("list",), ("due",), ("contacts",)):
        assert "B.md:4: " in err(run(*command, *day)), command
    told = out(run("explain", "B", *day))
    assert told.startswith("B.md:4: ")
    assert "Stage" not in told
    assert "| Applied | 1 |" in out(run("review", "--stdout", *day))
    assert "Zzyzx" not in out(run("due", *day))


def test_every_command_that_sums_up_says_how_many_hints_there_are(tmp_path):
    """life.md 2."""
    write(tmp_path, "vaultkit.toml", "schema = 1\n")
    write(tmp_path, "A.md", application("A", "Interviewing", Contacts="Bob"))
    write(tmp_path, "B.md", application("B"))
    for command in (("update",), ("update", "--check"), ("due",), ("stats",), ("list",), ("contacts",), ("review", "--stdout"), ("review",)):  # fmt: skip
        done = run(*command, "--vault", tmp_path, *TODAY)
        assert "2 notes lack a day: `vaultkit check`\n" in err(done), command
        assert "lack a day" not in err(run(*command, "-q", "--vault", tmp_path, *TODAY)), command
    checked = run("check", "--vault", tmp_path, *TODAY)
    assert (checked.returncode, out(checked).count("(hint)")) == (0, 2)
    assert "A.md:4: (hint) " in out(checked)
    assert err(checked) == "0 problems.\n2 hints\n"
    write(tmp_path, "vaultkit.toml", 'schema = 1\nlanguage = "it"\n')
    assert "2 note senza una data: `vaultkit check`\n" in err(
        run("due", "--vault", tmp_path, *TODAY)
    )


def test_list_shows_stage_days_and_the_next_date(vault):
    write(
        vault,
        "Apps/No.md",
        application("Nope", "rejected", applied="2026-10-01", decided="2026-11-18"),
    )
    rows = data_of(run("list", "--json", "--vault", vault, *TODAY))
    assert [(row["company"], row["stage"], row["days_in_stage"], row["next"]) for row in rows] == [
        ("Tidewater", "applied", 18, "2026-11-11"), ("Acme", "applied", 15, "2026-11-16"),
        ("Later", "applied", 1, "2026-11-30"), ("Nope", "rejected", 2, None),
    ]  # fmt: skip
    for options, companies in (
        (("--open",), ["Tidewater", "Acme", "Later"]), (("--stage", "Rifiutata"), ["Nope"]),
        (("--stage", "rejected"), ["Nope"]), (("--company", "ÀCM"), ["Acme"]), (("--stage", "offer"), []),
    ):  # fmt: skip
        assert [
            row["company"]
            for row in data_of(run("list", *options, "--json", "--vault", vault, *TODAY))
        ] == companies
    told = out(run("list", "--vault", vault, *TODAY))
    assert told.split("\n")[1].split() == ["Tidewater", "Applied", "18", "2026-11-11"]
    narrow = out(run("list", "--vault", vault, *TODAY, env={"COLUMNS": "40"})).split("\n")
    assert narrow[:2] == ["Tidewater", "  Applied · 18 · 2026-11-11"]
    wrong = run("list", "--stage", "nonsense", "--vault", vault, *TODAY)
    assert (wrong.returncode, "Screening" in err(wrong)) == (2, True)


def test_json_has_the_problems_and_the_items_as_they_stand_now(vault):
    """life.md 16."""
    write(vault, "Apps/Bad.md", application("Bad", "rejected", decided="2026-02-30"))
    for command in (("contacts",), ("due",), ("stats",), ("list",), ("done", "lena"), ("snooze", "fox", "1w"), ("log", "nadia", "rang")):  # fmt: skip
        told = json.loads(run(*command, "--json", "--vault", vault, *TODAY).stdout)
        assert [row["note"] for row in told["problems"] if row["code"] == "bad-date"] == [
            "Apps/Bad.md"
        ], command
        if command[0] in ("done", "snooze"):
            assert set(told["data"][0]) >= {
                "note",
                "line",
                "id",
                "rule",
                "text",
                "due",
                "done",
                "overdue_days",
            }
            assert told["data"][0]["done"] == (command[0] == "done")
    assert (
        json.loads(run("snooze", "fox", "1 Dec", "--json", "--vault", vault, *TODAY).stdout)[
            "data"
        ][0]["due"]
        == "2026-12-01"
    )


def test_the_last_contact_of_a_person_is_kept_true_where_it_stands(vault):
    """clients.md K8."""
    nadia = vault / "People" / "Nadia Brandt.md"
    run("log", "nadia", "rang", "--vault", vault, "--today", "2026-11-10")
    assert nadia.read_text("utf-8").startswith(
        "---\ntype: person\nemail: n@example.com\nlast_contact: 2026-11-10\n---\n"
    )
    run("done", "nadia", "--vault", vault, *TODAY)
    assert "\nlast_contact: 2026-11-20\n" in nadia.read_text("utf-8")
    later = nadia.read_bytes().replace(b"2026-11-20", b"2026-12-24")
    nadia.write_bytes(later)
    run("log", "nadia", "rang", "--vault", vault, "--today", "2026-11-21")
    assert nadia.read_bytes() == later + b"- 2026-11-21: rang\n"
    nadia.write_bytes(later.replace(b"last_contact: 2026-12-24\n", b""))
    assert run("update", "--check", "--vault", vault, *TODAY).returncode == 0
    nadia.write_bytes(later.replace(b"2026-12-24", b"2026-11-01"))
    assert out(run("update", "--vault", vault, *TODAY)) == "People/Nadia Brandt.md\n"
    assert out(run("update", "--vault", vault, *TODAY)) == ""


def test_a_first_look_is_no_answer(tmp_path):
    """field.md S."""
    write(tmp_path, "vaultkit.toml", "schema = 1\n")
    for day in range(1, 12):
        write(
            tmp_path,
            f"A{day:02}.md",
            application(f"A{day}", "rejected", applied=f"2026-10-{day:02}"),
        )
    for _ in range(2):
        assert "Response time" not in out(run("stats", "--vault", tmp_path, *TODAY))
        assert "Replied" not in out(run("review", "--stdout", "--vault", tmp_path, *TODAY))
        run("update", "--vault", tmp_path, *TODAY)


def test_what_is_done_on_the_day_of_a_review_is_told_once(vault):
    """life.md 7."""
    run("done", "lena", "--vault", vault, *TODAY)
    first = vault / out(run("review", "--vault", vault, *TODAY)).strip()
    assert "2026-11-20: [[Apps/Tidewater#^vk-check-in-lena-marsh|" in first.read_text("utf-8")
    run("done", "nadia", "--vault", vault, *TODAY)
    second = out(run("review", "--stdout", "--vault", vault, "--today", "2026-11-27"))
    assert "2026-11-20: [[Apps/Tidewater#^vk-check-in-lena-marsh|" not in second
    assert "2026-11-20: [[Apps/Acme#^vk-check-in-nadia-brandt|" in second


def test_what_the_recruiter_answered_comes_up_again(vault):
    """life.md 14."""
    write(
        vault, "Apps/No.md", application("Nope", "rejected", decided="2026-11-10", recruiter="Ann")
    )
    run("update", "--vault", vault, *TODAY)
    note = vault / "Apps" / "No.md"
    lines = note.read_text("utf-8").split("\n")
    at = next(place for place, line in enumerate(lines) if "^vk-feedback" in line)
    lines.insert(at + 2, "  - 2026-11-15: they wanted more SQL")
    note.write_text("\n".join(lines), encoding="utf-8")
    told = out(run("review", "--stdout", "--vault", vault, *TODAY))
    assert "**What did they say decided it?**\n\n- they wanted more SQL · " in told
