"""Equations between the roots of a polynomial, such as Vieta's: "the roots are a and b, so a + b = 5".

The letters named as roots (`notation.roots`) are given the polynomial's roots in every order. An equation that fails in all is wrong:
a fact where all roots have a letter and the other side is a number, else amber. What holds is left to the checks that prove. (Rejected:
elementary symmetric polynomials by rule, since values decide whatever form the equation has.)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any, Final

import mpmath

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Evidence, Witness
from ardoise.verify.checks import polynomial, report, shape
from ardoise.verify.checks.elementary import to_mp
from ardoise.verify.checks.evaluate import Reading, evaluate
from ardoise.verify.checks.scope import Scope

METHOD: Final = "roots of a polynomial"
_MOST_ROOTS: Final = 6
_CLEARLY: Final = mpmath.mpf(10) ** -8
"""Difference, relative to the sides, that no rounding of the roots explains."""
_COMPLEX: Final = Reading(complex_numbers=True)


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.relation is not Relation.EQUAL or claim.modulus is not None or shape.lone_symbol(claim.left) or shape.lone_symbol(claim.right):
        return False
    names = free_symbols(claim.left) | free_symbols(claim.right)
    return len(names) > 1 and _equation_of(names, scope) is not None and not _supposed(names, scope)


def _supposed(names: frozenset[str], scope: Scope) -> bool:
    """Whether a case was opened that says more about these letters."""
    everything = (*scope.context.earlier, *scope.line)
    return any(c.role is Role.SUPPOSED and names & (free_symbols(c.left) | free_symbols(c.right)) for c in everything)


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    names = sorted(free_symbols(left) | free_symbols(right))
    equation = _equation_of(frozenset(names), scope)
    roots = _roots(equation, scope) if equation is not None else []
    if len(names) > len(roots):
        return None
    witness: Witness | None = None
    for point in _points(names, roots):
        a, b = (to_mp(evaluate(side, point, _COMPLEX)) for side in (left, right))
        if abs(a - b) <= _CLEARLY * max(1, abs(a), abs(b)):
            return None
        if witness is None:
            values = tuple((report.symbol(name), report.number(value)) for name, value in point.items())
            witness = Witness(values=values, left=report.number(a), right=report.number(b))
    if witness is None or equation is None:
        return None
    note = f"With the roots of ${report.latex(equation)}$, in whatever order:"
    if len(names) == len(roots) and (shape.is_constant(left) or shape.is_constant(right)):
        return report.refuted(claim, METHOD, witness, evidence=Evidence.NUMERIC, note=note)
    return report.suspect(claim, METHOD, f"{note} ${witness.left}$ on the left and ${witness.right}$ on the right.")


def _equation_of(names: frozenset[str], scope: Scope) -> Expr | None:
    """The equation of which all these letters are said to be roots; None where they belong to several, or to none."""
    found: dict[str, Expr] = {}
    for claim in scope.everything:
        match claim:
            case Claim(left=Symbol(name), relation=Relation.IS, right=Apply("root_of", (equation,))) if claim.role is not Role.DENIED:
                found[name] = equation
    equations = {found.get(name) for name in names}
    return next(iter(equations)) if len(equations) == 1 else None


def _roots(equation: Expr, scope: Scope) -> list[Any]:
    """All complex roots, each as often as it counts; none where the equation has other letters, or a degree beyond _MOST_ROOTS."""
    assert isinstance(equation, Apply)
    left, right = (scope.plain(side) for side in equation.arguments)
    unknowns = free_symbols(left) | free_symbols(right)
    if len(unknowns) != 1:
        return []
    difference = polynomial.quotient(Apply("subtract", (left, right)), next(iter(unknowns)))
    if len(difference.bottom) != 1 or not 2 <= polynomial.degree(difference.top) <= _MOST_ROOTS:
        return []
    coefficients = [mpmath.mpf(c.numerator) / c.denominator for c in reversed(difference.top)]
    try:
        return list(mpmath.polyroots(coefficients, maxsteps=200, extraprec=200))
    except mpmath.libmp.NoConvergence:
        return []


def _points(names: list[str], roots: list[Any]) -> Iterator[dict[str, Any]]:
    """The letters with roots in every order."""
    for chosen in permutations(roots, len(names)):
        yield dict(zip(names, chosen, strict=True))
