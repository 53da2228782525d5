"""Mutated notes through the whole pipeline: no exception, no endless work, a second update writes nothing.

    python -m bench.fuzz --seconds 60 --seed 1

Begins with the notes of tests/cases and cuts, doubles, swaps and inserts pieces that matter to
a head, a marker or a line. Prints how many notes were tried, how many were edited, and the
slowest one. The guard inside the pipeline is the oracle for what may change.
"""

import argparse
import random
import time
from datetime import date
from pathlib import Path

from tests.house import surveyed, updated
from vaultkit.core.removal import removal

CASES = Path(__file__).parent.parent / "tests" / "cases"
TODAY = date(2026, 11, 20)
PIECES = [
    "---\n",
    "\n",
    "\r\n",
    "<!-- vaultkit:begin v1 -->\n",
    "<!-- vaultkit:end -->\n",
    "```\n",
    "%%\n",
    "$$\n",
    "<!--",
    "- [ ] x 📅 2026-11-10 ^vk-reflect\n",
    "- [x] y ✅ 2026-11-10 ^vk-feedback-jane-doe\n",
    "  - child\n",
    "## Follow-up\n",
    "status: applied\n",
    "decided: 2026-02-30\n",
    "follow_up: off\n",
    "interviewed: [2026-11-01, 2026-12-01]\n",
    "\u2028",
    "<<<<<<< a\n",
    ">>>>>>> b\n",
    "\ufeff",
    "\0",
    "; ",
    "=",
    "next_follow_up: 2026-10-25\n",
    "next_follow_up:\n",
    "[",
    "&a ",
    "'",
]


def mutated(text: str, draw: random.Random) -> str:
    for _ in range(draw.randint(1, 6)):
        start = draw.randrange(len(text) + 1)
        end = min(len(text), start + draw.choice([0, 1, 3, 20, 200]))
        middle = draw.choice(["", text[start:end] * 2, draw.choice(PIECES), text[start:end][::-1]])
        text = text[:start] + middle + text[end:]
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    seeds = [path.read_bytes().decode() for path in sorted(CASES.glob("*/*/*.md"))]
    end, tried, edited, slowest = time.monotonic() + arguments.seconds, 0, 0, 0.0
    while time.monotonic() < end:
        raw = mutated(draw.choice(seeds), draw).encode()
        begin = time.perf_counter()
        try:
            once = updated({"Acme.md": raw}, TODAY)
            assert updated(once, TODAY) == once, "a second update writes"
            for sheet in surveyed(once, TODAY).sheets:
                if not sheet.is_frozen:
                    removal(sheet)
        except Exception:
            print(f"fails: {raw!r}")
            raise
        slowest = max(slowest, time.perf_counter() - begin)
        tried, edited = tried + 1, edited + (once["Acme.md"] != raw)
    print(f"{tried} notes tried, {edited} edited, 0 failures, slowest {slowest * 1000:.0f} ms")


if __name__ == "__main__":
    main()
