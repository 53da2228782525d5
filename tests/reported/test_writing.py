"""One way to begin writing: attacks.md A1 to A7, A12, A13 and life.md 5, 6, 9, each as it was met."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.command_line import run
from tests.forked import be_vaultkit, forked
from tests.other_user import as_nobody, open_to_all
from tests.posix import pty, resource
from tests.test_journal import HALF, NEW, OLD, Desk
from vaultkit.cli.command_line import app
from vaultkit.disk.in_doubt import broken_off
from vaultkit.disk.journal import KEPT_DAYS, UNSEEN_DAYS, Journal
from vaultkit.disk.journal_file import Planned
from vaultkit.disk.recovery import recover, undoable
from vaultkit.disk.vault import Vault
from vaultkit.disk.watch_lock import only_watcher
from vaultkit.disk.write import Replacement, write
from vaultkit.errors import BusyError

TODAY = "2026-11-20"
HEAD = (
    "---\ntype: application\ncompany: {}\nrole: Engineer\nstatus: rejected\napplied: 2026-10-05\n"
)
ACME = (
    HEAD.format("Acme")
    + "interviewed: 2026-10-20\ndecided: 2026-10-22\nrecruiter: Jane Doe\n---\n\n# Acme\n\n"
)
MINE = "Mine, line {}: parole mie.\n"
PERSON = "---\ntype: person\nemail: jane@example.org\n---\n\n# Jane Doe\n"


@dataclass
class Done:
    """What one command answered."""

    code: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        return [problem["code"] for problem in json.loads(self.out)["problems"]]


class House:
    """A vault with two applications and a person, and the commands on it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "vault"
        self.root.mkdir()
        (self.root / "vaultkit.toml").write_text("schema = 1\n")
        self.note.write_text(ACME + "".join(MINE.format(number) for number in range(40)))
        (self.root / "Globex.md").write_text(ACME.replace("Acme", "Globex"))
        (self.root / "Jane Doe.md").write_text(PERSON)

    @property
    def note(self) -> Path:
        return self.root / "Acme.md"

    @property
    def journal(self) -> Journal:
        return Journal(self.root)

    def run(self, *words: str) -> Done:
        given = [words[0], "--vault", str(self.root), "--today", TODAY, *words[1:]]
        done = CliRunner().invoke(app, given)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    def killed(self, call: str, *words: str) -> None:
        """Run a command whose process dies at its first call of that name; a write gets half its bytes through."""
        real = getattr(os, call)

        def die(*given: Any) -> None:
            if len(given) == 3:
                real(given[0], given[1][: len(given[1]) // 2], given[2])
            os.kill(os.getpid(), signal.SIGKILL)

        def work() -> None:
            setattr(os, call, die)
            be_vaultkit(words[0], "--vault", self.root, "--today", TODAY, *words[1:])

        assert forked(work) == -signal.SIGKILL

    def tear(self) -> str:
        """Leave the first note half written, by the death of an update; return what the person had."""
        before = self.note.read_text()
        self.killed("pwrite", "update", "Acme")
        assert self.note.read_bytes() not in (before.encode(), b"")
        return before

    def own_lines(self) -> list[str]:
        text = self.note.read_text("utf-8", "replace")
        return [line for line in text.split("\n") if line.startswith("Mine")]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


MY_LINES = [MINE.format(number).strip() for number in range(40)]
WRITERS = [
    ("done", "Globex#reflect"),
    ("snooze", "Globex#reflect", "1w"),
    ("log", "Jane Doe", "rang"),
    ("log", "Nadia", "rang"),
    ("new", "Initech", "Engineer"),
    ("draft", "Globex#feedback", "--note"),
    ("update",),
    ("review",),
    ("remove", "--yes"),
    ("undo",),
]


@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
@pytest.mark.parametrize("torn", ["half a write", "not cut"])
def test_after_a_crash_every_command_mends_before_it_writes(
    house: House, words: tuple[str, ...], torn: str
) -> None:
    """attacks.md A1."""
    house.run("update")
    if torn == "not cut":
        house.killed("ftruncate", "remove", "--yes", "Acme")
    else:
        house.killed("pwrite", "remove", "--yes", "Acme")
    assert house.own_lines() != MY_LINES
    assert house.run(*words).code == 0
    assert house.own_lines() == MY_LINES
    house.run("update")
    assert house.own_lines() == MY_LINES
    assert house.note.read_text().count("vaultkit:begin") == 1
    assert house.run("check").code == 0


def test_the_settling_of_a_conflict_mends_other_notes_first(house: House) -> None:
    """attacks.md A1."""
    before = house.tear()
    (house.root / "Globex.md").write_text(ACME + "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n")
    house.run("merge-driver", "Globex")
    assert house.note.read_text() == before


def test_a_watcher_mends_what_another_command_left_while_it_watches(house: House) -> None:
    """attacks.md A1: it begins each attempt in the same way, not only the first."""
    (house.root / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 0.1\n")
    command = [
        sys.executable,
        "-u",
        "-m",
        "vaultkit",
        "watch",
        "--vault",
        str(house.root),
        "--today",
        TODAY,
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        lines = iter(process.stderr.readline, "")  # type: ignore[union-attr]
        assert any("2 notes updated" in line for line in lines)
        house.killed("pwrite", "remove", "--yes", "Acme")
        assert any("Its earlier text was put back." in line for line in lines)
        process.terminate()
    assert house.own_lines() == MY_LINES


READERS = [
    ("due",),
    ("contacts",),
    ("stats",),
    ("explain", "Globex"),
    ("draft", "Globex#feedback"),
    ("review", "--stdout"),
    ("update", "--dry-run"),
    ("update", "--check"),
]


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_a_command_that_reads_says_that_a_note_is_torn_and_lists_none_of_its_lines(
    house: House, words: tuple[str, ...]
) -> None:
    """attacks.md A1: they see a torn note as what it is, and change nothing."""
    house.run("update")
    house.killed("pwrite", "remove", "--yes", "Acme")
    torn = house.note.read_bytes()
    done = house.run(*words)
    assert done.err.count("Acme.md:1: A run that broke off left the note half written.") == 1
    listed = [line for line in done.out.split("\n") if "A run that broke off" not in line]
    assert "Acme" not in "".join(listed)
    assert house.run(*words, "--json").codes.count("recovery-waits") == 1
    assert house.note.read_bytes() == torn


def test_check_lists_a_torn_note_once_and_ends_in_one(house: House) -> None:
    """attacks.md A1."""
    house.tear()
    done = house.run("check")
    assert (done.code, done.out.count("Acme.md:1: A run that broke off"), done.err) == (
        1,
        1,
        "1 problem.\n",
    )
    assert house.run("check", "--json").codes == ["recovery-waits"]


def test_a_note_that_cannot_be_mended_yet_is_written_by_nobody(house: House) -> None:
    """attacks.md A1: it is open elsewhere, so it waits, and so does every change of it."""
    before = house.tear()
    torn = house.note.read_bytes()
    with house.note.open("rb"):
        assert "recovery-waits" in house.run("update", "--json").codes
        assert house.run("done", "Acme#reflect").code == 2
        assert "Acme.md:1:" in house.run("undo").err
        assert house.note.read_bytes() == torn
    house.run("done", "Globex#reflect")
    assert house.note.read_text() == before


def test_a_torn_note_of_a_person_is_not_made_a_second_time(house: House) -> None:
    """attacks.md A1: who has a note that is in doubt has a note."""
    person, elsewhere = house.root / "Jane Doe.md", house.root / "People"
    elsewhere.mkdir()
    for name in ("Nadia", "Omar"):
        (elsewhere / f"{name}.md").write_text(PERSON.replace("Jane Doe", name))
    before = person.read_bytes()
    house.killed("pwrite", "log", "Jane Doe", "rang, and was glad of the call")
    torn = person.read_bytes()
    assert torn != before
    with person.open("rb"):
        done = house.run("log", "Jane Doe", "rang")
        assert (done.code, "vaultkit: Jane Doe.md:1: A run that broke off" in done.err) == (2, True)
    assert (person.read_bytes(), (elsewhere / "Jane Doe.md").exists()) == (torn, False)


KEEPERS = [
    ("update",),
    ("done", "Globex#reflect"),
    ("undo",),
    ("remove", "--yes"),
    ("new", "Initech", "Engineer"),
]


def kept_by(done: Done) -> Path:
    (line,) = [line for line in done.err.split("\n") if "which is kept in" in line]
    return Path(line.partition("which is kept in ")[2].removesuffix("."))


@pytest.mark.parametrize("words", KEEPERS, ids=" ".join)
def test_what_was_kept_is_named_by_whichever_command_finds_it(
    house: House, words: tuple[str, ...]
) -> None:
    """attacks.md A2."""
    house.run("update")
    whole = house.note.read_bytes()
    house.killed("pwrite", "remove", "--yes", "Acme")
    with house.note.open("a") as note:
        note.write("One more line.\n")
    kept = kept_by(house.run(*words))
    assert kept.read_bytes() == whole
    assert house.note.read_bytes().endswith(b"One more line.\n")


def test_what_was_kept_is_named_again_until_somebody_has_seen_it_and_checked_until_it_is_gone(
    house: House,
) -> None:
    """attacks.md A2: seen means told on a terminal, or as --json."""
    house.tear()
    with house.note.open("a") as note:
        note.write("One more line.\n")
    kept = kept_by(house.run("update", "-q"))
    for words in (
        ("due",),
        ("contacts",),
        ("update",),
        ("undo", "--list"),
        ("log", "Jane Doe", "rang"),
    ):
        assert kept_by(house.run(*words)) == kept
    assert "recovery-unknown" in house.run("due", "--json").codes
    assert str(kept) not in house.run("due").err
    assert str(kept) in house.run("check").out
    kept.unlink()
    assert "kept in" not in house.run("check").out


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_what_was_named_on_a_terminal_has_been_seen(house: House) -> None:
    """attacks.md A2: on a real one; a log file does not count."""
    house.tear()
    with house.note.open("a") as note:
        note.write("One more line.\n")
    kept = kept_by(house.run("update"))
    assert str(kept) in house.run("due").err
    reading, terminal = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "vaultkit",
        "due",
        "--vault",
        str(house.root),
        "--today",
        TODAY,
    ]
    ran = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=terminal, check=False)
    os.close(terminal)
    told = os.read(reading, 10_000).decode()
    os.close(reading)
    assert (ran.returncode, str(kept) in told) == (0, True)
    assert str(kept) not in house.run("due").err
    assert str(kept) in house.run("check").out


def test_a_note_that_was_changed_after_a_crash_is_told_by_who_only_reads(house: House) -> None:
    """attacks.md A2."""
    house.tear()
    with house.note.open("a") as note:
        note.write("One more line.\n")
    done = house.run("due")
    assert "somebody has changed the note since, so it may be damaged" in done.err
    assert "Acme" not in done.out


def age(folder: Path, days: float) -> None:
    then = time.time() - days * 86400
    for file in folder.rglob("*"):
        if file.is_file():
            os.utime(file, (then, then))


def test_a_crash_that_nobody_looked_at_for_a_month_is_mended_all_the_same(house: House) -> None:
    """attacks.md A3."""
    before = house.tear()
    age(house.journal.folder, KEPT_DAYS + 1)
    house.run("done", "Globex#reflect")
    assert house.note.read_text() == before


def test_a_kept_text_is_forgotten_thirty_days_after_somebody_has_seen_it_and_not_before(
    tmp_path: Path,
) -> None:
    """attacks.md A3."""
    desk = Desk(tmp_path)
    desk.note("a.md", HALF + b"and more\n")
    desk.crash("a.md")
    (found,) = recover(desk.vault, desk.journal)
    kept = Path(found.values["kept"])
    age(desk.journal.folder, KEPT_DAYS + 1)
    recover(desk.vault, desk.journal)
    assert kept.read_bytes() == OLD
    desk.journal.mark_seen(desk.journal.kept())
    recover(desk.vault, desk.journal)
    assert kept.exists()
    (card,) = desk.journal.kept()
    told = json.loads(card.card.read_text())
    card.card.write_text(json.dumps({**told, "seen": time.time() - (KEPT_DAYS + 1) * 86400}))
    recover(desk.vault, desk.journal)
    assert kept.exists()  # a process looks for what is old once an hour
    recover(desk.vault, Journal(desk.root, desk.environ))
    assert not kept.exists()
    assert not kept.parent.exists()


@pytest.mark.parametrize("name", ["a" * 252 + ".md", "à" * 126 + ".md", "漢" * 84 + ".md"])
def test_a_long_name_can_be_kept_and_locks_nothing(tmp_path: Path, name: str) -> None:
    """attacks.md A4."""
    desk = Desk(tmp_path)
    long, short = desk.note(name, HALF + b"and more\n"), desk.note("a.md", HALF)
    desk.crash(name)
    desk.crash("a.md")
    found = {each.note: each for each in recover(desk.vault, desk.journal)}
    assert Path(found[name].values["kept"]).read_bytes() == OLD
    assert (long.read_bytes(), short.read_bytes()) == (HALF + b"and more\n", OLD)
    assert desk.recover() == []


def test_a_note_that_cannot_be_kept_waits_and_the_others_are_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """attacks.md A4."""
    desk = Desk(tmp_path)
    desk.note("a.md", HALF + b"and more\n")
    other = desk.note("b.md", HALF)
    run = desk.journal.run("update")
    for number in run.plan([Planned("a.md", OLD, NEW), Planned("b.md", OLD, NEW)]):
        run.begin(number)
    os.close(run._fd or 0)
    (desk.journal.folder / "kept").write_bytes(b"in the way")
    assert desk.recover() == ["recovery-waits", "recovered"]
    assert other.read_bytes() == OLD
    other.write_bytes(b"written by the person since")
    (desk.journal.folder / "kept").unlink()
    assert desk.recover() == ["recovery-unknown"]
    assert desk.recover() == []


@pytest.mark.parametrize("how", ["renamed", "moved", "copied and deleted"])
def test_a_torn_note_is_mended_where_the_vault_has_gone(
    house: House, how: str, tmp_path: Path
) -> None:
    """attacks.md A5."""
    before = house.tear()
    there = tmp_path / ("deep/er/vault" if how == "moved" else "other")
    there.parent.mkdir(parents=True, exist_ok=True)
    if how == "copied and deleted":
        shutil.copytree(house.root, there)
        shutil.rmtree(house.root)
    else:
        house.root.rename(there)
    house.root = there
    assert "half written" in house.run("due").err
    house.run("done", "Globex#reflect")
    assert house.note.read_text() == before
    assert not list(there.glob(".*"))


def test_undo_and_what_was_kept_go_with_a_vault_that_was_renamed(
    house: House, tmp_path: Path
) -> None:
    """attacks.md A5."""
    before = house.note.read_bytes()
    house.run("update")
    house.root.rename(tmp_path / "other")
    house.root = tmp_path / "other"
    assert house.run("undo").code == 0
    assert house.note.read_bytes() == before


def test_a_copy_of_a_vault_leaves_the_journal_of_the_first_one_alone(
    house: House, tmp_path: Path
) -> None:
    """attacks.md A5: both are there, so each has its own."""
    house.tear()
    shutil.copytree(house.root, tmp_path / "copy")
    copy = House.__new__(House)
    copy.root = tmp_path / "copy"
    torn = copy.note.read_bytes()
    assert recover(Vault(copy.root), copy.journal) == ()
    assert copy.note.read_bytes() == torn
    assert [found.code for found in recover(Vault(house.root), house.journal)] == ["recovered"]


def test_the_journal_of_a_vault_that_is_gone_is_forgotten_by_whoever_runs_next(
    house: House, tmp_path: Path
) -> None:
    """attacks.md A6."""
    house.run("update")
    gone = house.journal.folder
    shutil.rmtree(house.root)
    other = tmp_path / "b"
    other.mkdir()
    recover(Vault(other), Journal(other))
    assert list(gone.glob("*.run"))
    age(gone, KEPT_DAYS + 1)
    recover(Vault(other), Journal(other))
    assert not gone.exists()


def test_what_nobody_has_seen_of_a_vault_that_is_gone_is_kept_for_a_year(
    house: House, tmp_path: Path
) -> None:
    """attacks.md A6: the vault may lie on a disk in a drawer."""
    house.tear()
    gone = house.journal.folder
    shutil.rmtree(house.root)
    other = tmp_path / "b"
    other.mkdir()
    for days, is_there in ((KEPT_DAYS + 1, True), (UNSEEN_DAYS + 1, False)):
        age(gone, days)
        recover(Vault(other), Journal(other))
        assert gone.exists() == is_there


def test_a_vault_that_is_there_keeps_what_nobody_has_seen_for_ever(
    house: House, tmp_path: Path
) -> None:
    """attacks.md A6."""
    house.tear()
    age(house.journal.folder, UNSEEN_DAYS + 1)
    other = tmp_path / "b"
    other.mkdir()
    recover(Vault(other), Journal(other))
    assert len(list(house.journal.folder.glob("*.open"))) == 1


COPIES = "\n```\n{0}```\n\n%%\n{0}%%\n\n> quoted\n"


@pytest.mark.parametrize("words", [("done",), ("snooze", "1w")])
def test_only_the_item_s_own_line_is_changed(house: House, words: tuple[str, ...]) -> None:
    """attacks.md A7."""
    house.run("update")
    (line,) = [line for line in house.note.read_text().split("\n") if "^vk-reflect" in line]
    copies = COPIES.format(line + "\n")
    house.note.write_text(house.note.read_text() + copies)
    before = house.note.read_text()
    assert house.run(words[0], "Acme#reflect", *words[1:]).code == 0
    after = house.note.read_text()
    assert after != before
    assert after.endswith(copies)
    assert line not in after.removesuffix(copies)


def newer(text: str) -> str:
    return text.replace("vaultkit:begin v1", "vaultkit:begin v2")


def bad_date(text: str) -> str:
    return text.replace("decided: 2026-10-22", "decided: 2026-02-30")


@pytest.mark.parametrize("words", [("done",), ("snooze", "1w")])
@pytest.mark.parametrize(
    ("spoil", "line", "told"), [(newer, "17", "newer vaultkit"), (bad_date, "8", "2026-02-30")]
)
def test_a_note_that_is_left_alone_is_left_alone_by_done_and_snooze_too(
    house: House, words: tuple[str, ...], spoil: Callable[[str], str], line: str, told: str
) -> None:
    """attacks.md A7."""
    house.run("update")
    house.note.write_text(spoil(house.note.read_text()))
    before = house.note.read_bytes()
    line = str(
        next(
            at for at, text in enumerate(house.note.read_text().split("\n"), 1) if _is_spoilt(text)
        )
    )
    done = house.run(words[0], "Acme#reflect", *words[1:])
    assert done.code == 2
    assert f"vaultkit: Acme.md:{line}: " in done.err
    assert told in done.err
    assert " · " in done.err
    assert house.note.read_bytes() == before
    rows = json.loads(house.run(words[0], "Acme#reflect", *words[1:], "--json").out)["problems"]
    assert (rows[0]["note"], rows[0]["line"]) == ("Acme.md", int(line))


def _is_spoilt(line: str) -> bool:
    return "begin v2" in line or "2026-02-30" in line


def test_an_item_that_was_taken_away_at_that_moment_is_said(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """attacks.md A7: what the command was asked for, and nothing else, is done."""
    house.run("update")
    real = Vault.read

    def changed(vault: Vault, path: str) -> Any:
        if path == "Acme.md" and sys._getframe(1).f_code.co_name == "_edit":
            house.note.write_text(ACME)
        return real(vault, path)

    monkeypatch.setattr(Vault, "read", changed)
    done = house.run("done", "Acme#reflect")
    assert (done.code, house.note.read_text()) == (2, ACME)
    assert "at this very moment" in done.err


def test_after_the_clock_was_set_back_the_latest_run_is_still_the_latest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """attacks.md A12."""
    desk = Desk(tmp_path)
    desk.note("a.md", b"one")
    real, back = time.time_ns, 0
    monkeypatch.setattr(time, "time_ns", lambda: real() - back)
    for base, wanted, command in [
        (b"one", b"two", "first"),
        (b"two", b"three", "second"),
        (b"three", b"four", "third"),
    ]:
        with desk.journal.run(command) as run:
            write(desk.vault, Replacement("a.md", base, wanted), run)
        back += 3600 * 10**9
    assert [run.command for run in undoable(desk.journal.past())] == ["third", "second", "first"]
    assert all(abs(run.started - time.time()) < 100 for run in undoable(desk.journal.past()))


@contextmanager
def small_disk(folder: Path, size: str = "256k") -> Iterator[Callable[[], None]]:
    """Mount a small disk over a folder; the value fills it up."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount here")

    def fill() -> None:
        with (folder / "filling").open("wb", buffering=0) as file:
            try:
                while file.write(b"x" * 1024):
                    continue
            except OSError:
                return

    try:
        yield fill
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_under_the_journal_is_told_as_full(
    house: House, tmp_path: Path, monkeypatch: Any
) -> None:
    """attacks.md A13, life.md 6."""
    before = house.note.read_bytes()
    with small_disk(tmp_path / "small") as fill:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "small"))
        fill()
        for words in (("update",), ("new", "Initech", "Engineer"), ("log", "Jane Doe", "rang")):
            done = house.run(*words)
            assert done.code == 2
            assert "There is no room left on the disk of " in done.err
            assert "writable" not in done.err
        assert house.note.read_bytes() == before
        assert house.run("due").code == 0


def test_a_disk_that_is_full_half_way_through_the_journal_is_told_as_full(
    house: House, tmp_path: Path, monkeypatch: Any
) -> None:
    """attacks.md A13: the first failure is told, and not one that came of it."""
    house.note.write_text(ACME + os.urandom(20_000).hex())
    with small_disk(tmp_path / "small", "16k"):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "small"))
        done = house.run("update")
        assert (done.code, "no room left" in done.err, "No such file" in done.err) == (
            2,
            True,
            False,
        )
        assert not list((tmp_path / "small").rglob("*.new"))


def test_a_full_disk_under_the_vault_is_told_of_each_note(house: House) -> None:
    """attacks.md A13."""
    texts = {file.name: file.read_bytes() for file in house.root.iterdir()}
    with small_disk(house.root, "64k") as fill:
        for name, data in texts.items():
            (house.root / name).write_bytes(data)
        whole = house.note.read_bytes().ljust(4096, b"x")
        house.note.write_bytes(whole)
        fill()
        assert "disk-full" in house.run("update", "--json").codes
        assert house.note.read_bytes() == whole
        made = house.run("new", "Initech", "Engineer")
        assert (made.code, "no room left on that disk" in made.err) == (2, True)
        assert not (house.root / "Applications" / "Initech - Engineer.md").exists()


def test_a_limit_on_the_size_of_files_is_told_as_one(house: House) -> None:
    """attacks.md A13."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        done = house.run("update")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (done.code, "ulimit -f" in done.err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [("export", "json", "--output", "out"), ("draft", "Acme#feedback-jane-doe", "--eml", "out")],
)
def test_a_file_that_could_not_be_written_whole_is_not_there(
    house: House, words: tuple[str, ...], tmp_path: Path
) -> None:
    assert house.run("update").code == 0
    out = tmp_path / "out.eml"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        done = house.run(*(str(out) if word == "out" else word for word in words))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (done.code, "ulimit -f" in done.err) == (2, True), done.err
    assert not out.exists()


def test_a_new_vault_that_a_disk_had_no_room_for_holds_no_half_note(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (900, hard))
    try:
        done = run("init", tmp_path / "vault", "--lang", "en")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (done.returncode, b"ulimit -f" in done.stderr) == (2, True)
    there = {path.name: path.stat().st_size for path in (tmp_path / "vault").rglob("*.md")}
    assert run("init", tmp_path / "whole", "--lang", "en").returncode == 0
    whole = {path.name: path.stat().st_size for path in (tmp_path / "whole").rglob("*.md")}
    assert there == {name: whole[name] for name in there}


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_limit_that_is_met_in_the_middle_names_what_was_written(
    house: House, language: str
) -> None:
    (house.root / "vaultkit.toml").write_text(f'schema = 1\nlanguage = "{language}"\n')
    person = house.root / "Jane Doe.md"
    before = {note: note.read_bytes() for note in house.root.glob("*.md")}
    house.note.write_bytes(before[house.note] + os.urandom(6000).hex().encode() + b"\n")
    before[house.note] = house.note.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, hard))
    try:
        done = house.run("log", "Jane Doe", "rang her")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert b"rang her" in person.read_bytes()
    assert done.code == 2
    assert "ulimit -f" in done.err
    assert ": Jane Doe.md. " in done.err.replace("\n", " ")
    assert "`vaultkit undo`" in done.err.replace("\n", " ")
    assert house.run("undo").code == 0
    assert {note: note.read_bytes() for note in before} == before


def test_on_a_full_disk_there_is_one_watcher_all_the_same(tmp_path: Path, monkeypatch: Any) -> None:
    """attacks.md A13: the lock holds, and only the number of its process is not known."""
    with small_disk(tmp_path / "small") as fill:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "small"))
        with only_watcher(tmp_path):
            pass
        (file,) = (tmp_path / "small").rglob("watch.lock")
        file.write_bytes(b"")
        fill()
        with (
            only_watcher(tmp_path),
            pytest.raises(BusyError, match=r"process=\?"),
            only_watcher(tmp_path),
        ):
            pass


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    bind = ["mount", "--bind", str(folder), str(folder)]
    if os.geteuid() != 0 or subprocess.run(bind, capture_output=True, check=False).returncode:
        pytest.skip("may not mount here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_on_a_disk_that_can_only_be_read_the_notes_that_wanted_a_change_are_named(
    house: House,
) -> None:
    """attacks.md A13."""
    with read_only(house.root):
        done = house.run("update")
        assert [line.split(":")[0] for line in done.err.split("\n")[:2]] == ["Acme.md", "Globex.md"]
        assert "The disk can only be read at present" in done.err
        assert house.run("update", "--strict").code == 4
        checked = house.run("check")
        assert (checked.code, checked.out.count("The disk can only be read")) == (1, 2)
    house.run("update")
    with read_only(house.root):
        assert house.run("remove", "--yes").err.count("The disk can only be read") == 2
        assert house.run("check").code == 0
        for words in (
            ("done", "Acme#reflect"),
            ("snooze", "Acme#reflect", "1w"),
            ("log", "Jane Doe", "rang"),
        ):
            done = house.run(*words)
            assert (done.code, "The disk can only be read at present" in done.err) == (2, True)
        assert (
            "that disk can only be read at present" in house.run("new", "Initech", "Engineer").err
        )


