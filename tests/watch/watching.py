"""A watcher in a thread of its own, on real files, and a hand that notes what it was given."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

from tests.systems import PATIENCE_SECONDS
from vaultkit.playbook import load
from vaultkit.watch import Attempt, Pace, watch

LONGEST_SECONDS = PATIENCE_SECONDS
PACE = Pace(tick=0.02, health=0.2, patience=0.3, gap=0.02, retry=0.3)


class Watching:
    """``texts`` maps each note to what it said when it was last handed over; ``calls`` are the sets.

    ``answer`` is what the hand does with a set.
    """

    def __init__(self, root: Path, settle_seconds: float = 0.1, **changes: object) -> None:
        self.root, self.settle_seconds = root, settle_seconds
        self.pace = replace(
            PACE, **{k: v for k, v in changes.items() if k in PACE.__dataclass_fields__}
        )
        self.options: dict[str, object] = {"phrases": load.phrases("en")}
        self.options |= {k: v for k, v in changes.items() if k not in PACE.__dataclass_fields__}
        self.texts: dict[str, str] = {}
        self.handed_at: dict[str, float] = {}
        self.calls: list[frozenset[str]] = []
        self.said: list[str] = []
        self.answer: Callable[[frozenset[str]], Attempt] = lambda _: Attempt()
        self.held: list[frozenset[str]] = []
        self.stop = threading.Event()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self.watch)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> float:
        """Stop; return how long that took."""
        started = time.monotonic()
        self.stop.set()
        self._thread.join()
        return time.monotonic() - started

    def watch(self) -> None:
        """Watch in this thread."""
        watch(
            self.root,
            self._on_ready,
            settle_seconds=self.settle_seconds,
            say=self._say,
            stop=self.stop,
            pace=self.pace,
            **self.options,
        )

    def _say(self, line: str) -> None:
        with self._changed:
            self.said.append(line)
            self._changed.notify_all()

    def _on_ready(self, paths: frozenset[str], held: frozenset[str]) -> Attempt:
        now = time.monotonic()
        texts = {
            path: text
            for path, text in read_all(self.root).items()
            if path not in held and (not paths or path in paths)
        }
        answer = self.answer(paths)
        with self._changed:
            self.calls.append(paths)
            self.held.append(held)
            self.handed_at |= {path: now for path in texts if self.texts.get(path) != texts[path]}
            self.texts |= texts
            self._changed.notify_all()
        return answer

    def until(self, question: Callable[[], bool]) -> bool:
        """Wait for an answer, not for a time."""
        with self._changed:
            return self._changed.wait_for(question, LONGEST_SECONDS)

    def until_soon(self, question: Callable[[], bool]) -> bool:
        """Wait for something that nobody tells of."""
        deadline = time.monotonic() + LONGEST_SECONDS
        while not question() and time.monotonic() < deadline:
            time.sleep(0.01)
        return question()

    def handles(self, **texts: str) -> bool:
        """Wait until each note was handed over saying this."""
        return self.until(
            lambda: all(self.texts.get(f"{path}.md") == text for path, text in texts.items())
        )

    def handles_all(self) -> bool:
        """Wait until what was handed over is what stands on the disk."""
        return self.until(lambda: self.texts.items() >= read_all(self.root).items())

    def says(self, words: str) -> bool:
        """Wait for a line that holds these words."""
        return self.until(lambda: any(words in line for line in self.said))


def read_all(root: Path) -> dict[str, str]:
    """Return every note that is not hidden."""
    texts = {}
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(".md"):
                file = Path(folder, name)
                texts[file.relative_to(root).as_posix()] = file.read_text()
    return texts
