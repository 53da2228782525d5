"""Small things that are told: a file that is there, a touch to come, a day that cannot be written."""

import json
from pathlib import Path

import pytest

from tests.command_line import run

DAY = ("--today", "2026-11-20")
PERSON = "---\ntype: person\nemail: a@x.example\nlast_contact: {last}\n---\n## Log\n{log}"
APPLICATION = (
    "---\ntype: application\ncompany: Acme\nrole: Cook\nstatus: rejected\nrecruiter: Jane\n---\n"
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n")
    (root / "Acme.md").write_text(APPLICATION)
    return root


def with_jane(vault: Path, last: str, *log: str) -> None:
    lines = "".join(f"- {day}: rang\n" for day in log)
    (vault / "Jane.md").write_text(PERSON.format(last=last, log=lines))


def test_a_file_that_is_there_is_left_and_the_sentence_says_what_to_do(vault: Path) -> None:
    file = vault / "out.csv"
    file.write_text("mine")
    done = run("export", "csv", "-o", file, *DAY, "--vault", vault)
    assert (done.returncode, file.read_text()) == (2, "mine")
    told = done.stderr.decode()
    assert f"{file} is there already, and was left as it is." in told
    assert "Give another name" in told


@pytest.mark.parametrize(
    "words", [("export", "csv", "-o", "none/out.csv"), ("review", "--html", "none/out.html")]
)
def test_a_folder_that_is_not_there_is_named(vault: Path, words: tuple[str, ...]) -> None:
    done = run(*words, *DAY, cwd=vault)
    assert done.returncode == 2
    assert "there is no folder none." in done.stderr.decode()
    assert not (vault / "none").exists()


def test_explain_counts_no_touch_that_is_still_to_come(vault: Path) -> None:
    with_jane(vault, "", "2026-11-02", "2026-12-24")
    (row, *_) = json.loads(run("explain", "Jane", "--json", *DAY, "--vault", vault).stdout)["data"]
    assert row["last_touch"] == "2026-11-02"
    with_jane(vault, "", "2026-12-24")
    (row, *_) = json.loads(run("explain", "Jane", "--json", *DAY, "--vault", vault).stdout)["data"]
    assert row["last_touch"] is None


def told_of_days(vault: Path) -> list[tuple[str, int, str]]:
    done = run("check", "--json", *DAY, "--vault", vault)
    assert done.returncode == 0, done.stdout
    found = json.loads(done.stdout)["problems"]
    told = [(one["note"], one["line"], one["code"]) for one in found]
    return [one for one in told if one[2].startswith("last-contact")]


def test_check_names_a_last_contact_that_cannot_be_written_before_it_ought_to_be(
    vault: Path,
) -> None:
    for log in ((), ("2026-11-02",), ("2026-12-24",)):
        with_jane(vault, "[2026-11-01]", *log)
        assert told_of_days(vault) == [("Jane.md", 4, "last-contact-form")]
        assert told_of_days(vault) == [("Jane.md", 4, "last-contact-form")]
        with_jane(vault, "2026-11-01", *log)
        assert told_of_days(vault) == []


def test_check_names_a_last_contact_that_has_not_come(vault: Path) -> None:
    with_jane(vault, "2062-11-01")
    assert told_of_days(vault) == [("Jane.md", 4, "last-contact-ahead")]
    with_jane(vault, "2026-11-20")
    assert told_of_days(vault) == []


def test_remove_says_where_a_last_contact_stays(vault: Path) -> None:
    note = vault / "Acme.md"
    note.write_text(APPLICATION.replace("rejected\n", "rejected\ndecided: 2026-11-10\n"))
    run("update", *DAY, "--vault", vault)
    bare = run("remove", "--yes", *DAY, "--vault", vault)
    assert b"last contact" not in bare.stderr
    with_jane(vault, "", "2026-11-02")
    (vault / "Ann.md").write_text("---\ntype: person\nlast_contact:\n---\n")
    run("update", *DAY, "--vault", vault)
    done = run("remove", "--yes", *DAY, "--vault", vault)
    assert b"The day of the last contact stays in 1 note about a person" in done.stderr
    again = run("remove", "--yes", *DAY, "--vault", vault)
    assert again.stderr == b"There is nothing of vaultkit's to take out.\n"
