"""Our values as plain data, and back: what JSON can hold, by the types of the fields.

What is read back comes from a file, so each value's type is checked. A Note is never written: no
text of a person's goes where only answers belong. Stages are the vault's own at the time of reading.

A first run writes half a million fields and reads as many. So the fields of a value are fetched by
one call, and their types looked at together; only those are touched one by one that JSON cannot hold.
"""

import dataclasses
from collections.abc import Callable, Hashable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import (
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from vaultkit.core.text.note import Note
from vaultkit.core.text.stages import Stages

T = TypeVar("T")
Write = Callable[[Any], Any]
Read = Callable[[Any, Stages], Any]
Types = frozenset[type]


class Misshapen(ValueError):
    """Data that is not what the type asks for."""


class _Form(NamedTuple):
    """The plain form of a type: what JSON makes of it, and how to get there and back; None where it stays as it is."""

    types: Types
    write: Write | None = None
    read: Read | None = None


def to_plain(kind: type[T], value: T) -> Any:
    """Return a value of ours as lists, mappings, texts and numbers."""
    write = _form(cast(Hashable, kind)).write
    return write(value) if write else value


def from_plain(kind: type[T], data: Any, stages: Stages) -> T:
    """Return the value again. Raises Misshapen."""
    form = _form(cast(Hashable, kind))
    _check(type(data), form.types)
    return cast(T, form.read(data, stages) if form.read else data)


@cache
def _form(kind: Any) -> _Form:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Note:
        return _Form(_types(NoneType), lambda _: None)
    if kind is Stages:
        return _Form(_types(NoneType), lambda _: None, lambda _, stages: stages)
    if kind is date:
        return _Form(_types(str), date.isoformat, _day)
    if kind is bytes:
        return _Form(_types(str), lambda value: value.decode("latin-1"), _bytes)
    if origin in (Union, UnionType):
        return _or_none(_form(_only(inner)))
    if origin is Literal:
        return _Form(_types(str), None, lambda data, _: data if data in inner else _wrong())
    if origin is tuple and inner[-1] is not Ellipsis:
        return _row([_form(each) for each in inner], tuple, tuple)
    if origin in (tuple, frozenset):
        return _several(_form(inner[0]), origin)
    if origin is Mapping:
        return _mapping(_form(inner[1]))
    if dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
        hints = get_type_hints(kind)
        make = cast(Callable[..., Any], kind)
        get = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
        return _row([_form(hints[name]) for name in names], get, lambda parts: make(*parts))
    return _Form(_types(kind))


def _types(*kinds: type) -> Types:
    return frozenset(kinds)


def _check(found: type, types: Types) -> None:
    if found not in types:
        raise Misshapen


def _only(inner: tuple[Any, ...]) -> Any:
    """Return the type beside None."""
    (kind,) = (each for each in inner if each is not NoneType)
    return kind


def _or_none(form: _Form) -> _Form:
    write, read = form.write, form.read
    return _Form(
        form.types | {NoneType},
        write and (lambda value: None if value is None else write(value)),
        read and (lambda data, stages: None if data is None else read(data, stages)),
    )


def _row(forms: list[_Form], get: Callable[[Any], Any], make: Callable[[list[Any]], Any]) -> _Form:
    """Return the form of a value that has so many parts, each of a form of its own."""
    writes = [(at, form.write) for at, form in enumerate(forms) if form.write]
    reads = [(at, form.read) for at, form in enumerate(forms) if form.read]
    good: set[tuple[type, ...]] = set()

    def write(value: Any) -> list[Any]:
        parts = [*get(value)]
        for at, part in writes:
            parts[at] = part(parts[at])
        return parts

    def read(data: list[Any], stages: Stages) -> Any:
        found = (*map(type, data),)
        if found not in good:
            if len(found) != len(forms):
                raise Misshapen
            for one, form in zip(found, forms, strict=True):
                _check(one, form.types)
            good.add(found)
        parts = [*data]
        for at, part in reads:
            parts[at] = part(parts[at], stages)
        return make(parts)

    return _Form(_types(list), write, read)


def _several(form: _Form, make: Callable[[Any], Any]) -> _Form:
    types, write_one, read_one = form

    def write(value: Any) -> list[Any]:
        return [write_one(each) for each in value] if write_one else [*value]

    def read(data: list[Any], stages: Stages) -> Any:
        if not types.issuperset(map(type, data)):
            raise Misshapen
        return make([read_one(each, stages) for each in data] if read_one else data)

    return _Form(_types(list), write, read)


def _mapping(form: _Form) -> _Form:
    types, write_one, read_one = form

    def write(value: Any) -> dict[str, Any]:
        if write_one is None:
            return {**value}
        return {name: write_one(each) for name, each in value.items()}

    def read(data: dict[str, Any], stages: Stages) -> Any:
        if not types.issuperset(map(type, data.values())):
            raise Misshapen
        if read_one is None:
            return data
        return {name: read_one(each, stages) for name, each in data.items()}

    return _Form(_types(dict), write, read)


def _day(data: str, _: Stages) -> date:
    try:
        return date.fromisoformat(data)
    except ValueError as error:
        raise Misshapen from error


def _bytes(data: str, _: Stages) -> bytes:
    try:
        return data.encode("latin-1")
    except UnicodeEncodeError as error:
        raise Misshapen from error


def _wrong() -> Any:
    raise Misshapen
