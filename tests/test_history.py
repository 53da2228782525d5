"""What notes said on an earlier day, from real git; and that a hostile repository runs nothing."""

import os
import shutil
import subprocess
from datetime import date

import pytest

from vaultkit.disk.git_history import notes_before

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(root, *arguments, day="2026-11-01"):
    stamps = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", *who, *arguments],
        cwd=root,
        env=os.environ | stamps,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def vault(tmp_path):
    git(tmp_path, "init", "-q")
    return tmp_path


def commit(root, day, **notes):
    for name, text in notes.items():
        (root / f"{name}.md").write_bytes(text)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "x", day=day)


def test_the_last_commit_before_the_day_tells(vault):
    commit(vault, "2026-11-01", Acme=b"one")
    commit(vault, "2026-11-10", Acme=b"two", Globex=b"new")
    commit(vault, "2026-11-13", Acme=b"three")
    paths = ["Acme.md", "Globex.md", "Later.md"]
    assert notes_before(vault, date(2026, 11, 13), paths) == {
        "Acme.md": b"two",
        "Globex.md": b"new",
        "Later.md": None,
    }
    assert notes_before(vault, date(2026, 11, 14), ["Acme.md"]) == {"Acme.md": b"three"}
    assert notes_before(vault, date(2026, 11, 5), paths) == {
        "Acme.md": b"one",
        "Globex.md": None,
        "Later.md": None,
    }


def test_no_history_is_no_answer(tmp_path, vault):
    assert notes_before(vault, date(2026, 11, 13), ["Acme.md"]) is None
    commit(vault, "2026-11-10", Acme=b"one")
    assert notes_before(vault, date(2026, 11, 10), ["Acme.md"]) == {}
    assert notes_before(vault, date(2026, 11, 13), []) == {}
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".git").write_text("gitdir: /nowhere")
    assert notes_before(outside, date(2026, 11, 13), ["Acme.md"]) is None


def test_a_vault_below_the_repository_is_read_where_it_lies(vault):
    below = vault / "notes" / "vault"
    below.mkdir(parents=True)
    (below / "Città – 1.md").write_bytes(b"x\ny")
    commit(vault, "2026-11-01", top=b"")
    assert notes_before(below, date(2026, 11, 13), ["Città – 1.md", "top.md"]) == {
        "Città – 1.md": b"x\ny",
        "top.md": None,
    }


def test_what_is_too_large_a_folder_or_oddly_named_is_left_out(vault):
    (vault / "folder.md").mkdir()
    (vault / "folder.md" / "x").write_bytes(b"x")
    commit(vault, "2026-11-01", large=b"x" * (2 * 1024 * 1024 + 1), same=b"one", other=b"one")
    found = notes_before(
        vault, date(2026, 11, 13), ["large.md", "folder.md", "same.md", "other.md", "a\nb.md"]
    )
    assert found == {"large.md": None, "folder.md": None, "same.md": b"one", "other.md": b"one"}


def test_a_repository_whose_settings_name_programs_runs_none(vault, tmp_path, monkeypatch):
    commit(vault, "2026-11-01", Acme=b"one")
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "gpg.program", "diff.external", "core.sshCommand", "core.askPass",
                 "pager.rev-list", "core.editor", "alias.rev-list", "filter.x.smudge", "filter.x.clean"):  # fmt: skip
        git(vault, "config", name, str(program))
    git(vault, "config", "log.showSignature", "true")
    git(vault, "config", "protocol.allow", "always")
    git(vault, "config", "extensions.partialClone", "origin")
    git(vault, "config", "core.repositoryformatversion", "1")
    git(vault, "config", "remote.origin.promisor", "true")
    git(vault, "config", "remote.origin.url", f"ext::{program}")
    (vault / ".gitattributes").write_text("* filter=x diff=x\n")
    missing = next(
        path
        for path in (vault / ".git" / "objects").rglob("*")
        if path.is_file() and is_note(vault, path)
    )
    missing.unlink()
    monkeypatch.setenv("GIT_PAGER", str(program))
    assert notes_before(vault, date(2026, 11, 13), ["Acme.md"]) == {"Acme.md": None}
    assert not ran.exists()


def is_note(vault, path):
    name = path.parent.name + path.name
    told = subprocess.run(
        ["git", "cat-file", "-t", name], check=False, cwd=vault, capture_output=True, text=True
    )
    return told.stdout == "blob\n"
