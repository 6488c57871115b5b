"""The solutions of a line beside those of an earlier equation: the same, some lost, some gained, or none in common; `equations.py` says
which lines are compared.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol, apply, integer
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import polynomial, report, shape
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.polynomial import Polynomial, degree
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.solutions import Solutions

METHOD: Final = "equation step"


@dataclass(frozen=True)
class Known:
    """An earlier equation, or a line of several ("x = 2 or x = 3"), with its solutions."""

    claims: tuple[Claim, ...]
    solutions: Solutions


def number_of(p: Polynomial, scope: Scope) -> int:
    """Of its roots: the real ones, where nothing says that others count."""
    return max(0, degree(p)) if scope.complex_numbers else sets.count_real(p)


def compare(claim: Claim, scope: Scope, unknown: str, before: Known, mine: Solutions, whole: Solutions, *, last: bool) -> Check:
    """The line's solutions beside those of an earlier equation."""
    old = before.solutions
    if old.everything:
        return _after_identity(claim, scope, unknown, before, mine)
    found = sets.difference(old, whole)
    lost, gained = number_of(found.lost, scope), number_of(found.gained, scope)
    wrong_here = number_of(sets.difference(old, mine).gained, scope)
    if not lost and not gained:
        return equal_sets(claim, unknown, old, whole, scope)
    cancelled = gained and degree(polynomial.without_roots_of(found.gained, old.poles)) < 1 and not scope.gives_values(claim)
    if wrong_here and not (cancelled and not lost) and (lost or whole is not mine or old.none or scope.gives_values(claim)):
        return not_a_solution(claim, scope, unknown, before, mine)
    if lost and not whole.none and (last or not gained):
        if not last:
            return report.proved(claim, METHOD)
        if _may_be_positive(claim, scope, unknown, found.lost):
            shown = ", ".join(f"${report.latex(e)}$" for e in statements(unknown, found.lost, scope))
            note = f"Right if ${report.symbol(unknown)}$ is positive, as a length is; {shown} solves the line before, too."
            return report.proved(claim, METHOD, mark=Mark.DOMAIN, note=note)
        names = tuple(report.latex(e) for e in statements(unknown, found.lost, scope))
        if not names:
            return report.unsure(claim, METHOD, "Some solutions of the line before are missing here.", mark=Mark.LOSES)
        return report.refuted(claim, METHOD, Witness(lost=names), evidence=Evidence.SYMBOLIC, mark=Mark.LOSES)
    if lost:
        names = tuple(report.latex(e) for e in statements(unknown, found.lost, scope))
        note = "This has no solution, but the line before has."
        if not names:
            return report.unsure(claim, METHOD, note)
        return report.refuted(claim, METHOD, Witness(lost=names), evidence=Evidence.SYMBOLIC, mark=Mark.LOSES, note=note)
    names = tuple(report.latex(e) for e in statements(unknown, found.gained, scope))
    note = "It follows, but it has more solutions than the line before: check each candidate."
    check = report.proved(claim, METHOD, mark=Mark.GAINS, note=note)
    return dataclasses.replace(check, witness=Witness(gained=names)) if names else check


def _may_be_positive(claim: Claim, scope: Scope, unknown: str, lost: Polynomial) -> bool:
    """Whether only negative values are lost of a quantity whose square was calculated (c^2 = 6^2 + 8^2), and not asked to be solved for."""
    asked = any(unknown in scope.names(c) for c in scope.context.problem)
    square = apply("power", Symbol(unknown), integer(2))
    calculated = any(c.left == square and shape.is_constant(c.right) and shape.literal(c.right) is None for c in scope.earlier_equations)
    if asked or not calculated or not scope.gives_values(claim):
        return False
    values = [evaluate(v, {}) for v in sets.named(lost)]
    return bool(values) and all(v < 0 for v in values)


def statements(unknown: str, p: Polynomial, scope: Scope) -> tuple[Expr, ...]:
    """ "x = 2" for each root; empty where they cannot be named."""
    try:
        return sets.shown(unknown, sets.named(p, complex_numbers=scope.complex_numbers))
    except Unsupported:
        return ()


def equal_sets(claim: Claim, unknown: str, old: Solutions, new: Solutions, scope: Scope) -> Check:
    """Where no solution is lost or gained: proved, and what else has changed (a condition, how often one counts, "and" for "or")."""
    values = scope.gives_values(claim)
    if scope.strict and isinstance(claim.right, Apply) and claim.right.function == "and":
        note = "These are all solutions; one symbol cannot have two values at once, so write 'or'."
        return report.proved(claim, METHOD, mark=Mark.AND_OR, note=note)
    if old.poles != new.poles and degree(old.poles) > degree(new.poles) and not values:
        excluded = sets.difference(Solutions(old.poles), Solutions(new.poles)).lost
        try:
            names = [f"${report.symbol(unknown)} \\ne {report.latex(v)}$" for v in sets.named(excluded)]
        except Unsupported:
            names = []
        if names:
            return report.proved(claim, METHOD, mark=Mark.DOMAIN, note=f"Same solutions; the condition {', '.join(names)} must be kept.")
    repeated = degree(old.whole) > degree(old.roots) or degree(new.whole) > degree(new.roots)
    if repeated and not values and degree(old.whole) != degree(new.whole) and old.poles == new.poles:
        return report.proved(claim, METHOD, mark=Mark.MULTIPLICITY, note="Same solutions; a repeated one is counted differently.")
    return report.proved(claim, METHOD, note="Same solutions as the line before.")


def _after_identity(claim: Claim, scope: Scope, unknown: str, before: Known, mine: Solutions) -> Check:
    """Values after an equation that every number solves: all the others are lost."""
    if scope.gives_values(claim) and not mine.everything:
        other = next(
            k for k in range(1, 50) if polynomial.at(mine.roots, Fraction(k)) and polynomial.at(before.solutions.poles, Fraction(k))
        )
        note = f"The line before, ${report.statement(before.claims[0])}$, holds for every value."
        lost = (report.equation(unknown, integer(other)),)
        return report.refuted(claim, METHOD, Witness(lost=lost), evidence=Evidence.SYMBOLIC, mark=Mark.LOSES, note=note)
    return report.unsure(claim, METHOD, f"The line before, ${report.statement(before.claims[0])}$, holds for every value.")


def not_a_solution(claim: Claim, scope: Scope, unknown: str, before: Known, mine: Solutions) -> Check:
    """The claim's own solution does not satisfy the earlier equation: show both sides there."""
    wrong = sets.difference(before.solutions, mine).gained
    target = before.claims[0]
    try:
        values = sets.named(wrong, complex_numbers=scope.complex_numbers)
    except Unsupported:
        values = []
    cases = scope.cases(target)
    for value in values if len(cases) == 1 else []:
        sides = []
        for side in cases[0]:
            try:
                sides.append(report.number(evaluate(shape.substitute(side, {unknown: value}), {})))
            except (Undefined, Unsupported):
                break
        if len(sides) == 2:
            at = ((report.symbol(unknown), report.latex(value)),)
            note = f"Put into ${report.statement(target)}$:"
            return report.refuted(claim, METHOD, Witness(values=at, left=sides[0], right=sides[1]), note=note)
    names = tuple(report.latex(e) for e in statements(unknown, wrong, scope))
    if names:
        return report.refuted(claim, METHOD, Witness(gained=names), evidence=Evidence.SYMBOLIC)
    note = "Its solutions are not those of the line before."
    return report.unsure(claim, METHOD, note) if scope.strict else report.suspect(claim, METHOD, note)
