"""Steps between equations in one unknown that are no quotients of polynomials: roots, logarithms, exponentials, angles, absolute values.

In order: is the new equation a multiple of the old one, or a function of both its sides; does the value put back satisfy it; has SymPy a
finite set of real solutions for both. What none of these settles is UNDECIDED.
"""

from __future__ import annotations

import sympy

from ardoise.core.expression import Expr, Symbol, apply, integer
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import equality, report, shape
from ardoise.verify.checks.convert import from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import PLAIN, Reading, same, settled
from ardoise.verify.checks.scope import Scope

METHOD = "equation step"
LARGEST_SOLVED = 40
"""Nodes of an equation that SymPy is asked to solve."""
MOST_SOLUTIONS = 8


def step(claim: Claim, scope: Scope, unknown: str, earlier: list[Claim]) -> Check | None:
    left, right = scope.plain(claim.left), scope.plain(claim.right)
    if shape.lone_symbol(left) == unknown and shape.is_constant(right):
        return _value(claim, scope, unknown, right, earlier)
    nearest = earlier[0]
    old_left, old_right = scope.plain(nearest.left), scope.plain(nearest.right)
    if proportional(left, right, old_left, old_right):
        return report.proved(claim, METHOD, note="Same solutions as the line before.")
    if _powers(left, right, old_left, old_right):
        return report.proved(
            claim, METHOD, mark=Mark.WEAKER, note="Both sides were raised to a power: check the solutions in the line before."
        )
    found = _by_solving(claim, scope, unknown, nearest)
    if found is not None:
        return found
    return report.unsure(claim, METHOD)


def proportional(left: Expr, right: Expr, old_left: Expr, old_right: Expr) -> bool:
    """Whether left - right is a nonzero constant times old_left - old_right, or both sides changed in the same way."""
    try:
        new = to_sympy(left) - to_sympy(right)
        old = to_sympy(old_left) - to_sympy(old_right)
        if new == 0 or old == 0:
            return False
        ratio = (
            sympy.simplify(sympy.cancel(sympy.together(new / old))) if _small(left, right, old_left, old_right) else sympy.cancel(new / old)
        )
    except (Unsupported, Undefined):
        return False
    except equality.SYMPY_FAULTS:
        return False
    return bool(ratio.is_number and ratio.is_finite and ratio.is_nonzero)


def _small(*exprs: Expr) -> bool:
    return sum(shape.size(e) for e in exprs) <= 2 * LARGEST_SOLVED


def _powers(left: Expr, right: Expr, old_left: Expr, old_right: Expr) -> bool:
    """Whether both sides are the same power of the old ones."""
    for n in (2, 3):
        power = [apply("power", e, integer(n)) for e in (old_left, old_right)]
        if equality.proves_zero(left, power[0]) and equality.proves_zero(right, power[1]):
            return True
    return False


def _value(claim: Claim, scope: Scope, unknown: str, right: Expr, earlier: list[Claim]) -> Check | None:
    """x = number: put into each earlier equation, nearest first; every sign of a plus-minus must satisfy it."""
    first_failure: Check | None = None
    for target in earlier:
        if shape.lone_symbol(scope.plain(target.left)) == unknown and shape.is_constant(scope.plain(target.right)):
            continue
        outcomes = [satisfies(target, scope, unknown, value) for value in shape.signs(right)]
        if all(o is True for o in outcomes):
            if scope.strict:
                solved = _by_solving(claim, scope, unknown, target)
                if solved is not None:
                    return solved
                return report.unsure(
                    claim, METHOD, f"It satisfies ${report.statement(target)}$; whether others do too was not decided.", mark=Mark.SUPPORTED
                )
            return report.proved(claim, METHOD, note=f"Satisfies ${report.statement(target)}$.")
        failures = [o for o in outcomes if isinstance(o, Witness)]
        if failures and first_failure is None:
            note = f"Put into ${report.statement(target)}$:"
            first_failure = report.refuted(claim, METHOD, failures[0], evidence=Evidence.NUMERIC, note=note)
        if not failures:
            return report.unsure(claim, METHOD)
    if first_failure is None:
        return None
    if scope.strict or (claim.cue.strip() and not scope.supposing and len(earlier) == 1):
        return first_failure
    return report.unsure(claim, METHOD)


def satisfies(target: Claim, scope: Scope, unknown: str, value: Expr) -> bool | Witness | None:
    """True where it is proved, a witness where the sides clearly differ for every reading, else None."""
    left, right = (shape.substitute(scope.plain(e), {unknown: value}) for e in (target.left, target.right))
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
        if same(a.value, b.value):
            return True if (a.exact and b.exact) or equality.proves_zero(first, second) else None
        at = ((report.symbol(unknown), report.latex(value)),)
        failure = failure or Witness(values=at, left=report.number(a.value), right=report.number(b.value))
    return failure


def _by_solving(claim: Claim, scope: Scope, unknown: str, target: Claim) -> Check | None:
    """Compare the finite sets of real solutions that SymPy finds; None where it finds none such."""
    exprs = [scope.plain(e) for e in (claim.left, claim.right, target.left, target.right)]
    if any(shape.size(e) > LARGEST_SOLVED or shape.decimals_in(e) for e in exprs):
        return None
    try:
        new = _solve(exprs[0], exprs[1], unknown)
        old = _solve(exprs[2], exprs[3], unknown)
    except (Unsupported, Undefined):
        return None
    except equality.SYMPY_FAULTS:
        return None
    if new is None or old is None:
        return None
    lost = [v for v in old if not any(equality.is_zero(v - w) for w in new)]
    gained = [v for v in new if not any(equality.is_zero(v - w) for w in old)]
    try:
        names = [tuple(report.latex(apply("equal", Symbol(unknown), from_sympy(v))) for v in vs) for vs in (lost, gained)]
    except Unsupported:
        return None
    if not lost and not gained:
        return report.proved(claim, METHOD, note="Same real solutions as the line before.")
    if not lost:
        return report.proved(claim, METHOD, mark=Mark.GAINS, note=f"It has more solutions: ${', '.join(names[1])}$. Check each candidate.")
    if not scope.strict:
        return None
    mark = Mark.REFUTED if gained else Mark.LOSES
    return report.refuted(claim, METHOD, Witness(lost=names[0], gained=names[1]), evidence=Evidence.SYMBOLIC, mark=mark)


def _solve(left: Expr, right: Expr, unknown: str) -> list[sympy.Expr] | None:
    values: list[sympy.Expr] = []
    for value in shape.signs(right):
        x = symbol(unknown)
        if left == Symbol(unknown) and shape.is_constant(value):
            values.append(to_sympy(value))
            continue
        found = sympy.solveset(to_sympy(left) - to_sympy(value), x, sympy.S.Reals)
        if found is sympy.S.EmptySet:
            continue
        if not isinstance(found, sympy.FiniteSet) or len(found) > MOST_SOLUTIONS:
            return None
        values += list(found)
    return values
