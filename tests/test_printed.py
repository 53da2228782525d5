"""What a command line has printed is printed again, the same in every way, and only while nothing has changed."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from rich import console
from typer import core, rich_utils

from tests.command_line import run
from tests.on_terminal import on_terminal
from vaultkit.cli import again, guarded
from vaultkit.disk import (
    asker,
    cache_file,
    early,
    kept_texts,
    playbook_folder,
    printed,
    question,
    state_folder,
    template_folders,
)
from vaultkit.disk.printed import Printed, packed
from vaultkit.work import index as indexing
from vaultkit.work import last_settings

pytestmark = pytest.mark.skipif(
    not early.IS_HERE, reason="nothing is printed again where a file may have two names"
)

TODAY = ("--today", "2026-03-02")
NOTE = (
    "---\ntype: application\ncompany: {}\nrole: Tester\nstatus: applied\napplied: 2026-02-02\n"
    "recruiter: Ann Lee\ninterviewed: 2026-03-09\n---\n"
)
LINES: tuple[tuple[str, ...], ...] = (
    ("due",),
    ("due", "--json"),
    ("due", "--quiet"),
    ("due", "--verbose", "--color", "always"),
    ("contacts",),
    ("contacts", "--json"),
    ("stats",),
    ("stats", "--json"),
    ("list",),
    ("list", "--json"),
    ("list", "--stage", "applied"),
    ("list", "--company=Acme", "--open"),
)


@pytest.fixture(name="vault")
def small_vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "Applications").mkdir(parents=True)
    (root / "vaultkit.toml").write_text("schema = 1\n")
    for name in ("Acme", "Bolt"):
        (root / "Applications" / f"{name}.md").write_text(NOTE.format(name))
    (root / "Applications" / "Wrong.md").write_text(
        NOTE.format("Wrong").replace("applied\n", "x\n")
    )
    run("update", "--vault", root, *TODAY)
    return root


@pytest.fixture(autouse=True)
def no_grain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of these tests is older than the clock's grain: none of them waits two seconds for that."""
    monkeypatch.setattr(indexing, "_GRAIN_SECONDS", -1e9)


@pytest.fixture(name="looked")
def who_looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that looked for themselves."""
    found: list[str] = []
    real = guarded.guarded
    monkeypatch.setattr(
        guarded, "guarded", lambda name, *rest: found.append(name) or real(name, *rest)
    )
    return found


Told = tuple[int, bytes, bytes, str | None]


def asked(vault: Path, *words: str, env: dict[str, str] | None = None) -> Told:
    """What was printed, and the list of numbers that it left behind."""
    for file in numbers():
        file.unlink()
    done = run(*words, "--vault", vault, *TODAY, env=env)
    left = "".join(file.read_text() for file in numbers()) or None
    return done.returncode, done.stdout, done.stderr, left


def numbers() -> list[Path]:
    return [*Path(os.environ["XDG_STATE_HOME"]).rglob("listed.json")]


def caches() -> Path:
    return Path(os.environ["XDG_CACHE_HOME"]) / "vaultkit"


def kept() -> list[Path]:
    return [*caches().rglob("printed-*")]


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_the_second_time_nobody_looks_and_all_is_the_same(
    vault: Path, looked: list[str], words: tuple[str, ...]
) -> None:
    first = asked(vault, *words)
    assert first[0] == 0
    assert looked.pop()
    assert asked(vault, *words) == first
    assert looked == []


def test_vaultkit_alone_is_answered_again(vault: Path, looked: list[str]) -> None:
    first = run(cwd=vault)
    looked.clear()
    again = run(cwd=vault)
    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)
    assert looked == []
    run(cwd=vault / "Applications")
    assert looked == ["status"]


def test_numbers_work_after_an_answer_that_was_known(vault: Path) -> None:
    first = asked(vault, "due")
    run("list", "--vault", vault, *TODAY)
    assert asked(vault, "due") == first
    assert run("done", "1", "--vault", vault, *TODAY).returncode == 0


@pytest.fixture(name="process")
def of_a_process(tmp_path: Path) -> dict[str, str]:
    """The environment of a process of its own for which no note is too young, either."""
    program = "from vaultkit.work import index\nindex._GRAIN_SECONDS = -1e9\n"
    (tmp_path / "patch").mkdir()
    (tmp_path / "patch" / "sitecustomize.py").write_text(
        f"import os\nif 'OLD' in os.environ:\n {program.replace(chr(10), chr(10) + ' ')}"
    )
    here = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return {**here, "PYTHONPATH": str(tmp_path / "patch")}


@pytest.mark.parametrize(
    "words", [("list", "--json"), ("update",), ("undo", "--list"), ("--help",)]
)
def test_it_loads_nothing_that_is_slow(
    vault: Path, process: dict[str, str], words: tuple[str, ...]
) -> None:
    program = """import sys
