"""An equation that holds in the case that is supposed, or where the problem confines the unknown: |x| = -x in the case x < 0.

It is tried wherever its truth may change inside the case: between two such places the difference of the sides is zero everywhere or
nowhere. What fails at all of them is refuted, since no equation to solve inside the case can be meant by it.
"""

from __future__ import annotations

from ardoise.core.expression import Apply, Expr, Symbol, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Witness
from ardoise.verify.checks import conditions, report, shape
from ardoise.verify.checks.conditions import WHOLE
from ardoise.verify.checks.evaluate import Value, settled
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.turning_points import places, turning_points

METHOD = "identity in this case"


def applies(claim: Claim, scope: Scope) -> bool:
    left, right = scope.sides[0]
    names = free_symbols(left) | free_symbols(right)
    if claim.relation is not Relation.EQUAL or claim.modulus is not None or len(names) != 1 or not scope.strict:
        return False
    turns = any(shape.uses(e, "abs", "sqrt") for e in (left, right))
    return turns and case_of(scope, next(iter(names))) is not None


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    (unknown,) = free_symbols(left) | free_symbols(right)
    case = case_of(scope, unknown)
    assert case is not None
    critical = turning_points(left, right, unknown) + [p for pair in conditions.atoms(case) for p in turning_points(*pair, unknown)]
    tried = [p for p in places(critical) if conditions.holds(case, {unknown: p})]
    same = [p for p in tried if conditions.holds(Apply("equal", (left, right)), {unknown: p})]
    if tried and len(same) == len(tried):
        return report.proved(claim, METHOD, note=f"It holds where ${report.latex(case)}$.")
    inside = [p for p in tried if not any(p == c for c in critical)]
    if inside and not any(p in same for p in inside) and free_symbols(left) and free_symbols(right):
        return report.refuted(claim, METHOD, _witness(left, right, unknown, inside[0]), note=f"Where ${report.latex(case)}$:")
    return None


def _witness(left: Expr, right: Expr, unknown: str, place: Value) -> Witness:
    a, b = (settled(e, {unknown: place}).value for e in (left, right))
    return Witness(values=((report.symbol(unknown), report.number(place)),), left=report.number(a), right=report.number(b))


def case_of(scope: Scope, unknown: str) -> Expr | None:
    """The orders that are supposed or given for the unknown; the last case that was opened counts."""
    for group in reversed(scope.groups):
        said = [c for c in group if c.relation in conditions.ORDERS and (c.role in (Role.SUPPOSED, Role.GIVEN) or len(group) == 1)]
        statements = [s for c in said if (s := conditions.statement(c, scope)) is not None and conditions.unknown_of([s]) == unknown]
        if statements:
            return _together(statements)
    return taken_for_granted(scope, unknown)


def taken_for_granted(scope: Scope, unknown: str, *, whole: bool = False) -> Expr | None:
    """What the person assumes of the unknown, as one statement; None where that is nothing.

    That it is a whole number is part of it only where `whole` says so: what is tried at places between others must not be confined to them.
    """
    of_it = [c for c in scope.context.assumed if c.left == Symbol(unknown)]
    said = [c for c in of_it if c.relation in conditions.ORDERS or (whole and c.right in WHOLE)]
    statements = [s for c in said if (s := conditions.statement(c, scope)) is not None]
    return _together(statements) if statements else None


def _together(statements: list[Expr]) -> Expr:
    return statements[0] if len(statements) == 1 else Apply("and", tuple(statements))
