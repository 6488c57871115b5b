"""Letters with a slider replaced by their values, so that everything after this sees numbers only. Labels keep the letters."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeVar, assert_never

from ardoise.core.expression import Apply, Expr, Number, Symbol, free_symbols
from ardoise.core.plots import Area, Curve, Data, Dots, Drawn, NumberSet, Outline, Parametric, Polar, Region, Slider

D = TypeVar("D", bound=Drawn)
FINEST = 10**6
"""The largest denominator of a slider's value."""


def values_of(sliders: Sequence[Slider]) -> dict[str, Number]:
    return {s.name: Number(Fraction(s.value).limit_denominator(FINEST)) for s in sliders}


def settled(thing: D, values: Mapping[str, Number]) -> D:
    """The thing with these values in place of the letters."""
    return _settled(thing, values) if values else thing  # type: ignore[return-value]  # of the kind that was given


def _settled(thing: Drawn, values: Mapping[str, Number]) -> Drawn:
    match thing:
        case Curve():
            return dataclasses.replace(thing, expr=put(thing.expr, values, thing.variable, thing.other))
        case Parametric():
            x, y = put(thing.x, values, thing.parameter), put(thing.y, values, thing.parameter)
            return dataclasses.replace(thing, x=x, y=y)
        case Polar():
            return dataclasses.replace(thing, radius=put(thing.radius, values, thing.angle))
        case Dots():
            return dataclasses.replace(thing, expr=put(thing.expr, values, thing.index, thing.previous))
        case Region():
            conditions = tuple(dataclasses.replace(c, expr=put(c.expr, values, thing.variable, thing.other)) for c in thing.conditions)
            return dataclasses.replace(thing, conditions=conditions)
        case NumberSet() | Data() | Outline():
            return thing
        case _:
            assert_never(thing)


def put(expr: Expr, values: Mapping[str, Number], *variables: str) -> Expr:
    """The expression with the letters replaced, except for its variables. An implicit curve's second variable may stand for nothing."""
    match expr:
        case Symbol(name):
            return values[name] if name in values and name not in variables else expr
        case Apply(function, arguments):
            return Apply(function, tuple(put(a, values, *variables) for a in arguments))
        case _:
            return expr


def letters(thing: Drawn) -> frozenset[str]:
    """The letters of a thing's expressions, its variables among them."""
    match thing:
        case Curve():
            return free_symbols(thing.expr)
        case Parametric():
            return free_symbols(thing.x) | free_symbols(thing.y)
        case Polar():
            return free_symbols(thing.radius)
        case Dots():
            return free_symbols(thing.expr)
        case Region():
            return frozenset().union(*(free_symbols(c.expr) for c in thing.conditions))
        case NumberSet() | Data() | Outline():
            return frozenset()
        case _:
            assert_never(thing)


def settled_area(area: Area, values: Mapping[str, Number]) -> Area:
    return dataclasses.replace(area, upper=put(area.upper, values, area.variable), lower=put(area.lower, values, area.variable))
