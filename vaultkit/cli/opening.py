"""Another program for a while: the person's editor, Obsidian, the mail program. Never by a shell."""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from vaultkit.disk.system import system
from vaultkit.errors import UsageError


def open_note(path: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Open a note in the editor that the environment names, else in Obsidian. Raises UsageError."""
    editor = environ.get("VISUAL") or environ.get("EDITOR")
    if editor:
        _run([*_words(editor), str(path)], is_quiet=False)
    else:
        open_link(f"obsidian://open?path={quote(str(path), safe='')}")


def open_link(link: str) -> None:
    """Hand a link to the program that the system has for it. Raises UsageError."""
    _run([*system.opener(), link], is_quiet=True)


def _words(command: str) -> Sequence[str]:
    try:
        return shlex.split(command) or [command]
    except ValueError:
        return [command]


def _run(words: Sequence[str], *, is_quiet: bool) -> None:
    output = subprocess.DEVNULL if is_quiet else None
    try:
        ended = subprocess.run(words, stdout=output, stderr=output, check=False)
    except OSError as error:
        raise UsageError("walk-no-program", program=words[0]) from error
    if ended.returncode and is_quiet:
        raise UsageError("walk-no-program", program=words[0])
