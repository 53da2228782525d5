"""docs/editors.md, tried: what it says to put into an editor or a hook is put there and used."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_render import NOTE

PAGE = (Path(__file__).parent.parent / "docs/editors.md").read_text("utf-8")
ODD = "L'Oréal $(touch run) `touch run`.md"


def block(title):
    found = re.search(rf"^## {title}\n.*?```\w+\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "my-search"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    return root


def environment(home):
    """The command of this very installation, as ``vaultkit`` on the path."""
    commands = home / "commands"
    commands.mkdir(exist_ok=True)
    script = commands / "vaultkit"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m vaultkit "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    here = str(Path(__file__).parent.parent)
    path = f"{commands}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "HOME": str(home), "PATH": path, "PYTHONPATH": here}


@pytest.mark.skipif(shutil.which("vim") is None, reason="no vim here")
@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("Acme.md", NOTE + b"\n"),
        ("CRLF.md", NOTE.replace(b"\n", b"\r\n") + b"\r\n"),
        (ODD, NOTE + b"\n"),
        ("Mine.md", b"# Mine\n\n\ttext  \n"),
        ("Broken.md", NOTE.replace(b"company:", b"company: [") + b"\n"),
    ],
)
def test_vim_saves_a_note_brought_up_to_date(vault, name, raw):
    (vault / name).write_bytes(raw)
    rc = vault.parent / "vimrc"
    rc.write_text(f"set nocompatible\n{block('Vim and Neovim')}", encoding="utf-8")
    keys = ["-c", "normal Gox", "-c", "normal dd", "-c", "wq"]
    subprocess.run(
        ["vim", "-es", "-u", rc, *keys, name],
        cwd=vault,
        env=environment(vault.parent),
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    after = (vault / name).read_bytes()
    if name in ("Mine.md", "Broken.md"):
        assert after == raw
        return
    newline = b"\r\n" if name == "CRLF.md" else b"\n"
    assert b"^vk-reflect" + newline in after
    begin, end = after.index(b"<!-- vaultkit:begin"), after.index(b"<!-- vaultkit:end")
    stop = after.index(b"-->", end) + 3 + len(newline)
    assert after[:begin] + after[stop:] == raw
    assert not (vault / "run").exists()


def git(vault, *words, **more):
    return subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.com", *words],
        cwd=vault,
        env=environment(vault.parent),
        capture_output=True,
        check=False,
        **more,
    )


def test_a_hook_refuses_a_note_that_is_not_up_to_date(vault):
    git(vault, "init", "-q")
    hook = vault / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(block("Git"), encoding="utf-8")
    hook.chmod(0o755)
    (vault / "Acme.md").write_bytes(NOTE + b"\n")
    (vault / ODD).write_bytes(NOTE + b"\n")
    git(vault, "add", "-A")
    done = git(vault, "commit", "-qm", "first")
    assert done.returncode == 1
    assert b"md: vaultkit update" in done.stderr
    subprocess.run([sys.executable, "-m", "vaultkit", "update", "-q"], cwd=vault, check=True)
    git(vault, "add", "-A")
    done = git(vault, "commit", "-qm", "first")
    assert done.returncode == 0, done.stderr
    assert not (vault / "run").exists()
