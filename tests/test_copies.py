"""Work that is shared with copies of this process: the same answers, whatever becomes of a copy.

Copies are made while one thread runs only, and the suite's own processes may have more: so each of
these is a Python of its own.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vaultkit.disk.word import SOCKET, watchers_word

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")

_CODE = "import os, sys\nfrom tests.copying import *\nshare_everything()\n"
_PATIENCE_SECONDS = 30


@contextmanager
def python(code: str, *words: object) -> Iterator["subprocess.Popen[str]"]:
    program = subprocess.Popen(
        [sys.executable, "-c", _CODE + code, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield program
    finally:
        program.kill()
        program.communicate()


def printed(code: str, *words: object) -> list[str]:
    with python(code, *words) as program:
        told, wrong = program.communicate(timeout=_PATIENCE_SECONDS)
        assert (program.returncode, wrong) == (0, "")
    return told.splitlines()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Twelve applications, of which some are wrong, share four people; a diary."""
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 0.3\n", encoding="utf-8")
    for number in range(12):
        status = ("applied", "rejected", "offer", "accepted", "nonsense", "interview")[number % 6]
        (root / f"Work {number}.md").write_text(
            f"---\ntype: application\ncompany: Städt {number}\nrole: Tester\nstatus: {status}\n"
            f"applied: 2026-02-{number + 1:02}\nrecruiter: '[[Ann {number % 4}]]'\n---\n\nText.\n",
            encoding="utf-8",
        )
    for number in range(4):
        (root / f"Ann {number}.md").write_text(
            f"---\ntype: person\nname: Ann {number}\nlast_contact: 2026-02-0{number + 1}\n---\n",
            encoding="utf-8",
        )
    (root / "Broken.md").write_bytes(b"---\ntype: application\ncompany: \xff\n---\n")
    (root / "Forgotten.md").write_text("<!-- vaultkit:begin v1 -->\n<!-- vaultkit:end -->\n")
    (root / "Diary.md").write_text("A day.\n", encoding="utf-8")
    return root


ALL_ANSWERS = """
with unshared():
    alone = answers(sys.argv[1])
print(answers(sys.argv[1]) == alone, len(alone["edits"]), len(alone["due"][0]))
"""


def test_the_answers_are_the_same_with_copies_and_without(root: Path) -> None:
    (told,) = printed(ALL_ANSWERS, root)
    assert told.startswith("True 1")


def test_the_answers_are_the_same_where_copies_do_all(root: Path) -> None:
    marked = f"in_copies(lambda: open('{root}.copies', 'a').write('x'), after=1)\n"
    (told,) = printed("leave_all_to_copies()\n" + marked + ALL_ANSWERS, root)
    assert told.startswith("True 1")
    assert Path(f"{root}.copies").read_text() != "", "copies have had a part in it"


@pytest.mark.parametrize("death", ["os.kill(os.getpid(), 9)", "os._exit(0)", "1 / 0"])
@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("answering", [False, True])
def test_what_a_copy_has_not_handed_back_is_done_here(
    root: Path, death: str, after: int, answering: bool
) -> None:
    die = f"def die():\n    {death}\nin_copies(die, {after}, 0, {answering})\n"
    (told,) = printed(die + ALL_ANSWERS, root)
    assert told.startswith("True 1")


def test_a_copy_is_asked_for_the_gists_of_what_it_has_read(root: Path) -> None:
    mark = f"in_copies(lambda: open('{root}.asked', 'a').write('x'), 1, 0, True)\n"
    (told,) = printed("leave_all_to_copies()\n" + mark + ALL_ANSWERS, root)
    assert told.startswith("True 1")
    assert Path(f"{root}.asked").read_text() != ""


KEPT = """
from vaultkit.work import index, memory
index._GRAIN_SECONDS = -1  # the notes were saved just now
real, here = memory.keep, os.getpid()
def keep(*words):
    print("kept", "here" if os.getpid() == here else "there", flush=True)
    if os.getpid() != here:
        {}
    real(*words)
memory.keep = keep
from vaultkit.__main__ import main
sys.argv = ["vaultkit", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize(
    ("end", "kept"),
    [("pass", ["there"]), ("os._exit(1)", ["there", "here"])],
    ids=["lives", "dies"],
)
def test_what_is_known_is_kept_by_a_copy_meanwhile(
    root: Path, end: str, kept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", f"{root}.{kind}")
    with python(KEPT.format(end), "due", "--vault", root, "--today", "2026-03-02") as program:
        told, _ = program.communicate(timeout=_PATIENCE_SECONDS)
    assert [line for line in told.splitlines() if "kept" in line] == [f"kept {one}" for one in kept]
    (file,) = Path(f"{root}.CACHE").rglob("notes")
    assert b"Work 0.md" in file.read_bytes()
    assert not [*Path(f"{root}.CACHE").rglob("*.tmp")]


STUCK = """
def stuck():
    print(os.getpid(), flush=True)
    import time
    time.sleep(60)
