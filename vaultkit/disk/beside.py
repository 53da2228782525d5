"""What an answer may depend on beside the notes and the settings of a vault: what tells that it is as it was.

Each of these is asked of the system in a few calls, before anything slow is loaded. Whatever cannot
be told raises OSError or ValueError, and then nothing is known.
"""

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

NOTES = "notes"
"""The roll of the vault's notes. It is called last, where all else is as it was."""

ANYWHERE = "anywhere"
"""No vault is needed: one that is around gives no more than its language."""

JOURNAL, NUMBERS, PLACES, GIT, HISTORY, RIGHTS, PACKAGES, CALLED = (
    "the runs that can be taken back",
    "the numbers printed last",
    "the files that a word may name",
    "that git is in the middle of nothing",
    "what git has committed",
    "what may be written",
    "the packages that are installed",
    "how the program was called",
)

GIT_OPERATIONS = {
    "MERGE_HEAD": "merge",
    "rebase-merge": "rebase",
    "rebase-apply/applying": "am",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "sequencer/todo": "cherry-pick/revert",
    "BISECT_LOG": "bisect",
}
"""What lies in git's folder while it is in the middle of something, and what that is.

Of several commits to pick or revert nothing but the list is there between two of them. A bisect shows
the notes of some day long ago, and cannot go on once one of them was changed.
"""

GIT_LOCK = "index.lock"
NUMBERS_FILE = "listed.json"
_LONGEST_LINK = 4096
_LOCAL_TIME = "/etc/localtime"
_PACKAGE_ENDS = (".dist-info", ".egg-info")
_OF_PACKAGE = ("METADATA", "PKG-INFO", "entry_points.txt")

Stamp = tuple[int, ...] | None


def runs(state: str) -> object:
    """Return what changes with any finished run of a vault's journal, and with the clock that its times are told by."""
    try:
        names = os.listdir(state)
    except FileNotFoundError:
        names = []
    files = [(name, stamp(f"{state}/{name}")) for name in sorted(names) if name.endswith(".run")]
    return files, time.tzname, time.timezone, time.altzone, stamp(_LOCAL_TIME)


def places(words: "Sequence[str]", folders: "Sequence[str]") -> object:
    """Return which words are the name of a file in one of the folders, as a note may be named."""
    names = (word if word.endswith(".md") else f"{word}.md" for word in words)
    return [[os.path.isfile(os.path.join(folder, name)) for folder in folders] for name in names]


def git(root: str) -> object:
    """Return what changes with git's index; ValueError where git is in the middle of something, or may be."""
    folder = _git_folder(root)
    if folder is None:
        return None
    if any(os.path.lexists(f"{folder}/{name}") for name in (*GIT_OPERATIONS, GIT_LOCK)):
        raise ValueError
    return folder, stamp(f"{folder}/index")


def _git_folder(root: str) -> str | None:
    """The nearest repository may begin above the vault; in a worktree ``.git`` is a file."""
    parent = root
    while True:
        entry = os.path.join(parent, ".git")
        if os.path.isdir(entry):
            return entry
        if os.path.isfile(entry):
            with open(entry, "rb") as file:
                line = os.fsdecode(file.readline(_LONGEST_LINK))
            named = line.removeprefix("gitdir:").strip()
            return os.path.join(parent, named) if line.startswith("gitdir:") else None
        above = os.path.dirname(parent)
        if above == parent:
            return None
        parent = above


def rights() -> object:
    """Return who we are, as far as that tells what we may write. The rights of a note stand in the roll."""
    return os.geteuid(), os.getegid(), sorted(os.getgroups())


def packages() -> object:
    """Return what changes when a package is installed, removed or replaced where Python looks for them."""
    told: list[object] = []
    for finder in sys.meta_path:
        if hasattr(finder, "find_distributions") and finder.__module__ != _OWN_FINDER:
            raise ValueError  # somebody else tells of packages, too
    for place in sys.path:
        here = place or "."
        if not os.path.isdir(here):
            told.append((place, stamp(here)))
            continue
        with os.scandir(here) as entries:
            names = [entry.name for entry in entries if _is_of_package(entry.name)]
        for name in sorted(names):
            stamps = [stamp(f"{here}/{name}/{file}") for file in _OF_PACKAGE]
            told.append((place, name, stamp(f"{here}/{name}"), stamps))
    return told


_OWN_FINDER = "_frozen_importlib_external"


def _is_of_package(name: str) -> bool:
    lowered = name.lower()
    return lowered.endswith(_PACKAGE_ENDS) or lowered == "egg-info"


def called() -> object:
    """Return how the program calls itself, and how wide each terminal is that it might draw for."""
    widths: list[object] = []
    for number in range(3):
        try:
            widths.append(tuple(os.get_terminal_size(number)))
        except OSError:
            widths.append(None)
    main = sys.modules.get("__main__")
    return sys.argv[0], getattr(main, "__package__", None), widths


def stamp(path: str) -> Stamp:
    """Return what changes with a file or a folder; None where there is none. Raises OSError."""
    try:
        info = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return info.st_mode, info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns
