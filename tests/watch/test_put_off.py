"""What takes long, and nobody asked for, is not begun while a save waits to be answered."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from vaultkit.watch import source as sources
from vaultkit.watch.look import Seen
from vaultkit.watch.marks import Marks
from vaultkit.watch.pace import Pace
from vaultkit.watch.source import Source
from vaultkit.watch.told import Told
from vaultkit.watch.watcher import Watcher

SETTLE_SECONDS = 1.0


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(name="clock")
def own_clock() -> Clock:
    return Clock()


@pytest.fixture(name="looks")
def taken_looks() -> list[float]:
    return []


def watcher(clock: Clock, looks: list[float], *, hears: bool) -> Watcher:
    def look(_: float) -> Seen:
        looks.append(clock.now)
        return Seen(Marks(), {})

    pace = Pace()
    seconds = pace.look if hears else pace.poll
    disk = SimpleNamespace(look=look, digest=None)
    source = SimpleNamespace(hears=hears, look_seconds=seconds, tally=lambda: None)
    nobody, nothing = cast(Any, None), cast(Any, SimpleNamespace(root=Path()))
    found = Watcher(
        cast(Any, disk),
        cast(Any, source),
        nothing,
        nobody,
        nobody,
        SETTLE_SECONDS,
        clock,
        clock,
        pace,
    )
    found._look_at = clock.now + seconds
    return found


def test_a_look_that_is_due_waits_until_nothing_else_does(clock: Clock, looks: list[float]) -> None:
    found = watcher(clock, looks, hears=True)
    found._pending.changed("A.md", 299.5)
    for clock.now in (299.9, 300.0, 300.4):
        found._look_if_due(clock.now)
    assert looks == []
    assert found._pending.take(300.5)
    found._look_if_due(clock.now)
    assert looks == [300.4]


def test_where_something_always_waits_a_look_is_taken_all_the_same(
    clock: Clock, looks: list[float]
) -> None:
    found = watcher(clock, looks, hears=True)
    found._pending.changed("A.md", 10_000.0)
    for clock.now in (300.0, 599.9, 600.0):
        found._look_if_due(clock.now)
    assert looks == [600.0]


def test_a_look_that_is_asked_for_is_not_put_off(clock: Clock, looks: list[float]) -> None:
    found = watcher(clock, looks, hears=True)
    found._pending.changed("A.md", 0.0)
    found._look_is_wanted = True
    found._look_if_due(clock.now)
    assert looks == [0.0]


def test_where_nothing_is_heard_looks_come_as_ever(clock: Clock, looks: list[float]) -> None:
    found = watcher(clock, looks, hears=False)
    found._pending.changed("A.md", 4.9)
    clock.now = 5.0
    found._look_if_due(clock.now)
    assert looks == [5.0]


def test_folders_are_counted_while_nobody_waits(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[float] = []

    class Events:
        def take(self) -> Told:
            return Told()

        def follow_folders(self) -> bool:
            return False

        def is_well(self) -> bool:
            return True

        def count_folders(self) -> int:
            counts.append(clock.now)
            return 1

    pace = Pace()
    monkeypatch.setattr(sources, "kernel_watches", lambda: 1)
    found = Source(Path(), clock, cast(Any, None), pace)
    found._events = cast(Any, Events())

    def take(now: float, *, is_idle: bool) -> None:
        clock.now = now
        found.take(now, is_idle=is_idle)

    take(1.0, is_idle=False)
    assert counts == []
    take(1.0 + pace.health, is_idle=True)
    assert counts == [31.0]
    for now in (340.0, 400.0, 600.0):
        take(now, is_idle=False)
    assert counts == [31.0]
    take(640.0, is_idle=False)
    assert counts == [31.0, 640.0]
