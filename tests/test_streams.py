"""What is printed is UTF-8 with LF on every console, code page and pipe; and a signal of Windows' ends a command."""

import errno
import io
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.command_line import run
from tests.systems import needs_signals
from vaultkit.__main__ import main, settle_streams
from vaultkit.cli.console import Console, put
from vaultkit.core.text.phrases import Phrases
from vaultkit.disk.stopping import Stopped, signals_obeyed
from vaultkit.errors import OutputError

DAY = ("--today", "2026-11-20")
NOTE = """---
type: application
company: Città “Ω” 株式会社
role: Ingegnere
status: rejected
interviewed: 2026-11-02
decided: 2026-11-15
recruiter: Zoë
---
# Città → 株式会社
"""
COMMANDS = [
    ("--version",),
    ("--help",),
    ("update", "--help"),
    ("update", "--dry-run", *DAY),
    ("review", "--stdout", *DAY),
    ("list", *DAY),
    ("due", *DAY),
    ("stats", *DAY),
    ("check", "--json"),
    ("check",),
    ("explain", "Citta", *DAY),
    ("draft", "feedback", *DAY),
    ("contacts", *DAY),
    ("export", "csv"),
    ("export", "json"),
    ("config",),
    ("nonsense",),
    ("update", "--nonsense"),
]


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    root = tmp_path_factory.mktemp("vault")
    (root / "vaultkit.toml").write_text('schema = 1\nlanguage = "it"\n', encoding="utf-8")
    (root / "Città.md").write_text(NOTE, encoding="utf-8", newline="\n")
    assert run("update", "--vault", root, *DAY).returncode == 0
    (root / "Più.md").write_text(NOTE, encoding="utf-8", newline="\n")
    return root


def printed(monkeypatch, words, encoding: str, *, asked: str = "") -> tuple[int, bytes, bytes]:
    """Run a command with streams as Windows makes them for a pipe."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\r\n") for _ in "oe")
    into = io.TextIOWrapper(io.BytesIO(b"\x81\xff\n"), encoding=encoding)
    with monkeypatch.context() as patch:
        patch.setenv("PYTHONIOENCODING", asked)
        patch.setenv("COLUMNS", "80")
        for name, stream in {"stdout": out, "stderr": err, "stdin": into}.items():
            patch.setattr(sys, name, stream)
        patch.setattr(sys, "argv", ["vaultkit", *words])
        code = 0
        try:
            main()
        except SystemExit as stopped:
            code = stopped.code
        out.flush()
        err.flush()
    return code, out.buffer.getvalue(), err.buffer.getvalue()


def in_vault(words, vault):
    return words if words[0].startswith("-") else (*words, "--vault", str(vault))


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii", "utf-16"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_same_bytes_are_printed_whatever_the_code_page_is(monkeypatch, vault, words, encoding):
    words = in_vault(words, vault)
    wanted = run(*words)
    code, out, err = printed(monkeypatch, words, encoding)
    assert (code, out, err) == (wanted.returncode, wanted.stdout, wanted.stderr)
    if "csv" not in words:  # whose lines end in CRLF on every system, as its standard says
        assert b"\r" not in out + err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_an_encoding_that_was_asked_for_stays_and_nothing_fails(
    monkeypatch, vault, words, encoding
):
    words = in_vault(words, vault)
    code, out, err = printed(monkeypatch, words, encoding, asked=encoding)
    assert code == run(*words).returncode
    if "export" not in words:  # a file for another program is UTF-8, wherever it goes
        (out + err).decode(encoding)
    assert b"Traceback" not in err


def test_the_patch_of_a_dry_run_is_made_of_the_bytes_that_would_be_written(monkeypatch, tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    for name, end in {"LF": b"\n", "CRLF": b"\r\n"}.items():
        (tmp_path / f"{name}.md").write_bytes(NOTE.encode().replace(b"\n", end))
    words = ("update", "--dry-run", "--vault", str(tmp_path), *DAY)
    out = printed(monkeypatch, words, "cp1252")[1]
    assert run("update", "--vault", tmp_path, *DAY).returncode == 0
    for name in ("LF", "CRLF"):
        part = out.split(f"+++ b/{name}.md\n".encode())[1].split(b"\n--- a/")[0]
        added = [line[1:] for line in part.split(b"\n") if line.startswith(b"+")]
        written = (tmp_path / f"{name}.md").read_bytes().split(b"\n")
        assert added
        assert [line for line in added if line not in written] == []


def test_an_answer_that_is_no_text_is_no_traceback(monkeypatch, capsys):
    class Stream(io.TextIOWrapper):
        """A stream that says that it is a terminal."""

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Stream(io.BytesIO(b"\x81\xff\n"), encoding="utf-8"))
    settle_streams()
    assert Console(Phrases({}, {})).ask("Really?") == "\ufffd\ufffd\n"


def test_windows_way_to_say_that_nobody_reads_on_is_understood_on_a_pipe_only(tmp_path):
    class Cut(io.StringIO):
        """A stream whose writes fail as Windows' do behind a pipe that was closed."""

        def __init__(self, fd: int) -> None:
            self.fd = fd

        def fileno(self) -> int:
            return self.fd

        def write(self, text: str) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    ends = os.pipe()
    with pytest.raises(BrokenPipeError):
        put("x", Cut(ends[1]))
    with open(tmp_path / "file", "wb") as file, pytest.raises(OutputError):
        put("x", Cut(file.fileno()))
    with pytest.raises(OutputError):
        put("x", Cut(-1))
    for end in ends:
        os.close(end)


