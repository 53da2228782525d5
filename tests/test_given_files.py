"""Files that a person names: ``-`` is the output, and an empty name is a slip."""

import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import run

VAULT = Path(__file__).parent / "transcripts" / "vault"
TODAY = ("--today", "2026-11-20")


@pytest.fixture
def vault(tmp_path):
    shutil.copytree(VAULT, tmp_path / "vault")
    run("update", "--vault", tmp_path / "vault", *TODAY)
    return tmp_path / "vault"


def files(folder):
    return set(folder.rglob("*"))


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (("draft", "follow-up", "--eml", "-"), b"X-Unsent: 1"),
        (("export", "csv", "--output", "-"), b"note,"),
        (("review", "--html", "-"), b"<!DOCTYPE html>"),
    ],
)
def test_a_dash_prints_what_would_be_the_file(vault, words, begins):
    before = files(vault)
    done = run(*words, *TODAY, cwd=vault)
    assert done.returncode == 0, done.stderr
    assert begins.lower() in done.stdout.lower()[:2000], done.stdout[:300]
    told = json.loads(run(*words, "--json", *TODAY, cwd=vault).stdout)["data"]
    assert [value for value in told.values() if value == "-"] == []
    assert files(vault) == before


@pytest.mark.parametrize(
    "words",
    [
        ("due", "--vault", ""),
        ("--vault", "", "due"),
        ("--vault", ""),
        ("draft", "follow-up", "--eml", ""),
        ("export", "csv", "-o", ""),
        ("review", "--html", " "),
        ("init", ""),
    ],
    ids=" ".join,
)
def test_an_empty_name_is_a_slip_and_not_this_folder(vault, words):
    before = files(vault)
    done = run(*words, *TODAY, cwd=vault) if words[0] != "--vault" else run(*words, cwd=vault)
    assert done.returncode == 2
    assert b"is empty" in done.stderr
    assert files(vault) == before
