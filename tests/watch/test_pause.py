"""How long the watcher sleeps between two turns: never longer than a note has to be quiet."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from vaultkit.watch.pace import Pace
from vaultkit.watch.watcher import Watcher

TICK = 0.25


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def watcher(clock: Clock) -> Watcher:
    nobody = cast(
        Any, SimpleNamespace(identity=lambda: None, root=Path(), complain=lambda *_, **__: 0)
    )
    nobody.close = lambda: None
    return Watcher(nobody, nobody, nobody, cast(Any, None), lambda: None, 1.0, clock, clock, Pace())


@pytest.mark.parametrize(
    ("turn_at", "asked_at", "seconds"),
    [
        (9.0, 9.0, TICK),
        (9.9, 9.9, 0.1),
        (9.99, 10.01, 0.0),  # it became ready while the turn lasted
        (10.0, 10.01, TICK),  # the turn could have handled it, and left it
    ],
)
def test_a_note_that_is_quiet_by_now_is_not_waited_for(
    turn_at: float, asked_at: float, seconds: float
) -> None:
    clock = Clock()
    found = watcher(clock)
    found._pending.changed("A.md", 9.0)
    clock.now = turn_at
    found.turn()
    clock.now = asked_at
    assert found.pause(TICK) == pytest.approx(seconds)


def test_where_nothing_waits_a_turn_comes_every_tick() -> None:
    assert watcher(Clock()).pause(TICK) == TICK
