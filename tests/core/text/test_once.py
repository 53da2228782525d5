"""What is worked out once is kept with the value that it is of."""

import gc
import weakref
from dataclasses import replace

from vaultkit.core.text.once import Later, once, remembered
from vaultkit.value import frozen


@frozen
class Pair:
    """Two numbers."""

    one: int
    other: int = 2

    @once
    def asked(self) -> list[int]:
        """Something that is another each time it is made."""
        return [self.one]


def test_what_is_worked_out_is_kept_and_no_part_of_the_value():
    pair = Pair(1)
    assert pair.asked is pair.asked == [1]
    assert pair == Pair(1)
    assert replace(pair, one=3).asked == [3]


def test_a_row_that_is_made_later_is_made_when_it_is_asked_for_and_once():
    made = []

    def make():
        made.append("once")
        yield from (1, 2, 3)

    row = Later(make)
    assert made == []
    assert (row[0], row[1:], len(row), [*row]) == (1, (2, 3), 3, [1, 2, 3])
    assert row == (1, 2, 3)
    assert row != (1, 2)
    assert row != "123"
    assert made == ["once"]


def test_a_row_that_is_made_lets_go_of_what_it_was_made_of():
    class Source(list):
        """A list that somebody can have an eye on."""

    source = Source([1, 2])
    row, eye = Later(source.copy), weakref.ref(source)
    del source
    gc.collect()
    assert eye() is not None
    assert row == [1, 2]
    gc.collect()
    assert eye() is None
    assert row == [1, 2]


def test_of_short_texts_it_is_remembered_what_was_returned_for_them():
    asked = []

    @remembered(most=2, longest=3)
    def doubled(text: str) -> str:
        asked.append(text)
        return text + text

    assert [doubled(text) for text in ("abc", "abc", "abcd", "abcd")] == ["abcabc"] * 2 + ["abcdabcd"] * 2  # fmt: skip
    assert asked == ["abc", "abcd", "abcd"]
    for text in ("a", "b", "abc"):
        doubled(text)
    assert asked[3:] == ["a", "b", "abc"]  # with the third it began anew
    assert (doubled("b"), doubled("abc"), asked[6:]) == ("bb", "abcabc", [])
