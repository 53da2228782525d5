"""A review depends on git's history too: it is known again only while all of that is as it was."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import run
from tests.review_steps import interleave_reviews
from tests.test_printed import (  # noqa: F401 - fixtures
    NOTE,
    TODAY,
    no_grain,
    of_a_process,
    opened_by,
    who_looked,
)
from vaultkit.disk import early, git_history
from vaultkit.disk.committed import committed

pytestmark = [
    pytest.mark.skipif(
        not early.IS_HERE, reason="nothing is printed again where a file may have two names"
    ),
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

SHOWN = ("review", "--stdout")
WRITTEN = ("review",)
WEEK = "Reviews/2026-W10.md"
THEN, EARLIER = "2026-02-18", "2026-02-10"

Told = tuple[int, bytes, bytes]


def git(folder: Path, *words: str, day: str = THEN, told: bytes = b"") -> str:
    stamps = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    line = ["git", *who, *words]
    done = subprocess.run(
        line, cwd=folder, env=os.environ | stamps, check=True, capture_output=True, input=told
    )
    return done.stdout.decode().strip()


def commit(vault: Path, day: str, status: str, onto: str = "HEAD") -> None:
    """Commit the one application with another stage; neither the note nor git's index is touched."""
    text = (vault / "Acme.md").read_bytes().replace(b"screening", status.encode())
    blob = git(vault, "hash-object", "-w", "--stdin", told=text)
    tree = git(vault, "mktree", told=f"100644 blob {blob}\tAcme.md\n".encode())
    parents = ("-p", onto) if git(vault, "for-each-ref") else ()
    made = git(vault, "commit-tree", tree, *parents, "-m", "x", day=day)
    git(vault, "update-ref", "HEAD", made)


