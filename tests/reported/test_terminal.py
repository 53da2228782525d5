"""life.md 1: on a terminal with colors the program's own styles are styles, and nothing of a note is one."""

import errno
import os
import re
import sys
from pathlib import Path

import pytest

from tests.command_line import run
from tests.forked import be_vaultkit
from tests.posix import pty
from tests.reported.test_stopping import SLOW_DISK, SOME, begun, fill
from tests.reported.watching import until
from vaultkit.cli.commands import COMMANDS

NAMES = sorted(COMMANDS)
NOTE = """---
type: application
company: "Acme\\e]0;owned\\a\\e[2J\\e[31m <U>"
role: "Analyst\\e[1m"
interviewed: 2026-10-20
recruiter: "Marta\\e[5m Rossi"
status: rejected
decided: 2026-11-15
---
"""
BAD = '---\ntype: application\ncompany: Globex\napplied: "2026-02-30\\e[2J"\n---\n'
ARGUMENTS = {
    "check": [],
    "contacts": [],
    "done": ["Acme#reflect"],
    "draft": ["Acme#feedback", "--template"],
    "due": [],
    "explain": ["Acme"],
    "init": ["new-vault"],
    "log": ["Marta Rossi", "rang"],
    "merge-driver": [],
    "new": ["Initech", "Analyst"],
    "remove": ["--yes"],
    "review": ["--stdout"],
    "snooze": ["Acme#reflect", "1w"],
    "stats": [],
    "undo": [],
    "update": ["--dry-run"],
    "watch": [],
}
STYLE = re.compile(rb"\x1b\[[0-9;]*m")
CLEARED = re.compile(rb"\r\x1b\[K")
RAW = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 0.1\n", encoding="utf-8")
    (tmp_path / "Acme.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "Globex.md").write_text(BAD, encoding="utf-8")
    assert run("update", "--vault", tmp_path, "--today", "2026-11-20", "-q").returncode == 0
    return tmp_path


def on_terminal(
    root: Path, *arguments: str, keys: tuple[bytes, bytes] = (b"", b"")
) -> tuple[int, bytes]:
    """Run a command on a terminal of its own; type ``keys[1]`` once ``keys[0]`` was shown."""
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(root)
        os.environ |= {
            "TERM": "xterm-256color",
            "COLUMNS": "90",
            "LINES": "40",
            "PYTHONIOENCODING": "",
        }
        os.environ.pop("NO_COLOR", None)
        be_vaultkit(*arguments, "--today", "2026-11-20")
    shown, waits = b"", bool(keys[1])
    while piece := read(terminal):
        shown += piece
        if waits and keys[0] in shown:
            waits = False
            os.write(terminal, keys[1])
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError as error:
        if error.errno == errno.EIO:  # how Linux says that the other end is closed
            return b""
        raise


def check_shown(shown: bytes) -> None:
    assert b"<U+001B>[1m" not in shown.replace(b"Analyst<U+001B>[1m", b"")
    assert b"owned\a" not in shown
    for place in (b"\x1b]", b"\x1b[2J", b"\x1b[5m"):
        assert place not in shown
    assert not RAW.search(CLEARED.sub(b"", STYLE.sub(b"", shown))), shown


@pytest.mark.parametrize("name", NAMES)
def test_a_command_on_a_terminal_shows_styles_and_nothing_raw(vault: Path, name: str) -> None:
    keys = (b"Watching", b"\x03") if name == "watch" else (b"", b"")
    code, shown = on_terminal(vault, name, *ARGUMENTS.get(name, ["--help"]), keys=keys)
    check_shown(shown)
    assert b"Traceback" not in shown
    assert code == (130 if name == "watch" else 1 if name in ("check",) else code)
    assert shown


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["due", "-h"], ["--version"], ["done", "nothing such"]]
)
def test_so_does_vaultkit_itself(vault: Path, arguments: list[str]) -> None:
    _, shown = on_terminal(vault, *arguments)
    check_shown(shown)
    assert b"<bool>" not in shown


def test_the_numbers_have_their_styles(vault: Path) -> None:
    code, shown = on_terminal(vault, "stats")
    assert code == 0
    assert b"\x1b[1mPipeline\x1b[0m" in shown
    assert b"<U+001B>" not in shown
    code, shown = on_terminal(vault, "stats", "--color", "never")
    assert b"\x1b" not in shown


def test_ctrl_c_on_a_terminal_ends_an_update_with_a_sentence(vault: Path) -> None:
    fill(vault, SOME)
    pid, terminal = pty.fork()
    if not pid:
        words = ["update", "--yes", "--vault", str(vault), "--today", "2026-11-20"]
        os.execv(sys.executable, [sys.executable, "-c", SLOW_DISK, *words])
    assert until(lambda: begun(vault))
    os.write(terminal, b"\x03")
    shown = b""
    while piece := read(terminal):
        shown += piece
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 130
    assert b"Interrupted." in shown
    assert b"Traceback" not in shown
