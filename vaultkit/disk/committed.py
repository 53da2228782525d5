"""What an answer depends on that git's history has a part in: what HEAD means, and all that git could tell it by.

Git is not run: a few small files are read and a few hundred folders are asked for their times, before
anything slow is loaded. Whatever is not laid out in the plain way raises ValueError (or OSError),
and then nothing is known. What ``git_history`` keeps from git (its system's settings, replaced
objects, variables of its own) has no part here.
"""

import os
import stat

from vaultkit.disk import early
from vaultkit.disk.beside import rights, stamp
from vaultkit.disk.cache_file import read_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LARGEST_TEXT = 64 * 1024
_LARGEST_REFS = 1024 * 1024
_MOST_NAMES = 4096
_BRANCH = b"ref: refs/heads/"
_DIGITS = frozenset(b"0123456789abcdef")
_ID_LENGTHS = (40, 64)


def committed(root: str, environ: "Mapping[str, str]") -> object:
    """Return what changes with any commit that a vault's HEAD leads to, and with how git reads them.

    None where no repository is around. Raises OSError, ValueError where it cannot be told.
    """
    found = _repository(root)
    if found is None:
        return None
    parent, entry = found
    folder = _folder(parent, entry)
    common = _common(folder)
    if not os.path.isdir(f"{common}/refs") or os.path.lexists(f"{common}/reftable"):
        raise ValueError
    return (
        (parent, folder, common),
        [os.stat(place).st_uid for place in (root, parent, entry, folder, common)],
        (rights(), environ.get("SUDO_UID")),
        _programs(environ),
        [_settings(file) for file in _settings_files(folder, common, environ)],
        [_text(f"{common}/{name}") for name in ("shallow", "info/grafts")],
        _head(folder, common),
        _store(f"{common}/objects"),
    )


def _repository(root: str) -> tuple[str, str] | None:
    """Return the nearest folder that has a ``.git``, and that. One without a working tree is not for us to know."""
    parent = root
    while True:
        entry = os.path.join(parent, ".git")
        if os.path.lexists(entry):
            return parent, entry
        if os.path.lexists(os.path.join(parent, "HEAD")):
            raise ValueError
        above = os.path.dirname(parent)
        if above == parent:
            return None
        parent = above


def _folder(parent: str, entry: str) -> str:
    """Return git's folder: ``.git`` itself, or the one that it names where it is a file."""
    if os.path.isdir(entry):
        return entry
    line = _needed(_text(entry))
    if not line.startswith(b"gitdir: "):
        raise ValueError
    return os.path.join(parent, os.fsdecode(line.removeprefix(b"gitdir: ").rstrip(b"\r\n")))


def _common(folder: str) -> str:
    """Return the folder that all working trees share."""
    named = _text(f"{folder}/commondir")
    return folder if named is None else os.path.join(folder, os.fsdecode(named.rstrip(b"\r\n")))


def _head(folder: str, common: str) -> tuple[bytes, bytes | None]:
    """Return what HEAD says, and what the branch that it names does; all packed names where that is no file."""
    head = _plain(f"{folder}/HEAD")
    if head.startswith(_BRANCH):
        name = os.fsdecode(head.removeprefix(b"ref: ").rstrip(b"\n"))
        if ".." in name or "\0" in name:
            raise ValueError
        file = f"{common}/{name}"
        if os.path.lexists(file):
            return head, _id(_plain(file))
        return head, _text(f"{common}/packed-refs", _LARGEST_REFS)
    return _id(head), None


def _plain(file: str) -> bytes:
    if os.path.islink(file):
        raise ValueError  # git reads such a link as a name of its own
    return _needed(_text(file))


def _id(text: bytes) -> bytes:
    if len(text.rstrip(b"\n")) not in _ID_LENGTHS or not _DIGITS.issuperset(text.rstrip(b"\n")):
        raise ValueError
    return text


def _programs(environ: "Mapping[str, str]") -> list[tuple[str, object]]:
    """Return each git that may be found. A script may run any other program."""
    found: list[tuple[str, object]] = []
    for place in environ.get("PATH", os.defpath).split(os.pathsep):
        file = f"{place}/git"
        there = stamp(file) if os.path.isabs(place) else None
        if there and stat.S_ISREG(there[0]):
            with open(file, "rb") as program:
                if program.read(2) == b"#!":
                    raise ValueError
        found.append((place, there))
    return found


def _settings_files(folder: str, common: str, environ: "Mapping[str, str]") -> "Iterator[str]":
    """Yield where git looks for settings that count for this repository."""
    home, ours = environ.get("HOME", ""), environ.get("XDG_CONFIG_HOME", "")
    if not os.path.isabs(home) or (ours and not os.path.isabs(ours)):
        raise ValueError
    yield from (f"{common}/config", f"{folder}/config.worktree")
    yield from (f"{home}/.gitconfig", f"{ours or f'{home}/.config'}/git/config")


def _settings(file: str) -> bytes | None:
    """Return what a file of settings says; ValueError for one that includes others, or says where all else lies."""
    text = _text(file)
    for line in (text or b"").lower().split(b"\n"):
        if b"[include" in line or b"worktree" in line.partition(b"=")[0] or b"refstorage" in line:
            raise ValueError
    return text


def _store(objects: str) -> list[object]:
    """Return what changes when an object comes or goes: a commit that is not here is not read."""
    if os.path.lexists(f"{objects}/info/alternates"):
        raise ValueError
    told: list[object] = [stamp(objects)]
    for folder in (objects, f"{objects}/pack", f"{objects}/info", f"{objects}/info/commit-graphs"):
        told += [(name, stamp(f"{folder}/{name}")) for name in _names(folder)]
    return told


def _names(folder: str) -> list[str]:
    try:
        found = os.listdir(folder)
    except FileNotFoundError:
        return []
    if len(found) > _MOST_NAMES:
        raise ValueError
    return sorted(found)


def _needed(text: bytes | None) -> bytes:
    if text is None:
        raise ValueError
    return text


def _text(file: str, most: int = _LARGEST_TEXT) -> bytes | None:
    """Return a small file's bytes, None where there is none; links are followed, as git does."""
    found = stamp(file)
    if found is None:
        return None
    if not stat.S_ISREG(found[0]):
        raise ValueError
    fd = os.open(os.path.realpath(file), early.READ)
    try:
        return _needed(read_all(fd, most))
    finally:
        os.close(fd)