def test_a_journal_on_a_disk_that_can_only_be_read_is_told(
    house: House, tmp_path: Path, monkeypatch: Any
) -> None:
    """attacks.md A13."""
    state = tmp_path / "state"
    state.mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    with read_only(state):
        done = house.run("update")
        assert (done.code, "can only be read at present" in done.err) == (2, True)


def as_told(house: House, *words: str) -> str:
    """What a user without rights is told, with the exit code before it."""

    def work() -> str:
        done = house.run(*words)
        return f"{done.code} {done.out}{done.err}"

    return as_nobody(work)


def test_a_note_that_may_not_be_written_is_named_by_done_and_by_check(monkeypatch: Any) -> None:
    """life.md 5."""
    with open_to_all() as folder:
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
        (folder / "state").mkdir()
        (folder / "state").chmod(0o777)
        house = House(folder)
        house.run("update")
        shutil.rmtree(house.journal.folder.parent)
        house.root.chmod(0o777)
        for file in house.root.iterdir():
            file.chmod(0o666)
        house.note.chmod(0o444)
        told = as_told(house, "done", "Acme#reflect")
        assert told.startswith("2 vaultkit: Acme.md:1: You may not write this note.")
        checked = as_told(house, "check")
        assert checked.startswith("1 Acme.md:1: You may not write this note.")
        assert "1 problem." in checked
        house.note.write_text(
            house.note.read_text().replace("company:", "follow_up: off\ncompany:")
        )
        house.run("update")
        assert as_told(house, "check").startswith("0 ")


