"""Simulated editors save a note while vaultkit writes it, both as fast as they can.

    python bench/hammer.py --saves 20000 [--way lease|exchange|naive] [--folder DIR]

Prints, for each way of saving, how many saves were lost and how often a note was found torn;
ends with 1 when either is not 0. Flushing to the disk is left out, so that more writes meet.
``naive`` reads and writes the file without a thought, to show that losses would be seen.
"""

import argparse
import errno
import fcntl
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from vaultkit import write as writing
from vaultkit.core.note import Note
from vaultkit.journal import Journal, Run
from vaultkit.vault import Vault
from vaultkit.write import Replacement, exchange

HEAD = b"---\ntype: application\ncompany: Acme\n---\n# Acme\n"
BEGIN, END = b"<!-- begin -->\n", b"<!-- end -->\n"
BODY = b"".join(b"A line of the person's own, number %03d.\n" % number for number in range(60)) + b"Log\n"
HELD_SAVES = 20
NOTE = "note.md"

Save = Callable[[Path, Callable[[bytes], bytes]], int]


def _in_place(pieces: int) -> Save:
    def save(path: Path, edited: Callable[[bytes], bytes]) -> int:
        text = edited(path.read_bytes())
        step = -(-len(text) // pieces)
        with path.open("wb", buffering=0) as file:
            for at in range(0, len(text), step):
                file.write(text[at : at + step])
        return 1

    return save


def _replace(path: Path, edited: Callable[[bytes], bytes]) -> int:
    text = edited(path.read_bytes())
    beside = path.with_name(".swap")
    beside.write_bytes(text)
    beside.replace(path)
    return 1


def _vim(path: Path, edited: Callable[[bytes], bytes]) -> int:
    text = edited(path.read_bytes())
    backup = path.with_name("note.md~")
    path.replace(backup)
    path.write_bytes(text)
    backup.unlink()
    return 1


def _append(path: Path, edited: Callable[[bytes], bytes]) -> int:
    old = path.read_bytes()
    with path.open("ab", buffering=0) as file:
        file.write(edited(old)[len(old) :])
    return 1


def _held_append(path: Path, edited: Callable[[bytes], bytes]) -> int:
    with path.open("r+b", buffering=0) as file:
        text = file.read()
        for _ in range(HELD_SAVES):
            longer = edited(text)
            file.write(longer[len(text) :])
            text = longer
    return HELD_SAVES


def _held_rewrite(path: Path, edited: Callable[[bytes], bytes]) -> int:
    with path.open("r+b", buffering=0) as file:
        text = file.read()
        for _ in range(HELD_SAVES):
            text = edited(text)
            file.seek(0)
            file.write(text)
            file.truncate()
    return HELD_SAVES


EDITORS: dict[str, Save] = {
    "in place, 1 write": _in_place(1),
    "in place, 3 writes": _in_place(3),
    "replace": _replace,
    "vim style": _vim,
    "append": _append,
    "held open, append": _held_append,
    "held open, rewrite": _held_rewrite,
}


class Editor:
    """Adds a numbered line with each save, and looks each time whether all are still there."""

    def __init__(self, path: Path, save: Save) -> None:
        self.path, self.save = path, save
        self.lines: list[bytes] = []
        self.lost: list[bytes] = []
        self.saves = self.torn = 0

    def edited(self, text: bytes) -> bytes:
        self.look(text)
        self.lines.append(b"save %06d\n" % self.saves)
        self.saves += 1
        return text + self.lines[-1]

    def look(self, text: bytes) -> None:
        self.torn += not is_whole(text)
        there = set(text.splitlines(keepends=True))
        kept = [line for line in self.lines if line in there]
        self.lost += [line for line in self.lines if line not in there]
        self.lines = kept

    def run(self, saves: int) -> None:
        while self.saves < saves:
            self.save(self.path, self.edited)
            time.sleep(random.random() * 0.0002)
        self.look(self.path.read_bytes())

    def report(self) -> bytes:
        text = self.path.read_bytes()
        lost = [line.decode() for line in self.lost if line not in text]
        return json.dumps([self.saves, self.torn, lost]).encode()


def is_whole(text: bytes) -> bool:
    """Head, at most one block, and the body, in this order."""
    if not text.startswith(HEAD):
        return False
    rest = text[len(HEAD) :]
    if rest.startswith(BEGIN):
        _, ended, rest = rest.partition(END)
        if not ended:
            return False
    return rest.startswith(BODY) and BEGIN not in rest


def replanned(text: bytes, turn: int) -> bytes:
    """The note with a block of another length, or without one."""
    rest = text[len(HEAD) :]
    rest = rest.partition(END)[2] if rest.startswith(BEGIN) else rest
    block = BEGIN + b"- [ ] an item\n" * (turn % 5) + END if turn % 4 else b""
    return HEAD + block + rest


def patches(vault: Vault, run: Run) -> Iterator[str]:
    """Write the block again and again; yield how each write ended."""
    turn = 0
    while True:
        turn += 1
        note = vault.read(NOTE)
        if not isinstance(note, Note) or not is_whole(note.raw):
            yield "not whole"  # somebody is in the middle of a save
            continue
        yield writing.write(vault, Replacement(NOTE, note.raw, replanned(note.raw, turn)), run).kind


def hammer(folder: Path, name: str, saves: int) -> dict[str, int]:
    vault = Vault(folder / "vault")
    vault.root.mkdir(exist_ok=True)
    note = vault.root / NOTE
    note.write_bytes(HEAD + BODY)
    os.environ["HAMMERED"] = str(vault.root)
    reading, answering = os.pipe()
    child = os.fork()
    if child == 0:
        editor = Editor(note, EDITORS[name])
        editor.run(saves)
        os.write(answering, editor.report())
        os._exit(0)
    counts: dict[str, int] = {}
    with Journal(vault.root, {"XDG_STATE_HOME": str(folder / "state")}).run("hammer") as run:
        for kind in patches(vault, run):
            counts[kind] = counts.get(kind, 0) + 1
            if os.waitpid(child, os.WNOHANG)[0]:
                break
    done, torn, lost = json.loads(os.read(reading, 100_000))
    aside = b"".join(file.read_bytes() for file in folder.glob("state/vaultkit/*/kept/*"))
    kept = sum(line.encode() in aside for line in lost)
    left = [entry.name for entry in vault.root.iterdir() if entry.name != NOTE]
    return {
        "saves": done,
        "lost": len(lost) - kept,
        "kept aside": kept,
        "torn": torn,
        "left behind": len(left),
    } | counts


def refuse_leases() -> None:
    """Have the system answer as a network file system does."""
    asked = fcntl.fcntl

    def refusing(fd: int, command: int, *given: int) -> int:
        if command == fcntl.F_SETLEASE:
            raise OSError(errno.EINVAL, "no lease here")
        return asked(fd, command, *given)

    fcntl.fcntl = refusing  # type: ignore[assignment]


def _naive(_: object, name: str, change: Replacement) -> str:
    Path(os.environ["HAMMERED"], name).write_bytes(change.wanted)
    return "written"


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--saves", type=int, default=20000, help="of all editors together")
    options.add_argument("--way", choices=["lease", "exchange", "naive"], default="lease")
    options.add_argument("--folder", type=Path, help="where to make the vault")
    chosen = options.parse_args()
    os.fsync = lambda _: None  # type: ignore[assignment]
    if chosen.way == "exchange":
        refuse_leases()
        exchange.LINGER_SECONDS, exchange.QUIET_SECONDS = 0.01, 0.0
    if chosen.way == "naive":
        setattr(writing, "write_leased", _naive)  # noqa: B010 - a door that is not for others
    bad = 0
    for name in EDITORS:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
            counts = hammer(Path(folder), name, -(-chosen.saves // len(EDITORS)))
        bad += counts["lost"] + counts["torn"] + counts["left behind"]
        told = "  ".join(f"{what} {count}" for what, count in counts.items())
        sys.stdout.write(f"{name:20}{told}\n")
        sys.stdout.flush()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
