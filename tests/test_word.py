"""The watcher's word: nothing has changed since a tally. It is right, or it is not given."""

import contextlib
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command_line import run
from tests.other_user import as_nobody
from tests.reported.watching import Watcher, until
from tests.test_printed import LINES, asked, caches, no_grain, small_vault  # noqa: F401 - fixtures
from tests.watch.watching import Watching
from tests.word_steps import interleave_beside_a_watcher
from vaultkit.disk import question, word
from vaultkit.disk import walk as walking
from vaultkit.disk.state_folder import state_folder
from vaultkit.disk.word import SOCKET, said, watchers_word
from vaultkit.watch import inotify, watcher
from vaultkit.watch.inotify import Inotify, Tally
from vaultkit.watch.look import Disk
from vaultkit.watch.word import Word

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs inotify")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other tests is no watcher that hangs."""
    monkeypatch.setattr(word, "PATIENCE_SECONDS", 20)


@pytest.fixture
def state(vault: Path) -> Path:
    return state_folder(vault)


@pytest.fixture
def ear(vault: Path, state: Path) -> Iterator[Inotify]:
    ear = Inotify(vault, time.monotonic, state)
    yield ear
    ear.close()


@pytest.fixture
def told(ear: Inotify, state: Path) -> Iterator[Word]:
    told = Word(state, ear.tally)
    yield told
    told.close()


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The vaults that were walked to find out whether anything has changed."""
    found: list[str] = []
    real = walking.walk
    monkeypatch.setattr(
        walking, "walk", lambda root, *rest: found.append(root) or real(root, *rest)
    )
    return found


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_with_a_watcher_without_one_and_without_a_cache_the_answer_is_the_same(
    vault: Path,
    told: Word,
    walks: list[str],
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    first = asked(vault, *words)
    assert asked(vault, *words) == first
    assert walks == []
    assert asked(vault, *words, env={"XDG_CACHE_HOME": str(tmp_path / "empty")}) == first
    told.close()
    told.__init__(state_folder(vault), lambda: None)  # type: ignore[misc]
    assert asked(vault, *words) == first
    assert len(walks) == 1


def test_what_one_command_has_found_out_serves_all_others(
    vault: Path,
    ear: Inotify,
    state: Path,
    walks: list[str],
) -> None:
    for words in LINES:
        asked(vault, *words)
    with contextlib.closing(Word(state, ear.tally)):
        asked(vault, *LINES[0])
        assert len(walks) == 1
        for words in LINES:
            asked(vault, *words)
        assert len(walks) == 1


def save(vault: Path) -> None:
    (vault / "Applications" / "Acme.md").write_text("x")


def keep_open(vault: Path) -> None:
    """Write, and do not close."""
    os.write(os.open(vault / "Applications" / "Acme.md", os.O_WRONLY | os.O_APPEND), b"x")


def truncate(vault: Path) -> None:
    os.truncate(vault / "Applications" / "Acme.md", 3)


def swap(vault: Path) -> None:
    one, other = (vault / "Applications" / f"{name}.md" for name in ("Acme", "Bolt"))
    one.rename(vault / "x")
    other.rename(one)
    (vault / "x").rename(other)


def deep(vault: Path) -> None:
    (vault / "a" / "b" / "c").mkdir(parents=True)


def in_and_out(vault: Path) -> None:
    (vault / "Applications").rename(vault.parent / "away")
    (vault.parent / "away").rename(vault / "Back")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a save": save,
    "a save that goes on": keep_open,
    "cut": truncate,
    "two swapped": swap,
    "rights": lambda vault: (vault / "Applications" / "Acme.md").chmod(0o600),
    "an old time": lambda vault: os.utime(vault / "Applications" / "Acme.md", (0, 0)),
    "a new note": lambda vault: (vault / "New.md").touch(),
    "a removed one": lambda vault: (vault / "Applications" / "Acme.md").unlink(),
    "a renamed one": lambda vault: (vault / "Applications" / "Acme.md").rename(vault / "x.txt"),
    "a file that becomes a note": lambda vault: (
        (vault.parent / "f").write_text("x") and (vault.parent / "f").rename(vault / "f.md")
    ),
    "a second name": lambda vault: (vault / "Two.md").hardlink_to(vault / "Applications/Acme.md"),
    "a link": lambda vault: (vault / "Link.md").symlink_to("x"),
    "a folder": deep,
    "a folder removed": lambda vault: shutil.rmtree(vault / "Applications"),
    "a folder renamed": lambda vault: (vault / "Applications").rename(vault / "Jobs"),
    "a folder hidden": lambda vault: (vault / "Applications").rename(vault / ".Jobs"),
    "a folder out and in": in_and_out,
    "a folder's rights": lambda vault: (vault / "Applications").chmod(0o500),
    "the vault's rights": lambda vault: vault.chmod(
        0o700 if vault.stat().st_mode & 0o77 else 0o755
    ),
    "another vault inside": lambda vault: (vault / "Applications" / "vaultkit.toml").touch(),
    "settings": lambda vault: (vault / "vaultkit.toml").write_text("schema = 1 # x\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_another_mark(vault: Path, ear: Inotify, change: str) -> None:
    before = ear.tally()
    assert before == ear.tally() is not None
    CHANGES[change](vault)
    after = ear.tally()
    assert after not in (None, before)
    assert ear.tally() == after


def test_in_folders_that_came_went_and_moved_every_save_is_another_mark(
    vault: Path,
    ear: Inotify,
) -> None:
    deep(vault)
    folder = vault / "a" / "b"
    for place in ("c", "d", "e"):
        (folder / place).mkdir(exist_ok=True)
        tallies = [ear.tally()]
        for name in ("x.md", "y.md", "x.md"):
            (folder / place / name).write_text("x")
            tallies.append(ear.tally())
        assert None not in tallies
        assert len(set(tallies)) == 4
        moved = folder.with_name(f"to-{place}")
        folder.rename(moved)
        folder = moved


QUIET: dict[str, Callable[[Path], object]] = {
    "a read": lambda vault: (vault / "Applications" / "Acme.md").read_bytes(),
    "another file": lambda vault: (vault / "data.csv").write_text("x"),
    "hidden": lambda vault: ((vault / ".git").mkdir(), (vault / ".git" / "x.md").touch()),
    "node_modules": lambda vault: (vault / "node_modules").mkdir(),
    "a hidden note": lambda vault: (vault / ".x.md").touch(),
    "numbers": lambda vault: asked(vault, "due"),
}


@pytest.mark.parametrize("what", QUIET)
def test_what_no_walk_would_see_leaves_the_mark(vault: Path, ear: Inotify, what: str) -> None:
    before = ear.tally()
    QUIET[what](vault)
    assert ear.tally() == before is not None


def test_after_lost_events_nothing_is_vouched_for_until_every_folder_was_gone_through(
    vault: Path,
    ear: Inotify,
) -> None:
    before = ear.tally()
    with ear._lock:
        ear._forget("Applications")  # as if its watch had never been made
        ear._take_up(-1, inotify._OVERFLOW, "")
    assert ear.tally() is None
    assert ear.take().look
    assert ear.follow_folders()
    after = ear.tally()
    assert after not in (None, before)
    save(vault)
    assert ear.tally() not in (None, after)


def test_a_real_flood_of_changes_is_noticed(vault: Path, state: Path) -> None:
    """While nobody reads, the queue overflows; whatever else happens, a new tally comes only after a look."""
    ear = Inotify(vault, time.monotonic, state)
    before = ear.tally()
    with ear._lock:  # nobody reads
        most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
        if most > 20_000:
            ear._take_up(-1, inotify._OVERFLOW, "")
        else:
            for number in range(most // 2 + 10):
                (vault / "Applications" / f"{number % 2}.md").touch()
                (vault / "Applications" / f"{number % 2}.md").unlink()
    tallies = {ear.tally() for _ in range(3)}
    assert before not in tallies
    ear.follow_folders()
    assert ear.tally() not in (None, before)
    ear.close()


def test_a_vault_that_is_moved_away_is_not_vouched_for(
    vault: Path,
    ear: Inotify,
    told: Word,
    state: Path,
) -> None:
    assert watchers_word(str(state), str(vault))
    moved = vault.with_name("moved")
    vault.rename(moved)
    vault.mkdir()
    assert watchers_word(str(state), str(vault)) is None
    assert ear.tally() is None


def test_another_vault_at_the_same_path_is_not_the_one_that_is_watched(
    vault: Path,
    state: Path,
    tmp_path: Path,
) -> None:
    info, other = vault.stat(), tmp_path / "other"
    other.mkdir()
    with contextlib.closing(Word(state, lambda: Tally(info.st_dev, info.st_ino, "1.1"))):
        assert watchers_word(str(state), str(vault)) == "1.1"
        assert watchers_word(str(state), str(other)) is None


def test_without_a_place_for_cookies_nothing_is_vouched_for(
    vault: Path,
    state: Path,
    tmp_path: Path,
) -> None:
    for beside in (None, tmp_path / "none", vault / "Applications", vault):
        ear = Inotify(vault, time.monotonic, beside)
        assert ear.tally() is None
        save(vault)
        heard: set[str] = set()
        assert until(lambda ear=ear, heard=heard: bool(heard.update(ear.take().changed) or heard))
        assert heard == {"Applications/Acme.md"}
        ear.close()
    ear = Inotify(vault, time.monotonic, state)
    assert ear.tally()
    shutil.rmtree(state)
    assert ear.tally() is None
    ear.close()


def test_no_cookie_is_left(vault: Path, state: Path) -> None:
    (state / "watch.cookie.left").touch()
    ear = Inotify(vault, time.monotonic, state)
    ear.tally()
    ear.close()
    assert not [file for file in state.iterdir() if "cookie" in file.name]


def knock(state: Path) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    folder = os.open(state, os.O_RDONLY)
    line.connect(f"/proc/self/fd/{folder}/{SOCKET}")
    os.close(folder)
    line.setblocking(False)
    return line


def shout(state: Path, what: bytes) -> socket.socket:
    line = knock(state)
    with contextlib.suppress(OSError):
        line.send(what)
    return line


HOSTILE: dict[str, Callable[[Path], list[socket.socket]]] = {
    "garbage": lambda state: [shout(state, os.urandom(4096))],
    "a megabyte": lambda state: [shout(state, bytes(1024 * 1024))],
    "half a line": lambda state: [shout(state, b"vaultkit")],
    "silence": lambda state: [knock(state) for _ in range(10)],
    "gone at once": lambda state: [knock(state).close() or knock(state) for _ in range(50)],
}


@pytest.mark.parametrize("client", HOSTILE)
def test_whoever_knocks_leaves_the_watcher_alive(
    vault: Path,
    state: Path,
    told: Word,
    client: str,
) -> None:
    before = watchers_word(str(state), str(vault))
    lines = HOSTILE[client](state)
    assert before is not None
    # In a crowd a command looks for itself; afterwards the word comes as before.
    assert until(lambda: watchers_word(str(state), str(vault)) == before)
    for line in lines:
        line.close()
    assert told._listener.is_alive()


class Liar:
    """Says what it likes to whoever knocks."""

    def __init__(self, state: Path, *parts: bytes) -> None:
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        folder = os.open(state, os.O_RDONLY)
        (state / SOCKET).unlink(missing_ok=True)
        self.line.bind(f"/proc/self/fd/{folder}/{SOCKET}")
        os.close(folder)
        self.line.listen()
        self.parts = parts
        threading.Thread(target=self.answer, daemon=True).start()

    def answer(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                other, _ = self.line.accept()
                for part in self.parts:
                    other.send(part)
                other.close()


def right(vault: Path) -> bytes:
    info = vault.stat()
    return said(info.st_dev, info.st_ino, "aa.1").encode()


LIES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda line: b"",
    "half": lambda line: line[:-8],
    "no end": lambda line: line[:-1],
    "another version": lambda line: line.replace(b"watch 1", b"watch 2"),
    "more": lambda line: line + b"x",
    "too much": lambda line: line * 1000,
    "no tally": lambda line: line.replace(b"aa.1", b""),
    "not a tally": lambda line: line.replace(b"aa.1", b"../../x"),
    "not ASCII": lambda line: line.replace(b"aa.1", b"\xc3\xa9\xff"),
    "zeros": lambda line: bytes(100),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_is_no_word_is_not_believed(vault: Path, state: Path, lie: str) -> None:
    liar = Liar(state, LIES[lie](right(vault)))
    assert watchers_word(str(state), str(vault)) is None
    first = asked(vault, "due")
    assert asked(vault, "due") == first
    liar.line.close()


def test_a_word_in_pieces_is_one(vault: Path, state: Path) -> None:
    line = right(vault)
    liar = Liar(state, line[:5], line[5:-1], line[-1:])
    assert watchers_word(str(state), str(vault)) == "aa.1"
    liar.line.close()


def test_a_watcher_that_hangs_is_not_waited_for(
    vault: Path,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        folder = os.open(state, os.O_RDONLY)
        line.bind(f"/proc/self/fd/{folder}/{SOCKET}")
        line.listen()
        monkeypatch.setattr(word, "PATIENCE_SECONDS", 0.01)
        first = asked(vault, "due")
        assert watchers_word(str(state), str(vault)) is None
        assert asked(vault, "due") == first
        os.close(folder)


def test_a_socket_that_a_killed_watcher_left_is_no_word_and_gives_way(
    vault: Path,
    state: Path,
    ear: Inotify,
) -> None:
    left = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    folder = os.open(state, os.O_RDONLY)
    left.bind(f"/proc/self/fd/{folder}/{SOCKET}")
    os.close(folder)
    left.close()
    assert watchers_word(str(state), str(vault)) is None
    with contextlib.closing(Word(state, ear.tally)):
        assert watchers_word(str(state), str(vault))
    assert not (state / SOCKET).exists()


def test_one_watcher_leaves_the_socket_of_another(vault: Path, state: Path, ear: Inotify) -> None:
    """Where a file system knows no locks there may be two."""
    first = Word(state, ear.tally)
    second = Word(state, ear.tally)
    first.close()
    assert watchers_word(str(state), str(vault))
    second.close()


def test_a_folder_that_is_open_to_others_is_used_by_nobody(
    vault: Path,
    state: Path,
    ear: Inotify,
) -> None:
    with contextlib.closing(Word(state, ear.tally)):
        state.chmod(0o755)
        assert watchers_word(str(state), str(vault)) is None
    with pytest.raises(PermissionError):
        Word(state, ear.tally)


def test_another_user_hears_nothing(vault: Path, state: Path, told: Word) -> None:
    def listen() -> str:
        folder = os.open(state, os.O_RDONLY)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.connect(f"/proc/self/fd/{folder}/{SOCKET}")
        return line.recv(100).decode()

    if os.geteuid() != 0:
        pytest.skip("needs root to be somebody else")
    assert "Error" in as_nobody(listen)
    for folder in (*state.parents, state):
        if folder.is_relative_to(os.environ["XDG_STATE_HOME"]):
            folder.chmod(0o755)
    (state / SOCKET).chmod(0o777)
    heard = as_nobody(listen)
    assert heard == "" or "Error" in heard


def test_a_long_path_is_no_hindrance(vault: Path, tmp_path: Path) -> None:
    state = tmp_path / ("x" * 120) / ("y" * 120)
    state.mkdir(mode=0o700, parents=True)
    ear = Inotify(vault, time.monotonic, state)
    with contextlib.closing(Word(state, ear.tally)):
        assert watchers_word(str(state), str(vault))
    ear.close()


def test_a_note_with_a_second_name_is_looked_at_each_time(
    vault: Path,
    told: Word,
    walks: list[str],
    tmp_path: Path,
) -> None:
    """What is written under a name outside of the vault, no watcher hears."""
    os.link(vault / "Applications" / "Acme.md", tmp_path / "outside.md")
    first = asked(vault, "due")
    text = (tmp_path / "outside.md").read_text().replace("📅 2026", "📅 2025")
    (tmp_path / "outside.md").write_text(text)
    assert asked(vault, "due") != first
    assert len(walks) == 1


def test_another_mount_below_the_vault_is_another_question(
    vault: Path,
    told: Word,
    walks: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked(vault, "due")
    monkeypatch.setattr(question, "_mounts", lambda root: [b"another"])
    asked(vault, "due")
    assert len(walks) == 1


def test_mounts_are_those_at_above_and_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        b"1 0 8:1 / / rw - ext4 /dev/a rw",
        b"2 1 8:2 / /home/my\\040vault rw - ext4 /dev/b rw",
        b"3 1 8:3 / /home/my\\040vault/in rw - ext4 /dev/c rw",
        b"4 1 8:4 / /home/my\\040vault2 rw - ext4 /dev/d rw",
        b"5 1 8:5 / /proc rw - proc proc rw",
        b"nonsense",
    ]
    (tmp_path / "mounts").write_bytes(b"\n".join(lines))
    monkeypatch.setattr(question, "_MOUNTS", str(tmp_path / "mounts"))
    assert question._mounts("/home/my vault") == lines[:3]
    assert question._mounts("/") == lines[:5]
    monkeypatch.setattr(question, "_MOUNTS", str(tmp_path / "none"))
    assert question._mounts("/") == []


def test_a_real_watcher_gives_its_word(
    vault: Path,
    state: Path,
    walks: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Watcher(vault) as watcher:
        assert until(lambda: watchers_word(str(state), str(vault)) is not None)
        first = asked(vault, "due")
        assert asked(vault, "due") == first
        before = len(walks)
        assert asked(vault, "due") == first
        assert len(walks) == before
        (vault / "Applications" / "Bolt.md").unlink()
        assert asked(vault, "due") != first
        second = run("watch", "--vault", vault)
        assert second.returncode == 3
        assert watchers_word(str(state), str(vault))
        watcher.process.send_signal(signal.SIGSTOP)
        os.waitpid(watcher.process.pid, os.WUNTRACED)
        monkeypatch.setattr(word, "PATIENCE_SECONDS", 0.2)
        assert watchers_word(str(state), str(vault)) is None
        fresh = asked(vault, "due", env={"XDG_CACHE_HOME": str(caches() / "none")})
        assert asked(vault, "due") == fresh
    assert (state / SOCKET).exists()  # it was killed
    assert watchers_word(str(state), str(vault)) is None
    assert asked(vault, "due") == fresh


def test_a_watcher_that_ends_takes_its_socket_along(vault: Path, state: Path) -> None:
    with Watcher(vault) as watcher:
        assert until((state / SOCKET).exists)
        watcher.process.send_signal(signal.SIGINT)
        watcher.process.wait()
    assert not (state / SOCKET).exists()


@pytest.mark.parametrize("seed", [1, 2])
def test_beside_a_watcher_every_answer_is_that_of_a_full_look(tmp_path: Path, seed: int) -> None:
    ways = interleave_beside_a_watcher(tmp_path, seed, 20)
    assert ways["heard"]
    assert ways["looked"]


def test_what_nobody_was_told_of_is_found_by_the_next_look(
    vault: Path, state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second name that a note was given outside of the vault: what is written under it, no event tells."""
    monkeypatch.setattr(watcher, "_REST_FOR_LOOKS", 0.0)
    looks: list[int] = []
    real = Disk.look
    monkeypatch.setattr(Disk, "look", lambda disk, *given: looks.append(1) or real(disk, *given))
    with Watching(vault, look=0.3, state=state):
        assert until(lambda: watchers_word(str(state), str(vault)) is not None)
        os.link(vault / "Applications" / "Acme.md", tmp_path / "outside.md")
        seen = len(looks)
        assert until(lambda: len(looks) > seen + 1)
        before = watchers_word(str(state), str(vault))
        (tmp_path / "outside.md").write_text("x")
        assert until(lambda: watchers_word(str(state), str(vault)) not in (None, before))


def test_a_watcher_at_rest_says_the_same_again_and_again(vault: Path, state: Path) -> None:
    with Watching(vault, look=0.2, state=state) as watching:
        assert watching.until(lambda: bool(watching.calls))
        assert until(lambda: watchers_word(str(state), str(vault)) is not None)
        ears = watchers_word(str(state), str(vault))
        deadline = time.monotonic() + 1
        while time.monotonic() < deadline:
            assert watchers_word(str(state), str(vault)) == ears
