"""Steps between equations in one unknown that are no quotients of polynomials: roots, logarithms, exponentials, angles, absolute values.

In order: is the new equation a multiple of the old one, or a function of both its sides; does the value put back satisfy it; has SymPy a
finite set of real solutions for both. What none of these settles is UNDECIDED.
"""

from __future__ import annotations

import sympy

from ardoise.core.expression import Expr, Symbol, apply, integer
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import candidates, equality, factorials, report, rounded_values, sampling, shape, trials
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
    has_decimals = any(shape.decimals_in(value) for _, value in scope.cases(claim))
    for target in earlier:
        if scope.gives_values(target):
            continue
        if has_decimals:
            return _decimals(claim, scope, unknown, target)
        outcomes = [trials.satisfies(target, scope, unknown, value) for _, value in scope.cases(claim)]
        note = f"${report.statement(target)}$"
        if all(o is True for o in outcomes):
            if not scope.strict:
                return report.proved(claim, METHOD, note=f"Satisfies {note}.")
            solved = _by_solving(claim, scope, unknown, target) or trials.values(claim, scope, unknown, target)
            others = f"It satisfies {note}; whether other values do too was not decided."
            return solved or report.unsure(claim, METHOD, others, mark=Mark.SUPPORTED)
        failures = [o for o in outcomes if isinstance(o, Witness)]
        if not failures and _only_complex(claim, scope, unknown, target):
            note = f"Among the complex numbers it satisfies ${report.statement(target)}$; no real number does."
            return report.proved(claim, METHOD, mark=Mark.DOMAIN, note=note)
        if not failures:
            return (scope.strict and _by_solving(claim, scope, unknown, target)) or report.unsure(claim, METHOD)
        first_failure = first_failure or report.refuted(claim, METHOD, failures[0], evidence=Evidence.NUMERIC, note=f"Put into {note}:")
    if first_failure is None:
        return None
    if scope.strict or (claim.cue.strip() and not scope.supposing and len(earlier) == 1):
        return first_failure
    return report.unsure(claim, METHOD)


def _only_complex(claim: Claim, scope: Scope, unknown: str, target: Claim) -> bool:
    """Whether every value of the claim satisfies a polynomial equation, if only with roots of negative numbers."""
    cases = scope.cases(target)
    values = [value for _, value in scope.cases(claim)]
    if len(cases) != 1 or not all(shape.uses(v, "sqrt", "root", "power") and candidates.fails(v, v, unknown, v) for v in values):
        return False
    return all(trials.satisfied(cases[0], unknown, value, complex_numbers=True) is True for value in values)


def _decimals(claim: Claim, scope: Scope, unknown: str, target: Claim) -> Check:
    """Decimals beside the solutions of an equation where those are known."""
    roots = real_solutions(target, scope, unknown)
    if not roots:
        return report.unsure(claim, METHOD)
    check = rounded_values.among(claim, scope, unknown, roots)
    if check is not None or not scope.strict:
        return check or report.unsure(claim, METHOD)
    gained = tuple(report.equation(unknown, value) for _, value in scope.cases(claim))
    solutions = ", ".join(f"${report.equation(unknown, r)}$" for r in roots)
    return report.refuted(claim, METHOD, Witness(gained=gained), evidence=Evidence.NUMERIC, note=f"The solutions are {solutions}.")


def fails(target: Claim, scope: Scope, unknown: str, value: Expr) -> bool:
    """Whether a value is no solution of an earlier equation: the sides clearly differ there, or one has no value."""
    cases = scope.cases(target)
    if len(cases) == 1 and not scope.complex_numbers and candidates.fails(*cases[0], unknown, value):
        return True
    return isinstance(trials.satisfies(target, scope, unknown, value), Witness)


