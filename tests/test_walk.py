"""`vaultkit review --walk` on a terminal of its own: one key each, resumable, undone in one go, nothing lost."""

import os
import stat
from pathlib import Path

import pytest

from tests.command_line import run
from tests.forked import be_vaultkit
from tests.on_terminal import STYLE, on_terminal
from tests.posix import pty
from tests.systems import needs_posix_programs
from vaultkit.cli import opening
from vaultkit.errors import UsageError

TODAY = ("--today", "2026-11-20")
NOTES = {
    "Acme.md": 'company: Acme\nrole: Analyst\ninterviewed: 2026-10-20\nrecruiter: "[[Marta Rossi]]"\n'
    "status: rejected\ndecided: 2026-11-05\n",
    "Globex.md": "company: Globex 🚀\nrole: Analyst\nrecruiter: Luca Bianchi\napplied: 2026-10-20\nstatus: applied\n",
}


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    (root / "People" / "Marta Rossi.md").write_text(
        "---\ntype: person\nemail: marta@example.com\n---\n", encoding="utf-8"
    )
    for path, head in NOTES.items():
        (root / path).write_text(f"---\ntype: application\n{head}---\n", encoding="utf-8")
    assert run("update", "--vault", root, *TODAY).returncode == 0
    return root


def walked(vault, *keys, env=None, width=100):
    """The three items in their order: Globex, Acme's reflection, Acme's question to Marta."""
    return on_terminal(vault, "review", "--walk", *TODAY, keys=keys, env=env, width=width)


def bytes_of(vault):
    return {path.name: path.read_bytes() for path in vault.rglob("*.md")}


def program(folder: Path, name: str) -> Path:
    """Make a program that writes down what it was called with."""
    path, told = folder / name, folder / f"{name}.txt"
    path.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{told}"\n', encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return told


def test_each_item_takes_one_key_and_all_of_it_is_undone_in_one_go(vault):
    before = bytes_of(vault)
    code, told = walked(
        vault,
        ("1 of 3", b"d"),
        ("2 of 3", b"s"),
        ("Until when", b"2026-12-01\n"),
        ("3 of 3", b"\n"),
    )
    told = STYLE.sub("", told)
    assert code == 0
    assert "1 of 3 · Luca Bianchi, Globex 🚀 · 22 days late" in told
    assert "Ticked: Check in with Luca Bianchi" in told
    assert "Put off until Tuesday 1 December: Reflect on" in told
    assert "1 ticked · 1 put off · 1 passed." in told
    assert "vaultkit undo" in told
    after = bytes_of(vault)
    assert b"- [x] Check in with Luca" in after["Globex.md"]
    assert b"2026-12-01" in after["Acme.md"]
    undone = run("undo", "--vault", vault, *TODAY)
    assert "vaultkit review --walk" in undone.stderr.decode()
    assert bytes_of(vault) == before


def test_it_goes_on_where_it_was_left_and_begins_anew_after_its_end(vault):
    code, told = walked(vault, ("1 of 3", b"\n"), ("2 of 3", b"q"))
    assert (code, "2 are left" in told) == (0, True)
    code, told = walked(vault, ("1 of 2", b"\n"), ("2 of 2", b"\n"))
    assert (code, "Globex" in told, "2 passed." in told) == (0, False, True)
    code, told = walked(vault, ("1 of 3", b"\x04"))
    assert (code, "3 are left" in told) == (0, True)


def test_a_letter_a_mail_program_and_an_editor_leave_the_item_where_it_is(vault, tmp_path):
    note, link = program(tmp_path, "editor"), program(tmp_path, "xdg-open")
    before = bytes_of(vault)
    env = {
        "EDITOR": str(tmp_path / "editor"),
        "VISUAL": "",
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }
    code, told = walked(
        vault, ("1 of 3", b"m"), ("no address", b"l"), ("Subject: ", b"o"), ("", b"\n"),
        ("2 of 3", b"\n"), ("3 of 3", b"m"), ("Handed to", b"q"), env=env,
    )  # fmt: skip
    assert code == 0, told
    assert note.read_text("utf-8") == str(vault / "Globex.md")
    assert link.read_text("utf-8").startswith("mailto:marta@example.com?subject=")
    assert bytes_of(vault) == before


