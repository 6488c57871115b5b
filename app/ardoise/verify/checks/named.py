"""Values of the quantities that have a name: statistics of a list, divisors and digits of a whole number, rounded values.

Exact where the arguments are. Rounding goes half away from zero, as schools teach it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final

from ardoise.verify.checks import elementary
from ardoise.verify.checks.elementary import TooLarge, Undefined, Unsupported, exact, to_int, to_mp

Value = Any
LARGEST_FACTORED: Final = 10**18
"""Whole number whose divisors are looked for."""


def factors(n: int) -> dict[int, int]:
    """The prime factors of a natural number with their exponents; raises TooLarge beyond LARGEST_FACTORED."""
    if n < 1:
        raise Undefined("the factors of a number that is not positive")
    if n > LARGEST_FACTORED:
        raise TooLarge("factors")
    found: dict[int, int] = {}
    for p in (2, 3, 5):
        n = _divided(n, p, found)
    p, step = 7, 4
    while p * p <= n and p < 20_000:
        n = _divided(n, p, found)
        p, step = p + step, 6 - step
    if n > 1 and p * p <= n:
        import sympy  # the rest has large factors only; trial division would take seconds

        for prime, exponent in sympy.factorint(n).items():
            found[int(prime)] = found.get(int(prime), 0) + int(exponent)
    elif n > 1:
        found[n] = found.get(n, 0) + 1
    return found


def _divided(n: int, p: int, found: dict[int, int]) -> int:
    while n % p == 0:
        found[p] = found.get(p, 0) + 1
        n //= p
    return n


def mean(*values: Value) -> Value:
    return elementary.divide(elementary.fold(elementary.add, values), len(values))


def median(*values: Value) -> Value:
    ordered = sorted((_real(v) for v in values), key=to_mp)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else mean(ordered[middle - 1], ordered[middle])


def spread(*values: Value) -> Value:
    return elementary.add(elementary.greatest(*values), elementary.multiply(-1, elementary.least(*values)))


def _variance(values: tuple[Value, ...], divisor: int) -> Value:
    if divisor < 1:
        raise Undefined("the variance of one value")
    middle = mean(*values)
    squares = [elementary.power(elementary.add(v, elementary.multiply(-1, middle)), 2) for v in values]
    return elementary.divide(elementary.fold(elementary.add, squares), divisor)


def _real(value: Value) -> Value:
    if exact(value) or hasattr(value, "_mpf_"):
        return value
    raise Unsupported("complex")


def divisor_count(n: Value) -> int:
    return math.prod(e + 1 for e in factors(to_int(n)).values())


def divisor_sum(n: Value) -> int:
    return math.prod((p ** (e + 1) - 1) // (p - 1) for p, e in factors(to_int(n)).items())


def digit_sum(n: Value) -> int:
    return sum(int(d) for d in str(abs(to_int(n))))


def next_prime(n: Value) -> int:
    return _prime_beside(to_int(n), 1)


def previous_prime(n: Value) -> int:
    return _prime_beside(to_int(n), -1)


def _prime_beside(n: int, step: int) -> int:
    """The nearest prime above or below n."""
    if abs(n) > LARGEST_FACTORED:
        raise TooLarge("prime")
    n += step
    while n >= 2 and factors(n) != {n: 1}:
        n += step
    if n >= 2:
        return n
    if step < 0:
        raise Undefined("there is no prime below")
    return 2


def largest_odd_factor(n: Value) -> int:
    return math.prod(p**e for p, e in factors(to_int(n)).items() if p != 2)


def _prime_factor(choose: Callable[[Iterable[int]], int]) -> Callable[[Value], int]:
    def rule(n: Value) -> int:
        found = factors(to_int(n))
        if not found:
            raise Undefined("the prime factors of one")
        return choose(found)

    return rule


def permutations(a: Value, b: Value) -> int:
    n, k = to_int(a), to_int(b)
    if not 0 <= k <= n:
        raise Undefined("more chosen than there are")
    if k * n.bit_length() > elementary.MOST_BITS:
        raise TooLarge("permutations")
    return math.perm(n, k)


def rounded(value: Value, unit: Value) -> Value:
    """The nearest multiple of `unit`; what lies half way goes away from zero."""
    if not exact(unit) or unit <= 0:
        raise Unsupported("rounded to what is no step")
    if exact(value):
        ratio = Fraction(value) / unit
        return elementary.normal((-1 if ratio < 0 else 1) * math.floor(abs(ratio) + Fraction(1, 2)) * Fraction(unit))
    ratio = _real(to_mp(value)) / to_mp(unit)
    return elementary.normal((-1 if ratio < 0 else 1) * elementary.floor(abs(ratio) + to_mp(Fraction(1, 2))) * Fraction(unit))


def significant(value: Value, digits: Value) -> Value:
    count = to_int(digits)
    if not 1 <= count <= 30:
        raise Unsupported("digits")
    if value == 0:
        return 0
    size = abs(Fraction(value)) if exact(value) else abs(_real(to_mp(value)))
    exponent = 0
    while size >= 10 and exponent < 400:
        size, exponent = size / 10, exponent + 1
    while size < 1 and exponent > -400:
        size, exponent = size * 10, exponent - 1
    return rounded(value, Fraction(10) ** (exponent - count + 1))


RULES: Final[dict[str, Callable[..., Value]]] = {
    "mean": mean,
    "median": median,
    "range": spread,
    "variance": lambda *values: _variance(values, len(values)),
    "sample_variance": lambda *values: _variance(values, len(values) - 1),
    "deviation": lambda *values: elementary.square_root(_variance(values, len(values))),
    "sample_deviation": lambda *values: elementary.square_root(_variance(values, len(values) - 1)),
    "divisor_count": divisor_count,
    "divisor_sum": divisor_sum,
    "digit_sum": digit_sum,
    "next_prime": next_prime,
    "previous_prime": previous_prime,
    "largest_prime_factor": _prime_factor(max),
    "smallest_prime_factor": _prime_factor(min),
    "largest_odd_factor": largest_odd_factor,
    "permutations": permutations,
    "in_base": lambda value, _: value,
    "rounded": rounded,
    "significant": significant,
}
