"""How long each command takes to start, against ``python -c pass``.

    python -m bench.start --rounds 9

Every command runs in a vault of a few notes, as a process of its own; the rounds alternate, so
that a noisy machine disturbs all alike. Counted is the processor's time, not the clock's; the
figures are medians. ``--modules`` adds how many modules each has loaded at its end.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

TODAY = "2026-06-01"
US = (sys.executable, "-m", "vaultkit")
GOALS = {"--version": 3.0, "due": 3.0, "undo --list": 8.0}
"""Of ``due`` only beside a watcher, which this does not start."""

COMMANDS = ("--version", "undo --list", "plugins", "due", "due --json", "update", "stats", "--help")
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--modules", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        homes = {f"XDG_{kind}_HOME": str(folder / kind) for kind in ("STATE", "CACHE", "CONFIG")}
        environ = {**os.environ, **homes}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is compiled at every start is no start
        made = [*US, "init", str(folder / "vault"), "--today", TODAY]
        subprocess.run(made, env=environ, check=True, capture_output=True)
        vault = folder / "vault"
        lines = {"pass": [sys.executable, "-c", "pass"]}
        lines |= {command: [*US, *command.split()] for command in COMMANDS}
        found: dict[str, list[float]] = {name: [] for name in lines}
        for number in range(arguments.rounds + 1):
            for name, words in lines.items():
                taken = seconds(words, environ, vault)
                if number:  # the first round only warms up
                    found[name].append(taken)
        floor = statistics.median(found["pass"])
        for name, taken in found.items():
            times = statistics.median(taken) / floor
            goal = f"  goal {GOALS[name]:g}" if name in GOALS else ""
            count = (
                f"{modules(name, environ, vault):>6} modules"
                if arguments.modules and name in COMMANDS
                else ""
            )
            print(f"{name:<14} {1000 * times * floor:>8.1f} ms {times:>6.1f} ×{count}{goal}")


if __name__ == "__main__":
    main()
