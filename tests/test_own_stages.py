"""A vault adds a stage: it is read, planned for, listed and told as the one that it is like."""

import json

import pytest

from tests.command_line import run
from vaultkit.core.settings.values import OwnStage
from vaultkit.errors import SettingsError
from vaultkit.playbook import load
from vaultkit.work.config import read_settings

OWN = (
    'schema = 1\n[stages.homework]\nlike = "screening"\nlabel = "Home test"\nwords = ["compito"]\n'
)
NOTE = """---
type: application
company: Acme
status: {status}
applied: 2026-11-02
screened: 2026-11-10
recruiter: Ann Lee
---
"""


@pytest.fixture
def vault(tmp_path):
    (tmp_path / "vaultkit.toml").write_text(OWN, "utf-8")
    return tmp_path


def ask(vault, *arguments):
    found = run(*arguments, "--vault", vault, "--today", "2026-11-20")
    assert found.returncode == 0, found.stderr
    return found.stdout.decode()


def block(vault, status):
    note = vault / "Acme.md"
    note.write_text(NOTE.format(status=status), "utf-8")
    ask(vault, "update")
    return note.read_text("utf-8").partition("\n---\n")[2]


@pytest.mark.parametrize("status", ["homework", "Compito", "Homework 2"])
def test_its_lines_are_those_of_the_stage_that_it_is_like(vault, status):
    like, own = block(vault, "screening"), block(vault, status)
    assert "^vk-ask-news-ann-lee" in own
    assert own == like.replace(
        "stage=screening furthest=screening", "stage=homework furthest=homework"
    )


def test_it_is_listed_and_reviewed_by_its_label(vault):
    block(vault, "homework")
    assert "Home test" in ask(vault, "list", "--stage", "home test")
    assert json.loads(ask(vault, "list", "--json"))["data"][0]["stage"] == "homework"
    assert "Home test" in ask(vault, "stats")
    assert "Home test" in ask(vault, "explain", "Acme")


def test_the_line_after_a_no_tells_it_by_its_label(vault):
    block(vault, "homework")
    note = vault / "Acme.md"
    text = note.read_text("utf-8").replace("status: homework", "status: rejected")
    note.write_text(text.replace("\n---\n", "\ndecided: 2026-11-20\n---\n", 1), "utf-8")
    found = run("update", "--vault", vault, "--today", "2026-11-20")
    assert found.returncode == 0
    assert "It got as far as: Home test." in (found.stdout + found.stderr).decode()


def test_a_stage_that_is_taken_out_of_the_settings_again_leaves_the_note_readable(vault):
    block(vault, "homework")
    (vault / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    note = vault / "Acme.md"
    note.write_text(
        note.read_text("utf-8").replace("status: homework", "status: screening"), "utf-8"
    )
    ask(vault, "update")
    assert "stage=screening furthest=screening" in note.read_text("utf-8")


def test_an_own_stage_is_read_from_the_settings():
    assert read_settings(OWN).own_stages == {
        "homework": OwnStage("screening", "Home test", ("compito",))
    }


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        ("[stages.assessment]\nlabel = 'Test'", "stage-like-none", 2),
        ("[stages.assessment]\nlike = 'screning'", "not-one-of", 3),
        ("[stages.assessment]\nlike = 'screening'\nwrods = 'x'", "unknown", 4),
        ("[stages.assessment]\nlike = 'screening'\nlabel = '{x}'", "not-a-label", 4),
        ("[stages.'Home Work']\nlike = 'screening'", "stage-name", 2),
        ("[stages.screening]\nlike = 'applied'", "not-texts", 2),
        ("[stages]\nassesment = 'x'", "unknown-stage", 3),
    ],
)
def test_a_slip_in_an_own_stage_is_told_with_its_line(text, key, line):
    with pytest.raises(SettingsError) as wrong:
        read_settings(f"schema = 1\n{text}\n")
    assert (wrong.value.key, wrong.value.values["line"]) == (f"settings-{key}", str(line))
    for phrases in load.all_phrases().values():
        assert f":{line}:" in phrases.say(f"error.{wrong.value.key}", **wrong.value.values)