def test_a_wrong_key_day_or_program_is_told_and_asked_again(vault):
    code, told = walked(
        vault, ("1 of 3", b"x"), ("q quit", b"s"), ("Until when", b"nonsense\n"),
        ("no day or span", b"o"), ("could not be started", b"q"),
        env={"VISUAL": "/nowhere/editor"},
    )  # fmt: skip
    assert code == 0
    assert "3 are left" in told


@pytest.mark.parametrize(("width", "env"), [(20, {}), (40, {"NO_COLOR": "1"}), (80, {"TERM": "dumb"}), (None, {"LC_ALL": "C"})])  # fmt: skip
def test_it_walks_on_any_terminal(vault, width, env):
    code, told = walked(vault, ("of 3", b"q"), width=width, env=env)
    assert code == 0
    assert ("\x1b" in told) == ("NO_COLOR" not in env and env.get("TERM") != "dumb")
    assert "3 are left" in told


def test_a_terminal_that_is_closed_in_the_middle_loses_nothing(vault):
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(vault)
        be_vaultkit("review", "--walk", *TODAY)
    shown = b""
    while b"1 of 3" not in shown:
        shown += os.read(terminal, 65536)
    os.write(terminal, b"d")
    while b"2 of 3" not in shown:
        shown += os.read(terminal, 65536)
    os.close(terminal)
    os.waitpid(pid, 0)
    assert b"- [x] Check in with Luca" in (vault / "Globex.md").read_bytes()
    code, told = walked(vault, ("1 of 2", b"q"))
    assert (code, "Traceback" in told) == (0, False)


def test_keys_typed_ahead_do_not_count_for_the_next_item(vault):
    code, told = walked(vault, ("1 of 3", b"ddd"), ("2 of 3", b"\x1b[A"), ("\nd done", b"q"))
    assert code == 0
    assert "1 ticked." in STYLE.sub("", told)
    assert "2 are left" in told


def test_an_interrupt_says_what_was_done_and_all_of_it_is_undone_in_one_go(vault):
    before = bytes_of(vault)
    code, told = walked(
        vault, ("1 of 3", b"d"), ("2 of 3", b"s"), ("Until when", b"2w\n"), ("3 of 3", b"\x03")
    )
    told = STYLE.sub("", told)
    assert code == 130
    assert "1 ticked · 1 put off." in told or "1 ticked and 1 put off." in told
    assert "1 is left" in told
    assert "vaultkit undo" in told
    assert run("undo", "--vault", vault, *TODAY).returncode == 0
    assert bytes_of(vault) == before


def test_what_it_says_is_broken_between_words_only(vault):
    _, told = walked(vault, ("1 of 3", b"d"), ("2 of 3", b"q"), width=30)
    lines = STYLE.sub("", told).split("\n")
    assert max(map(len, lines)) <= 30, told
    assert "Ticked: Check in with Luca" in lines


def test_a_letter_is_broken_between_words_only(vault):
    _, told = walked(vault, ("1 of 3", b"l"), ("Kind regards", b"q"), width=40)
    lines = STYLE.sub("", told).split("\n")
    assert max(map(len, lines)) <= 40, told
    assert "Kind regards" in lines


def test_elsewhere_than_on_a_terminal_it_is_a_usage_error(vault):
    for options in ([], ["--json"], ["--stdout"], ["--week", "2026-W47"]):
        done = run("review", "--walk", "--vault", vault, *TODAY, *options)
        assert done.returncode == 2
        assert b"--walk" in done.stderr
    assert not (vault / "Reviews").exists()


def test_without_anything_to_do_it_says_so(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    assert walked(tmp_path) == (0, "There is nothing to walk through.\n")


@needs_posix_programs
def test_a_note_opens_in_obsidian_where_no_editor_is_named(tmp_path, monkeypatch):
    vault, link = tmp_path / "vault", program(tmp_path, "xdg-open")
    vault.mkdir()
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    opening.open_note(vault / "A B.md", vault)
    assert link.read_text("utf-8").startswith("obsidian://open?path=%2F")
    assert "A%20B.md" in link.read_text("utf-8")
    opening.open_note(vault / "A.md", vault, {**os.environ, "EDITOR": "true 'an option'"})
    with pytest.raises(UsageError):
        opening.open_note(vault / "A.md", vault, {"EDITOR": "'unpaired"})
