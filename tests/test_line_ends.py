"""Files whose lines end in CRLF stay so on every path: the same edit, and no line of the other kind."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import run
from tests.systems import needs_posix_programs
from tests.two_clones import DRIVER, git

DAY = ("--today", "2026-11-20")
FILES = {
    "vaultkit.toml": 'schema = 1\nlanguage = "en"\n[front_matter]\nnext_follow_up = true\n[applications]\ntemplate = "Templates/Application.md"\n',
    ".obsidian/templates.json": '{"folder": "Templates"}\n',
    "Templates/Application.md": "---\ntype: application\ncompany:\nrole:\nstatus:\n---\n# {{title}}\n\n## Notes\n\nMine.\n",
    "Acme.md": """---
type: application
company: Acme
status: rejected
interviewed: 2026-11-02
decided: 2026-11-15
recruiter: "[[Jane Doe]]"
interviewers:
  - "[[Marta Rossi]]"
---
# Acme

Some words of mine.

## Notes

- a line
""",
    "Globex.md": "---\ntype: application\ncompany: Globex\nstatus: applied\napplied: 2026-11-01\n---\n",
    "Marta Rossi.md": "---\ntype: person\ncompany: Acme\nlast_contact: 2026-11-01\n---\n# Marta\n\n## Log\n\n- 2026-11-01 met\n",
    "Jane Doe.md": "---\ntype: person\ncompany: Acme\n---\n",
    "Body.md": "# Initech\n\n**Company:** Initech\n**Status:** applied\n**Applied:** 2026-11-03\n\nWords.\n",
    "Reviews/2026-W47.md": "---\ntags: [week]\n---\nMine, above.\n",
}
UPDATED = (("update",),)
REVIEWED = (("update",), ("review",))
PATHS = {
    "update": UPDATED,
    "update again, later": (("update",), ("update", "--today", "2027-01-03")),
    "a stage that changed": (("update",), "Globex.md", ("update",)),
    "done": (*UPDATED, ("done", "Acme#reflect")),
    "snooze": (*UPDATED, ("snooze", "Acme#reflect", "1w")),
    "log": (*UPDATED, ("log", "Marta Rossi", "rang, they decide on Friday")),
    "log, where there is none": (*UPDATED, ("log", "Jane Doe", "rang")),
    "review": REVIEWED,
    "review again": (*REVIEWED, ("done", "Acme#reflect"), ("review",)),
    "remove": (*UPDATED, ("remove", "--yes")),
    "undo": (*UPDATED, ("done", "Acme#reflect"), ("undo",)),
    "undo of all": (*UPDATED, ("undo",)),
    "adopt": (("init", "--adopt", ".", "--yes"),),
    "bases": (("bases",),),
}


def fill(root: Path, end: str) -> None:
    for name, text in FILES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.replace("\n", end).encode())


def texts(root: Path) -> dict[str, bytes]:
    files = (file for file in root.rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def play(root: Path, steps) -> list[tuple[int, bytes]]:
    """Run the commands of a path, one after the other; a name stands for a note that is saved with another stage."""
    told = []
    for step in steps:
        if isinstance(step, str):
            note = root / step
            note.write_bytes(note.read_bytes().replace(b"status: applied", b"status: offer"))
            continue
        day = () if "--today" in step else DAY
        done = run(*step, *day, "--vault", root)
        assert done.returncode == 0, done.stderr.decode()
        told.append((done.returncode, done.stdout.replace(os.fsencode(root), b"ROOT")))
    return told


@pytest.mark.parametrize("path", PATHS)
def test_a_vault_in_crlf_gets_the_same_edits_and_stays_in_crlf(tmp_path, path):
    lf, crlf = tmp_path / "lf", tmp_path / "crlf"
    fill(lf, "\n")
    fill(crlf, "\r\n")
    assert play(lf, PATHS[path]) == play(crlf, PATHS[path])
    wanted, found = texts(lf), texts(crlf)
    assert [*wanted] == [*found]
    for name, text in wanted.items():
        is_ours_alone = name not in FILES
        assert found[name] in (
            [text, text.replace(b"\n", b"\r\n")]
            if is_ours_alone
            else [text.replace(b"\n", b"\r\n")]
        ), name


def test_a_new_note_has_the_line_ends_of_its_template(tmp_path):
    fill(tmp_path, "\r\n")
    assert run("new", "Umbrella", "Analyst", *DAY, "--vault", tmp_path).returncode == 0
    (made,) = [text for name, text in texts(tmp_path).items() if "Umbrella" in name]
    assert made.count(b"\n") == made.count(b"\r\n") > 5


def test_what_init_adds_to_settings_has_their_line_ends(tmp_path):
    fill(tmp_path, "\r\n")
    (tmp_path / "vaultkit.toml").unlink()
    assert run("init", *DAY, "--vault", tmp_path).returncode == 0
    made = (tmp_path / "vaultkit.toml").read_bytes()
    assert b"\r" not in made, "a new file of ours ends its lines as all of ours do"


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

SETTINGS = {
    # core.autocrlf, .gitattributes, what the work tree holds
    "git for Windows as it comes": ("true", "*.md merge=vaultkit\n", "\r\n"),
    "input": ("input", "*.md merge=vaultkit\n", "\n"),
    "an attribute says CRLF": ("false", "*.md merge=vaultkit text eol=crlf\n", "\r\n"),
    "an attribute says LF": ("true", "*.md merge=vaultkit text eol=lf\n", "\n"),
    "CRLF as it is": ("false", "*.md merge=vaultkit -text\n", "\r\n"),
}


def repository(root: Path, driver: str, autocrlf: str, attributes: str, end: str) -> Path:
    """Make a repository with one note that is up to date."""
    git(root.parent, "init", "--quiet", "--initial-branch=main", root.name)
    for name, value in {
        "user.name": "A",
        "user.email": "a@example.org",
        "core.autocrlf": autocrlf,
        "core.safecrlf": "false",
    }.items():
        git(root, "config", name, value)
    set_up = f'git config merge.vaultkit.driver "{driver}"'
    subprocess.run(["sh", "-c", set_up], cwd=root, check=True)
    (root / ".gitattributes").write_bytes(attributes.encode())
    (root / "vaultkit.toml").write_bytes(b"schema = 1\n")
    (root / "Acme.md").write_bytes(FILES["Acme.md"].replace("\n", end).encode())
    assert run("update", *DAY, "--vault", root).returncode == 0
    commit(root)
    return root


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "work")


def merge_two_ticks(root: Path) -> bytes:
    """Tick an item on each of two branches and merge them; return the note."""
    git(root, "checkout", "--quiet", "-b", "other")
    assert run("done", "Acme#reflect", *DAY, "--vault", root).returncode == 0
    commit(root)
    git(root, "checkout", "--quiet", "main")
    assert run("done", "Acme#feedback-jane-doe", *DAY, "--vault", root).returncode == 0
    commit(root)
    merged = git(root, "merge", "--quiet", "other", may_fail=True)
    assert merged.returncode == 0, (merged.stdout + merged.stderr).decode()
    return (root / "Acme.md").read_bytes()


@needs_git
@pytest.mark.parametrize("settings", SETTINGS)
def test_git_s_own_idea_of_line_ends_and_ours_get_along(tmp_path, settings):
    autocrlf, attributes, end = SETTINGS[settings]
    root = repository(tmp_path / "vault", DRIVER.replace('"', '\\"'), autocrlf, attributes, end)
    text = merge_two_ticks(root)
    assert text.count(b"- [x]") == 2
    assert (text.count(b"\r\n") == text.count(b"\n")) == (end == "\r\n")
    assert (b"\r" in text) == (end == "\r\n")
    assert git(root, "status", "--porcelain").stdout == b""
    assert run("update", "--check", *DAY, "--vault", root).returncode == 0
    assert (root / "Acme.md").read_bytes() == text


@needs_git
def test_a_clone_that_turned_its_line_ends_over_still_merges(tmp_path):
    """One machine commits CRLF as it is, the other turned the note to LF: neither's tick is lost."""
    driver = DRIVER.replace('"', '\\"')
    root = repository(tmp_path / "vault", driver, "false", "*.md merge=vaultkit -text\n", "\n")
    git(root, "checkout", "--quiet", "-b", "other")
    assert run("done", "Acme#reflect", *DAY, "--vault", root).returncode == 0
    note = root / "Acme.md"
    note.write_bytes(note.read_bytes().replace(b"\n", b"\r\n"))
    commit(root)
    git(root, "checkout", "--quiet", "main")
    assert run("done", "Acme#feedback-jane-doe", *DAY, "--vault", root).returncode == 0
    commit(root)
    git(root, "merge", "--quiet", "other", may_fail=True)
    text = note.read_bytes()
    assert text.count(b"[x]") >= 2
    assert text.count(b"Some words of mine.") >= 1


