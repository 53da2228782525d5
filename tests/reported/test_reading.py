"""What a note says, as people reported it: each test is a case of field.md or clients.md, from outside."""

import json

import pytest

from tests.test_cli import out, run

BASE = """---
type: application
company: Acme
role: Data Engineer
status: rejected
interviewed: 2026-10-20
decided: 2026-10-22
recruiter: "[[Jane Doe]]"
interviewers:
  - "[[Marta Rossi]]"
---

# Acme
"""
PERSON = "---\ntype: person\nemail: {}@example.com\n---\n"


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    write(root, "vaultkit.toml", "schema = 1\n")
    write(root, "People/Jane Doe.md", PERSON.format("jane"))
    write(root, "People/Marta Rossi.md", PERSON.format("marta"))
    return root


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def acme(root, text=BASE):
    return write(root, "Applications/Acme.md", text)


def vk(root, *arguments, today="2026-10-23"):
    return run(*arguments, "--vault", root, "--today", today)


def err(done):
    return done.stderr.decode()


def checked(root):
    """The findings of `check` as note, line and code."""
    rows = json.loads(out(vk(root, "check", "--json")))["problems"]
    return [
        (row["note"], row["line"], row["code"])
        for row in rows
        if "without-address" not in row["code"]
    ]


def test_a_title_beside_a_role_is_no_contradiction(vault):
    """field.md G."""
    note = acme(vault, BASE.replace("role:", "title: Acme – Data Engineer\nrole:"))
    assert checked(vault) == []
    vk(vault, "update")
    assert b"^vk-feedback-jane-doe" in note.read_bytes()


def test_a_title_that_only_names_the_note_is_no_role(vault):
    """field.md H."""
    title = "Acme – notes and research"
    acme(
        vault,
        BASE.replace("role: Data Engineer", f"title: {title}").replace("# Acme", f"# {title}"),
    )
    vk(vault, "update")
    done = vk(vault, "draft", "feedback", today="2026-10-26")
    assert done.returncode == 2
    assert "role" in err(done)
    assert title not in out(done)


@pytest.mark.parametrize(
    ("above", "code"),
    [
        ("\n", "block-head-below"),
        ("---\nuid: d8e1\n---\n", "block-unmarked"),
        ("Hello\n", "block-headless"),
    ],
)
def test_a_block_in_a_note_that_is_no_application_any_more_is_named_and_can_be_taken_out(
    vault, above, code
):
    """field.md I."""
    note = acme(vault)
    vk(vault, "update")
    note.write_bytes(above.encode() + note.read_bytes())
    assert [found[2] for found in checked(vault)] == [code]
    assert "there is a checklist here, but the note is not an application" in out(
        vk(vault, "check")
    )
    assert "there is a checklist here" in out(vk(vault, "review", "--stdout", today="2026-11-12"))
    assert "there is a checklist here" in err(vk(vault, "update"))
    assert "there is a checklist here" in out(vk(vault, "explain", "Acme"))
    done = vk(vault, "remove", "--yes")
    assert (out(done), "1 note is as it was" in err(done)) == ("Applications/Acme.md\n", True)
    assert note.read_bytes() == (above + BASE).encode()
    assert checked(vault) == []


def test_a_block_in_what_became_a_persons_note_is_named_too(vault):
    """field.md I, the same thought."""
    note = acme(vault)
    vk(vault, "update")
    person = BASE.replace("type: application", "type: person").replace(
        "role: Data", "email: a@b.example\nrole: Data"
    )
    note.write_bytes(
        note.read_bytes().replace(b"type: application", b"type: person\nemail: a@b.example")
    )
    assert [found[2] for found in checked(vault)] == ["block-unmarked"]
    vk(vault, "remove", "--yes")
    assert (
        note.read_bytes()
        == person.replace("role: Data", "role: Data")
        .replace(
            "type: person\ncompany: Acme\nemail: a@b.example\n",
            "type: person\nemail: a@b.example\ncompany: Acme\n",
        )
        .encode()
    )


