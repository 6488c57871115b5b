"""Equality of two expressions of real letters that was proved for positive letters alone, proved for every choice of signs.

The cube root of x^3 is x whatever the sign of x; the square root of x^2 is not. A choice of signs at which the first expression has no
value asks nothing: the square root of 3p is only ever that of a positive p.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol, apply, free_symbols
from ardoise.verify.checks import equality, shape
from ardoise.verify.checks.convert import to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.evaluate import evaluate

MOST_LETTERS: Final = 3
_POINTS: Final = (Fraction(2, 3), Fraction(1), Fraction(7, 4), Fraction(5))


def equal_everywhere(asked: Expr, given: Expr) -> bool:
    """Whether the two are proved equal wherever the first has a real value, no letter being zero."""
    names = sorted(free_symbols(asked) | free_symbols(given))
    if not names or len(names) > MOST_LETTERS:
        return False
    for negative in product((False, True), repeat=len(names)):
        turned: dict[str, Expr] = {n: apply("negate", Symbol(n)) for n, minus in zip(names, negative, strict=True) if minus}
        one, other = (_out_of_odd_roots(shape.substitute(e, turned)) for e in (asked, given))
        if not _has_no_value(one, names) and equality.compare(one, other).equality not in (Equality.PROVED, Equality.PROVED_POSITIVE):
            return False
    return True


def _out_of_odd_roots(expr: Expr) -> Expr:
    """With the cube root of -a as minus that of a, the letters being positive."""
    match expr:
        case Apply("root", (inside, Number(degree, _))) if degree.denominator == 1 and degree % 2 == 1:
            inside = _out_of_odd_roots(inside)
            if to_sympy(inside, positive=True).is_negative:
                return apply("negate", apply("root", apply("negate", inside), Number(degree)))
            return apply("root", inside, Number(degree))
        case Apply(_, arguments):
            return shape.rewrite(expr, tuple(_out_of_odd_roots(a) for a in arguments))
        case _:
            return expr


def _has_no_value(expr: Expr, names: list[str]) -> bool:
    """Whether it has no value at any of the points with positive letters."""
    for k, _ in enumerate(_POINTS):
        try:
            evaluate(expr, {n: _POINTS[(k + i) % len(_POINTS)] for i, n in enumerate(names)})
        except Undefined:
            continue
        except Unsupported:
            return False
        return False
    return True
