"""Files of runs that the disk, or somebody, has spoilt: no command passes over them in silence."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run
from tests.test_journal import HALF, OLD, Desk

DAY = ("--today", "2026-11-20")
GARBAGE = [b"", b"\x00" * 400, b"\xff\xfe garbage\nand more\n", b"[]\nnull\n3\n", b"{}\n"]
LOST = "run-broken-unreadable"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    (desk.root / "vaultkit.toml").write_text("schema = 1\n")
    return desk


def answer(desk: Desk, *words: str) -> Any:
    done = run(*words, "--json", *DAY, "--vault", desk.root, env=desk.environ)
    return done.returncode, json.loads(done.stdout)


def codes(desk: Desk, *words: str) -> list[str]:
    return [each["code"] for each in answer(desk, *words)[1]["problems"]]


def spoilt(desk: Desk, data: bytes) -> Path:
    desk.note("a.md", OLD)
    assert desk.write("a.md") == ["written"]
    (file,) = desk.journal.folder.glob("*.run")
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("data", GARBAGE)
def test_a_run_that_cannot_be_read_is_named_by_who_would_need_it(desk: Desk, data: bytes) -> None:
    file = spoilt(desk, data)
    for words in (("undo",), ("undo", "--list")):
        assert codes(desk, *words) == ["run-unreadable"]
        told = run(*words, *DAY, "--vault", desk.root, env=desk.environ)
        assert str(file) in told.stderr.decode()
    found = answer(desk, "doctor")[1]["data"]["findings"]
    (row,) = [each for each in found if each["code"] == "unreadable"]
    assert str(file) in row["text"]
    assert codes(desk, "update") == codes(desk, "due") == []


def test_a_run_that_lost_one_text_is_named_and_the_others_are_taken_back(desk: Desk) -> None:
    notes = [desk.note(name, OLD) for name in ("a.md", "b.md")]
    desk.write("a.md", "b.md")
    (file,) = desk.journal.folder.glob("*.run")
    lines = file.read_text().split("\n")
    lines[1] = lines[1].replace('"old": "', '"old": "AAAA')
    file.write_text("\n".join(lines))
    assert codes(desk, "undo") == ["run-unreadable"]
    assert [note.read_bytes() == OLD for note in notes] == [False, True]


def test_a_run_whose_command_is_not_known_is_not_taken_back(desk: Desk) -> None:
    note = desk.note("a.md", OLD)
    desk.write("a.md")
    (file,) = desk.journal.folder.glob("*.run")
    file.write_bytes(file.read_bytes().split(b"\n", 1)[1])
    after = note.read_bytes()
    assert codes(desk, "undo") == ["run-unreadable"]
    assert note.read_bytes() == after


@pytest.mark.parametrize("data", GARBAGE)
def test_a_run_that_broke_off_and_cannot_be_read_is_told_by_every_command_until_it_is_removed(
    desk: Desk, data: bytes
) -> None:
    note = desk.note("a.md", HALF)
    file = desk.crash("a.md")
    file.write_bytes(data)
    for words in (("due",), ("update",), ("check",), ("undo",), ("undo", "--list"), ("due",)):
        assert codes(desk, *words).count(LOST) == 1, words
    told = run("update", *DAY, "--vault", desk.root, env=desk.environ)
    assert str(file) in told.stderr.decode()
    assert [each["code"] for each in answer(desk, "doctor")[1]["data"]["findings"]].count(
        "lost"
    ) == 1
    assert answer(desk, "check")[0] == 1
    assert file.read_bytes() == data
    assert note.read_bytes() == HALF
    file.unlink()
    assert LOST not in codes(desk, "due") + codes(desk, "update") + codes(desk, "check")


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs rights that can be taken away"
)
def test_a_run_that_may_not_be_read_is_told(desk: Desk) -> None:
    desk.note("a.md", HALF)
    desk.crash("a.md").chmod(0)
    assert codes(desk, "due") == [LOST]


def test_a_folder_in_the_place_of_a_run_is_told(desk: Desk) -> None:
    desk.note("a.md", HALF)
    file = desk.crash("a.md")
    file.unlink()
    file.mkdir()
    assert codes(desk, "due") == codes(desk, "update") == [LOST]


def test_a_run_that_a_crash_cut_short_is_not_damaged(desk: Desk) -> None:
    desk.note("a.md", OLD)
    file = desk.crash("a.md")
    with file.open("ab") as end:
        end.write(b'{"plan": 1, "path": "b.md", "old')
    assert codes(desk, "update") == []
    assert codes(desk, "undo") == []


def test_a_run_that_goes_on_is_not_damaged(desk: Desk) -> None:
    with desk.journal.run("update") as going:
        going._write()
        assert codes(desk, "due") == []
