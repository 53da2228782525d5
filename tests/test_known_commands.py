"""Commands whose answer depends on more than the notes, and the help: known again, and only while all of it is as it was."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import PathFinder
from importlib.metadata import MetadataPathFinder
from pathlib import Path

import pytest

from tests.command_line import run
from tests.on_terminal import on_terminal
from tests.test_printed import (  # noqa: F401 - fixtures
    CHANGES,
    NOTE,
    TODAY,
    caches,
    kept,
    no_grain,
    of_a_process,
    opened_by,
    small_vault,
    who_looked,
)
from vaultkit.cli import command_line
from vaultkit.core.text.problem import problem
from vaultkit.disk import beside, digests, early, question, write

pytestmark = pytest.mark.skipif(
    not early.IS_HERE, reason="nothing is printed again where a file may have two names"
)

OF_NOTES: tuple[tuple[str, ...], ...] = (
    ("update", "--check"),
    ("update", "--dry-run"),
    ("update", "--check", "--strict"),
    ("check",),
    ("check", "--json"),
    ("explain", "Acme"),
    ("explain", "Ann Lee", "--json"),
    ("explain", "1"),
    ("draft", "1"),
    ("draft", "Acme#check-in", "--json"),
    ("draft", "2", "--template"),
    ("export", "csv"),
    ("export", "json"),
    ("export", "search-log", "--as", "html"),
    ("export", "csv", "--json"),
    ("stats", "--redact"),
    ("review", "--stdout"),
    ("review", "--stdout", "--json"),
    ("review", "--stdout", "--week", "2026-W08"),
)
OF_THE_REST: tuple[tuple[str, ...], ...] = (
    ("update",),
    ("update", "--json"),
    ("undo", "--list"),
    ("undo", "--list", "--json"),
    ("config",),
    ("config", "--json"),
    ("plugins",),
    ("plugins", "--verbose"),
    ("completion", "bash"),
    ("completion", "fish", "--json"),
)
HELP = (("--help",), ("-h",), ("due", "--help"), ("merge-driver", "-h"))

Told = tuple[int, bytes, bytes]


@pytest.fixture(autouse=True)
def own_finders(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests have loaded may tell of packages in Python's place, as in no process of a command's own."""
    find = staticmethod(MetadataPathFinder.find_distributions)
    monkeypatch.setattr(PathFinder, "find_distributions", find, raising=False)
    own = [
        one for one in sys.meta_path if not hasattr(one, "find_distributions") or one is PathFinder
    ]
    monkeypatch.setattr(sys, "meta_path", own)


@pytest.fixture(autouse=True)
def listed(vault: Path) -> None:
    """Numbers stand for what ``due`` has listed."""
    run("due", "--vault", vault, *TODAY)


