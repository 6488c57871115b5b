"""The curves of functions and equations; letters beside the variables become sliders.

- `y = f(x)` and `f(x) = ...` name a function: its curve. `x = f(y)` is drawn with x to the right all the same.
- An equation in two unknowns: its curve in the plane. Beside x and y, or beside x in x^2 + kx + 4 = 0, other letters are parameters.
- An equation in one unknown: `f(x) = 0` gives y = f(x); `f(x) = g(x)` gives both sides, to meet at the solutions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols, nodes
from ardoise.core.plots import MOST_SLIDERS, Curve, CurveKind, Slider
from ardoise.notation.latex import latex
from ardoise.notation.sketched_shapes import ZERO, drawable, function_of, is_number, only

PARAMETERS: Final = frozenset("abcdhkmnpqrsuvwABCDHKMR") | {"alpha", "beta", "gamma", "lambda", "mu", "omega", "phi"}
"""Letters that stand for a number which is not given, beside a variable that is usual."""
_REACH: Final = 5.0


def variable_of(body: Expr, *, usual: tuple[str, ...] = ("x",)) -> str:
    """The variable of a function's body: its only letter, or a usual one beside parameters; else empty."""
    names = free_symbols(body)
    if len(names) <= 1:
        return next(iter(names), "")
    found = [u for u in usual if u in names and len(names) - 1 <= MOST_SLIDERS and names - {u} <= PARAMETERS]
    return found[0] if len(found) == 1 else ""


def in_the_plane(left: Expr, right: Expr, *, usual: tuple[str, ...] = ("x",)) -> Iterator[Curve]:
    """The curve of a named function or of an equation in two unknowns."""
    match right:
        case Apply("and", values):  # "y = x^2 and x + 2", as a text with two equations of y is read
            for value in values:
                yield from in_the_plane(left, value, usual=usual)
            return
        case _:
            of = function_of(left)
    if of:
        others = free_symbols(right) - {of}
        if drawable(right) and others <= PARAMETERS and len(others) <= MOST_SLIDERS and (not others or of in free_symbols(right)):
            yield explicit(right, of, name=latex(left))
        return
    if not (drawable(left) and drawable(right)):
        return
    for name, body in ((left, right), (right, left)):
        if not isinstance(name, Symbol):
            continue
        of = variable_of(body, usual=usual if name.name == "y" else usual[1:] and usual)
        several = len(free_symbols(body)) > 1
        fits = of and of != name.name and (name.name, of) != ("x", "y") and name.name not in free_symbols(body)
        if fits and not (several and name.name != "y" and usual == ("x",)):
            yield explicit(body, of, name=latex(name))
            return
    yield from _of_two_unknowns(left, right)


def _of_two_unknowns(left: Expr, right: Expr) -> Iterator[Curve]:
    unknowns = free_symbols(left) | free_symbols(right)
    if {"x", "y"} < unknowns and unknowns - {"x", "y"} <= PARAMETERS and len(unknowns) - 2 <= MOST_SLIDERS:
        unknowns = frozenset({"x", "y"})
    if len(unknowns) != 2 or ("x" in unknowns and unknowns - {"x"} <= PARAMETERS):
        return
    across, up = sorted(unknowns, key=lambda n: (n != "x", n == "y", n))
    difference = left if right == ZERO else apply("subtract", left, right)
    yield Curve(CurveKind.IMPLICIT, difference, across, f"{latex(left)} = {latex(right)}", up)


def line(left: Expr, right: Expr) -> Iterator[Curve]:
    """y = 3 as a level line, x = 2 (or any other name) as an upright one."""
    if isinstance(left, Symbol) and not free_symbols(right) and drawable(right):
        if left.name == "y":
            yield explicit(right, "x", name="y")
        else:
            yield Curve(CurveKind.IMPLICIT, apply("subtract", left, right), left.name, f"{latex(left)} = {latex(right)}")


def of_both_sides(left: Expr, right: Expr) -> Iterator[Curve]:
    """The curves of an equation in one unknown, which meet at its solutions; none for a solution value."""
    unknowns = free_symbols(left) | free_symbols(right)
    if "x" in unknowns and len(unknowns) > 1 and unknowns - {"x"} <= PARAMETERS and len(unknowns) - 1 <= MOST_SLIDERS:
        unknowns = frozenset({"x"})
    if len(unknowns) != 1 or left == right or not (drawable(left) and drawable(right)):
        return
    (unknown,) = unknowns
    if any(isinstance(side, Symbol) and unknown not in free_symbols(other) for side, other in ((left, right), (right, left))):
        return
    for side in (s for s, other in ((left, right), (right, left)) if other == ZERO):
        yield explicit(side, unknown)
        return
    yield explicit(left, unknown)
    yield explicit(right, unknown)


def explicit(body: Expr, variable: str, *, name: str = "") -> Curve:
    name = name or ("y" if variable != "y" else "")
    return Curve(CurveKind.EXPLICIT, body, variable, f"{name} = {latex(body)}" if name else latex(body))


def integral_in(exprs: Iterable[Expr]) -> tuple[Curve, Expr, Expr] | None:
    """The first definite integral: the curve of what is integrated, and its bounds."""
    for expr in exprs:
        for node in nodes(expr):
            match node:
                case Apply("integral", (body, Symbol(name), low, high)):
                    if only(body) in ("", name) and drawable(body) and is_number(low) and is_number(high):
                        return explicit(body, name), low, high
                case _:
                    pass
    return None


def limit_in(exprs: Iterable[Expr]) -> tuple[Curve, Expr] | None:
    """The first limit: the curve of its expression, and where it is taken."""
    for expr in exprs:
        for node in nodes(expr):
            match node:
                case Apply("limit", (body, Symbol(name), target, *_)):
                    if only(body) == name and drawable(body) and is_number(target):
                        return explicit(body, name), target
                case _:
                    pass
    return None


def sliders(exprs: Iterable[tuple[Expr, frozenset[str]]], values: dict[str, Expr]) -> tuple[Slider, ...]:
    """A slider for each letter that is not a variable of its own expression; its value where one is given, else one."""
    names: dict[str, None] = {}
    for expr, variables in exprs:
        names.update(dict.fromkeys(sorted(free_symbols(expr) - variables)))
    return tuple(_slider(name, number(values[name]) if name in values else None) for name in list(names)[:MOST_SLIDERS])


def _slider(name: str, given: float | None) -> Slider:
    if name == "n":
        value = 2.0 if given is None else given
        return Slider(name, value, min(-5.0, value), max(10.0, value), 1.0)
    value = 1.0 if given is None else given
    reach = _REACH if abs(value) <= _REACH else 2.0 * abs(value)
    return Slider(name, value, -reach, reach, reach / 50)


def number(expr: Expr) -> float | None:
    """The value of a plain number, a negative one or a fraction of two; None for anything else."""
    match expr:
        case Number(value):
            return float(value) if abs(value) < 10**12 else None
        case Apply("negate", (inner,)):
            found = number(inner)
            return None if found is None else -found
        case Apply("divide", (Number(top), Number(bottom))) if bottom != 0:
            return float(top / bottom) if abs(top / bottom) < 10**12 else None
        case _:
            return None
