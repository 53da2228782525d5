"""Our values as JSON, and back: by the types of the fields.

What is read back comes from a file, so each value's type is checked. A Note is never written: no
text of a person's goes where only answers belong. Stages are the vault's own at the time of reading.

A first run writes half a million fields and reads as many. So the encoder itself goes through lists,
texts and mappings, and asks here only what a value of ours is made of; and the types of a row are
looked at together, which tells at once which of its parts are more than JSON has.
"""

import dataclasses
import json
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
Read = Callable[[Any, Stages], Any]
Types = frozenset[type]


class Misshapen(ValueError):
    """Data that is not what the type asks for."""


class _Form(NamedTuple):
    """What JSON makes of a type, and how to get back from there; None where it stays as it is."""

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
    form = _form(cast(Hashable, kind))
    _check(type(data), form.types)
    return cast(T, form.read(data, stages) if form.read else data)


@cache
def _form(kind: Any) -> _Form:
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Note:
        return _Form(_types(NoneType))
    if kind is Stages:
        return _Form(_types(str), lambda _, stages: stages)
    if kind is date:
        return _Form(_types(str), _day)
    if kind is bytes:
        return _Form(_types(str), _bytes)
    if origin in (Union, UnionType):
        return _or_none(_form(_only(inner)))
    if origin is Literal:
        return _Form(_types(str), lambda data, _: data if data in inner else _wrong())
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


def _check(found: type, types: Types) -> None:
    if found not in types:
        raise Misshapen


def _only(inner: tuple[Any, ...]) -> Any:
    """Return the type beside None."""
    (kind,) = (each for each in inner if each is not NoneType)
    return kind


def _or_none(form: _Form) -> _Form:
    types, read = form
    return _Form(
        types | {NoneType},
        read and (lambda data, stages: None if data is None else read(data, stages)),
    )


def _row(forms: list[_Form], make: Callable[..., Any]) -> _Form:
    """Return the form of a value that has so many parts, each of a form of its own."""
    known: dict[tuple[type, ...], list[tuple[int, Read]]] = {}

    def reads_for(found: tuple[type, ...]) -> list[tuple[int, Read]]:
        """Return what is to be read of parts of such types, by place: nothing of a None."""
        if len(found) != len(forms):
            raise Misshapen
        reads = []
        for at, (one, form) in enumerate(zip(found, forms, strict=True)):
            _check(one, form.types)
            if form.read and one is not NoneType:
                reads.append((at, form.read))
        return reads

    def read(data: list[Any], stages: Stages) -> Any:
        found = (*map(type, data),)
        reads = known.get(found)
        if reads is None:
            reads = known[found] = reads_for(found)
        parts = [*data]
        for at, part in reads:
            parts[at] = part(parts[at], stages)
        return make(*parts)

    return _Form(_types(list), read)


def _several(form: _Form, make: Callable[[Any], Any]) -> _Form:
    types, read_one = form
    nothing = make(())

    def read(data: list[Any], stages: Stages) -> Any:
        if not data:
            return nothing
        if not types.issuperset(map(type, data)):
            raise Misshapen
        return make([read_one(each, stages) for each in data] if read_one else data)

    return _Form(_types(list), read)


def _mapping(form: _Form) -> _Form:
    types, read_one = form

    def read(data: dict[str, Any], stages: Stages) -> Any:
        if not types.issuperset(map(type, data.values())):
            raise Misshapen
        if read_one is None:
            return data
        return {name: read_one(each, stages) for name, each in data.items()}

    return _Form(_types(dict), read)


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
