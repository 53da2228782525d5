"""Disks that fail, forget or hold on: a sentence, and no note harmed."""

import errno
import os
import threading
from pathlib import Path

import pytest

from tests.command_line import run
from tests.systems import ON_WINDOWS, put_system, this_system

DAY = ("--today", "2026-11-20")
HEAD = "---\ntype: application\ncompany: {0}\nstatus: rejected\ninterviewed: 2026-11-02\ndecided: 2026-11-15\n---\n# {0}\n\nMine.\n"
GONE = (errno.EIO, errno.ENODEV, errno.ESTALE, errno.ENOTCONN)
"""What a disk, a stick, a network drive and a FUSE folder say when they are taken away."""

ON_THE_VAULT = ("open_folder", "open_child", "listed", "names", "open", "create", "create_nameless")
ON_THE_VAULT += ("give_name", "move_new", "take", "stat", "stand_of", "is_named", "may_write")
ON_A_FILE = ("write_at", "truncate", "flush", "reserve")


@pytest.fixture
def vault(tmp_path):
    root = tmp_path / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n", "utf-8")
    for name in ("Acme", "Globex"):
        (root / f"{name}.md").write_text(HEAD.format(name), "utf-8")
    return root


def notes(root: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(root.glob("*.md"))}


class Share:
    """A system whose vault is taken away before a call, and comes back when ``is_away`` is unset."""

    def __init__(self, root: Path, goes_at: int, error: int) -> None:
        self.root, self.goes_at, self.error = str(root), goes_at, error
        self.calls = 0

    def system(self):
        """Return this machine's system with the calls on the vault counted."""
        here = this_system()
        share = self

        def counted(name):
            real = getattr(type(here), name)

            def call(self, first, *rest, **named):
                share.meet(name, first)
                return real(self, first, *rest, **named)

            return call

        calls = {name: counted(name) for name in (*ON_THE_VAULT, *ON_A_FILE)}
        return type("Counted", (type(here),), calls)()

    def meet(self, name, first) -> None:
        if name in ON_A_FILE:
            place = str(Path(f"/proc/self/fd/{first}").readlink())
        else:
            place = str(getattr(first, "path", first))
        if not place.startswith(self.root):
            return
        self.calls += 1
        if self.calls >= self.goes_at > 0:
            raise OSError(self.error, os.strerror(self.error), place)


def calls_of(root, monkeypatch, *words) -> int:
    share = Share(root, 0, 0)
    with monkeypatch.context() as patch:
        put_system(patch, share.system())
        assert run(*words, *DAY, "--vault", root).returncode == 0
    return share.calls


