"""What is worked out once is kept with the value that it is of."""

from dataclasses import replace

from vaultkit.core.text.once import once
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
