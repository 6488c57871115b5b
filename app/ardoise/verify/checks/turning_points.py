"""Where the truth of a comparison in one unknown may change: every root, pole and edge of the domain of its sides.

Exactly from polynomials where both sides are quotients of them, by cases for absolute values, by undoing one function after another where
the unknown stands in one place only, and from the squared equation where one root stands in it. More places than needed do no harm.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import mpmath

from ardoise.core.expression import Apply, Constant, Expr, Symbol, apply, free_symbols, integer, nodes
from ardoise.verify.checks import polynomial, shape
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import Value, evaluate, is_exact, same, settled

MOST_CASES: Final = 5
"""Absolute values that are taken apart."""


def turning_points(left: Expr, right: Expr, unknown: str) -> list[Value]:
    """Of a comparison; raises Unsupported where they cannot be found, or may be infinitely many."""
    try:
        return _of_quotient(apply("subtract", left, right), unknown)
    except Unsupported:
        pass
    size = _absolute_value(left, unknown) or _absolute_value(right, unknown)
    if size is not None:
        if sum(isinstance(n, Apply) and n.function == "abs" for e in (left, right) for n in nodes(e)) > MOST_CASES:
            raise Unsupported("many absolute values")
        inside = size.arguments[0]
        found = turning_points(inside, integer(0), unknown)
        for signed in (inside, apply("negate", inside)):
            found += turning_points(shape.replaced(left, size, signed), shape.replaced(right, size, signed), unknown)
        return found
    for side, other in ((left, right), (right, left)):
        if shape.is_constant(other) and _places(side, unknown) == 1:
            return list(_undone(side, _value(other), unknown))
    return _of_root(left, right, unknown)


def _of_quotient(difference: Expr, unknown: str) -> list[Value]:
    q = polynomial.quotient(difference, unknown)
    return [_value(root) for p in (q.top, q.poles) if p for root in sets.named(polynomial.squarefree(p))]


def _value(expr: Expr) -> Value:
    return settled(expr, {}).value


def _absolute_value(expr: Expr, unknown: str) -> Apply | None:
    """An absolute value with no other one inside."""
    found = [n for n in nodes(expr) if isinstance(n, Apply) and n.function == "abs" and unknown in free_symbols(n)]
    return next((n for n in found if not shape.uses(n.arguments[0], "abs")), None)


def _places(expr: Expr, unknown: str) -> int:
    return sum(n == Symbol(unknown) for n in nodes(expr))


# --- the unknown in one place -----------------------------------------------------------------------------------------------------------


def _undone(expr: Expr, target: Value, unknown: str) -> Iterator[Value]:
    """Where an expression with the unknown in one place has this value, and the edges of where it has any."""
    if expr == Symbol(unknown):
        yield target
        return
    if not isinstance(expr, Apply):
        raise Unsupported("no unknown")
    (inner,) = (a for a in expr.arguments if unknown in free_symbols(a))
    for edge in _edges(expr, inner):
        yield from _undone(inner, edge, unknown)
    for value in _inverse(expr, inner, target):
        yield from _undone(inner, value, unknown)


def _edges(expr: Apply, inner: Expr) -> tuple[Value, ...]:
    """Values of the inner expression at which the outer one ceases to make sense, or turns."""
    match expr:
        case Apply("sqrt" | "root" | "ln" | "log" | "abs", (a, *_)) if a == inner:
            return (0,)
        case Apply("power", (a, _)) if a == inner:
            return (0,)
        case Apply("divide", (_, b)) if b == inner:
            return (0,)
        case _:
            return ()


def _inverse(expr: Apply, inner: Expr, target: Value) -> tuple[Value, ...]:
    """The real values of the inner expression for which the outer one has the target value."""
    others = [_value(a) for a in expr.arguments if a is not inner]
    at = expr.arguments.index(inner)
    match expr.function:
        case "add":
            return (_calculated("subtract", target, *_folded("add", others)),)
        case "multiply":
            (factor,) = _folded("multiply", others)
            return () if factor == 0 else (_calculated("divide", target, factor),)
        case "negate":
            return (-target,)
        case "subtract":
            return (_calculated("add", target, others[0]) if at == 0 else _calculated("subtract", others[0], target),)
        case "divide":
            if at == 0:
                return (_calculated("multiply", target, others[0]),)
            return () if target == 0 else (_calculated("divide", others[0], target),)
        case "abs":
            return (target, -target)
        case "sqrt":
            return _powers(target, Fraction(2))
        case "root" if at == 0 and is_exact(others[0]):
            return _powers(target, Fraction(others[0]))
        case "power" if at == 0 and is_exact(others[0]) and others[0] != 0:
            return _powers(target, 1 / Fraction(others[0]))
        case "power" if at == 1:
            return _logarithms(target, others[0])
        case "exp":
            return _logarithms(target, _value(Constant("e")))
        case "ln":
            return (_calculated("power", _value(Constant("e")), target),)
        case "log" if at == 0:
            return (_calculated("power", others[0], target),)
        case _:
            raise Unsupported("no inverse known")


def _folded(head: str, values: list[Value]) -> list[Value]:
    total = values[0]
    for value in values[1:]:
        total = _calculated(head, total, value)
    return [total]


def _calculated(head: str, a: Value, b: Value) -> Value:
    return evaluate(apply(head, Symbol("a"), Symbol("b")), {"a": a, "b": b})


def _powers(target: Value, exponent: Fraction) -> tuple[Value, ...]:
    """The real numbers whose power with the inverse exponent is the target, and their opposites: one too many does no harm."""
    if target == 0:
        return (0,)
    try:
        value = evaluate(apply("power", Symbol("a"), Symbol("b")), {"a": abs(target), "b": exponent})
    except Undefined:
        return ()
    return (value, -value)


def _logarithms(target: Value, base: Value) -> tuple[Value, ...]:
    if isinstance(base, mpmath.mpc) or base <= 0 or base == 1:
        raise Unsupported("base")
    if target <= 0:
        return ()
    value = mpmath.log(to_mp(target)) / mpmath.log(to_mp(base))
    whole = int(mpmath.nint(value))
    return (whole if same(value, whole) else value,)


# --- one root -----------------------------------------------------------------------------------------------------------------------------


def _of_root(left: Expr, right: Expr, unknown: str) -> list[Value]:
    """With one square root on one side, alone but for a constant factor: its edge, and where the squares are equal."""
    for side, other in ((left, right), (right, left)):
        if isinstance(side, Apply) and side.function == "sqrt" and not shape.uses(other, "sqrt", "root", "power"):
            inside = side.arguments[0]
            squared = turning_points(inside, apply("power", other, integer(2)), unknown)
            return [*squared, *turning_points(inside, integer(0), unknown), *turning_points(other, integer(0), unknown)]
    raise Unsupported("turning points")


# --- places to look at --------------------------------------------------------------------------------------------------------------------


def places(critical: list[Value]) -> list[Value]:
    """Every critical place, a value between each two and beyond the last, the simple ones first."""
    ordered: list[Value] = []
    for value in sorted((v for v in critical if not isinstance(v, mpmath.mpc)), key=to_mp):
        if not ordered or not same(value, ordered[-1]):
            ordered.append(value)
    if not ordered:
        return [Fraction(0)]
    floor, ceiling = (Fraction(int(mpmath.floor(to_mp(c)))) for c in (ordered[0], ordered[-1]))
    between = [_between(a, b) for a, b in itertools.pairwise(ordered)]
    return [floor - 1, ceiling + 2, *between, *ordered]


def _between(a: Value, b: Value) -> Fraction:
    """A short rational strictly between two numbers."""
    low, high = to_mp(a), to_mp(b)
    denominator = 1
    while True:
        numerator = int(mpmath.floor(low * denominator)) + 1
        if numerator < high * denominator:
            return Fraction(numerator, denominator)
        denominator *= 2
