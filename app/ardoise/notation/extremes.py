"""The first and the last number of a kind, named in words: "the smallest three-digit multiple of 7", "the largest prime factor of 60".

Multiples and squares are written out with floor and ceiling, so that what is checked is seen; primes and factors have heads of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ardoise.core.expression import Expr, apply, integer
from ardoise.notation.phrases import Phrase

_SMALLEST: Final = r"(?:smallest|least|lowest)"
_LARGEST: Final = r"(?:largest|greatest|biggest|highest)"
_OF_DIGITS: Final = {
    **{word: n for n, word in enumerate(("two", "three", "four", "five", "six", "seven"), 2)},
    **{str(n): n for n in range(2, 8)},
}  # fmt: skip
_MULTIPLE: Final = r"(?:multiple of|(?:number|integer)(?: that is| which is)? divisible by) {a}"
_ABOVE: Final = r"(?:greater|larger|more|bigger) than"
_BELOW: Final = r"(?:less|smaller) than"
_UP_TO: Final = r"(?:less than or equal to|not exceeding|that does not exceed|not greater than)"


def _first_multiple(of: Expr, low: Expr) -> Expr:
    """The smallest multiple that is at least `low`."""
    return apply("multiply", of, apply("ceiling", apply("divide", low, of)))


def _last_multiple(of: Expr, high: Expr) -> Expr:
    """The largest multiple that is at most `high`."""
    return apply("multiply", of, apply("floor", apply("divide", high, of)))


def _square_near(end: int, rounding: str) -> Expr:
    return apply("power", apply(rounding, apply("sqrt", integer(end))), integer(2))


def _next(a: Expr) -> Expr:
    return apply("add", a, integer(1))


def _before(a: Expr) -> Expr:
    return apply("subtract", a, integer(1))


def _with_digits(word: str, digits: int) -> Iterator[Phrase]:
    """The rows for numbers of so many digits."""
    low, high = 10 ** (digits - 1), 10**digits - 1
    keyword, digit = f"{word}-digit", rf"(?:positive )?{word}-digit (?:positive )?"
    yield Phrase(keyword, rf"{_SMALLEST} {digit}{_MULTIPLE}", lambda a: _first_multiple(a, integer(low)))
    yield Phrase(keyword, rf"{_LARGEST} {digit}{_MULTIPLE}", lambda a: _last_multiple(a, integer(high)))
    yield Phrase(keyword, rf"{_SMALLEST} {digit}prime(?: number)?", lambda: apply("next_prime", integer(low)))
    yield Phrase(keyword, rf"{_LARGEST} {digit}prime(?: number)?", lambda: apply("previous_prime", integer(high)))
    yield Phrase(keyword, rf"{_SMALLEST} {digit}(?:perfect square|square number)", lambda: _square_near(low, "ceiling"))
    yield Phrase(keyword, rf"{_LARGEST} {digit}(?:perfect square|square number)", lambda: _square_near(high, "floor"))


EXTREMES: Final = (
    *(row for word, digits in _OF_DIGITS.items() for row in _with_digits(word, digits)),
    Phrase("multiple of", rf"{_SMALLEST} multiple of {{a}} (?:that is )?{_ABOVE} {{b}}", lambda a, b: _first_multiple(a, _next(b))),
    Phrase("multiple of", rf"{_LARGEST} multiple of {{a}} (?:that is )?{_UP_TO} {{b}}", _last_multiple),
    Phrase("multiple of", rf"{_LARGEST} multiple of {{a}} (?:that is )?{_BELOW} {{b}}", lambda a, b: _last_multiple(a, _before(b))),
    Phrase("prime", rf"{_SMALLEST} prime(?: number)? {_ABOVE} {{a}}", lambda a: apply("next_prime", a)),
    Phrase("prime", rf"{_LARGEST} prime(?: number)? {_BELOW} {{a}}", lambda a: apply("previous_prime", a)),
    Phrase("prime", rf"{_LARGEST} prime (?:factor|divisor) of {{a}}", lambda a: apply("largest_prime_factor", a)),
    Phrase("prime", rf"{_SMALLEST} prime (?:factor|divisor) of {{a}}", lambda a: apply("smallest_prime_factor", a)),
    Phrase("odd", rf"{_LARGEST} odd (?:factor|divisor) of {{a}}", lambda a: apply("largest_odd_factor", a)),
    Phrase("odd", rf"{_LARGEST} odd (?:integer|number) that is a (?:factor|divisor) of {{a}}", lambda a: apply("largest_odd_factor", a)),
)
