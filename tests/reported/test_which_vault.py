"""life.md 8 and clients.md K10: which folder is a vault, and which notes are in it."""

from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.command_line import run_text
from vaultkit.disk.vault import Vault
from vaultkit.watch.events import is_left_out

NOTE = "---\ntype: application\ncompany: Acme\nstatus: rejected\ninterviewed: 2026-11-02\ndecided: 2026-11-15\n---\n"
COMMANDS = ["update", "due", "review", "contacts", "stats", "check", "undo", "watch", "remove"]


def run(*arguments: object, cwd: Path | None = None) -> "CompletedProcess[str]":
    return run_text(*arguments, "--today", "2026-11-20", cwd=cwd)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_no_vault_is_told_how_to_begin(tmp_path: Path, command: str) -> None:
    (tmp_path / "Acme.md").write_text(NOTE, encoding="utf-8")
    done = run(command, "--vault", tmp_path)
    assert done.returncode == 2
    assert "vaultkit init" in done.stderr
    assert (tmp_path / "Acme.md").read_text("utf-8") == NOTE
    assert [path.name for path in tmp_path.iterdir()] == ["Acme.md"]


def test_the_same_folder_in_the_environment_is_told_too(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("VAULTKIT_VAULT", str(tmp_path))
    done = run("due")
    assert (done.returncode, "vaultkit init" in done.stderr) == (2, True)


@pytest.mark.parametrize("mark", ["vaultkit.toml", ".obsidian"])
def test_either_mark_makes_a_vault(tmp_path: Path, mark: str) -> None:
    if mark == ".obsidian":
        (tmp_path / mark).mkdir()
    else:
        (tmp_path / mark).write_text("schema = 1\n", encoding="utf-8")
    assert run("due", "--vault", tmp_path).returncode == 0


def test_a_vault_below_another_is_not_entered(tmp_path: Path) -> None:
    inner = tmp_path / "old" / "2024"
    (inner / "deep").mkdir(parents=True)
    (tmp_path / ".obsidian").mkdir()
    (inner / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', encoding="utf-8")
    for folder in (tmp_path, tmp_path / "old", inner, inner / "deep"):
        (folder / "Acme.md").write_text(NOTE, encoding="utf-8")
    done = run("update", "--vault", tmp_path)
    assert done.stdout.split() == ["Acme.md", "old/Acme.md"]
    assert (
        (inner / "Acme.md").read_text("utf-8")
        == (inner / "deep" / "Acme.md").read_text("utf-8")
        == NOTE
    )
    assert run("update", cwd=inner / "deep").stdout.split() == ["Acme.md", "deep/Acme.md"]


def test_dot_files_are_no_notes(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / "sub").mkdir()
    for name in (".Acme.md", "sub/.Acme.md", "Acme.md", "A.cme.md"):
        (tmp_path / name).write_text(NOTE, encoding="utf-8")
    assert [ref.path for ref in Vault(tmp_path).walk()] == ["A.cme.md", "Acme.md"]
    assert run("update", "--vault", tmp_path).stdout.split() == ["A.cme.md", "Acme.md"]
    assert (tmp_path / ".Acme.md").read_text("utf-8") == NOTE


@pytest.mark.parametrize(
    ("path", "left_out"),
    [("Acme.md", False), (".Acme.md", True), ("a/.Acme.md", True), (".a/Acme.md", True)],
)
def test_the_watcher_hears_nothing_of_a_dot_file(path: str, left_out: bool) -> None:
    assert is_left_out(path) is left_out
