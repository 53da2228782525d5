"""What notes said on an earlier day, as the vault's git history has it, and what git is set to do with them.

The one module that runs git, and only commands that read: a vault may come from anybody,
and a repository's own settings can name programs. So nothing is looked up that could run one
(no hooks, no file system monitor, no pager, no filters, no textconv), and a history that is not
all here is not fetched. Why git is run at all: docs/decisions/0009.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
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
    wanted = [path for path in paths if "\n" not in path]
    if not wanted:
        return {}
    prefix = _git(root, ["rev-parse", "--show-prefix"])
    before = ["rev-list", "-1", f"--before={day.isoformat()}T00:00:00Z", "HEAD"]
    commit = _git(root, before) if prefix is not None else None
    if not commit or prefix is None:
        return None if commit is None else {}
    folder = prefix.decode("utf-8", "surrogateescape").rstrip("\n")
    names = "".join(f"{commit.decode().strip()}:{folder}{path}\n" for path in wanted)
    told = _git(root, ["cat-file", "--batch-check"], names.encode("utf-8", "surrogateescape"))
    if told is None:
        return None
    ids = dict(zip(wanted, map(_id_of_note, told.splitlines()), strict=True))
    texts = _texts(root, list(dict.fromkeys(filter(None, ids.values()))))
    if texts is None:
        return None
    return {path: texts[found] if found else None for path, found in ids.items()}


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


def _id_of_note(line: bytes) -> bytes | None:
    """Return the id in ``<id> blob <size>``; None for what is missing, is a folder, or is too large."""
    words = line.split(b" ")
    is_note = (
        len(words) == 3
        and words[1] == b"blob"
        and words[2].isdigit()
        and int(words[2]) <= LARGEST_NOTE
    )
    return words[0] if is_note else None


def _texts(root: Path, ids: Sequence[bytes]) -> Mapping[bytes, bytes] | None:
    """Return texts by id: git prints a line ``<id> blob <size>``, the bytes, and a line's end."""
    found: dict[bytes, bytes] = {}
    answer, at = _git(root, ["cat-file", "--batch"], b"".join(each + b"\n" for each in ids)), 0
    if answer is None:
        return None
    for each in ids:
        start = answer.index(b"\n", at) + 1
        end = start + int(answer[at:start].split()[2])
        found[each] = answer[start:end]
        at = end + 1
    return found


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
