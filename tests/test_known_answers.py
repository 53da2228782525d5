"""What earlier runs have learned saves time and decides nothing: every answer is that of a full read."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command_line import run
from tests.opened import opened
from vaultkit.disk import cache_folder
from vaultkit.work import index as indexing

TODAY = ("--today", "2026-03-02")
NOTE = (
    "---\ntype: application\ncompany: {}\nrole: Tester\nstatus: applied\napplied: 2026-02-02\n"
    "recruiter: Ann Lee\ninterviewed: 2026-03-09\n---\n"
)
QUESTIONS = (
    ("due",),
    ("due", "--json"),
    ("contacts",),
    ("contacts", "--json"),
    ("stats",),
    ("stats", "--json"),
    ("list",),
    ("list", "--json"),
    (),
    ("--json",),
    ("update", "--check"),
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "Applications").mkdir(parents=True)
    (root / "vaultkit.toml").write_text("schema = 1\n")
    for name in ("Acme", "Bolt"):
        (root / "Applications" / f"{name}.md").write_text(NOTE.format(name))
    (root / "Diary.md").write_text("A day.\n")
    run("update", "--vault", root, *TODAY)
    return root


@pytest.fixture(autouse=True)
def no_grain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of these tests is older than the clock's grain: none of them waits two seconds for that."""
    monkeypatch.setattr(indexing, "_GRAIN_SECONDS", -1e9)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The notes that were opened."""
    return opened(monkeypatch)


def caches() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "vaultkit"


def files() -> list[Path]:
    return [file for file in caches().rglob("*") if file.is_file()]


def asked(vault: Path, *words: str) -> tuple[int, bytes, bytes]:
    done = run("--vault", vault, *TODAY, *words)
    return done.returncode, done.stdout, done.stderr


def fully(vault: Path, *words: str, tmp_path: Path) -> tuple[int, bytes, bytes]:
    """The answer of somebody who knows nothing yet."""
    empty = tmp_path / "empty"
    shutil.rmtree(empty, ignore_errors=True)
    done = run("--vault", vault, *TODAY, *words, env={"XDG_CACHE_HOME": str(empty)})
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", QUESTIONS)
def test_the_second_answer_is_the_first_and_opens_no_note(
    vault: Path, reads: list[str], words: tuple[str, ...]
) -> None:
    first = asked(vault, *words)
    assert reads
    reads.clear()
    assert asked(vault, *words) == first
    assert reads == []


def test_an_update_with_nothing_to_do_opens_no_note(vault: Path, reads: list[str]) -> None:
    asked(vault, "update")
    reads.clear()
    assert asked(vault, "update")[0] == 0
    assert reads == []


def test_of_a_changed_vault_only_what_may_matter_is_read_again(
    vault: Path, reads: list[str]
) -> None:
    asked(vault, "due")
    reads.clear()
    (vault / "Other.md").write_text("Another day.\n")
    asked(vault, "due")
    assert "Other.md" in reads
    assert "Diary.md" not in reads


def _edit(vault: Path) -> None:
    note = vault / "Applications" / "Acme.md"
    note.write_bytes(note.read_bytes().replace("📅 2026".encode(), "📅 2025".encode()))


def _with_the_old_time(vault: Path) -> None:
    """As git and synchronisers write: another text of the same length, and the time that it had."""
    note = vault / "Applications" / "Acme.md"
    before = note.stat()
    note.write_bytes(note.read_bytes().replace(b"Acme", b"Apex"))
    os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replace(vault: Path) -> None:
    note = vault / "Applications" / "Acme.md"
    beside = vault / "Applications" / "new"
    beside.write_bytes(note.read_bytes().replace(b"Acme", b"Apex"))
    os.utime(beside, ns=(note.stat().st_atime_ns, note.stat().st_mtime_ns))
    beside.replace(note)


def _mark_a_bystander(vault: Path) -> None:
    (vault / "Diary.md").write_text(NOTE.format("Diary"))


def _forgotten_block(vault: Path) -> None:
    text = (vault / "Applications" / "Acme.md").read_text()
    (vault / "Diary.md").write_text(text.partition("---\n")[2].partition("---\n")[2])


def _swap(vault: Path) -> None:
    one, other = (vault / "Applications" / f"{name}.md" for name in ("Acme", "Bolt"))
    one.rename(vault / "x")
    other.rename(one)
    (vault / "x").rename(other)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a line edited": _edit,
    "the same length and time": _with_the_old_time,
    "replaced": _replace,
    "two swapped": _swap,
    "a note marked": _mark_a_bystander,
    "a block in a note that is none": _forgotten_block,
    "one removed": lambda vault: (vault / "Applications" / "Acme.md").unlink(),
    "one renamed": lambda vault: (vault / "Diary.md").rename(vault / "Day.md"),
    "a folder moved": lambda vault: (vault / "Applications").rename(vault / "Jobs"),
    "another vault inside": lambda vault: (vault / "Applications" / "vaultkit.toml").write_text(
        "schema = 1\n"
    ),
    "in conflict": lambda vault: (vault / "Diary.md").write_text(
        "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"
    ),
    "no longer UTF-8": lambda vault: (vault / "Diary.md").write_bytes(
        b"---\ntype: application\n---\n\xff"
    ),
    "settings": lambda vault: (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n'),
    "marks": lambda vault: (vault / "vaultkit.toml").write_text(
        'schema = 1\n[applications]\ntags = ["job"]\n'
    ),
    "templates": lambda vault: (
        (
            (vault / ".obsidian").mkdir(),
            (vault / ".obsidian" / "templates.json").write_text('{"folder": "Applications"}'),
        )
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_seen(vault: Path, tmp_path: Path, change: str) -> None:
    for words in QUESTIONS:
        asked(vault, *words)
    CHANGES[change](vault)
    for words in QUESTIONS:
        assert asked(vault, *words) == fully(vault, *words, tmp_path=tmp_path)


def test_a_note_that_was_saved_a_moment_ago_is_read_again(
    vault: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(caches())
    monkeypatch.setattr(indexing, "_GRAIN_SECONDS", 1e9)
    asked(vault, "due")
    reads.clear()
    asked(vault, "due")
    assert set(reads) >= {"Diary.md", "Applications/Acme.md"}
    assert files() == []


def test_another_day_is_another_answer(vault: Path) -> None:
    first = asked(vault, "due", "--json")
    other = run("due", "--json", "--vault", vault, "--today", "2027-03-02").stdout
    assert other != first[1]
    assert asked(vault, "due", "--json") == first


def _damage(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-3]),
    "one bit": _damage,
    "nonsense": lambda file: file.write_bytes(b"vaultkit cache 2\n" + bytes(64)),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "a link": lambda file: (file.rename(file.with_name("x")), file.symlink_to("x")),
    "a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_passed_over_and_made_again(
    vault: Path, tmp_path: Path, damage: str
) -> None:
    before = [asked(vault, *words) for words in QUESTIONS]
    kept = files()
    assert kept
    for file in kept:
        DAMAGES[damage](file)
    assert [asked(vault, *words) for words in QUESTIONS] == before
    assert [asked(vault, *words) for words in QUESTIONS] == before


def test_an_answer_under_another_name_is_none(vault: Path) -> None:
    """A file says itself what it is the answer to."""
    asked(vault, "due")
    asked(vault, "stats")
    before = asked(vault, "stats", "--json")
    (due,), (stats,) = ([f for f in files() if f.name.startswith(n)] for n in ("due", "stats"))
    due.replace(stats)
    assert asked(vault, "stats", "--json") == before


def _linked() -> None:
    caches().rename(caches().with_name("elsewhere"))
    caches().symlink_to("elsewhere")


def _open_to_others() -> None:
    caches().chmod(0o755)


REFUSED: dict[str, Callable[[], object]] = {
    "a link": _linked,
    "open to others": _open_to_others,
    "a file": lambda: (shutil.rmtree(caches()), caches().write_text("")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_folder_that_is_not_our_own_is_not_used(vault: Path, reads: list[str], what: str) -> None:
    before = asked(vault, "due")
    REFUSED[what]()
    reads.clear()
    assert asked(vault, "due") == before
    assert reads


def test_another_users_folder_is_not_used(
    vault: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = asked(vault, "due")
    monkeypatch.setattr(cache_folder.os, "geteuid", lambda: 4242)
    reads.clear()
    assert asked(vault, "due") == before
    assert reads


@pytest.mark.parametrize("place", ["/dev/null", "/proc/1", "relative", ""])
def test_without_a_cache_the_answer_comes_all_the_same(
    vault: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    before = asked(vault, "due")
    monkeypatch.setenv("XDG_CACHE_HOME", place)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert asked(vault, "due") == before
    assert asked(vault, "due") == before


def test_a_full_disk_is_not_told_of(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = asked(vault, "due")
    shutil.rmtree(caches())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache_folder.Folder, "replace", full)
    assert asked(vault, "due") == before
    assert files() == []


def test_nothing_is_kept_inside_the_vault(vault: Path) -> None:
    before = sorted(vault.rglob("*"))
    run("due", "--vault", vault, *TODAY, env={"XDG_CACHE_HOME": str(vault / ".cache")})
    assert sorted(vault.rglob("*")) == before


def test_only_the_person_can_read_it_and_no_more_stands_in_it_than_answers_need(
    vault: Path,
) -> None:
    secret = "Words that matter to nobody else."
    for name in ("Diary.md", "Applications/Acme.md"):
        with (vault / name).open("a") as file:
            file.write(f"\n{secret}\n")
    for words in QUESTIONS:
        asked(vault, *words)
    assert stat.S_IMODE(caches().stat().st_mode) == 0o700
    assert files()
    for file in files():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert secret.encode() not in file.read_bytes()


def test_few_answers_are_kept(vault: Path) -> None:
    for day in range(1, 20):
        run("due", "--vault", vault, "--today", f"2026-03-{day:02}")
    assert len([file for file in files() if file.name.startswith("due-")]) <= 4


def test_what_is_known_of_a_vault_that_nobody_asks_about_goes(vault: Path, tmp_path: Path) -> None:
    asked(vault, "due")
    (old,) = caches().iterdir()
    os.utime(old, (0, 0))
    other = tmp_path / "other"
    other.mkdir()
    (other / "vaultkit.toml").write_text("schema = 1\n")
    (other / "Day.md").write_text("A day.\n")
    asked(other, "due")
    assert old not in [*caches().iterdir()] != []


def test_an_interruption_leaves_nothing_behind(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    shutil.rmtree(caches())
    monkeypatch.setattr(cache_folder.Folder, "replace", interrupted)
    assert asked(vault, "due")[0] == 130
    assert files() == []


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    assert not [file for file in files() if file.name.endswith(".tmp")]