@pytest.mark.skipif(
    ON_WINDOWS or not Path("/proc/self/fd").exists(),
    reason="which file a number means is told by Linux; test_on_windows.py plays the same there",
)
@pytest.mark.parametrize("error", GONE, ids=lambda number: errno.errorcode[number])
@pytest.mark.parametrize(
    "command", [("update",), ("done", "Acme#reflect"), ("review",)], ids=" ".join
)
def test_a_share_that_goes_away_in_the_middle_is_a_sentence_and_no_harm(
    tmp_path, vault, monkeypatch, command, error
):
    """At every few calls of the command, and it stays away. When it is back, the next update ends what was begun."""
    if command != ("update",):
        assert run("update", *DAY, "--vault", vault).returncode == 0
    before = {file.name: file.read_bytes() for file in vault.iterdir() if file.is_file()}
    calls = calls_of(vault, monkeypatch, *command)
    after = notes(vault)
    assert calls > 10
    step = max(1, calls // 12)
    for goes_at in range(1 + GONE.index(error) % step, calls + 1, step):
        for name in [file for file in vault.rglob("*") if file.is_file()]:
            name.unlink()
        for name, text in before.items():
            (vault / name).write_bytes(text)
        with monkeypatch.context() as patch:
            put_system(patch, Share(vault, goes_at, error).system())
            done = run(*command, *DAY, "--vault", vault)
        assert done.stdout or done.stderr, goes_at
        is_told = b".md:1: " in done.stderr and " · ".encode() in done.stderr
        assert done.returncode != 0 or notes(vault) == after or is_told, (goes_at, done)
        assert b"Traceback" not in done.stderr
        assert run("update", *DAY, "--vault", vault).returncode == 0
        if command == ("update",):
            assert notes(vault) == after, goes_at
        for name, text in notes(vault).items():
            known = (before.get(name), after.get(name))
            assert text in known or command == ("update",), (goes_at, name)
            assert b"Mine." in text
            assert text.count(b"vaultkit:begin") == text.count(b"vaultkit:end") == 1
        left = [file.name for file in vault.rglob("*") if file.name.startswith(".vaultkit-")]
        assert len(left) <= 1, "what a lost disk keeps of a write is hidden, and swept later"


def test_a_note_that_is_held_for_a_while_is_waited_for(vault):
    """As a virus scanner or an indexer does after a save."""
    held = open(vault / "Acme.md", "rb")  # noqa: SIM115 - closed by the one who holds it
    threading.Timer(0.7, held.close).start()
    assert run("update", *DAY, "--vault", vault).returncode == 0
    assert b"vaultkit:end" in (vault / "Acme.md").read_bytes()


def test_a_path_of_300_characters_is_written_like_any_other(vault):
    folder = vault.joinpath(*["Applications of a long and weary search"] * 7)
    folder.mkdir(parents=True)
    note = folder / ("A company with a long name " * 2 + ".md")
    note.write_text(HEAD.format("Long"), "utf-8")
    assert len(str(note.relative_to(vault))) > 300
    assert run("update", *DAY, "--vault", vault).returncode == 0
    assert b"vaultkit:end" in note.read_bytes()
    assert run("done", "Long#reflect", *DAY, "--vault", vault).returncode == 0
    assert run("undo", "--vault", vault).returncode == 0
    assert b"- [x]" not in note.read_bytes()


@pytest.mark.parametrize("length", [300, 5000])
def test_a_name_or_a_path_that_no_disk_takes_is_a_sentence(vault, length):
    long = "x" * length
    before = notes(vault)
    for words in (
        ("explain", long),
        ("explain", f"{long}/{long}.md"),
        ("done", long),
        ("draft", long),
        ("merge-driver", long, long, long),
        ("review", "--html", str(vault / long / "page.html")),
        ("review", "--html", str(vault / f"{long}.html")),
        ("export", "csv", "--output", str(vault / f"{long}.csv")),
    ):
        done = run(*words, "--vault", vault)
        assert done.returncode in (1, 2), words
        assert done.stderr, words
    assert run("update", "--vault", vault / long).returncode == 2
    assert run("log", long, "rang", *DAY, "--vault", vault).returncode == 0
    made = run("new", long, long, *DAY, "--vault", vault)
    assert made.returncode == 0, made.stderr.decode()
    assert before.keys() <= notes(vault).keys()
    assert all(b"Mine." in notes(vault)[name] for name in before)


def test_a_vault_on_fat_can_be_made_written_and_undone(tmp_path, monkeypatch):
    """FAT and exFAT, played: no second names, no files without one, no rights, no owners, no swap."""
    root, here = tmp_path / "stick", this_system()
    kind = type(here)

    def refused(self, *_, **__):
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    def not_permitted(self, *_, **__):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    def no_link(*_, **__):
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", no_link)
    fat = type(
        "Fat",
        (kind,),
        {"create_nameless": refused, "give_owner": not_permitted, "exchange": lambda *_: False},
    )()
    put_system(monkeypatch, fat)
    assert run("init", root, *DAY).returncode == 0
    assert run("new", "Acme", "Engineer", *DAY, "--vault", root).returncode == 0
    assert run("new", "Acme", "Engineer", *DAY, "--vault", root).returncode == 2
    assert run("update", *DAY, "--vault", root).returncode == 0
    assert run("review", *DAY, "--vault", root).returncode == 0
    assert run("undo", *DAY, "--vault", root).returncode == 0
    assert list(root.rglob(".vaultkit-*")) == []


@pytest.mark.skipif(ON_WINDOWS, reason="making a link asks for a right that few people have there")
@pytest.mark.parametrize(
    "line", [("review",), ("new", "Foo", "Developer"), ("log", "Ada", "hello")]
)
def test_a_folder_that_is_a_link_or_a_file_is_named_for_what_it_is(vault, line):
    elsewhere = vault.parent / "elsewhere"
    elsewhere.mkdir()
    for folder in ("Reviews", "Applications"):
        (vault / folder).symlink_to(elsewhere)
    (vault / "People").write_text("no folder\n", "utf-8")
    done = run(*line, *DAY, cwd=vault)
    assert done.returncode == 2
    assert "a folder on the way is a link or a file" in " ".join(done.stderr.decode().split())
    assert list(elsewhere.iterdir()) == []


@pytest.mark.skipif(ON_WINDOWS, reason="making a link asks for a right that few people have there")
@pytest.mark.parametrize("command", ["update", "explain", "remove"])
def test_a_note_behind_a_link_is_named_and_left_alone(vault, command):
    elsewhere = vault.parent / "elsewhere"
    elsewhere.mkdir()
    note = elsewhere / "Initech.md"
    note.write_text(HEAD.format("Initech"), "utf-8")
    (vault / "linked").symlink_to(elsewhere)
    done = run(command, "linked/Initech.md", cwd=vault)
    assert done.returncode == 2
    assert "linked/Initech.md lies behind a link" in done.stderr.decode()
    assert note.read_text("utf-8") == HEAD.format("Initech")


@pytest.mark.parametrize(
    ("head", "told"),
    [("---\ntype: person\nbroken: [a\n---\n", ":3:"), ("---\ntype: person\n", "is not closed")],
)
def test_a_log_for_a_person_whose_head_does_not_read_tells_what_is_wrong_there(vault, head, told):
    (vault / "People").mkdir()
    note = vault / "People" / "Ada.md"
    note.write_text(head, "utf-8")
    done = run("log", "Ada", "hello", cwd=vault)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.decode().split())
    assert "Add" not in done.stderr.decode()
    assert note.read_text("utf-8") == head
