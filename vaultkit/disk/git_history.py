"""What notes said on an earlier day, as the vault's git history has it, and what git is set to do with them.

The one module that runs git, and only commands that read: a vault may come from anybody,
and a repository's own settings can name programs. So nothing is looked up that could run one
(no hooks, no file system monitor, no pager, no filters, no textconv), and a history that is not
all here is not fetched. Why git is run at all: docs/decisions/0009.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from vaultkit.disk.programs import answer_of, find_program
from vaultkit.disk.vault import LARGEST_NOTE

_SAFE = ("--no-pager", "--no-replace-objects", "-c", "core.fsmonitor=false")


def notes_before(root: Path, day: date, paths: Iterable[str]) -> Mapping[str, bytes | None] | None:
    """Return the texts that notes had in the last commit before a day (UTC); None for a note that was not there.

    Nothing where the history does not reach so far back; None without a history, without git, and
    where git refuses: then another time it may not.
    """
    wanted = {path.encode("utf-8", "surrogateescape"): path for path in paths if "\n" not in path}
    if not wanted:
        return {}
    commit = _git(root, ["rev-list", "-1", f"--before={day.isoformat()}T00:00:00Z", "HEAD"])
    if not commit:
        return None if commit is None else {}
    # All names in one pass: to look each up by itself takes git a third of a millisecond.
    listed = _git(root, ["ls-tree", "-r", "-z", commit.decode().strip()])
    ids = None if listed is None else _ids_in(listed, wanted)
    texts = None if ids is None else _texts(root, ids.values())
    if ids is None or texts is None:
        return None
    return {path: texts.get(ids.get(path, b"")) for path in wanted.values()}


def git_version(root: Path) -> str | None:
    """Return git's version, None where there is no git."""
    told = _git(root, ["version"])
    return told.decode("utf-8", "replace").strip().removeprefix("git version ") if told else None


def merge_driver(root: Path) -> tuple[bool, bool] | None:
    """Return whether notes ask for our merge driver, and whether git knows it; None outside of a repository."""
    if _git(root, ["rev-parse", "--git-dir"]) is None:
        return None
    asked = _git(root, ["check-attr", "-z", "merge", "--", "note.md"]) or b""
    known = _git(root, ["config", "--get", "merge.vaultkit.driver"])
    return asked.split(b"\0")[2:3] == [b"vaultkit"], bool(known and known.strip())


def _ids_in(listed: bytes, wanted: Mapping[bytes, str]) -> Mapping[str, bytes]:
    """Return the ids of files by path. Git lists ``<mode> blob <id>``, a tab, and the name from where it is run."""
    rows = (row.partition(b"\t") for row in listed.split(b"\0"))
    files = ((head, wanted[name]) for head, _, name in rows if name in wanted)
    return {path: head.rpartition(b" ")[2] for head, path in files if b" blob " in head}


def _id_of_note(line: bytes) -> bytes | None:
    """Return the id in ``<id> blob <size>``; None for what is missing, or is too large."""
    words = line.split(b" ")
    is_note = (
        len(words) == 3
        and words[1] == b"blob"
        and words[2].isdigit()
        and int(words[2]) <= LARGEST_NOTE
    )
    return words[0] if is_note else None


def _texts(root: Path, ids: Iterable[bytes]) -> Mapping[bytes, bytes] | None:
    """Return the texts of notes by id: git prints a line ``<id> blob <size>``, the bytes, and a line's end."""
    found: dict[bytes, bytes] = {}
    told = _git(root, ["cat-file", "--batch-check"], _lines(dict.fromkeys(ids)))
    notes = [*filter(None, map(_id_of_note, (told or b"").splitlines()))]
    answer, at = _git(root, ["cat-file", "--batch"], _lines(notes)), 0
    if told is None or answer is None:
        return None
    for each in notes:
        start = answer.index(b"\n", at) + 1
        end = start + int(answer[at:start].split()[2])
        found[each] = answer[start:end]
        at = end + 1
    return found


def _lines(ids: Iterable[bytes]) -> bytes:
    return b"".join(each + b"\n" for each in ids)


def _git(root: Path, arguments: list[str], told: bytes = b"") -> bytes | None:
    """Run one reading command of git; None for whatever goes wrong, and where there is no git."""
    git = find_program("git", root, os.environ)
    if git is None:
        return None
    # Hooks are looked for in git's own file, on every system a place where none can lie.
    no_hooks = ("-c", f"core.hooksPath={git}")
    return answer_of(git, [*_SAFE, *no_hooks, *arguments], root, _environment(), told)


def _environment() -> Mapping[str, str]:
    """No setting of another repository's, no question, no lock, no transport that could fetch."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C",
    }
