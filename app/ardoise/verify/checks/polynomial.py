"""Polynomials in one unknown with exact rational coefficients: enough to decide every rational equation of school work without SymPy.

A polynomial is the tuple of its coefficients, the constant one first, without trailing zeros; zero is the empty tuple.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol
from ardoise.verify.checks import elementary
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact
from ardoise.verify.checks.evaluate import evaluate

Polynomial = tuple[Fraction, ...]
ZERO: Final[Polynomial] = ()
ONE: Final[Polynomial] = (Fraction(1),)
LARGEST_DEGREE: Final = 40


def trimmed(coefficients: Iterable[Fraction]) -> Polynomial:
    found = list(coefficients)
    while found and found[-1] == 0:
        found.pop()
    return tuple(found)


def degree(p: Polynomial) -> int:
    """-1 for zero."""
    return len(p) - 1


def plus(p: Polynomial, q: Polynomial) -> Polynomial:
    longer, shorter = (p, q) if len(p) >= len(q) else (q, p)
    return trimmed(c + (shorter[i] if i < len(shorter) else 0) for i, c in enumerate(longer))


def scaled(p: Polynomial, factor: Fraction) -> Polynomial:
    return trimmed(c * factor for c in p)


def minus(p: Polynomial, q: Polynomial) -> Polynomial:
    return plus(p, scaled(q, Fraction(-1)))


def times(p: Polynomial, q: Polynomial) -> Polynomial:
    if not p or not q:
        return ZERO
    if degree(p) + degree(q) > LARGEST_DEGREE:
        raise Unsupported("degree")
    found = [Fraction(0)] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            found[i + j] += a * b
    return trimmed(found)


def divided(p: Polynomial, q: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder; q is not zero."""
    rest = list(p)
    quotient = [Fraction(0)] * max(0, len(p) - len(q) + 1)
    for shift in range(len(p) - len(q), -1, -1):
        factor = rest[shift + len(q) - 1] / q[-1]
        quotient[shift] = factor
        for i, c in enumerate(q):
            rest[shift + i] -= factor * c
    return trimmed(quotient), trimmed(rest)


def monic(p: Polynomial) -> Polynomial:
    return scaled(p, 1 / p[-1]) if p else p


def gcd(p: Polynomial, q: Polynomial) -> Polynomial:
    """Monic greatest common divisor."""
    while q:
        p, q = q, monic(divided(p, q)[1])
    return monic(p)


def derivative(p: Polynomial) -> Polynomial:
    return trimmed(c * i for i, c in enumerate(p) if i)


def squarefree(p: Polynomial) -> Polynomial:
    """The monic polynomial with the same roots, each once."""
    if degree(p) < 2:
        return monic(p)
    return monic(divided(p, gcd(p, derivative(p)))[0])


def without_roots_of(p: Polynomial, q: Polynomial) -> Polynomial:
    """p with every root of q taken out; both squarefree."""
    return monic(divided(p, gcd(p, q))[0]) if p and q else p


def at(p: Polynomial, x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(p):
        total = total * x + c
    return total


@dataclass(frozen=True)
class Quotient:
    """top / bottom, and `poles`: the product of every denominator that was written, cancelled or not."""

    top: Polynomial
    bottom: Polynomial = ONE
    poles: Polynomial = ONE


def quotient(expr: Expr, unknown: str) -> Quotient:
    """`expr` as a quotient of polynomials in `unknown`; raises Unsupported where it is none over the rationals."""
    match expr:
        case Number(value, _):
            return Quotient(trimmed([value]))
        case Symbol(name) if name == unknown:
            return Quotient((Fraction(0), Fraction(1)))
        case Apply("add", arguments):
            return _sum([quotient(a, unknown) for a in arguments])
        case Apply("subtract", (a, b)):
            return _sum([quotient(a, unknown), _negated(quotient(b, unknown))])
        case Apply("negate", (a,)):
            return _negated(quotient(a, unknown))
        case Apply("multiply", arguments):
            result = Quotient(ONE)
            for a in arguments:
                result = _product(result, quotient(a, unknown))
            return result
        case Apply("divide", (a, b)):
            return _product(quotient(a, unknown), _inverse(quotient(b, unknown)))
        case Apply("power", (base, exponent)):
            return _power(quotient(base, unknown), _constant(exponent))
        case _:
            return Quotient(trimmed([_constant(expr)]))


def _constant(expr: Expr) -> Fraction:
    try:
        value = evaluate(expr, {})
    except Undefined as e:
        raise Unsupported(str(e)) from e
    if not exact(value) or elementary.bits(value) > 4_000:
        raise Unsupported("not a small rational")
    return Fraction(value)


def _sum(parts: list[Quotient]) -> Quotient:
    result = parts[0]
    for part in parts[1:]:
        poles = _poles(result.poles, part.poles)
        if result.bottom == part.bottom:
            result = Quotient(plus(result.top, part.top), result.bottom, poles)
        else:
            top = plus(times(result.top, part.bottom), times(part.top, result.bottom))
            result = Quotient(top, times(result.bottom, part.bottom), poles)
    return result


def _poles(p: Polynomial, q: Polynomial) -> Polynomial:
    return q if p == ONE else p if q == ONE else squarefree(times(p, q))


def _negated(q: Quotient) -> Quotient:
    return Quotient(scaled(q.top, Fraction(-1)), q.bottom, q.poles)


def _product(p: Quotient, q: Quotient) -> Quotient:
    return Quotient(times(p.top, q.top), times(p.bottom, q.bottom), _poles(p.poles, q.poles))


def _inverse(q: Quotient) -> Quotient:
    if not q.top:
        raise Unsupported("division by zero")
    return Quotient(q.bottom, q.top, _poles(q.poles, q.top) if degree(q.top) > 0 else q.poles)


def _power(q: Quotient, exponent: Fraction) -> Quotient:
    if exponent.denominator != 1 or abs(exponent) > LARGEST_DEGREE:
        raise Unsupported("exponent")
    base = q if exponent >= 0 else _inverse(q)
    result = Quotient(ONE, ONE, base.poles)
    for _ in range(abs(exponent.numerator)):
        result = _product(result, base)
    return result
