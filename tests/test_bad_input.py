"""Every command on every vault that is not as it should be: a clear sentence, nothing lost, nothing written but what was said."""

import errno
import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import run
from tests.habits import TODAY
from vaultkit.disk.folder import Folder

NOTE = (
    "---\ntype: application\ncompany: Acme\nstatus: rejected\napplied: 2026-10-01\n"
    "decided: 2026-11-18\nrecruiter: Ann Lee\n---\n\nMine.\n"
)
IN_BODY = "# Soylent\n\n**Status:** applied\n**Company:** Soylent\n"
PLUGINS = (
    ".obsidian/templates.json",
    ".obsidian/daily-notes.json",
    ".obsidian/community-plugins.json",
    ".obsidian/plugins/templater-obsidian/data.json",
    ".obsidian/plugins/periodic-notes/data.json",
    ".obsidian/plugins/calendar/data.json",
    ".obsidian/plugins/obsidian-tasks-plugin/data.json",
)
OTHER_TYPES = json.dumps(
    {
        "folder": {"a": 1},
        "templates_folder": 5,
        "weekly": [1],
        "weeklyNoteFolder": True,
        "globalFilter": {"x": []},
        "taskFormat": 7,
        "statusSettings": {"coreStatuses": "x", "customStatuses": [5, {"symbol": [], "type": 3}]},
    }
)


def empty(root: Path) -> None:
    (root / ".obsidian").mkdir()


def without_obsidian(root: Path) -> None:
    fill(root)


def with_bad_json(root: Path) -> None:
    fill(root)
    set_plugins(root, '{"folder": ')


def with_other_types(root: Path) -> None:
    fill(root)
    set_plugins(root, OTHER_TYPES)


def with_lists(root: Path) -> None:
    fill(root)
    set_plugins(root, "[]")


def read_only(root: Path) -> None:
    fill(root)


def templates_behind_a_link(root: Path) -> None:
    fill(root)
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "Job.md").write_text("---\ntype: application\ncompany:\n---\nSecret\n", "utf-8")
    (root / "Templates").symlink_to(outside)
    (root / ".obsidian").mkdir()
    (root / ".obsidian/templates.json").write_text('{"folder": "Templates"}', "utf-8")


def fill(root: Path) -> None:
    (root / "Jobs").mkdir()
    (root / "Jobs/Acme.md").write_text(NOTE, "utf-8")
    (root / "Jobs/Soylent.md").write_text(IN_BODY, "utf-8")
    (root / "Ann Lee.md").write_text("---\ntype: person\nemail: a@b.example\n---\n", "utf-8")


def set_plugins(root: Path, text: str) -> None:
    for file in PLUGINS:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, "utf-8")


VAULTS = (
    empty,
    without_obsidian,
    with_bad_json,
    with_other_types,
    with_lists,
    read_only,
    templates_behind_a_link,
)
COMMANDS = (
    ("init", "."),
    ("init", ".", "--bases", "--lang", "it"),
    ("init", "--adopt", "."),
    ("init", "--adopt", ".", "--yes"),
    ("update",),
    ("update", "--check"),
    ("new", "Globex", "Analyst"),
    ("new", "Globex", "Analyst", "--applied", "2026-11-02", "--recruiter", "Ann Lee"),
    ("bases",),
    ("samples", "remove"),
    ("doctor",),
    ("config",),
    ("review",),
    ("check",),
    ("render", "-", "--path", "Jobs/Acme.md"),
    ("completion", "bash"),
    ("undo",),
    ("remove", "--yes"),
)


@pytest.fixture
def no_writing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], None]:
    """Have a disk refuse whatever is written below the vault, as a read-only one does; root may write anywhere else."""
    root = str(tmp_path / "vault")

    def refused(name: str) -> Callable[..., object]:
        real = getattr(Folder, name)

        def method(folder: Folder, *given: object, **named: object) -> object:
            writes = name != "open" or named.get("to_change")
            if writes and folder._here.path.startswith(root):
                raise OSError(errno.EROFS, os.strerror(errno.EROFS))
            return real(folder, *given, **named)

        return method

    def begin() -> None:
        names = (
            "open",
            "create",
            "take",
            "make",
            "open_nameless",
            "give_name",
            "move_new",
            "remove",
        )
        for name in (*names, "exchange", "replace"):
            monkeypatch.setattr(Folder, name, refused(name))

    return begin


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("make", VAULTS)
@pytest.mark.parametrize("is_set_up", [True, False])
def test_a_clear_sentence_and_nothing_lost(
    tmp_path: Path,
    make: Callable[[Path], None],
    words: tuple[str, ...],
    is_set_up: bool,
    no_writing: Callable[[], None],
) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    make(root)
    if is_set_up:
        (root / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    before = files(root)
    if make is read_only:
        no_writing()
    done = run(*words, *day_of(words), cwd=root, input=NOTE.encode())
    told = done.stderr.decode()
    assert done.returncode in (0, 1, 2, 4), told
    assert "Traceback" not in told
    if done.returncode == 2:
        assert re.search(r"^vaultkit: .{15,}", told, re.MULTILINE), told
    after = files(root)
    if make is read_only:
        assert after == before
    assert set(before) <= set(after), "nothing is gone"
    for path, text in before.items():
        assert lines_kept(text, after[path]), path
    said = done.stdout.decode() + told
    for path in after:
        if after[path] != before.get(path):
            assert path in said, "what was written was said"
    assert all("Secret" not in text.decode("utf-8", "replace") for text in after.values())


def day_of(words: tuple[str, ...]) -> tuple[str, ...]:
    takes_none = ("config", "doctor", "completion", "undo", "bases", "samples", "remove")
    return () if words[0] in takes_none else ("--today", TODAY)


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def lines_kept(before: bytes, after: bytes) -> bool:
    """Tell whether every line of a person's stands in the text, in its order."""
    rest = iter(after.splitlines())
    return all(any(line == other for other in rest) for line in before.splitlines())
