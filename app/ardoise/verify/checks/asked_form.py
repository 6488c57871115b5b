"""Whether an answer that has the right value is also written as asked for: factored, multiplied out, simplified.

Where it is not, it is not wrong, but it is no answer yet, and nothing is confirmed. (Rejected: measuring how simple an expression is; what
counts as simplest is a matter of taste, so of simplifying only the plain cases are decided: not the same as before, fractions in lowest
terms.)
"""

from __future__ import annotations

import math
from fractions import Fraction

import sympy

from ardoise.core.expression import Apply, Expr, Number, free_symbols, nodes
from ardoise.core.problem import Form, Task, Verb
from ardoise.verify.checks import shape
from ardoise.verify.checks.convert import to_sympy

_SUMS = ("add", "subtract")
_TAKEN_APART = ("multiply", "divide", "power", "sqrt", "root")
"""Under a logarithm, what its rules take apart."""


def fits(given: Expr, asked: Expr, verb: Verb, task: Task) -> bool:
    """Whether the answer `given`, which is equal to the expression `asked`, has the form that is asked for."""
    if Form.POSITIVE_EXPONENTS in task.forms and any(_is_negative_power(n) for n in nodes(given)):
        return False
    if Form.RATIONAL_DENOMINATOR in task.forms and any(_has_root_below(n) for n in nodes(given)):
        return False
    match verb:
        case Verb.FACTOR:
            return _is_factored(given)
        case Verb.EXPAND:
            return _is_multiplied_out(given) and (given != asked or shape.literal(given) is not None)
        case Verb.SIMPLIFY:
            return _is_in_lowest_terms(given) and (given != asked or not isinstance(given, Apply))
        case Verb.EVALUATE:
            return given != asked or not isinstance(given, Apply) or shape.literal(given) is not None
        case _:
            return True


def _is_negative_power(node: Expr) -> bool:
    return (
        isinstance(node, Apply)
        and node.function == "power"
        and isinstance(node.arguments[1], Apply)
        and _begins_negative(node.arguments[1])
    )


def _begins_negative(exponent: Apply) -> bool:
    return exponent.function == "negate" or (
        exponent.function in ("divide", "multiply") and isinstance(exponent.arguments[0], Apply) and _begins_negative(exponent.arguments[0])
    )


def _has_root_below(node: Expr) -> bool:
    return isinstance(node, Apply) and node.function == "divide" and shape.uses(node.arguments[1], "sqrt", "root")


def _factors(expr: Expr) -> list[tuple[Expr, bool]]:
    """The factors as written, with whether each is raised to a power."""
    match expr:
        case Apply("multiply", parts):
            return [f for p in parts for f in _factors(p)]
        case Apply("negate", (inner,)):
            return _factors(inner)
        case Apply("power", (base, Number(value, _))) if value.denominator == 1 and value > 0:
            return _factors(base)
        case _:
            return [(expr, False)]


def _is_factored(given: Expr) -> bool:
    """Whether no factor can be taken apart over the rational numbers, nor has a number common to all of its terms."""
    for factor, _ in _factors(given):
        names = sorted(free_symbols(factor))
        if not names:
            continue
        value = sympy.expand(to_sympy(factor))
        letters = sorted(value.free_symbols, key=str)
        if not letters or not value.is_polynomial(*letters):
            return False
        content, parts = sympy.factor_list(value, *letters)
        if abs(content) != 1 and content.is_Rational and abs(content.p) != 1:
            return False
        if len(parts) != 1 or parts[0][1] != 1:
            return False
    return True


def _is_multiplied_out(given: Expr) -> bool:
    """Whether no product or power of a sum is left, nor a logarithm whose rules still apply."""
    for node in nodes(given):
        match node:
            case Apply("multiply", parts) if any(_is_sum(p) for p in parts):
                return False
            case Apply("power", (base, exponent)) if _is_sum(base) and _is_natural(exponent):
                return False
            case Apply("negate", (inner,)) if _is_sum(inner):
                return False
            case Apply("ln" | "log", (inside, *_)) if isinstance(inside, Apply) and inside.function in _TAKEN_APART:
                return False
            case _:
                continue
    return True


def _is_sum(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.function in _SUMS and bool(free_symbols(expr))


def _is_natural(exponent: Expr) -> bool:
    return isinstance(exponent, Number) and exponent.value.denominator == 1


def _is_in_lowest_terms(given: Expr) -> bool:
    """Whether every fraction of two whole numbers is reduced, and what has a rational value alone is one number."""
    for node in nodes(given):
        match node:
            case Apply("divide", (Number(top, None), Number(bottom, None))) if math.gcd(int(top), int(bottom)) != 1 or bottom == 1:
                return False
            case _:
                continue
    if free_symbols(given) or not isinstance(given, Apply):
        return True
    value = to_sympy(given)
    return not value.is_Rational or _is_one_number(given, Fraction(int(value.p), int(value.q)))


def _is_one_number(given: Expr, value: Fraction) -> bool:
    """A literal, a fraction, or a mixed number of the value."""
    match given:
        case Apply("negate", (inner,)):
            return _is_one_number(inner, -value)
        case Apply("divide", (top, bottom)):
            return shape.literal(top) is not None and shape.literal(bottom) is not None
        case Apply("add", (Number(), Apply("divide", (Number(), Number())))):
            return value.denominator > 1
        case _:
            return shape.literal(given) is not None
