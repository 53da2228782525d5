"""What is worked out once: a property, a row of values, or what short texts give."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar, overload

K = TypeVar("K")
T = TypeVar("T")


class once(Generic[K, T]):  # noqa: N801 - it is used as a decorator
    """What is worked out when it is first asked for, and kept with the value that it is of.

    ``functools.cached_property`` does the same behind a lock, until Python 3.12, and takes a
    microsecond: that was 2 % of reading an application.
    """

    def __init__(self, make: Callable[[K], T]) -> None:
        self._make, self._name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, owner: K, kind: type[K]) -> T:
        made = owner.__dict__[self._name] = self._make(owner)
        return made


def remembered(most: int, longest: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Have a function of a text remember what it returned for ``most`` texts; with one more it begins anew.

    It forgets those of more than ``longest`` characters at once: what is remembered stays small,
    in a vault full of long words too.
    """
    return lambda make: _Remembered(make, most, longest).__getitem__


class _Remembered(dict[str, T]):
    """What a function returned, by the text. Found without a call of Python's: fifty nanoseconds, not 250."""

    def __init__(self, make: Callable[[str], T], most: int, longest: int) -> None:
        self._make, self._most, self._longest = make, most, longest

    def __missing__(self, text: str) -> T:
        made = self._make(text)
        if len(text) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[text] = made
        return made


class Later(Sequence[T]):
    """A row that is made when it is first asked for, and kept. It is equal to any of the same values."""

    def __init__(self, make: Callable[[], Iterable[T]]) -> None:
        self._make = make

    @once
    def _made(self) -> tuple[T, ...]:
        made = tuple(self._make())
        del self._make  # it holds all that the row is made of
        return made

    @overload
    def __getitem__(self, at: int) -> T: ...

    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...

    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        return self._made[at]

    def __len__(self) -> int:
        return len(self._made)

    def __iter__(self) -> Iterator[T]:
        return iter(self._made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made == (*other,)

    __hash__ = None  # type: ignore[assignment]
