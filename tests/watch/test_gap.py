"""How soon one attempt follows another: two at once, many with pauses."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from vaultkit.watch import Attempt
from vaultkit.watch.pace import Pace
from vaultkit.watch.watcher import Watcher

SETTLE_SECONDS = 1.0
ATTEMPT_SECONDS = 0.005


class Hand:
    """A watcher of a vault where every attempt takes as long. ``calls`` tells when each was made, and for what."""

    def __init__(self) -> None:
        self.now = 0.0
        self.calls: list[tuple[float, frozenset[str]]] = []
        disk = SimpleNamespace(signature=lambda _: None, mark=lambda _: None)
        voice = SimpleNamespace(is_over=lambda _: False, root=Path())
        self.watcher = Watcher(
            cast(Any, disk),
            cast(Any, None),
            cast(Any, voice),
            self.attempt,
            lambda: None,
            SETTLE_SECONDS,
            lambda: self.now,
            lambda: self.now,
            Pace(),
        )

    def attempt(self, paths: frozenset[str], _: frozenset[str]) -> Attempt:
        self.calls.append((self.now, paths))
        self.now += ATTEMPT_SECONDS
        return Attempt()

    def saved(self, at: dict[str, float]) -> None:
        for path, moment in at.items():
            self.watcher._pending.changed(path, moment - SETTLE_SECONDS)

    def until(self, end: float) -> None:
        while self.now < end:
            self.watcher._attempt_if_due(self.now)
            self.now += 0.001


def test_a_note_that_becomes_ready_just_behind_another_is_not_kept_waiting() -> None:
    hand = Hand()
    hand.saved({"A.md": 5.0, "B.md": 5.003})
    hand.now = 4.99
    hand.until(6.0)
    (first, a), (second, b) = hand.calls
    assert (a, b) == ({"A.md"}, {"B.md"})
    assert second - first < 3 * ATTEMPT_SECONDS


def test_while_a_thousand_notes_arrive_there_is_not_one_attempt_a_note() -> None:
    hand = Hand()
    hand.saved({f"{number}.md": 5.0 + number / 500 for number in range(1000)})
    hand.now = 4.99
    hand.until(8.0)
    handled = [path for _, paths in hand.calls for path in paths]
    assert sorted(handled) == sorted(f"{number}.md" for number in range(1000))
    assert len(hand.calls) <= 2 * (2.0 / Pace().gap + 1)
