"""How the values of this program are made."""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[T]) -> type[T]:
    """Make a class a frozen dataclass to all who check types, and a plain one that is hashed when the program runs.

    That nobody changes a value is checked by mypy alone: the library's frozen dataclasses store
    each field by a call, and take eight times as long to make.
    """
    has_own_hash = vars(kind).get("__hash__") is not None
    return dataclass(unsafe_hash=not has_own_hash)(kind)
