"""Keys as Windows' console gives them; those of POSIX are pressed on a real terminal in test_walk."""

from collections import deque

import pytest

from vaultkit.disk.system.windows_keys import WindowsKeys


class Console:
    """A console at which somebody has typed, and hesitates before each key."""

    def __init__(self, typed: str) -> None:
        self.typed, self.hesitates = deque(typed), True

    def next_key(self) -> str:
        return self.typed.popleft()

    def is_pressed(self) -> bool:
        self.hesitates = not self.hesitates
        return bool(self.typed) and self.hesitates


def keys(typed: str) -> WindowsKeys:
    console = Console(typed)
    return WindowsKeys(console.next_key, console.is_pressed)


def test_keys_come_one_by_one_and_enter_and_the_end_as_everywhere():
    console = keys("dò\r\x1a")
    with console.taken(), console.given_back():
        assert [console.read() for _ in range(4)] == ["d", "ò", "\n", "\x04"]


@pytest.mark.parametrize("arrow", ["\xe0H", "\x00;"])
def test_an_arrow_stands_for_none_of_the_keys(arrow):
    console = keys(f"{arrow}q")
    assert [console.read(), console.read()] == ["\x1b", "q"]


def test_ctrl_c_is_obeyed():
    with pytest.raises(KeyboardInterrupt):
        keys("\x03").read()


def test_what_was_typed_ahead_can_be_dropped():
    typed = deque("sss")
    console = WindowsKeys(typed.popleft, lambda: bool(typed))
    console.drop()
    assert not typed
