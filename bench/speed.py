"""How long an update with nothing to do and a review take, against a plain read of the same files.

    python -m bench.speed --notes 1000 10000 --rounds 5

Each round alternates the three, so that a noisy machine disturbs them alike; the figures are
medians, and ratios to the plain read of the same round. Both commands are measured inside one
process, without Python's start; ``start`` is that of ``vaultkit --version``.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from bench import make_vault
from vaultkit.cli.session import Options, Session
from vaultkit.work import refresh as refreshing
from vaultkit.work.review_note import review_text

TODAY = date(2026, 6, 1)


def plain_read(root: Path) -> int:
    """Walk the vault as we do and read every note: what no tool can go below."""
    size = 0
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(".md"):
                with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118
                    size += len(file.read())
    return size


def update(root: Path) -> int:
    session = Session(Options(vault=root, today=str(TODAY)))
    return len(refreshing.plan_refresh(session.index, session.desk, session.today).edits)


def review(root: Path) -> int:
    session = Session(Options(vault=root, today=str(TODAY)))
    found = refreshing.look(session.index, session.desk, session.today)
    return len(
        str(review_text(found, session.settings, session.console.phrases, session.today, None))
    )


def seconds(work: Callable[[Path], int], root: Path) -> float:
    begin = time.perf_counter()
    work(root)
    return time.perf_counter() - begin


def measure(root: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """Return for each piece of work its median seconds and the median of its ratios to the read."""
    works = {"read": plain_read, "update": update, "review": review}
    rows = [{name: seconds(work, root) for name, work in works.items()} for _ in range(rounds)]
    return {
        name: (
            statistics.median(row[name] for row in rows),
            statistics.median(row[name] / row["read"] for row in rows),
        )
        for name in works
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--notes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = f"{folder}/state"
        print(f"{'notes':>7} {'work':<8} {'seconds':>8} {'ratio':>7}   ms a note")
        for count in arguments.notes:
            root = Path(folder) / f"vault-{count}"
            make_vault.write(root, make_vault.Spec(notes=count))
            (root / "vaultkit.toml").write_text("schema = 1\n", encoding="utf-8")
            command = [
                sys.executable,
                "-m",
                "vaultkit",
                "update",
                "--yes",
                "-q",
                "--vault",
                str(root),
                "--today",
                str(TODAY),
            ]
            subprocess.run(
                command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            for name, (median, ratio) in measure(root, arguments.rounds).items():
                print(
                    f"{count:>7} {name:<8} {median:>8.3f} {ratio:>7.1f}   {1000 * median / count:.3f}"
                )


if __name__ == "__main__":
    main()
