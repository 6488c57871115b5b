"""A line in a case: x - 3 = 5 after |x - 3| = 5 loses nothing where x >= 3 is supposed, since only solutions in the case count."""

from __future__ import annotations

from ardoise.core.expression import Expr
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check
from ardoise.verify.checks import assumed, conditions, report, transcendental
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope

METHOD = "equation step"
_MOST = 4
"""Equations above that a line is compared with."""


def compare(claim: Claim, scope: Scope, unknown: str, earlier: list[Claim]) -> Check | None:
    """Proved where the solutions are those of an equation above as far as they lie in the case; else None."""
    case = assumed.taken_for_granted(scope, unknown, whole=True) or assumed.case_of(scope, unknown)
    new = None if case is None else transcendental.real_solutions(claim, scope, unknown)
    if case is None or new is None:
        return None
    mine = _within(new, case, unknown)
    for target in earlier[:_MOST]:
        old = transcendental.real_solutions(target, scope, unknown)
        if old is not None and mine and mine == _within(old, case, unknown):
            return report.proved(claim, METHOD, note=f"The same solutions as ${report.statement(target)}$ where ${report.latex(case)}$.")
    return None


def _within(values: list[Expr], case: Expr, unknown: str) -> set[Expr]:
    return {v for v in values if conditions.holds(case, {unknown: evaluate(v, {})})}
