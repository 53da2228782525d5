"""Editors save notes while vaultkit writes into them, both as fast as they can.

    python -m bench.hammer [--saves 20000] [--against write|watch] [--editors simulated|real|all]
                           [--way lease|exchange|naive] [--settle 0]

Prints, for each editor, how many saves were lost, how often a note was torn, and how often vaultkit wrote
meanwhile; ends with 1 when a save was lost, a note torn or a file left behind. ``--against write`` puts one
note under the bare write path, which writes without a pause; ``--against watch`` puts twenty notes under a
real ``vaultkit watch``, and has a person's own note allow and forbid lines for her in turn, so that all
twenty change each time. Flushing to the disk is left out in vaultkit, so that more writes meet.
``--way exchange`` refuses the lease and leaves out the waiting rule, unless ``--patient``; ``naive`` writes
the file without a thought, to show that losses would be seen.
"""

import argparse
import errno
import fcntl
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.editors import (
    BEGIN,
    BODY,
    END,
    HEAD,
    REAL,
    SIMULATED,
    Done,
    Job,
    is_whole,
    missing_programs,
    saved_in,
)
from vaultkit.cli import main as vaultkit
from vaultkit.core.text.note import Note
from vaultkit.disk import write as writing
from vaultkit.disk import write_exchange
from vaultkit.disk.journal import Journal, Run
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Replacement

ROUND_SAVES = 1000
WATCHED_NOTES = 20
NANO_SHARE = 100
PERSON = "People/Marta Rossi.md"
EVERYBODY = {**SIMULATED, **REAL}

Begin = Callable[[], "Editing"]


def replanned(text: bytes, turn: int) -> bytes:
    """The note with a block of another length, or without one."""
    rest = text[len(HEAD) :]
    if rest.startswith(BEGIN):
        rest = rest.partition(END)[2].partition(b"\n")[2]
    items = b"- [ ] an item\n" * (turn % 5)
    block = BEGIN + b" v1 -->\n" + items + END + b" -->\n" if turn % 4 else b""
    return HEAD + block + rest


def patches(vault: Vault, run: Run) -> Iterator[str]:
    """Write the block again and again; yield how each write ended."""
    turn = 0
    while True:
        turn += 1
        note = vault.read("0.md")
        if not isinstance(note, Note) or not is_whole(note.raw):
            yield "not whole"  # somebody is in the middle of a save
            continue
        yield writing.write(
            vault, Replacement("0.md", note.raw, replanned(note.raw, turn)), run
        ).kind


def under_the_write_path(
    folder: Path, begin: "Begin", _: argparse.Namespace
) -> tuple[Done, Counter[str]]:
    """Write in this process until the editor has ended."""
    counts: Counter[str] = Counter()
    editor = begin()
    vault = Vault(folder / "vault")
    with Journal(vault.root, {"XDG_STATE_HOME": str(folder / "state")}).run("hammer") as run:
        for kind in patches(vault, run):
            counts[kind] += 1
            if editor.has_ended():
                break
    return editor.done(), counts


class Watching:
    """A real watcher in a process of its own. Each time it has written, it is given something to write."""

    def __init__(self, folder: Path, options: argparse.Namespace) -> None:
        self.root, self.written, self._turn = folder / "vault", 0, 0
        (self.root / "People").mkdir()
        settings = f'schema = 1\nlanguage = "en"\n[watch]\nsettle = {options.settle}\n'
        (self.root / "vaultkit.toml").write_text(settings)
        self._allow()
        patient = ["--patient"] if options.patient else []
        command = [
            sys.executable,
            __file__,
            "--way",
            options.way,
            *patient,
            "--watcher",
            str(self.root),
        ]
        environ = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environ)
        self.told: list[str] = []
        self.has_begun = threading.Event()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _allow(self) -> None:
        self._turn += 1
        beside = self.root / "People/.swap"
        beside.write_text(
            f"---\ntype: person\ndo_not_contact: {str(self._turn % 2 == 0).lower()}\n---\n"
        )
        beside.replace(self.root / PERSON)

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for said in self._process.stderr:
            if updated := re.search(r"(\d+) notes? updated", said):
                self.written += int(updated[1])
                self.has_begun.set()
                self._allow()
            else:
                self.told.append(said)
        self.has_begun.set()

    def end(self) -> None:
        self._process.terminate()
        code = self._process.wait()
        self._listener.join()
        if code != 143:
            raise SystemExit(f"the watcher ended with {code}: {''.join(self.told[-20:])}")


def under_a_watcher(
    folder: Path, begin: "Begin", options: argparse.Namespace
) -> tuple[Done, Counter[str]]:
    watching = Watching(folder, options)
    try:
        watching.has_begun.wait()
        editor = begin()
        while not editor.has_ended():
            time.sleep(0.02)
        return editor.done(), Counter(written=watching.written)
    finally:
        watching.end()


class Editing:
    """An editor in a process of its own."""

    def __init__(self, name: str, job: Job) -> None:
        self._answer, answering = os.pipe()
        self._parts: list[bytes] = []
        self._child = os.fork()
        if self._child == 0:
            code = 1
            try:
                done = EVERYBODY[name](job)
                os.write(answering, json.dumps([done.saved, done.missing, done.torn]).encode())
                code = 0
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        os.close(answering)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        with open(self._answer, "rb") as answer:
            self._parts.append(answer.read())

    def has_ended(self) -> bool:
        return os.waitpid(self._child, os.WNOHANG)[0] != 0

    def done(self) -> Done:
        self._reader.join()
        return Done(*json.loads(self._parts[0]))


