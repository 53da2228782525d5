"""Random changes of a vault beside a real watcher, and the same command lines to two who answer.

One remembers and hears the watcher's word, the other has never been here. For the suite and for
``python -m bench.known --watcher``.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest.mock import patch

from tests.command_line import run
from tests.known_steps import DAYS, GRAIN_SECONDS, Steps
from vaultkit.cli import again
from vaultkit.disk import walk as walking
from vaultkit.disk import word
from vaultkit.disk.printed import Printed
from vaultkit.disk.question import Question
from vaultkit.disk.state_folder import state_folder
from vaultkit.playbook import load
from vaultkit.watch import Attempt, Pace, inotify, watch
from vaultkit.watch.inotify import Inotify
from vaultkit.work import index as indexing

LINES = (
    ("due",),
    ("due", "--json"),
    ("contacts", "--json"),
    ("stats",),
    ("stats", "--json"),
    ("list",),
    ("list", "--open", "--json"),
    ("due", "--verbose"),
    ("contacts", "--stale"),
    ("update",),
    ("update", "--json"),
    ("update", "--check"),
    ("check",),
    ("check", "--json"),
    ("explain", "Acme"),
    ("explain", "Ann Lee"),
    ("explain", "1"),
    ("draft", "1"),
    ("draft", "Acme"),
    ("draft", "Ann"),
    ("export", "csv"),
    ("export", "search-log", "--json"),
    ("stats", "--redact"),
    *(("review", "--stdout"), ("review", "--stdout", "--json"), ("review",)) * 2,
    ("undo", "--list"),
    ("config",),
    ("plugins",),
    ("completion", "bash"),
)
WRITING = ("update", "review")
READING = frozenset(("--check", "--stdout", "--html"))
NUMBERS = (
    '[["Applications/Acme.md", "vk-check-in-ann-lee", ""]]',
    '[["Applications/Bolt.md", "vk-check-in-ann-lee", ""]]',
)
SURROUNDINGS: tuple[dict[str, str], ...] = (
    *({},) * 6,
    {"COLUMNS": "60"},
    {"NO_COLOR": "1"},
    {"LC_ALL": "it_IT.UTF-8"},
)
PACE = Pace(tick=0.02, health=0.2, look=2.0)
PATIENCE_SECONDS = 20.0
"""A machine that is busy with other things is no watcher that hangs."""


class Beside:
    """A watcher in a thread of its own, which writes nothing."""

    def __init__(self, root: Path, state: Path) -> None:
        self.root, self.state = root, state
        self.ears: list[Inotify] = []
        self.begin()

    def begin(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(self._stop,))
        self._thread.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while word.watchers_word(str(self.state), str(self.root)) is None:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def end(self) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self, stop: threading.Event) -> None:
        watch(
            self.root,
            lambda paths, held: Attempt(),
            settle_seconds=0.05,
            say=lambda line: None,
            stop=stop,
            phrases=load.phrases("en"),
            pace=PACE,
            state=self.state,
        )

    def lose_events(self) -> None:
        """As if the queue had overflowed, and a folder had come meanwhile."""
        for ear in self.ears[-1:]:
            with ear._lock:
                ear._forget("Notes")
                ear._take_up(-1, inotify._OVERFLOW, "")


class Pair:
    """Two who answer, and how the first one came to know."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        self.ways: Counter[str] = Counter()
        self._number = 0

    def disagree(self, words: tuple[str, ...], env: dict[str, str]) -> str:
        """Return both answers where they differ, "" where they are the same.

        An update or a review has been carried out before: who knows nothing must find nothing left to do.
        """
        self._number += 1
        ways: list[str] = []
        walk, known = walking.walk, again.known

        def knows(asked: Question) -> Printed | None:
            found = known(asked)
            ways.append("looked" if found is None else "walked" if walks else "heard")
            return found

        walks: list[str] = []
        with (
            patch.object(walking, "walk", lambda *given: walks.append("") or walk(*given)),
            patch.object(again, "known", knows),
        ):
            for _ in range(2 if words[0] in WRITING and READING.isdisjoint(words) else 0):
                self._answer(words, "kept", env)
            ways.clear()
            walks.clear()
            remembering = self._answer(words, "kept", env)
        self.ways.update(ways)
        fresh = self._answer(words, f"none{self._number}", env)
        return "" if remembering == fresh else f"{ways} {remembering} {fresh}"

    def _answer(
        self, words: tuple[str, ...], cache: str, env: dict[str, str]
    ) -> tuple[object, ...]:
        numbers = state_folder(self.root) / "listed.json"
        numbers.unlink(missing_ok=True)
        if "1" in words:
            numbers.write_text(NUMBERS[self._number // 3 % 2])
        done = run(
            *words, "--vault", self.root, env={**env, "XDG_CACHE_HOME": str(self.folder / cache)}
        )
        left = numbers.read_text() if numbers.exists() else None
        return done.returncode, done.stdout, done.stderr, left


@contextmanager
def _patient(folder: Path, beside: list[Inotify]) -> Iterator[None]:
    real = Inotify._begin

    def begin(ear: Inotify) -> None:
        beside.append(ear)
        real(ear)

    with (
        patch.dict(os.environ, {"XDG_STATE_HOME": str(folder / "state")}),
        patch.object(indexing, "_GRAIN_SECONDS", GRAIN_SECONDS),
        patch.object(word, "PATIENCE_SECONDS", PATIENCE_SECONDS),
        patch.object(Inotify, "_begin", begin),
    ):
        yield


def interleave_beside_a_watcher(folder: Path, seed: int, steps: int) -> Counter[str]:
    """Take so many steps, and ask after each. Return how the answers were known; raise AssertionError."""
    random = Random(seed)
    folder = folder.resolve()
    vault = Steps(folder / "vault", random)
    pair = Pair(vault.root, folder)
    done: list[str] = []
    ears: list[Inotify] = []
    with _patient(folder, ears):
        run("update", "--yes", "--vault", vault.root, "--today", DAYS[0])
        state = state_folder(vault.root)
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = Beside(vault.root, state)
        beside.ears = ears
        try:
            for number in range(steps):
                if number % 10 == 0:
                    lines = [(*random.choice(LINES), "--today", random.choice(DAYS))] * 2
                    lines += [(*random.choice(LINES), "--today", random.choice(DAYS))]
                done.append(_step(vault, beside, random))
                words = random.choice(lines)
                differs = pair.disagree(words, random.choice(SURROUNDINGS))
                assert not differs, (
                    f"seed {seed}, after {len(done)}: {done[-8:]}: {words} {differs}"
                )
        finally:
            beside.end()
    return pair.ways


def _step(vault: Steps, beside: Beside, random: Random) -> str:
    """Do one thing to the vault, or to the watcher, or nothing but ask once more."""
    chance = random.random()
    if chance < 0.2:
        vault.wait()
        return "wait"
    if chance < 0.45:
        return "ask"
    if chance < 0.5:
        run("update", "--yes", "--vault", vault.root, "--today", random.choice(DAYS))
        return "update"
    if chance < 0.52:
        run("undo", "--vault", vault.root)
        return "undo"
    if chance < 0.53:
        beside.lose_events()
        return "lose"
    if chance < 0.54:
        beside.end()
        beside.begin()
        return "restart"
    if chance < 0.56:
        _make_folders(vault.root, random)
        return "folders"
    if chance < 0.6:
        return _change_beside(vault.root, random)
    return vault.step()


def _make_folders(root: Path, random: Random) -> None:
    """Folders in folders, with a note that comes at once, or with the next step."""
    folder = root / "Notes" / random.choice(("a", "b")) / random.choice(("c", "d"))
    if not folder.exists():
        folder.mkdir(parents=True)
    (folder / random.choice(("x.md", "y.md"))).write_bytes(b"---\ntype: application\n---\n")


def _change_beside(root: Path, random: Random) -> str:
    """What no roll has: a letter of the vault's own, a file that takes a name for itself, git at work."""
    place = random.choice(("Letters/en/check-in.md", "Acme.md", ".git/MERGE_HEAD", ".git/index"))
    file = root / place
    if file.is_symlink() or file.exists():
        file.unlink()
    elif place.startswith(".git"):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(random.choice((b"", b"DIRC", b"x")))
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to(random.choice(("nowhere.md", root / "vaultkit.toml")))
    return place
