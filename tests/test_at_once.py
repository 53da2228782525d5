"""Two waits at once: both are over when it returns, and neither hides what the other raises."""

import threading

import pytest

from vaultkit.disk.at_once import both


def _fail() -> None:
    raise OSError("full")


def test_both_are_under_way_at_the_same_time() -> None:
    together = threading.Barrier(2)
    both(lambda: together.wait(10) and None, lambda: together.wait(10) and None)


def test_what_either_raises_is_raised_once_both_are_over() -> None:
    before = threading.active_count()
    done: list[int] = []
    with pytest.raises(OSError, match="full"):
        both(_fail, lambda: done.append(1))
    with pytest.raises(OSError, match="full"):
        both(lambda: done.append(2), _fail)
    assert done == [1, 2]
    assert threading.active_count() == before


def test_without_another_thread_one_comes_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none_left)
    done: list[int] = []
    both(lambda: done.append(1), lambda: done.append(2))
    assert done == [1, 2]
    with pytest.raises(OSError, match="full"):
        both(lambda: done.append(3), _fail)
