"""Writing, on Windows only: under share modes, with handles, over long and strange names.

Share modes count for each handle, so that this process plays the editor, too. Where another
program's death matters, a process is started.
"""

import ctypes
import errno
import importlib
import mmap
import os
import pkgutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

if sys.platform != "win32":
    pytest.skip("these are the calls of Windows", allow_module_level=True)

import vaultkit
from tests.left_out_on_windows import is_wine
from vaultkit.core.text.problem import Problem
from vaultkit.disk import write_lease
from vaultkit.disk.cache_folder import Cache
from vaultkit.disk.folder import Folder, read_bytes
from vaultkit.disk.in_doubt import broken_off
from vaultkit.disk.journal import Journal, Run
from vaultkit.disk.note_file import unfit
from vaultkit.disk.recovery import recover
from vaultkit.disk.recovery import undo as take_back
from vaultkit.disk.state_folder import state_home
from vaultkit.disk.system import system, windows_names
from vaultkit.disk.system import windows_calls as calls
from vaultkit.disk.vault import Vault
from vaultkit.disk.watch_lock import only_watcher
from vaultkit.disk.write import Outcome, Replacement, create, remove, write, write_all
from vaultkit.errors import BusyError, UsageError
from vaultkit.work.refresh import edit_note

OLD = (
    "---\r\ntype: application\r\n---\r\n# Acme\r\nGià scritto.\x1a\r\n".encode()
    + b"A line.\n" * 3000
)
NEW = OLD.replace(b"# Acme\r\n", b"# Acme\r\n- [ ] an item\r\n")
SAVED = OLD + b"A line that the person has just saved.\r\n"
SHARE_READING, SHARE_ALL = 1, 7
HIDDEN, READ_ONLY = 0x2, 0x1


class Desk:
    """A vault with one note, and its journal."""

    def __init__(self, folder: Path) -> None:
        self.note = folder / "vault" / "Città.md"
        self.note.parent.mkdir()
        self.note.write_bytes(OLD)
        self.vault = Vault(folder / "vault")
        self.journal = Journal(self.vault.root, {"XDG_STATE_HOME": str(folder / "state")})

    def write(self, wanted: bytes = NEW, base: bytes = OLD) -> Outcome:
        with self.journal.run("test") as run:
            return write(self.vault, Replacement("Città.md", base, wanted), run)

    def beside(self) -> list[str]:
        return [entry.name for entry in self.note.parent.iterdir() if entry != self.note]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@contextmanager
def held(place: Path, share: int = SHARE_ALL, access: int = calls.READING) -> Iterator[int]:
    """Have somebody hold a file open."""
    handle = calls.open_handle(str(place), access, share)
    try:
        yield handle
    finally:
        calls.close_handle(handle)


def let_go_after(seconds: float, place: Path, share: int) -> threading.Thread:
    """Hold a file for so long, in a thread; it is held when this returns."""
    handle = calls.open_handle(str(place), calls.READING, share)

    def hold() -> None:
        time.sleep(seconds)
        calls.close_handle(handle)

    thread = threading.Thread(target=hold)
    thread.start()
    return thread


