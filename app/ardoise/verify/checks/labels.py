"""A quantity with a name in words that is written down again: "Total cost = 3 * 5 + 2. Total cost = 17."

The second equation says that the calculation of the first has this value, so the right sides are compared like one chain. Only directly one
after the other within a step, since a name may get another value later ("Total = 5 + 3. ... Total = 8 + 2"); two calculations that differ
are two uses of the name. (Rejected: any two values of a name in a solution; running totals made that wrong more often than right.)
"""

from __future__ import annotations

import dataclasses
from typing import Final

from ardoise.core.expression import Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Verdict
from ardoise.verify.checks import arithmetic, shape
from ardoise.verify.checks.scope import Scope

_SHORTEST: Final = 4
"""Letters of a name in words."""


def applies(claim: Claim, scope: Scope) -> bool:
    return _named_before(claim, scope) is not None


def run(claim: Claim, scope: Scope) -> Check | None:
    before = _named_before(claim, scope)
    if before is None:
        return None
    same = dataclasses.replace(claim, left=before.right, linked=True, alternatives=())
    around = dataclasses.replace(scope, claim=same)
    if not arithmetic.applies(same, around):
        return None
    check = arithmetic.run(same, around)
    calculates = shape.literal(around.sides[0][1]) is None
    if check.verdict is not Verdict.VERIFIED and calculates:
        return None
    return dataclasses.replace(check, claim=claim)


def _named_before(claim: Claim, scope: Scope) -> Claim | None:
    """The calculation that directly before, in the same step, was given the same name."""
    if claim.relation is not Relation.EQUAL or claim.linked or not scope.context.earlier or scope.context.new_step:
        return None
    before = scope.context.earlier[-1]
    is_name = isinstance(claim.left, Symbol) and len(claim.left.name) >= _SHORTEST and claim.left.name.replace(" ", "").isalpha()
    is_cut_name = shape.literal(claim.left) is not None and bool(claim.cue) and claim.cue == before.cue
    if before.left != claim.left or before.relation is not Relation.EQUAL or before.linked or not (is_name or is_cut_name):
        return None
    return before if shape.is_constant(before.right) and shape.literal(scope.plain(before.right)) is None else None
