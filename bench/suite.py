"""Every test, each file in a process of its own, and in the end how many passed and why others were left out.

    python -m bench.suite [--at-once 2] [--patience 300] [--log FILE] [tests/test_vault.py ...]

It is for a system on which the suite was never run whole: a file that ends its process, or a test that
hangs, costs that test alone, for the others of its file go on in a new process. ``--patience`` is how many
seconds one test may take. Each failure's text goes to ``--log``. Ends with 1 when a test failed.
"""

import argparse
import ast
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TALLY = "VAULTKIT_TALLY"
"""Names the file in which a process of pytest tells of its tests: a JSON object a line."""

TOGETHER = ("tests/core", "tests/formats")
"""Folders of small files that touch no disk: one process is enough."""

DID_NOT_END = "its process ended, or it took too long"


# What runs inside of pytest, as a plugin (-p bench.suite).


def _tell(**what: Any) -> None:
    with open(os.environ[TALLY], "a", encoding="utf-8") as tally:
        tally.write(json.dumps(what) + "\n")


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Leave out what an earlier process of this file has come to."""
    come_to = {told["test"] for told in _told(Path(os.environ[TALLY]))}
    items[:] = [item for item in items if item.nodeid not in come_to]


def pytest_runtest_logstart(nodeid: str) -> None:
    _tell(test=nodeid, outcome="begun")


def pytest_runtest_logreport(report: Any) -> None:
    if report.when == "call" or report.outcome != "passed":
        why = report.longreprtext if report.failed else _reason(report)
        _tell(test=report.nodeid, outcome=report.outcome, why=why)


def pytest_collectreport(report: Any) -> None:
    if report.outcome != "passed":
        why = report.longreprtext if report.failed else _reason(report)
        _tell(test=report.nodeid, outcome=report.outcome, why=why, whole_file=True)


def pytest_sessionfinish() -> None:
    _tell(test="", outcome="ended")


def _reason(report: Any) -> str:
    if hasattr(report, "wasxfail"):
        return "expected to fail: " + str(report.wasxfail)
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    return str(text).removeprefix("Skipped: ")


# What runs outside of it.


def _told(tally: Path) -> list[dict[str, Any]]:
    if not tally.exists():
        return []
    lines = tally.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def _run(batch: str, tally: Path, patience: float) -> None:
    """Run a file, or a folder of them, to its end; go on in a new process behind a test that did not end."""
    environment = os.environ | {TALLY: str(tally), "CI": "true"}
    options = ["-q", "-p", "no:cacheprovider", "-p", "bench.suite", "-c", "pyproject.toml"]
    command = [sys.executable, "-m", "pytest", *options, "--override-ini", "addopts=", batch]
    while True:
        before = len(_told(tally))
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            _await(process, tally, patience)
        told = _told(tally)
        if len(told) == before or told[-1]["outcome"] == "ended":
            return


def _await(process: subprocess.Popen[bytes], tally: Path, patience: float) -> None:
    """Wait for the end of a process, and end it when it has told nothing for so many seconds."""
    size, since = -1, time.monotonic()
    while process.poll() is None:
        time.sleep(0.2)
        now = tally.stat().st_size if tally.exists() else 0
        if now != size:
            size, since = now, time.monotonic()
        elif time.monotonic() - since > patience:
            process.kill()


def _outcomes(tally: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each test, how it ended, and why."""
    last: dict[str, tuple[str, str]] = {}
    for told in _told(tally):
        test, outcome, why = told["test"], told["outcome"], told.get("why", "")
        has_failed = last.get(test, ("", ""))[0] == "failed" and last[test][1] != DID_NOT_END
        if not test or has_failed:
            continue
        if told.get("whole_file") and outcome == "skipped":
            last |= dict.fromkeys(_functions(test), ("skipped", why))
        else:
            last[test] = ("failed", DID_NOT_END) if outcome == "begun" else (outcome, why)
    for test, (outcome, why) in last.items():
        yield test, outcome, why


def _functions(file: str) -> list[str]:
    """Return the tests of a file that could not be imported; one with many examples counts once."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return [
        f"{file}::{node.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def _batches(places: Sequence[str]) -> list[str]:
    """Return the files, with those that take longest first, as far as their size tells."""
    if places:
        return list(places)
    files = [file.relative_to(ROOT) for file in (ROOT / "tests").rglob("test_*.py")]
    alone = [file for file in files if not file.as_posix().startswith(TOGETHER)]
    alone.sort(key=lambda file: (ROOT / file).stat().st_size, reverse=True)
    return [*(file.as_posix() for file in alone), *TOGETHER]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--patience", type=float, default=300)
    parser.add_argument("--log", type=Path)
    parser.add_argument("places", nargs="*")
    asked = parser.parse_args()
    began = time.monotonic()
    found: list[tuple[str, str, str]] = []
    log = asked.log.open("w", encoding="utf-8") if asked.log else None

    def one(batch: str) -> None:
        at = time.monotonic()
        tally = Path(folder) / (batch.replace("/", "-") + ".jsonl")
        _run(batch, tally, asked.patience)
        outcomes = list(_outcomes(tally))
        found.extend(outcomes)
        counts = Counter(outcome for _, outcome, _ in outcomes)
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))
        print(f"{batch}: {told or 'nothing'} ({time.monotonic() - at:.0f} s)", flush=True)
        for test, outcome, why in outcomes:
            if outcome == "failed":
                print(f"  failed: {test}", flush=True)
                if log:
                    log.write(f"==== {test}\n{why}\n")
                    log.flush()

    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        ThreadPoolExecutor(asked.at_once) as together,
    ):
        list(together.map(one, _batches(asked.places)))
    return _summary(found, time.monotonic() - began)


def _summary(found: Sequence[tuple[str, str, str]], seconds: float) -> int:
    counts = Counter(outcome for _, outcome, _ in found)
    passed, failed = counts["passed"], counts["failed"]
    tried = passed + failed
    print(f"\n| of {len(found)} tests | |\n|---|---|")
    print(f"| passed | {passed} of {tried} that ran ({100 * passed / max(tried, 1):.1f} %) |")
    print(f"| failed | {failed} |")
    print(f"| left out | {counts['skipped']} |")
    reasons = Counter(why for _, outcome, why in found if outcome == "skipped")
    for why, number in reasons.most_common():
        print(f"| {why} | {number} |")
    print(f"\n{seconds / 60:.0f} minutes.")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