@pytest.fixture(name="vault")
def committed_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An application that moved on without a day since the last review: only git can tell from where."""
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    vault = tmp_path / "vault"
    (vault / "Reviews").mkdir(parents=True)
    (vault / "vaultkit.toml").write_text("schema = 1\n")
    text = NOTE.format("Acme").replace("interviewed: 2026-03-09\n", "")
    (vault / "Acme.md").write_text(text.replace("status: applied", "status: screening"))
    git(vault, "init", "-q")
    commit(vault, EARLIER, "saved")
    commit(vault, THEN, "applied")
    run("review", "--today", "2026-02-20", "--vault", vault)
    assert (vault / "Reviews" / "2026-W08.md").exists()
    return vault


def said(vault: Path, *words: str, env: dict[str, str] | None = None) -> Told:
    done = run(*words, "--vault", vault, *TODAY, env=env)
    return done.returncode, done.stdout, done.stderr


def anew(vault: Path, tmp_path: Path, *words: str) -> Told:
    """What somebody says who knows nothing yet."""
    shutil.rmtree(tmp_path / "none", ignore_errors=True)
    return said(vault, *words, env={"XDG_CACHE_HOME": str(tmp_path / "none")})


def settled(vault: Path, *words: str) -> Told:
    """Ask until the answer is known."""
    return [said(vault, *words) for _ in range(3)][-1]


@pytest.mark.parametrize("words", [SHOWN, (*SHOWN, "--json"), WRITTEN, (*WRITTEN, "--json")])
def test_the_same_review_is_told_again_without_a_look(
    vault: Path, tmp_path: Path, looked: list[str], words: tuple[str, ...]
) -> None:
    first = settled(vault, *words)
    looked.clear()
    assert said(vault, *words) == first
    assert looked == []
    assert anew(vault, tmp_path, *words) == first


def test_what_came_about_is_told_from_the_history(vault: Path) -> None:
    assert b"### Replied\n\n- [[Acme|Acme, Tester]]" in settled(vault, *SHOWN)[1]


def committed_once_more(vault: Path) -> None:
    commit(vault, THEN, "offer")


def amended(vault: Path) -> None:
    commit(vault, "2026-02-27", "applied", "HEAD~1")


def on_a_branch(vault: Path) -> None:
    git(vault, "branch", "other", "HEAD~1")
    git(vault, "symbolic-ref", "HEAD", "refs/heads/other")


def in_a_folder_of_branches(vault: Path) -> None:
    git(vault, "branch", "one/two")
    git(vault, "symbolic-ref", "HEAD", "refs/heads/one/two")
    commit(vault, THEN, "offer")


def detached(vault: Path) -> None:
    git(vault, "update-ref", "--no-deref", "HEAD", "HEAD~1")


def taken_back(vault: Path) -> None:
    git(vault, "reset", "-q", "--soft", "HEAD~1")


def packed_and_moved_on(vault: Path) -> None:
    git(vault, "pack-refs", "--all")
    commit(vault, THEN, "offer")


def without_git(vault: Path) -> None:
    (vault / ".git").rename(vault / "git")


def grafted(vault: Path) -> None:
    (vault / ".git" / "info" / "grafts").write_text(f"{git(vault, 'rev-parse', 'HEAD')}\n")


def cut_off(vault: Path) -> None:
    (vault / ".git" / "shallow").write_text(f"{git(vault, 'rev-parse', 'HEAD')}\n")


def with_a_lost_object(vault: Path) -> None:
    name = git(vault, "rev-parse", "HEAD~0:Acme.md")
    (vault / ".git" / "objects" / name[:2] / name[2:]).unlink()


def refused(vault: Path) -> None:
    git(vault, "config", "core.repositoryformatversion", "99")


def a_folder_in_between(vault: Path) -> None:
    for name in ("HEAD", "config", "objects", "refs"):
        (vault / ".git" / name).rename(vault / f"git-{name}")


CHANGES: tuple[Callable[[Path], None], ...] = (
    *(
        committed_once_more,
        amended,
        on_a_branch,
        in_a_folder_of_branches,
        detached,
        taken_back,
        packed_and_moved_on,
    ),
    *(without_git, grafted, cut_off, with_a_lost_object, refused, a_folder_in_between),
)


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_in_the_history_is_seen(
    vault: Path, tmp_path: Path, looked: list[str], change: Callable[[Path], None]
) -> None:
    settled(vault, *SHOWN)
    change(vault)
    looked.clear()
    told = said(vault, *SHOWN)
    assert looked == ["review"]
    assert told == anew(vault, tmp_path, *SHOWN)


def test_packing_changes_no_word(vault: Path, tmp_path: Path, looked: list[str]) -> None:
    first = settled(vault, *SHOWN)
    git(vault, "pack-refs", "--all")
    git(vault, "gc", "-q")
    assert settled(vault, *SHOWN) == first == anew(vault, tmp_path, *SHOWN)
    looked.clear()
    said(vault, *SHOWN)
    assert looked == []
    (vault / ".git" / "packed-refs").unlink()
    assert said(vault, *SHOWN) == anew(vault, tmp_path, *SHOWN) != first


def test_a_branch_that_is_nobody_s_here_changes_nothing(vault: Path, looked: list[str]) -> None:
    settled(vault, *SHOWN)
    git(vault, "branch", "other")
    git(vault, "tag", "one")
    looked.clear()
    said(vault, *SHOWN)
    assert looked == []


def test_a_commit_that_takes_another_s_place_is_not_looked_at(vault: Path, tmp_path: Path) -> None:
    first = settled(vault, *SHOWN)
    git(vault, "replace", "HEAD", "HEAD~1")
    (vault / ".mailmap").write_text("B <b@example.com> <a@example.com>\n")
    assert said(vault, *SHOWN) == first == anew(vault, tmp_path, *SHOWN)


def included(vault: Path) -> None:
    git(vault, "config", "include.path", "other")


def elsewhere(vault: Path) -> None:
    git(vault, "config", "core.worktree", str(vault))


def lent(vault: Path) -> None:
    (vault / ".git" / "objects" / "info" / "alternates").write_text(f"{vault.parent}\n")


def linked(vault: Path) -> None:
    (vault / ".git" / "HEAD").unlink()
    (vault / ".git" / "HEAD").symlink_to("refs/heads/main")


def named_through_a_name(vault: Path) -> None:
    git(vault, "symbolic-ref", "refs/heads/other", "refs/heads/main")
    git(vault, "symbolic-ref", "HEAD", "refs/heads/other")


def named_by_a_tag(vault: Path) -> None:
    git(vault, "update-ref", "refs/other/one", "HEAD")
    (vault / ".git" / "HEAD").write_text("ref: refs/other/one\n")


def kept_in_tables(vault: Path) -> None:
    (vault / ".git" / "reftable").mkdir()


def in_a_merge(vault: Path) -> None:
    (vault / ".git" / "MERGE_HEAD").write_text("")


ODD = (
    *(included, elsewhere, lent, linked, named_through_a_name, named_by_a_tag, kept_in_tables),
    in_a_merge,
)


@pytest.mark.parametrize("change", ODD)
def test_in_a_repository_that_is_laid_out_otherwise_nothing_is_known(
    vault: Path, tmp_path: Path, looked: list[str], change: Callable[[Path], None]
) -> None:
    change(vault)
    first = settled(vault, *SHOWN)
    looked.clear()
    assert said(vault, *SHOWN) == first == anew(vault, tmp_path, *SHOWN)
    assert len(looked) == 2


def test_while_git_refuses_everybody_looks(
    vault: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_history, "answer_of", lambda *_: None)
    settled(vault, *SHOWN)
    assert looked == ["review"] * 3
    monkeypatch.undo()
    assert b"### Replied" in said(vault, *SHOWN)[1]


def test_while_an_earlier_review_cannot_be_read_everybody_looks(
    vault: Path, looked: list[str]
) -> None:
    (vault / "Reviews" / "2026-W08.md").write_bytes(b"\xff")
    settled(vault, *SHOWN)
    assert looked == ["review"] * 3


def test_where_the_person_s_own_settings_of_git_change_somebody_looks(
    vault: Path, tmp_path: Path, looked: list[str]
) -> None:
    for place in (".gitconfig", ".config/git/config"):
        settled(vault, *SHOWN)
        file = tmp_path / "home" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("[core]\n\tcommitGraph = false\n")
        looked.clear()
        settled(vault, *SHOWN)
        assert looked == ["review"]


def test_another_git_is_asked_anew_and_a_script_each_time(
    vault: Path, tmp_path: Path, looked: list[str]
) -> None:
    first = settled(vault, *SHOWN)
    real = shutil.which("git")
    assert real
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "git").symlink_to(real)
    env = {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    looked.clear()
    assert [said(vault, *SHOWN, env=env) for _ in range(2)] == [first, first]
    assert looked == ["review"]
    (tools / "git").unlink()
    (tools / "git").write_text(f'#!/bin/sh\nexec {real} "$@"\n')
    (tools / "git").chmod(0o755)
    looked.clear()
    assert [said(vault, *SHOWN, env=env) for _ in range(2)] == [first, first]
    assert looked == ["review"] * 2
    nowhere = {"PATH": str(tmp_path)}
    assert b"### Replied" not in said(vault, *SHOWN, env=nowhere)[1]


def test_a_working_tree_of_its_own_is_known_by_its_own_head(
    vault: Path, tmp_path: Path, looked: list[str]
) -> None:
    shutil.copy(vault / "Reviews" / "2026-W08.md", tmp_path / "review.md")
    tree = tmp_path / "tree"
    git(vault, "worktree", "add", "-q", str(tree), "-b", "other")
    for name in ("vaultkit.toml", "Acme.md"):
        shutil.copy(vault / name, tree / name)
    (tree / "Reviews").mkdir()
    shutil.copy(tmp_path / "review.md", tree / "Reviews" / "2026-W08.md")
    first = settled(tree, *SHOWN)
    looked.clear()
    assert said(tree, *SHOWN) == first
    assert looked == []
    commit(vault, THEN, "offer")
    assert said(tree, *SHOWN) == first == anew(tree, tmp_path, *SHOWN)
    git(tree, "reset", "-q", "--soft", "main")
    assert said(tree, *SHOWN) == anew(tree, tmp_path, *SHOWN) != first


def test_a_repository_above_the_vault_counts_as_well(
    tmp_path: Path, vault: Path, looked: list[str]
) -> None:
    (vault / ".git").rename(tmp_path / ".git")
    git(tmp_path, "add", "vault/Acme.md")
    git(tmp_path, "commit", "-q", "-m", "x")
    first = settled(vault, *SHOWN)
    looked.clear()
    assert said(vault, *SHOWN) == first
    assert looked == []
    git(tmp_path, "commit", "-q", "--amend", "-m", "y", day="2026-02-27")
    assert said(vault, *SHOWN) == anew(vault, tmp_path, *SHOWN)
    assert len(looked) == 2


def test_without_a_repository_a_review_is_known_until_one_is_made(
    vault: Path, tmp_path: Path, looked: list[str]
) -> None:
    shutil.rmtree(vault / ".git")
    first = settled(vault, *SHOWN)
    looked.clear()
    said(vault, *SHOWN)
    assert looked == []
    git(vault, "init", "-q")
    commit(vault, THEN, "applied")
    assert said(vault, *SHOWN) == anew(vault, tmp_path, *SHOWN) != first


def test_where_a_folder_might_be_a_repository_without_a_tree_nothing_is_known(
    vault: Path, looked: list[str]
) -> None:
    shutil.rmtree(vault / ".git")
    (vault / "HEAD").write_text("ref: refs/heads/main\n")
    settled(vault, *SHOWN)
    assert looked == ["review"] * 3


def test_a_review_that_stands_is_written_anew_once_anything_has_changed(
    vault: Path, tmp_path: Path, looked: list[str]
) -> None:
    settled(vault, *WRITTEN)
    note = vault / WEEK
    whole = note.read_bytes()
    for change in (
        lambda: commit(vault, THEN, "offer"),
        lambda: note.write_bytes(whole.replace(b"## ", b"### mine ", 1)),
        note.unlink,
    ):
        change()
        looked.clear()
        assert said(vault, *WRITTEN)[0] == 0
        assert looked == ["review"]
        now = note.read_bytes()
        assert anew(vault, tmp_path, *WRITTEN) == settled(vault, *WRITTEN)
        assert note.read_bytes() == now
    assert note.read_bytes() != b""


def test_a_review_that_was_written_just_now_is_not_told_again(
    vault: Path, looked: list[str]
) -> None:
    for _ in range(2):
        (vault / WEEK).unlink(missing_ok=True)
        said(vault, *WRITTEN)
        assert (vault / WEEK).exists()
    assert looked == ["review"] * 2


def test_a_review_whose_markers_cannot_be_trusted_is_told_of_each_time(
    vault: Path, looked: list[str]
) -> None:
    said(vault, *WRITTEN)
    note = vault / WEEK
    note.write_bytes(
        note.read_bytes().replace(b"<!-- vaultkit:review end", b"<!-- vaultkit:review e")
    )
    told = [said(vault, *WRITTEN) for _ in range(2)]
    assert told[0] == told[1]
    assert b"2026-W10" in told[0][2]
    assert looked == ["review"] * 3


def test_a_review_waits_for_git_however_often_it_had_nothing_to_do(vault: Path) -> None:
    settled(vault, *WRITTEN)
    in_a_merge(vault)
    assert [said(vault, *WRITTEN)[0] for _ in range(2)] == [3, 3]


def test_a_page_is_written_each_time(vault: Path, tmp_path: Path) -> None:
    page = tmp_path / "week.html"
    for _ in range(3):
        assert said(vault, "review", "--html", str(page))[0] == 0
        page.unlink()


def test_all_that_a_review_opens_is_part_of_the_question(vault: Path) -> None:
    others, names = opened_by(vault, (SHOWN, WRITTEN))
    inside_git = {path for path in others if path.startswith(".git")}
    assert others - inside_git <= {"vaultkit.toml", "Playbook", ".obsidian/templates.json"} | {
        ".obsidian/plugins/templater-obsidian/data.json",
        "Letters",
    }
    ours = {"settings.toml", "vault.json", "listed", "kept"}
    assert {name for name in names if not name.endswith((".run", ".new"))} <= ours


def test_where_no_home_is_named_nothing_is_known(vault: Path) -> None:
    for environ in ({}, {"HOME": "here"}, {"HOME": "/x", "XDG_CONFIG_HOME": "here"}):
        with pytest.raises(ValueError):
            committed(str(vault), environ)
    committed(str(vault), {"HOME": "/nowhere"})


def test_random_steps_find_no_review_that_differs(tmp_path: Path) -> None:
    assert interleave_reviews(tmp_path, 5, 25).total() > 0