def test_a_block_below_a_head_that_does_not_read_is_left_and_that_is_said(vault):
    """field.md I, the same thought."""
    note = acme(vault)
    vk(vault, "update")
    broken = note.read_bytes().replace(b"role: Data Engineer", b"role: a: b")
    note.write_bytes(broken)
    assert [found[2] for found in checked(vault)] == ["head-colon"]
    assert "second colon" in err(vk(vault, "remove", "--yes"))
    assert note.read_bytes() == broken


def test_prose_about_markers_is_no_block(vault):
    write(
        vault,
        "Notes/How.md",
        "It writes `vaultkit:begin`.\n\n```\n<!-- vaultkit:begin v1 -->\n```\n",
    )
    assert checked(vault) == []


def test_half_a_block_in_a_note_that_is_no_application_is_named(vault):
    write(vault, "Notes/Half.md", "<!-- vaultkit:begin v1 -->\n\n- [ ] x\n")
    assert checked(vault) == [("Notes/Half.md", 1, "marker-without-end")]


def test_a_synchronisers_copy_is_named_and_its_lines_are_listed_once(vault):
    """field.md J."""
    note = acme(vault)
    vk(vault, "update")
    before = out(vk(vault, "due", today="2026-11-12"))
    assert before.count("Marta Rossi") == 1
    write(vault, "Applications/Acme 2.md", note.read_text("utf-8"))
    assert checked(vault) == [("Applications/Acme 2.md", 1, "copy-of-a-note")]
    assert "the same company, role and days as Applications/Acme.md" in out(vk(vault, "check"))
    assert len(out(vk(vault, "due", today="2026-11-12")).splitlines()) == len(before.splitlines())
    review = out(vk(vault, "review", "--stdout", today="2026-11-12"))
    assert review.count("#^vk-reflect") == 1
    assert "Acme 2" not in review
    assert (
        len(
            json.loads(out(vk(vault, "contacts", "--json", today="2026-11-12")))["data"][0]["items"]
        )
        == 1
    )


def test_remove_says_what_stays_and_where(vault):
    """field.md K, its message."""
    note = acme(vault)
    vk(vault, "update")
    vk(vault, "done", "reflect", today="2026-10-25")
    done = vk(vault, "remove", "--yes")
    line = next(
        index
        for index, text in enumerate(note.read_text("utf-8").splitlines(), 1)
        if "- [x]" in text
    )
    assert (
        f"Applications/Acme.md:{line}: (hint) 6 lines of your own, or changed by you, stay here"
        in err(done)
    )
    assert "as they were" not in err(done)
    assert "as it was" not in err(done)


def test_markdown_links_are_links(vault):
    """field.md L."""
    note = write(
        vault,
        "Applications/Alfa.md",
        """---
type: application
company: "[Alfa](Companies/Alfa.md)"
role: Analyst
status: rejected
interviewed: 2026-10-20
decided: 2026-10-22
recruiter: "[Jane Doe](People/Jane%20Doe.md)"
interviewers:
  - "[Marta Rossi](<People/Marta Rossi.md>)"
---
""",
    )
    vk(vault, "update")
    text = note.read_text("utf-8")
    assert "- [ ] Ask [[Jane Doe]] why Alfa said no 📅 2026-10-26 ^vk-feedback-jane-doe\n" in text
    assert "^vk-follow-up-marta-rossi" in text
    drafted = out(vk(vault, "draft", "feedback", today="2026-10-26"))
    assert drafted.startswith("To: jane@example.com\n")


UNFILLED = """---
type: application
company: Alfa
status: rejected
decided: 2026-10-22
applied: "{{today:yyyy-MM-dd}}"
recruiter: Jane Doe
---
"""


def test_an_unfilled_variable_is_told_at_its_line(vault):
    """field.md M."""
    note = write(vault, "Applications/Alfa.md", UNFILLED)
    assert checked(vault) == [("Applications/Alfa.md", 6, "variable-unfilled")]
    assert "a template's variable was never filled" in err(vk(vault, "update"))
    assert "a template's variable was never filled" in out(vk(vault, "review", "--stdout"))
    assert note.read_bytes() == UNFILLED.encode()


