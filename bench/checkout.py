"""Check out another branch under a running watcher: it waits for git, then answers every note once.

    python -m bench.checkout [--notes 10000] [--settle 0.5]

The other branch has other words and another date in every note, so that every block has to follow. Prints how
many notes were written while git worked, not at all, or more than once, and how long it took; ends with 1 when
one was, or when a word of the other branch is not there.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from vaultkit.disk.journal import Journal

LONGEST_SECONDS = 600.0
NOTE = """---
type: application
company: Company {number}
status: rejected
interviewed: 2026-10-20
decided: {decided}
interviewers: [Marta Rossi, Luca Bianchi]
---
# Company {number}

Words of the branch {branch}.
"""


class Desk:
    """A vault in git, with its journal beside it."""

    def __init__(self, folder: Path, notes: int, settle_seconds: float) -> None:
        self.root, self.notes = folder / "vault", notes
        self.environ = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
        self.root.mkdir()
        settings = f"schema = 1\n[watch]\nsettle = {settle_seconds}\n"
        (self.root / "vaultkit.toml").write_text(settings)

    def write(self, branch: str, decided: str) -> None:
        for number in range(self.notes):
            place = self.root / f"{number % 100}" / f"{number}.md"
            place.parent.mkdir(exist_ok=True)
            place.write_text(NOTE.format(number=number, decided=decided, branch=branch))

    def git(self, *words: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
        return subprocess.run(
            ["git", *who, *words], cwd=self.root, check=True, capture_output=True, text=True
        ).stdout

    def vaultkit(self, *words: str) -> list[str]:
        return [
            sys.executable,
            "-m",
            "vaultkit",
            *words,
            "--vault",
            str(self.root),
            "--today",
            "2026-11-20",
        ]

    def commit_two_branches(self) -> None:
        self.git("init", "-q", "-b", "main")
        for branch, decided in (("main", "2026-10-22"), ("other", "2026-10-26")):
            self.write(branch, decided)
            if branch == "main":
                subprocess.run(
                    self.vaultkit("update", "--yes", "-q"),
                    check=True,
                    env=self.environ,
                    capture_output=True,
                )
            else:
                self.git("checkout", "-q", "-b", "other")
            self.git("add", "-A")
            self.git("commit", "-q", "-m", branch)
        self.git("checkout", "-q", "main")
        (self.root / ".git/info/exclude").write_text("Start.md\n")
        (self.root / "Start.md").write_text(
            NOTE.format(number="S", decided="2026-10-22", branch="none")
        )

    def is_up_to_date(self) -> bool:
        command = self.vaultkit("update", "--check", "-q")
        check = subprocess.run(command, check=False, env=self.environ, capture_output=True)
        return check.returncode == 0

    def written_since(self, moment: float) -> tuple[Counter[str], float]:
        """How often each note was written by a watcher since then, and when the first run began."""
        journal = Journal(self.root, self.environ)
        runs = [run for run in journal.past() if run.command == "watch" and run.started > moment]
        counts = Counter(
            record.planned.path
            for run in runs
            for record in run.records
            if record.ended == "written"
        )
        return counts, min((run.started for run in runs), default=0.0)


def measure(desk: Desk) -> int:
    desk.commit_two_branches()
    with subprocess.Popen(
        desk.vaultkit("watch"), env=desk.environ, stderr=subprocess.PIPE, text=True
    ) as watcher:
        assert watcher.stderr is not None
        assert "Watching" in watcher.stderr.readline()
        assert "Start.md" in watcher.stderr.readline()  # its first pass is over
        began = time.time()
        desk.git("checkout", "-q", "other")
        ended = time.time()
        updated = watcher.stderr.readline()  # comes when the pass is over
        handled = time.time() - ended
        deadline = time.monotonic() + LONGEST_SECONDS
        while not desk.is_up_to_date() and time.monotonic() < deadline:
            time.sleep(0.1)
        watcher.terminate()
        watcher.stderr.read()
    counts, first = desk.written_since(began)
    texts = [note.read_text() for note in desk.root.glob("*/*.md")]
    never = desk.notes - len(counts)
    again = sum(number > 1 for number in counts.values())
    early = first < ended
    wrong = sum(
        "Words of the branch other." not in text or text.count("vaultkit:begin") != 1
        for text in texts
    )
    print(
        f"{desk.notes} notes swapped in {ended - began:.1f} s; {handled:.1f} s later: {updated.partition(':')[0]}"
    )
    print(
        f"written while git worked: {early:d}, never: {never}, more than once: {again}, wrong: {wrong}"
    )
    return 1 if never or again or early or wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--settle", type=float, default=0.5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return measure(Desk(Path(folder), options.notes, options.settle))


if __name__ == "__main__":
    sys.exit(main())
