"""Values that are made quickly are values all the same."""

from dataclasses import field, replace

import pytest

from vaultkit.core.text.once import once
from vaultkit.value import frozen


@frozen
class Pair:
    """Two numbers; the note beside them does not count."""

    one: int
    other: int = 2
    beside: str = field(default="", compare=False)

    @once
    def asked(self) -> list[int]:
        """Something that is another each time it is made."""
        return [self.one]


def test_equal_values_are_equal_and_have_one_hash():
    assert Pair(1) == Pair(1, 2, "note")
    assert len({Pair(1), Pair(1, beside="note"), Pair(2)}) == 2
    assert replace(Pair(1), other=3) == Pair(1, 3)
    assert repr(Pair(1)) == "Pair(one=1, other=2, beside='')"


def test_a_value_of_missing_fields_is_none():
    with pytest.raises(TypeError):
        Pair()


def test_what_is_worked_out_is_kept_and_no_part_of_the_value():
    pair = Pair(1)
    assert pair.asked is pair.asked == [1]
    assert pair == Pair(1)
    assert replace(pair, one=3).asked == [3]
