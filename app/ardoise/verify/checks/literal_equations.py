"""Equations in several symbols ("A = pi r^2", so "r = sqrt(A / pi)"): a multiple of an earlier equation, or one solved for a symbol."""

from __future__ import annotations

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark
from ardoise.verify.checks import equality, identities, report, shape, transcendental
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.scope import Scope

METHOD = "rearranged equation"
MOST_COMPARED = 6


def applies(claim: Claim, scope: Scope) -> bool:
    left, right = scope.sides[0]
    return (
        claim.relation is Relation.EQUAL
        and len(free_symbols(left) | free_symbols(right)) > 1
        and not (shape.called(left) or shape.called(right))
    )


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    names = free_symbols(left) | free_symbols(right)
    compared = 0
    failed: Check | None = None
    for earlier in scope.earlier_equations:
        old_left, old_right = scope.plain(earlier.left), scope.plain(earlier.right)
        if free_symbols(old_left) | free_symbols(old_right) != names or earlier in scope.chain:
            continue
        compared += 1
        if compared > MOST_COMPARED:
            break
        if transcendental.proportional(left, right, old_left, old_right):
            return report.proved(claim, METHOD, note="Same equation as before, rearranged.")
        solved = _solved(claim, left, right, old_left, old_right)
        if solved is not None and solved.mark is not Mark.REFUTED:
            return solved
        failed = failed or solved
    if failed is not None and scope.strict:
        return failed
    return None if not compared else report.unsure(claim, METHOD)


def _solved(claim: Claim, left: Expr, right: Expr, old_left: Expr, old_right: Expr) -> Check | None:
    """One side is a symbol alone: put the other side for it into the earlier equation."""
    name = shape.lone_symbol(left)
    if name is None or name in free_symbols(right):
        return None
    a, b = (shape.substitute(e, {name: right}) for e in (old_left, old_right))
    compared = equality.compare(a, b)
    match compared.equality:
        case Equality.PROVED:
            return report.proved(claim, METHOD, note="Put back, it satisfies the equation before.")
        case Equality.PROVED_POSITIVE:
            return report.proved(claim, METHOD, mark=Mark.DOMAIN, note="Put back, it satisfies the equation before for positive values.")
        case Equality.DIFFERS:
            return report.refuted(claim, METHOD, identities.witness(compared), note="Put into the equation before:")
        case _:
            return None
