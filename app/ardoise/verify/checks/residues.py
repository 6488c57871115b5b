"""Remainders of integer expressions: of a number without writing it out, and of a formula for every integer that its letters may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol, free_symbols
from ardoise.verify.checks import shape
from ardoise.verify.checks.elementary import TooLarge, Undefined, Unsupported, to_int
from ardoise.verify.checks.evaluate import evaluate

MOST_TRIED: Final = 4_000
"""Combinations of remainders that are tried."""
_NONE: Final[Mapping[str, int]] = {}


def residue(expr: Expr, modulus: int, letters: Mapping[str, int] = _NONE) -> int:
    """The remainder of an integer expression; raises Unsupported where it has none, or where it depends on more than the letters' own."""
    match expr:
        case Symbol(name) if name in letters:
            return letters[name] % modulus
        case Apply("add", arguments):
            return sum(residue(a, modulus, letters) for a in arguments) % modulus
        case Apply("subtract", (a, b)):
            return (residue(a, modulus, letters) - residue(b, modulus, letters)) % modulus
        case Apply("negate", (a,)):
            return -residue(a, modulus, letters) % modulus
        case Apply("multiply", arguments):
            total = 1
            for a in arguments:
                total = total * residue(a, modulus, letters) % modulus
            return total
        case Apply("power", (base, exponent)):
            return _power(residue(base, modulus, letters), to_int(evaluate(exponent, {})), modulus)
        case Apply("divide", (top, bottom)) if free_symbols(expr) or not _is_whole(expr):
            return residue(top, modulus, letters) * _power(residue(bottom, modulus, letters), -1, modulus) % modulus
        case Number(value, _) if value.denominator == 1:
            return value.numerator % modulus
        case _:
            return to_int(evaluate(expr, {})) % modulus


def _is_whole(expr: Expr) -> bool:
    try:
        to_int(evaluate(expr, {}))
    except (Undefined, Unsupported):
        return False
    return True


def _power(base: int, exponent: int, modulus: int) -> int:
    try:
        return pow(base, exponent, modulus)
    except ValueError as e:
        raise Unsupported("no inverse") from e


def assignments(names: frozenset[str], modulus: int) -> Iterator[dict[str, int]]:
    """Every combination of remainders of the letters; raises TooLarge beyond MOST_TRIED."""
    if not modulus or modulus ** len(names) > MOST_TRIED:
        raise TooLarge("remainders")
    for combination in product(range(modulus), repeat=len(names)):
        yield dict(zip(sorted(names), combination, strict=True))


def values(expr: Expr, modulus: int) -> frozenset[int]:
    """The remainders that an integer formula takes; a division in it is refused, since n/2 need not be an integer."""
    if shape.uses(expr, "divide"):
        raise Unsupported("a division")
    return frozenset(residue(expr, modulus, letters) for letters in assignments(free_symbols(expr), modulus))
