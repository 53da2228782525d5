"""Kill vaultkit at every system call of a write, and at random moments; look what is left.

    python bench/kill.py [--random 300]

After each kill the next start recovers, and the note must be the old one or the new one, with
nothing beside it. Prints how many were torn or left something behind; ends with 1 if any did.
``--no-recovery`` skips the recovery, to show that torn notes would be seen.

``--commands`` kills whole commands instead, every one that writes: a note of the person's is
given its lines, or they are taken out, and the command dies at each call that changes the disk.
Then another command runs (``done``, ``log``, ``new``: those that once did not recover), then an
update. Each line of the person's must then stand in its note, once and in its order.
"""

import argparse
import io
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.hammer import refuse_leases
from vaultkit.cli.command_line import app
from vaultkit.disk import write as writing
from vaultkit.disk import write_exchange
from vaultkit.disk.folder import Folder
from vaultkit.disk.journal import Journal
from vaultkit.disk.recovery import recover
from vaultkit.disk.system import system
from vaultkit.disk.vault import Vault
from vaultkit.disk.write import Replacement

NOTE = "Applications/note.md"
HEAD, TAIL = b"---\ntype: application\n---\n# Acme\n", "Parole già scritte. ".encode() * 900
SHAPES = {
    "grow": (HEAD + TAIL, HEAD + b"- [ ] an item\n" * 300 + TAIL),
    "shrink": (HEAD + b"- [ ] an item\n" * 300 + TAIL, HEAD + TAIL),
    "same length": (HEAD + b"- [ ] one\n" + TAIL, HEAD + b"- [x] one\n" + TAIL),
}
WAYS = ("lease", "exchange", "replace")
CALLS = (
    "open",
    "write",
    "pwrite",
    "ftruncate",
    "fsync",
    "link",
    "unlink",
    "replace",
    "mkdir",
    "fchmod",
    "close",
)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Count:
    """Counts calls, and kills the process at one of them; ``half`` lets half of a write through first."""

    def __init__(self, last: int, half: bool) -> None:
        self.last, self.half, self.calls = last, half, 0

    def wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls == self.last:
                if self.half and call.__name__ in ("write", "pwrite"):
                    call(given[0], given[1][: len(given[1]) // 2], *given[2:])
                die()
            return call(*given, **named)

        return counted


def set_way(way: str) -> None:
    write_exchange.QUIET_SECONDS = write_exchange.LINGER_SECONDS = 0.0
    if way != "lease":
        refuse_leases()
    if way == "replace":
        Folder.exchange = lambda *_: False  # type: ignore[method-assign]


def in_child(work: Callable[[], object]) -> int:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child


def killed_at(folder: Path, way: str, old: bytes, new: bytes, last: int, half: bool) -> bool:
    """Write once in a child that dies at its call ``last``; False when it never came to that."""

    def work() -> None:
        vault, journal = doors(folder)
        set_way(way)
        count = Count(last, half)
        for name in CALLS:
            setattr(os, name, count.wrapped(getattr(os, name)))
        system.reserve = count.wrapped(system.reserve)  # type: ignore[method-assign]
        Folder.exchange = count.wrapped(Folder.exchange)  # type: ignore[method-assign]
        with journal.run("kill") as run:
            writing.write(vault, Replacement(NOTE, old, new), run)

    return os.waitstatus_to_exitcode(os.waitpid(in_child(work), 0)[1]) != 0


def doors(folder: Path) -> tuple[Vault, Journal]:
    vault = Vault(folder / "vault")
    return vault, Journal(vault.root, {"XDG_STATE_HOME": str(folder / "state")})


def fresh(folder: Path, text: bytes) -> None:
    note = folder / "vault" / NOTE
    note.parent.mkdir(parents=True)
    note.write_bytes(text)


def faults(folder: Path, old: bytes, new: bytes, recovers: bool) -> int:
    """How much is wrong after the next start."""
    vault, journal = doors(folder)
    if recovers:
        recover(vault, journal)
    note = folder / "vault" / NOTE
    beside = [entry for entry in note.parent.iterdir() if entry != note]
    again = recover(vault, journal) if recovers else ()
    return (note.read_bytes() not in (old, new)) + len(beside) + len(again)


def every_call(recovers: bool) -> Iterator[tuple[str, int, int]]:
    for way in WAYS:
        for shape, (old, new) in SHAPES.items():
            points = bad = 0
            for half in (False, True):
                last, died = 0, True
                while died:
                    last += 1
                    with tempfile.TemporaryDirectory() as name:
                        folder = Path(name)
                        fresh(folder, old)
                        died = killed_at(folder, way, old, new, last, half)
                        bad += faults(folder, old, new, recovers)
                    points += died
            yield f"{way}, {shape}", points, bad


def at_random(way: str, times: int, recovers: bool) -> int:
    """The vault stays the same, so that what one kill leaves behind meets the next."""
    bad = 0
    old, new = SHAPES["grow"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fresh(folder, old)
        for _ in range(times):
            child = in_child(lambda: write_for_ever(folder, way, old, new))
            time.sleep(0.01 + random.random() * 0.02)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            bad += faults(folder, old, new, recovers)
    return bad


def write_for_ever(folder: Path, way: str, old: bytes, new: bytes) -> None:
    vault, journal = doors(folder)
    set_way(way)
    os.fsync = lambda _: None  # type: ignore[assignment]
    while True:
        base = (folder / "vault" / NOTE).read_bytes()
        with journal.run("kill") as run:
            writing.write(vault, Replacement(NOTE, base, new if base == old else old), run)


CHANGING = ("write", "pwrite", "ftruncate", "fsync", "link", "unlink", "replace", "mkdir", "rename")
DAY = ("--today", "2026-11-20")
SEED = (
    "---\ntype: application\ncompany: {0}\nrole: Engineer\nstatus: rejected\napplied: 2026-10-05\n"
    "interviewed: 2026-10-20\ndecided: 2026-10-22\nrecruiter: Jane Doe\n---\n\n# {0}\n\n"
)
OWN = [f"Parole mie, riga {number}." for number in range(60)]


def _plain(folder: Path) -> None:
    root = folder / "vault"
    (root / "People").mkdir(parents=True)
    (root / "vaultkit.toml").write_text("schema = 1\n")
    for name in ("Acme", "Globex"):
        (root / f"{name}.md").write_text(SEED.format(name) + "".join(f"{line}\n" for line in OWN))
    (root / "People" / "Jane Doe.md").write_text(
        "---\ntype: person\n---\n\n# Jane Doe\n\nParole mie, riga 0.\n"
    )


def _with_lines(folder: Path) -> None:
    _plain(folder)
    command(folder, "update")


def _ticked(folder: Path) -> None:
    _with_lines(folder)
    command(folder, "done", "Acme#reflect")


def _in_conflict(folder: Path) -> None:
    _with_lines(folder)
    note = folder / "vault" / "Acme.md"
    lines = note.read_text().split("\n")
    at = next(at for at, line in enumerate(lines) if "^vk-reflect" in line)
    ticked = lines[at].replace("[ ]", "[x]").replace(" ^", " ✅ 2026-11-01 ^")
    lines[at : at + 1] = ["<<<<<<< ours", lines[at], "=======", ticked, ">>>>>>> theirs"]
    note.write_text("\n".join(lines))


KILLED: tuple[tuple[Callable[[Path], None], tuple[str, ...]], ...] = (
    (_plain, ("update",)),
    (_with_lines, ("remove", "--yes")),
    (_with_lines, ("undo",)),
    (_ticked, ("undo",)),
    (_with_lines, ("done", "Acme#reflect")),
    (_with_lines, ("snooze", "Acme#reflect", "1w")),
    (_with_lines, ("log", "Jane Doe", "rang")),
    (_with_lines, ("log", "Nadia", "rang")),
    (_with_lines, ("new", "Initech", "Engineer")),
    (_with_lines, ("draft", "Acme#feedback", "--note")),
    (_with_lines, ("review",)),
    (_in_conflict, ("merge-driver", "Acme")),
)
NEXT = (("done", "Globex#reflect"), ("log", "Jane Doe", "wrote"), ("new", "Hooli", "Engineer"))


def command(folder: Path, name: str, *words: str) -> int:
    """Run a command in this process, silently; return its exit code."""
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    out, err = sys.stdout, sys.stderr
    sys.stdout = sys.stderr = io.StringIO()
    try:
        app([name, "--vault", str(folder / "vault"), *DAY, *words], standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.stdout, sys.stderr = out, err
    return 0


def command_killed(folder: Path, words: tuple[str, ...], last: int, half: bool) -> bool:
    """Run a command in a child that dies at its ``last`` call that changes the disk; False when it came to its end."""

    def work() -> None:
        count = Count(last, half)
        for name in CHANGING:
            setattr(os, name, count.wrapped(getattr(os, name)))
        command(folder, *words)

    return os.waitstatus_to_exitcode(os.waitpid(in_child(work), 0)[1]) < 0


def command_faults(folder: Path, following: tuple[str, ...]) -> int:
    """How many notes have not each of the person's lines once, after another command and an update."""
    for words in (following, ("update",)):
        os.waitpid(in_child(partial(command, folder, *words)), 0)
    root, wrong = folder / "vault", 0
    for name, wanted in (("Acme.md", OWN), ("Globex.md", OWN), ("People/Jane Doe.md", OWN[:1])):
        text = (root / name).read_bytes().decode("utf-8", "replace")
        wrong += [line for line in text.split("\n") if "Parole" in line or "riga" in line] != wanted
        wrong += text.count("vaultkit:begin") > 1 or text.count("vaultkit:begin") != text.count(
            "vaultkit:end"
        )
    return wrong + len(list(root.rglob(".vaultkit-*")))


def every_command() -> Iterator[tuple[str, int, int]]:
    for before, words in KILLED:
        points = bad = 0
        for half in (False, True):
            last, died = 0, True
            while died:
                last += 1
                with tempfile.TemporaryDirectory() as name:
                    folder = Path(name)
                    before(folder)
                    died = command_killed(folder, words, last, half)
                    bad += command_faults(folder, NEXT[last % len(NEXT)])
                points += died
        yield f"{' '.join(words)} ({before.__name__.strip('_')})", points, bad


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--random", type=int, default=300, help="kills at random moments, for each way"
    )
    options.add_argument("--no-recovery", action="store_true")
    options.add_argument("--commands", action="store_true", help="kill whole commands instead")
    chosen = options.parse_args()
    total = 0
    for what, points, bad in every_command() if chosen.commands else ():
        sys.stdout.write(
            f"{what:40} killed at {points:3} points: {bad} torn, lost or left behind\n"
        )
        sys.stdout.flush()
        total += bad
    if chosen.commands:
        return 1 if total else 0
    for what, points, bad in every_call(not chosen.no_recovery):
        sys.stdout.write(f"{what:24} killed at {points:3} points: {bad} torn or left behind\n")
        total += bad
    for way in WAYS:
        bad = at_random(way, chosen.random, not chosen.no_recovery)
        sys.stdout.write(
            f"{way:24} killed {chosen.random:5} times at random: {bad} torn or left behind\n"
        )
        total += bad
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
