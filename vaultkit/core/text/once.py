"""What is worked out once: a property, or a row of values."""

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
