"""``vaultkit watch`` in a process of its own, and waits for what it does instead of for a time."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

from tests.systems import PATIENCE_SECONDS

LONGEST_SECONDS = PATIENCE_SECONDS


class Watcher:
    """``lines`` are what it has told so far."""

    def __init__(self, root: Path, *arguments: str) -> None:
        command = [
            sys.executable,
            "-m",
            "vaultkit",
            "watch",
            "--vault",
            str(root),
            "--today",
            "2026-11-20",
            *arguments,
        ]
        self.process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.lines: list[str] = []
        self._listener = threading.Thread(target=self._listen)

    def _listen(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line)

    def __enter__(self) -> Self:
        self._listener.start()
        assert self.says("Watching", "Sorveglio")
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._listener.join()

    def says(self, *either: str) -> bool:
        """Wait for a line that holds any of these words."""
        until(lambda: self._said(either) or self.process.poll() is not None)
        return self._said(either)

    def _said(self, either: tuple[str, ...]) -> bool:
        return any(words in line for line in [*self.lines] for words in either)


def until(question: Callable[[], bool]) -> bool:
    """Windows refuses whoever opens a note in the very moment in which it is written."""
    deadline = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < deadline:
        with suppress(PermissionError):
            if question():
                return True
        time.sleep(0.02)
    return question()
