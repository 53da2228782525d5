"""Sessions as a person sees them: ``tests/transcripts/<command>.txt``, typed again line by line.

Every session begins in a fresh copy of ``tests/transcripts/vault``. After ``$ `` stands what is typed,
below it what comes, messages and all; ``[exit 1]`` where the command did not end well. A line that
begins with ``;`` is for the reader. ``echo y | `` answers a question, ``cat FILE | `` gives a note. Beside ``vaultkit`` there are
``cat FILE``, ``rm FILE`` and ``> /dev/null``; ``^C`` stops a command that waits. The folder is ``~``.
``pytest tests/test_transcripts.py --rewrite-golden`` writes anew what comes.
"""

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from vaultkit.__main__ import main
from vaultkit.cli.commands import COMMANDS

FOLDER = Path(__file__).parent / "transcripts"
SESSIONS = sorted(FOLDER.glob("*.txt"))
CTRL_C = "^C"
UNSEEN = " > /dev/null"
CLOCK = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
RUN = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(-\d+)?")


def typed_again(text, root):
    """Return the transcript with what comes today below each line that is typed."""
    lines = []
    for stretch in stretches(text):
        line, *told = stretch
        lines.append(line)
        if line.startswith("$ "):
            lines += answer(line.removeprefix("$ "), root, stopped=CTRL_C in told)
        lines += [""] if told and not told[-1] else []
    return "\n".join(lines) + "\n"


def stretches(text):
    """Return each typed or commented line with the lines below it."""
    found = []
    for line in text.splitlines():
        if line.startswith(("$ ", "; ")):
            found.append([])
        found[-1].append(line)
    return found


def answer(typed, root, *, stopped=False):
    said, _, command = typed.removesuffix(UNSEEN).rpartition(" | ")
    words = shlex.split(command)
    if words[0] == "cat":
        return (root / words[1]).read_text("utf-8").splitlines()
    if words[0] == "rm":
        return (root / words[1]).unlink() or []
    assert words[0] == "vaultkit", typed
    if stopped:
        return waited(words[1:], root)
    told, code = called(words, piped(said, root))
    lines = [] if typed.endswith(UNSEEN) else shown(told, root)
    return [*lines, f"[exit {code}]"] if code else lines


def piped(said, root):
    """Return what stands before the pipe as text, "" where there is no pipe."""
    if said.startswith("cat "):
        return (root / said.removeprefix("cat ")).read_text("utf-8")
    return said.removeprefix("echo ") + "\n" if said else ""


def shown(told, root):
    """Return the lines without what is another at every run: the folder, and the clock's time."""
    told = RUN.sub("2026-11-20T10:00:00", told.replace(str(root), "~"))
    return CLOCK.sub("2026-11-20 10:00", told).splitlines()


def called(words, answered):
    """Return what both streams say, in the order in which it is said, and the exit code."""
    screen = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")
    given = io.TextIOWrapper(io.BytesIO(answered.encode()), encoding="utf-8", newline="")
    streams = {"stdin": given, "stdout": screen, "stderr": screen}
    code = 0
    with patch.dict(os.environ, {"COLUMNS": "80"}), patch.multiple(sys, argv=words, **streams):
        try:
            main()
        except SystemExit as stopped:
            code = stopped.code or 0
    screen.flush()
    return screen.buffer.getvalue().decode(), code


def waited(words, root):
    """Return what a command says until it waits, press Ctrl-C, and return the rest."""
    with subprocess.Popen(
        [sys.executable, "-m", "vaultkit", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=root,
        encoding="utf-8",
    ) as process:
        assert process.stdout
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    told = [*shown(first, root), CTRL_C, *shown(rest, root)]
    return [*told, f"[exit {process.returncode}]"] if process.returncode else told


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_session_goes_as_it_is_written(path, tmp_path, monkeypatch, golden):
    root = tmp_path / "my-search"
    shutil.copytree(FOLDER / "vault", root)
    monkeypatch.chdir(root)
    golden(path, typed_again(path.read_text("utf-8"), root).encode())


def test_every_command_has_a_transcript():
    assert set(COMMANDS) <= {path.stem for path in SESSIONS}
