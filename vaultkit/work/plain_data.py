"""Our values as plain data, and back: what JSON can hold, by the types of the fields.

What is read back comes from a file, so each value's type is checked. A Note is never written: no
text of a person's goes where only answers belong. Stages are the vault's own at the time of reading.
"""

import dataclasses
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from vaultkit.core.text.note import Note
from vaultkit.core.text.stages import Stages

T = TypeVar("T")
Write = Callable[[Any], Any]
Read = Callable[[Any, Stages], Any]


class Misshapen(ValueError):
    """Data that is not what the type asks for."""


def to_plain(kind: type[T], value: T) -> Any:
    """Return a value of ours as lists, mappings, texts and numbers."""
    return _writer(cast(Hashable, kind))(value)


def from_plain(kind: type[T], data: Any, stages: Stages) -> T:
    """Return the value again. Raises Misshapen."""
    return cast(T, _reader(cast(Hashable, kind))(data, stages))


@cache
def _writer(kind: Any) -> Write:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in (Note, Stages):
        return lambda _: None
    if kind is date:
        return date.isoformat
    if kind is bytes:
        return lambda value: value.decode("latin-1")
    if origin in (Union, UnionType):
        write = _writer(_only(inner))
        return lambda value: None if value is None else write(value)
    if origin is tuple and inner[-1] is not Ellipsis:
        writes = [_writer(each) for each in inner]
        return lambda value: [w(each) for w, each in zip(writes, value, strict=True)]
    if origin in (tuple, frozenset):
        write = _writer(inner[0])
        return lambda value: [write(each) for each in value]
    if origin is Mapping:
        write = _writer(inner[1])
        return lambda value: {name: write(each) for name, each in value.items()}
    if dataclasses.is_dataclass(kind):
        parts = [(name, _writer(each)) for name, each in _fields(kind)]
        return lambda value: [write(getattr(value, name)) for name, write in parts]
    return lambda value: value


@cache
def _reader(kind: Any) -> Read:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Note:
        return lambda _, __: None
    if kind is Stages:
        return lambda _, stages: stages
    if kind is date:
        return _day
    if kind is bytes:
        return _bytes
    if origin in (Union, UnionType):
        read = _reader(_only(inner))
        return lambda data, stages: None if data is None else read(data, stages)
    if origin is Literal:
        return lambda data, _: data if data in inner else _wrong()
    if origin is tuple and inner[-1] is not Ellipsis:
        return _fixed([_reader(each) for each in inner], tuple)
    if origin in (tuple, frozenset):
        return _several(_reader(inner[0]), origin)
    if origin is Mapping:
        return _mapping(_reader(inner[1]))
    if dataclasses.is_dataclass(kind):
        make = cast(Callable[..., Any], kind)
        return _fixed([_reader(each) for _, each in _fields(kind)], lambda parts: make(*parts))
    return lambda data, _: data if type(data) is kind else _wrong()


def _fields(kind: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind)
    return [(field.name, hints[field.name]) for field in dataclasses.fields(kind)]


def _only(inner: tuple[Any, ...]) -> Any:
    """Return the type beside None."""
    (kind,) = (each for each in inner if each is not NoneType)
    return kind


def _day(data: Any, _: Stages) -> date:
    try:
        return date.fromisoformat(data)
    except (TypeError, ValueError) as error:
        raise Misshapen from error


def _bytes(data: Any, _: Stages) -> bytes:
    try:
        return cast(str, data).encode("latin-1")
    except (AttributeError, UnicodeEncodeError) as error:
        raise Misshapen from error


def _fixed(reads: list[Read], make: Callable[[list[Any]], Any]) -> Read:
    def read(data: Any, stages: Stages) -> Any:
        if type(data) is not list or len(data) != len(reads):
            raise Misshapen
        return make([part(each, stages) for part, each in zip(reads, data, strict=True)])

    return read


def _several(part: Read, make: Callable[[list[Any]], Any]) -> Read:
    def read(data: Any, stages: Stages) -> Any:
        if type(data) is not list:
            raise Misshapen
        return make([part(each, stages) for each in data])

    return read


def _mapping(part: Read) -> Read:
    def read(data: Any, stages: Stages) -> Any:
        if type(data) is not dict:
            raise Misshapen
        return {name: part(each, stages) for name, each in data.items()}

    return read


def _wrong() -> Any:
    raise Misshapen
