"""A statement whose left side stands in the one before it, after a word like "simplify": then its right side is the old one, rewritten."""

from __future__ import annotations

from ardoise.core.expression import free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check
from ardoise.verify.checks import equality, identities, report, shape
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.scope import Scope

METHOD = "rewritten side"
RELATIONS = (Relation.EQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.relation not in RELATIONS or claim.linked or scope.strict or shape.is_constant(scope.sides[0][1]):
        return False
    return bool(identities.REWRITES.search(claim.cue)) and not identities.EQUATES.search(claim.cue)


def run(claim: Claim, scope: Scope) -> Check | None:
    """Refutes only; what agrees is left to the checks that know more."""
    before = next(reversed(scope.everything), None)
    if before is None or before.linked or before.relation is not claim.relation:
        return None
    left, right = scope.sides[0]
    old_left, old_right = scope.plain(before.left), scope.plain(before.right)
    if left != old_left or free_symbols(right) != free_symbols(old_right) or shape.called(right):
        return None
    if "left" in claim.cue or equality.compare(left, right, complex_numbers=scope.complex_numbers).equality in identities.HOLDS:
        return None
    compared = equality.compare(old_right, right, complex_numbers=scope.complex_numbers)
    if compared.equality is not Equality.DIFFERS:
        return None
    note = f"The right side was ${report.latex(old_right)}$."
    return report.refuted(claim, METHOD, identities.witness(compared), note=note)
