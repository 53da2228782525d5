"""attacks.md A15: Ctrl-C and SIGTERM are obeyed within a second, and leave every note whole."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.reported.watching import Watcher, until
from tests.systems import needs_signals

LONGEST_TO_OBEY = 3.0
"""In seconds. The promise is one; a busy machine of two cores is given more."""

MANY = 2_500
"""As many take seconds to read, on any machine."""

SOME = 400
"""As many take two seconds to write on a slow disk, and not much longer to read."""

SLOW_DISK = """
import time
from vaultkit.__main__ import main
from vaultkit.disk import write

at_once = write.write_leased

def slowly(*given):
    time.sleep(0.005)
    return at_once(*given)

write.write_leased = slowly
main()
"""
NOTE = "---\ntype: application\ncompany: Firm {n}\nstatus: rejected\ninterviewed: 2026-11-02\ndecided: 2026-11-15\n---\n"
pytestmark = needs_signals
SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


def fill(root: Path, count: int = MANY) -> None:
    for n in range(count):
        (root / f"{n:05d}.md").write_text(NOTE.format(n=n), encoding="utf-8")


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 0.1\n", encoding="utf-8")
    return tmp_path


def agree(root: Path) -> None:
    """Have one note with a block, so that a watcher may write many others."""
    (root / "Old").mkdir()
    (root / "Old" / "Note.md").write_text(NOTE.format(n=0), encoding="utf-8")
    assert update(root).wait() == 0


def begun(root: Path) -> bool:
    return b"vaultkit:begin" in (root / "00000.md").read_bytes()


def states(root: Path) -> list[bool]:
    """Which notes have a block; a note that is neither old nor whole fails here."""
    found = []
    for n, path in enumerate(sorted(root.glob("*.md"))):
        text = path.read_text("utf-8")
        found.append("vaultkit:end" in text)
        assert text == NOTE.format(n=n) or found[-1]
        assert text.count("vaultkit:begin") == text.count("vaultkit:end")
        assert text.startswith(NOTE.format(n=n))
    return found


def update(root: Path, disk: tuple[str, str] = ("-m", "vaultkit")) -> subprocess.Popen[str]:
    command = [sys.executable, *disk, "update", "--yes"]
    where = ["--vault", str(root), "--today", "2026-11-20"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, *where], stdout=pipe, stderr=pipe, text=True, encoding="utf-8"
    )


def ended(process: subprocess.Popen[str], number: int) -> tuple[float, str]:
    started = time.monotonic()
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    return time.monotonic() - started, told


@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_an_update_ends_between_notes_and_the_next_does_the_rest(
    vault: Path, number: int, code: int
) -> None:
    fill(vault, SOME)
    process = update(vault, ("-c", SLOW_DISK))
    assert until(lambda: begun(vault))
    seconds, told = ended(process, number)
    assert process.returncode == code
    assert told == "Interrupted. Every note is whole; to go on, run the command again.\n"
    assert seconds < LONGEST_TO_OBEY
    found = states(vault)
    assert True in found
    assert False in found
    assert update(vault).wait() == 0
    assert all(states(vault))


@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_an_update_ends_while_it_reads(vault: Path, number: int, code: int) -> None:
    fill(vault)
    process = update(vault)
    assert until(
        lambda: any(Path(os.environ["XDG_STATE_HOME"]).rglob("settings.toml"))
    )  # read right before
    seconds, told = ended(process, number)
    assert (process.returncode, told.count("\n")) == (code, 1)
    assert seconds < LONGEST_TO_OBEY
    assert not any(states(vault))


@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_a_watcher_ends_in_the_middle_of_a_long_attempt(
    vault: Path, number: int, code: int
) -> None:
    agree(vault)
    with Watcher(vault) as watcher:
        fill(vault)
        assert until(lambda: begun(vault))
        started = time.monotonic()
        watcher.process.send_signal(number)
        assert watcher.process.wait(60) == code
        assert time.monotonic() - started < LONGEST_TO_OBEY
    assert False in states(vault)
    assert not any("Traceback" in line for line in watcher.lines)


def test_a_second_signal_does_not_cut_the_end_off(vault: Path) -> None:
    fill(vault, SOME)
    process = update(vault, ("-c", SLOW_DISK))
    assert until(lambda: begun(vault))
    for _ in range(20):
        process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in told
    states(vault)
