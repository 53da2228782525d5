"""The first run over a vault that would change many notes waits for a person to agree."""

import json
from pathlib import Path

import pytest

from tests.command_line import run
from tests.on_terminal import on_terminal
from tests.reported.watching import Watcher, until
from vaultkit.cli.session import Options, Session
from vaultkit.cli.watching import Caretaker
from vaultkit.watch import Attempt
from vaultkit.work.refresh import MOST_AT_FIRST

NOTE = """---
type: application
company: Acme {number}
status: rejected
applied: 2026-11-01
decided: 2026-11-18
---

# Acme
"""
TODAY = ("--today", "2026-11-20")


def fill(root: Path, count: int) -> Path:
    (root / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 0.1\n", "utf-8")
    for number in range(count):
        (root / f"{number:03}.md").write_text(NOTE.format(number=number), "utf-8")
    return root


def blocks(root: Path) -> int:
    return sum("vaultkit:begin" in path.read_text("utf-8") for path in root.glob("*.md"))


@pytest.fixture
def many(tmp_path: Path) -> Path:
    return fill(tmp_path, MOST_AT_FIRST + 1)


def test_without_anybody_to_ask_nothing_is_written(many: Path) -> None:
    done = run("update", "--vault", many, *TODAY, input=b"y\n")
    assert (done.returncode, done.stdout, blocks(many)) == (2, b"", 0)
    assert b"21 notes" in done.stderr
    assert b"vaultkit update --yes" in done.stderr


def test_json_says_so_in_its_object(many: Path) -> None:
    done = run("update", "--json", "--vault", many, *TODAY)
    assert done.returncode == 2
    assert json.loads(done.stdout)["problems"][0]["code"] == "update-needs-yes"
    assert blocks(many) == 0


def test_yes_is_agreement_and_no_later_run_asks(many: Path) -> None:
    assert run("update", "--yes", "--vault", many, *TODAY).returncode == 0
    assert blocks(many) == MOST_AT_FIRST + 1
    for number in range(100, 160):
        (many / f"{number}.md").write_text(NOTE.format(number=number), "utf-8")
    assert run("update", "--vault", many, *TODAY).returncode == 0
    assert blocks(many) == MOST_AT_FIRST + 61


def test_twenty_notes_are_written_without_a_question(tmp_path: Path) -> None:
    assert run("update", "--vault", fill(tmp_path, MOST_AT_FIRST), *TODAY).returncode == 0
    assert blocks(tmp_path) == MOST_AT_FIRST


def test_a_few_named_notes_are_no_large_run(many: Path) -> None:
    assert run("update", "000", "--vault", many, *TODAY).returncode == 0
    assert blocks(many) == 1


@pytest.mark.parametrize("option", ["--dry-run", "--check"])
def test_what_writes_nothing_never_asks(many: Path, option: str) -> None:
    assert run("update", option, "--vault", many, *TODAY).returncode == 1
    assert blocks(many) == 0


@pytest.mark.parametrize(("answer", "written"), [(b"y\n", MOST_AT_FIRST + 1), (b"\n", 0)])
def test_on_a_terminal_it_asks(many: Path, answer: bytes, written: int) -> None:
    code, shown = on_terminal(many, "update", *TODAY, keys=[("Go on?", answer)])
    assert code == 0
    assert "21 notes (21 new lines)" in shown
    assert blocks(many) == written


def test_a_touch_that_is_logged_brings_no_first_run(many: Path) -> None:
    done = run("log", "Jane Doe", "rang", "--vault", many, *TODAY)
    assert (done.returncode, blocks(many)) == (0, 0)
    assert "rang" in (many / "People/Jane Doe.md").read_text("utf-8")


def test_a_watcher_leaves_all_notes_alone(many: Path) -> None:
    caretaker = Caretaker(Session(Options(many, TODAY[1], quiet=True)))
    for paths in (frozenset(), frozenset({"000.md"}), frozenset()):
        assert caretaker.attend(paths) == Attempt()
    assert blocks(many) == 0


def test_a_person_who_logs_again_and_again_takes_nothing_out(tmp_path: Path) -> None:
    """And a program that saves the old day again and again does."""
    assert run("init", tmp_path, "--no-samples").returncode == 0
    zed = tmp_path / "Zed.md"
    old = "---\ntype: person\nlast_contact: 2026-11-01\n---\n\n## Log\n"
    zed.write_text(old, "utf-8")
    caretaker = Caretaker(Session(Options(tmp_path, TODAY[1], quiet=True)))
    given = frozenset({"Zed.md"})
    caretaker.attend(frozenset())
    for day in ("10", "12", "14"):
        zed.write_text(zed.read_text("utf-8") + f"- 2026-11-{day}: rang\n", "utf-8")
        assert caretaker.attend(given).inserted == frozenset()
        assert f"last_contact: 2026-11-{day}" in zed.read_text("utf-8")
    for _ in range(2):
        zed.write_text(zed.read_text("utf-8").replace("2026-11-14\n", "2026-11-01\n", 1), "utf-8")
        assert caretaker.attend(given).inserted == given


def test_a_watcher_says_so_once_and_waits_for_an_update(many: Path) -> None:
    with Watcher(many) as watcher:
        assert watcher.says("21 notes would change")
        assert run("update", "--yes", "--vault", many, *TODAY).returncode == 0
        (many / "Late.md").write_text(NOTE.format(number="Late"), "utf-8")
        assert until(lambda: "vaultkit:begin" in (many / "Late.md").read_text("utf-8"))
    assert sum("would change" in line for line in watcher.lines) == 1
