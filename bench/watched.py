"""A watcher of a process's own, measured from outside: ready, at rest, and from a save to the block."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SETTLE_SECONDS = 1.0
"""As ``bench.table`` writes it into its vaults."""

REST_SECONDS = 20.0
LONGEST_SECONDS = 30.0
IDLE_SECONDS = 3.0
_PLANNING_SECONDS = 0.004
"""So long a watcher reads and plans, before it flushes what it is about to write."""

LONGEST_LOOK_SECONDS = 300.0
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Watched:
    """What a watcher takes. ``latencies`` are seconds from the end of the settle time to the write.

    ``flushes`` are seconds that the disk took, at the very moment of each, for one small file:
    a save waits for one flush, and how long that takes is the disk's own affair.
    """

    ready_seconds: float = 0.0
    megabytes: float = 0.0
    peak_megabytes: float = 0.0
    share_at_rest: float = 0.0
    latencies: tuple[float, ...] = ()
    flushes: tuple[float, ...] = ()

    def lines(self) -> Iterator[str]:
        if not self.ready_seconds:
            return
        yield f"watch: ready after {self.ready_seconds:.2f} s"
        yield f"watch: {self.megabytes:.0f} MB, at most {self.peak_megabytes:.0f} MB"
        yield f"watch: {100 * self.share_at_rest:.2f} % of a core at rest"
        if self.latencies:
            yield f"watch: a save is answered after the settle time, {_spread(self.latencies)}"
            yield f"watch: a small file is flushed beside it, {_spread(self.flushes)}"
            ours = [late - flush for late, flush in zip(self.latencies, self.flushes, strict=True)]
            yield f"watch: a save without that flush, {_spread(ours)}"


def _spread(seconds: Sequence[float]) -> str:
    """Return the middle one, nine of ten, and the slowest; of a hundred or more that of ninety-nine too."""
    ordered = sorted(1000 * each for each in seconds)
    parts = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
    shown = {name: part for name, part in parts.items() if part < 0.99 or len(ordered) >= 100}
    told = [f"{name} {ordered[int(part * len(ordered))]:.0f} ms" for name, part in shown.items()]
    return ", ".join([*told, f"the slowest of {len(ordered)} {ordered[-1]:.0f} ms"])


class Watcher:
    """One running watcher. Linux only: what it takes is read from ``/proc``."""

    def __init__(self, root: Path, pid: int, ready_seconds: float) -> None:
        self._root, self._proc = root, Path(f"/proc/{pid}")
        self._ready_seconds = ready_seconds

    def measure(self, saves: int) -> Watched:
        """Rest first, then save an application so many times."""
        self.until_idle()
        before = self._cpu_seconds()
        time.sleep(REST_SECONDS)
        share = (self._cpu_seconds() - before) / REST_SECONDS
        pairs = [self._save(number) for number in range(saves)]
        latencies, flushes = zip(*pairs, strict=True) if pairs else ((), ())
        memory = self._memory("VmRSS"), self._memory("VmHWM")
        return Watched(self._ready_seconds, *memory, share, latencies, flushes)

    def until_idle(self) -> None:
        """Wait until its first look is over: no copy of it is at work, and it takes next to nothing."""
        deadline = time.monotonic() + LONGEST_LOOK_SECONDS
        while time.monotonic() < deadline:
            before = self._cpu_seconds()
            time.sleep(IDLE_SECONDS)
            is_alone = not (self._proc / "task" / self._proc.name / "children").read_text()
            if is_alone and self._cpu_seconds() - before < 0.02 * IDLE_SECONDS:
                return

    def _cpu_seconds(self) -> float:
        """Return what it and its copies that have ended have taken of a processor."""
        fields = (self._proc / "stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / _TICKS

    def _memory(self, name: str) -> float:
        found = re.search(
            rf"^{name}:\s+(\d+) kB", (self._proc / "status").read_text(), re.MULTILINE
        )
        return int(found[1]) / 1000 if found else 0.0

    def _save(self, number: int) -> tuple[float, float]:
        """Save a new application, and wait for its block; return how late that was, and how long a flush took.

        The note is asked for its size, and not opened: whoever has a note open is waited for.
        """
        note = self._root / f"bench-{os.getpid()}-{number}.md"
        note.write_text(
            f"---\ntype: application\ncompany: Bench {number}\nrole: Tester\nrecruiter: Ann Bench\n"
            f"status: applied\napplied: {date.today()}\n---\n\nA note.\n"
        )
        found = note.stat()
        settled_at = found.st_mtime + SETTLE_SECONDS
        with ThreadPoolExecutor() as beside:
            flush = beside.submit(_flush_at, settled_at + _PLANNING_SECONDS, self._root)
            deadline = time.monotonic() + LONGEST_SECONDS
            while note.stat().st_size == found.st_size and time.monotonic() < deadline:
                time.sleep(0.001)
            late = time.time() - settled_at
        assert b"vaultkit:begin" in note.read_bytes()
        time.sleep(SETTLE_SECONDS)
        note.unlink()
        time.sleep(2 * SETTLE_SECONDS)
        return late, flush.result()


def _flush_at(moment: float, root: Path) -> float:
    """Flush a small file beside a vault at a moment of the wall's clock; return the seconds that it took."""
    time.sleep(max(0.0, moment - time.time()))
    return _flush(root.with_name(f"{root.name}.flush"))


def _flush(place: Path) -> float:
    """Write a small file, flush it as a save is flushed, and take it away again."""
    begin = time.perf_counter()
    with place.open("wb") as file:
        file.write(b"flush\n" * 100)
        file.flush()
        os.fsync(file.fileno())
    seconds = time.perf_counter() - begin
    place.unlink()
    return seconds


@contextmanager
def watched(root: Path, environ: Mapping[str, str]) -> Iterator[Watcher]:
    """Start a watcher; it is ready when it has said so. It is ended afterwards."""
    words = [sys.executable, "-u", "-m", "vaultkit", "watch", "--vault", str(root)]
    begin = time.perf_counter()
    program = subprocess.Popen(
        words, env={**environ}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert program.stderr is not None
    try:
        line = program.stderr.readline()
        while line and os.fsencode(root.name) not in line:
            line = program.stderr.readline()
        yield Watcher(root, program.pid, time.perf_counter() - begin)
    finally:
        program.terminate()
        program.communicate()
