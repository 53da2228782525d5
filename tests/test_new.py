"""``vaultkit new`` follows the vault: its folder, template, names, words and mark."""

import json
from pathlib import Path

import frontmatter
import pytest

from tests.command_line import run
from tests.habits import TODAY, make_vault
from tests.test_existing_vaults import bytes_of

DAY = ("--today", TODAY)
MORE = ("--applied", "2026-11-18", "--url", "https://a.example/1", "--recruiter", "jane doe")


def made(root: Path, *words: str) -> tuple[str, str]:
    """Return the new note's text and what was said."""
    done = run("new", *words, "--vault", root, *DAY)
    assert done.returncode == 0, done.stderr.decode()
    return (root / done.stdout.decode().strip()).read_text("utf-8"), done.stderr.decode()


def head(text: str) -> dict[str, object]:
    return frontmatter.loads(text).metadata


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "habit", ["typed", "tagged", "in-weeks", "positions", "candidature", "etichette"]
)
def test_in_each_vault_the_new_note_is_an_application_of_its_kind(tmp_path, habit):
    root = make_vault(tmp_path, habit)
    run("init", root, *DAY)
    before = json.loads(run("list", "--json", "--vault", root, *DAY).stdout)["data"]
    text, told = made(root, "No: & Co", 'The "Yes" role', *MORE, "--set", "salary=50000")
    after = json.loads(run("list", "--json", "--vault", root, *DAY).stdout)["data"]
    (new,) = [one for one in after if one not in before]
    assert (new["company"], new["role"], new["stage"]) == ("No: & Co", 'The "Yes" role', "applied")
    assert head(text)["salary"] == 50000
    assert "is no application for vaultkit" not in told
    assert run("update", "--dry-run", "--vault", root, *DAY).returncode == 1


def test_the_vaults_own_words_and_names_are_used(tmp_path):
    root = make_vault(tmp_path, "candidature")
    run("init", root, *DAY)
    text, _ = made(root, "Alfa", "Cuoca", "--applied", "2026-11-18", "--recruiter", "Marta Rossi")
    assert text == (
        "---\nazienda: Alfa\nruolo: Cuoca\nstato: In attesa\nadded: 2026-11-20\n"
        'data candidatura: 2026-11-18\nrecruiter: "[[Marta Rossi]]"\n---\n\n# Alfa - Cuoca\n'
    )


def test_a_template_is_filled_and_what_is_left_is_named(tmp_path):
    root = make_vault(tmp_path, "tagged")
    run("init", root, *DAY)
    text, told = made(root, "Acme", "Engineer: Platform", "--status", "Online Application")
    assert text == (
        '---\nEmployer: Acme\nJob-Title: "Engineer: Platform"\nApp-Stage: Online Application\n'
        "Applied-Date: \ntags: [jobs, application, active]\nadded: 2026-11-20\n---\n\n"
        "# Acme - Engineer Platform\n\nMade on 2026-11-20 at <% tp.user.clock() %>\n"
    )
    assert "Left in Acme - Engineer Platform.md for you to fill: <% tp.user.clock() %>" in told


def test_a_company_is_not_the_title_that_the_template_put_there(tmp_path):
    root = make_vault(tmp_path, "typed")
    run("init", root, *DAY)
    text, _ = made(root, "Hooli", "Analyst")
    assert head(text)["company"] == "Hooli"
    assert head(text)["status"] == "Wishlist"
    assert "# Hooli - Analyst\n\n## Log" in text


def test_earlier_applications_are_named(vault):
    made(vault, "Acme", "Analyst", "--applied", "2026-01-07")
    made(vault, "Acme", "Cook")
    _, told = made(vault, "ACME", "Driver")
    assert told == (
        "You have applied to Acme before: Applications/Acme - Analyst.md (Analyst, Applied, 2026-01-07)\n"
    )


def test_one_that_exists_is_named_and_nothing_is_written(vault):
    made(vault, "Acme", "Analyst")
    before = bytes_of(vault)
    done = run("new", "acme", "analyst", "--vault", vault, *DAY, *MORE)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "Applications/Acme - Analyst.md is there already" in done.stderr.decode()
    assert bytes_of(vault) == before


