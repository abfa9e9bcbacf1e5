"""Records out of the plain values that ``dataclasses.asdict`` and JSON made of them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from math import isfinite
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def as_record(kind: type[T], value: Any) -> T:
    """``value`` as the dataclass ``kind``: every field there, of its type, and no other.

    Fields are texts, numbers, truth values, ``Literal``, unions of these with ``None``, tuples,
    dictionaries by text, and dataclasses. Raises ``ValueError`` for anything else.
    """
    record: T = _read(kind, value)
    return record


def _read(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        if not isinstance(value, dict) or value.keys() != {f.name for f in fields(kind)}:
            raise ValueError(value)
        hints = get_type_hints(kind)
        record: Any = kind
        return record(**{name: _read(hints[name], item) for name, item in value.items()})
    if get_origin(kind) is tuple:
        return _read_items(get_args(kind), value)
    if get_origin(kind) is dict:
        return _read_named(get_args(kind)[1], value)
    if get_origin(kind) is Literal:
        fits = isinstance(value, str) and value in get_args(kind)
    elif isinstance(kind, UnionType):
        fits = type(value) in get_args(kind)
    elif kind is float:
        fits = type(value) is float and isfinite(value)
    else:
        fits = type(value) is kind
    if not fits:
        raise ValueError(value)
    return value


def _read_items(kinds: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise ValueError(value)
    if kinds[-1] is ...:
        return tuple(_read(kinds[0], item) for item in value)
    if len(value) != len(kinds):
        raise ValueError(value)
    return tuple(_read(kind, item) for kind, item in zip(kinds, value, strict=True))


def _read_named(kind: Any, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise ValueError(value)
    return {name: _read(kind, item) for name, item in value.items()}
