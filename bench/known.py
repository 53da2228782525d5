"""Random changes and questions: does what is remembered ever answer otherwise than a full read?

    python -m bench.known --steps 10000 [--seed 1] [--saves]

Edits, renames, swaps, old times, other settings and questions take turns, in small vaults of 50
steps each; every answer is compared with that of somebody who reads everything. With ``--saves``
each change is handed over as by a watcher, and who reads everything must find nothing left to do.
Ends with 1 at the first that differs.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.known_steps import attend, interleave

STEPS_A_VAULT = 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--saves", action="store_true")
    arguments = parser.parse_args()
    walk, count = (
        (attend, "a save alone was read")
        if arguments.saves
        else (interleave, "every answer was known")
    )
    hits = 0
    for number in range(arguments.steps // STEPS_A_VAULT):
        with tempfile.TemporaryDirectory() as folder:
            try:
                hits += walk(Path(folder), arguments.seed + number, STEPS_A_VAULT)
            except AssertionError as error:
                print(error)
                return 1
    print(f"{arguments.steps} steps, {hits} times {count}, 0 answers differ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
