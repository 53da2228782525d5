"""attacks.md A11: a revert, a popped stash and a squash merge leave git in the middle of something, too."""

import shutil
import struct
import subprocess
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.command_line import run
from vaultkit.disk.git_index import is_unmerged
from vaultkit.disk.vault import Vault

GIT = shutil.which("git")
needs_git = pytest.mark.skipif(GIT is None, reason="needs git")
NOTE = "---\ntype: application\ncompany: Acme\nstatus: rejected\ndecided: 2026-11-01\ninterviewed: 2026-10-20\n---\n"


class Repository:
    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main", *options)

    def git(self, *words: str) -> int:
        names = [
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@example.org",
            "-c",
            "commit.gpgsign=false",
        ]
        ran = subprocess.run(
            [str(GIT), *names, *words], cwd=self.root, capture_output=True, check=False
        )
        return ran.returncode

    def commit(self, text: str, name: str = "Acme.md") -> None:
        (self.root / name).write_text(text, encoding="utf-8")
        assert self.git("add", name) == 0
        assert self.git("commit", "-q", "-m", "x") == 0

    @property
    def is_busy(self) -> str | None:
        return Vault(self.root).git_is_busy()

    def update(self) -> "CompletedProcess[bytes]":
        return run("update", "--vault", self.root, "--today", "2026-11-20")


@pytest.fixture(params=[(), ("--object-format=sha256",)], ids=["sha1", "sha256"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    made = Repository(tmp_path, *request.param)
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    made.commit(NOTE)
    for number in range(30):
        (tmp_path / f"{'long ' * number}{number}.md").write_text(f"{number}\n", encoding="utf-8")
    assert made.git("add", ".") == 0
    assert made.git("commit", "-q", "-m", "more") == 0
    return made


def _pop_a_stash(repository: Repository) -> None:
    (repository.root / "Acme.md").write_text(NOTE + "mine\n", encoding="utf-8")
    assert repository.git("stash") == 0
    repository.commit(NOTE + "theirs\n")
    assert repository.git("stash", "pop") != 0


def _squash(repository: Repository) -> None:
    assert repository.git("checkout", "-q", "-b", "other") == 0
    repository.commit(NOTE + "theirs\n")
    assert repository.git("checkout", "-q", "main") == 0
    repository.commit(NOTE + "mine\n")
    assert repository.git("merge", "--squash", "other") != 0


@needs_git
@pytest.mark.parametrize("begin", [_pop_a_stash, _squash])
@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_unmerged_paths_are_waited_for_until_they_are_added(
    repository: Repository, begin, version: str
) -> None:
    assert repository.git("update-index", "--index-version", version) == 0
    assert repository.is_busy is None
    begin(repository)
    assert repository.is_busy == "unmerged paths"
    assert Vault(repository.root, in_a_merge=True).git_is_busy() is None
    # The person settles the file, and forgets to say so: the note is whole, git still waits.
    (repository.root / "Acme.md").write_text(NOTE + "mine and theirs\n", encoding="utf-8")
    before = (repository.root / "Acme.md").read_bytes()
    done = repository.update()
    assert done.returncode == 3
    assert b"git add" in done.stderr
    assert (repository.root / "Acme.md").read_bytes() == before
    assert repository.git("add", "Acme.md") == 0
    assert repository.is_busy is None
    assert repository.update().returncode == 0
    assert (repository.root / "Acme.md").read_bytes() != before


@needs_git
def test_a_revert_is_waited_for(repository: Repository) -> None:
    repository.commit(NOTE + "one\n")
    repository.commit(NOTE + "two\n")
    assert repository.git("revert", "--no-edit", "HEAD~1") != 0
    assert repository.is_busy == "revert"
    assert repository.update().returncode == 3
    assert repository.git("revert", "--abort") == 0
    assert repository.is_busy is None


@needs_git
def test_a_path_that_is_only_promised_to_git_is_not_unmerged(repository: Repository) -> None:
    """``git add -N`` makes an entry with the longer flags."""
    (repository.root / "a.md").write_text("x", encoding="utf-8")
    assert repository.git("add", "-N", "a.md") == 0
    assert repository.is_busy is None
    assert repository.git("reset", "-q", "a.md") == 0
    _squash(repository)
    assert repository.git("add", "-N", "a.md") == 0
    assert repository.is_busy == "unmerged paths"


def _entry(name: bytes, stage: int, version: int = 2) -> bytes:
    flags = stage << 12 | min(len(name), 0xFFF)
    head = (
        struct.pack(">6I", 0, 0, 0, 0, 0, 0) + struct.pack(">I", 0o100644) + b"\0" * 12 + b"i" * 20
    )
    raw = head + struct.pack(">H", flags) + (b"\0" if version == 4 else b"") + name
    return raw + (b"\0" if version == 4 else b"\0" * (8 - len(raw) % 8))


def _index(*entries: bytes, version: int = 2, count: int | None = None) -> bytes:
    return struct.pack(
        ">4sII", b"DIRC", version, len(entries) if count is None else count
    ) + b"".join(entries)


@pytest.mark.parametrize("version", [2, 4])
@pytest.mark.parametrize("length", [1, 2, 7, 8, 9, 4094, 4095, 4096, 5000])
def test_names_of_every_length_are_stepped_over(version: int, length: int) -> None:
    settled = [_entry(b"n" * length, 0, version)] * 3
    assert is_unmerged(_index(*settled, version=version)) is False
    assert is_unmerged(_index(*settled, _entry(b"x", 2, version), version=version)) is True


def test_a_long_drop_of_the_name_before_takes_two_bytes() -> None:
    entry = _entry(b"x", 1, 4)
    longer = entry[:62] + b"\x81\x00" + entry[63:]
    assert is_unmerged(_index(longer, _entry(b"y", 0, 4), version=4)) is True


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"DIRC",
        b"what is this, no index at all",
        _index(_entry(b"x", 1), version=5),
        _index(_entry(b"x", 0), count=2),
        _index(_entry(b"x", 0), count=2_000_000_000),
        _index(_entry(b"x" * 5000, 0).replace(b"\0", b"y")[:300]),
        _index(_entry(b"x", 0, 4)[:-1], version=4),
    ],
)
def test_what_cannot_be_understood_is_no_reason_to_wait(raw: bytes) -> None:
    assert is_unmerged(raw) is False