def test_what_is_set_is_typed_as_obsidian_shows_it(vault):
    values = ("salary=50000", "remote=true", "seen=2026-11-01", "code=007", "tag words=a", "tag words=b", "note=", "day=2026-02-30", "x=a=b", "url=https://a.example")  # fmt: skip
    text, _ = made(
        vault, "Acme", "Analyst", *(word for value in values for word in ("--set", value))
    )
    found = head(text)
    assert "salary: 50000\nremote: true\nseen: 2026-11-01\n" in text
    assert (found["code"], found["tag words"], found["note"]) == ("007", ["a", "b"], None)
    assert (found["day"], found["x"], found["url"]) == ("2026-02-30", "a=b", "https://a.example")


def test_what_is_set_by_another_name_stands_once(vault):
    words = ("azienda=Beta", "stato=inviata", "title=Mine", "data candidatura=2026-11-01")
    text, _ = made(vault, "Acme", "Analyst", *(word for one in words for word in ("--set", one)))
    assert text.startswith(
        "---\ntype: application\ncompany: Beta\nrole: Analyst\nstatus: inviata\nadded: 2026-11-20\n"
        "applied: 2026-11-01\ntitle: Mine\n---\n"
    )
    done = run("new", "Acme", "Cook", "--set", "stato=sunny", "--vault", vault, *DAY)
    assert "sunny is not a stage" in done.stderr.decode()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--applied", "yesterday"), "--applied yesterday is not a day"),
        (("--status", "sunny"), "sunny is not a stage that is known here"),
        (("--set", "salary"), "--set salary names no property"),
        (("--set", "=5"), "--set =5 names no property"),
        (("--set", "a\nb=5"), "names no property"),
        (("--recruiter", ""), "--recruiter"),
    ],
)
def test_a_wrong_option_is_told_and_nothing_is_written(vault, words, told):
    before = bytes_of(vault)
    done = run("new", "Acme", "Analyst", *words, "--vault", vault, *DAY)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert bytes_of(vault) == before


def test_a_template_whose_head_does_not_read_is_told_and_nothing_is_written(vault):
    (vault / "T.md").write_text("---\ncompany: a: b\n---\n", "utf-8")
    (vault / "vaultkit.toml").write_text('schema = 1\n[applications]\ntemplate = "T.md"\n', "utf-8")
    done = run("new", "Acme", "Analyst", "--vault", vault, *DAY)
    assert done.returncode == 2
    assert "The front matter of the template T.md does not read" in done.stderr.decode()
    assert not (vault / "Applications").exists()


def test_the_template_itself_is_no_application(vault):
    note = "---\ntype: application\ncompany:\nstatus: applied\n---\n"
    (vault / "T.md").write_text(note, "utf-8")
    assert json.loads(run("list", "--json", "--vault", vault, *DAY).stdout)["data"]
    (vault / "vaultkit.toml").write_text('schema = 1\n[applications]\ntemplate = "T.md"\n', "utf-8")
    assert json.loads(run("list", "--json", "--vault", vault, *DAY).stdout)["data"] == []
    made(vault, "Acme", "Analyst")
    assert run("update", "--vault", vault, *DAY).returncode == 0
    assert (vault / "T.md").read_text("utf-8") == note


def test_undo_takes_a_new_note_back(vault):
    before = bytes_of(vault)
    made(vault, "Acme", "Analyst", *MORE)
    run("undo", "--vault", vault)
    assert bytes_of(vault) == before


@pytest.mark.parametrize("word", ["true", "Yes", "42", "2026-01-02"])
def test_a_company_of_a_strange_name_is_called_so_in_every_list(vault, word):
    made(vault, word, "Cook")
    (row,) = json.loads(run("list", "--json", "--vault", vault, *DAY).stdout)["data"]
    assert (row["company"], row["role"]) == (word, "Cook")


@pytest.mark.parametrize(
    ("head", "below"), [("tags: [job]\n", ""), ("tag: '#job/open'\n", ""), ("x: 1\n", "#job\n")]
)
def test_a_template_that_has_the_vault_s_tag_alone_is_used(vault, head, below):
    (vault / "vaultkit.toml").write_text(
        'schema = 1\n[applications]\ntype = []\ntags = ["job"]\n', "utf-8"
    )
    (vault / "Templates").mkdir()
    (vault / "Templates/A.md").write_text("---\ntags: [other]\n---\n", "utf-8")
    (vault / "Templates/B.md").write_text(
        f"---\n{head}company:\ncreated: {{{{date}}}}\n---\n{below}Mine.\n", "utf-8"
    )
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian/templates.json").write_text('{"folder": "Templates"}', "utf-8")
    text, _ = made(vault, "Acme", "Cook")
    assert text.endswith("Mine.\n")
    assert "company: Acme\ncreated: " in text
