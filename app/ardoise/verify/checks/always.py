"""An inequality that stands alone and holds for all real values: x^2 + 1 > 0, x^2 + y^2 >= 2xy; or for all positive ones: a/b + b/a >= 2.

In one unknown it is tried wherever its truth may change; in several, the difference of the sides is a polynomial that is a square times
something positive, or of the second degree without a negative value. For positive values letters are written as squares first, so that
sqrt(ab) is a product. What does not hold everywhere is a condition, and never false here.
"""

from __future__ import annotations

from typing import Final

import sympy

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check
from ardoise.verify.checks import conditions, report
from ardoise.verify.checks.convert import to_sympy
from ardoise.verify.checks.evaluate import settled
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.turning_points import places, turning_points

METHOD = "inequality for all values"
_MOST_SYMBOLS: Final = 4
_MOST_TERMS: Final = 40
_STRICT: Final = (Relation.LESS, Relation.GREATER)


def applies(claim: Claim, _: Scope) -> bool:
    return claim.relation in conditions.ORDERS and 0 < len(free_symbols(claim.left) | free_symbols(claim.right)) <= _MOST_SYMBOLS


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    names = sorted(free_symbols(left) | free_symbols(right))
    if len(names) == 1 and conditions.unknown_of([left, right]) == names[0]:
        holds = all(
            conditions.compared(claim.relation, settled(left, {names[0]: p}).value, settled(right, {names[0]: p}).value)
            for p in places(turning_points(left, right, names[0]))
        )
    else:
        bigger, smaller = (right, left) if claim.relation in (Relation.LESS, Relation.LESS_EQUAL) else (left, right)
        strictly = claim.relation in _STRICT
        holds = _is_never_negative(to_sympy(bigger) - to_sympy(smaller), strictly=strictly)
        if not holds and _is_never_negative(_of_squares(bigger, smaller), strictly=strictly, positive=True):
            letters = ", ".join(f"${report.symbol(name)}$" for name in names)
            return report.proved(claim, METHOD, mark=scope.where_positive, note=f"It holds for all positive {letters}.")
    return report.proved(claim, METHOD, note="It holds for all real values.") if holds else None


def _of_squares(bigger: Expr, smaller: Expr) -> sympy.Expr:
    """The difference times a positive denominator, with positive letters written as squares; the difference itself where there is none."""
    difference = to_sympy(bigger, positive=True) - to_sympy(smaller, positive=True)
    squares = difference.xreplace({letter: letter**2 for letter in difference.free_symbols})
    top, bottom = sympy.together(squares).as_numer_denom()
    return top if _has_positive_terms(bottom) else difference


def _has_positive_terms(value: sympy.Expr) -> bool:
    if value.is_Rational:
        return bool(value > 0)
    if not value.is_polynomial():
        return False
    return all(c.is_Rational and c > 0 for c in sympy.Poly(value, *value.free_symbols).coeffs())


def _is_never_negative(difference: sympy.Expr, *, strictly: bool, positive: bool = False) -> bool:
    if not difference.is_polynomial() or not difference.free_symbols:
        return False
    if positive and _has_positive_terms(difference):
        return True
    poly = sympy.Poly(difference, *sorted(difference.free_symbols, key=str))
    if len(poly.terms()) > _MOST_TERMS or not all(c.is_Rational for c in poly.coeffs()):
        return False
    if poly.total_degree() == 2:
        return _is_definite(poly, strictly=strictly)
    coefficient, factors = poly.factor_list()
    rest = [f for f, times in factors if times % 2]
    if strictly or coefficient < 0 or len(rest) > 1:
        return False
    return not rest or (rest[0].total_degree() == 2 and _is_definite(rest[0], strictly=False))


def _is_definite(poly: sympy.Poly, *, strictly: bool) -> bool:
    """A polynomial of the second degree through the matrix of its quadratic form, with one for the last coordinate."""
    letters = [*poly.gens, sympy.Dummy()]
    form = sympy.Poly(poly.homogenize(letters[-1]).as_expr() if not poly.is_homogeneous else poly.as_expr(), *letters)
    matrix = sympy.hessian(form.as_expr(), letters) / 2
    if strictly:
        return bool(matrix.is_positive_definite)
    return bool(matrix.is_positive_semidefinite)
