"""Where one side of an identity makes sense and the other does not: the condition that came or went in a rewriting.

(x^2 - 1)/(x - 1) = x + 1 is proved, but only where x is not 1. Quotients of polynomials in one unknown are compared by their poles; for
all else the sentence "wherever both sides make sense" stands (`core.verdict`).
"""

from __future__ import annotations

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, free_symbols
from ardoise.verify.checks import polynomial, report
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.elementary import Undefined, Unsupported


def conditions(left: Expr, right: Expr) -> tuple[str, ...]:
    """What must be excluded for one side and not for the other, in LaTeX ("x \\ne 1"); empty where nothing is or it cannot be told."""
    names = free_symbols(left) | free_symbols(right)
    if len(names) != 1:
        return ()
    (name,) = names
    try:
        first, second = polynomial.quotient(left, name).poles, polynomial.quotient(right, name).poles
        found = [polynomial.without_roots_of(first, second), polynomial.without_roots_of(second, first)]
        values = [value for excluded in found if polynomial.degree(excluded) > 0 for value in sets.named(excluded)]
    except (Unsupported, Undefined):
        return ()
    return tuple(f"{report.symbol(name)} \\ne {report.latex(value)}" for value in values)


_TOTAL = frozenset({"add", "subtract", "negate", "multiply", "sin", "cos", "exp", "abs", "arctan", "sinh", "cosh", "tanh"})


def everywhere(expr: Expr) -> bool:
    """Whether an expression makes sense for all values of its symbols: polynomials and what is built of functions without exceptions."""
    match expr:
        case Number() | Symbol():
            return True
        case Constant(name):
            return name != "infinity"
        case Apply("power", (base, Number(exponent, _))):
            return exponent.denominator == 1 and exponent > 0 and everywhere(base)
        case Apply("divide", (top, Number(bottom, _))):
            return bottom != 0 and everywhere(top)
        case Apply(function, arguments):
            return function in _TOTAL and all(everywhere(a) for a in arguments)
