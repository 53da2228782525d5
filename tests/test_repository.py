"""Whether git is in the middle of something."""

import errno
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from vaultkit.disk.vault import Vault

GIT = shutil.which("git")


def busy(root: Path) -> str | None:
    return Vault(root).git_is_busy()


def test_a_vault_without_git_is_never_busy(tmp_path: Path) -> None:
    assert busy(tmp_path) is None


@pytest.mark.parametrize(
    ("name", "operation"),
    [("MERGE_HEAD", "merge"), ("CHERRY_PICK_HEAD", "cherry-pick"), ("index.lock", "index.lock")],
)
def test_git_is_busy_while_its_file_is_there(tmp_path: Path, name: str, operation: str) -> None:
    (tmp_path / ".git").mkdir()
    assert busy(tmp_path) is None
    (tmp_path / ".git" / name).touch()
    assert busy(tmp_path) == operation


@pytest.mark.parametrize("name", ["rebase-merge", "rebase-apply"])
def test_a_rebase_is_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / ".git" / name).mkdir(parents=True)
    assert busy(tmp_path) == "rebase"


def test_a_lock_that_was_left_behind_holds_nothing_up(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    lock = tmp_path / ".git" / "index.lock"
    lock.touch()
    long_ago = time.time() - 601
    os.utime(lock, (long_ago, long_ago))
    assert busy(tmp_path) is None


def test_a_vault_in_a_folder_of_a_repository_is_busy_with_it(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "MERGE_HEAD").touch()
    (tmp_path / "notes" / "vault").mkdir(parents=True)
    assert busy(tmp_path / "notes" / "vault") == "merge"


def test_a_worktree_names_its_folder_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "main" / "worktrees" / "vault").mkdir(parents=True)
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / ".git").write_text("gitdir: ../main/worktrees/vault\n", encoding="utf-8")
    assert busy(tmp_path / "vault") is None
    (tmp_path / "main" / "worktrees" / "vault" / "MERGE_HEAD").touch()
    assert busy(tmp_path / "vault") == "merge"


def git_in(root: Path, *words: str, fails: bool = False) -> None:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "core.editor=true"]
    ran = subprocess.run([str(GIT), *names, *words], cwd=root, capture_output=True, check=False)
    assert (ran.returncode != 0) is fails, ran.stderr


def commit_in(root: Path, text: str) -> None:
    (root / "x.md").write_text(text, encoding="utf-8")
    git_in(root, "add", "x.md")
    git_in(root, "commit", "-q", "-m", text)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A vault in git with four commits."""
    if GIT is None:
        pytest.skip("needs git")
    git_in(tmp_path, "init", "-q", "-b", "main")
    for text in ("one", "two", "three", "four"):
        commit_in(tmp_path, text)
    return tmp_path


def test_a_bisect_is_busy_until_it_is_reset(repository: Path) -> None:
    git_in(repository, "bisect", "start")
    assert busy(repository) == "bisect"
    git_in(repository, "bisect", "bad")
    git_in(repository, "bisect", "good", "HEAD~3")
    assert busy(repository) == "bisect"
    git_in(repository, "bisect", "reset")
    assert busy(repository) is None


def test_a_bisect_in_one_worktree_does_not_concern_another(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "vault"
    git_in(repository, "worktree", "add", "-q", "--detach", str(other))
    git_in(other, "bisect", "start")
    assert busy(other) == "bisect"
    assert busy(repository) is None


@pytest.mark.parametrize("how", ["cherry-pick", "revert"])
def test_between_two_commits_to_pick_or_revert_git_is_busy(repository: Path, how: str) -> None:
    git_in(repository, "checkout", "-q", "-b", "other", "HEAD~3")
    commit_in(repository, "mine")
    git_in(repository, how, "main~1", "main", fails=True)
    assert busy(repository) == how
    commit_in(repository, "settled by hand")
    assert busy(repository) == "cherry-pick/revert"
    git_in(repository, how, "--quit")
    assert busy(repository) is None


def test_mails_that_are_applied_are_no_rebase(tmp_path: Path) -> None:
    (tmp_path / ".git" / "rebase-apply").mkdir(parents=True)
    (tmp_path / ".git" / "rebase-apply" / "applying").touch()
    assert busy(tmp_path) == "am"


@pytest.mark.skipif(GIT is None, reason="needs git")
def test_a_real_conflict_is_busy_until_it_is_settled(tmp_path: Path) -> None:
    def git(*words: str, fails: bool = False) -> None:
        git_in(tmp_path, *words, fails=fails)

    def commit(text: str) -> None:
        commit_in(tmp_path, text)

    git("init", "-q", "-b", "main")
    commit("one")
    git("checkout", "-q", "-b", "other")
    commit("two")
    git("checkout", "-q", "main")
    commit("three")
    assert busy(tmp_path) is None
    git("merge", "other", fails=True)
    assert busy(tmp_path) == "merge"
    git("merge", "--abort")
    assert busy(tmp_path) is None


def test_a_disk_that_fails_is_no_operation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()

    def failing(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "stat", failing)
    assert busy(tmp_path) is None
