"""Constants made of square roots and of sines and cosines of fractions of a turn, compared exactly and without SymPy.

Sines and cosines are sums of roots of unity: 2 cos(2 pi / 7) = z^2 + z^-2 for a z with z^14 = 1. Sums of powers of one root of unity have
a normal form (a basis for each prime that divides its order), so equal is seen at once, and so is different. The square root of a prime
is such a sum, too, a Gauss sum; where no angle brings that prime in, it is independent of all the others and stays as it is. (Rejected:
SymPy's simplifier, a hundred times as slow, which leaves every other such equality unproved; minimal polynomials, which are slower
still.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import mpmath

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol, integer, nodes
from ardoise.verify.checks import shape
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import evaluate, is_exact

LARGEST_ORDER: Final = 3_600
"""Of the root of unity: sines of a tenth of a degree."""
LARGEST_RADICAND: Final = 10**6
LARGEST_POWER: Final = 60
MOST_WORK: Final = 100_000
"""Products of two terms in one comparison, less than a tenth of a second."""
LONGEST_SUM: Final = 200
_SIN: Final = frozenset({"sin", "tan", "csc", "cot"})
_ANGLES: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})

Term = tuple[int, int]
"""An exponent of the root of unity, and a number without square factors of which the square root is taken."""
Sum = dict[Term, Fraction]
"""Terms with their coefficients: no zeros."""


def equal(left: Expr, right: Expr) -> bool:
    """Whether two constants are the same; raises Unsupported where one is no such constant, Undefined where it has no value."""
    left, right = _written_out(left), _written_out(right)
    order = math.lcm(4, *_orders(left), *_orders(right))
    if order > LARGEST_ORDER:
        raise Unsupported("order")
    field = _Field(order)
    a, b = field.value(left), field.value(right)
    return field.product(a.top, b.bottom) == field.product(b.top, a.bottom)


@dataclass(frozen=True)
class _Quotient:
    """Both in normal form; the bottom is not zero."""

    top: Sum
    bottom: Sum


class _Field:
    """The numbers that are sums of powers of one root of unity of this order, which four divides."""

    def __init__(self, order: int) -> None:
        self._order = order
        self._primes = _primes_of(order)
        self._work = MOST_WORK
        self._one: Sum = {(0, 1): Fraction(1)}

    def value(self, expr: Expr) -> _Quotient:
        match expr:
            case Number(value, _):
                return self._whole({(0, 1): value})
            case Constant("i"):
                return self._whole({(self._order // 4, 1): Fraction(1)})
            case Apply("add", terms):
                return self._sum([self.value(t) for t in terms])
            case Apply("subtract", (a, b)):
                return self._sum([self.value(a), self._negated(self.value(b))])
            case Apply("negate", (a,)):
                return self._negated(self.value(a))
            case Apply("multiply", factors):
                return self._product([self.value(f) for f in factors])
            case Apply("divide", (a, b)):
                return self._product([self.value(a), self._inverse(self.value(b))])
            case Apply("sqrt", (a,)):
                return self._root(_rational(a))
            case Apply("power", (Constant("e"), exponent)) | Apply("exp", (exponent,)) if shape.has_imaginary_unit(exponent):
                return self._whole({(self._exponent(_turns(exponent, imaginary=True)), 1): Fraction(1)})
            case Apply("power", (base, exponent)):
                return self._power(base, _rational(exponent))
            case Apply("abs", (a,)):
                return self.value(a) if _sign(a) > 0 else self._negated(self.value(a))
            case Apply(function, (angle,)) if function in _ANGLES:
                return self._of_angle(function, self._exponent(_turns(angle)))
            case _:
                raise Unsupported("no sum of roots of unity")

    def _exponent(self, turns: Fraction) -> int:
        return int(turns * self._order) % self._order

    def _of_angle(self, function: str, at: int) -> _Quotient:
        """A quotient of (z^at + z^-at) / 2 and (z^at - z^-at) / 2i."""
        half, quarter = Fraction(1, 2), self._order // 4
        cosine = self._whole(_added({(at, 1): half}, {(-at % self._order, 1): half}))
        sine = self._whole(_added({((at - quarter) % self._order, 1): half}, {((-at - quarter) % self._order, 1): -half}))
        first = sine if function in _SIN else cosine
        match function:
            case "tan":
                return self._product([sine, self._inverse(cosine)])
            case "cot":
                return self._product([cosine, self._inverse(sine)])
            case "sec" | "csc":
                return self._inverse(first)
            case _:
                return first

    def _root(self, value: Fraction) -> _Quotient:
        """The square root of a rational number; that of a negative one is a multiple of i."""
        outside, inside = _square_part(abs(value.numerator) * value.denominator)
        sums = [p for p in _primes_of(inside) if self._order % (8 if p == 2 else p) == 0]
        turn = self._order // 4 if value < 0 else 0
        found: Sum = {(turn, inside // math.prod(sums)): Fraction(outside, value.denominator)} if value else {}
        for p in sums:
            found = self.product(found, self._root_of_prime(p))
        return self._whole(found)

    def _root_of_prime(self, p: int) -> Sum:
        """A Gauss sum, which is the root for p = 4 k + 1 and i times the root for p = 4 k + 3."""
        if p == 2:
            return {(self._order // 8, 1): Fraction(1), (-self._order // 8 % self._order, 1): Fraction(1)}
        turn = 0 if p % 4 == 1 else -self._order // 4
        residues = {k * k % p for k in range(1, p)}
        return {((k * self._order // p + turn) % self._order, 1): Fraction(1 if k in residues else -1) for k in range(1, p)}

    def _power(self, base: Expr, exponent: Fraction) -> _Quotient:
        if exponent.denominator == 2:
            return self._product([self._root(_rational(base)), self._power(base, exponent - Fraction(1, 2))])
        if exponent.denominator != 1 or abs(exponent) > LARGEST_POWER:
            raise Unsupported("exponent")
        value = self.value(base)
        return self._product([value if exponent > 0 else self._inverse(value)] * abs(int(exponent)))

    # --- quotients and sums -----------------------------------------------------------------------------------------------------------

    def _whole(self, terms: Sum) -> _Quotient:
        return _Quotient(self.normal(terms), self._one)

    def _negated(self, value: _Quotient) -> _Quotient:
        return _Quotient({k: -c for k, c in value.top.items()}, value.bottom)

    def _inverse(self, value: _Quotient) -> _Quotient:
        if not value.top:
            raise Undefined("division by zero")
        return _Quotient(value.bottom, value.top)

    def _product(self, values: list[_Quotient]) -> _Quotient:
        top = bottom = self._one
        for value in values:
            top, bottom = self.product(top, value.top), self.product(bottom, value.bottom)
        return _Quotient(top, bottom)

    def _sum(self, values: list[_Quotient]) -> _Quotient:
        top, bottom = values[0].top, values[0].bottom
        for value in values[1:]:
            if value.bottom == bottom:
                top = _added(top, value.top)
            else:
                top = _added(self.product(top, value.bottom), self.product(value.top, bottom))
                bottom = self.product(bottom, value.bottom)
        return _Quotient(top, bottom)

    def product(self, a: Sum, b: Sum) -> Sum:
        self._work -= len(a) * len(b)
        if self._work < 0:
            raise Unsupported("work")
        if a == self._one:
            return b
        found: Sum = {}
        for (i, m), c in a.items():
            for (k, n), d in b.items():
                common = math.gcd(m, n)
                at = (i + k) % self._order, m * n // common**2
                found[at] = found.get(at, Fraction(0)) + c * d * common
        return self.normal(found)

    def normal(self, terms: Sum) -> Sum:
        """For each prime p the powers whose leading digit at p is p - 1 are written by the others: all p together are zero."""
        found = dict(terms)
        for p in self._primes:
            step, part = self._order // p, p ** _multiplicity(p, self._order)
            inverse = pow(self._order // part, -1, part)
            for k, n in [(k, n) for k, n in found if k * inverse % part // (part // p) == p - 1]:
                coefficient = found.pop((k, n))
                for j in range(1, p):
                    at = (k + j * step) % self._order, n
                    found[at] = found.get(at, Fraction(0)) - coefficient
        return {k: c for k, c in found.items() if c}


def _added(a: Sum, b: Sum) -> Sum:
    found = dict(a)
    for k, c in b.items():
        found[k] = found.get(k, Fraction(0)) + c
    return {k: c for k, c in found.items() if c}


# --- what stands in an expression -----------------------------------------------------------------------------------------------------


def _orders(expr: Expr) -> Iterator[int]:
    """Orders of the roots of unity that stand in an expression."""
    for node in nodes(expr):
        match node:
            case Apply("power", (Constant("e"), exponent)) | Apply("exp", (exponent,)) if shape.has_imaginary_unit(exponent):
                yield _turns(exponent, imaginary=True).denominator
            case Apply(function, (angle,)) if function in _ANGLES:
                yield _turns(angle).denominator
            case _:
                pass


def _rational(expr: Expr) -> Fraction:
    value = evaluate(expr, {})
    if not is_exact(value):
        raise Unsupported("not rational")
    return Fraction(value)


def _sign(expr: Expr) -> int:
    """Of a real constant that is clearly not zero."""
    value = evaluate(expr, {})
    if not isinstance(value, int | Fraction | mpmath.mpf) or abs(value) < 1e-12:
        raise Unsupported("sign")
    return 1 if value > 0 else -1


def _turns(expr: Expr, *, imaginary: bool = False) -> Fraction:
    """An angle, or with `imaginary` an angle times i, as a part of a whole turn: pi / 2 is a quarter."""
    match expr:
        case Number(value, _) if value == 0:
            return Fraction(0)
        case Constant("pi") if not imaginary:
            return Fraction(1, 2)
        case Constant("i") if imaginary:
            raise Unsupported("one radian")
        case Apply("degree", (a,)) if not imaginary:
            return _rational(a) / 360
        case Apply("add", terms):
            return sum((_turns(t, imaginary=imaginary) for t in terms), Fraction(0))
        case Apply("subtract", (a, b)):
            return _turns(a, imaginary=imaginary) - _turns(b, imaginary=imaginary)
        case Apply("negate", (a,)):
            return -_turns(a, imaginary=imaginary)
        case Apply("divide", (a, b)):
            return _turns(a, imaginary=imaginary) / _divisor(b)
        case Apply("multiply", factors):
            return _turns_of_product(list(factors), imaginary=imaginary)
        case _:
            raise Unsupported("an angle that is no fraction of a turn")


def _turns_of_product(factors: list[Expr], *, imaginary: bool) -> Fraction:
    if imaginary and Constant("i") in factors:
        factors.remove(Constant("i"))
        imaginary = False
    angles = [f for f in factors if shape.has_pi(f) or shape.uses(f, "degree") or (imaginary and shape.has_imaginary_unit(f))]
    if len(angles) != 1:
        raise Unsupported("an angle that is no fraction of a turn")
    factors.remove(angles[0])
    return _turns(angles[0], imaginary=imaginary) * math.prod((_rational(f) for f in factors), start=Fraction(1))


def _divisor(expr: Expr) -> Fraction:
    value = _rational(expr)
    if value == 0:
        raise Undefined("division by zero")
    return value


def _written_out(expr: Expr) -> Expr:
    """With every sum and product between two numbers written out."""
    match expr:
        case Apply("sum" | "product" as head, (body, Symbol(name), low, high)):
            first, last = _rational(low), _rational(high)
            if first.denominator != 1 or last.denominator != 1 or not 0 <= last - first < LONGEST_SUM:
                raise Unsupported("bounds")
            terms = [_written_out(shape.substitute(body, {name: integer(k)})) for k in range(int(first), int(last) + 1)]
            return Apply("add" if head == "sum" else "multiply", tuple(terms))
        case Apply(function, arguments):
            return Apply(function, tuple(_written_out(a) for a in arguments))
        case _:
            return expr


# --- whole numbers --------------------------------------------------------------------------------------------------------------------


def _primes_of(n: int) -> list[int]:
    found, p = [], 2
    while p * p <= n:
        if n % p == 0:
            found.append(p)
            n //= p ** _multiplicity(p, n)
        p += 1
    return [*found, n] if n > 1 else found


def _multiplicity(p: int, n: int) -> int:
    count = 0
    while n % p == 0:
        n, count = n // p, count + 1
    return count


def _square_part(n: int) -> tuple[int, int]:
    """a and b with n = a^2 b, b without a square; raises Unsupported where n is too large to see it."""
    if n > LARGEST_RADICAND**2 or (n > LARGEST_RADICAND and math.isqrt(n) ** 2 != n):
        raise Unsupported("radicand")
    if math.isqrt(n) ** 2 == n:
        return math.isqrt(n), 1
    outside, inside = 1, n
    for p in _primes_of(n):
        pairs = _multiplicity(p, n) // 2
        outside, inside = outside * p**pairs, inside // p ** (2 * pairs)
    return outside, inside
