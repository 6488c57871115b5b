"""Solutions given as approximations: "x ≈ 1.45 or x ≈ -3.45" is judged like x = 1.45 or x = -3.45, which may be rounded as well."""

from __future__ import annotations

import dataclasses

from ardoise.core.expression import Apply, Expr, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark
from ardoise.verify.checks import equations, shape
from ardoise.verify.checks.scope import Scope


def applies(claim: Claim, scope: Scope) -> bool:
    same = _as_values(claim)
    return same is not None and equations.applies(same, dataclasses.replace(scope, claim=same))


def run(claim: Claim, scope: Scope) -> Check | None:
    same = _as_values(claim)
    assert same is not None
    check = equations.run(same, dataclasses.replace(scope, claim=same, context=dataclasses.replace(scope.context, line=())))
    if check is None:
        return None
    mark = Mark.ROUNDED if check.mark is Mark.PROVED else check.mark
    return dataclasses.replace(check, claim=claim, mark=mark)


def _as_values(claim: Claim) -> Claim | None:
    """The claim with equals signs."""
    pairs = _pairs(claim)
    names = {left for left, _ in pairs}
    if len(names) != 1 or not isinstance(next(iter(names)), Symbol) or any(shape.literal(right) is None for _, right in pairs):
        return None
    values = tuple(right for _, right in pairs)
    right = values[0] if len(values) == 1 else Apply("or", values)
    return dataclasses.replace(claim, left=pairs[0][0], relation=Relation.EQUAL, right=right, alternatives=())


def _pairs(claim: Claim) -> list[tuple[Expr, Expr]]:
    if claim.relation is Relation.APPROXIMATELY:
        return [(claim.left, claim.right)]
    match claim.left:
        case Apply("or", parts) if claim.relation is Relation.STATES:
            found = [p.arguments for p in parts if isinstance(p, Apply) and p.function == "approximately"]
            return [(left, right) for left, right in found] if len(found) == len(parts) else []
        case _:
            return []
