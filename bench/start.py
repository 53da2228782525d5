"""How long each command takes to start, against ``python -c pass``.

    python -m bench.start --rounds 9 [--watcher] [--vault DIR --today DATE] [--only COMMAND …]

Every command runs in a vault of a few notes, or in the one that is named, as a process of its own;
the rounds alternate, so that a noisy machine disturbs all alike. Counted is the processor's time,
not the clock's; the figures are medians. ``--watcher`` has a watcher run beside them, ``--modules``
adds how many modules each has loaded at its end. Each is asked before it is counted: what is told
of is an unchanged vault.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

TODAY = "2026-06-01"
US = (sys.executable, "-m", "vaultkit")
GOALS = {"--version": 3.0, "due": 3.0, "due --json": 6.0}
"""Of ``due`` beside a watcher."""

OTHER_GOAL = 8.0

COMPLETIONS = {
    "--complete fish due --": "an option, Tab",
    "--complete fish done a": "an item, Tab",
}
COMMANDS = (
    "--version",
    *COMPLETIONS,
    "due",
    "due --json",
    "contacts",
    "stats",
    "list",
    "update",
    "check",
    "explain Bramble",
    "draft 1",
    "export csv",
    "review --stdout",
    "undo --list",
    "config",
    "plugins",
    "completion bash",
    "--help",
    "due --help",
)
"""Of the vault that ``init`` makes: in another one some are slips, which nobody knows before."""
GRAIN_SECONDS = 2.5
"""A note that was saved just now is read again: its clock's tick may hold another save."""
LOADED = """import sys
sys.argv = ["vaultkit", *sys.argv[1:]]
from vaultkit.__main__ import main
try:
    main()
except SystemExit:
    pass
print("\\n", *sys.modules)
"""
"""Runs a command and prints, last, the modules that it has loaded."""


def seconds(words: Sequence[str], environ: Mapping[str, str], folder: Path) -> float:
    """Run a program to its end and return the processor's time that it took."""
    program = subprocess.Popen(
        words,
        env={**environ},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(program.pid, 0)
    program.returncode = 0
    return usage.ru_utime + usage.ru_stime


def modules(command: str, environ: Mapping[str, str], folder: Path) -> int:
    words = [sys.executable, "-c", LOADED, *command.split()]
    done = subprocess.run(
        words, check=False, env={**environ}, cwd=folder, capture_output=True, text=True
    )
    return len(done.stdout.split("\n")[-2].split())


@contextmanager
def watcher(vault: Path, environ: Mapping[str, str]) -> Iterator[None]:
    """Have a watcher run, from when it has taken up all that there was to do."""
    words = [*US, "watch", "--vault", str(vault)]
    program = subprocess.Popen(words, env={**environ}, stderr=subprocess.PIPE, text=True)
    try:
        assert program.stderr
        program.stderr.readline()  # it begins to watch
        yield
    finally:
        program.terminate()
        program.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--modules", action="store_true")
    parser.add_argument("--watcher", action="store_true")
    parser.add_argument("--vault", type=Path)
    parser.add_argument("--today", default=TODAY)
    parser.add_argument("--only", nargs="+", default=COMMANDS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        homes = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("STATE", "CACHE", "CONFIG")}
        environ = {**os.environ, **homes}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is compiled at every start is no start
        vault = arguments.vault or folder / "vault"
        made = [*US, "init", str(folder / "vault"), "--today", TODAY]
        if arguments.vault:
            made = [*US, "update", "--yes", "--vault", str(vault), "--today", TODAY]
        subprocess.run(made, env=environ, check=True, capture_output=True)
        time.sleep(GRAIN_SECONDS)
        with watcher(vault, environ) if arguments.watcher else nullcontext():
            count(arguments, vault, environ)


def count(arguments: argparse.Namespace, vault: Path, environ: Mapping[str, str]) -> None:
    lines = {"pass": [sys.executable, "-c", "pass"]}
    for command in arguments.only:
        is_of_a_day = command[0] != "-" and not command.endswith("--help")
        day = ["--today", arguments.today] if is_of_a_day else []
        lines[command] = [*US, *command.split(), *day]
    found: dict[str, list[float]] = {name: [] for name in lines}
    for number in range(arguments.rounds + 2):
        for name, words in lines.items():
            taken = seconds(words, environ, vault)
            if number > 1:  # the first rounds only warm up
                found[name].append(taken)
    floor = statistics.median(found["pass"])
    for name, taken in found.items():
        times = statistics.median(taken) / floor
        goal = "" if name == "pass" else f"  goal {GOALS.get(name, OTHER_GOAL):g}"
        loaded = ""
        if arguments.modules and name != "pass":
            loaded = f"{modules(name, environ, vault):>6} modules"
        shown = COMPLETIONS.get(name, name)
        print(f"{shown:<15} {1000 * times * floor:>8.1f} ms {times:>6.1f} ×{loaded}{goal}")


if __name__ == "__main__":
    main()