def test_a_template_in_its_folder_is_passed_over_without_a_word(vault):
    """field.md M, where nothing may happen."""
    write(vault, ".obsidian/templates.json", '{"folder": "Forms"}')
    write(vault, "Forms/Application.md", UNFILLED)
    assert checked(vault) == []


def test_stats_and_review_count_the_same_and_name_a_note_whose_stage_is_unread(vault):
    """field.md N."""
    write(vault, "A.md", "---\ntype: application\napplied: 2026-11-02\nstatus: applied\n---\n")
    write(vault, "B.md", "---\ntype: application\napplied: 2026-11-03\nstatus: Archived\n---\n")
    done = vk(vault, "stats", today="2026-11-24")
    assert "1 application · 1 sent" in out(done)
    assert "B.md:4" in err(done)
    review = out(vk(vault, "review", "--stdout", today="2026-11-24"))
    assert "| Applied | 1 | 1 |" in review
    assert "B.md" in review
    explained = vk(vault, "explain", "B")
    assert "Applied" not in out(explained).splitlines()[0]
    assert "Archived" in out(explained)


def test_a_cancelled_round_is_none_and_rounds_name_who_was_there(vault):
    """field.md O."""
    note = write(
        vault,
        "Applications/Alfa.md",
        """---
type: application
company: Alfa
role: Analyst
status: Interviewing
dateApplied: 2026-10-01
contacts:
  - name: Anna Weiss
    role: Recruiter
    email: anna@example.com
interviews:
  - roundName: Panel
    date: 2026-10-20
    interviewers: Marta Rossi, Luca Bianchi
    status: Completed
  - roundName: Final
    date: 2026-10-27
    status: Cancelled
---
""",
    )
    vk(vault, "update", today="2026-10-21")
    text = note.read_text("utf-8")
    assert "^vk-prepare-2" not in text
    assert "2026-10-27 ^vk-ask-news" in text
    assert "2026-10-21 ^vk-thank-you-marta-rossi" in text
    assert "2026-10-21 ^vk-thank-you-luca-bianchi" in text
    assert out(vk(vault, "draft", "ask-news", today="2026-10-27")).startswith(
        "To: anna@example.com\n"
    )


@pytest.mark.parametrize(
    ("marks", "folder", "line"),
    [
        ('type = "job-application"', "Applications", "type: job-application"),
        ('tags = ["jobsearch"]', "Applications", "tags: jobsearch"),
        ('property = "job_status"\nvalues = ["applied"]', "Applications", "status: applied"),
        ('property = "is_job"', "Applications", "is_job: true"),
        ('folders = ["02-Applications"]', "02-Applications", "company: Delta"),
    ],
)
def test_a_new_note_has_the_vaults_own_mark(vault, marks, folder, line):
    """field.md P."""
    write(vault, "vaultkit.toml", f"schema = 1\n[applications]\n{marks}\n")
    path = out(vk(vault, "new", "Delta", "Engineer")).strip()
    assert path.startswith(f"{folder}/")
    assert line in (vault / path).read_text("utf-8").split("\n")
    assert "1 application" in out(vk(vault, "stats"))


@pytest.mark.parametrize(
    ("marks", "mark", "text"),
    [
        ('folders = ["02-Applications"]', "02-Applications", "No head.\n"),
        ('tags = ["jobsearch"]', "#jobsearch", "A #jobsearch.\n"),
    ],
)
def test_notes_with_a_mark_that_have_no_properties_are_counted(vault, marks, mark, text):
    """field.md Q."""
    write(vault, "vaultkit.toml", f"schema = 1\n[applications]\n{marks}\n")
    for name in "ABC":
        write(vault, f"02-Applications/{name}.md", text)
    for done, told in ((vk(vault, "check"), out), (vk(vault, "update"), err)):
        assert f"{mark}: 3 notes without properties are not read" in told(done)
    write(vault, "02-Applications/D.md", f"---\nstatus: saved\n---\n{text}")
    assert [found[2] for found in checked(vault)] == ["notes-unread"]
    assert vk(vault, "check").returncode == 0