def hammered(name: str, first: int, last: int, options: argparse.Namespace) -> Counter[str]:
    """One editor's saves ``first`` to ``last`` - 1, in a vault of their own."""
    with tempfile.TemporaryDirectory(dir=options.folder) as made:
        folder = Path(made)
        count = WATCHED_NOTES if options.against == "watch" else 1
        notes = [folder / "vault" / f"{number}.md" for number in range(count)]
        notes[0].parent.mkdir()
        for note in notes:
            note.write_bytes(HEAD + BODY)
        os.environ["HAMMERED"] = str(notes[0].parent)
        under = under_a_watcher if options.against == "watch" else under_the_write_path
        done, counts = under(
            folder, lambda: Editing(name, Job(notes, first, last, options.pause)), options
        )
        return found(folder, notes, done) + counts


def found(folder: Path, notes: list[Path], done: Done) -> Counter[str]:
    """What stands on the disk afterwards, against what was saved."""
    texts = [note.read_bytes() for note in notes]
    there = set[int]().union(*map(saved_in, texts))
    lost = set(done.saved) - there
    aside = saved_in(b"".join(file.read_bytes() for file in folder.glob("state/vaultkit/*/kept/*")))
    return Counter(
        {
            "saves": len(done.saved),
            "lost": len(lost - aside),
            "kept aside": len(lost & aside),
            "torn": done.torn + sum(not is_whole(text) for text in texts),
            "left behind": len(list(folder.glob("vault/**/.vaultkit-*"))),
        }
    )


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


def set_way(way: str, patient: bool) -> None:
    os.fsync = lambda _: None  # type: ignore[assignment]
    if way == "exchange":
        refuse_leases()
        if not patient:
            write_exchange.LINGER_SECONDS, write_exchange.QUIET_SECONDS = 0.01, 0.0
    if way == "naive":
        setattr(writing, "write_leased", _naive)  # noqa: B010 - a door that is not for others


def shares(names: list[str], saves: int) -> dict[str, int]:
    """nano starts anew for each save, and gets a small share; the others get equal ones."""
    slow = {name: saves // NANO_SHARE for name in names if name == "nano"}
    others = [name for name in names if name not in slow]
    each = -(-(saves - sum(slow.values())) // max(len(others), 1))
    return {name: slow.get(name, each) for name in names}


def all_rounds(name: str, saves: int, options: argparse.Namespace) -> Counter[str]:
    size = ROUND_SAVES * (WATCHED_NOTES // 2 if options.against == "watch" else 1)
    total: Counter[str] = Counter()
    for first in range(0, saves, size):
        total += hammered(name, first, min(first + size, saves), options)
    return total


COLUMNS = ("saves", "lost", "kept aside", "torn", "left behind", "written")


def row(name: str, counts: Counter[str], tell: Callable[[str], object] = sys.stdout.write) -> None:
    others = "  ".join(f"{what} {n}" for what, n in sorted(counts.items()) if what not in COLUMNS)
    tell(
        f"{name:22}"
        + "".join(f"{counts[what]:>12,}" for what in COLUMNS)
        + f"  {others}".rstrip()
        + "\n"
    )
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--saves", type=int, default=20000, help="of all editors together")
    options.add_argument("--against", choices=["write", "watch"], default="write")
    options.add_argument("--editors", choices=["simulated", "real", "all"], default="simulated")
    options.add_argument("--way", choices=["lease", "exchange", "naive"], default="lease")
    options.add_argument("--settle", type=float, default=0.0, help="watch.settle, in seconds")
    options.add_argument("--pause", type=float, help="between two saves, in seconds at most")
    options.add_argument(
        "--patient", action="store_true", help="exchange with its real waiting times"
    )
    options.add_argument("--folder", type=Path, help="where to make the vault")
    options.add_argument("--watcher", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.pause is None:
        chosen.pause = 0.004 if chosen.against == "watch" else 0.0002
    return chosen


def main() -> int:
    options = arguments()
    set_way(options.way, options.patient)
    if options.watcher:
        sys.argv = ["vaultkit", "watch", "--vault", str(options.watcher), "--today", "2026-11-20"]
        return vaultkit() or 0
    names = {"simulated": [*SIMULATED], "real": [*REAL], "all": [*EVERYBODY]}[options.editors]
    lacking = missing_programs()
    total: Counter[str] = Counter()
    sys.stdout.write(f"{'editor':22}" + "".join(f"{what:>12}" for what in COLUMNS) + "\n")
    for name, saves in shares(names, options.saves).items():
        if any(name.startswith(program) for program in lacking if name in REAL):
            sys.stdout.write(f"{name:22}left out: there is no such program here\n")
            continue
        counts = all_rounds(name, saves, options)
        row(name, counts)
        total += counts
    row("all", Counter({what: total[what] for what in COLUMNS}))
    return 1 if total["lost"] + total["torn"] + total["left behind"] else 0


if __name__ == "__main__":
    sys.exit(main())
