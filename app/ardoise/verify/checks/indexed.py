"""Solutions that are numbered: "x_1 = 2, x_2 = 3" after an equation in x says that x = 2 or x = 3.

A number on the name is such a numbering where the bare name is the unknown of an earlier equation and the numbered one stands in none. Each
value must be a solution; a line that numbers several must name all of them.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark
from ardoise.verify.checks import equations, report, shape
from ardoise.verify.checks.scope import Scope

_NUMBERED: Final = re.compile(r"([A-Za-z])_(?:[1-9]|1,2|12)")


def applies(claim: Claim, scope: Scope) -> bool:
    return scope.strict and _unknown(claim, scope) is not None


def run(claim: Claim, scope: Scope) -> Check | None:
    unknown = _unknown(claim, scope)
    assert unknown is not None
    mine = [c for c in scope.line if _unknown(c, scope) == unknown]
    right = Apply("or", tuple(v for c in mine for v in _values(c))) if len(mine) > 1 else claim.right
    same = dataclasses.replace(claim, left=Symbol(unknown), right=right, alternatives=())
    context = dataclasses.replace(scope.context, line=())
    if not context.new_step:
        earlier = tuple(c for c in context.earlier if c not in mine)
        context = dataclasses.replace(context, earlier=earlier, starts=tuple(s for s in context.starts if s < len(earlier)), new_step=True)
    around = dataclasses.replace(scope, claim=same, context=context)
    check = equations.run(same, around) if equations.applies(same, around) else None
    if check is None:
        return None
    if check.mark is Mark.LOSES and len(mine) == 1:
        return report.proved(claim, check.method, note="It is one of the solutions.")
    return dataclasses.replace(check, claim=claim)


def _unknown(claim: Claim, scope: Scope) -> str | None:
    """The unknown whose numbered value the claim gives."""
    if claim.relation is not Relation.EQUAL or not isinstance(claim.left, Symbol) or not shape.is_constant(claim.right):
        return None
    m = _NUMBERED.fullmatch(claim.left.name)
    if m is None:
        return None
    names = [scope.names(c) for c in scope.earlier_equations if not scope.gives_values(c)]
    return m[1] if any(n == {m[1]} for n in names) and not any(claim.left.name in n for n in names) else None


def _values(claim: Claim) -> tuple[Expr, ...]:
    return claim.right.arguments if isinstance(claim.right, Apply) and claim.right.function == "or" else (claim.right,)