sys.argv = ["vaultkit", *sys.argv[1:]]
from vaultkit.__main__ import main
try:
    main()
finally:
    sys.stdout.flush()
    print("\\n", *sys.modules)
"""
    line = [sys.executable, "-c", program, *words, *(TODAY if words[0][0] != "-" else ())]
    told = [
        subprocess.run(line, cwd=vault, env=env, capture_output=True, check=False, text=True).stdout
        for env in (process | {"OLD": ""}, process)
    ]
    first, second = (text.split("\n")[:-2] for text in told)
    assert first == second
    modules = set(told[1].split("\n")[-2].split())
    slow = {"dataclasses", "json", "re", "pathlib", "yaml", "typer", "inspect", "tomllib", "enum"}
    slow |= {"_hashlib"}
    bare = [
        sys.executable,
        "-c",
        "import sys; print(*sys.modules)",
    ]  # an environment may load some itself
    slow -= set(subprocess.run(bare, capture_output=True, check=True, text=True).stdout.split())
    assert (
        modules & (slow | {"vaultkit.core", "vaultkit.cli.session", "vaultkit.playbook"}) == set()
    )


def _edit(vault: Path) -> None:
    note = vault / "Applications" / "Acme.md"
    note.write_bytes(note.read_bytes().replace("📅 2026".encode(), "📅 2025".encode()))


def _unfinished(vault: Path) -> None:
    (folder,) = (Path(os.environ["XDG_STATE_HOME"]) / "vaultkit").iterdir()
    (folder / "00000000000000000001-aa.open").write_text("{}\n")


def _put_aside(vault: Path) -> None:
    (folder,) = (Path(os.environ["XDG_STATE_HOME"]) / "vaultkit").iterdir()
    kept_texts.keep(folder, "1-a", "Acme.md", b"x", "saved-aside")


def _state_away(vault: Path) -> None:
    shutil.rmtree(Path(os.environ["XDG_STATE_HOME"]) / "vaultkit")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a note": _edit,
    "a note's rights": lambda vault: (vault / "Applications" / "Acme.md").chmod(0o640),
    "one removed": lambda vault: (vault / "Applications" / "Acme.md").unlink(),
    "a folder moved": lambda vault: (vault / "Applications").rename(vault / "Jobs"),
    "settings": lambda vault: (vault / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n'),
    "settings with a slip": lambda vault: (vault / "vaultkit.toml").write_text("schema = 2\n"),
    "settings gone": lambda vault: (vault / "vaultkit.toml").unlink(),
    "templates": lambda vault: (
        (vault / ".obsidian").mkdir(),
        (vault / ".obsidian" / "templates.json").write_text('{"folder": "Applications"}'),
    ),
    "a playbook of its own": lambda vault: (
        (vault / "Playbook" / "rules").mkdir(parents=True),
        (vault / "Playbook" / "rules" / "x.toml").write_text("nonsense"),
    ),
    "a crash": _unfinished,
    "no state": _state_away,
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_seen(vault: Path, looked: list[str], tmp_path: Path, change: str) -> None:
    for words in LINES:
        asked(vault, *words)
    CHANGES[change](vault)
    looked.clear()
    got = [asked(vault, *words) for words in LINES]
    assert len(looked) == len(LINES)
    fresh = [
        asked(vault, *words, env={"XDG_CACHE_HOME": str(tmp_path / f"empty{place}")})
        for place, words in enumerate(LINES)
    ]
    assert got == fresh


def test_a_text_that_was_put_aside_is_told_before_anything_is_known(vault: Path) -> None:
    asked(vault, "due")
    _put_aside(vault)
    for _ in range(2):
        assert b"1-a-" in asked(vault, "due")[2]


SURROUNDINGS: dict[str, dict[str, str]] = {
    "width": {"COLUMNS": "40"},
    "colors": {"NO_COLOR": "1"},
    "a terminal": {"TERM": "dumb"},
    "a language": {"LC_ALL": "it_IT.UTF-8"},
    "an encoding": {"PYTHONIOENCODING": "ascii"},
    "another cache": {"XDG_CACHE_HOME": "/dev/null"},
}


@pytest.mark.parametrize("what", SURROUNDINGS)
def test_other_surroundings_are_another_question(vault: Path, looked: list[str], what: str) -> None:
    asked(vault, "stats")
    looked.clear()
    asked(vault, "stats", env=SURROUNDINGS[what])
    assert looked == ["stats"]


def test_another_day_is_another_question(
    vault: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("due", "--vault", vault)
    looked.clear()
    run("due", "--vault", vault)
    assert looked == []
    monkeypatch.setattr(again.time, "localtime", lambda: (2031, 1, 1))
    run("due", "--vault", vault)
    assert looked == ["due"]


def test_another_program_is_another_question(
    vault: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(vault, "due")
    looked.clear()
    monkeypatch.setattr(question, "program_stamp", lambda: b"another")
    asked(vault, "due")
    assert looked == ["due"]


def test_another_reader_of_yaml_is_another_answer(
    vault: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(vault, "due")
    looked.clear()
    monkeypatch.setattr(printed, "file_stamp", lambda path: (1, 2, 3))
    asked(vault, "due")
    assert looked == ["due"]


def test_a_slip_and_a_bad_value_are_never_kept(vault: Path) -> None:
    for words in (("list", "--stage", "nonsense"), ("due", "--today", "x"), ("due", "--nonsense")):
        run(*words, "--vault", vault)
    assert kept() == []


def test_nothing_is_kept_of_a_note_that_was_saved_a_moment_ago(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "_GRAIN_SECONDS", 1e9)
    asked(vault, "due")
    assert kept() == []


def test_nothing_is_kept_when_the_settings_changed_meanwhile(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(vault, "stats")
    (file,) = kept()
    file.unlink()
    real = again.question
    moments = iter((1, 2))

    def saved_meanwhile(*given: object) -> object:
        (vault / "vaultkit.toml").touch()
        os.utime(vault / "vaultkit.toml", (next(moments),) * 2)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(again, "question", saved_meanwhile)
    asked(vault, "stats")
    assert kept() == []


def test_the_vault_is_the_one_that_the_words_name(vault: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(vault, other)
    (other / "Applications" / "Acme.md").unlink()
    (tmp_path / "link").symlink_to("vault")
    inner = vault / "Applications"
    ways: list[tuple[tuple[object, ...], Path, dict[str, str]]] = [
        (("--vault", vault), other, {}),
        ((f"--vault={other}",), vault, {}),
        ((), vault, {"VAULTKIT_VAULT": str(other)}),
        ((), inner, {}),
        ((), other, {}),
        (("--vault", "."), vault, {}),
        (("--vault", "."), other, {}),
        (("--vault", "../other"), vault, {}),
        (("--vault", tmp_path / "link"), other, {}),
        (("--vault", "~"), other, {"HOME": str(vault)}),
        (("--vault", vault, "--vault", other), other, {}),
        (("--vault", " "), other, {}),
        (("--vault", tmp_path / "none"), other, {}),
    ]
    found = []
    for words, cwd, env in ways:
        answers = [run("list", "--json", *words, *TODAY, cwd=cwd, env=env) for _ in range(2)]
        first, second = ((each.returncode, each.stdout, each.stderr) for each in answers)
        assert first == second
        found.append(first[1].count(b'"Applications/Acme.md"'))
    assert found == [1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0]


def test_a_vault_whose_settings_are_away_hides_the_one_above(vault: Path) -> None:
    inner = vault / "inner"
    inner.mkdir()
    (inner / "vaultkit.toml").write_text("schema = 1\n")
    run("due", cwd=inner)
    run("due", cwd=vault)
    (inner / "vaultkit.toml").unlink()
    first, second = (run("due", cwd=inner) for _ in range(2))
    assert first.returncode == second.returncode == 2
    assert first.stderr == second.stderr != b""


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:-3]),
    "one bit": lambda file: file.write_bytes(file.read_bytes()[:-1] + b"\xff"),
    "nonsense": lambda file: file.write_bytes(b"vaultkit cache 2\n" + bytes(64)),
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "a link": lambda file: (file.rename(file.with_name("x")), file.symlink_to("x")),
    "a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
    "another user's folder": lambda file: file.parent.chmod(0o755),
    "a linked folder": lambda file: (
        file.parent.rename(file.parent.with_name("x")),
        file.parent.symlink_to("x"),
    ),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_passed_over(vault: Path, looked: list[str], damage: str) -> None:
    first = asked(vault, "due")
    (file,) = kept()
    DAMAGES[damage](file)
    looked.clear()
    assert asked(vault, "due") == first
    assert looked == ["due"]


HOSTILE = (b"", b":", b"9:", b"-1:", b"1:a", b"99999999999999999999999:a", b"1:a0:0:1:", b"x" * 50)


@pytest.mark.parametrize("raw", HOSTILE)
def test_hostile_data_is_no_answer_even_with_the_right_sum(
    vault: Path, looked: list[str], raw: bytes
) -> None:
    first = asked(vault, "due")
    (file,) = kept()
    ask = again.question(
        ("due", "--vault", str(vault), *TODAY), again.time.localtime()[:3], os.environ
    )
    assert ask
    put(file, ask.key, raw)
    assert asked(vault, "due") == first


def put(file: Path, key: bytes, raw: bytes) -> None:
    total = cache_file.checksum(key, file.name, len(raw), [raw])
    file.write_bytes(cache_file.MAGIC + total + raw)


def test_what_is_packed_comes_out_again(tmp_path: Path) -> None:
    pieces = [("o", "1:é\n".encode()), ("n", b"[]"), ("e", b""), ("b", b"\xff\0")]
    raw = packed(b"\0:9" * 8, ("Templates", "a \udcff"), ("(1, 2, 3)\n/x",), pieces)
    tmp_path.chmod(0o700)
    (tmp_path / "own").mkdir(mode=0o700)
    put(tmp_path / "own" / "printed-a", b"key", raw)
    data = cache_file.open_data(f"{tmp_path}/own", "printed-a", b"key", "/elsewhere")
    assert data
    back = Printed(data)
    assert back.digest == b"\0:9" * 8
    assert back.skipped == ("Templates", "a \udcff")
    assert back.readers == ("(1, 2, 3)\n/x",)
    assert [(kind, told.read()) for kind, told in back.pieces] == pieces
    back.close()


@pytest.fixture(name="long")
def all_count_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept is proved as long files are, and read in many parts."""
    monkeypatch.setattr(cache_file, "_LARGEST_DIGESTED", 0)
    monkeypatch.setattr(cache_file, "_PART_BYTES", 7)


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_a_long_answer_is_the_same_the_second_time(
    vault: Path, looked: list[str], words: tuple[str, ...]
) -> None:
    first = asked(vault, *words)
    looked.clear()
    assert asked(vault, *words) == first
    assert looked == []


