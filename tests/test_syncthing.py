"""A real Syncthing pair over loopback, with a watcher on each side: both come to the same vault, nothing is lost."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest

from tests.syncthing import Syncthing, a_pair, is_installed, until
from vaultkit.core.text.note import bare, split_lines
from vaultkit.core.text.task_line import read_task, tick

pytestmark = pytest.mark.skipif(not is_installed(), reason="Syncthing is not installed here")

TODAY = date(2026, 11, 20)
NOTE = """---
type: application
company: {company}
status: rejected
applied: 2026-10-05
interviewed: 2026-10-20
decided: 2026-10-22
recruiter: Somebody of {company}
interviewers: ["[[Marta Rossi]]", Luca Bianchi]
---
# {company}

Mine.
"""
COMPANIES = [f"Company {letter}" for letter in "ABCDEFGHIJKL"]


class Side:
    """One machine: its copy of the vault, and what it keeps beside it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.home = folder / "vault", folder / "syncthing"
        self._environ = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
        self.root.mkdir(parents=True)
        self.home.mkdir()

    def vaultkit(self, *words: str) -> "subprocess.CompletedProcess[str]":
        command = [
            sys.executable,
            "-m",
            "vaultkit",
            *words,
            "--vault",
            str(self.root),
            "--today",
            str(TODAY),
        ]
        return subprocess.run(
            command, env=self._environ, capture_output=True, text=True, check=False
        )

    @contextmanager
    def watched(self) -> Iterator[None]:
        command = [
            sys.executable,
            "-m",
            "vaultkit",
            "watch",
            "--vault",
            str(self.root),
            "--today",
            str(TODAY),
        ]
        with subprocess.Popen(command, env=self._environ, stderr=subprocess.DEVNULL) as process:
            try:
                yield
            finally:
                process.terminate()
                assert process.wait() == 143

    def notes(self) -> dict[str, bytes]:
        """Each by its name, without those that are taken away for a moment."""
        found = {}
        for note in self.root.glob("*.md"):
            with suppress(FileNotFoundError):
                found[note.name] = note.read_bytes()
        return found

    def edit(self, company: str, change: Callable[[str], str]) -> None:
        note = self.root / f"{company}.md"
        note.write_text(change(note.read_text("utf-8")), encoding="utf-8")

    def is_up_to_date(self) -> bool:
        return self.vaultkit("update", "--check", "-q").returncode == 0


class Pair:
    """Both sides, and the instances between them."""

    def __init__(self, one: Side, other: Side, first: Syncthing, second: Syncthing) -> None:
        self.one, self.other, self.first, self.second = one, other, first, second

    def settle(self, holds: Callable[[], bool]) -> None:
        """Wait until this holds, both sides are alike, and neither has anything left to do."""
        until(self.first, lambda: holds() and self.is_settled())

    def is_settled(self) -> bool:
        if self.one.notes() != self.other.notes():
            return False
        if not (self.one.is_up_to_date() and self.other.is_up_to_date()):
            return False
        before = self.one.notes()
        synced = self.first.has_everything() and self.second.has_everything()
        return synced and before == self.one.notes() == self.other.notes()

    @contextmanager
    def parted(self) -> Iterator[None]:
        """Let both sides work without hearing of each other."""
        self.first.part_from(self.second)
        yield
        self.first.meet(self.second)

    def conflict_copies(self) -> list[str]:
        return [name for name in self.one.notes() | self.other.notes() if "sync-conflict" in name]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """A vault on both sides that vaultkit has not seen yet, and no watcher."""
    one, other = Side(tmp_path / "one"), Side(tmp_path / "other")
    (one.root / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 0.2\n", encoding="utf-8")
    for company in COMPANIES:
        (one.root / f"{company}.md").write_text(NOTE.format(company=company), encoding="utf-8")
    with a_pair((one.home, one.root), (other.home, other.root)) as (first, second):
        until(
            second, lambda: one.notes() == other.notes() and (other.root / "vaultkit.toml").exists()
        )
        yield Pair(one, other, first, second)


@pytest.fixture
def watched(pair: Pair) -> Iterator[Pair]:
    """Both sides watched, and every note with its block."""
    with ExitStack() as running:
        running.enter_context(pair.one.watched())
        running.enter_context(pair.other.watched())
        pair.settle(lambda: all(b"vaultkit:begin" in note for note in pair.other.notes().values()))
        yield pair


def ticked(rule: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        return "".join(
            tick(bare(line), TODAY) + "\n"
            if (task := read_task(bare(line))) and task.id == rule
            else line
            for line in split_lines(text)
        )

    return change


def test_two_machines_that_write_the_same_update_make_no_conflict_copy(pair: Pair) -> None:
    """Neither hears of the other meanwhile, so that each writes every block itself."""
    with pair.parted():
        for side in (pair.one, pair.other):
            assert side.vaultkit("update").returncode == 0
        assert pair.one.notes() == pair.other.notes()
    (pair.one.root / "Last.md").write_text("last\n", encoding="utf-8")
    pair.settle(lambda: "Last.md" in pair.other.notes())
    assert pair.conflict_copies() == []
    assert all(
        note.count(b"vaultkit:begin") == 1
        for name, note in pair.one.notes().items()
        if name != "Last.md"
    )


def test_edits_and_ticks_on_both_sides_reach_both_and_bring_their_next_lines(watched: Pair) -> None:
    """Each side has notes of its own at first; then the other side goes on where the first one stopped."""
    sides = (watched.one, watched.other)
    for turn in (0, 1):
        for number, company in enumerate(COMPANIES):
            rule = (
                "vk-reflect",
                f"vk-stay-in-touch-somebody-of-{company.replace(' ', '-').lower()}",
            )[turn]
            side = sides[(number + turn) % 2]
            side.edit(company, ticked(rule))
            side.edit(company, lambda text, turn=turn: f"{text}Words {turn}.\n")
        watched.settle(
            lambda turn=turn: all(
                b"Words %d" % turn in text for text in watched.other.notes().values()
            )
        )
    for company in COMPANIES:
        text = (watched.one.root / f"{company}.md").read_text("utf-8")
        assert (text.count("- [x]"), text.count("Mine."), text.count("Words")) == (2, 1, 2)
        ids = re.findall(r"\^(vk-\S+)", text)
        assert sum(item.endswith("-2") for item in ids) == 1
        assert len(ids) == len(set(ids))
    assert watched.conflict_copies() == []


def test_one_note_changed_on_both_sides_is_kept_twice_and_the_copy_is_named(watched: Pair) -> None:
    """Syncthing keeps the later one and puts the other beside it; vaultkit touches neither text."""
    with watched.parted():
        watched.one.edit("Company D", lambda text: f"{text}Words of the one.\n")
        watched.other.edit("Company D", ticked("vk-reflect"))
    watched.settle(lambda: watched.conflict_copies() != [])
    (copy,) = watched.conflict_copies()
    both = watched.one.notes()["Company D.md"] + watched.one.notes()[copy]
    assert (both.count(b"Words of the one."), both.count(b"- [x]")) == (1, 1)
    for side in (watched.one, watched.other):
        check = side.vaultkit("check")
        assert check.returncode == 1
        assert copy in check.stdout