@pytest.fixture(autouse=True)
def helped(looked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The help that was made anew counts as looking, too."""
    real = command_line.command_line
    monkeypatch.setattr(
        command_line, "command_line", lambda: (looked.append("the library"), real())[1]
    )


def said(vault: Path, *words: str, env: dict[str, str] | None = None) -> Told:
    """What is said; help is asked for in the vault, since it takes no word beside it."""
    is_help = words[-1] in ("--help", "-h")
    line = words if is_help else (*words, "--vault", vault, *TODAY)
    done = run(*line, env=env, cwd=vault)
    return done.returncode, done.stdout, done.stderr


def anew(vault: Path, tmp_path: Path, *words: str) -> Told:
    """What somebody says who knows nothing yet."""
    shutil.rmtree(tmp_path / "none", ignore_errors=True)
    return said(vault, *words, env={"XDG_CACHE_HOME": str(tmp_path / "none")})


@pytest.mark.parametrize("words", [*OF_NOTES, *OF_THE_REST, *HELP], ids=" ".join)
def test_the_second_time_nobody_looks_and_all_is_the_same(
    vault: Path,
    tmp_path: Path,
    looked: list[str],
    words: tuple[str, ...],
) -> None:
    first = said(vault, *words)
    assert looked
    looked.clear()
    assert said(vault, *words) == first
    assert looked == []
    assert anew(vault, tmp_path, *words) == first
    assert first[1] + first[2] != b""


def test_where_somebody_else_tells_of_packages_nothing_is_known(
    vault: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Another:
        find_distributions = staticmethod(PathFinder.find_distributions)

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Another()])
    said(vault, "plugins")
    looked.clear()
    said(vault, "plugins")
    assert looked == ["plugins"]


def test_what_a_command_finds_wrong_is_its_exit_code_the_second_time_too(vault: Path) -> None:
    assert [said(vault, "check")[0] for _ in range(2)] == [1, 1]
    assert [said(vault, "update", "--strict")[0] for _ in range(2)] == [4, 4]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_seen(
    vault: Path,
    tmp_path: Path,
    looked: list[str],
    change: str,
) -> None:
    for words in OF_NOTES:
        said(vault, *words)
    CHANGES[change](vault)
    looked.clear()
    got = [said(vault, *words) for words in OF_NOTES]
    assert len(looked) == len(OF_NOTES)
    assert got == [anew(vault, tmp_path, *words) for words in OF_NOTES]


def test_each_file_that_an_answer_depends_on_is_part_of_the_question(vault: Path) -> None:
    others, names = opened_by(vault, (*OF_NOTES, *OF_THE_REST))
    assert others <= {"vaultkit.toml", "Playbook", "Letters", *question.TEMPLATE_FILES}
    ours = {"settings.toml", "vault.json", "listed", "listed.json", "kept"}
    assert {name for name in names if not name.endswith(".run")} <= ours


def merging(vault: Path) -> None:
    git(vault)
    (vault / ".git" / "MERGE_HEAD").write_text("")


def locked(vault: Path) -> None:
    git(vault)
    (vault / ".git" / "index.lock").write_text("")


def git(vault: Path) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=vault, check=True)


@pytest.mark.parametrize("begin", [merging, locked])
def test_an_update_waits_for_git_however_often_it_had_nothing_to_do(
    vault: Path, begin: Callable[[Path], None]
) -> None:
    before = [said(vault, "update") for _ in range(3)]
    assert {code for code, _, _ in before} == {0}
    begin(vault)
    assert [said(vault, "update")[0] for _ in range(2)] == [3, 3]


def test_in_a_worktree_and_below_a_repository_it_waits_for_git_as_well(
    vault: Path,
    tmp_path: Path,
    looked: list[str],
) -> None:
    folder = tmp_path / "git"
    folder.mkdir()
    (tmp_path / ".git").write_text("gitdir: git\n")
    for _ in range(2):
        said(vault, "update")
    looked.clear()
    assert said(vault, "update")[0] == 0
    assert looked == []
    (folder / "MERGE_HEAD").write_text("")
    assert said(vault, "update")[0] == 3


def test_an_index_of_git_s_that_was_written_is_looked_into(
    vault: Path,
    looked: list[str],
) -> None:
    git(vault)
    said(vault, "update")
    subprocess.run(["git", "add", "."], cwd=vault, check=True)
    looked.clear()
    said(vault, "update")
    assert looked == ["update"]


def test_an_update_does_what_there_is_to_do_by_now(vault: Path) -> None:
    note = vault / "Applications" / "Acme.md"
    for _ in range(2):
        assert b"Acme.md" not in said(vault, "update")[1]
    note.write_bytes(note.read_bytes().replace(b"- [ ] Prepare", b"- [x] Prepare"))
    note.write_bytes(note.read_bytes().replace(b"status: applied", b"status: offer"))
    before = note.read_bytes()
    assert b"Acme.md" in said(vault, "update")[1]
    assert note.read_bytes() != before
    assert [b"Acme.md" in said(vault, "update")[1] for _ in range(2)] == [False, False]
    assert run("undo", "--vault", vault).returncode == 0
    assert note.read_bytes() == before
    assert b"Acme.md" in said(vault, "update")[1]


def test_an_update_that_did_something_is_not_said_again(
    vault: Path,
    looked: list[str],
) -> None:
    (vault / "Applications" / "New.md").write_bytes(
        (vault / "Applications" / "Wrong.md").read_bytes().replace(b"status: x", b"status: applied")
    )
    assert b"New.md" in said(vault, "update")[1]
    looked.clear()
    assert b"New.md" not in said(vault, "update")[1]
    assert looked == ["update"]


def test_an_update_that_was_refused_a_note_tries_again(
    vault: Path,
    looked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = problem("Applications/New.md", 1, "read-only")
    monkeypatch.setattr(write, "refusal", lambda path: wrong if "New" in path else None)
    (vault / "Applications" / "New.md").write_text(NOTE.format("New"))
    for _ in range(2):
        looked.clear()
        said(vault, "update")
        assert looked == ["update"]


def state() -> Path:
    (folder,) = (Path(os.environ["XDG_STATE_HOME"]) / "vaultkit").iterdir()
    return folder


def test_what_was_mended_after_a_crash_is_told_once(
    vault: Path,
    looked: list[str],
) -> None:
    said(vault, "update")
    (state() / "00000000000000000001-aa.open").write_text('{"run": "1", "command": "update"}\n')
    looked.clear()
    first, second, third = (said(vault, "update") for _ in range(3))
    assert looked[0] == "update"
    assert second == third
    assert first[0] == 0


def test_old_runs_are_forgotten_once_a_day_though_nothing_is_to_be_done(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        said(vault, "update")
    (run_file,) = state().glob("*.run")
    os.utime(run_file, (0, 0))
    monkeypatch.setattr("vaultkit.cli.again.time.localtime", lambda: (2031, 1, 1))
    said(vault, "update")
    assert not run_file.exists()


def test_the_list_of_runs_is_that_of_now(vault: Path, tmp_path: Path) -> None:
    line = ("undo", "--list")
    one = said(vault, *line)
    (vault / "Applications" / "New.md").write_text(NOTE.format("New"))
    said(vault, "update")
    two = said(vault, *line)
    assert two[1].count(b"\n") == one[1].count(b"\n") + 1
    assert said(vault, *line) == two == anew(vault, tmp_path, *line)
    run("undo", "--vault", vault)
    assert said(vault, *line)[1] == one[1]
    for file in state().glob("*.run"):
        file.write_bytes(file.read_bytes()[:-9])
    damaged = said(vault, *line)
    assert damaged == said(vault, *line) == anew(vault, tmp_path, *line) != one


def test_the_list_of_runs_is_told_by_the_clock_of_the_place(
    vault: Path,
    process: dict[str, str],
) -> None:
    def lines(zone: str) -> bytes:
        words = [sys.executable, "-m", "vaultkit", "undo", "--list", "--vault", str(vault)]
        return subprocess.run(
            words, env=process | {"TZ": zone}, capture_output=True, check=True
        ).stdout

    assert lines("UTC") == lines("UTC") != lines("Asia/Tokyo") == lines("Asia/Tokyo")


def test_a_number_stands_for_what_was_listed_last(vault: Path) -> None:
    first = said(vault, "draft", "2")
    assert said(vault, "draft", "2") == first
    assert b"Bolt" in first[1]
    run("list", "--vault", vault, *TODAY)  # a program is given no numbers
    assert said(vault, "draft", "2") == first
    explained = said(vault, "explain", "1")
    (state() / beside.NUMBERS_FILE).write_text('[["Applications/Wrong.md", "", ""]]')
    assert said(vault, "draft", "2")[0] == 2
    assert said(vault, "explain", "1") != explained


def test_a_file_that_takes_a_name_for_itself_is_seen(
    vault: Path,
    tmp_path: Path,
    looked: list[str],
) -> None:
    """A link is in no roll, and neither is what it leads to."""
    (vault / "Acme.md").symlink_to(tmp_path / "elsewhere.md")
    for _ in range(2):
        said(vault, "explain", "Acme")
    looked.clear()
    said(vault, "explain", "Acme")
    assert looked == []
    (tmp_path / "elsewhere.md").write_text("")
    assert said(vault, "explain", "Acme") == anew(vault, tmp_path, "explain", "Acme")
    assert looked == ["explain", "explain"]


def test_a_letter_of_the_vault_s_own_is_seen_even_where_no_roll_has_it(
    vault: Path, tmp_path: Path
) -> None:
    lines = (("draft", "1"), ("check",))
    before = [said(vault, *words) for words in lines]
    folder = vault / "Letters" / "en"
    folder.mkdir(parents=True)
    (folder / "check-in.md").symlink_to("nowhere.md")
    after = [said(vault, *words) for words in lines]
    assert after == [anew(vault, tmp_path, *words) for words in lines]
    assert after[1] != before[1]


def test_a_draft_that_is_written_is_written_each_time(vault: Path) -> None:
    for number in range(2):
        run("draft", "1", "--eml", vault.parent / f"{number}.eml", "--vault", vault, *TODAY)
        assert (vault.parent / f"{number}.eml").exists()
    assert said(vault, "draft", "1", "--note")[0] == 0
    assert said(vault, "draft", "1", "--note")[0] == 2
    for _ in range(2):
        words = ("export", "csv", "--output", str(vault.parent / "x.csv"))
        assert said(vault, *words)[0] == 0
        (vault.parent / "x.csv").unlink()


def test_what_may_be_written_is_part_of_what_is_checked(
    vault: Path,
    looked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said(vault, "check")
    monkeypatch.setattr(os, "getgroups", lambda: [4242])
    looked.clear()
    said(vault, "check")
    assert looked == ["check"]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place where Python looks for packages, empty."""
    (tmp_path / "site").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setitem(sys.modules, "toy_code", None)  # what another test has loaded
    sys.modules.pop("toy_code")
    return tmp_path / "site"


def install(site: Path, entries: str) -> Path:
    """Install a package of one module into a place where Python looked before, as pip would leave it."""
    told = site / "toy-1.0.dist-info"
    told.mkdir(exist_ok=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(entries)
    (site / "toy_code.py").write_text(
        'suffix = ".x"\ndef render(rows):\n    return b"made"\ndef shout(session):\n    "SHOUTS"\n'
    )
    return told


def test_a_package_that_comes_changes_or_goes_is_seen(
    vault: Path, site: Path, tmp_path: Path
) -> None:
    lines = (("plugins",), ("--help",), ("export", "csv"))
    before = [said(vault, *words) for words in lines]
    told = install(site, "[vaultkit.commands]\nshout = toy_code:shout\n")
    for _ in range(2):
        after = [said(vault, *words) for words in lines]
        assert after == [anew(vault, tmp_path, *words) for words in lines]
        assert b"SHOUTS" in after[1][1]
        assert b"toy" in after[0][1]
    (site / "toy_code.py").write_text('def shout(session):\n    "WHISPERS"\n')
    sys.modules.pop("toy_code", None)
    os.utime(site / "toy_code.py", (5, 5))
    assert b"WHISPERS" in said(vault, "--help")[1]
    (told / "entry_points.txt").write_text("[vaultkit.formats]\nshout = toy_code\n")
    assert b"WHISPERS" not in said(vault, "--help")[1]
    shutil.rmtree(told)
    assert [said(vault, *words) for words in lines] == before


def test_a_guest_s_format_is_asked_each_time(
    vault: Path,
    site: Path,
    looked: list[str],
) -> None:
    install(site, "[vaultkit.formats]\nshout = toy_code\n")
    said(vault, "export", "shout")
    looked.clear()
    assert said(vault, "export", "shout")[1] == b"made"
    assert looked == ["export"]


def test_where_somebody_else_tells_of_packages_too_everybody_looks(
    vault: Path,
    looked: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Finder:
        def find_spec(self, *_: object) -> None:
            return None

        def find_distributions(self, _context: object = None) -> tuple[object, ...]:
            return ()

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    for _ in range(2):
        looked.clear()
        said(vault, "plugins")
        assert looked == ["plugins"]


SURROUNDINGS: dict[str, dict[str, str]] = {
    "width": {"COLUMNS": "60"},
    "a language": {"LC_ALL": "it_IT.UTF-8"},
    "an encoding": {"PYTHONIOENCODING": "ascii"},
    "colors": {"NO_COLOR": "1"},
    "forced colors": {"FORCE_COLOR": "1"},
    "the library's width": {"TERMINAL_WIDTH": "50"},
}


@pytest.mark.parametrize("what", SURROUNDINGS)
def test_help_elsewhere_is_another_help(
    vault: Path,
    tmp_path: Path,
    looked: list[str],
    what: str,
) -> None:
    here, env = tmp_path, SURROUNDINGS[what]
    run("--help", cwd=here)
    looked.clear()
    first, again = (run("--help", cwd=here, env=env).stdout for _ in range(2))
    assert looked == ["the library"]
    assert first == again
    fresh = run("--help", cwd=here, env=env | {"XDG_CACHE_HOME": str(tmp_path / "none")}).stdout
    assert again == fresh


def test_help_speaks_the_language_of_the_vault_around(vault: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert b"Usage:" in run("--help", cwd=vault).stdout
    (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n')
    for _ in range(3):
        assert b"Usage:" not in run("--help", cwd=vault / "Applications").stdout
    assert b"Usage:" in run("--help", cwd=tmp_path).stdout
    named = {"VAULTKIT_VAULT": str(vault)}
    assert b"Usage:" not in run("--help", cwd=tmp_path, env=named).stdout
    (vault / "vaultkit.toml").write_text("schema = 7\n")
    for _ in range(2):
        told = run("--help", cwd=vault).stdout
        none = {"XDG_CACHE_HOME": str(tmp_path / "none")}
        assert told == run("--help", cwd=vault, env=none).stdout
    (vault / "vaultkit.toml").unlink()
    assert run("--help", cwd=vault).stdout == run("--help", cwd=vault, env=none).stdout


def test_words_that_only_look_like_help_are_run(vault: Path, looked: list[str]) -> None:
    for _ in range(2):
        looked.clear()
        run("update", "--vault", vault, "--", "--help")
        assert looked != []
    assert all(b"--help" not in file.read_bytes() for file in caches().rglob("printed-*"))


def test_nothing_of_the_help_is_kept_inside_a_vault(vault: Path) -> None:
    before = sorted(vault.rglob("*"))
    for words in HELP:
        run(*words, cwd=vault, env={"XDG_CACHE_HOME": str(vault / ".cache")})
    assert sorted(vault.rglob("*")) == before


def test_help_on_a_terminal_has_its_width_and_its_colors(
    vault: Path,
    process: dict[str, str],
) -> None:
    before = len(kept())
    shown = [on_terminal(vault, "due", "--help", width=width, env=process) for width in (80, 60)]
    assert len(kept()) == before + 2
    again = [on_terminal(vault, "due", "--help", width=width, env=process) for width in (80, 60)]
    assert again == shown
    assert shown[0] != shown[1]
    assert len(kept()) == before + 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("words", [("--help",), ("export", "csv"), ("completion", "bash")])
def test_a_full_disk_and_a_reader_that_is_gone_are_told_as_ever(
    vault: Path,
    process: dict[str, str],
    words: tuple[str, ...],
) -> None:
    program = [sys.executable, "-m", "vaultkit", *words]

    def told() -> list[tuple[int, bytes]]:
        reading, writing = os.pipe()
        os.close(reading)
        with open("/dev/full", "wb") as full, open(writing, "wb") as nobody:
            answers = [
                subprocess.run(
                    program,
                    cwd=vault,
                    env=process | {"OLD": ""},
                    stdout=out,
                    stderr=subprocess.PIPE,
                    check=False,
                )
                for out in (full, nobody)
            ]
        return [(each.returncode, each.stderr) for each in answers]

    before, count = told(), len(kept())
    subprocess.run(program, cwd=vault, env=process | {"OLD": ""}, capture_output=True, check=True)
    assert len(kept()) == count + 1
    assert told() == before


@pytest.mark.parametrize("data", [b"", b"a", bytes(range(256)) * 99])
def test_digests_are_those_of_the_library_that_is_slow_to_load(data: bytes) -> None:
    assert digests.sha256(data).digest() == hashlib.sha256(data).digest()
    for size in (16, 32):
        ours = digests.blake2b(data, digest_size=size, key=b"k")
        assert ours.digest() == hashlib.blake2b(data, digest_size=size, key=b"k").digest()
