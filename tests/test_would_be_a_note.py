"""No command puts a file into the vault that would be taken for a note and is none."""

import shutil
from pathlib import Path

import pytest

from tests.command_line import run

VAULT = Path(__file__).parent / "transcripts" / "vault"
TODAY = ("--today", "2026-11-20")
WRITERS = {
    "page": (("review", "--html"), ".html"),
    "page-redacted": (("review", "--redact", "--html"), ".html"),
    "csv": (("export", "csv", "--output"), ".csv"),
    "vcf": (("export", "vcf", "--output"), ".vcf"),
    "log": (("export", "search-log", "--as", "html", "--output"), ".html"),
    "mail": (("draft", "Acme#follow-up-marta-rossi", "--eml"), ".eml"),
    "calendar": (("calendar",), ".ics"),
}


@pytest.fixture
def vault(tmp_path):
    shutil.copytree(VAULT, tmp_path / "vault")
    assert run("update", *TODAY, "--vault", tmp_path / "vault").returncode == 0
    return tmp_path / "vault"


def files(vault):
    return {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("name", ["x.md", "People/x.MD"])
def test_a_name_of_a_note_in_the_vault_is_refused(vault, writer, name):
    (words, suffix), before = WRITERS[writer], files(vault)
    done = run(*words, vault / name, *TODAY, "--vault", vault)
    told = done.stderr.decode()
    assert (done.returncode, files(vault)) == (2, before), told
    assert "note" in told
    assert suffix in told


def test_by_a_link_into_the_vault_it_is_refused_too(vault, tmp_path):
    (tmp_path / "link").symlink_to(vault, target_is_directory=True)
    words = ("export", "csv", "--output", tmp_path / "link" / "x.md")
    assert run(*words, *TODAY, "--vault", vault).returncode == 2


@pytest.mark.parametrize("writer", [name for name in WRITERS if name != "calendar"])
def test_elsewhere_a_file_may_be_called_what_one_likes(vault, tmp_path, writer):
    words, _ = WRITERS[writer]
    done = run(*words, tmp_path / "x.md", *TODAY, "--vault", vault)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "x.md").exists()


@pytest.mark.parametrize("words", [(), ("--as", "md")])
def test_a_log_in_markdown_may_be_a_note(vault, words):
    done = run("export", "search-log", *words, "-o", vault / "x.md", *TODAY, "--vault", vault)
    assert done.returncode == 0, done.stderr
    assert (vault / "x.md").exists()


def test_a_folder_that_leads_to_itself_is_told_as_one_that_takes_no_file(vault, tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    words = ("export", "csv", "-o", tmp_path / "loop" / "x.md")
    done = run(*words, *TODAY, "--vault", vault)
    assert (done.returncode, b"could not be made" in done.stderr) == (2, True)