LONG_DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "one bit of the sum": lambda raw: raw[:20] + bytes([raw[20] ^ 1]) + raw[21:],
    "one bit of the head": lambda raw: raw[:60] + bytes([raw[60] ^ 8]) + raw[61:],
    "one bit of the text": lambda raw: raw[:-400] + bytes([raw[-400] ^ 64]) + raw[-399:],
    "cut": lambda raw: raw[:-1],
    "longer": lambda raw: raw + b"\0",
    "an end that was never written": lambda raw: raw[:-300] + bytes(300),
    "parts that have changed places": lambda raw: raw[:-14] + raw[-7:] + raw[-14:-7],
    "no data": lambda raw: raw[:49],
    "less than a sum": lambda raw: raw[:30],
}


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("damage", LONG_DAMAGES)
def test_a_damaged_long_file_is_passed_over(vault: Path, looked: list[str], damage: str) -> None:
    first = asked(vault, "due")
    (file,) = kept()
    whole = file.read_bytes()
    file.write_bytes(LONG_DAMAGES[damage](whole))
    assert file.read_bytes() != whole
    looked.clear()
    assert asked(vault, "due") == first
    assert looked == ["due"]


def test_a_file_that_is_cut_after_it_was_proved_is_no_end_of_a_text(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked(vault, "due")
    (file,) = kept()
    monkeypatch.setattr(printed, "_holds", lambda *_: os.truncate(file, 300) is None)
    code, told, beside, _ = asked(vault, "due")
    assert code == 2
    assert first[1].startswith(told)
    assert b"Input/output error" in beside


def test_a_list_of_numbers_that_stands_there_is_left(vault: Path) -> None:
    words = ("due", "--vault", vault, *TODAY)
    asked(vault, "due")
    (file,) = numbers()
    whole, before = file.read_bytes(), file.stat()
    run(*words)
    assert file.stat() == before
    for spoil in (
        lambda: file.write_bytes(whole[:-2] + b"x]"),
        lambda: file.write_bytes(b""),
        file.unlink,
        lambda: file.chmod(0o644),
        lambda: (file.rename(file.with_name("x")), file.symlink_to("x")),
        lambda: (file.unlink(), os.mkfifo(file)),
    ):
        spoil()
        run(*words)
        assert file.read_bytes() == whole
        assert file.lstat().st_mode == before.st_mode


def test_few_are_kept_and_for_their_owner_only(vault: Path) -> None:
    for number in range(printed.MOST_KEPT + 5):
        asked(vault, "list", "--company", f"a{number}")
    assert len(kept()) == printed.MOST_KEPT
    assert {file.stat().st_mode & 0o777 for file in kept()} == {0o600}


def test_on_a_terminal_colors_and_width_are_those_of_the_terminal(
    vault: Path, process: dict[str, str]
) -> None:
    words, env = ("due", "--vault", vault, *TODAY), process | {"OLD": ""}
    answers = [on_terminal(vault, *words, width=width, env=env) for width in (80, 60, 80, 60)]
    assert answers[0] == answers[2]
    assert answers[1] == answers[3] != answers[0]
    assert len(kept()) == 2


def in_process(
    vault: Path, *words: str, env: dict[str, str], **streams: Any
) -> "subprocess.CompletedProcess[bytes]":
    program = [sys.executable, "-m", "vaultkit", *words, "--vault", str(vault), *TODAY]
    streams = {"stderr": subprocess.PIPE} | streams
    return subprocess.run(program, env=env | {"OLD": ""}, check=False, **streams)


def test_both_streams_into_one_file_keep_their_order(
    vault: Path, tmp_path: Path, process: dict[str, str]
) -> None:
    told = []
    for _ in range(2):
        with open(tmp_path / "told", "wb") as file:
            in_process(vault, "due", env=process, stdout=file, stderr=file)
        told.append((tmp_path / "told").read_bytes())
    assert told[0] == told[1] != b""
    assert len(kept()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_and_a_reader_that_is_gone_are_told_as_ever(
    vault: Path, process: dict[str, str]
) -> None:
    def told() -> list[tuple[int, bytes]]:
        reading, writing = os.pipe()
        os.close(reading)
        with open("/dev/full", "wb") as full, open(writing, "wb") as nobody:
            answers = [in_process(vault, "due", env=process, stdout=out) for out in (full, nobody)]
        return [(each.returncode, each.stderr) for each in answers]

    before = told()
    assert kept() == []
    in_process(vault, "due", env=process, stdout=subprocess.PIPE)
    assert len(kept()) == 1
    assert told() == before
    assert [code for code, _ in before] == [2, 0]


def long_vault(vault: Path) -> None:
    for number in range(220):
        (vault / "Applications" / f"Long {number}.md").write_text(
            NOTE.format(f"{number} {'é' * 3000}"), "utf-8"
        )
    run("update", "--yes", "--vault", vault, *TODAY)


WAYS: dict[str, str] = {
    "a pipe": "{} | cat",
    "a file": "{} > told; cat told",
    "both in one pipe": "{} 2>&1 | cat",
    "both in one pipe, without a buffer": "PYTHONUNBUFFERED=1 {} 2>&1 | cat",
    "a reader that has seen enough": "({}; echo $? >&2) | head -c 10",
    "no stream": "{} >&-; echo $?",
    "a full disk": "{} > /dev/full; echo $?",
    "another encoding": "PYTHONIOENCODING=latin-1 {}",
}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_long_text_comes_out_the_same_whatever_takes_it(
    vault: Path, tmp_path: Path, process: dict[str, str]
) -> None:
    long_vault(vault)
    line = " ".join([sys.executable, "-m", "vaultkit", "due", "--vault", str(vault), *TODAY])
    for way, form in {**WAYS, "JSON": "{} --json | cat"}.items():
        told, shell = [], ["bash", "-c", form.format(line)]
        for file in kept():
            file.unlink()
        for _ in range(2):
            was_known = bool(kept())
            done = subprocess.run(
                shell, env=process | {"OLD": ""}, cwd=tmp_path, check=False, capture_output=True
            )
            told.append((done.returncode, done.stdout, done.stderr))
        assert told[0] == told[1], way
        is_whole = way not in ("no stream", "a full disk", "a reader that has seen enough")
        assert (was_known and len(told[0][1]) > 40_000) or not is_whole


def opened_by(vault: Path, lines: Iterable[tuple[str, ...]]) -> tuple[set[str], set[str]]:
    """What commands open of the vault that is no note and no folder, and of its folder of state."""
    opened: list[str] = []
    is_on = True

    def note(event: str, given: tuple[object, ...]) -> None:
        if is_on and event in ("open", "os.scandir", "os.listdir") and isinstance(given[0], str):
            opened.append(given[0])

    sys.addaudithook(note)
    root = os.path.realpath(vault)
    for words in lines:
        run(*words, "--vault", vault, *TODAY)
    is_on = False
    inside = {path.removeprefix(f"{root}/") for path in opened if path.startswith(f"{root}/")}
    folders = {path for path in inside if path.endswith("/") or (vault / path).is_dir()}
    others = {path for path in inside if not path.endswith(".md")} - folders
    state = os.path.realpath(os.environ["XDG_STATE_HOME"])
    names = {
        path.rpartition("/")[2].partition(".json.")[0]
        for path in opened
        if path.startswith(f"{state}/vaultkit/") and path.count("/") > state.count("/") + 2
    }
    return others, names


def test_each_file_that_an_answer_depends_on_is_part_of_the_question(vault: Path) -> None:
    """What is opened while a command looks for itself: notes, the program, and what a question knows."""
    others, names = opened_by(vault, LINES)
    assert others <= {"vaultkit.toml", "Playbook", *question.TEMPLATE_FILES}
    assert names <= {"settings.toml", "vault.json", "listed", "kept"}


def test_each_variable_that_is_asked_for_is_part_of_the_question(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawers = (console, rich_utils, core)
    text = "".join(Path(one.__file__).read_text("utf-8") for one in drawers)
    for name in re.findall(r'(?:environ(?:\.get\(|\[)|getenv\()"(\w+)"', text):
        assert asker._matters((name, "")), name
    package = Path(again.__file__).parent.parent
    used = set()
    elsewhere = ("programs.py", "service.py", "net/", "disk/system/")
    for file in package.rglob("*.py"):
        if any(each in file.as_posix() for each in elsewhere):
            continue  # these start other programs, or know folders that no such command asks for
        used |= set(re.findall(r'environ(?:\.get)?[\(\[]"(\w+)"', file.read_text("utf-8")))
    used -= {"VISUAL", "EDITOR"}  # of the walk, which asks a person
    used -= {"PATH", "XDG_CONFIG_HOME", "SUDO_UID"}  # told by ``committed``, where git is asked
    assert {name for name in used if not asker._matters((name, ""))} == set()


def test_names_that_are_known_twice_are_the_same() -> None:
    assert tuple(file for file, _ in template_folders.SETTINGS) == question.TEMPLATE_FILES
    assert last_settings.FILE == question.LAST_SETTINGS
    assert playbook_folder.NAME == question._PLAYBOOK
    assert kept_texts.FOLDER == question._KEPT


COMPLETED = (
    "done a",
    "draft x",
    "explain ",
    "log ",
    "list --company ",
    "done --person a",
    "update ",
)


@pytest.mark.parametrize("line", COMPLETED)
def test_what_completes_a_word_is_known_the_second_time(
    vault: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    looks: list[str] = []
    real = indexing.Index.survey
    monkeypatch.setattr(
        indexing.Index,
        "survey",
        lambda index, *rest, **more: looks.append("") or real(index, *rest, **more),
    )
    words = ("--complete", "fish", *line.split(" "))
    first, second = (run(*words, cwd=vault).stdout for _ in range(2))
    assert first == second
    assert len(looks) == 1
    assert first or "x" in line
    (vault / "Applications" / "Acme.md").unlink()
    third = run(*words, cwd=vault).stdout
    assert len(looks) == 2
    assert (third != first) is bool(first)


def test_completion_of_another_vault_is_another_question(vault: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(vault, other)
    (other / "Applications" / "Acme.md").rename(other / "Applications" / "Zeta.md")
    for _ in range(2):
        here = run("--complete", "fish", "explain", "", cwd=vault).stdout
        there = run("--complete", "fish", "--vault", other, "explain", "", cwd=vault).stdout
        assert b"Zeta" in there
        assert b"Zeta" not in here
        assert b"Acme" in here


def test_a_vault_into_which_nothing_was_ever_written_is_known_too(
    tmp_path: Path, looked: list[str]
) -> None:
    root = tmp_path / "new"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n")
    (root / "Acme.md").write_text(NOTE.format("Acme"))
    first = asked(root, "list")
    looked.clear()
    assert asked(root, "list") == first
    assert looked == []
    other = Path(os.environ["XDG_STATE_HOME"]) / "vaultkit" / "other"
    other.mkdir()
    state_folder.write_card(other, root)  # as if its journal had come with it from another path
    asked(root, "list")
    assert looked == ["list"]
