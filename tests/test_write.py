"""The one way in which a note is changed."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import left_out_on_windows
from tests.other_user import as_nobody, open_to_all
from tests.posix import fcntl, resource
from tests.systems import ON_WINDOWS
from vaultkit.core.text.edit import Edit, Span
from vaultkit.disk import write_exchange
from vaultkit.disk.folder import Folder
from vaultkit.disk.journal import Journal
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Outcome, Replacement, create, write, write_all
from vaultkit.disk.write_lease import first_difference, write_leased
from vaultkit.errors import UsageError

BENCH = Path(__file__).parent.parent / "bench"
OLD = "---\ntype: application\n---\n# Acme\nGià scritto.\n".encode() + b"A line.\n" * 3000
NEW = OLD.replace(b"# Acme\n", b"# Acme\n- [ ] an item\n")
SAVED = OLD + b"A line that the person has just saved.\n"


class Desk:
    """A vault with one note, and the two ways to write it."""

    def __init__(self, folder: Path) -> None:
        self.note = folder / "vault" / "note.md"
        self.note.parent.mkdir()
        self.note.write_bytes(OLD)
        self.vault = Vault(folder / "vault")
        self.journal = Journal(self.vault.root, {"XDG_STATE_HOME": str(folder / "state")})

    def write(self, wanted: bytes = NEW, base: bytes = OLD) -> Outcome:
        with self.journal.run("test") as run:
            return write(self.vault, Replacement("note.md", base, wanted), run)

    def beside(self) -> list[str]:
        return [entry.name for entry in self.note.parent.iterdir() if entry != self.note]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def refuse_leases(monkeypatch: pytest.MonkeyPatch, error: int = errno.EINVAL) -> None:
    """Answer as a network file system does, or the system for another owner's file."""
    if ON_WINDOWS:
        pytest.skip(left_out_on_windows.SWAP)
    asked = fcntl.fcntl

    def refusing(fd: int, command: int, given: int = 0) -> int:
        if command == fcntl.F_SETLEASE:
            raise OSError(error, os.strerror(error))
        return asked(fd, command, given)

    monkeypatch.setattr(fcntl, "fcntl", refusing)
    monkeypatch.setattr(write_exchange, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(write_exchange, "LINGER_SECONDS", 0.0)


@pytest.fixture(params=["lease", "exchange", "replace"])
def any_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param != "lease":
        refuse_leases(monkeypatch)
    if request.param == "replace":
        monkeypatch.setattr(system, "exchange", lambda *_: False)
    return str(request.param)


def failing(error: int, at: int = 1) -> Callable[..., int]:
    """A call that fails the ``at``-th time; before and after that it is ``os.pwrite``."""
    calls, real = iter(range(1, 1_000_000)), os.pwrite

    def call(fd: int, data: bytes, offset: int) -> int:
        if next(calls) == at:
            raise OSError(error, os.strerror(error))
        return real(fd, data, offset)

    return call


@pytest.mark.usefixtures("any_way")
class TestAnyWay:
    def test_the_wanted_bytes_are_the_note(self, desk: Desk) -> None:
        assert desk.write() == Outcome("note.md", "written")
        assert desk.note.read_bytes() == NEW
        assert desk.beside() == []

    @pytest.mark.parametrize(
        "wanted", [b"", OLD[:10], b"x" + OLD, OLD[:-1], NEW.replace(b"\n", b"\r\n")]
    )
    def test_shorter_longer_and_other_texts(self, desk: Desk, wanted: bytes) -> None:
        assert desk.write(wanted).kind == "written"
        assert desk.note.read_bytes() == wanted

    def test_an_edit_by_spans_is_a_change(self, desk: Desk) -> None:
        with desk.journal.run("test") as run:
            outcome = write(desk.vault, Edit("note.md", OLD, (Span(0, 3, b"+++"),)), run)
        assert outcome.kind == "written"
        assert desk.note.read_bytes() == b"+++" + OLD[3:]

    def test_a_note_that_is_as_wanted_is_not_touched(self, desk: Desk) -> None:
        desk.note.write_bytes(NEW)
        before = desk.note.stat()
        assert desk.write().kind == "same"
        assert desk.write(NEW, NEW).kind == "same"
        after = desk.note.stat()
        assert (before.st_mtime_ns, before.st_ctime_ns) == (after.st_mtime_ns, after.st_ctime_ns)

    def test_nothing_to_change_leaves_no_journal(self, desk: Desk) -> None:
        assert desk.write(OLD).kind == "same"
        assert not desk.journal.folder.exists()

    def test_a_save_in_place_since_the_plan_wins(self, desk: Desk) -> None:
        desk.note.write_bytes(SAVED)
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == SAVED

    def test_a_save_of_the_same_length_and_time_wins(self, desk: Desk) -> None:
        before = desk.note.stat()
        desk.note.write_bytes(OLD.replace(b"Acme", b"Bolt"))
        os.utime(desk.note, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == OLD.replace(b"Acme", b"Bolt")

    def test_a_save_by_renaming_wins(self, desk: Desk) -> None:
        beside = desk.note.with_name("swap")
        beside.write_bytes(SAVED)
        beside.replace(desk.note)
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == SAVED

    def test_an_append_wins(self, desk: Desk) -> None:
        with desk.note.open("ab") as file:
            file.write(b"more\n")
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == OLD + b"more\n"

    def test_a_note_that_is_away_for_a_moment_is_not_made_again(self, desk: Desk) -> None:
        desk.note.unlink()
        assert desk.write().kind == "changed"
        assert not desk.note.exists()

    def test_a_folder_that_was_moved_out_is_not_written_through_its_old_path(
        self, desk: Desk
    ) -> None:
        moved = desk.vault.root.rename(desk.vault.root.parent / "elsewhere")
        assert desk.write().kind == "changed"
        assert (moved / "note.md").read_bytes() == OLD

    @pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
    def test_what_is_not_a_file_is_refused(self, desk: Desk, kind: str) -> None:
        real = desk.note.rename(desk.vault.root.parent / "outside.md")
        if kind == "link":
            desk.note.symlink_to(real)
        elif kind == "pipe":
            os.mkfifo(desk.note)
        else:
            desk.note.mkdir()
        assert desk.write().kind == "refused"
        assert real.read_bytes() == OLD

    def test_a_folder_that_is_a_link_is_not_entered(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "outside").mkdir()
        outside = desk.note.rename(tmp_path / "outside" / "note.md")
        (desk.vault.root / "in").symlink_to(tmp_path / "outside")
        with desk.journal.run("test") as run:
            outcome = write(desk.vault, Replacement("in/note.md", OLD, NEW), run)
        assert outcome.kind != "written"
        assert outside.read_bytes() == OLD

    def test_mode_owner_and_attributes_stay(self, desk: Desk) -> None:
        desk.note.chmod(0o640)
        if os.geteuid() == 0:
            os.chown(desk.note, 1234, 2345)
        try:
            os.setxattr(desk.note, "user.tag", b"green")
        except OSError:
            pytest.skip("this disk has no attributes")
        before = desk.note.stat()
        assert desk.write().kind == "written"
        after = desk.note.stat()
        assert (before.st_mode, before.st_uid, before.st_gid) == (
            after.st_mode,
            after.st_uid,
            after.st_gid,
        )
        assert os.getxattr(desk.note, "user.tag") == b"green"

    def test_a_system_that_takes_few_bytes_at_a_time_gets_them_all(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = os.pwrite
        monkeypatch.setattr(os, "pwrite", lambda fd, data, at: real(fd, data[:100], at))
        assert desk.write().kind == "written"
        assert desk.note.read_bytes() == NEW

    @pytest.mark.parametrize("at", [1, 2])
    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (errno.ENOSPC, "disk-full"),
            (errno.EDQUOT, "disk-quota"),
            (errno.EROFS, "disk-read-only"),
            (errno.ELOOP, "linked-meanwhile"),
            (errno.EIO, "not-written"),
        ],
    )
    def test_a_disk_that_fails_leaves_the_note_as_it_was(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, at: int, error: int, code: str
    ) -> None:
        fails, real = failing(error, at), os.pwrite
        halves = iter([True] * (at - 1))
        monkeypatch.setattr(
            os,
            "pwrite",
            lambda fd, data, to: fails(fd, data[:999] if next(halves, False) else data, to),
        )
        outcome = desk.write()
        monkeypatch.setattr(os, "pwrite", real)
        assert outcome.problem is not None
        assert (outcome.kind, outcome.problem.code) == ("refused", code)
        assert desk.note.read_bytes() == OLD
        assert desk.beside() == []

    @pytest.mark.parametrize("call", ["open", "fstat", "read", "fsync", "ftruncate"])
    @pytest.mark.parametrize("at", range(1, 8))
    def test_any_call_may_fail_and_the_next_note_goes_on(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, call: str, at: int
    ) -> None:
        other = desk.note.with_name("other.md")
        other.write_bytes(OLD)
        changes = [Replacement("note.md", OLD, OLD[:-5]), Replacement("other.md", OLD, OLD[:-5])]
        with desk.journal.run("test") as run:
            run.plan([])
            calls, real = iter(range(1, 1_000_000)), getattr(os, call)

            def failing_once(*given: object, **named: object) -> object:
                if next(calls) == at + (call == "fsync"):  # the first flush is the journal's
                    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
                return real(*given, **named)

            monkeypatch.setattr(os, call, failing_once)
            outcomes = list(write_all(desk.vault, changes, run))
        monkeypatch.setattr(os, call, real)
        assert sum(outcome.kind == "written" for outcome in outcomes) >= 1
        assert {desk.note.read_bytes(), other.read_bytes()} <= {OLD, OLD[:-5]}

    @pytest.mark.parametrize("at", range(1, 9))
    def test_a_close_that_fails_changes_nothing(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, at: int
    ) -> None:
        """Network drives tell late what became of a write; here all was flushed, or only read."""
        calls, real = iter(range(1, 1_000_000)), os.close
        with desk.journal.run("test") as run:
            run.plan([])

            def failing_once(fd: int) -> None:
                real(fd)
                if next(calls) == at:
                    raise OSError(errno.EIO, os.strerror(errno.EIO))

            monkeypatch.setattr(os, "close", failing_once)
            outcome = write(desk.vault, Replacement("note.md", OLD, NEW), run)
            monkeypatch.setattr(os, "close", real)
        assert desk.note.read_bytes() == (NEW if outcome.kind == "written" else OLD)
        assert desk.beside() == []

    def test_ctrl_c_in_the_middle_puts_the_old_bytes_back(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, calls = os.pwrite, iter(range(100))

        def interrupted(fd: int, data: bytes, at: int) -> int:
            if next(calls) == 0:
                real(fd, data[:999], at)
                raise KeyboardInterrupt
            return real(fd, data, at)

        monkeypatch.setattr(os, "pwrite", interrupted)
        with pytest.raises(KeyboardInterrupt):
            desk.write()
        assert desk.note.read_bytes() == OLD
        assert desk.beside() == []

    def test_nothing_is_written_while_git_is_at_work(self, desk: Desk) -> None:
        (desk.vault.root / ".git").mkdir()
        (desk.vault.root / ".git" / "MERGE_HEAD").touch()
        assert desk.write().kind == "busy"
        assert desk.note.read_bytes() == OLD

    def test_a_conflict_copy_is_refused(self, desk: Desk) -> None:
        copy = desk.note.rename(desk.note.with_name("note (conflicted copy).md"))
        with desk.journal.run("test") as run:
            outcome = write(desk.vault, Replacement(copy.name, OLD, NEW), run)
        assert outcome.problem is not None
        assert outcome.problem.code == "conflict-copy"
        assert copy.read_bytes() == OLD

    def test_outcomes_come_in_the_order_of_the_changes(self, desk: Desk) -> None:
        names = [f"{number}.md" for number in range(150)]
        for name in names[::2]:
            desk.note.with_name(name).write_bytes(OLD)
        changes = [Replacement(name, OLD, NEW) for name in names]
        with desk.journal.run("test") as run:
            outcomes = list(write_all(desk.vault, changes, run))
        assert [outcome.path for outcome in outcomes] == names
        assert {outcome.kind for outcome in outcomes[::2]} == {"written"}
        assert {outcome.kind for outcome in outcomes[1::2]} == {"changed"}


@pytest.mark.skipif(sys.platform != "linux", reason="leases are Linux's")
class TestLease:
    def test_links_and_the_file_itself_stay(self, desk: Desk) -> None:
        second = desk.note.parent.parent / "second"
        second.hardlink_to(desk.note)
        before = desk.note.stat().st_ino
        assert desk.write().kind == "written"
        assert (desk.note.stat().st_ino, second.read_bytes()) == (before, NEW)

    def test_a_note_that_was_replaced_between_opening_and_the_lease_is_changed(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The very same bytes in another file: ours would go into one that has no name any more."""
        beside, asked = desk.note.with_name("swap"), fcntl.fcntl
        beside.write_bytes(OLD)

        def late(fd: int, command: int, given: int = 0) -> int:
            if command == fcntl.F_SETLEASE and beside.exists():
                beside.replace(desk.note)
            return asked(fd, command, given)

        monkeypatch.setattr(fcntl, "fcntl", late)
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == OLD

    @pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_WRONLY | os.O_APPEND])
    def test_a_note_that_somebody_has_open_waits_until_it_is_closed(
        self, desk: Desk, flags: int
    ) -> None:
        fd = os.open(desk.note, flags)
        assert desk.write().kind == "busy"
        assert desk.note.read_bytes() == OLD
        os.close(fd)
        assert desk.write().kind == "written"

    def test_an_editor_that_opens_the_note_meanwhile_sees_the_whole_new_text(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real, seen = os.pwrite, []
        reader = threading.Thread(target=lambda: seen.append(desk.note.read_bytes()))

        def slowly(fd: int, data: bytes, at: int) -> int:
            if not reader.ident:
                reader.start()
                wait_for(lambda: fcntl.fcntl(fd, fcntl.F_GETLEASE) != fcntl.F_WRLCK)
            return real(fd, data[:5000], at)

        monkeypatch.setattr(os, "pwrite", slowly)
        assert desk.write().kind == "written"
        reader.join()
        assert seen == [NEW]

    def test_a_lease_that_is_being_broken_before_the_write_is_given_up(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The signal that tells of it must not end the process either."""
        real = system.reserve
        editor = threading.Thread(target=lambda: desk.note.write_bytes(SAVED))

        def reserve(fd: int, start: int, length: int) -> None:
            editor.start()
            wait_for(lambda: fcntl.fcntl(fd, fcntl.F_GETLEASE) != fcntl.F_WRLCK)
            real(fd, start, length)

        monkeypatch.setattr(system, "reserve", reserve)
        assert desk.write().kind == "busy"
        editor.join()
        assert desk.note.read_bytes() == SAVED

    def test_a_process_that_was_stopped_holding_the_lease_gives_up(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vaultkit.disk.write_lease.LONGEST_SECONDS", -1.0)
        assert desk.write().kind == "busy"
        assert desk.note.read_bytes() == OLD

    def test_another_vaultkit_that_holds_the_note_is_waited_for_when_reading(
        self, desk: Desk
    ) -> None:
        fd = os.open(desk.note, os.O_RDWR)
        fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(fd, fcntl.F_SETLEASE, fcntl.F_WRLCK)

        def release() -> None:
            wait_for(lambda: fcntl.fcntl(fd, fcntl.F_GETLEASE) != fcntl.F_WRLCK)
            os.close(fd)

        holder = threading.Thread(target=release)
        holder.start()
        assert desk.vault.read_bytes("note.md") == OLD
        holder.join()

    def test_a_note_that_may_not_be_written_is_left_and_said(self) -> None:
        with open_to_all() as folder:
            desk = Desk(folder)
            desk.note.chmod(0o444)

            def work() -> str:
                outcome = desk.write()
                return outcome.problem.code if outcome.problem else outcome.kind

            assert as_nobody(work) == "read-only"
            assert desk.note.read_bytes() == OLD

    def test_a_limit_on_the_size_of_files_leaves_the_note_as_it_was(self, desk: Desk) -> None:
        """The journal's own file would hit the limit first, so the limit holds for the lease alone."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        longer = b"- [ ] an item\n" * 20_000 + OLD
        with desk.vault.folder_of("note.md") as folder:
            resource.setrlimit(resource.RLIMIT_FSIZE, (len(OLD) + 5000, hard))
            try:
                with pytest.raises(OSError, match="File too large"):
                    write_leased(folder, "note.md", Replacement("note.md", OLD, longer))
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert desk.note.read_bytes() == OLD

    @pytest.mark.skipif(
        sys.platform == "win32" or os.geteuid() != 0, reason="only root may mount a small disk"
    )
    def test_a_full_disk_leaves_the_note_as_it_was(self, desk: Desk) -> None:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(desk.vault.root)],
            capture_output=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip("may not mount here")
        try:
            desk.note.write_bytes(OLD)
            outcome = desk.write(b"- [ ] an item\n" * 30_000 + OLD)
            assert outcome.problem is not None
            assert outcome.problem.code == "disk-full"
            assert desk.note.read_bytes() == OLD
        finally:
            subprocess.run(["umount", str(desk.vault.root)], check=True)


class TestExchange:
    @pytest.fixture(autouse=True)
    def no_leases(self, monkeypatch: pytest.MonkeyPatch) -> None:
        refuse_leases(monkeypatch)

    @pytest.mark.parametrize("error", [errno.EINVAL, errno.EACCES, errno.ENOLCK])
    def test_any_refusal_of_a_lease_leads_here(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, error: int
    ) -> None:
        refuse_leases(monkeypatch, error)
        assert desk.write().kind == "written"

    def test_a_note_with_a_second_name_is_refused(self, desk: Desk) -> None:
        (desk.note.parent.parent / "second").hardlink_to(desk.note)
        outcome = desk.write()
        assert outcome.problem is not None
        assert outcome.problem.code == "hard-linked"
        assert desk.note.read_bytes() == OLD

    def test_a_note_that_has_just_been_saved_is_waited_for(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(write_exchange, "QUIET_SECONDS", 0.3)
        os.utime(desk.note)
        saved = desk.note.stat().st_ctime  # the kernel's own clock for files, which ticks coarsely
        assert desk.write().kind == "written"
        assert time.time() - saved >= 0.3

    def disturb(
        self, monkeypatch: pytest.MonkeyPatch, where: str, save: Callable[[], object]
    ) -> None:
        """Let an editor save just before the exchange, or just after it."""
        real, saves = getattr(Folder, where), iter([save])

        def disturbed(folder: Folder, *names: str) -> object:
            next(saves, lambda: None)()
            return real(folder, *names)

        monkeypatch.setattr(Folder, where, disturbed)

    @pytest.fixture(params=["exchange", "replace"])
    def moment(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
        if request.param == "replace":
            monkeypatch.setattr(system, "exchange", lambda *_: False)
        return str(request.param)

    def test_a_save_in_place_at_the_very_moment_is_the_note_again(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, moment: str
    ) -> None:
        self.disturb(monkeypatch, moment, lambda: desk.note.write_bytes(SAVED))
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == SAVED
        assert desk.beside() == []

    def test_a_save_by_renaming_at_the_very_moment_is_the_note_again(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        beside = desk.note.with_name("swap")
        beside.write_bytes(SAVED)
        self.disturb(monkeypatch, "exchange", lambda: beside.replace(desk.note))
        assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == SAVED
        assert desk.beside() == []

    @pytest.mark.usefixtures("moment")
    def test_a_late_save_by_an_editor_that_had_it_open_is_the_note_again(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with desk.note.open("ab", buffering=0) as editor:
            self.disturb(monkeypatch, "sync", lambda: editor.write(b"late\n"))
            assert desk.write().kind == "changed"
        assert desk.note.read_bytes() == OLD + b"late\n"
        assert desk.beside() == []

    @pytest.mark.usefixtures("moment")
    def test_two_saves_at_once_are_both_kept(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with desk.note.open("ab", buffering=0) as editor:

            def both() -> None:
                editor.write(b"late\n")
                desk.note.write_bytes(b"another text")

            self.disturb(monkeypatch, "sync", both)
            outcome = desk.write()
        assert outcome.problem is not None
        assert (outcome.kind, outcome.problem.code) == ("changed", "saved-aside")
        assert desk.note.read_bytes() == b"another text"
        assert Path(outcome.problem.values["kept"]).read_bytes() == OLD + b"late\n"

    def test_a_note_of_another_user_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        if os.geteuid() != 0:
            pytest.skip("only root can make another user's note")
        with open_to_all() as folder:
            desk = Desk(folder)
            desk.vault.root.chmod(0o777)
            desk.note.chmod(0o666)

            def work() -> str:
                outcome = desk.write()
                return outcome.problem.code if outcome.problem else outcome.kind

            assert as_nobody(work) == "other-owner"
            assert (desk.note.read_bytes(), desk.beside()) == (OLD, [])


class TestCreate:
    def test_a_new_note_is_made_and_remembered(self, desk: Desk) -> None:
        with desk.journal.run("new") as run:
            create(desk.vault, "a/new.md", NEW, run)
        assert (desk.vault.root / "a/new.md").read_bytes() == NEW
        (past,) = desk.journal.past()
        assert [(record.planned.path, record.ended) for record in past.records] == [
            ("a/new.md", "written")
        ]

    def test_one_that_exists_is_refused_and_the_run_is_over(self, desk: Desk) -> None:
        with pytest.raises(UsageError), desk.journal.run("new") as run:
            create(desk.vault, "note.md", NEW, run)
        assert desk.note.read_bytes() == OLD
        assert len(list(desk.journal.past())) == 1


@given(st.binary(max_size=50), st.binary(max_size=50), st.binary(max_size=50))
def test_the_first_difference_is_where_both_stop_being_alike(
    head: bytes, one: bytes, other: bytes
) -> None:
    at = first_difference(head + one, head + other)
    assert (head + one)[:at] == (head + other)[:at]
    assert (head + one)[at : at + 1] != (head + other)[at : at + 1] or head + one == head + other


@pytest.mark.parametrize(
    "script",
    [
        ["hammer.py", "--saves", "1400"],
        ["hammer.py", "--saves", "350", "--way", "exchange"],
        ["hammer.py", "--saves", "400", "--editors", "real"],
        ["hammer.py", "--saves", "700", "--against", "watch"],
    ],
)
def test_no_save_is_lost_under_a_hammer(script: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, BENCH / script[0], *script[1:]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def in_memory() -> dict[str, str]:
    """Return an environment whose temporary folder is no disk, where there is one: no flush is waited for.

    What a process has written when it dies is the system's, on a disk or not.
    """
    memory = Path("/dev/shm")
    return {**os.environ, **({"TMPDIR": str(memory)} if os.access(memory, os.W_OK) else {})}


def test_no_note_is_torn_when_it_is_killed_at_any_call() -> None:
    ran = subprocess.run(
        [sys.executable, BENCH / "kill.py", "--random", "10"],
        capture_output=True,
        text=True,
        check=False,
        env=in_memory(),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed here")
@pytest.mark.parametrize(
    "given", [["--with", "kill", "--deed", "note"], ["--with", "errors", "--deed", "recovery"]]
)
def test_nothing_is_torn_or_left_unsaid_when_a_real_call_is_its_last_or_fails(
    given: list[str],
) -> None:
    command = [sys.executable, BENCH / "calls.py", *given, "--errors", "EIO"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=in_memory())
    if ran.returncode == 2:
        pytest.skip("strace may trace nobody here")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def wait_for(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.001)
