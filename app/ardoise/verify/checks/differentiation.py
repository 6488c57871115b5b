"""Derivatives one rule at a time, as they are worked out on paper; what is left to differentiate stays in the expression.

SymPy differentiates faster and more, but all at once: a slip happens in one rule, and the others are then done right. Expressions are in
the normal form of `slips_patterns`. An integral is differentiated by taking its sign away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Symbol, apply, free_symbols, integer
from ardoise.verify.checks import shape
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.slips_patterns import Path, negative, places, product, put, total
from ardoise.verify.checks.slips_rows import read

MOST_RULES: Final = 60
"""Rules applied to one expression."""
OUTER: Final = {
    "sin": read("cos(u)"),
    "cos": read("-sin(u)"),
    "tan": read("1/(cos(u))^2"),
    "ln": read("1/u"),
    "exp": read("exp(u)"),
    "sqrt": read("1/(2*sqrt(u))"),
    "arcsin": read("1/sqrt(1-u^2)"),
    "arccos": read("-1/sqrt(1-u^2)"),
    "arctan": read("1/(1+u^2)"),
}
"""The outer derivative of each function, at u."""


def derivative(body: Expr, variable: str) -> Expr:
    """The sign of a derivative before an expression, to be worked out."""
    return apply("derivative", body, Symbol(variable), integer(1))


def open_places(expr: Expr, function: str = "derivative") -> Iterator[tuple[Apply, Path]]:
    """The derivatives, or integrals, that are still to be worked out, outermost first."""
    for part, path in places(expr):
        if isinstance(part, Apply) and part.function == function:
            yield part, path


def carried_out(expr: Expr) -> Expr:
    """With every derivative worked out, the inner ones first; raises Unsupported where a rule is missing."""
    for _ in range(MOST_RULES):
        found = list(open_places(expr))
        if not found:
            return expr
        part, path = found[-1]
        expr = put(expr, path, by_one_rule(part))
    raise Unsupported("too many rules")


def by_one_rule(open_derivative: Apply) -> Expr:
    """What one rule makes of a first derivative; raises Unsupported where there is none."""
    match open_derivative.arguments:
        case (body, Symbol(x), order) if order == integer(1):
            return _rule(body, x)
        case _:
            raise Unsupported("a higher derivative")


def _rule(body: Expr, x: str) -> Expr:
    if x not in free_symbols(body):
        return integer(0)
    match body:
        case Symbol():
            return integer(1)
        case Apply("integral", (integrand, Symbol(variable))) if variable == x:
            return integrand
        case Apply("add", arguments):
            return total([derivative(a, x) for a in arguments])
        case Apply("negate", (a,)):
            return negative(derivative(a, x))
        case Apply("multiply", arguments):
            fixed = [a for a in arguments if x not in free_symbols(a)]
            if fixed:
                return product([*fixed, derivative(product([a for a in arguments if a not in fixed]), x)])
            first, rest = arguments[0], product(arguments[1:])
            return total([product([derivative(first, x), rest]), product([first, derivative(rest, x)])])
        case Apply("divide", (a, b)) if x not in free_symbols(b):
            return apply("divide", derivative(a, x), b)
        case Apply("divide", (a, b)):
            top = total([product([derivative(a, x), b]), negative(product([a, derivative(b, x)]))])
            return apply("divide", top, apply("power", b, integer(2)))
        case Apply("power", (base, exponent)) if x not in free_symbols(exponent):
            lowered = apply("power", base, total([exponent, negative(integer(1))]))
            return product([exponent, lowered, derivative(base, x)])
        case Apply("power", (base, exponent)) if x not in free_symbols(base):
            growth = [] if base == Constant("e") else [apply("ln", base)]
            return product([body, *growth, derivative(exponent, x)])
        case Apply(function, (inner,)) if function in OUTER:
            return product([shape.substitute(OUTER[function], {"u": inner}), derivative(inner, x)])
        case _:
            raise Unsupported("no rule")
