"""A learner's line "0 = 1": right where the line before has no solution, which is what it says; wrong where that has one."""

from __future__ import annotations

from ardoise.core.expression import Expr
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Witness
from ardoise.verify.checks import equations, report, shape
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.scope import Scope

METHOD = "contradiction"


def applies(claim: Claim, scope: Scope) -> bool:
    left, right = scope.sides[0]
    numbers = shape.literal(left), shape.literal(right)
    if not scope.strict or claim.relation is not Relation.EQUAL or claim.linked or any(scope.units):
        return False
    return numbers[0] is not None and numbers[1] is not None and numbers[0].value != numbers[1].value


def run(claim: Claim, scope: Scope) -> Check | None:
    for earlier in scope.earlier_equations[:1]:
        unknown = equations.unknown_of(earlier, scope)
        if unknown is None:
            return None
        before = sets.union([sets.solutions(left, right, unknown) for left, right in scope.cases(earlier)])
        if before.none or (sets.count_real(before.roots) == 0 and not before.everything):
            return report.proved(claim, METHOD, note="It cannot hold, and that is right: the line before has no solution.")
        left, right = scope.sides[0]
        shown: tuple[Expr, ...] = () if before.everything else sets.shown(unknown, sets.named(before.roots))
        witness = Witness(left=report.latex(left), right=report.latex(right), lost=tuple(report.latex(e) for e in shown))
        return report.refuted(claim, METHOD, witness, note=f"The line before, ${report.statement(earlier)}$, can hold.")
    return None
