"""A statement that stands there before, word for word: as sure as it was at that place, so it is judged once more as if it stood there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Verdict
from ardoise.verify.checks import shape
from ardoise.verify.checks.scope import FAR_BACK, Scope

METHOD: Final = "said before"
MOST_JUDGED: Final = 2
"""Earlier places that are judged anew."""


def applies(claim: Claim, scope: Scope) -> bool:
    return not scope.strict and claim.relation is not Relation.STATES and not shape.uses(claim.left, *shape.STATEMENTS)


def run(claim: Claim, scope: Scope, decide: Callable[[Claim, Scope], Check]) -> Check | None:
    """Proves only. `decide` gives the verdict on a claim in its own surroundings."""
    earlier = scope.context.earlier
    judged = 0
    for place in range(len(earlier) - 1, max(-1, len(earlier) - FAR_BACK), -1):
        before = earlier[place]
        if before.role in (Role.DENIED, Role.SUPPOSED) or not _says_the_same(before, claim):
            continue
        check = decide(before, _at(place, scope))
        if check.verdict is Verdict.VERIFIED:
            return dataclasses.replace(check, claim=claim, method=METHOD, note="As shown before.")
        judged += 1
        if judged == MOST_JUDGED:
            return None
    return None


def _says_the_same(before: Claim, claim: Claim) -> bool:
    if before.relation is not claim.relation or before.modulus != claim.modulus:
        return False
    sides = (claim.left, claim.right)
    return (before.left, before.right) == sides or (claim.relation is Relation.EQUAL and (before.right, before.left) == sides)


def _at(place: int, scope: Scope) -> Scope:
    """The surroundings of an earlier claim, as they were."""
    now = scope.context
    starts = tuple(s for s in now.starts if s < place)
    then = dataclasses.replace(now, earlier=now.earlier[:place], new_step=place in now.starts, line=(), starts=starts)
    return Scope(now.earlier[place], then)
