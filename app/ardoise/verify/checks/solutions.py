"""The solutions of a rational equation in one unknown, exactly, and the comparison of two such sets.

Sets are compared through their polynomials (greatest common divisors), never through decimals of their roots, so equality is a proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from ardoise.core.expression import Expr, Number, Symbol, apply
from ardoise.verify.checks import polynomial
from ardoise.verify.checks.convert import from_sympy
from ardoise.verify.checks.elementary import Unsupported, integer_root
from ardoise.verify.checks.polynomial import ONE, ZERO, Polynomial, degree


@dataclass(frozen=True)
class Solutions:
    """Roots of the squarefree monic `roots`; all numbers but the roots of `poles` where `everything` is set.

    `whole` is the numerator as it stood, with its multiplicities.
    """

    roots: Polynomial
    poles: Polynomial = ONE
    everything: bool = False
    whole: Polynomial = ONE

    @property
    def none(self) -> bool:
        return not self.everything and degree(self.roots) < 1


def solutions(left: Expr, right: Expr, unknown: str) -> Solutions:
    """Of left = right; raises Unsupported where that is no equation between quotients of polynomials over the rationals."""
    difference = polynomial.quotient(apply("subtract", left, right), unknown)
    poles = polynomial.squarefree(difference.poles)
    if not difference.top:
        return Solutions(ZERO, poles, everything=True)
    roots = polynomial.without_roots_of(polynomial.squarefree(difference.top), poles)
    return Solutions(roots, poles, whole=polynomial.monic(difference.top))


def union(parts: list[Solutions]) -> Solutions:
    """What satisfies any of them ("x = 2 or x = 3")."""
    for part in parts:
        if part.everything or len(parts) == 1:
            return part
    p = ONE
    whole = ONE
    for part in parts:
        p, whole = polynomial.times(p, part.roots), polynomial.times(whole, part.whole)
    return Solutions(polynomial.squarefree(p), whole=whole)


@dataclass(frozen=True)
class Difference:
    """What the first set has and the second has not, and the other way round, as squarefree polynomials, over the complex numbers."""

    lost: Polynomial
    gained: Polynomial
    common: Polynomial


def difference(old: Solutions, new: Solutions) -> Difference:
    """Neither set may be `everything`."""
    common = polynomial.gcd(old.roots, new.roots)
    return Difference(polynomial.divided(old.roots, common)[0], polynomial.divided(new.roots, common)[0], common)


def named(p: Polynomial, *, complex_numbers: bool = False) -> list[Expr]:
    """The roots of a squarefree polynomial as expressions, smallest first; the real ones only unless `complex_numbers`.

    Raises Unsupported where a root has no closed form worth showing.
    """
    match degree(p):
        case -1 | 0:
            return []
        case 1:
            return [Number(-p[0] / p[1])]
        case 2:
            return _quadratic(p[0], p[1], p[2], complex_numbers)
        case _:
            return _by_sympy(p, complex_numbers)


def count_real(p: Polynomial) -> int:
    """How many real roots a squarefree polynomial has."""
    match degree(p):
        case -1 | 0:
            return 0
        case 1:
            return 1
        case 2:
            discriminant = p[1] ** 2 - 4 * p[0] * p[2]
            return 0 if discriminant < 0 else 2 if discriminant else 1
        case _:
            return int(_poly(p).count_roots())


def _quadratic(c: Fraction, b: Fraction, a: Fraction, complex_numbers: bool) -> list[Expr]:
    discriminant = b * b - 4 * a * c
    if discriminant < 0 and not complex_numbers:
        return []
    top, bottom = integer_root(abs(discriminant.numerator), 2), integer_root(discriminant.denominator, 2)
    if discriminant >= 0 and top is not None and bottom is not None:
        root = Fraction(top, bottom)
        return [Number(v) for v in sorted({(-b - root) / (2 * a), (-b + root) / (2 * a)})]
    return [from_sympy(v) for v in sympy.roots(_poly((c, b, a)))]


def _poly(p: Polynomial) -> sympy.Poly:
    return sympy.Poly([sympy.Rational(c.numerator, c.denominator) for c in reversed(p)], sympy.Symbol("x"))


def _by_sympy(p: Polynomial, complex_numbers: bool) -> list[Expr]:
    if degree(p) > 12:
        raise Unsupported("degree")
    found: list[Expr] = []
    for factor, _ in _poly(p).factor_list()[1]:
        if factor.degree() > 2:
            raise Unsupported("no closed form")
        coefficients = [Fraction(int(c.p), int(c.q)) for c in reversed(factor.all_coeffs())]
        found += named(tuple(coefficients), complex_numbers=complex_numbers)
    return found


def shown(unknown: str, values: list[Expr]) -> tuple[Expr, ...]:
    """x = a, x = b ... as statements."""
    return tuple(apply("equal", Symbol(unknown), v) for v in values)