def test_every_cut_of_an_index_is_answered() -> None:
    whole = _index(*(_entry(b"n" * length, 0) for length in range(1, 40)))
    assert {is_unmerged(whole[:cut]) for cut in range(len(whole))} == {False}


@pytest.mark.parametrize(
    ("language", "delete"),
    [("en", "If no git is running"), ("it", "Se nessun git è in esecuzione")],
)
def test_a_lock_that_may_be_left_over_is_said_to_be_one_and_what_to_do(
    tmp_path: Path, language: str, delete: str
) -> None:
    assert run("init", tmp_path / "v", "--lang", language).returncode == 0
    (tmp_path / "v" / ".git").mkdir()
    (tmp_path / "v" / ".git" / "index.lock").touch()
    done = run("update", "--vault", tmp_path / "v")
    said = done.stderr.decode()
    assert done.returncode == 3
    assert delete in said
    assert ".git/index.lock." in said
    assert "git add" not in said


def test_a_merge_is_told_to_be_finished_and_no_lock_is_spoken_of(tmp_path: Path) -> None:
    assert run("init", tmp_path / "v").returncode == 0
    (tmp_path / "v" / ".git").mkdir()
    (tmp_path / "v" / ".git" / "MERGE_HEAD").touch()
    said = run("update", "--vault", tmp_path / "v").stderr.decode()
    assert "git add" in said
    assert "index.lock" not in said
