"""The functions that `evaluate` knows, on exact rationals and mpmath numbers, each guarded by size before it is calculated."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final

import mpmath
from mpmath import mp

MOST_BITS: Final = 60_000
"""Of the numerator or denominator of any exact value."""
MOST_TERMS: Final = 3_000
"""Of a sum or product that is written out."""
LARGEST_ARGUMENT: Final = 1_500
"""Of a factorial; its value stays under MOST_BITS."""
LARGEST_EXPONENT: Final = 1e6
"""Natural logarithm of the largest inexact value."""

Value = Any
"""int, Fraction, mpf or mpc: mpmath ships no types."""


class Undefined(ArithmeticError):
    """There is no value: a division by zero, the logarithm of zero, an even root of a negative number among the reals."""


class Unsupported(Exception):
    """There is no rule for this here."""


class TooLarge(Unsupported):
    """The value would be larger than the guards allow."""


def exact(value: Value) -> bool:
    return isinstance(value, int | Fraction)


def to_mp(value: Value) -> Value:
    if isinstance(value, Fraction):
        return mpmath.mpf(value.numerator) / value.denominator
    return mpmath.mpf(value) if isinstance(value, int) else value


def to_int(value: Value) -> int:
    """The integer that a value is; raises Undefined for an exact fraction and Unsupported where that cannot be told."""
    if isinstance(value, int):
        return value
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return value.numerator
        raise Undefined("not an integer")
    raise Unsupported("not an exact integer")


def bits(value: Value) -> int:
    if isinstance(value, int):
        return value.bit_length()
    return max(value.numerator.bit_length(), value.denominator.bit_length()) if isinstance(value, Fraction) else 0


def normal(value: Value) -> Value:
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def real_part(value: Value) -> Value:
    return value.real if isinstance(value, mpmath.mpc) else value


def imaginary_part(value: Value) -> Value:
    return value.imag if isinstance(value, mpmath.mpc) else 0


def conjugate(value: Value) -> Value:
    return mpmath.conj(value) if isinstance(value, mpmath.mpc) else value


def fold(rule: Callable[[Value, Value], Value], values: Sequence[Value]) -> Value:
    if not values:
        raise Unsupported("no arguments")
    result = values[0]
    for value in values[1:]:
        result = rule(result, value)
    return result


def add(a: Value, b: Value) -> Value:
    if exact(a) and exact(b):
        _guard(bits(a) + bits(b))
        return normal(a + b)
    return to_mp(a) + to_mp(b)


def multiply(a: Value, b: Value) -> Value:
    if exact(a) and exact(b):
        _guard(bits(a) + bits(b))
        return normal(a * b)
    return to_mp(a) * to_mp(b)


def divide(a: Value, b: Value) -> Value:
    if b == 0:
        raise Undefined("division by zero")
    if exact(a) and exact(b):
        _guard(bits(a) + bits(b))
        return normal(Fraction(a) / b)
    return to_mp(a) / to_mp(b)


def _guard(needed: int) -> None:
    if needed > 4 * MOST_BITS:
        raise TooLarge(f"{needed} bits")


def power(a: Value, b: Value, *, complex_numbers: bool = False) -> Value:
    b = normal(b)
    if a == 0:
        if not isinstance(b, int | Fraction | mpmath.mpf) or b < 0:
            raise Undefined("a power of zero")
        return 1 if b == 0 else 0
    if exact(a) and isinstance(b, int):
        if a in (1, -1):
            return 1 if a == 1 or b % 2 == 0 else -1
        if abs(b) * bits(a) > MOST_BITS:
            raise TooLarge("power")
        return normal(Fraction(a) ** b)
    if exact(a) and isinstance(b, Fraction):
        if a < 0 and b.denominator % 2 and not complex_numbers:
            magnitude = power(-a, b)
            return magnitude if b.numerator % 2 == 0 else -magnitude
        if a > 0 and b.denominator <= 64 and abs(b.numerator) * bits(a) <= MOST_BITS:
            rooted = _exact_root(a, b.denominator)
            if rooted is not None:
                return normal(Fraction(rooted) ** b.numerator)
    x, y = to_mp(a), to_mp(b)
    if isinstance(x, mpmath.mpf) and x < 0 and not _is_integral(y) and not complex_numbers:
        raise Undefined("a root of a negative number")
    if abs(mpmath.log(abs(x))) * abs(y) > LARGEST_EXPONENT:
        raise TooLarge("power")
    return x**y


def _is_integral(y: Value) -> bool:
    return isinstance(y, mpmath.mpf) and bool(y == mpmath.floor(y))


def _exact_root(a: Value, n: int) -> Fraction | None:
    value = Fraction(a)
    top, bottom = integer_root(value.numerator, n), integer_root(value.denominator, n)
    return Fraction(top, bottom) if top is not None and bottom is not None else None


def integer_root(value: int, n: int) -> int | None:
    """The exact n-th root of a natural number, None where it is irrational."""
    if value < 2:
        return value
    if n == 2:
        root = math.isqrt(value)
    else:
        low, high = 0, 1 << (value.bit_length() // n + 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**n <= value else (low, middle - 1)
        root = low
    return root if root**n == value else None


def square_root(a: Value, *, complex_numbers: bool = False) -> Value:
    if isinstance(a, mpmath.mpc):
        return mpmath.sqrt(a)
    if a < 0:
        if not complex_numbers:
            raise Undefined("the square root of a negative number")
        return mpmath.mpc(0, 1) * to_mp(power(-a, Fraction(1, 2)))
    return power(a, Fraction(1, 2))


def root(a: Value, n: Value, *, complex_numbers: bool = False) -> Value:
    degree = to_int(n)
    if degree == 0:
        raise Undefined("the root of degree zero")
    if degree == 2:
        return square_root(a, complex_numbers=complex_numbers)
    if not isinstance(a, mpmath.mpc) and a < 0 and degree % 2:
        return -power(-a, Fraction(1, degree))
    return power(a, Fraction(1, degree), complex_numbers=complex_numbers)


def factorial(a: Value) -> int:
    n = to_int(a)
    if n < 0:
        raise Undefined("the factorial of a negative number")
    if n > LARGEST_ARGUMENT:
        raise TooLarge("factorial")
    return math.factorial(n)


def binomial(a: Value, b: Value) -> int:
    n, k = to_int(a), to_int(b)
    if n < 0:
        raise Unsupported("binomial of a negative number")
    if k < 0 or k > n:
        return 0
    if min(k, n - k) * max(1, n.bit_length()) > MOST_BITS:
        raise TooLarge("binomial")
    return math.comb(n, k)


def logarithm(a: Value, base: Value) -> Value:
    if a == 0 or (not isinstance(a, mpmath.mpc) and a < 0):
        raise Undefined("the logarithm of a number that is not positive")
    if base is None:
        return 0 if a == 1 else mpmath.log(to_mp(a))
    if isinstance(base, mpmath.mpc) or base <= 0 or base == 1:
        raise Undefined("a logarithm's base must be positive and not 1")
    if exact(a) and exact(base):
        whole = _exact_logarithm(Fraction(a), Fraction(base))
        if whole is not None:
            return whole
    return mpmath.log(to_mp(a)) / mpmath.log(to_mp(base))


def _exact_logarithm(a: Fraction, base: Fraction) -> int | None:
    if bits(a) > MOST_BITS:
        return None
    guess = round(float(mpmath.log(to_mp(a)) / mpmath.log(to_mp(base))))
    return guess if abs(guess) * bits(base) <= MOST_BITS and base**guess == a else None


def exponential(a: Value) -> Value:
    if abs(to_mp(a)) > LARGEST_EXPONENT:
        raise TooLarge("exp")
    return 1 if a == 0 else mpmath.exp(to_mp(a))


def _real(a: Value) -> Value:
    if isinstance(a, mpmath.mpc):
        raise Unsupported("complex")
    return a


def floor(a: Value) -> int:
    return math.floor(a) if exact(a) else int(mpmath.floor(_steady(a)))


def ceiling(a: Value) -> int:
    return math.ceil(a) if exact(a) else int(mpmath.ceil(_steady(a)))


def _steady(a: Value) -> Value:
    """The value, where it is not so near to an integer that its floor is in doubt, and not too large."""
    value = _real(a)
    if abs(value) > 1e15 or abs(value - mpmath.nint(value)) < mpmath.mpf(10) ** -18:
        raise Unsupported("too near to an integer")
    return value


def gcd(*values: Value) -> int:
    return math.gcd(*(to_int(v) for v in values))


def lcm(*values: Value) -> int:
    whole = [to_int(v) for v in values]
    _guard(sum(v.bit_length() for v in whole))
    return math.lcm(*whole)


def least(*values: Value) -> Value:
    return min((_real(v) for v in values), key=to_mp)


def greatest(*values: Value) -> Value:
    return max((_real(v) for v in values), key=to_mp)


def modulo(a: Value, m: Value) -> Value:
    if not (exact(a) and exact(m)):
        raise Unsupported("modulo of an inexact value")
    if m == 0:
        raise Undefined("modulo zero")
    return normal(a % m)


def _angle(value: Value) -> Value:
    if abs(to_mp(value)) > 1e9:
        raise TooLarge("angle")
    return to_mp(value)


def _quotient(top: Callable[[Value], Value], bottom: Callable[[Value], Value]) -> Callable[[Value], Value]:
    def rule(angle: Value) -> Value:
        divisor = bottom(_angle(angle))
        if abs(divisor) < mpmath.mpf(10) ** -25:
            raise Undefined("a pole")
        return top(_angle(angle)) / divisor

    return rule


def _hyperbolic(rule: Callable[[Value], Value]) -> Callable[[Value], Value]:
    def guarded(value: Value) -> Value:
        if abs(to_mp(value)) > LARGEST_EXPONENT:
            raise TooLarge("hyperbolic")
        return rule(to_mp(value))

    return guarded


def _inverse(rule: Callable[[Value], Value]) -> Callable[[Value], Value]:
    def guarded(value: Value) -> Value:
        if abs(_real(to_mp(value))) > 1:
            raise Undefined("the inverse sine or cosine of a number beyond 1")
        return rule(to_mp(value))

    return guarded


ANGLE_IN: Final[dict[str, Callable[[Value], Value]]] = {
    "sin": lambda a: mpmath.sin(_angle(a)),
    "cos": lambda a: mpmath.cos(_angle(a)),
    "tan": _quotient(mpmath.sin, mpmath.cos),
    "cot": _quotient(mpmath.cos, mpmath.sin),
    "sec": _quotient(lambda _: mp.one, mpmath.cos),
    "csc": _quotient(lambda _: mp.one, mpmath.sin),
}
"""Functions of an angle."""
ANGLE_OUT: Final[dict[str, Callable[[Value], Value]]] = {
    "arcsin": _inverse(mpmath.asin),
    "arccos": _inverse(mpmath.acos),
    "arctan": lambda a: mpmath.atan(to_mp(a)),
}
HYPERBOLIC: Final[dict[str, Callable[[Value], Value]]] = {
    "sinh": _hyperbolic(mpmath.sinh),
    "cosh": _hyperbolic(mpmath.cosh),
    "tanh": _hyperbolic(mpmath.tanh),
}
ROOTS: Final[dict[str, Callable[..., Value]]] = {"sqrt": square_root, "root": root, "power": power}
