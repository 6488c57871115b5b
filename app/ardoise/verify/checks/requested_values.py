"""Requests for values that are calculated: of angles, vectors, points, divisions of polynomials."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import sympy

from ardoise.core.expression import Apply, Constant, Expr, apply, free_symbols, integer
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.convert import Object, from_sympy, to_sympy
from ardoise.verify.checks.elementary import Unsupported

Values = tuple[Expr, ...]


def coordinate_for_slope(about: Values) -> list[Values]:
    """Two points of which one has an unknown coordinate, the slope, and the unknown; or the unknown first."""
    points = [e for e in about if isinstance(e, Apply) and e.function == "tuple" and len(e.arguments) == 2]
    others = [e for e in about if e not in points]
    names = frozenset[str]().union(*(free_symbols(p) for p in points))
    slopes = [e for e in others if not free_symbols(e)]
    if len(points) != 2 or len(names) != 1 or len(slopes) != 1:
        return []
    (x1, y1), (x2, y2) = (p.arguments for p in points)
    rise = apply("divide", apply("subtract", y2, y1), apply("subtract", x2, x1))
    found = sets.solutions(rise, slopes[0], next(iter(names)))
    return [] if found.everything else [tuple(sets.named(found.roots))]


def radians(about: Values) -> list[Values]:
    angle = _bare(about[-1])
    return [(apply("divide", apply("multiply", angle, Constant("pi")), integer(180)),)] if not free_symbols(angle) else []


def degrees(about: Values) -> list[Values]:
    value = sympy.nsimplify(to_sympy(_bare(about[-1])) * 180 / sympy.pi) if not free_symbols(about[-1]) else None
    if value is None or not value.is_Rational:
        return []
    size = apply("degree", from_sympy(abs(value)))
    return [(from_sympy(value),), (apply("negate", size) if value < 0 else size,)]


def _bare(angle: Expr) -> Expr:
    """Without the sign of degrees."""
    match angle:
        case Apply("degree", (size,)):
            return size
        case Apply("negate", (Apply("degree", (size,)),)):
            return apply("negate", size)
        case _:
            return angle


def least_common(about: Values) -> list[Values]:
    return _common(about, sympy.lcm)


def greatest_common(about: Values) -> list[Values]:
    return _common(about, sympy.gcd)


def _common(about: Values, combined: Callable[[Object, Object], Object]) -> list[Values]:
    values = [sympy.expand(to_sympy(e)) for e in about]
    if len(values) < 2 or not all(v.is_polynomial(*v.free_symbols) for v in values):
        return []
    factors = [sympy.Poly(v, *sorted(v.free_symbols, key=str)).coeffs() if v.free_symbols else [v] for v in values]
    if not all(c.is_Integer for coefficients in factors for c in coefficients):
        return []  # the common denominator of fractions is that of what stands below
    value = reduce(combined, values)
    of_either_sign = any(coefficients[0] < 0 for coefficients in factors)
    return [(from_sympy(v),) for v in ((value, sympy.expand(-value)) if of_either_sign else (value,))]


def quotient(about: Values) -> list[Values]:
    return _division(about)[0]


def remainder(about: Values) -> list[Values]:
    return _division(about)[1]


def _division(about: Values) -> tuple[list[Values], list[Values]]:
    names = free_symbols(about[0]) | free_symbols(about[1])
    if len(about) != 2 or len(names) != 1:
        return [], []
    top, bottom = (sympy.Poly(to_sympy(e)) for e in about)
    if top.gens != bottom.gens:
        return [], []
    whole, rest = (from_sympy(v.as_expr()) for v in sympy.div(top, bottom, domain="QQ"))
    return [(whole,)], [(rest,)]


def dot_product(about: Values) -> list[Values]:
    a, b = (components(e) for e in about)
    return [(from_sympy(sympy.expand(sum(x * y for x, y in zip(a, b, strict=True)))),)]


def cross_product(about: Values) -> list[Values]:
    a, b = (components(e) for e in about)
    if len(a) != 3 or len(b) != 3:
        return []
    parts = tuple(from_sympy(v) for v in sympy.Matrix(a).cross(sympy.Matrix(b)))
    return [(apply("tuple", *parts),), (apply("matrix", *(apply("row", p) for p in parts)),)]


def components(vector: Expr) -> list[Any]:
    """Of a tuple, a column or a row."""
    match vector:
        case Apply("tuple", parts):
            return [to_sympy(p) for p in parts]
        case Apply("matrix", rows) if all(isinstance(r, Apply) and len(r.arguments) == 1 for r in rows):
            return [to_sympy(r.arguments[0]) for r in rows if isinstance(r, Apply)]
        case Apply("matrix", (Apply("row", parts),)):
            return [to_sympy(p) for p in parts]
        case _:
            raise Unsupported("no vector")
