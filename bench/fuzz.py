"""Mutated texts through every parser and the whole pipeline: no exception, no harm, no endless work.

    python -m bench.fuzz --runs 100000 --seed 1            # all targets in turn, no library needed
    python -m bench.fuzz --seconds 60 --target pipeline
    python -m bench.fuzz --guided --target head --seconds 600 --corpus CORPUS   # atheris: pip install '.[fuzz]'

Begins with the notes of ``tests/cases`` and the settings of ``tests/test_config.py``, and cuts,
doubles, swaps and inserts pieces that matter to a head, a marker or a line. Prints for each
target how many inputs were tried and the slowest one; stops at the first failure and prints it.
What a target holds to is in ``bench/fuzz_targets.py``.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.fuzz_targets import TARGETS, Target

MOST_SECONDS = 1.0
"""For one input, of the processor's time. Inputs of the mutator are a few kilobytes."""


class TooSlow(AssertionError):
    """An input took longer than MOST_SECONDS."""


def mutated(text: str, pieces: tuple[str, ...], draw: random.Random) -> str:
    """Return the text with one to six places cut, doubled, turned round, moved or filled."""
    for _ in range(draw.randint(1, 6)):
        start = draw.randrange(len(text) + 1)
        end = min(len(text), start + draw.choice([0, 1, 3, 20, 200]))
        other = draw.randrange(len(text) + 1)
        middle = draw.choice(
            [
                "",
                text[start:end] * draw.choice([2, 2, 40]),
                draw.choice(pieces),
                text[start:end][::-1],
                text[other : other + 60],
                chr(
                    draw.choice(
                        [draw.randrange(0x250), draw.randrange(0x2000, 0x2070), 0x1F4C5, 0xFE0F]
                    )
                ),
            ]
        )
        text = text[:start] + middle + text[end:]
    return text


def tried(target: Target, data: bytes) -> float:
    """Give one input to a target; return the seconds that it took. Raises what the target raises, and TooSlow."""
    begin = time.process_time()
    target.work(data)
    seconds = time.process_time() - begin
    if seconds > MOST_SECONDS:
        raise TooSlow(f"{seconds:.2f} s")
    return seconds


def fuzz(target: Target, seed: int, goes_on: Callable[[int], bool]) -> tuple[int, float]:
    """Try mutated seeds while ``goes_on`` of the count; return how many there were, and the slowest."""
    draw, seeds, count, slowest = random.Random(seed), target.seeds(), 0, 0.0
    while goes_on(count):
        data = mutated(draw.choice(seeds), target.pieces, draw).encode("utf-8", "surrogatepass")
        try:
            slowest = max(slowest, tried(target, data))
        except BaseException:
            print(f"{target.name} fails: {data!r}", file=sys.stderr)
            raise
        count += 1
    return count, slowest


def _blindly(targets: Iterable[Target], arguments: argparse.Namespace) -> None:
    total = 0
    for target in targets:
        end = time.monotonic() + arguments.seconds
        count, slowest = fuzz(
            target,
            arguments.seed,
            lambda done, end=end: (
                done < arguments.runs if arguments.runs else time.monotonic() < end
            ),  # type: ignore[misc]
        )
        total += count
        print(
            f"{target.name}: {count} inputs, 0 failures, slowest {slowest * 1000:.0f} ms",
            flush=True,
        )
    print(f"{total} inputs in all")


def _guided(target: Target, arguments: argparse.Namespace) -> None:
    """Let atheris find the inputs: it watches which branches they reach. Ends the process."""
    import atheris

    atheris.instrument_all()
    corpus = Path(arguments.corpus or f"corpus-{target.name}")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed-{number:03}").write_bytes(seed.encode("utf-8", "surrogatepass"))
    limit = (
        [f"-runs={arguments.runs}"]
        if arguments.runs
        else [f"-max_total_time={arguments.seconds:.0f}"]
    )
    slowest = 0.0

    def one(data: bytes) -> None:
        nonlocal slowest
        seconds = tried(target, data)
        if seconds > max(0.05, slowest):
            slowest = seconds
            print(
                f"{target.name}: slowest so far {seconds * 1000:.0f} ms, {len(data)} bytes",
                flush=True,
            )

    options = [
        f"-seed={arguments.seed}",
        "-max_len=16384",
        "-timeout=10",
        "-print_final_stats=1",
        *limit,
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--runs", type=int, default=0, help="for each target, instead of seconds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--target", choices=TARGETS, action="append")
    parser.add_argument(
        "--guided", action="store_true", help="by coverage, with atheris; one target"
    )
    parser.add_argument("--corpus", help="a folder for the inputs that reach new branches")
    arguments = parser.parse_args()
    targets = [TARGETS[name] for name in arguments.target or TARGETS]
    if arguments.guided:
        _guided(targets[0], arguments)
    else:
        _blindly(targets, arguments)


if __name__ == "__main__":
    main()
