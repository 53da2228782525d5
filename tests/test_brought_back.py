"""What `undo` and `remove` say where a running watcher will write the same lines again."""

import json
import os
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.command_line import run
from vaultkit.disk.watch_lock import only_watcher

DAY = ("--today", "2026-11-20")
NOTE = """---
type: application
company: Acme
role: Analyst
status: rejected
recruiter: Marta Rossi
applied: 2026-11-02
decided: 2026-11-18
---
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n")
    (tmp_path / "Acme.md").write_text(NOTE)
    assert told("update", vault=tmp_path).returncode == 0
    return tmp_path


def told(*words: str, vault: Path) -> "CompletedProcess[bytes]":
    return run(*words, *DAY, "--vault", vault)


def test_undo_says_that_a_running_watcher_writes_the_note_again(vault: Path) -> None:
    with only_watcher(vault):
        done = told("undo", vault=vault)
    assert (vault / "Acme.md").read_text() == NOTE
    line = done.stderr.decode().splitlines()[-1]
    assert f"vaultkit watch is running (process {os.getpid()})" in line
    assert "bring Acme.md up to date again" in line
    assert "follow_up: off" in line


@pytest.mark.parametrize("command", [("undo",), ("remove", "--yes")])
def test_it_says_so_in_json_and_though_it_is_to_be_quiet(
    vault: Path, command: tuple[str, ...]
) -> None:
    with only_watcher(vault):
        done = told(*command, "--json", "--quiet", vault=vault)
    (found,) = json.loads(done.stdout)["problems"]
    assert (found["note"], found["code"]) == ("Acme.md", "brought-back")
    assert str(os.getpid()) in found["text"]
    assert b"vaultkit watch is running" in done.stderr


def test_in_an_italian_vault_it_is_said_in_italian(vault: Path) -> None:
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n')
    (vault / "Beta.md").write_text(NOTE.replace("Acme", "Beta"))
    with only_watcher(vault):
        told("update", vault=vault)
        assert "aggiornerà di nuovo Beta.md" in told("undo", vault=vault).stderr.decode()
        done = told("remove", "--yes", vault=vault)
    assert "rimetterà le sue righe in Acme.md" in done.stderr.decode()


def test_several_notes_are_counted(vault: Path) -> None:
    (vault / "Beta.md").write_text(NOTE.replace("Acme", "Beta"))
    told("update", vault=vault)
    with only_watcher(vault):
        done = told("remove", "--yes", vault=vault)
    assert b"write its lines into 2 of these notes again" in done.stderr


@pytest.mark.parametrize("command", [("undo",), ("remove", "--yes")])
def test_without_a_watcher_nothing_is_said_of_one(vault: Path, command: tuple[str, ...]) -> None:
    done = told(*command, "--json", vault=vault)
    assert (vault / "Acme.md").read_text() == NOTE
    assert json.loads(done.stdout)["problems"] == []
    assert b"watch" not in done.stderr


def test_what_the_watcher_would_not_write_again_is_not_spoken_of(vault: Path) -> None:
    """A tick that is taken back stays so: the note is up to date without it."""
    line = next(
        line for line in (vault / "Acme.md").read_text().splitlines() if line.startswith("- [ ]")
    )
    assert told("done", f"Acme#{line.rpartition('^')[2]}", vault=vault).returncode == 0
    with only_watcher(vault):
        done = told("undo", "--json", vault=vault)
    assert json.loads(done.stdout) == {
        "schema": 1,
        "command": "undo",
        "data": ["Acme.md"],
        "problems": [],
    }
    assert b"watch" not in done.stderr


def test_a_note_that_wants_no_follow_ups_is_not_spoken_of(vault: Path) -> None:
    note = vault / "Acme.md"
    note.write_text(note.read_text().replace("status:", "follow_up: off\nstatus:"))
    with only_watcher(vault):
        done = told("remove", "--yes", vault=vault)
    assert b"watch" not in done.stderr
