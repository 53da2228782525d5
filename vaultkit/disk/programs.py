"""Other programs, by their full path: none is taken from the folder that somebody happens to be in."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_PATIENCE_SECONDS = 30


class Ended(NamedTuple):
    """How a program ended, and the first line that it said, stderr before stdout."""

    code: int
    said: str

    @property
    def is_well(self) -> bool:
        return self.code == 0


def find_program(name: str, environ: Mapping[str, str] = os.environ) -> str | None:
    """Return a program's path, from the absolute folders of ``PATH`` alone; None where there is none.

    A name that is a whole path already stands for itself.
    """
    if Path(name).is_absolute():
        return name
    if len(Path(name).parts) != 1:
        return None
    for folder in environ.get("PATH", os.defpath).split(os.pathsep):
        path = Path(folder) / name
        if path.is_absolute() and path.is_file() and os.access(path, os.X_OK):
            return str(path)
    return None


def run_program(
    words: Sequence[str], environ: Mapping[str, str] = os.environ, told: bytes = b""
) -> Ended | None:
    """Run a program to its end, with ``told`` on its stdin; None where it cannot be run, or never ends."""
    program = find_program(words[0], environ)
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *words[1:]],
            input=told,
            capture_output=True,
            env=dict(environ),
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
    return Ended(done.returncode, said.partition("\n")[0])


def windows_words(words: Sequence[str]) -> str:
    """Return words as the one command line that a Windows program takes apart again."""
    return subprocess.list2cmdline(words)
