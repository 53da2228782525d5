"""Random changes and questions: does what is remembered ever answer otherwise than a full read?

    python -m bench.known --steps 10000 [--seed 1] [--saves | --watcher | --reviews] [--copies]

Edits, renames, swaps, old times, other settings and questions take turns, in small vaults of 50
steps each; every answer is compared with that of somebody who reads everything. With ``--saves``
each change is handed over as by a watcher, and who reads everything must find nothing left to do.
With ``--watcher`` they are whole command lines beside a real watcher, whose queue overflows now and
then. With ``--reviews`` they are reviews, without a watcher, in a vault that lies in a repository of
git's, whose history changes as well. With ``--copies`` whoever remembers shares the work with copies
of the process, note by note; who reads everything does not. Ends with 1 at the first that differs.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.copying import share_everything
from tests.known_steps import attend, interleave
from tests.review_steps import interleave_reviews
from tests.word_steps import interleave_beside_a_watcher

STEPS_A_VAULT = 50

Steps = Callable[[Path, int, int], Counter[str]]


def steps_of(arguments: argparse.Namespace) -> Steps:
    """Return what takes some steps in a folder, from a seed, and counts in which ways answers were found."""
    if arguments.watcher:
        return interleave_beside_a_watcher
    if arguments.reviews:
        return interleave_reviews
    if arguments.saves:
        return lambda *given: Counter({"where a save alone was read": attend(*given)})
    return lambda *given: Counter({"where every answer was known": interleave(*given)})


def main() -> int:
    """Take the steps."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--saves", action="store_true")
    way.add_argument("--watcher", action="store_true")
    way.add_argument("--reviews", action="store_true")
    parser.add_argument("--copies", action="store_true")
    arguments = parser.parse_args()
    if arguments.copies:
        share_everything()
    steps = steps_of(arguments)
    hits: Counter[str] = Counter()
    for number in range(arguments.steps // STEPS_A_VAULT):
        with tempfile.TemporaryDirectory() as folder:
            try:
                hits += steps(Path(folder), arguments.seed + number, STEPS_A_VAULT)
            except AssertionError as error:
                print(error)
                return 1
    told = ", ".join(f"{count} {how}" for how, count in sorted(hits.items()))
    print(f"{arguments.steps} steps, 0 answers differ: {told}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
