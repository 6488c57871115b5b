"""Values put into equations: does one satisfy it, is a simple one lost or gained from one line to the next, are these all between bounds.

A lost value is a fact whoever finds it, so a list of simple ones is tried; that no other is lost needs SymPy, and is believed only where
the bounds are the problem's own. (Rejected: SymPy's periodic sets, which are slow, and seldom found to be equal where they are.)
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import sympy

from ardoise.core.expression import Apply, Expr, Number, Symbol, free_symbols, nodes
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Witness
from ardoise.verify.checks import equality, inequalities, report, shape
from ardoise.verify.checks.conditions import ORDERS
from ardoise.verify.checks.convert import symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import PLAIN, Reading, same, settled
from ardoise.verify.checks.scope import Scope, Sides
from ardoise.verify.checks.slips_patterns import factors, normal
from ardoise.verify.checks.slips_rows import read

METHOD: Final = "equation step"
LARGEST: Final = 20
"""Nodes of an equation in angles that SymPy is asked to solve."""
_SIMPLE: Final = tuple(
    Number(Fraction(n)) for n in (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 8, 9, 10, Fraction(1, 2), Fraction(-1, 2), Fraction(3, 2))
)
_IN_A_TURN: Final = tuple(
    read(text) for text in (
        "0", "pi/2", "pi", "3pi/2", "pi/6", "5pi/6", "7pi/6", "11pi/6", "pi/4", "3pi/4", "5pi/4", "7pi/4", "pi/3", "2pi/3", "4pi/3",
        "5pi/3",
        "2pi",
    )
)  # fmt: skip
"""The angles of a full turn whose sines are known by heart, those of the axes first."""


def satisfies(target: Claim, scope: Scope, unknown: str, value: Expr) -> bool | Witness | None:
    """True where it is proved, a witness where the sides clearly differ for every reading, else None."""
    cases = scope.cases(target)
    return satisfied(cases[0], unknown, value, complex_numbers=scope.complex_numbers) if len(cases) == 1 else None


def satisfied(sides: Sides, unknown: str, value: Expr, *, complex_numbers: bool = False) -> bool | Witness | None:
    """As `satisfies`, for one equation. What holds only with roots of negative numbers is not satisfied among the reals: None."""
    left, right = (shape.substitute(e, {unknown: value}) for e in sides)
    failure: Witness | None = None
    if shape.decimals_in(value):
        return None
    readings = [(left, right, PLAIN), (left, right, Reading(log_ten=True)), (left, right, Reading(complex_numbers=True))]
    if any(shape.uses(e, *shape.ANGLES) for e in (left, right)):
        readings.append((shape.in_degrees(left), shape.in_degrees(right), PLAIN))
    for first, second, reading in readings:
        try:
            a, b = settled(first, {}, reading), settled(second, {}, reading)
        except (Undefined, Unsupported):
            continue
        if same(a.value, b.value) and reading.complex_numbers and not complex_numbers:
            return failure
        if same(a.value, b.value):
            return True if (a.exact and b.exact) or equality.proves_zero(first, second) else None
        at = ((report.symbol(unknown), report.latex(value)),)
        failure = failure or Witness(values=at, left=report.number(a.value), right=report.number(b.value))
    return failure


def turns(expr: Expr, unknown: str) -> bool:
    """Whether the unknown stands in an angle: such an equation has no finite set of solutions, and SymPy is long in finding that out."""
    return any(isinstance(n, Apply) and n.function in shape.ANGLES[:6] and unknown in free_symbols(n) for n in nodes(expr))


def step(claim: Claim, scope: Scope, unknown: str, target: Claim) -> Check | None:
    """From one equation of a working to the next: a simple value that satisfies the first and not the second, and perhaps the reverse."""
    if not scope.strict:
        return None
    lost: Expr | None = None
    gained: Expr | None = None
    for value in _tried(claim, target, scope, unknown):
        before, now = satisfies(target, scope, unknown, value), satisfies(claim, scope, unknown, value)
        if before is True and isinstance(now, Witness):
            lost = lost or value
        if now is True and isinstance(before, Witness):
            gained = gained or value
    if lost is None:
        return None
    if is_one_factor(claim, target, scope):
        return report.suspect(claim, METHOD, other_factors(report.equation(unknown, lost)))
    witness = Witness(lost=(report.equation(unknown, lost),), gained=(report.equation(unknown, gained),) if gained is not None else ())
    return report.refuted(claim, METHOD, witness, mark=Mark.LOSES if gained is None else Mark.REFUTED)


def values(claim: Claim, scope: Scope, unknown: str, target: Claim) -> Check | None:
    """Values that a working gives as the solutions of an equation in angles, which they satisfy: are there others between the bounds?"""
    given = [value for _, value in scope.cases(claim)]
    if not scope.strict or not _bounds(scope, unknown) or not all(_is_angle(value) for value in given):
        return None
    for value in _tried(claim, target, scope, unknown):
        known = any(same(settled(value, {}).value, settled(g, {}).value) for g in given)
        if not known and satisfies(target, scope, unknown, value) is True:
            return report.refuted(claim, METHOD, Witness(lost=(report.equation(unknown, value),)), mark=Mark.LOSES)
    distinct = not any(same(a, b) for a, b in itertools.combinations((settled(g, {}).value for g in given), 2))
    within = all(inequalities.holds(c, scope, {unknown: g}) for c in _bounds(scope, unknown) for g in given)
    if distinct and within and _number_of_solutions(target, scope, unknown) == len(given):
        return report.proved(claim, METHOD, note="These are all solutions between the bounds.")
    return None


def _tried(claim: Claim, target: Claim, scope: Scope, unknown: str) -> Iterator[Expr]:
    """Simple values that the problem allows."""
    in_angles = any(turns(e, unknown) for c in (claim, target) for sides in scope.cases(c) for e in sides)
    bounds = _bounds(scope, unknown)
    if in_angles and not all(_is_angle(side) for c in bounds for side in (c.left, c.right)):
        return
    for value in _IN_A_TURN if in_angles else _SIMPLE:
        if all(inequalities.holds(c, scope, {unknown: value}) for c in bounds):
            yield value


def other_factors(*lost: str) -> str:
    """What to mind where one factor is set to zero."""
    return f"This is one of the factors: the others give {', '.join(f'${equation}$' for equation in lost)}, too."


def _is_angle(expr: Expr) -> bool:
    """Whether a value tells by itself that it is in radians or in degrees; 360 may be either."""
    return not shape.is_constant(expr) or expr == Number(Fraction(0)) or shape.has_pi(expr) or shape.uses(expr, "degree")


def is_one_factor(claim: Claim, target: Claim, scope: Scope) -> bool:
    """Whether an equation sets one factor to zero of a product that is zero: the others may be looked at in lines of their own."""
    cases = [(normal(left), right) for c in (claim, target) for left, right in scope.cases(c)]
    if len(cases) != 2 or any(right != Number(Fraction(0)) for _, right in cases):
        return False
    (one, _), (whole, _) = cases
    return one != whole and one in factors(whole)


def _bounds(scope: Scope, unknown: str) -> list[Claim]:
    """What the problem says about the size of an unknown."""
    orders = [c for c in (*scope.context.problem, *scope.context.assumed) if c.relation in ORDERS]
    return [c for c in orders if {c.left, c.right} >= {Symbol(unknown)} and free_symbols(c.left) | free_symbols(c.right) == {unknown}]


def _number_of_solutions(target: Claim, scope: Scope, unknown: str) -> int | None:
    """How many solutions an equation has between two bounds; None where SymPy does not find them."""
    cases = scope.cases(target)
    sizes = [shape.size(e) for sides in cases for e in sides]
    if len(cases) != 1 or sum(sizes) > LARGEST:
        return None
    x = symbol(unknown)
    try:
        between = sympy.S.Reals
        for bound in _bounds(scope, unknown):
            between = between.intersect(_half_line(bound, unknown))
        found = sympy.solveset(to_sympy(cases[0][0]) - to_sympy(cases[0][1]), x, between) if between.is_Interval else None
    except (Unsupported, Undefined, *equality.SYMPY_FAULTS):
        return None
    return len(found) if isinstance(found, sympy.FiniteSet) and between.measure.is_finite else None


def _half_line(bound: Claim, unknown: str) -> sympy.Set:
    """The numbers on the right side of one bound."""
    turned = bound.right == Symbol(unknown)
    value = to_sympy(bound.left if turned else bound.right)
    below = (bound.relation in (Relation.LESS, Relation.LESS_EQUAL)) != turned
    is_open = bound.relation in (Relation.LESS, Relation.GREATER)
    return sympy.Interval(-sympy.oo, value, right_open=is_open) if below else sympy.Interval(value, sympy.oo, left_open=is_open)
