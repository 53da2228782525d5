"""Stop vaultkit at each system call that it makes while it writes, with strace; look what is left.

    python -m bench.calls [--with kill|errors|all] [--deed WORDS]

``kill`` sends SIGKILL at the call; ``errors`` has the call fail with EIO, ENOSPC, EDQUOT, EROFS, EACCES
and EMFILE, which must be said in a sentence. Done for a write by each of the three ways and in three shapes,
for making a note, for an undo, for the recovery itself and for a command after a crash. After each the next
start recovers: every note must then be an old one or a new one, with nothing beside it. Prints how many were
torn or left something behind, and ends with 1 if any did.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.kill import NOTE, SHAPES, WAYS, doors, fresh, set_way
from vaultkit.disk import write as writing
from vaultkit.disk.journal_file import Planned
from vaultkit.disk.recovery import recover, undo
from vaultkit.disk.write import Replacement
from vaultkit.errors import VaultkitError
from vaultkit.work import run as begin

NEW_NOTE = "Applications/new.md"
CALLS = (
    *(
        "openat",
        "read",
        "lseek",
        "newfstatat",
        "fcntl",
        "fallocate",
        "pwrite64",
        "ftruncate",
        "fsync",
        "close",
    ),
    *(
        "write",
        "flock",
        "mkdir",
        "rename",
        "renameat",
        "renameat2",
        "linkat",
        "unlink",
        "unlinkat",
        "getdents64",
    ),
    *("fchmod", "fchown", "flistxattr", "fsetxattr"),
)
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EROFS", "EACCES", "EMFILE")
OLD, NEW = SHAPES["grow"]


@dataclass(frozen=True)
class Deed:
    """What is stopped: ``before`` prepares it, unharmed; ``texts`` are what each note may be afterwards."""

    name: str
    before: Callable[[Path], None]
    work: Callable[[Path], object]
    texts: dict[str, tuple[bytes | None, ...]]


def _writes(way: str, shape: str) -> Deed:
    old, new = SHAPES[shape]

    def work(folder: Path) -> None:
        set_way(way)
        vault, journal = doors(folder)
        with journal.run("calls") as run:
            writing.write(vault, Replacement(NOTE, old, new), run)

    return Deed(
        f"write by {way}, {shape}", lambda folder: fresh(folder, old), work, {NOTE: (old, new)}
    )


def _make(folder: Path) -> None:
    vault, journal = doors(folder)
    with journal.run("calls") as run:
        writing.create(vault, NEW_NOTE, NEW, run)


def _write_and_make(folder: Path) -> None:
    fresh(folder, OLD)
    vault, journal = doors(folder)
    with journal.run("calls") as run:
        writing.write(vault, Replacement(NOTE, OLD, NEW), run)
        writing.create(vault, NEW_NOTE, NEW, run)


def _crash(folder: Path) -> None:
    """Leave a note half written, and a run that never came to its end."""
    fresh(folder, NEW[:500] + OLD[500:])
    run = doors(folder)[1].run("calls")
    run.begin(*run.plan([Planned(NOTE, OLD, NEW)]))
    assert run._fd is not None
    os.close(run._fd)  # with it goes the lock


def _undo(folder: Path) -> None:
    vault, journal = doors(folder)
    with journal.run("undo") as run:
        undo(vault, journal, run)


def _mend_and_write(folder: Path) -> None:
    """What any command does after a crash: it mends the note, and then writes into it."""
    set_way("lease")
    vault, journal = doors(folder)
    with begin.writing(vault, journal, "calls") as begun:
        writing.write(vault, Replacement(NOTE, OLD, NEW), begun.run)


def _crash_and_move(folder: Path) -> None:
    """The same crash, in a vault that stood elsewhere at that time."""
    _crash(folder)
    (folder / "vault").rename(folder / "before")
    (folder / "before").rename(folder / "vault")
    (state,) = (folder / "state" / "vaultkit").iterdir()
    state.rename(state.with_name("0" * 16))


DEEDS = (
    *(_writes(way, shape) for way in WAYS for shape in SHAPES),
    Deed(
        "make a note",
        lambda folder: fresh(folder, OLD),
        _make,
        {NOTE: (OLD,), NEW_NOTE: (None, NEW)},
    ),
    Deed("undo", _write_and_make, _undo, {NOTE: (OLD, NEW), NEW_NOTE: (None, NEW)}),
    Deed("recovery", _crash, lambda folder: recover(*doors(folder)), {NOTE: (OLD,)}),
    Deed(
        "recovery of a moved vault",
        _crash_and_move,
        lambda folder: recover(*doors(folder)),
        {NOTE: (OLD,)},
    ),
    Deed("command after a crash", _crash, _mend_and_write, {NOTE: (OLD, NEW)}),
)


def stopped(deed: Deed, folder: Path, call: str, how: str, at: int) -> tuple[bool, bool]:
    """Do the deed in a child that is stopped at its call ``at``; return whether it came to that, and was well."""
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(_attempt(deed, folder))
    os.waitpid(child, os.WUNTRACED)
    trace = folder / "trace"
    command = [
        "strace",
        "-f",  # a flush may come from a thread
        "-qq",
        "-o",
        trace,
        f"-etrace={call}",
        f"-einject={call}:{how}:when={at}",
        "-p",
        str(child),
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as strace:
        while not _is_traced(child):
            if strace.poll() is not None:
                os.kill(child, signal.SIGKILL)
                sys.stderr.write("strace may trace nobody here\n")
                sys.exit(2)
            time.sleep(0.0005)
        os.kill(child, signal.SIGCONT)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    came = code == -signal.SIGKILL or "(INJECTED)" in trace.read_text(errors="replace")
    return came, code in (0, -signal.SIGKILL)


def _attempt(deed: Deed, folder: Path) -> int:
    try:
        deed.work(folder)
    except VaultkitError:
        return 0  # said in a sentence
    except BaseException:
        sys.stderr.write("".join(traceback.format_exc().splitlines(keepends=True)[-3:]))
        return 1
    return 0


def _is_traced(child: int) -> bool:
    return "TracerPid:\t0\n" not in Path(f"/proc/{child}/status").read_text()


def faults(deed: Deed, folder: Path) -> int:
    """How much is wrong after the next start."""
    vault, journal = doors(folder)
    recover(vault, journal)
    again = recover(vault, journal)
    there = {
        file.relative_to(vault.root).as_posix(): file.read_bytes()
        for file in vault.root.rglob("*.*")
    }
    wrong = [path for path, texts in deed.texts.items() if there.pop(path, None) not in texts]
    return len(wrong) + len(there) + len(again)


def every_call(deed: Deed, how: str) -> Iterator[tuple[str, int, bool, int]]:
    """Stop the deed at each call of each kind; yield where, whether it was well, and how much was wrong."""
    for call in CALLS:
        at, came = 0, True
        while came:
            at += 1
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                deed.before(folder)
                came, well = stopped(deed, folder, call, how, at)
                if came:
                    yield call, at, well, faults(deed, folder)


def report(deed: Deed, how: str) -> tuple[int, int]:
    points = bad = 0
    for call, at, well, wrong in every_call(deed, how):
        points += 1
        bad += wrong + (not well)
        if wrong or not well:
            sys.stdout.write(f"  {call} {at}: {wrong} wrong{'' if well else ', not said'}\n")
    return points, bad


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--with", dest="kinds", choices=["kill", "errors", "all"], default="all")
    options.add_argument("--deed", default="", help="only those whose name holds this")
    options.add_argument("--errors", nargs="+", default=ERRORS, help="of these kinds only")
    chosen = options.parse_args()
    kill, errors = ["signal=KILL"], [f"error={name}" for name in chosen.errors]
    total = runs = 0
    for how in {"kill": kill, "errors": errors, "all": kill + errors}[chosen.kinds]:
        for deed in DEEDS:
            if chosen.deed in deed.name:
                points, bad = report(deed, how)
                sys.stdout.write(
                    f"{how:16}{deed.name:32} at {points:3} calls: {bad} torn or left behind\n"
                )
                sys.stdout.flush()
                total, runs = total + bad, runs + points
    sys.stdout.write(f"{runs} runs: {total} torn or left behind\n")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
