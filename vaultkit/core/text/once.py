"""A property that is worked out once."""

from collections.abc import Callable
from typing import Generic, TypeVar

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
