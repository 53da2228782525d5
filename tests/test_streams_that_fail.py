"""What a command does, and how it ends, where its streams are closed, full, or read by nobody any more.

What it has to tell on stdout is told whole, or its end says that it was not. A message that nobody
can hear on stderr changes nothing else.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import run

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs a disk that is always full"
)

TODAY = ("--today", "2026-03-02")
NOTE = "---\ntype: application\ncompany: {}\nstatus: applied\napplied: 2026-02-02\nrecruiter: Ann\n---\n"
LINES: dict[str, tuple[str, ...]] = {
    "an answer": ("due", *TODAY),
    "the same answer, known": ("due", *TODAY),
    "the help": ("--help",),
    "the help, known": ("due", "--help"),
    "the help with more": ("due", "--help", "--json"),
    "the version": ("--version",),
    "an error as JSON": ("due", "--json", "--vault", "nowhere"),
}

CODE_WHERE_NOBODY_READS = {"an error as JSON": 2}
"""An error is one whoever reads of it."""

Told = tuple[int, bytes | None, bytes | None]


@pytest.fixture(name="vault", scope="module")
def small_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("streams") / "vault"
    root.mkdir()
    (root / "vaultkit.toml").write_text("schema = 1\n")
    for name in ("Acme", "Bolt"):
        (root / f"{name}.md").write_text(NOTE.format(name))
    (root / "Wrong.md").write_text(NOTE.format("Wrong").replace("applied\n", "x\n", 1))
    assert run("update", "--vault", root, *TODAY).returncode == 0
    for file in root.glob("*.md"):
        os.utime(file, (1e9, 1e9))
    return root


@contextmanager
def taker(state: str) -> Iterator[Any]:
    """What a stream is, for ``subprocess``."""
    with ExitStack() as stack:
        match state:
            case "whole" | "closed":
                yield subprocess.PIPE
            case "full":
                yield stack.enter_context(open("/dev/full", "wb"))
            case "read by nobody":
                reading, writing = os.pipe()
                os.close(reading)
                yield stack.enter_context(open(writing, "wb"))


def told(vault: Path, words: tuple[str, ...], env: dict[str, str], out: str, err: str) -> Told:
    closing = (" >&-" if out == "closed" else "") + (" 2>&-" if err == "closed" else "")
    line = ["sh", "-c", f'exec "$@"{closing}', "sh", sys.executable, "-m", "vaultkit", *words]
    with taker(out) as stdout, taker(err) as stderr:
        done = subprocess.run(line, cwd=vault, env=env, check=False, stdout=stdout, stderr=stderr)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("which", LINES)
def test_a_stream_that_fails(vault: Path, tmp_path: Path, which: str, unbuffered: str) -> None:
    env = os.environ | {"PYTHONUNBUFFERED": unbuffered, "PYTHONPATH": str(Path.cwd())}

    def ends(out: str, err: str) -> Told:
        cache = "cold" if which in ("an answer", "the help") else which
        env["XDG_CACHE_HOME"] = str(tmp_path / f"{cache} {out} {err}" if cache == "cold" else vault)
        return told(vault, LINES[which], env, out, err)

    if "known" in which:
        ends("whole", "whole")
    code, data, messages = ends("whole", "whole")
    assert (data, messages) != (b"", b"")

    for state in ("full", "closed", "read by nobody"):
        assert ends("whole", state)[:2] == (code, data), state
    assert ends("closed", "whole")[::2] == (code, messages)

    ended, _, said = ends("full", "whole")
    assert said is not None
    assert (ended, said.count(b"vaultkit: "), b"Traceback" in said) == (2, 1, False), said
    is_named = b"The output could not be written: No space left" in said
    assert is_named == (which != "an error as JSON"), said
    assert ends("full", "full")[0] == 2

    ended, _, said = ends("read by nobody", "whole")
    assert (ended, b"rror" in (said or b"")) == (CODE_WHERE_NOBODY_READS.get(which, 0), False), said


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("words", [("update", "--help"), ("completion", "bash")])
def test_of_what_a_disk_takes_in_part_nothing_is_lost_in_silence(
    vault: Path, tmp_path: Path, words: tuple[str, ...], unbuffered: str
) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))

    env = os.environ | {"PYTHONUNBUFFERED": unbuffered, "XDG_CACHE_HOME": str(tmp_path)}
    program = [sys.executable, "-m", "vaultkit", *words, *(() if "--help" in words else TODAY)]
    for preexec in (limited, None, limited):  # not known, known, and known on a full disk
        with (tmp_path / "out").open("wb") as out:
            done = subprocess.run(
                program,
                stdout=out,
                stderr=subprocess.PIPE,
                preexec_fn=preexec,
                env=env,
                check=False,
            )
        if preexec:
            assert done.stderr.startswith(b"vaultkit: "), done.stderr
            assert done.returncode == 2
        else:
            assert done.returncode == 0


def test_too_few_files_that_may_be_open_are_told_as_what_they_are(vault: Path) -> None:
    """A watcher needs more than any other command."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (5, 5))

    done = subprocess.run(
        [sys.executable, "-m", "vaultkit", "watch"],
        cwd=vault,
        env=os.environ | {"PYTHONPATH": str(Path.cwd()), "LC_ALL": "C", "LANGUAGE": ""},
        capture_output=True,
        preexec_fn=limited,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(b"vaultkit: Too many files"), done.stderr
