"""A value that lies outside the bounds its own line sets: "2.2 < k < 2.9, so the smallest such integer is k = 3".

Only bounds that a number shows to be broken count, and never a value on a bound itself, since the ends of a region are worked out.
Amber: a line may set bounds for one case and name a value of another.
"""

from __future__ import annotations

from collections.abc import Iterator

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check
from ardoise.verify.checks import inequalities, report, shape
from ardoise.verify.checks.conditions import ORDERS
from ardoise.verify.checks.evaluate import same, settled
from ardoise.verify.checks.scope import Scope

METHOD = "bounds"


def applies(claim: Claim, scope: Scope) -> bool:
    return not scope.strict and claim.relation is Relation.EQUAL and not scope.supposing and scope.gives_values(claim)


def run(claim: Claim, scope: Scope) -> Check | None:
    """Asks to look where every value of the claim breaks a bound; None otherwise."""
    names = scope.names(claim)
    if len(names) != 1:
        return None
    name = next(iter(names))
    values = [value for _, value in scope.cases(claim)]
    for bound in _bounds(claim, scope, name):
        if all(_breaks(bound, scope, {name: value}) for value in values):
            return report.suspect(claim, METHOD, f"This is outside ${report.statement(bound)}$.")
    return None


def _bounds(claim: Claim, scope: Scope, name: str) -> Iterator[Claim]:
    """The inequalities in this letter alone that stand before the claim on its line, nearest first."""
    before = scope.line[: scope.line.index(claim)] if claim in scope.line else ()
    for bound in reversed(before):
        letters = free_symbols(bound.left) | free_symbols(bound.right)
        if bound.relation in ORDERS and bound.role is not Role.DENIED and letters == {name}:
            yield bound


def _breaks(bound: Claim, scope: Scope, point: dict[str, Expr]) -> bool:
    left, right = (settled(shape.substitute(scope.plain(e), point), {}).value for e in (bound.left, bound.right))
    return not same(left, right) and not inequalities.holds(bound, scope, point)
