"""How values are made that a look at a vault makes by the ten thousand."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(kind: type[T]) -> type[T]:
    """Make a class a frozen dataclass, to all who check types; the program itself does not look.

    It makes one in a third of the time: a frozen dataclass sets each field by a call of a function,
    which was 5 % of what it cost to read an application and 16 % of its gist. Equal values are
    equal and have one hash, as with ``dataclass(frozen=True)``.
    """
    return dataclass(unsafe_hash=True)(kind)
