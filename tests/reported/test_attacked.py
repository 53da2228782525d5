"""What an attack on the merged program found: each a test of the command line on real files."""

import json

import pytest

from tests.command_line import run

TODAY = ("--today", "2026-11-20")
APPLIED = '---\ntype: application\ncompany: {}\nrole: Dev\nstatus: applied\napplied: 2026-11-02\nrecruiter: "{}"\n---\n'


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    return tmp_path


def write(root, path, text):
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def vk(root, *words):
    return run(*words, "--vault", root, *TODAY)


@pytest.mark.parametrize("name", ["O'Neil", "Jane D.", "Anna (HR)", "Bob & Co", "a/b"])
def test_somebody_whom_no_file_can_be_called_after_is_found_again(vault, name):
    write(vault, "Acme.md", APPLIED.format("Acme", name))
    for _ in range(2):
        done = vk(vault, "log", name, "rang")
        assert done.returncode == 0, done.stderr.decode()
    (note,) = (vault / "People").iterdir()
    assert note.read_text("utf-8").count("2026-11-20: rang") == 2
    contacts = json.loads(vk(vault, "explain", name, "--json").stdout)
    assert contacts["problems"] == [] or all(one["code"] != "x" for one in contacts["problems"])


def test_a_file_that_is_another_person_s_note_is_not_called_unmarked(vault):
    write(vault, "People/O-Neil.md", "---\ntype: person\nname: Shaquille Osborne\n---\n")
    done = vk(vault, "log", "O/Neil", "rang")
    assert done.returncode == 2
    assert b"People/O-Neil.md" in done.stderr
    assert b"not marked" not in done.stderr


@pytest.mark.parametrize(
    "name",
    [
        "Marta Rosi",
        "M. Rossi",
        "Dr. Marta Rossi",
        "Marta Rossi (Acme)",
        "marta@example.com",
        "Dott.ssa Marta Rossi",
    ],
)
def test_no_second_person_is_made_for_a_look_alike(vault, name):
    write(vault, "People/Marta Rossi.md", "---\ntype: person\nemail: marta@example.com\n---\n")
    done = vk(vault, "log", name, "rang")
    assert done.returncode == 2
    assert "People/Marta Rossi.md" in done.stderr.decode()
    assert [path.name for path in (vault / "People").iterdir()] == ["Marta Rossi.md"]


@pytest.mark.parametrize("name", ["Marta Bianchi", "Luca Rossi", "Martin Ross"])
def test_somebody_else_gets_a_note(vault, name):
    write(vault, "People/Marta Rossi.md", "---\ntype: person\n---\n")
    assert vk(vault, "log", name, "rang").returncode == 0
    assert (vault / "People" / f"{name}.md").exists()


def test_a_look_alike_can_be_named_by_the_number_that_was_printed(vault):
    note = write(vault, "People/Marta Rossi.md", "---\ntype: person\n---\n")
    assert b"1  People/Marta Rossi.md" in vk(vault, "log", "Marta Rosi", "rang").stderr
    assert vk(vault, "log", "1", "rang").returncode == 0
    assert "2026-11-20: rang" in note.read_text("utf-8")


def test_a_new_note_has_the_day_so_that_applied_alone_starts_its_clock(vault):
    path = vk(vault, "new", "Beta", "Dev").stdout.decode().strip()
    note = vault / path
    assert "added: 2026-11-20\n" in note.read_text("utf-8")
    text = note.read_text("utf-8").replace("status: saved", "status: applied\nrecruiter: Ann")
    note.write_text(text, encoding="utf-8")
    assert vk(vault, "update").returncode == 0
    assert "^vk-check-in-ann" in note.read_text("utf-8")


def test_a_template_with_a_day_of_its_own_gets_no_second_one(vault):
    write(vault, "Templates/A.md", "---\ntype: application\ncompany:\ncreated: {{date}}\n---\n")
    write(vault, ".obsidian/templates.json", '{"folder": "Templates"}')
    path = vk(vault, "new", "Beta", "Dev").stdout.decode().strip()
    assert (vault / path).read_text("utf-8").count("2026-11-20") == 1


def test_an_application_that_exists_under_another_file_name_is_named(vault):
    write(vault, "Applications/Acme.md", APPLIED.format("Acme", "Ann"))
    done = vk(vault, "new", "ACME", "dev")
    assert done.returncode == 2
    assert "Applications/Acme.md" in done.stderr.decode()
    assert len(list((vault / "Applications").iterdir())) == 1
    assert vk(vault, "new", "Acme", "Designer").returncode == 0


def test_strict_prints_one_json_object(vault):
    write(vault, "Acme.md", "---\ntype: application\nstatus: applied\napplied: 2026-02-30\n---\n")
    done = vk(vault, "update", "--strict", "--json")
    assert done.returncode == 4
    assert json.loads(done.stdout)["problems"][0]["note"] == "Acme.md"
    assert "1 note could not be handled" in vk(vault, "update", "--strict").stderr.decode()


@pytest.mark.parametrize("words", [("review",), ("review", "--stdout")])
def test_a_review_s_json_has_the_problems(vault, words):
    write(vault, "Acme.md", "---\ntype: application\nstatus: applied\napplied: 2026-02-30\n---\n")
    told = json.loads(vk(vault, *words, "--json").stdout)
    assert [one["code"] for one in told["problems"]] == ["bad-date"]


def test_nos_of_a_first_look_are_no_nos_of_this_month(vault):
    for day in range(1, 12):
        write(
            vault,
            f"{day}.md",
            f"---\ntype: application\napplied: 2026-10-{day:02}\nstatus: rejected\n---\n",
        )
    vk(vault, "update")
    assert " nos " not in vk(vault, "review", "--stdout").stdout.decode()


@pytest.mark.parametrize("turned", [False, True])
def test_a_silent_double_over_one_child_line_becomes_one(vault, turned):
    note = write(
        vault,
        "Acme.md",
        "---\ntype: application\ncompany: Acme\nstatus: rejected\ndecided: 2026-11-02\nrecruiter: Ann\n---\n",
    )
    vk(vault, "update")
    text = note.read_text("utf-8")
    line = next(line for line in text.split("\n") if line.endswith("^vk-feedback-ann"))
    ticked = line.replace("- [ ]", "- [x]").replace(" ^vk", " ✅ 2026-11-05 ^vk")
    both = [line, ticked] if turned else [ticked, line]
    note.write_text(text.replace(line, "\n".join(both)), encoding="utf-8")
    assert vk(vault, "update").returncode == 0
    after = note.read_text("utf-8")
    assert after.count("^vk-feedback-ann") == 1
    assert f"{ticked}\n  - To Ann" in after


def test_the_last_day_that_there_is_has_a_week(vault):
    done = run("review", "--stdout", "--vault", vault, "--today", "9999-12-31")
    assert done.returncode == 0


def test_the_status_line_says_how_many_hints_there_are(vault):
    write(vault, "Acme.md", "---\ntype: application\nstatus: interview\n---\n")
    assert b"1 note lacks a day" in run("--vault", vault, *TODAY).stderr