def test_a_state_folder_without_the_right_to_write_is_told_as_that(monkeypatch: Any) -> None:
    """attacks.md A13."""
    with open_to_all() as folder:
        monkeypatch.setenv("XDG_STATE_HOME", str(folder / "state"))
        (folder / "state").mkdir(mode=0o555)
        house = House(folder)
        house.root.chmod(0o777)
        assert "You may not write in " in as_told(house, "update")


def test_undo_names_each_note_once(house: House) -> None:
    """life.md 9: an item that was ticked, and its note brought up to date after that, is one note."""
    house.run("update")
    before = house.note.read_bytes()
    house.run("done", "Acme#reflect")
    done = house.run("undo")
    assert (done.out, house.note.read_bytes()) == ("Acme.md\n", before)
    assert done.err.endswith("1 note is as it was before.\n")


def test_undo_lists_the_runs_that_it_can_take_back(house: House) -> None:
    """life.md 9."""
    house.run("update")
    house.run("done", "Acme#reflect")
    lines = house.run("undo", "--list").out.splitlines()
    assert [line.split("  ")[1:] for line in lines] == [
        ["done", "Acme.md"],
        ["update", "Acme.md, Globex.md"],
    ]
    rows = json.loads(house.run("undo", "--list", "--json").out)["data"]
    assert [(row["command"], row["notes"]) for row in rows] == [
        ("done", ["Acme.md"]),
        ("update", ["Acme.md", "Globex.md"]),
    ]
    before = house.note.read_bytes()
    house.run("undo")
    assert [
        row["command"] for row in json.loads(house.run("undo", "--list", "--json").out)["data"]
    ] == ["update"]
    assert house.note.read_bytes() != before
    house.run("undo")
    assert "There is nothing to take back." in house.run("undo", "--list").err


def test_two_recoveries_do_not_meet(tmp_path: Path) -> None:
    """attacks.md A1: who comes second waits for the first, and then finds nothing left to mend."""
    desk = Desk(tmp_path)
    note = desk.note("a.md", HALF)
    desk.crash("a.md")
    child = os.fork()
    if child == 0:
        recover(desk.vault, desk.journal)
        os._exit(0)
    recover(desk.vault, desk.journal)
    assert note.read_bytes() == OLD
    os.waitpid(child, 0)
    assert broken_off(desk.vault, desk.journal) == {}