def _by_solving(claim: Claim, scope: Scope, unknown: str, target: Claim) -> Check | None:
    """Compare the finite sets of solutions; None where one of them is not known."""
    old = _solve(scope.cases(target), unknown, complex_numbers=scope.complex_numbers)
    new = None if old is None else _solve(scope.cases(claim), unknown, complex_numbers=scope.complex_numbers)
    if new is None or old is None:
        return None
    lost = [v for v in old if not any(_same_number(v, w) for w in new)]
    gained = [v for v in new if not any(_same_number(v, w) for w in old)]
    names = [tuple(report.equation(unknown, v) for v in vs) for vs in (lost, gained)]
    if not lost and not gained:
        return report.proved(claim, METHOD, note="Same solutions as the line before.")
    if gained and scope.gives_values(claim):
        note = f"It does not satisfy ${report.statement(target)}$."
        witness = Witness(lost=names[0], gained=names[1])
        return report.refuted(claim, METHOD, witness, evidence=Evidence.SYMBOLIC, note=note) if scope.strict else None
    if not lost:
        return report.proved(claim, METHOD, mark=Mark.GAINS, note=f"It has more solutions: ${', '.join(names[1])}$. Check each candidate.")
    if not scope.strict:
        return None
    mark = Mark.REFUTED if gained else Mark.LOSES
    return report.refuted(claim, METHOD, Witness(lost=names[0], gained=names[1]), evidence=Evidence.SYMBOLIC, mark=mark)


def _same_number(a: Expr, b: Expr) -> bool:
    """Whether two solutions are proved to be one; those that are far apart need no proof."""
    return a == b or (not sampling.surely_differ(a, b) and equality.proves_zero(a, b))


def real_solutions(claim: Claim, scope: Scope, unknown: str) -> list[Expr] | None:
    """The solutions of an equation where they are finitely many and known."""
    return _solve(scope.cases(claim), unknown, complex_numbers=scope.complex_numbers)


def _solve(cases: tuple[Sides, ...], unknown: str, *, complex_numbers: bool) -> list[Expr] | None:
    """The solutions of any of these equations, real ones unless there are complex numbers; None where they are not known."""
    values: list[Expr] = []
    for left, right in cases:
        if left == Symbol(unknown) and shape.is_constant(right):
            found: list[Expr] | None = [right]
        elif any(trials.turns(e, unknown) or shape.size(e) > LARGEST_SOLVED or shape.decimals_in(e) for e in (left, right)):
            return None
        else:
            found = None if complex_numbers else _put_back(left, right, unknown)
            found = _by_sympy(left, right, unknown, complex_numbers=complex_numbers) if found is None else found
        if found is None:
            return None
        values += [v for v in found if not any(_same_number(v, w) for w in values)]
    return values


def _put_back(left: Expr, right: Expr, unknown: str) -> list[Expr] | None:
    """The candidates that satisfy the equation; None where they are not known, or it is not known of one of them."""
    try:
        found = candidates.candidates(left, right, unknown)
    except (Unsupported, Undefined):
        return None
    except equality.SYMPY_FAULTS:
        return None
    values = []
    for value in found:
        outcome = False if candidates.fails(left, right, unknown, value) else trials.satisfied((left, right), unknown, value)
        if outcome is None:
            return None
        values += [value] if outcome is True else []
    return values


def _by_sympy(left: Expr, right: Expr, unknown: str, *, complex_numbers: bool) -> list[Expr] | None:
    domain = sympy.S.Complexes if complex_numbers else sympy.S.Reals
    try:
        difference, x = to_sympy(left) - to_sympy(right), symbol(unknown)
        if complex_numbers and not difference.is_polynomial(x):
            return None
        if any(p.exp.is_Integer and abs(p.exp) > LARGEST_DEGREE and p.has(x) for p in difference.atoms(sympy.Pow)):
            return None
        found = sympy.solveset(difference, x, domain)
        if found is sympy.S.EmptySet:
            return []
        if not isinstance(found, sympy.FiniteSet) or len(found) > MOST_SOLUTIONS:
            return None
        return [from_sympy(v) for v in found]
    except (Unsupported, Undefined):
        return None
    except equality.SYMPY_FAULTS:
        return None
