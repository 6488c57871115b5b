"""Steps between equations in one unknown that are no quotients of polynomials: roots, logarithms, exponentials, angles, absolute values.

In order: is the new equation a multiple of the old one, or a function of both its sides; does the value put back satisfy it; has SymPy a
finite set of real solutions for both. What none of these settles is UNDECIDED.
"""

from __future__ import annotations

import sympy

from ardoise.core.expression import Expr, Symbol, apply, integer
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import equality, factorials, report, sampling, shape, trials
from ardoise.verify.checks.convert import from_sympy, symbol, to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.scope import Scope, Sides

METHOD = "equation step"
LARGEST_SOLVED = 40
"""Nodes of an equation that SymPy is asked to solve."""
LARGEST_DEGREE = 12
"""Of the unknown in such an equation: SymPy would look for each of the roots in turn."""
MOST_SOLUTIONS = 8


def step(claim: Claim, scope: Scope, unknown: str, earlier: list[Claim]) -> Check | None:
    if scope.gives_values(claim):
        return _values(claim, scope, unknown, earlier)
    left, right = scope.plain(claim.left), scope.plain(claim.right)
    nearest = earlier[0]
    old_left, old_right = scope.plain(nearest.left), scope.plain(nearest.right)
    if proportional(left, right, old_left, old_right):
        return report.proved(claim, METHOD, note="Same solutions as the line before.")
    if _powers(left, right, old_left, old_right):
        return report.proved(
            claim, METHOD, mark=Mark.WEAKER, note="Both sides were raised to a power: check the solutions in the line before."
        )
    return _by_solving(claim, scope, unknown, nearest) or trials.step(claim, scope, unknown, nearest) or report.unsure(claim, METHOD)


def proportional(left: Expr, right: Expr, old_left: Expr, old_right: Expr) -> bool:
    """Whether left - right is a nonzero constant times old_left - old_right."""
    try:
        factor = sampling.multiple(apply("subtract", left, right), apply("subtract", old_left, old_right))
        new = to_sympy(left) - to_sympy(right)
        old = to_sympy(old_left) - to_sympy(old_right)
        if new == 0 or old == 0 or factor == 0:
            return False
        if factor is not None:
            return equality.is_zero(new - sympy.Rational(factor.numerator, factor.denominator) * old)
        small = _small(left, right, old_left, old_right)
        ratio = sympy.cancel(sympy.together(new / old) if small else new / old)
        if small and not ratio.is_number and not factorials.stand_in(ratio):
            ratio = sympy.simplify(ratio, doit=False)
    except (sampling.NoMultiple, Unsupported, Undefined):
        return False
    except equality.SYMPY_FAULTS:
        return False
    return bool(ratio.is_number and ratio.is_finite and ratio.is_nonzero)


def _small(*exprs: Expr) -> bool:
    return sum(shape.size(e) for e in exprs) <= 2 * LARGEST_SOLVED


def _powers(left: Expr, right: Expr, old_left: Expr, old_right: Expr) -> bool:
    """Whether both sides are the same power of the old ones."""
    for n in (2, 3):
        pairs = [(side, apply("power", old, integer(n))) for side, old in ((left, old_left), (right, old_right))]
        if not any(sampling.surely_differ(*pair) for pair in pairs) and all(equality.proves_zero(*pair) for pair in pairs):
            return True
    return False


def _values(claim: Claim, scope: Scope, unknown: str, earlier: list[Claim]) -> Check | None:
    """x = number, or several: put into each earlier equation, nearest first; every one must satisfy it."""
    first_failure: Check | None = None
    for target in earlier:
        if scope.gives_values(target):
            continue
        outcomes = [trials.satisfies(target, scope, unknown, value) for _, value in scope.cases(claim)]
        note = f"${report.statement(target)}$"
        if all(o is True for o in outcomes):
            if not scope.strict:
                return report.proved(claim, METHOD, note=f"Satisfies {note}.")
            solved = _by_solving(claim, scope, unknown, target) or trials.values(claim, scope, unknown, target)
            others = f"It satisfies {note}; whether other values do too was not decided."
            return solved or report.unsure(claim, METHOD, others, mark=Mark.SUPPORTED)
        failures = [o for o in outcomes if isinstance(o, Witness)]
        if not failures:
            return report.unsure(claim, METHOD)
        first_failure = first_failure or report.refuted(claim, METHOD, failures[0], evidence=Evidence.NUMERIC, note=f"Put into {note}:")
    if first_failure is None:
        return None
    if scope.strict or (claim.cue.strip() and not scope.supposing and len(earlier) == 1):
        return first_failure
    return report.unsure(claim, METHOD)


def _by_solving(claim: Claim, scope: Scope, unknown: str, target: Claim) -> Check | None:
    """Compare the finite sets of real solutions that SymPy finds; None where it finds none such."""
    sides_of_both = [e for c in (claim, target) for sides in scope.cases(c) for e in sides]
    if any(trials.turns(e, unknown) or shape.has_imaginary_unit(e) for e in sides_of_both):
        return None
    if any(shape.size(e) > LARGEST_SOLVED or shape.decimals_in(e) for e in sides_of_both):
        return None
    try:
        old = _solve(scope.cases(target), unknown)
        new = None if old is None else _solve(scope.cases(claim), unknown)
    except (Unsupported, Undefined):
        return None
    except equality.SYMPY_FAULTS:
        return None
    if new is None or old is None:
        return None
    lost = [v for v in old if not any(_same_number(v, w) for w in new)]
    gained = [v for v in new if not any(_same_number(v, w) for w in old)]
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


def _same_number(a: sympy.Expr, b: sympy.Expr) -> bool:
    """Whether two solutions are proved to be one; those that are far apart need no proof."""
    gap = sympy.N(a - b, 15)
    return not (gap.is_Float and abs(gap) > 1e-6) and equality.is_zero(a - b)


def real_solutions(claim: Claim, scope: Scope, unknown: str) -> list[Expr] | None:
    """The real solutions of an equation where SymPy finds that they are finitely many; None where it does not, or takes long."""
    sides = [e for pair in scope.cases(claim) for e in pair]
    if any(trials.turns(e, unknown) or shape.size(e) > LARGEST_SOLVED or shape.decimals_in(e) for e in sides):
        return None
    try:
        found = _solve(scope.cases(claim), unknown)
        return None if found is None else [from_sympy(v) for v in found]
    except (Unsupported, Undefined):
        return None
    except equality.SYMPY_FAULTS:
        return None


def _solve(cases: tuple[Sides, ...], unknown: str) -> list[sympy.Expr] | None:
    """The real solutions of any of these equations, where they are finitely many and SymPy finds them."""
    values: list[sympy.Expr] = []
    for left, right in cases:
        if left == Symbol(unknown) and shape.is_constant(right):
            values.append(to_sympy(right))
            continue
        difference, x = to_sympy(left) - to_sympy(right), symbol(unknown)
        if any(p.exp.is_Integer and abs(p.exp) > LARGEST_DEGREE and p.has(x) for p in difference.atoms(sympy.Pow)):
            return None
        found = sympy.solveset(difference, x, sympy.S.Reals)
        if found is sympy.S.EmptySet:
            continue
        if not isinstance(found, sympy.FiniteSet) or len(found) > MOST_SOLUTIONS:
            return None
        values += list(found)
    return values