@needs_git
@needs_posix_programs
def test_the_driver_s_line_works_from_git_s_shell_with_a_path_that_has_spaces(tmp_path):
    """As docs/two-machines.md has it written for Windows: single quotes within the double ones."""
    folder = tmp_path / "Program Files (x86)" / "it's vaultkit"
    folder.mkdir(parents=True)
    program = folder / "vaultkit.exe"
    program.write_text(
        f'#!/bin/sh\ntouch "$0.ran"\nexec "{sys.executable}" -m vaultkit "$@"\n', "utf-8"
    )
    program.chmod(0o755)
    documented = (Path(__file__).parent.parent / "docs" / "two-machines.md").read_text("utf-8")
    (line,) = re.findall(
        r"git config merge\.vaultkit\.driver \"('C:/.*)\"$", documented, re.MULTILINE
    )
    place = shlex.quote(str(program)).replace('"', '\\"')
    driver = re.sub(r"^'C:/[^']*'", lambda _: place, line)
    assert driver.endswith("' merge-driver --marker-size %L -- %O %A %B")
    root = repository(tmp_path / "my vault", driver, *SETTINGS["git for Windows as it comes"])
    assert merge_two_ticks(root).count(b"- [x]") == 2
    assert program.with_name("vaultkit.exe.ran").exists()