def test_a_tag_in_the_body_marks_a_note_with_properties(vault):
    """field.md Q."""
    write(vault, "vaultkit.toml", 'schema = 1\n[applications]\ntags = ["jobsearch"]\n')
    assert [found[2] for found in checked(vault)] == ["mark-unused"]
    write(vault, "A.md", "---\ncompany: Acme\n---\nLooking. #jobsearch/now\n")
    write(vault, "B.md", "---\ncompany: Beta\n---\n`#jobsearch` is the tag, C#jobsearch is not\n")
    assert checked(vault) == []
    assert "1 application" in out(vk(vault, "stats"))


def test_init_tells_of_notes_that_cannot_be_read(tmp_path):
    """field.md Q."""
    for name, head in (
        ("A", "---\ntype: a\nstatus: applied\ncompany: A\n---\n"),
        ("B", "---\nstatus: saved\nrole: x\n---\n"),
        ("C", ""),
    ):
        write(tmp_path, f"Jobs/{name}.md", f"{head}Text.\n")
    done = run("init", tmp_path)
    assert "Jobs: 1 note without properties is not read" in err(done)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["vaultkit.toml"]


def test_explain_names_the_line_that_switches_a_note_off(vault):
    """field.md R."""
    acme(vault, BASE.replace("role:", "Follow up: false\nrole:"))
    vk(vault, "update")
    assert "Line 4 (Follow up: false) switches all follow-ups of this note off." in out(
        vk(vault, "explain", "Acme")
    )
    assert checked(vault) == [("Applications/Acme.md", 4, "switched-off-by-checkbox")]
    acme(vault, BASE.replace("role:", "follow_up: off\nrole:"))
    assert checked(vault) == []


@pytest.mark.parametrize(
    "stage",
    [
        *(
            "Responded",
            "Rejected by me",
            "Not Interested",
            "Shortlisted",
            "Reference check",
            "Do_Not_Apply",
        ),
    ],
)
def test_no_word_is_suggested_that_is_far_or_ends_it_the_other_way(vault, stage):
    """field.md T, clients.md K10."""
    acme(vault, BASE.replace("status: rejected", f"status: {stage}"))
    told = out(vk(vault, "check"))
    assert "Did you mean" not in told
    assert "Write one of saved, applied, screening" in told


@pytest.mark.parametrize(
    "stage", ["Expired", "Closed", "On hold", "Position filled", "Posizione coperta"]
)
def test_a_position_that_is_closed_has_a_stage_of_its_own(vault, stage):
    """field.md T."""
    acme(vault, BASE.replace("status: rejected", f"status: {stage}"))
    assert checked(vault) == []
    assert out(vk(vault, "explain", "Acme")).startswith("Stage: Closed")


def test_a_note_of_nothing_but_a_head_that_ends_in_a_lone_carriage_return(vault):
    """clients.md K5."""
    head, _, _ = BASE.partition("\n\n")
    before = head.replace("\n", "\r\n") + "\r"
    note = acme(vault, before)
    vk(vault, "update")
    assert b"^vk-reflect" in note.read_bytes()
    assert checked(vault) == []
    assert out(vk(vault, "update")) == ""
    vk(vault, "remove", "--yes")
    assert note.read_bytes() == before.encode()


@pytest.mark.parametrize(
    "prose",
    ["Salary: $$\n", "| Pay | $$$ |\n", "a 100%% match", "$$$ is what they pay\n", "%%\n\nopen\n"],
)
def test_an_odd_mark_in_prose_freezes_no_note(vault, prose):
    """clients.md K6."""
    note = acme(vault, f"{BASE}\n{prose}")
    vk(vault, "update")
    assert b"^vk-reflect" in note.read_bytes()
    assert checked(vault) == []
    assert out(vk(vault, "update")) == ""


def test_a_dot_file_is_no_note(vault):
    """clients.md K10."""
    note = write(vault, "Applications/.md", BASE)
    hidden = write(vault, "Applications/.hidden.md", BASE)
    assert out(vk(vault, "update")) == ""
    assert note.read_bytes() == hidden.read_bytes() == BASE.encode()
