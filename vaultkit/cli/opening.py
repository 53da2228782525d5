"""Where a note or a mail is opened: the person's editor, Obsidian, the mail program."""

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from vaultkit.disk.programs import edit_with, open_link


def open_note(path: Path, vault: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Open a note in the editor that the environment names, else in Obsidian. Raises UsageError."""
    editor = environ.get("VISUAL") or environ.get("EDITOR")
    if editor:
        edit_with(_words(editor), path, vault, environ)
    else:
        open_link(f"obsidian://open?path={quote(str(path), safe='')}", vault, environ)


def _words(command: str) -> Sequence[str]:
    """Return a command's words. A Windows path is kept whole: there a backslash is no escape."""
    if os.path.isfile(command):  # noqa: PTH113 - a command may be too long for a path
        return [command]
    words = shlex.shlex(command, posix=True)
    words.whitespace_split, words.commenters = True, ""
    words.escape = "" if os.sep == "\\" else "\\"
    try:
        return list(words) or [command]
    except ValueError:
        return [command]
