"""A link of a chain (b = c in a = b = c) whose two sides, in the same letters, are equal nowhere that the equations before allow.

Links are refuted as identities elsewhere where nothing restricts their letters. Where something does, a link may use it ("= x^2 = 2x + 1"),
so here it must fail at every point where the equations before hold. Where nothing restricts them, the sides may still agree by chance at
the small numbers that are tried first ((a^2)^n and a^(2^n) for n = 1 and 2), and are compared at other points. Amber in both cases.
"""

from __future__ import annotations

from ardoise.core.expression import free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check
from ardoise.verify.checks import derived, manifold, report, shape
from ardoise.verify.checks.scope import Scope

METHOD = "link"
_NOT_NUMBERS = ("degree", "modulo", "floor", "ceiling")


def applies(claim: Claim, scope: Scope) -> bool:
    return claim.linked and not scope.strict and not scope.complex_numbers and claim.relation is Relation.EQUAL and claim.modulus is None


def run(claim: Claim, scope: Scope) -> Check | None:
    """Asks to look; None otherwise."""
    mine = derived.sides_of(claim, scope)
    if mine is None:
        return None
    names = free_symbols(mine[0])
    if names != free_symbols(mine[1]) or not names or any(len(name.partition("_")[0]) > 1 or name == "i" for name in names):
        return None
    if any(shape.uses(side, *_NOT_NUMBERS) or shape.called(side) for side in (claim.left, claim.right)):
        return None
    chain = [derived.sides_of(link, scope) for link in scope.chain]
    around = manifold.related([sides for _, sides in derived.context(scope) if sides not in chain], names)
    return (
        report.suspect(claim, METHOD, "The two sides are not equal where what stands before holds.")
        if derived.fails(mine, around)
        else None
    )
