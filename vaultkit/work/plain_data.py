"""Our values as JSON, and back: by the types of the fields.

What is read back comes from a file, so each value's type is checked. A Note is never written: no
text of a person's goes where only answers belong. Stages are the vault's own at the time of reading.

A first run writes half a million fields and reads as many. So the encoder itself goes through lists,
texts and mappings, and asks here only what a value of ours is made of; and values of one kind are
read together, field by field: the types of a field are looked at in one go, and so are its days.
"""

import dataclasses
import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain, islice
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
Read = Callable[[Sequence[Any], Stages], Sequence[Any]]
Types = frozenset[type]


class Misshapen(ValueError):
    """Data that is not what the type asks for."""


class _Form(NamedTuple):
    """What JSON makes of a type, and how to get several values of it back; None where they stay as they are."""

    types: Types
    read: Read | None = None


def as_json(value: Any) -> bytes:
    """Return a value of ours, or several in lists and mappings, as one line."""
    return _encode(value).encode()


def _parts(value: Any) -> Any:
    """Return what something is made of that JSON does not know."""
    kind: Any = type(value)
    return _apart(kind)(value)


# Made once, which costs more than a short line. None of our values holds itself.
_encode = json.JSONEncoder(check_circular=False, separators=(",", ":"), default=_parts).encode


@cache
def _apart(kind: Any) -> Callable[[Any], Any]:
    if kind is Note:
        return lambda _: None
    if kind is Stages:
        return lambda _: ""
    if kind is date:
        return date.isoformat
    if kind is bytes:
        return lambda value: value.decode("latin-1")
    if kind is frozenset:
        return tuple
    if issubclass(kind, Mapping):
        return dict
    names = [field.name for field in dataclasses.fields(kind)]
    return attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, names[0])]


def from_plain(kind: type[T], data: Any, stages: Stages) -> T:
    """Return the value again. Raises Misshapen."""
    try:
        (value,) = _read(_form(cast(Hashable, kind)), [data], stages)
    except ValueError as error:
        raise Misshapen from error
    return cast(T, value)


def _read(form: _Form, data: Sequence[Any], stages: Stages) -> Sequence[Any]:
    """Return several values again. Raises ValueError."""
    if not form.types.issuperset(map(type, data)):
        raise Misshapen
    return form.read(data, stages) if form.read and data else data


@cache
def _form(kind: Any) -> _Form:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Note:
        return _Form(_types(NoneType))
    if kind is Stages:
        return _Form(_types(str), lambda data, stages: [stages] * len(data))
    if kind is date:
        return _Form(_types(str), lambda data, _: [*map(date.fromisoformat, data)])
    if kind is bytes:
        return _Form(_types(str), lambda data, _: [each.encode("latin-1") for each in data])
    if origin in (Union, UnionType):
        return _or_none(_form(_only(inner)))
    if origin is Literal:
        return _one_of(frozenset(inner))
    if origin is tuple and inner[-1] is not Ellipsis:
        return _row([_form(each) for each in inner], lambda *parts: parts)
    if origin in (tuple, frozenset):
        return _several(_form(inner[0]), origin)
    if origin is Mapping:
        return _mapping(_form(inner[1]))
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        forms = [_form(hints[field.name]) for field in dataclasses.fields(kind)]
        return _row(forms, cast(Callable[..., Any], kind))
    if issubclass(kind, tuple):
        return _row([_form(each) for each in get_type_hints(kind).values()], kind)
    return _Form(_types(kind))


def _types(*kinds: type) -> Types:
    return frozenset(kinds)


def _only(inner: tuple[Any, ...]) -> Any:
    """Return the type beside None."""
    (kind,) = (each for each in inner if each is not NoneType)
    return kind


def _or_none(form: _Form) -> _Form:
    types, read_some = form

    def read(data: Sequence[Any], stages: Stages) -> Sequence[Any]:
        assert read_some
        some = [each for each in data if each is not None]
        if not some:
            return data
        found = iter(read_some(some, stages))
        return [None if each is None else next(found) for each in data]

    return _Form(types | {NoneType}, read_some and read)


def _one_of(words: frozenset[str]) -> _Form:
    def read(data: Sequence[Any], _: Stages) -> Sequence[Any]:
        if not words.issuperset(data):
            raise Misshapen
        return data

    return _Form(_types(str), read)


def _row(forms: list[_Form], make: Callable[..., Any]) -> _Form:
    """Return the form of a value that has so many parts, each of a form of its own."""

    def read(data: Sequence[Any], stages: Stages) -> Sequence[Any]:
        fields = zip(forms, zip(*data, strict=True), strict=True)
        return [*map(make, *(_read(form, field, stages) for form, field in fields))]

    return _Form(_types(list), read)


def _several(form: _Form, make: Callable[[Any], Any]) -> _Form:
    nothing = make(())

    def read(data: Sequence[Any], stages: Stages) -> Sequence[Any]:
        values = [*chain.from_iterable(data)]
        if not values:
            return [nothing] * len(data)
        found = iter(_read(form, values, stages))
        return [make(islice(found, len(row))) if row else nothing for row in data]

    return _Form(_types(list), read)


def _mapping(form: _Form) -> _Form:
    def read(data: Sequence[Any], stages: Stages) -> Sequence[Any]:
        values = [*chain.from_iterable(map(dict.values, data))]
        found = iter(_read(form, values, stages))
        return [dict(zip(row, found, strict=False)) for row in data] if form.read else data

    return _Form(_types(dict), read)
