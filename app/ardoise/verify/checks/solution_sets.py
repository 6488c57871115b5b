"""A learner says in words how many solutions there are: none, all numbers, infinitely many. Decided by the equations before.

Where some equation further up has no solution the line is right, whatever candidates were found since. Inequalities are left to the check
that compares the truth of two lines.
"""

from __future__ import annotations

from typing import Final

from ardoise.core.expression import Expr, Number, Symbol, apply, integer
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.notation.conclusions import INFINITELY_MANY
from ardoise.verify.checks import equations, report, shape, systems, transcendental
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.conditions import EMPTY, ORDERS, REALS
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import evaluate, same
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.solutions import Solutions

METHOD = "number of solutions"
_ENDLESS: Final = Symbol(INFINITELY_MANY)


def applies(claim: Claim, scope: Scope) -> bool:
    return scope.strict and claim.relation is Relation.STATES and claim.left in (EMPTY, REALS, _ENDLESS)


def run(claim: Claim, scope: Scope) -> Check | None:
    if any(c.relation in ORDERS for c in scope.everything):
        return None
    equations_before = [c for c in scope.earlier_equations if c not in scope.chain]
    if not equations_before:
        return None
    nearest = equations_before[0]
    unknown = equations.unknown_of(nearest, scope)
    if unknown is None:
        return _of_system(claim, scope)
    known = [c for c in equations_before if equations.unknown_of(c, scope) == unknown]
    found = [(c, s) for c in known if (s := _solutions(c, scope, unknown)) is not None]
    if claim.left == EMPTY:
        return _none(claim, scope, unknown, found)
    if not found or found[0][0] != nearest:
        return None
    before = found[0][1]
    if not isinstance(before, Solutions):
        return None
    if before.everything:
        excluded = before.poles and sets.named(before.poles)
        mark, note = (Mark.DOMAIN, "But not where a denominator is zero.") if excluded else (Mark.PROVED, "It holds for every value.")
        return report.proved(claim, METHOD, mark=mark, note=note)
    return _not_all(claim, scope, nearest, unknown)


def _solutions(claim: Claim, scope: Scope, unknown: str) -> Solutions | list[Expr] | None:
    """Of an earlier equation: the set, or the real values that SymPy finds, or None where neither is known."""
    try:
        return sets.union([sets.solutions(left, right, unknown) for left, right in scope.cases(claim)])
    except Unsupported:
        return transcendental.real_solutions(claim, scope, unknown)


def _none(claim: Claim, scope: Scope, unknown: str, found: list[tuple[Claim, Solutions | list[Expr]]]) -> Check | None:
    for earlier, solutions in found:
        if _is_empty(solutions, scope):
            return report.proved(claim, METHOD, note=f"${report.statement(earlier)}$ has no {_kind(scope)}solution.")
    if not found:
        return None
    earlier, solutions = found[0]
    if isinstance(solutions, Solutions) and solutions.everything:
        return report.refuted(claim, METHOD, Witness(fact=report.statement(earlier)), note="It holds for every value:")
    names = sets.named(solutions.roots, complex_numbers=scope.complex_numbers) if isinstance(solutions, Solutions) else solutions
    shown = tuple(report.latex(e) for e in sets.shown(unknown, names))
    return report.refuted(claim, METHOD, Witness(lost=shown), evidence=Evidence.SYMBOLIC) if shown else None


def _is_empty(solutions: Solutions | list[Expr], scope: Scope) -> bool:
    if isinstance(solutions, list):
        return not solutions
    return solutions.none or (not solutions.everything and not scope.complex_numbers and sets.count_real(solutions.roots) == 0)


def _kind(scope: Scope) -> str:
    return "" if scope.complex_numbers else "real "


def _not_all(claim: Claim, scope: Scope, earlier: Claim, unknown: str) -> Check | None:
    """Show a small whole number that does not satisfy the equation."""
    cases = scope.cases(earlier)
    for value in (1, 0, 2, -1, 3) if len(cases) == 1 else ():
        try:
            a, b = (evaluate(shape.substitute(side, {unknown: integer(value)}), {}) for side in cases[0])
        except (Undefined, Unsupported):
            continue
        if not same(a, b):
            at = ((report.symbol(unknown), str(value)),)
            witness = Witness(values=at, left=report.number(a), right=report.number(b))
            return report.refuted(claim, METHOD, witness, note=f"Put into ${report.statement(earlier)}$:")
    return None


def _of_system(claim: Claim, scope: Scope) -> Check | None:
    """Linear equations in several unknowns, all that stand before."""
    forms = []
    for earlier in scope.earlier_equations:
        for left, right in scope.cases(earlier)[:1]:
            forms.append(systems.linear(apply("subtract", left, right)))
    rows = systems.eliminated(forms)
    names = {n for form in forms for n in form if n}
    if rows is None:
        note = "The equations contradict one another."
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note=note) if claim.left == EMPTY else None
    single = len(rows) == len(names)
    if claim.left == EMPTY and single:
        values = [apply("equal", Symbol(n), _value(row, n)) for n, row in sorted(rows.items())]
        return report.refuted(claim, METHOD, Witness(lost=tuple(report.latex(v) for v in values)))
    if claim.left == _ENDLESS and not single:
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note="Fewer independent equations than unknowns.")
    return None


def _value(row: systems.Form, name: str) -> Expr:
    return Number(-row.get("", 0) / row[name])
