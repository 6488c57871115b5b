"""Frozen dataclasses of this room to JSON values and back, by their type hints.

Used for the history, for `--json` and for the frames between processes. A dataclass becomes an object of its fields, an enum its value, a
tuple a list, an expression its own compact form. Where a field may hold one of several dataclasses, and for events, the object names its
class in snake_case under "event" or "is". Decoding is strict: what does not fit the hints raises ValueError, since it may come from a
damaged file or a child that read hostile text. Unknown keys are ignored and missing keys with a default are filled in, so that older and
newer files can be read. (Rejected: cattrs, since `core` is standard library only and this page is all that is needed; pickle, never.)
"""

from __future__ import annotations

import dataclasses
import functools
import re
import types
import typing
from enum import Enum
from fractions import Fraction
from typing import Any, TypeVar, cast

from ardoise.core import events, expression
from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol

T = TypeVar("T")
_EXPR = (Number, Constant, Symbol, Apply)
VERSION = 1
"""Of the form of events as JSON."""


def snake_case(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


EVENTS: dict[str, type] = {snake_case(cls.__name__): cls for cls in typing.get_args(events.Event)}


def encode_event(event: events.Event) -> dict[str, object]:
    """`{"v": 1, "event": "step_read", ...fields}`."""
    return {"v": VERSION, "event": snake_case(type(event).__name__), **cast(dict[str, object], encode(event))}


def decode_event(data: object) -> events.Event:
    """Inverse of `encode_event`; raises ValueError on what is not an event of this version."""
    match data:
        case {"v": int(version), "event": str(name)} if version is not True and version == VERSION and name in EVENTS:
            return cast(events.Event, decode(EVENTS[name], data))
        case _:
            raise ValueError("not an event")


def encode(value: object) -> object:
    """JSON value of a dataclass, enum, tuple, expression or plain value."""
    if isinstance(value, _EXPR):
        return expression.to_json(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        return {f.name: _encode_field(hints[f.name], getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [encode(v) for v in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, dict):
        return {str(k): encode(v) for k, v in value.items()}
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"no JSON form for {type(value).__name__}")


def _encode_field(hint: Any, value: object) -> object:
    args = typing.get_args(hint)
    if typing.get_origin(hint) is tuple and isinstance(value, tuple) and len(args) == 2 and args[1] is Ellipsis:
        return [_encode_field(args[0], v) for v in value]
    encoded = encode(value)
    if len(_dataclass_choices(hint)) > 1 and isinstance(encoded, dict) and not isinstance(value, _EXPR):
        return {"is": snake_case(type(value).__name__), **encoded}
    return encoded


def decode(cls: type[T], data: object) -> T:
    """The inverse of `encode` for a value of type `cls`; raises ValueError on anything that does not fit."""
    try:
        return cast(T, _decode(cls, data))
    except (TypeError, KeyError, RecursionError, OverflowError) as e:
        raise ValueError(f"not a {getattr(cls, '__name__', cls)}: {e}") from e


@functools.cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _dataclass_choices(hint: Any) -> list[type]:
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return [a for a in typing.get_args(hint) if dataclasses.is_dataclass(a) and a not in _EXPR and isinstance(a, type)]
    return []


def _decode(hint: Any, data: object) -> object:
    if hint == Expr:
        return expression.from_json(data)
    origin = typing.get_origin(hint)
    args = typing.get_args(hint)
    if isinstance(hint, types.UnionType) or origin is typing.Union:
        return _decode_union(hint, args, data)
    if origin is tuple:
        if not isinstance(data, list):
            raise ValueError("not a list")
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(_decode(args[0], d) for d in data)
        if len(data) != len(args):
            raise ValueError("list of another length")
        return tuple(_decode(a, d) for a, d in zip(args, data, strict=True))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(data, dict):
            raise ValueError("not an object")
        hints = _hints(hint)
        return hint(**{f.name: _decode(hints[f.name], data[f.name]) for f in dataclasses.fields(hint) if f.name in data})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    if hint is float and isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    if hint is object:
        return data
    if isinstance(hint, type) and hint in (int, str, bool) and type(data) is hint:
        return data
    raise ValueError(f"not a {hint}")


def _decode_union(hint: Any, args: tuple[Any, ...], data: object) -> object:
    if data is None and type(None) in args:
        return None
    if set(_EXPR) <= set(args):
        return expression.from_json(data)
    choices = _dataclass_choices(hint)
    if len(choices) > 1:
        if isinstance(data, dict):
            for choice in choices:
                if data.get("is") == snake_case(choice.__name__):
                    return _decode(choice, data)
        raise ValueError("not one of the choices")
    rest = [a for a in args if a is not type(None)]
    if len(rest) != 1:
        raise ValueError(f"no rule for {hint}")
    return _decode(rest[0], data)
