"""What a line says of one unknown, as a statement that is true or false at each value: orders, equations, sets and intervals, and, or.

The claims of a line hold together ("-2 < x, x < 3"); alternatives are one claim already (`notation.lists`). A statement that has no value
at a place, because a side of it has none there, does not hold there.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import mpmath

from ardoise.core.expression import Apply, Constant, Expr, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.verify.checks import shape
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import Environment, Value, same, settled
from ardoise.verify.checks.scope import Scope

ORDERS: Final = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
COMPARISONS: Final = frozenset(r.value for r in (*ORDERS, Relation.EQUAL, Relation.NOT_EQUAL))
_UPPER: Final = {"interval_open": False, "interval_closed": True, "interval_left_open": True, "interval_right_open": False}
_LOWER: Final = {"interval_open": False, "interval_closed": True, "interval_left_open": False, "interval_right_open": True}
SETS: Final = frozenset({*_UPPER, "set", "union", "intersection"})
REALS: Final = Symbol("ℝ")
WHOLE: Final = {Symbol("ℤ"): None, Symbol("ℕ"): 0}
"""Sets of whole numbers, with their smallest member."""
EMPTY: Final = Apply("set", ())


def statement(claim: Claim, scope: Scope) -> Expr | None:
    """The claim as one statement, its sides written out; None where it is none that could be tried at a value."""
    if claim.modulus is not None:
        return None
    if claim.relation is Relation.STATES:
        return _plain(claim.left, scope) if is_statement(claim.left) else None
    if claim.relation in (*ORDERS, Relation.EQUAL, Relation.NOT_EQUAL, Relation.ELEMENT):
        return _plain(Apply(claim.relation.value, (claim.left, claim.right)), scope)
    return None


def is_statement(expr: Expr) -> bool:
    match expr:
        case Apply("or" | "and", parts):
            return all(is_statement(p) for p in parts)
        case Apply("element", (_, right)):
            return is_set(right)
        case Apply(function, (_, _)):
            return function in COMPARISONS
        case _:
            return False


def is_set(expr: Expr) -> bool:
    return expr == REALS or expr in WHOLE or (isinstance(expr, Apply) and expr.function in SETS)


def _plain(expr: Expr, scope: Scope) -> Expr:
    """The statement with the units, functions and dots of its sides written out, and every choice of values as alternatives."""
    match expr:
        case Apply("or" | "and", parts):
            return Apply(expr.function, tuple(_plain(p, scope) for p in parts))
        case Apply("element", (left, right)):
            return Apply("element", (scope.plain(left), right))
        case Apply("equal", (left, Apply("or" | "and" | "set", values))) if values:
            return Apply("or", tuple(_plain(Apply("equal", (left, v)), scope) for v in values))
        case Apply(function, (left, right)):
            signed = [Apply(function, (scope.plain(left), s)) for s in shape.signs(scope.plain(right))]
            return signed[0] if len(signed) == 1 else Apply("or", tuple(signed))
        case _:
            raise Unsupported("no statement")


def unknown_of(statements: list[Expr]) -> str | None:
    """The one symbol of all of these; None where there are none or several, or functions that nobody knows."""
    names = frozenset().union(*(free_symbols(s) for s in statements)) - {REALS.name, *(s.name for s in WHOLE)}
    hidden = ("call", "prime", "derivative", "integral", "limit", "plus_minus", "minus_plus", "ellipsis", "unit")
    return next(iter(names)) if len(names) == 1 and not any(shape.uses(s, *hidden) for s in statements) else None


def atoms(expr: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Both sides of every comparison in a statement; an end of an interval is compared with what lies in it."""
    match expr:
        case Apply("or" | "and", parts):
            for part in parts:
                yield from atoms(part)
        case Apply("element", (left, right)):
            for end in _ends(right):
                yield left, end
        case Apply(_, (left, right)):
            yield left, right
        case _:
            return


def _ends(expr: Expr) -> Iterator[Expr]:
    match expr:
        case Apply("union" | "intersection", parts):
            for part in parts:
                yield from _ends(part)
        case Apply(function, ends) if function in SETS:
            yield from (end for end in ends if not _is_infinite(end))
        case _:
            return


def _is_infinite(expr: Expr) -> bool:
    if isinstance(expr, Apply) and expr.function == "negate":
        expr = expr.arguments[0]
    return expr == Constant("infinity")


def holds(expr: Expr, env: Environment) -> bool:
    """Whether a statement is true with these values; false where a side of it has none. Raises Unsupported where that cannot be told."""
    match expr:
        case Apply("or", parts):
            return any(holds(p, env) for p in parts)
        case Apply("and", parts):
            return all(holds(p, env) for p in parts)
        case Apply("element", (left, right)):
            try:
                return lies_in(settled(left, env).value, right)
            except Undefined:
                return False
        case Apply(function, (left, right)):
            try:
                a, b = settled(left, env).value, settled(right, env).value
            except Undefined:
                return False
            return compared(Relation(function), a, b)
        case _:
            raise Unsupported("no statement")


def compared(relation: Relation, a: Value, b: Value) -> bool:
    if relation in (Relation.EQUAL, Relation.NOT_EQUAL):
        return same(a, b) == (relation is Relation.EQUAL)
    if isinstance(a, mpmath.mpc) or isinstance(b, mpmath.mpc):
        return False
    if same(a, b):
        return relation in (Relation.LESS_EQUAL, Relation.GREATER_EQUAL)
    return bool((to_mp(a) < to_mp(b)) == (relation in (Relation.LESS, Relation.LESS_EQUAL)))


def lies_in(value: Value, of: Expr) -> bool:
    """Whether a value is in a set or an interval; its members are constants."""
    match of:
        case Symbol() if of == REALS:
            return not isinstance(value, mpmath.mpc)
        case Symbol() if of in WHOLE:
            least = WHOLE[of]
            return isinstance(value, int | Fraction) and value == int(value) and (least is None or value >= least)
        case Apply("union", parts):
            return any(lies_in(value, p) for p in parts)
        case Apply("intersection", parts):
            return all(lies_in(value, p) for p in parts)
        case Apply("set", members):
            return any(same(value, settled(m, {}).value) for m in members)
        case Apply(function, (low, high)) if function in _UPPER and not isinstance(value, mpmath.mpc):
            if low == Constant("infinity") or (high != Constant("infinity") and _is_infinite(high)):
                return False  # written the wrong way round: nothing lies there
            above = _is_infinite(low) or compared(Relation.GREATER_EQUAL if _LOWER[function] else Relation.GREATER, value, _value(low))
            return above and (
                _is_infinite(high) or compared(Relation.LESS_EQUAL if _UPPER[function] else Relation.LESS, value, _value(high))
            )
        case _:
            raise Unsupported("set")


def _value(end: Expr) -> Value:
    return settled(end, {}).value
