"""The table of speeds: each command against the floor of the same run.

    python -m bench.table --notes 1000 10000 --rounds 5 [--vaults FOLDER] [--watch [--saves 100]] [--no-history]

The floor is a C program that walks the vault and stats each note; for the start, ``python -c pass``
in an empty environment. Each round runs everything once, in turn, so that a noisy machine disturbs
all alike; the figures are medians. On a machine that others use, the ratio of processor seconds,
which stands in brackets, says more than that of the clock's. Each program is a process of its own:
its seconds and its peak
of memory are counted from outside. ``--vaults`` keeps the vaults for the next run.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import make_vault, rivals
from bench.watched import Watched, watched

TODAY = "2026-06-01"
HISTORY = Path(__file__).with_name("history.jsonl")
SLOW_ROUNDS = 1
"""What takes minutes is run this often, whatever ``--rounds`` says."""


@dataclass(frozen=True)
class Row:
    """One line of the table. ``than`` names the row that it is measured against."""

    name: str
    than: str = "walk"
    most: float | None = None
    """The goal: so many times the other row at most."""
    slow: bool = False


ROWS = (
    Row("walk"),
    Row("pass", "pass"),
    Row("scandir + stat"),
    Row("git status"),
    Row("head of each note"),
    Row("python-frontmatter", slow=True),
    Row("head, by open()"),
    Row("due, cold", "head of each note", 4.0),
    Row("due, cold again", "head, by open()", 4.0),
    Row("due", "walk", 3.0),
    Row("due --json", "walk"),
    Row("update", "due", 1.2),
    Row("review", "due", 3.0),
    Row("contacts", "walk"),
    Row("stats", "walk"),
    Row("one saved, due", "walk"),
    Row("version", "pass", 3.0),
    Row("help", "pass", 8.0),
    Row("due beside watch", "pass", 3.0),
    Row("due --json beside watch", "pass", 6.0),
)


@dataclass(frozen=True)
class Spent:
    """What a program took: seconds from its start to its end, those of a processor, and its peak of memory.

    Linux counts the peak of whoever starts a program in: nothing below 23 MB can be told here.
    """

    seconds: float
    processor: float
    megabytes: float


def spent(words: Sequence[str], environ: Mapping[str, str]) -> Spent:
    """Run a program to its end. What it prints is thrown away."""
    begin = time.perf_counter()
    program = subprocess.Popen(
        words, env={**environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(program.pid, 0)
    program.returncode = 0
    unit = 1 if sys.platform == "darwin" else 1024
    processor = usage.ru_utime + usage.ru_stime
    return Spent(time.perf_counter() - begin, processor, usage.ru_maxrss * unit / 1e6)


class Bench:
    """One vault, and everything that is run on it."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.environ = {
            **os.environ,
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "GIT_OPTIONAL_LOCKS": "0",  # else `git status` may write its index, which `update` looks at
        }
        loop = [sys.executable, "-m", "bench.rivals"]
        bare = rivals.bare_python(folder)
        us = [sys.executable, "-m", "vaultkit"]
        here = ["--vault", str(root), "--today", TODAY]
        walk, git = rivals.c_walk(folder), rivals.git_status(root)
        self.words: dict[str, list[str]] = {
            "pass": [*bare, "-c", "pass"],
            "scandir + stat": [*loop, "scandir", str(root)],
            "head of each note": [*loop, "head", str(root)],
            "head, by open()": [*loop, "open", str(root)],
            "python-frontmatter": [*loop, "frontmatter", str(root)],
            "due, cold": [*us, "due", *here],
            "due, cold again": [*us, "due", *here],
            "due": [*us, "due", *here],
            "due --json": [*us, "due", "--json", *here],
            "update": [*us, "update", *here],
            "review": [*us, "review", "--stdout", *here],
            "contacts": [*us, "contacts", *here],
            "stats": [*us, "stats", *here],
            "one saved, due": [*us, "due", *here],
            "version": [*us, "--version"],
            "help": [*us, "--help"],
        }
        if walk:
            self.words["walk"] = [*walk, str(root)]
        if git:
            self.words["git status"] = git

    def settle(self) -> None:
        """Bring the notes up to date, and let the clock's grain pass."""
        spent([*self.words["update"], "-q", "--yes"], self.environ)
        spent(self.words["update"], self.environ)  # what is told once is told here
        time.sleep(2.5)
        spent(self.words["due"], self.environ)

    def run(self, row: Row) -> Spent:
        """Run one row."""
        if row.name.startswith("due, cold"):
            with self._without_cache():
                return spent(self.words[row.name], self.environ)
        if row.name == "one saved, due":
            return self._one_saved(row.name)
        return spent(self.words[row.name], self.environ)

    @contextmanager
    def _without_cache(self) -> Iterator[None]:
        """The cache is another one meanwhile, which is empty."""
        kept = self.environ
        with tempfile.TemporaryDirectory() as empty:
            self.environ = {**kept, "XDG_CACHE_HOME": empty}
            yield
        self.environ = kept

    def _one_saved(self, name: str) -> Spent:
        """One note that is no application is saved before, and what is known of the vault renewed after."""
        notes = (entry.path for entry in rivals.notes(str(self.root)))
        note = Path(next(path for path in notes if "application" not in path.lower()))
        note.write_bytes(note.read_bytes())
        time.sleep(2.5)
        found = spent(self.words[name], self.environ)
        for each in ("due", "due --json", "update", "review", "contacts", "stats"):
            spent(self.words[each], self.environ)
        return found

    def beside(self, rounds: int, saves: int) -> tuple[dict[str, list[Spent]], Watched]:
        """Run what is run beside a watcher, and measure the watcher."""
        with watched(self.root, self.environ) as watcher:
            watcher.until_idle()
            names = ("due", "due --json")
            found = {
                f"{name} beside watch": [
                    spent(self.words[name], self.environ) for _ in range(rounds + 1)
                ][1:]
                for name in names
            }
            return found, watcher.measure(saves)


