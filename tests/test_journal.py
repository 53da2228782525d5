"""The journal: what a crash leaves is mended, and a run can be taken back."""

import errno
import json
import os
import stat
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.other_user import as_nobody, open_to_all
from vaultkit.core.text.note import Note
from vaultkit.disk import journal as journal_module
from vaultkit.disk.create import NewFile, create_all
from vaultkit.disk.in_doubt import is_half_written
from vaultkit.disk.journal import KEPT_DAYS, Journal, Run, state_folder
from vaultkit.disk.journal_file import Planned
from vaultkit.disk.note_file import unreadable
from vaultkit.disk.recovery import last_run, recover
from vaultkit.disk.recovery import undo as take_back
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Outcome, Replacement, create, remove, write, write_all
from vaultkit.errors import StateError, UsageError

OLD = b"---\ntype: application\n---\n# Acme\nWords of the person.\n" * 200
NEW = OLD.replace(b"# Acme\n", b"# Acme\n- [ ] an item\n", 1)
HALF = NEW[:40] + OLD[40:]


def undo(vault: Vault, journal: Journal, paths: Sequence[str] = ()) -> tuple[Outcome, ...]:
    with journal.run("undo") as run:
        return take_back(vault, journal, run, paths).outcomes


class Desk:
    """A vault, its journal, and a note or two."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "vault"
        self.root.mkdir()
        self.vault = Vault(self.root)
        self.environ = {"XDG_STATE_HOME": str(folder / "state")}
        self.journal = Journal(self.root, self.environ)

    def note(self, path: str, data: bytes) -> Path:
        file = self.root / path
        file.write_bytes(data)
        return file

    def write(self, *paths: str, base: bytes = OLD, wanted: bytes = NEW) -> list[str]:
        with self.journal.run("update") as run:
            changes = [Replacement(path, base, wanted) for path in paths]
            return [outcome.kind for outcome in write_all(self.vault, changes, run)]

    def crash(
        self, path: str, *, begun: bool = True, old: bytes | None = OLD, new: bytes | None = NEW
    ) -> Path:
        """Leave a run's file as a process leaves it that was killed in the middle."""
        run = self.journal.run("update")
        (number,) = run.plan([Planned(path, old, new)])
        if begun:
            run.begin(number)
        (file,) = self.journal.folder.glob(f"{run.id}.*")
        data = file.read_bytes()
        run.close()
        file.with_suffix(".run").unlink(missing_ok=True)
        file.write_bytes(data)
        return file

    def recover(self) -> list[str]:
        """As a command of its own does."""
        journal = Journal(self.root, self.environ)
        return [found.code for found in recover(self.vault, journal)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


class TestPlace:
    def test_it_is_outside_the_vault_and_one_for_each(self, tmp_path: Path) -> None:
        environ = {"XDG_STATE_HOME": str(tmp_path / "state")}
        one, other = (state_folder(tmp_path / name, environ) for name in ("one", "other"))
        assert one.parent == other.parent == tmp_path / "state" / "vaultkit"
        assert one != other

    def test_a_link_to_a_vault_is_the_same_vault(self, tmp_path: Path) -> None:
        (tmp_path / "vault").mkdir()
        (tmp_path / "link").symlink_to("vault")
        environ = {"XDG_STATE_HOME": str(tmp_path)}
        assert state_folder(tmp_path / "vault", environ) == state_folder(tmp_path / "link", environ)

    @pytest.mark.parametrize(
        "named", [{}, {"XDG_STATE_HOME": ""}, {"XDG_STATE_HOME": "relative/place"}]
    )
    def test_without_a_setting_it_is_in_the_home(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: dict[str, str]
    ) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        assert state_folder(tmp_path, named).is_relative_to(
            tmp_path / ".local" / "state" / "vaultkit"
        )

    def test_only_the_person_can_read_it(self, desk: Desk) -> None:
        desk.note("a.md", OLD)
        with desk.journal.run("update") as run:
            list(write_all(desk.vault, [Replacement("a.md", OLD, NEW)], run))
            run.keep("a.md", OLD)
        places = [desk.journal.folder.parent, *desk.journal.folder.parent.rglob("*")]
        modes = {(place.is_dir(), stat.S_IMODE(place.stat().st_mode)) for place in places}
        assert modes == {(True, 0o700), (False, 0o600)}

    def test_without_a_journal_no_note_is_written(self) -> None:
        with open_to_all() as folder:
            desk = Desk(folder)
            note = desk.note("a.md", OLD)
            note.chmod(0o666)
            (folder / "state").mkdir(mode=0o555)
            (folder / "state").chmod(0o555)

            def work() -> str:
                try:
                    return " ".join(desk.write("a.md"))
                except StateError as error:
                    return f"{error.key} {error.exit_code}"

            assert as_nobody(work) == "state-unwritable-no-right 2"
            assert note.read_bytes() == OLD

    def test_a_file_in_its_place_is_said(self, desk: Desk, tmp_path: Path) -> None:
        note = desk.note("a.md", OLD)
        (tmp_path / "state").write_bytes(b"")
        with pytest.raises(StateError):
            desk.write("a.md")
        assert note.read_bytes() == OLD


def refuse_from(
    count: int, monkeypatch: pytest.MonkeyPatch, begins: str, code: int = errno.EFBIG
) -> None:
    """Have the disk take ``count`` of the lines of runs that begin so, and none that comes later."""
    real, seen = journal_module.write_lines, [0]

    def write_lines(fd: int, lines: Sequence[str]) -> None:
        seen[0] += any(line.startswith(begins) for line in lines)
        if seen[0] > count:
            raise OSError(code, os.strerror(code))
        real(fd, lines)

    monkeypatch.setattr(journal_module, "write_lines", write_lines)


class TestBrokenOff:
    """The journal refuses when notes of the run are written."""

    def test_the_notes_that_were_written_are_named_and_can_be_taken_back(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = desk.note("a.md", OLD), desk.note("b.md", OLD)
        refuse_from(1, monkeypatch, '{"plan"')
        with pytest.raises(StateError) as raised, desk.journal.run("update") as run:
            [write(desk.vault, Replacement(path, OLD, NEW), run) for path in ("a.md", "b.md")]
        monkeypatch.undo()
        assert (raised.value.key, raised.value.exit_code) == ("state-broke-off-limit", 2)
        assert raised.value.values["notes"] == "a.md"
        assert (first.read_bytes(), second.read_bytes()) == (NEW, OLD)
        assert desk.recover() == []
        assert undo(desk.vault, desk.journal) == (Outcome("a.md", "written"),)
        assert first.read_bytes() == OLD

    def test_a_note_whose_end_cannot_be_noted_is_named_too(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note = desk.note("a.md", OLD)
        refuse_from(0, monkeypatch, '{"end"', errno.EIO)
        with pytest.raises(StateError) as raised:
            desk.write("a.md")
        monkeypatch.undo()
        assert (raised.value.key, raised.value.values["notes"]) == ("state-broke-off", "a.md")
        assert note.read_bytes() == NEW
        assert desk.recover() == []
        assert undo(desk.vault, desk.journal) == (Outcome("a.md", "written"),)
        assert note.read_bytes() == OLD

    def test_notes_that_were_made_are_named_before_their_end_is_noted(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        new = [NewFile(f"{name}.md", NEW) for name in "abc"]
        refuse_from(2, monkeypatch, '{"begin"')
        with pytest.raises(StateError) as raised, desk.journal.run("import") as run:
            list(create_all(desk.vault, new, run))
        monkeypatch.undo()
        assert raised.value.values["notes"] == "a.md, b.md"
        assert desk.recover() == []
        assert {one.kind for one in undo(desk.vault, desk.journal)} == {"written"}
        assert list(desk.root.iterdir()) == []

    def test_a_run_that_cannot_be_closed_says_what_it_has_written(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note = desk.note("a.md", OLD)
        run = desk.journal.run("update")
        monkeypatch.setattr(Run, "close", lambda _: fail())
        with pytest.raises(StateError) as raised, run:
            write(desk.vault, Replacement("a.md", OLD, NEW), run)
        monkeypatch.undo()
        assert (raised.value.key, raised.value.values["notes"]) == ("state-broke-off-full", "a.md")
        run.close()
        assert note.read_bytes() == NEW

    def test_many_notes_are_counted_and_nobody_is_sent_to_take_back_an_undo(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = [f"{number:03}.md" for number in range(70)]
        for name in names:
            desk.note(name, OLD)
        refuse_from(1, monkeypatch, '{"plan"')
        with pytest.raises(StateError) as raised, desk.journal.run("undo") as run:
            list(write_all(desk.vault, [Replacement(name, OLD, NEW) for name in names], run))
        assert raised.value.key == "state-broke-off-for-good"
        assert raised.value.values["notes"] == ", ".join(names[:20]) + ", … (+44)"

    def test_where_nothing_was_written_that_is_what_is_said(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note = desk.note("a.md", OLD)
        refuse_from(0, monkeypatch, '{"plan"')
        with pytest.raises(StateError) as raised:
            desk.write("a.md")
        assert raised.value.key == "state-unwritable-limit"
        assert note.read_bytes() == OLD


def fail() -> None:
    raise StateError("state-unwritable-full", folder="x", reason="x")


class TestRecover:
    def test_a_fresh_vault_needs_nothing(self, desk: Desk) -> None:
        assert desk.recover() == []
        assert not desk.journal.folder.exists()

    def test_a_half_written_note_gets_its_earlier_text(self, desk: Desk) -> None:
        note = desk.note("a.md", HALF)
        desk.crash("a.md")
        assert desk.recover() == ["recovered"]
        assert note.read_bytes() == OLD
        assert desk.recover() == []

    def test_a_note_that_was_cut_within_a_letter_gets_its_earlier_text(self, desk: Desk) -> None:
        old, new = "# Acme\nè già scritto\n".encode(), "# Acme\nèèèèèèèè\nè già scritto\n".encode()
        note = desk.note("a.md", new[:10] + old[10:])
        assert not isinstance(desk.vault.read("a.md"), Note)
        desk.crash("a.md", old=old, new=new)
        assert desk.recover() == ["recovered"]
        assert note.read_bytes() == old

    @pytest.mark.parametrize("now", [OLD, NEW])
    def test_a_note_that_is_whole_is_left(self, desk: Desk, now: bytes) -> None:
        note = desk.note("a.md", now)
        before = note.stat().st_mtime_ns
        desk.crash("a.md")
        assert desk.recover() == []
        assert (note.read_bytes(), note.stat().st_mtime_ns) == (now, before)

    def test_a_text_that_the_person_wrote_since_is_theirs(self, desk: Desk) -> None:
        note = desk.note("a.md", HALF + b"and more\n")
        desk.crash("a.md")
        (found,) = recover(desk.vault, desk.journal)
        assert (found.code, found.severity) == ("recovery-unknown", "hint")
        assert note.read_bytes() == HALF + b"and more\n"
        assert Path(found.values["kept"]).read_bytes() == OLD
        assert desk.recover() == []

    def test_a_note_that_was_planned_and_never_begun_is_nobodys_business(self, desk: Desk) -> None:
        desk.note("a.md", b"another text")
        desk.crash("a.md", begun=False)
        assert desk.recover() == []

    @pytest.mark.skipif(sys.platform != "linux", reason="others see an open note only with leases")
    def test_a_note_that_is_open_elsewhere_is_mended_later(self, desk: Desk) -> None:
        note = desk.note("a.md", HALF)
        desk.crash("a.md")
        with note.open("rb"):
            assert desk.recover() == ["recovery-waits"]
        assert desk.recover() == ["recovered"]
        assert note.read_bytes() == OLD

    def test_a_note_that_cannot_be_read_just_now_is_mended_later(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note = desk.note("a.md", HALF)
        desk.crash("a.md")
        with monkeypatch.context() as patch:
            patch.setattr(
                Vault, "read_bytes", lambda _, path: unreadable(path, OSError(errno.EIO, "failing"))
            )
            assert desk.recover() == ["recovery-waits"]
        assert desk.recover() == ["recovered"]
        assert note.read_bytes() == OLD

    @pytest.mark.parametrize("work", [recover, undo])
    def test_a_journal_that_the_disk_does_not_show_is_said(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, work: Callable[[Vault, Journal], object]
    ) -> None:
        desk.crash("a.md")

        def failing(*_: object) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        monkeypatch.setattr(os, "listdir", failing)
        with pytest.raises(StateError):
            work(desk.vault, desk.journal)

    def test_a_run_that_is_still_going_on_is_left_alone(self, desk: Desk) -> None:
        note = desk.note("a.md", HALF)
        with desk.journal.run("update") as run:
            run.begin(*run.plan([Planned("a.md", OLD, NEW)]))
            assert desk.recover() == []
            run.end(0, "written")
        assert note.read_bytes() == HALF

    def test_what_a_failing_disk_left_half_written_is_mended_by_the_next_start(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        note, real, calls = desk.note("a.md", OLD), system.write_at, iter(range(100))

        def failing(fd: int, data: bytes, at: int) -> int:
            if next(calls) == 0:
                return real(fd, data[:999], at)
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        with monkeypatch.context() as patch:
            patch.setattr(system, "write_at", failing)
            with desk.journal.run("update") as run:
                outcome = write(desk.vault, Replacement("a.md", OLD, NEW), run)
        assert outcome.problem is not None
        assert outcome.problem.code == "half-written"
        assert note.read_bytes() not in (OLD, NEW)
        assert desk.recover() == ["recovered"]
        assert note.read_bytes() == OLD

    def test_a_line_that_was_cut_short_is_passed_over(self, desk: Desk) -> None:
        desk.note("a.md", OLD)
        file = desk.crash("a.md")
        with file.open("ab") as end:
            end.write(b'{"plan": 1, "path": "b.md", "old')
        assert desk.recover() == []
        assert [run.records[0].planned.path for run in desk.journal.past()] == ["a.md"]

    def test_a_text_that_the_disk_spoilt_is_never_put_back(self, desk: Desk) -> None:
        note = desk.note("a.md", HALF)
        file = desk.crash("a.md")
        lines = [json.loads(line) for line in file.read_text().splitlines()]
        lines[1]["old_sha"] = "0" * 64
        file.write_text("".join(json.dumps(line) + "\n" for line in lines))
        assert desk.recover() == []
        assert note.read_bytes() == HALF

    def test_a_vanished_note_leaves_its_text_to_look_at(self, desk: Desk) -> None:
        desk.crash("a.md")
        (found,) = recover(desk.vault, desk.journal)
        assert Path(found.values["kept"]).read_bytes() == OLD

    @pytest.mark.parametrize("at", range(len(NEW[:80])))
    def test_every_place_where_a_write_can_stop_is_known(self, at: int) -> None:
        short, long = OLD[:60], NEW[:80]
        assert is_half_written(long[:at] + short[at:], short, long)
        assert not is_half_written(long[:at] + b"?" + short[at:], short, long)
        at = min(at, len(short))
        assert is_half_written(short[:at] + long[at:], long, short)

    @pytest.mark.parametrize("at", range(0, 80, 7))
    def test_every_place_where_putting_back_can_stop_is_known_too(self, at: int) -> None:
        short, long = OLD[:60], NEW[:80]
        for back in range(min(at, len(short))):
            assert is_half_written(short[:back] + long[back:at] + short[at:], short, long)


class TestUndo:
    def test_every_note_of_the_run_gets_its_bytes_back(self, desk: Desk) -> None:
        notes = [desk.note(f"{number}.md", OLD) for number in range(5)]
        desk.write(*(note.name for note in notes))
        assert {outcome.kind for outcome in undo(desk.vault, desk.journal)} == {"written"}
        assert {note.read_bytes() for note in notes} == {OLD}

    def test_nothing_to_take_back_is_nothing_done(self, desk: Desk) -> None:
        assert last_run(desk.journal) is None
        assert undo(desk.vault, desk.journal) == ()
        assert not desk.journal.folder.exists()

    def test_a_note_that_was_changed_since_is_named_and_left(self, desk: Desk) -> None:
        mine, other = desk.note("a.md", OLD), desk.note("b.md", OLD)
        desk.write("a.md", "b.md")
        mine.write_bytes(NEW + b"mine\n")
        outcomes = {outcome.path: outcome for outcome in undo(desk.vault, desk.journal)}
        assert outcomes["b.md"] == Outcome("b.md", "written")
        assert outcomes["a.md"].problem is not None
        assert outcomes["a.md"].problem.code == "undo-changed"
        assert (mine.read_bytes(), other.read_bytes()) == (NEW + b"mine\n", OLD)

    def test_a_note_that_is_not_there_any_more_is_told_as_gone(self, desk: Desk) -> None:
        note = desk.note("a.md", OLD)
        desk.write("a.md")
        note.rename(desk.root / "b.md")
        [outcome] = undo(desk.vault, desk.journal)
        assert outcome.problem is not None
        assert (outcome.kind, outcome.problem.code) == ("changed", "undo-gone")
        assert [file.name for file in desk.root.iterdir()] == ["b.md"]
        (desk.root / "b.md").rename(note)
        assert undo(desk.vault, desk.journal) == (Outcome("a.md", "written"),)
        assert note.read_bytes() == OLD

    def test_a_note_that_was_made_and_is_gone_is_told_as_gone(self, desk: Desk) -> None:
        with desk.journal.run("new") as run:
            create(desk.vault, "new.md", NEW, run)
        (desk.root / "new.md").unlink()
        [outcome] = undo(desk.vault, desk.journal)
        assert outcome.problem is not None
        assert outcome.problem.code == "undo-gone"
        assert list(desk.root.iterdir()) == []

    def test_a_second_undo_goes_one_run_further_back(self, desk: Desk) -> None:
        note = desk.note("a.md", b"one")
        desk.write("a.md", base=b"one", wanted=b"two")
        desk.write("a.md", base=b"two", wanted=b"three")
        undo(desk.vault, desk.journal)
        assert note.read_bytes() == b"two"
        undo(desk.vault, desk.journal)
        assert note.read_bytes() == b"one"
        assert undo(desk.vault, desk.journal) == ()

    def test_a_note_that_was_written_twice_in_a_run_goes_all_the_way_back(self, desk: Desk) -> None:
        note = desk.note("a.md", b"one")
        with desk.journal.run("update") as run:
            for base, wanted in [(b"one", b"two"), (b"two", b"three")]:
                write(desk.vault, Replacement("a.md", base, wanted), run)
        undo(desk.vault, desk.journal)
        assert note.read_bytes() == b"one"

    def test_one_note_can_be_taken_back_alone(self, desk: Desk) -> None:
        mine, other = desk.note("a.md", OLD), desk.note("b.md", OLD)
        desk.write("a.md", "b.md")
        desk.write("b.md", base=NEW, wanted=OLD + b"later")
        assert [outcome.path for outcome in undo(desk.vault, desk.journal, ["a.md"])] == ["a.md"]
        assert (mine.read_bytes(), other.read_bytes()) == (OLD, OLD + b"later")
        assert [outcome.path for outcome in undo(desk.vault, desk.journal)] == ["b.md"]

    def test_a_note_that_was_made_goes_again(self, desk: Desk) -> None:
        with desk.journal.run("new") as run:
            create(desk.vault, "new.md", NEW, run)
            write(desk.vault, Replacement("new.md", NEW, OLD), run)
        undo(desk.vault, desk.journal)
        assert list(desk.root.iterdir()) == []

    def test_a_note_that_was_made_and_then_changed_stays(self, desk: Desk) -> None:
        with desk.journal.run("new") as run:
            create(desk.vault, "new.md", NEW, run)
        desk.note("new.md", NEW + b"mine")
        assert [outcome.kind for outcome in undo(desk.vault, desk.journal)] == ["changed"]
        assert (desk.root / "new.md").read_bytes() == NEW + b"mine"

    def test_a_note_that_was_taken_away_comes_back(self, desk: Desk) -> None:
        note = desk.note("a.md", OLD)
        with desk.journal.run("samples remove") as run:
            write(desk.vault, Replacement("a.md", OLD, NEW), run)
            remove(desk.vault, "a.md", NEW, run)
        assert not note.exists()
        assert {outcome.kind for outcome in undo(desk.vault, desk.journal)} == {"written"}
        assert note.read_bytes() == OLD
        assert undo(desk.vault, desk.journal) == ()

    def test_where_another_note_stands_by_now_that_one_stays(self, desk: Desk) -> None:
        note = desk.note("a.md", OLD)
        with desk.journal.run("samples remove") as run:
            remove(desk.vault, "a.md", OLD, run)
        note.write_bytes(b"mine")
        [outcome] = undo(desk.vault, desk.journal)
        assert outcome.problem is not None
        assert (outcome.kind, outcome.problem.code) == ("changed", "undo-changed")
        assert note.read_bytes() == b"mine"

    def test_without_a_right_to_make_it_again_that_is_said(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.note("a.md", OLD)
        with desk.journal.run("samples remove") as run:
            remove(desk.vault, "a.md", OLD, run)

        def refuse(path: str, data: bytes, _: object) -> None:
            raise UsageError("not-created-read-only", path=path, reason="")

        monkeypatch.setattr(desk.vault, "create", refuse)
        with pytest.raises(UsageError):
            undo(desk.vault, desk.journal)

    def test_one_that_went_in_a_crash_comes_back_too(self, desk: Desk) -> None:
        desk.crash("a.md", new=None)
        assert desk.recover() == []
        undo(desk.vault, desk.journal)
        assert (desk.root / "a.md").read_bytes() == OLD

    def test_one_that_a_crash_left_there_is_whole(self, desk: Desk) -> None:
        note = desk.note("a.md", OLD)
        desk.crash("a.md", new=None)
        assert desk.recover() == []
        assert last_run(desk.journal) is None
        assert note.read_bytes() == OLD

    @pytest.mark.skipif(sys.platform != "linux", reason="others see an open note only with leases")
    def test_a_note_that_is_open_elsewhere_can_be_taken_back_later(self, desk: Desk) -> None:
        note = desk.note("a.md", OLD)
        desk.write("a.md")
        with note.open("rb"):
            assert [outcome.kind for outcome in undo(desk.vault, desk.journal)] == ["busy"]
        assert [outcome.kind for outcome in undo(desk.vault, desk.journal)] == ["written"]
        assert note.read_bytes() == OLD

    def test_what_was_mended_after_a_crash_is_not_taken_back(self, desk: Desk) -> None:
        desk.note("a.md", HALF)
        desk.crash("a.md")
        desk.recover()
        assert last_run(desk.journal) is None

    def test_a_write_whose_end_nobody_saw_can_be_taken_back(self, desk: Desk) -> None:
        note = desk.note("a.md", NEW)
        desk.crash("a.md")
        desk.recover()
        undo(desk.vault, desk.journal)
        assert note.read_bytes() == OLD


class TestKeeping:
    def test_a_watcher_sweeps_once_an_hour(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        desk.note("a.md", OLD)
        desk.write("a.md")
        recover(desk.vault, desk.journal)
        (file,) = desk.journal.folder.glob("*.run")
        os.utime(file, (0, 0))
        recover(desk.vault, desk.journal)
        assert file.exists()
        later = time.monotonic() + 3601
        monkeypatch.setattr(time, "monotonic", lambda: later)
        recover(desk.vault, desk.journal)
        assert not file.exists()

    def test_after_thirty_days_a_run_is_forgotten(self, desk: Desk) -> None:
        desk.note("a.md", OLD)
        desk.write("a.md")
        (file,) = desk.journal.folder.glob("*.run")
        almost = time.time() - KEPT_DAYS * 86400 + 60
        os.utime(file, (almost, almost))
        desk.recover()
        assert last_run(desk.journal) is not None
        os.utime(file, (almost - 120, almost - 120))
        desk.recover()
        assert last_run(desk.journal) is None

    def test_many_notes_cost_one_flush_each_and_few_more(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        names = [desk.note(f"{number}.md", OLD).name for number in range(200)]
        flushed, real = [], os.fsync

        def counted(fd: int) -> None:
            flushed.append(fd)
            real(fd)

        monkeypatch.setattr(os, "fsync", counted)
        assert desk.write(*names) == ["written"] * 200
        assert len(flushed) <= 200 + 10

    @pytest.mark.skipif(sys.platform != "linux", reason="needs to know what is flushed")
    def test_the_plan_and_its_name_are_on_the_disk_before_a_note_is_touched(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("a.md", "b.md"):
            desk.note(name, OLD)
        desk.write("a.md")  # what is made once is there
        flushed: list[tuple[str, bool, bool]] = []
        real = os.fsync

        def seen(fd: int) -> None:
            file = Path(f"/proc/self/fd/{fd}").readlink()
            is_planned = file.suffix == ".open" and b'"b.md"' in file.read_bytes()
            flushed.append((file.suffix, is_planned, (desk.root / "b.md").read_bytes() == OLD))
            real(fd)

        monkeypatch.setattr(os, "fsync", seen)
        assert desk.write("b.md") == ["written"]
        assert flushed.pop() == (".md", False, False)
        assert sorted(flushed) == [("", False, True), (".open", True, True)]

    @pytest.mark.parametrize("nth", [1, 2])
    def test_a_run_whose_beginning_cannot_be_flushed_leaves_nothing(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch, nth: int
    ) -> None:
        desk.note("a.md", OLD)
        desk.write("a.md", wanted=OLD + b"x")
        desk.note("a.md", OLD)
        before = {*desk.journal.folder.iterdir()}
        failed, real = list[int](), os.fsync

        def failing(fd: int) -> None:
            if stat.S_ISDIR(os.fstat(fd).st_mode) == (nth == 2):
                failed.append(fd)
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            real(fd)

        monkeypatch.setattr(os, "fsync", failing)
        with pytest.raises(StateError):
            desk.write("a.md")
        assert len(failed) == 1
        assert (desk.root / "a.md").read_bytes() == OLD
        assert {*desk.journal.folder.iterdir()} == before

    def test_a_run_tells_when_and_what_it_was(self, desk: Desk) -> None:
        desk.note("a.md", OLD)
        before = time.time()
        desk.write("a.md")
        run = last_run(desk.journal)
        assert run is not None
        assert (run.command, before <= run.started <= time.time()) == ("update", True)
        assert [record.planned for record in run.records] == [Planned("a.md", OLD, NEW)]
