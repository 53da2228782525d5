"""attacks.md A8: settings that were there and are gone, empty or half written are a reason to wait."""

import os
import threading
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests import command_line
from tests.reported.watching import Watcher, until

ITALIAN = 'schema = 1\nlanguage = "it"\n[follow_ups]\nsince = 2026-11-23\n[watch]\nsettle = 0.1\n'
NOTE = """---
type: application
company: {}
interviewed: 2026-10-20
recruiter: Marta Rossi
status: rejected
decided: 2026-11-15
---

# {}
"""


def run(*arguments: object, cwd: Path | None = None) -> "CompletedProcess[bytes]":
    return command_line.run(*arguments, "--today", "2026-11-20", cwd=cwd)


def notes(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(root.rglob("*.md"))}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / ".obsidian").mkdir()
    (root / "vaultkit.toml").write_text(ITALIAN, encoding="utf-8")
    for name in ("Acme", "Globex"):
        (root / f"{name}.md").write_text(NOTE.format(name, name), encoding="utf-8")
    return root


def away(root: Path) -> Path:
    aside = root.parent / "aside.toml"
    (root / "vaultkit.toml").rename(aside)
    return aside


COMMANDS = [
    ["update"],
    ["update", "--dry-run"],
    ["review"],
    ["due"],
    ["contacts"],
    ["stats"],
    ["check"],
    ["new", "Initech", "Analyst"],
    ["done", "Acme"],
    ["snooze", "Acme", "1w"],
    ["log", "Marta Rossi", "rang"],
    ["draft", "Acme", "--note"],
    ["explain", "Acme"],
    ["remove", "--yes"],
    ["undo"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_works_with_other_settings_than_the_vault_s(
    vault: Path, command: list[str]
) -> None:
    assert run("update", "--vault", vault).returncode == 0
    before = notes(vault)
    away(vault)
    done = run(*command, "--vault", vault)
    assert done.returncode == 2, done.stdout
    assert "prima c'era" in done.stderr.decode()  # in the language of the settings that are gone
    assert notes(vault) == before


def test_a_vault_that_never_had_settings_works_with_the_defaults(vault: Path) -> None:
    away(vault)
    for _ in range(2):
        assert run("update", "--vault", vault).returncode == 0
    assert b"**Follow-up**" in (vault / "Acme.md").read_bytes()
    assert run("done", "Acme#reflect", "--vault", vault).returncode == 0


def test_new_settings_are_the_way_to_go_on_without_the_old_ones(vault: Path) -> None:
    assert run("update", "--vault", vault).returncode == 0
    away(vault)
    assert run("init", vault).returncode == 0
    assert run("update", "--vault", vault).returncode == 0


def test_a_vault_around_is_not_taken_for_the_one_whose_settings_are_away(vault: Path) -> None:
    assert run("update", cwd=vault).returncode == 0
    before = notes(vault)
    (vault.parent / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    away(vault)
    done = run("update", cwd=vault)
    assert (done.returncode, notes(vault)) == (2, before)


def test_empty_settings_stop_every_command(vault: Path) -> None:
    assert run("update", "--vault", vault).returncode == 0
    before = notes(vault)
    (vault / "vaultkit.toml").write_bytes(b"")
    assert run("update", "--vault", vault).returncode == 2
    assert notes(vault) == before


def test_settings_that_are_being_written_are_waited_for(vault: Path) -> None:
    assert run("update", "--vault", vault).returncode == 0
    before = notes(vault)
    settings = vault / "vaultkit.toml"
    settings.write_text(ITALIAN[: ITALIAN.index("language")], encoding="utf-8")
    rest = threading.Timer(0.8, settings.write_text, [ITALIAN], {"encoding": "utf-8"})
    rest.start()
    assert run("update", "--vault", vault).returncode == 0
    rest.join()
    assert notes(vault) == before


def test_settings_whose_end_was_taken_out_count_after_a_moment(vault: Path) -> None:
    (vault / "vaultkit.toml").write_text(
        'schema = 1\n[tasks]\nformat = "dataview"\n', encoding="utf-8"
    )
    assert run("due", "--vault", vault).returncode == 0
    (vault / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    assert run("update", "--vault", vault).returncode == 0
    assert "📅" in (vault / "Acme.md").read_text("utf-8")


def test_what_is_remembered_of_the_settings_is_nobody_else_s(vault: Path) -> None:
    assert run("due", "--vault", vault).returncode == 0
    (kept,) = Path(os.environ["XDG_STATE_HOME"]).rglob("settings.toml")
    assert kept.read_text("utf-8") == ITALIAN
    assert kept.stat().st_mode & 0o077 == 0


def test_where_nothing_can_be_remembered_a_command_that_reads_works(
    vault: Path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(vault / "Acme.md"))
    assert run("due", "--vault", vault).returncode == 0


@pytest.mark.parametrize("how", ["away", "empty", "half"])
def test_a_watcher_waits_for_the_settings(vault: Path, how: str) -> None:
    assert run("update", "--vault", vault).returncode == 0
    settings = vault / "vaultkit.toml"
    with Watcher(vault) as watcher:
        if how == "away":
            away(vault)
        else:
            settings.write_text(
                "" if how == "empty" else 'schema = 1\nlanguage = "', encoding="utf-8"
            )
        (vault / "Acme.md").touch()
        assert watcher.says("prima c'era" if how == "away" else "vaultkit.toml:")
        before = notes(vault)
        (vault / "New.md").write_text(NOTE.format("New", "New"), encoding="utf-8")
        beside = vault.parent / "beside"
        beside.write_text(ITALIAN, encoding="utf-8")
        beside.replace(settings)
        assert until(lambda: b"vaultkit:end" in (vault / "New.md").read_bytes())
        assert watcher.says("Ora è a posto")
    assert "Prossimi passi" in (vault / "New.md").read_text("utf-8")
    assert {name: raw for name, raw in notes(vault).items() if name != "New.md"} == before
