"""How the values of this program are made."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[T]) -> type[T]:
    """Make a class a frozen dataclass to all who check types, and a plain one that is hashed when the program runs.

    That nobody changes a value is checked by mypy alone: the library's frozen dataclasses store
    each field by a call, and take eight times as long to make. Of the methods of a class ``__init__`` alone is
    compiled, which the library does for each of them, at every start and for a hundred classes.
    """
    dataclass(repr=False, eq=False)(kind)
    for name, method in _methods(kind).items():
        if vars(kind).get(name) is None:
            setattr(kind, name, method)
    return kind


def _methods(kind: type) -> dict[str, Callable[..., object]]:
    """Return what looks at the fields when it is asked."""
    all_fields = fields(kind)
    shown = tuple(one.name for one in all_fields if one.repr)
    counting = tuple(one.name for one in all_fields if one.compare)
    compared: Callable[[object], Any] = attrgetter(*counting) if counting else lambda _: ()

    def is_equal(self: object, other: object) -> Any:
        if other.__class__ is self.__class__:
            return compared(self) == compared(other)
        return NotImplemented

    def hashed(self: object) -> int:
        return hash(compared(self))

    def told(self: object) -> str:
        parts = (f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({', '.join(parts)})"

    return {"__eq__": is_equal, "__hash__": hashed, "__repr__": told}
