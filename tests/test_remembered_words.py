"""What completes a word is taken from what is remembered, and is what a full look gives, whatever has changed."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import run
from vaultkit.cli.completing import choices
from vaultkit.disk.vault import Vault
from vaultkit.errors import VaultkitError
from vaultkit.work import index as indexing

TODAY = ("--today", "2026-03-02")
NOTE = (
    "---\ntype: application\ncompany: {}\nrole: Tester\nstatus: applied\napplied: 2026-02-02\n"
    "recruiter: Ann Lee\n---\n"
)
QUESTIONS = (
    ("done", *TODAY, ""),
    ("explain", ""),
    ("render", "--path", ""),
    ("log", ""),
    ("list", "--company", ""),
    ("list", "--stage", ""),
    ("update", ""),
)


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n")
    for name in ("Acme", "Bolt"):
        (root / f"{name}.md").write_text(NOTE.format(name))
    run("update", "--vault", root, *TODAY)
    monkeypatch.chdir(root)
    return root


@pytest.fixture(autouse=True)
def no_grain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of these tests is older than the clock's grain: none of them waits two seconds for that."""
    monkeypatch.setattr(indexing, "_GRAIN_SECONDS", -1e9)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that were opened."""
    found: list[str] = []
    real = Vault.read
    monkeypatch.setattr(Vault, "read", lambda vault, path: found.append(path) or real(vault, path))
    return found


def answers() -> list[list[tuple[str, str]]]:
    return [*map(answer, QUESTIONS)]


def answer(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return what is offered: nothing where the vault cannot be read."""
    try:
        return [(one.word, one.about) for one in choices(words)]
    except VaultkitError:
        return []


def forget() -> None:
    for file in Path(os.environ["XDG_CACHE_HOME"]).rglob("words_*"):
        file.unlink()


def test_a_second_question_opens_no_note(vault: Path, reads: list[str]) -> None:
    first = answers()
    assert first == answers()
    assert [any(words) for words in first] == [True] * len(QUESTIONS)
    reads.clear()
    assert answers() == first
    assert reads == []


def test_one_look_answers_for_every_kind(vault: Path, reads: list[str]) -> None:
    choices(("done", ""))
    reads.clear()
    for words in QUESTIONS[1:]:
        assert choices(words), words
    assert reads == []


def change_a_note(vault: Path) -> None:
    (vault / "Acme.md").write_text(NOTE.format("Acorn"))


def add_a_note(vault: Path) -> None:
    (vault / "Cog.md").write_text(NOTE.format("Cog"))


def remove_a_note(vault: Path) -> None:
    (vault / "Bolt.md").unlink()


def move_a_note(vault: Path) -> None:
    (vault / "Old").mkdir()
    (vault / "Bolt.md").rename(vault / "Old" / "Bolt.md")


def change_the_settings(vault: Path) -> None:
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n')


def break_the_settings(vault: Path) -> None:
    (vault / "vaultkit.toml").write_text("schema = 9\n")


def remove_the_settings(vault: Path) -> None:
    (vault / "vaultkit.toml").unlink()


def add_a_playbook(vault: Path) -> None:
    (vault / "Playbook").mkdir()
    (vault / "Playbook" / "stages.toml").write_text(
        'schema = 1\n\n[stages.trial]\nlike = "interview"\nwords = ["trial day"]\n'
    )


def mark_a_folder_of_templates(vault: Path) -> None:
    (vault / "T").mkdir()
    (vault / "Bolt.md").rename(vault / "T" / "Bolt.md")
    choices(("explain", ""))
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "templates.json").write_text('{"folder": "T"}')


@pytest.mark.parametrize(
    "change",
    [
        change_a_note,
        add_a_note,
        remove_a_note,
        move_a_note,
        change_the_settings,
        break_the_settings,
        remove_the_settings,
        add_a_playbook,
        mark_a_folder_of_templates,
    ],
)
def test_what_has_changed_is_seen(vault: Path, change: Callable[[Path], None]) -> None:
    before = answers()
    change(vault)
    told = answers()
    forget()
    assert told == answers()
    assert told != before, "the change is one that can be seen"


def test_what_is_due_on_another_day_stands_in_another_order(vault: Path) -> None:
    (vault / "Acme.md").write_text(
        NOTE.format("Acme").replace("2026-02-02", "2026-01-02").replace("Ann Lee", "Bo")
    )
    for day in ("2026-01-20", "2026-02-20", "2026-01-20"):
        words = ("done", "--today", day, "")
        known = choices(words)
        forget()
        assert choices(words) == known


def test_the_vault_that_the_environment_names_is_asked(
    vault: Path, monkeypatch: pytest.MonkeyPatch, reads: list[str]
) -> None:
    there = answers()
    monkeypatch.setenv("VAULTKIT_VAULT", str(vault))
    monkeypatch.chdir("/")
    reads.clear()
    assert answers() == there
    assert reads == []


def test_a_vault_with_a_guest_s_playbook_is_looked_at_anew(vault: Path, reads: list[str]) -> None:
    (vault / "vaultkit.toml").write_text('schema = 1\nplaybooks = ["vaultkit"]\n')
    choices(("log", ""))
    reads.clear()
    assert choices(("log", ""))
    assert reads


def test_a_note_that_was_saved_a_moment_ago_is_read_again(
    vault: Path, monkeypatch: pytest.MonkeyPatch, reads: list[str]
) -> None:
    monkeypatch.setattr(indexing, "_GRAIN_SECONDS", 1e9)
    choices(("log", ""))
    reads.clear()
    assert choices(("log", ""))
    assert reads


@pytest.mark.parametrize("damage", [b"", b"nonsense", b'[["a"]]', b'{"a": 1}', b"[[1, 2]]"])
def test_what_is_damaged_counts_as_absent(vault: Path, damage: bytes) -> None:
    told = answers()
    for file in Path(os.environ["XDG_CACHE_HOME"]).rglob("words_*"):
        file.write_bytes(damage)
    assert answers() == told


@pytest.mark.parametrize("plain", ["{}", "[1]", '[["a"]]', '[["a", 1]]', "[" * 100_000, "nonsense"])
def test_what_holds_no_words_counts_as_absent(
    vault: Path, plain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vaultkit.disk.cache_folder import Cache

    told = answers()
    monkeypatch.setattr(Cache, "read", lambda *_: plain.encode())
    assert answers() == told


def test_settings_that_are_a_link_or_too_large_are_not_remembered(vault: Path) -> None:
    (vault / "vaultkit.toml").write_text("schema = 1\n#" + "x" * 70_000)
    assert answers() == [[] for _ in QUESTIONS]
    (vault / "vaultkit.toml").rename(vault.parent / "elsewhere.toml")
    (vault / "vaultkit.toml").symlink_to(vault.parent / "elsewhere.toml")
    assert answers() == [[] for _ in QUESTIONS]


LOADED = """import sys
sys.argv = ["vaultkit", "--complete", *sys.argv[1:]]
from vaultkit.__main__ import main
main()
print("\\n", *sys.modules)
"""
READS_A_VAULT = {"yaml", "tomllib", "typer", "vaultkit.cli.session", "vaultkit.work.index"}
READS_A_VAULT |= {"vaultkit.playbook.load", "vaultkit.core.notes", "vaultkit.core.follow_ups"}


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_nothing_that_reads_a_vault_is_loaded_for_what_is_known(
    vault: Path, words: tuple[str, ...]
) -> None:
    answers()
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "zsh", *words], capture_output=True, check=True, text=True
    )
    told = done.stdout.split("\n")
    assert told[0], done.stderr
    assert READS_A_VAULT & {*told[-2].split()} == set()