def measure(bench: Bench, rounds: int, saves: int) -> tuple[dict[str, list[Spent]], Watched]:
    """Return what each row took in each round; what a watcher takes, with so many saves, unless they are none."""
    bench.settle()
    found: dict[str, list[Spent]] = {}
    rows = [row for row in ROWS if row.name in bench.words]
    for number in range(rounds + 1):
        for row in rows:
            if row.slow and number > SLOW_ROUNDS:
                continue
            taken = bench.run(row)
            if number:  # the first round only warms up
                found.setdefault(row.name, []).append(taken)
    if not saves:
        return found, Watched()
    beside, watcher = bench.beside(rounds, saves)
    return {**found, **beside}, watcher


def ratio(
    name: str, than: str, found: Mapping[str, Sequence[Spent]], what: str = "seconds"
) -> float | None:
    """Return the median of the ratios of the same rounds."""
    if name not in found or than not in found:
        return None
    pairs = zip(found[name], found[than], strict=False)
    times = statistics.median(
        getattr(mine, what) / max(getattr(other, what), 0.001) for mine, other in pairs
    )
    return round(times, 2)


def lines(found: Mapping[str, Sequence[Spent]]) -> Iterator[dict[str, object]]:
    for row in ROWS:
        if row.name not in found:
            continue
        medians = {
            what: round(statistics.median(getattr(one, what) for one in found[row.name]), 4)
            for what in ("seconds", "processor", "megabytes")
        }
        yield {
            "name": row.name,
            **medians,
            "times": ratio(row.name, row.than, found),
            "processor_times": ratio(row.name, row.than, found, "processor"),
            "than": row.than,
            "most": row.most,
        }


def show(count: int, rows: Sequence[Mapping[str, object]], watcher: Watched) -> None:
    print(f"\n{count:,} notes")
    for row in rows:
        goal = "" if row["most"] is None else f"  goal {row['most']}"
        pair = f"{row['times']:>8} × {row['than']} (processor {row['processor_times']}){goal}"
        times = "" if row["times"] is None else pair
        print(f"  {row['name']:<24} {row['seconds']:>9} s {row['megabytes']:>7.1f} MB {times}")
    for line in watcher.lines():
        print(f"  {line}")


def exponents(measured: Mapping[int, Sequence[Mapping[str, object]]]) -> Iterator[str]:
    """Yield how each row grows between the smallest and the largest vault."""
    least, most = min(measured), max(measured)
    small = {row["name"]: row for row in measured[least]}
    for row in measured[most] if most > least else ():
        if before := small.get(row["name"]):
            told = [
                f"{what} {math.log(float(str(row[what])) / float(str(before[what]))) / math.log(most / least):.2f}"
                for what in ("seconds", "megabytes")
            ]
            yield f"  {row['name']:<24} grows with the power {', '.join(told)}"


def keep(count: int, rows: Sequence[Mapping[str, object]], watcher: Watched) -> None:
    """Add the figures to the history, with what tells one machine's from another's."""
    line = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "notes": count,
        "rows": rows,
        "watch": vars(watcher),
    }
    with HISTORY.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def vault(folder: Path, count: int) -> Path:
    root = folder / f"vault-{count}"
    if not root.exists():
        make_vault.write(root, make_vault.Spec(notes=count))
        (root / "vaultkit.toml").write_text("schema = 1\n[watch]\nsettle = 1\n", encoding="utf-8")
    return root


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--notes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--vaults", type=Path)
    parser.add_argument("--watch", action="store_true")
    parser.add_argument("--saves", type=int, default=20, help="made beside the watcher, 4 s each")
    parser.add_argument("--no-history", action="store_true")
    arguments = parser.parse_args()
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in arguments.notes:
            mine = Path(folder) / str(count)
            mine.mkdir()
            bench = Bench(vault(arguments.vaults or mine, count), mine)
            found, watcher = measure(
                bench, arguments.rounds, arguments.saves if arguments.watch else 0
            )
            measured[count] = list(lines(found))
            show(count, measured[count], watcher)
            if not arguments.no_history:
                keep(count, measured[count], watcher)
    print("\n".join(exponents(measured)))


if __name__ == "__main__":
    main()