@pytest.mark.parametrize("unheard", [errno.EPIPE, errno.EINVAL])
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["due", "--help"], ["list", *DAY]])
def test_where_nobody_reads_on_a_command_ends_well_also_in_windows_way(
    monkeypatch, vault, words, unheard
):
    """What is known is printed in another way, so each is asked a second time."""
    ends, tried = os.pipe(), []

    class Cut(io.FileIO):
        """A pipe whose writes fail."""

        def write(self, data) -> int:
            tried.append(data)
            raise OSError(unheard, os.strerror(unheard))

    monkeypatch.chdir(vault)
    monkeypatch.setattr(sys, "argv", ["vaultkit", *words])
    for known in (False, True):
        if known:
            assert run(*words).returncode == 0
        stream = io.TextIOWrapper(io.BufferedWriter(Cut(ends[1], "wb", closefd=False)))
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO()))
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code
        assert code in (0, None), (known, code)
        assert tried, known
        tried.clear()
        with suppress(OSError):
            stream.close()
    for end in ends:
        os.close(end)


@needs_signals
def test_ctrl_break_ends_a_command_like_ctrl_c(monkeypatch):
    """Windows' signal is played by one that this system has."""
    monkeypatch.setattr(signal, "SIGBREAK", signal.SIGUSR1, raising=False)
    with pytest.raises(Stopped) as stopped, signals_obeyed():
        signal.raise_signal(signal.SIGUSR1)
    assert stopped.value.number == signal.SIGUSR1


@needs_signals
def test_a_watcher_that_meets_ctrl_break_says_goodbye(tmp_path):
    (tmp_path / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
    script = (
        "import signal; signal.SIGBREAK = signal.SIGUSR1\n"
        "from vaultkit.__main__ import main; main()"
    )
    words = [sys.executable, "-c", script, "watch", "--vault", str(tmp_path)]
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, cwd=Path(__file__).parent.parent
    ) as watcher:
        assert watcher.stderr is not None
        assert b"Watching" in watcher.stderr.readline()
        watcher.send_signal(signal.SIGUSR1)
        told = watcher.stderr.read()
        assert watcher.wait(10) == 128 + signal.SIGUSR1
        assert b"Traceback" not in told


def test_too_little_memory_is_told_in_a_sentence(monkeypatch, capsys):
    def run() -> None:
        raise MemoryError

    monkeypatch.setattr("vaultkit.cli.main", run)
    monkeypatch.setattr(sys, "argv", ["vaultkit", "due"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("vaultkit: There is not enough memory.")


@pytest.mark.parametrize(
    "lines",
    [(), ("",), ("a", "", "è 漢"), ("a", "b\x1b[31mc"), ("a\nb", "c"), ("x\u2028y", "\ud800")],
)
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
@pytest.mark.parametrize("unbuffered", [False, True])
def test_many_lines_are_printed_as_each_of_them_is(monkeypatch, lines, encoding, unbuffered):
    console, printed = Console(Phrases({}, {})), []
    for show in (console.lines, lambda each: [console.data(line) for line in each]):
        raw = io.BytesIO()
        stream = io.TextIOWrapper(raw, encoding, newline="\n", write_through=unbuffered)
        monkeypatch.setattr("sys.stdout", stream)
        show(lines)
        stream.flush()
        printed.append(raw.getvalue())
    assert printed[0] == printed[1]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a call of POSIX")
def test_a_copy_of_the_process_that_tells_something_prints_nothing_a_second_time():
    script = """
import os, sys
from vaultkit.__main__ import settle_streams
settle_streams()
sys.stdout.write("once\\n")
if os.fork() == 0:
    sys.stderr.write("told\\n")
    os._exit(0)
os.wait()
sys.stderr.write("ended\\n")
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
        cwd=Path(__file__).parent.parent,
        check=True,
    )
    assert done.stdout == b"told\nonce\nended\n"


def test_a_message_in_the_middle_of_another_one_is_no_traceback(monkeypatch):
    """As whoever hears a signal may write one."""
    written = []

    class Interrupted(io.RawIOBase):
        """A file that is written to while it is written to."""

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            written.append(bytes(data))
            sys.stderr.write("inner\n")
            return len(data)

    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO()))
    stream = io.TextIOWrapper(io.BufferedWriter(Interrupted()), "utf-8")
    monkeypatch.setattr("sys.stderr", stream)
    settle_streams()
    sys.stderr.write("outer\n")
    assert written[0] == b"outer\n"


@pytest.mark.parametrize("unbuffered", [False, True])
def test_many_lines_are_written_at_once(monkeypatch, unbuffered):
    class Counting(io.RawIOBase):
        """A file that counts how often it is written to."""

        count = 0

        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            self.count += 1
            return len(data)

    raw = Counting()
    taker = raw if unbuffered else io.BufferedWriter(raw)
    stream = io.TextIOWrapper(taker, "utf-8", write_through=unbuffered)
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(io.BytesIO()))
    settle_streams()
    Console(Phrases({}, {})).lines(["a line"] * 1000)
    sys.stdout.flush()
    assert raw.count == 1