in_copies(stuck, after=0, but_for={})
from vaultkit.__main__ import main
sys.argv = ["vaultkit", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize(
    ("command", "before"), [("due", 0), ("watch", 0), ("watch", 1)], ids=["due", "walk", "plan"]
)
def test_a_copy_ends_with_whoever_made_it(
    root: Path, asked: signal.Signals, command: str, before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", f"{root}.{kind}")
    with python(STUCK.format(before), command, "--vault", root) as program:
        assert program.stdout
        copy = int(program.stdout.readline())
        program.send_signal(asked)
        wanted = -asked if asked == signal.SIGKILL else 128 + asked
        assert program.wait(_PATIENCE_SECONDS) == wanted, program.communicate()[1]
        assert has_ended(copy)


def has_ended(number: int) -> bool:
    """Wait until a process is gone, or is dead and waits for somebody to ask how it went."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state in "ZX":
            return True
        time.sleep(0.01)
    return False


def test_where_other_threads_run_no_copy_is_made(root: Path) -> None:
    thread = (
        "import threading\nwait = threading.Event()\n"
        "threading.Thread(target=wait.wait, daemon=True).start()\n"
        "in_copies(lambda: print('a copy', flush=True), after=0)\n"
    )
    (told,) = printed(thread + ALL_ANSWERS, root)
    assert told.startswith("True 1")


WATCH = """
from vaultkit.__main__ import main
sys.argv = ["vaultkit", *sys.argv[1:]]
main()
"""


def test_a_watcher_hears_of_saves_after_a_copy_has_looked_at_the_vault(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own threads pause for the copy, and go on; so does its word."""
    for kind in ("STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", f"{root}.{kind}")
    mark = f"in_copies(lambda: open('{root}.copies', 'a').write('x'), after=1)\n"
    with python(mark + WATCH, "watch", "--vault", root) as program:
        first, new = root / "Work 0.md", root / "New.md"
        until(lambda: b"vaultkit:begin" in first.read_bytes())
        (socket,) = Path(f"{root}.STATE").rglob(SOCKET)
        until(lambda: watchers_word(str(socket.parent), str(root)) is not None)
        new.write_bytes((root / "Work 6.md").read_bytes().replace(b"dt 6", b"dt 60"))
        until(lambda: b"vaultkit:begin" in new.read_bytes())
        rejected = new.read_bytes().replace(b"status: applied", b"status: rejected")
        new.write_bytes(rejected)
        until(lambda: b"reflect" in new.read_bytes())
        assert program.stderr
        assert any("said no" in line for line in program.stderr)
        program.send_signal(signal.SIGINT)
        assert program.wait(_PATIENCE_SECONDS) == 130
    assert Path(f"{root}.copies").exists()


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


BY_FIVES = """
share_everything(at_once=5)
import pytest
from datetime import date
from pathlib import Path
from tests.opened import opened
from vaultkit.cli.session import Options, Session
from vaultkit.work import in_parts
here, take = os.getpid(), in_parts._next
in_parts._next = lambda queue: None if os.getpid() == here else take(queue)  # copies do it all
reads = opened(pytest.MonkeyPatch())
session = Session(Options(vault=Path(sys.argv[1])), {"XDG_CACHE_HOME": os.devnull})
found = session.index.survey(session.desk, date(2026, 3, 2))
print(*reads, sep=",")
print(len(found.gists), len(found.people.notes), len(found.look.forgotten))
"""


def test_of_five_notes_that_a_copy_reads_at_once_only_what_it_cannot_hand_back_is_read_again(
    root: Path,
) -> None:
    """Twenty-one notes: the last one comes alone."""
    for number in range(2):
        (root / f"Day {number}.md").write_text("A day.\n", encoding="utf-8")
    reads, counts = printed(BY_FIVES, root)
    dating = [f"Work {number}.md" for number in (2, 3, 8, 9)]
    assert [path for path in reads.split(",") if path not in dating] == ["Forgotten.md"]
    assert counts == "12 4 1"
    (told,) = printed("share_everything(at_once=5)\n" + ALL_ANSWERS, root)
    assert told.startswith("True 1")