class TestWriting:
    @pytest.mark.parametrize("wanted", [NEW, b"", OLD[:10], b"x" + OLD, OLD.replace(b"\r", b"")])
    def test_the_wanted_bytes_are_the_note_and_it_is_the_same_file(
        self, desk: Desk, wanted: bytes
    ) -> None:
        before = desk.note.stat()
        assert desk.write(wanted) == Outcome("Città.md", "written")
        assert desk.note.read_bytes() == wanted
        assert desk.note.stat().st_ino == before.st_ino
        assert desk.beside() == []

    @pytest.mark.skipif(is_wine(), reason="Wine has no time of creation")
    def test_the_time_of_creation_stays(self, desk: Desk) -> None:
        before = desk.note.stat()
        desk.write()
        after = desk.note.stat()
        assert system.made_ns(desk.note)
        assert (before.st_ctime_ns, before.st_file_attributes) == (
            after.st_ctime_ns,
            after.st_file_attributes,
        )

    def test_attributes_stay(self, desk: Desk) -> None:
        assert ctypes.windll.kernel32.SetFileAttributesW(str(desk.note), HIDDEN)
        assert desk.write().kind == "written"
        assert desk.note.stat().st_file_attributes & HIDDEN

    def test_a_note_that_is_as_wanted_is_not_touched(self, desk: Desk) -> None:
        before = desk.vault.signature("Città.md")
        assert desk.write(OLD).kind == "same"
        assert desk.write(OLD, b"another").kind == "same"
        assert desk.vault.signature("Città.md") == before

    def test_a_note_that_has_changed_is_not_even_taken(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Folder, "take", lambda *_, **__: pytest.fail("the door was closed"))
        desk.note.write_bytes(SAVED)
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == SAVED

    def test_a_save_between_the_look_and_the_taking_wins(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = Folder.take

        def late(folder: Folder, name: str, *, to_remove: bool = False) -> object:
            desk.note.write_bytes(SAVED)
            return real(folder, name, to_remove=to_remove)

        monkeypatch.setattr(Folder, "take", late)
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == SAVED

    def test_a_note_that_is_away_for_a_moment_is_not_made_again(self, desk: Desk) -> None:
        desk.note.unlink()
        assert desk.write().kind == "changed"
        assert not desk.note.exists()

    @pytest.mark.parametrize("share", [0, SHARE_READING, SHARE_ALL])
    @pytest.mark.parametrize("access", [calls.READING, calls.READING | calls.WRITING])
    def test_whoever_has_the_note_open_is_waited_for(
        self, desk: Desk, share: int, access: int
    ) -> None:
        with held(desk.note, share, access):
            assert desk.write().kind == "busy"
        assert desk.note.read_bytes() == OLD
        assert desk.write().kind == "written"

    def test_a_program_that_only_asks_for_attributes_is_no_hindrance(self, desk: Desk) -> None:
        with held(desk.note, 0, access=0x80):
            assert desk.write().kind == "written"

    def test_while_the_note_is_ours_nobody_opens_it_and_then_everybody_may(
        self, desk: Desk
    ) -> None:
        with desk.vault.folder_of("Città.md") as folder:
            hold = folder.take("Città.md")
            for access in (calls.READING, calls.WRITING, calls.DELETING):
                with pytest.raises(BlockingIOError), held(desk.note, SHARE_ALL, access):
                    pass
            hold.release()
            with held(desk.note, SHARE_ALL, calls.READING | calls.WRITING):
                hold.flush()
            hold.close()

    def test_the_door_is_open_before_the_flush(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seen = []
        real = calls.flush_handle

        def flush(handle: int) -> None:
            seen.append(desk.note.read_bytes())
            real(handle)

        monkeypatch.setattr(calls, "flush_handle", flush)
        assert desk.write().kind == "written"
        assert seen == [NEW]

    def test_the_flush_waits_for_who_opened_the_note_at_once(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = calls.flush_handle
        flushed = []
        monkeypatch.setattr(calls, "flush_handle", lambda handle: (flushed.append(1), real(handle)))
        with desk.vault.folder_of("Città.md") as folder:
            hold = folder.take("Città.md")
            write_lease._patch(hold.fd, OLD, NEW, 0)
            hold.release()
            thread = let_go_after(0.3, desk.note, SHARE_READING)
            hold.flush()
            hold.close()
        thread.join()
        assert flushed == [1]

    def test_a_write_that_cannot_be_flushed_is_not_told_as_done(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def failing(_: int) -> None:
            raise calls.error_of(1117)

        monkeypatch.setattr(calls, "flush_handle", failing)
        outcome = desk.write()
        assert outcome.problem is not None
        assert (outcome.kind, outcome.problem.code) == ("refused", "half-written")
        monkeypatch.undo()
        assert recover(desk.vault, desk.journal) == ()
        assert not desk.journal.has_unfinished

    def test_a_read_only_note_is_left_and_said(self, desk: Desk) -> None:
        desk.note.chmod(0o444)
        try:
            assert desk.vault.refuses("Città.md") == "read-only"
            outcome = desk.write()
        finally:
            desk.note.chmod(0o666)
        assert outcome.problem is not None
        assert (outcome.kind, outcome.problem.code) == ("refused", "read-only")
        assert desk.note.read_bytes() == OLD

    def test_a_note_that_a_program_has_mapped_is_busy(self, desk: Desk) -> None:
        with open(desk.note, "r+b") as file:
            mapped = mmap.mmap(file.fileno(), 0)
        with mapped:
            assert desk.write(OLD[:100]).kind == "busy"
            assert desk.note.read_bytes() == OLD
        assert desk.write(OLD[:100]).kind == "written"

    @pytest.mark.parametrize("at", [1, 2])
    @pytest.mark.parametrize(
        ("error", "code"),
        [(errno.ENOSPC, "disk-full"), (errno.EROFS, "disk-read-only"), (errno.EIO, "not-written")],
    )
    def test_a_disk_that_fails_leaves_the_note_as_it_was(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, at: int, error: int, code: str
    ) -> None:
        real, count = system.write_at, iter(range(1, 1000))

        def failing(fd: int, data: bytes, to: int) -> int:
            number = next(count)
            if number == at:
                raise OSError(error, os.strerror(error))
            return real(fd, data[:999] if number < at else data, to)

        monkeypatch.setattr(system, "write_at", failing)
        outcome = desk.write()
        assert outcome.problem is not None
        assert (outcome.kind, outcome.problem.code) == ("refused", code)
        assert desk.note.read_bytes() == OLD

    @pytest.mark.parametrize("call", ["open_handle", "attributes", "file_id", "set_end"])
    @pytest.mark.parametrize("at", range(1, 8))
    def test_any_call_may_fail_and_the_next_note_goes_on(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str, at: int
    ) -> None:
        other = desk.note.with_name("other.md")
        other.write_bytes(OLD)
        changes = [Replacement(name, OLD, OLD[:-5]) for name in (desk.note.name, "other.md")]
        real, count = getattr(calls, call), iter(range(1, 1_000_000))

        def failing_once(*given: object, **named: object) -> object:
            if next(count) == at:
                raise calls.error_of(1117)
            return real(*given, **named)

        with desk.journal.run("test") as run:
            run.plan([])
            monkeypatch.setattr(calls, call, failing_once)
            outcomes = list(write_all(desk.vault, changes, run))
            monkeypatch.undo()
        assert sum(outcome.kind == "written" for outcome in outcomes) >= 1
        assert {desk.note.read_bytes(), other.read_bytes()} <= {OLD, OLD[:-5]}
        assert recover(desk.vault, desk.journal) == ()

    def test_a_disk_without_room_for_the_rest_is_told_before_anything_is_written(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise calls.error_of(112)

        monkeypatch.setattr(calls, "allocate", full)
        monkeypatch.setattr(system, "write_at", lambda *_: pytest.fail("it was written"))
        outcome = desk.write()
        assert outcome.problem is not None
        assert (outcome.kind, outcome.problem.code) == ("refused", "disk-full")

    def test_ctrl_c_in_the_middle_puts_the_old_bytes_back(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, count = system.write_at, iter(range(100))

        def interrupted(fd: int, data: bytes, at: int) -> int:
            if next(count) == 0:
                real(fd, data[:999], at)
                raise KeyboardInterrupt
            return real(fd, data, at)

        monkeypatch.setattr(system, "write_at", interrupted)
        with pytest.raises(KeyboardInterrupt):
            desk.write()
        assert desk.note.read_bytes() == OLD

    def test_a_command_waits_for_a_virus_scanner(self, desk: Desk) -> None:
        thread = let_go_after(2.5, desk.note, SHARE_READING)
        with desk.journal.run("log") as run:
            edit_note(desk.vault, run, "Città.md", lambda text: text.replace("Acme", "Bolt"))
        thread.join()
        assert b"# Bolt" in desk.note.read_bytes()

    def test_a_network_drive_that_goes_away_is_told(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(*_: object, **__: object) -> int:
            raise calls.error_of(64)  # the specified network name is no longer available

        monkeypatch.setattr(calls, "open_plain", gone)
        found = desk.vault.read_bytes("Città.md")
        assert isinstance(found, Problem)
        assert found.code == "disk-away"
        outcome = desk.write()
        assert outcome.problem is not None
        assert outcome.problem.code == "not-written"


class TestMakingAndRemoving:
    def test_a_note_is_made_whole_and_nothing_is_left_beside(self, desk: Desk) -> None:
        with desk.journal.run("new") as run:
            create(desk.vault, "Neu/Bäcker.md", NEW, run)
        assert (desk.vault.root / "Neu/Bäcker.md").read_bytes() == NEW
        assert os.listdir(desk.vault.root / "Neu") == ["Bäcker.md"]  # noqa: PTH208

    @pytest.mark.parametrize("name", ["Città.md", "CITTÀ.md", "Città.MD"])
    def test_one_that_exists_is_never_written_over(self, desk: Desk, name: str) -> None:
        with pytest.raises(UsageError), desk.journal.run("new") as run:
            create(desk.vault, name, b"other", run)
        assert desk.note.read_bytes() == OLD

    def test_one_that_was_made_at_that_very_moment_stays(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = Folder.move_new

        def late(folder: Folder, name: str, other: str) -> None:
            (desk.vault.root / "new.md").write_bytes(SAVED)
            real(folder, name, other)

        monkeypatch.setattr(Folder, "move_new", late)
        with pytest.raises(UsageError, match="note-exists"):
            desk.vault.create("new.md", NEW)
        assert (desk.vault.root / "new.md").read_bytes() == SAVED
        assert sorted(desk.beside()) == ["new.md"]

    def test_what_was_made_is_taken_back_unless_it_has_changed_or_is_open(self, desk: Desk) -> None:
        made = desk.vault.root / "new.md"
        with desk.journal.run("new") as run:
            create(desk.vault, "new.md", NEW, run)
        with held(made), desk.journal.run("undo") as run:
            assert remove(desk.vault, "new.md", NEW, run).kind == "busy"
        with desk.journal.run("undo") as run:
            assert remove(desk.vault, "new.md", OLD, run).kind == "changed"
        assert made.read_bytes() == NEW
        with desk.journal.run("undo") as run:
            undone = take_back(desk.vault, desk.journal, run)
        assert [each.kind for each in undone.outcomes] == ["written"]
        assert not made.exists()


DYING = """
import os, sys
from pathlib import Path
from vaultkit.disk.journal import Journal
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Replacement, write
root, state, old, new = sys.argv[1:]
vault = Vault(Path(root))
real = system.write_at
def half(fd, data, at):
    real(fd, data[: len(data) // 2], at)
    print("half", flush=True)
    sys.stdin.read() if os.environ.get("STAYS") else os.kill(os.getpid(), 9)
system.write_at = half
with Journal(vault.root, {"XDG_STATE_HOME": state}).run("dying") as run:
    write(vault, Replacement("Città.md", Path(old).read_bytes(), Path(new).read_bytes()), run)
"""


def dying(desk: Desk, tmp_path: Path, **environ: str) -> "subprocess.Popen[bytes]":
    """Write in a process that stops, or dies, half way through."""
    (tmp_path / "old").write_bytes(OLD)
    (tmp_path / "new").write_bytes(NEW)
    words = [desk.vault.root, tmp_path / "state", tmp_path / "old", tmp_path / "new"]
    process = subprocess.Popen(
        [sys.executable, "-c", DYING, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **environ},
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"half"
    return process


class TestJournal:
    def test_a_process_that_died_half_way_is_mended(self, desk: Desk, tmp_path: Path) -> None:
        dying(desk, tmp_path).communicate()
        assert desk.note.read_bytes() not in (OLD, NEW)
        assert [found.code for found in broken_off(desk.vault, desk.journal).values()] == [
            "recovery-waits"
        ]
        assert [found.code for found in recover(desk.vault, desk.journal)] == ["recovered"]
        assert desk.note.read_bytes() == OLD
        assert recover(desk.vault, desk.journal) == ()
        assert desk.write().kind == "written"

    def test_a_run_that_is_still_going_on_is_left_alone(self, desk: Desk, tmp_path: Path) -> None:
        with dying(desk, tmp_path, STAYS="1") as process:
            assert desk.journal.has_unfinished
            assert list(desk.journal.seen_unfinished()) == []
            assert recover(desk.vault, desk.journal) == ()
            assert isinstance(desk.vault.read_bytes("Città.md"), Problem)  # it has the note alone
            process.kill()
        assert [found.code for found in recover(desk.vault, desk.journal)] == ["recovered"]

    def test_a_run_begins_ends_and_is_read_while_others_look_at_it(self, desk: Desk) -> None:
        with desk.journal.run("test") as run:
            assert write(desk.vault, Replacement("Città.md", OLD, NEW), run).kind == "written"
            (file,) = desk.journal.folder.glob("*.open")
            looking = system.open_own(file, "read")
        os.close(looking)
        (past,) = desk.journal.past()
        assert [record.ended for record in past.records] == ["written"]
        assert b"\r" not in past.file.read_bytes()

    def test_a_file_of_ours_that_a_scanner_has_open_is_waited_for(self, desk: Desk) -> None:
        with Run(desk.journal, "test") as run:
            write(desk.vault, Replacement("Città.md", OLD, NEW), run)
            (file,) = desk.journal.folder.glob("*.open")
            thread = let_go_after(0.5, file, SHARE_READING | 2)
        thread.join()
        assert len(list(desk.journal.past())) == 1

    def test_one_watcher_a_vault_and_its_number_can_be_read(self, desk: Desk) -> None:
        environ = {"XDG_STATE_HOME": str(desk.vault.root.parent / "state")}
        with only_watcher(desk.vault.root, environ):
            with pytest.raises(BusyError) as told, only_watcher(desk.vault.root, environ):
                pass
            assert told.value.values == {"process": str(os.getpid())}
        with only_watcher(desk.vault.root, environ):
            pass

    def test_what_saves_time_is_kept_and_replaced_while_others_read_it(
        self, tmp_path: Path
    ) -> None:
        cache = Cache(tmp_path / "vault", {"LOCALAPPDATA": str(tmp_path / "local")}, b"key")
        cache.keep("seen", b"one")
        (file,) = (tmp_path / "local" / "vaultkit" / "Cache").glob("*/seen")
        with held(file):
            assert cache.read("seen") == b"one"
        cache.keep("seen", b"two")
        assert cache.read("seen") == b"two"

    def test_state_lies_where_a_program_of_windows_keeps_it(self) -> None:
        local = "C:\\Users\\Marta\\AppData\\Local"
        assert state_home({"LOCALAPPDATA": local}) == Path(local, "vaultkit", "State")
        assert system.cache_home({"LOCALAPPDATA": local}) == Path(local, "vaultkit", "Cache")


LEADING_OUT = [
    *("..\\outside\\X.md", "C:\\outside\\X.md", "C:X.md", "\\outside\\X.md", "\\\\server\\share\\X.md"),
    *(".git\\config", ".GIT./config", "a/../../X.md", "Home.md:stream", "\\\\?\\C:\\X.md"),
]  # fmt: skip


def refusal_of(vault: Vault, path: str) -> str:
    """Why a note is not read, whichever way that is told."""
    try:
        found = vault.read_bytes(path)
    except UsageError as error:
        return error.key
    return found.code if isinstance(found, Problem) else "read"


class TestNames:
    @pytest.mark.parametrize("path", LEADING_OUT)
    def test_no_path_leads_out_of_the_vault_to_read_or_to_write(
        self, desk: Desk, path: str
    ) -> None:
        (desk.vault.root.parent / "outside").mkdir()
        (desk.vault.root.parent / "outside" / "X.md").write_bytes(b"not ours")
        with pytest.raises(UsageError, match="outside-vault"):
            desk.vault.create(path, b"new")
        assert refusal_of(desk.vault, path) in ("outside-vault", "name-not-here")
        assert (desk.vault.root.parent / "outside" / "X.md").read_bytes() == b"not ours"

    @pytest.mark.parametrize("path", ["Città.md.", "Città.md ", "NUL", "aux.md", "con/a.md"])
    def test_a_name_that_means_something_else_is_told_and_left(self, desk: Desk, path: str) -> None:
        found = desk.vault.read_bytes(path)
        assert isinstance(found, Problem)
        assert found.code == "name-not-here"
        with pytest.raises(UsageError, match="outside-vault"):
            desk.vault.create(path, b"new")
        assert desk.beside() == []

    def test_a_path_of_three_hundred_characters_is_a_path(self, desk: Desk) -> None:
        path = "/".join(["x" * 100] * 3) + "/Nota.md"
        with desk.journal.run("new") as run:
            create(desk.vault, path, OLD, run)
            assert write(desk.vault, Replacement(path, OLD, NEW), run).kind == "written"
        assert desk.vault.read_bytes(path) == NEW
        assert path in [note.path for note in desk.vault.walk()]
        assert desk.vault.signature(path)

    def test_a_junction_is_not_entered(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """Wine makes none, so the system's answer is played: a folder that stands for another place."""
        (desk.vault.root / "in").mkdir()
        (desk.vault.root / "in" / "a.md").write_bytes(OLD)
        real = calls.attributes
        inside = calls.open_handle(str(desk.vault.root / "in"), 0x80, 7, flags=0x02000000)
        there = calls.file_id(inside)
        calls.close_handle(inside)

        def played(handle: int) -> tuple[int, int]:
            found, tag = real(handle)
            return (found | 0x400, 0xA0000003) if calls.file_id(handle) == there else (found, tag)

        monkeypatch.setattr(calls, "attributes", played)
        assert isinstance(desk.vault.read_bytes("in/a.md"), Problem)
        with pytest.raises(UsageError, match="not-created"):
            desk.vault.create("in/b.md", b"new")
        assert desk.write().kind == "written"

    def test_a_junction_is_not_removed_as_a_folder_in_which_there_is_nothing(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Wine makes none, so the system's answer is played."""
        place = desk.vault.root / "New"
        place.mkdir()
        with desk.vault.folder_of("New") as root:
            with monkeypatch.context() as played:
                played.setattr(windows_names, "leads_elsewhere", lambda _: True)
                with pytest.raises(NotADirectoryError):
                    root.remove_folder("New")
            assert place.is_dir()
            root.remove_folder("New")
        assert not place.exists()

    def test_what_another_program_keeps_packed_is_read_through_that_program(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened = []
        real_attributes, real_open = calls.attributes, calls.open_handle

        def open_handle(path: str, access: int, share: int, how: int = 3, flags: int = 0) -> int:
            opened.append(flags & 0x00200000)
            return real_open(path, access, share, how, flags)

        monkeypatch.setattr(
            calls, "attributes", lambda handle: (real_attributes(handle)[0] | 0x400, 0x80000017)
        )
        monkeypatch.setattr(calls, "open_handle", open_handle)
        with desk.vault.folder_of("Città.md") as folder:
            fd = folder.open("Città.md")
        assert (read_bytes(fd, len(OLD)), opened[-2:]) == (OLD, [0x00200000, 0])
        os.close(fd)

    @pytest.mark.parametrize("attribute", [0x00400000, 0x00040000, 0x00001000])
    def test_a_note_that_is_not_on_this_disk_is_not_fetched(self, attribute: int) -> None:
        info = SimpleNamespace(st_mode=0o100666, st_size=100, st_file_attributes=attribute)
        found = unfit("a.md", info)  # type: ignore[arg-type]
        assert found is not None
        assert found.code == "not-downloaded"

    def test_a_folder_that_we_are_in_cannot_change_places(self, desk: Desk) -> None:
        (desk.vault.root / "in").mkdir()
        (desk.vault.root / "in" / "a.md").write_bytes(OLD)
        with desk.vault.folder_of("in/a.md"), pytest.raises(BlockingIOError):
            calls.open_handle(str(desk.vault.root / "in"), calls.DELETING, 7, flags=0x02000000)


class TestSignatures:
    def test_a_walk_and_a_look_at_one_note_say_the_same(self, desk: Desk) -> None:
        for number in range(300):
            desk.note.with_name(f"Nota {number}.md").write_bytes(b"x" * number)
        seen = {note.path: note.signature for note in desk.vault.walk()}
        assert len(seen) == 301
        assert all(desk.vault.signature(path) == seen[path] for path in [*seen][::20])
        assert all(signature.inode and signature.ctime_ns for signature in seen.values())

    def test_a_save_of_the_same_size_and_time_changes_it(self, desk: Desk) -> None:
        before = desk.note.stat()
        first = desk.vault.signature("Città.md")
        time.sleep(0.02)
        desk.note.write_bytes(OLD.replace(b"Acme", b"Bolt"))
        os.utime(desk.note, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert desk.vault.signature("Città.md") != first

    def test_a_note_that_is_not_there_has_none(self, desk: Desk) -> None:
        assert desk.vault.signature("missing.md") is None
        assert desk.vault.signature("missing/a.md") is None

    def test_a_disk_that_has_no_numbers_for_its_files_is_walked_too(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As FAT may be; the system's refusal is played."""
        real = calls._query

        def without(handle: int, kind: int, name: str | None, is_first: bool) -> tuple[int, bytes]:
            return (0xC0000003, b"") if kind == 37 else real(handle, kind, name, is_first)

        monkeypatch.setattr(calls, "_query", without)
        (found,) = desk.vault.walk()
        assert (found.path, found.signature.inode) == ("Città.md", 0)
        assert desk.vault.signature("Città.md") == found.signature
        assert desk.write().kind == "written"

    def test_a_folder_has_no_second_list_of_the_same_names(self, desk: Desk) -> None:
        with desk.vault.folder_of("Città.md") as folder:
            assert folder.names() == folder.names() == ["Città.md"]


@pytest.mark.parametrize(
    ("code", "kind", "number"),
    [
        (2, FileNotFoundError, errno.ENOENT),
        (3, FileNotFoundError, errno.ENOENT),
        (5, PermissionError, errno.EACCES),
        (80, FileExistsError, errno.EEXIST),
        (32, BlockingIOError, errno.EAGAIN),
        (33, BlockingIOError, errno.EAGAIN),
        (1224, BlockingIOError, errno.EAGAIN),
        (39, OSError, errno.ENOSPC),
        (112, OSError, errno.ENOSPC),
        (19, OSError, errno.EROFS),
        (1295, OSError, errno.EDQUOT),
    ],
)
def test_an_error_of_windows_is_the_one_that_the_program_knows(
    code: int, kind: type[OSError], number: int
) -> None:
    error = calls.error_of(code, "C:\\a.md")
    assert (isinstance(error, kind), error.errno, error.filename) == (True, number, "C:\\a.md")


def test_every_module_can_be_imported_but_those_of_other_systems() -> None:
    """A command whose module asks for what only POSIX has would not even start."""
    names = [each.name for each in pkgutil.walk_packages(vaultkit.__path__, "vaultkit.")]
    others = {f"vaultkit.disk.system.{name}" for name in ("linux", "macos", "posix", "posix_keys")}
    for name in sorted({*names} - others - {"vaultkit.__main__"}):
        importlib.import_module(name)
