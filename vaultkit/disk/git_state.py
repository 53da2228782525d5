"""Whether git is in the middle of something in a vault. Git itself is never run.

A repository's own settings can name programs, and a vault may come from anybody.
"""

import time
from pathlib import Path

from vaultkit.disk.beside import GIT_LOCK, GIT_OPERATIONS
from vaultkit.disk.git_index import has_unmerged_paths

STALE_SECONDS = 600.0
"""A lock that is older was left behind by a git that died."""

UNMERGED = "unmerged paths"
"""What a stash that was popped or a squash merge leaves behind: no file beside the index tells of it."""


def operation(root: Path, *, waits_for_a_person: bool = True) -> str | None:
    """Return what git is doing, as GIT_OPERATIONS calls it, UNMERGED or ``index.lock``; None for nothing.

    Between its own runs a merge waits for a person; ``waits_for_a_person=False`` leaves that out.
    """
    try:
        folder = folder_of(root)
        return _operation_in(folder, waits_for_a_person) if folder else None
    except OSError:  # what we may not see, or a failing disk does not show, git is not at work in
        return None


def _operation_in(folder: Path, waits_for_a_person: bool) -> str | None:
    for name, what in GIT_OPERATIONS.items() if waits_for_a_person else ():
        if (folder / name).exists():
            return what
    if _is_locked(folder):
        return GIT_LOCK
    return UNMERGED if waits_for_a_person and has_unmerged_paths(folder) else None


def folder_of(root: Path) -> Path | None:
    """Return git's folder, None where there is none: it may begin above the vault; in a worktree ``.git`` is a file."""
    for parent in (root, *root.parents):
        entry = parent / ".git"
        if entry.is_dir():
            return entry
        if entry.is_file():
            return _named_in(entry)
    return None


def _named_in(file: Path) -> Path | None:
    try:
        with file.open(encoding="utf-8") as lines:
            text = lines.readline(4096)
    except (OSError, UnicodeDecodeError):
        return None
    named = text.removeprefix("gitdir:").strip()
    return file.parent / named if text.startswith("gitdir:") and "\0" not in named else None


def _is_locked(folder: Path) -> bool:
    try:
        age = time.time() - (folder / GIT_LOCK).stat().st_mtime
    except OSError:
        return False
    return age < STALE_SECONDS
