"""``vaultkit export search-log`` as it is called."""

import shutil
from pathlib import Path

import pytest

from tests.command_line import run

VAULT = Path(__file__).parent / "transcripts" / "vault"
TODAY = ("--today", "2026-11-20")


@pytest.fixture
def vault(tmp_path):
    shutil.copytree(VAULT, tmp_path / "vault")
    return tmp_path / "vault"


def log(vault, *words):
    done = run("export", "search-log", *words, *TODAY, "--vault", vault)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_without_days_it_is_this_month_up_to_today(vault):
    code, out, _ = log(vault)
    assert code == 0
    assert "From 2026-11-01 to 2026-11-20" in out
    assert "Globex" in out
    assert "2026-10" not in out.replace("2026-10-05", "")
    assert "2026-11-23" not in out


def test_an_interview_that_is_still_ahead_was_not_held(vault):
    assert "2026-11-23" not in log(vault, "--to", "2026-12-31", "--from", "2026-11-21")[1]


def test_a_page_is_written_where_somebody_says(vault, tmp_path):
    file = tmp_path / "log.html"
    code, out, _ = log(vault, "--as", "HTML", "--lang", "it", "--output", file)
    assert (code, out.strip()) == (0, str(file))
    assert "Diario della ricerca di lavoro" in file.read_text("utf-8")


def test_an_empty_table_says_so_beside(vault):
    _, out, err = log(vault, "--as", "csv", "--from", "2025-01-01", "--to", "2025-01-31")
    assert out.count("\n") == 1
    assert "the notes tell of nothing" in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "soon"], "--from soon is not a day"),
        (["--to", "31.12.2026"], "--to 31.12.2026 is not a day"),
        (["--from", "2026-12-01", "--to", "2026-11-01"], "before it begins"),
        (["--as", "pdf"], '"pdf" is no form of search-log'),
        (["--lang", "xx"], "There are no words for the language"),
    ],
)
def test_what_cannot_be_followed_is_told_in_a_sentence(vault, words, sentence):
    code, out, err = log(vault, *words)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("words", [["--to", "2026-11-01"], ["--lang", "it"], ["--as", "md"]])
def test_a_format_of_applications_takes_no_period_and_no_form(vault, words):
    done = run("export", "csv", *words, *TODAY, "--vault", vault)
    assert done.returncode == 2
    assert done.stderr.endswith(b".\n")
