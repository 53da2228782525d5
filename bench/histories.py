"""Random histories of two machines: conflicts, double lines, lost ticks, and whether both end alike.

    python -m bench.histories --runs 10000
    python -m bench.histories --runs 2000 --way git
    python -m bench.histories --runs 100 --way clones

A Hypothesis state machine edits, ticks, snoozes, rewords, adds, deletes, indents and moves lines,
deletes an item's line and keeps what stands under it, changes the head, updates and merges, on
either machine and in any order. ``driver`` merges by item and stops at the first broken promise;
``git`` merges with `git merge-file` and counts; ``clones`` is git itself with the driver, in two
clones of a bare repository. A conflict is needed where both persons changed the same words, day,
property or paragraph, each in their own way.
"""

import argparse
import sys
import time
from collections import Counter

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.properties.test_histories import TwoMachines
from tests.two_clones import RealMachines

PORTION = 500
FIGURES = (
    "merges",
    "needed conflicts",
    "unneeded conflicts",
    "settled by merge-driver NOTE",
    "double items",
    "double lines",
    "ticks lost",
    "lines lost",
    "equal after a sync",
    "unequal after a sync",
)


def run(way: str, runs: int, steps: int, figures: Counter[str]) -> None:
    machines = RealMachines if way == "clones" else TwoMachines
    histories = type("Histories", (machines,), {"way": way, "figures": figures})
    how = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(histories, settings=how)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--way", choices=["driver", "git", "clones"], default="driver")
    arguments = parser.parse_args()
    begin = time.monotonic()
    figures: Counter[str] = Counter()
    while (left := arguments.runs - figures["histories"]) > 0:
        run(arguments.way, min(left, PORTION), arguments.steps, figures)
        print(f"{figures['histories']} …", file=sys.stderr)
    print(
        f"{figures['histories']} histories of up to {arguments.steps} steps, merged by {arguments.way}"
    )
    for name in FIGURES:
        print(f"{figures[name]:>8} {name}")
    print(f"{time.monotonic() - begin:>8.0f} seconds")


if __name__ == "__main__":
    main()
