"""A statement that shares a side with one just before it, after a word like "simplify": then its other side is the old one, rewritten."""

from __future__ import annotations

import re
from typing import Final

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check
from ardoise.verify.checks import equality, identities, report, shape
from ardoise.verify.checks.equality import Equality
from ardoise.verify.checks.scope import Scope

METHOD = "rewritten side"
RELATIONS = (Relation.EQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
_A_SIDE: Final = re.compile(r"\b(?:left|right)(?:[- ]hand)? side\b")
_NEAREST: Final = 3
"""Statements before this one that may be the one that is rewritten."""


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.relation not in RELATIONS or claim.linked or scope.strict or shape.is_constant(scope.sides[0][1]):
        return False
    return bool(identities.REWRITES.search(claim.cue)) and bool(_A_SIDE.search(claim.cue) or not identities.EQUATES.search(claim.cue))


def run(claim: Claim, scope: Scope) -> Check | None:
    """Refutes only; what agrees is left to the checks that know more."""
    last = next(reversed(scope.everything), None)
    for before in reversed(scope.everything[-_NEAREST:]):
        if before.linked or before.relation is not claim.relation or before.role in (Role.DENIED, Role.SUPPOSED):
            continue
        check = _right_side(claim, scope, before) if before is last else None
        if check is None and _A_SIDE.search(claim.cue):
            check = _left_side(claim, scope, before)
        if check is not None:
            return check
    return None


def _right_side(claim: Claim, scope: Scope, before: Claim) -> Check | None:
    """The left side is the same, and no other form of the right side stands there."""
    left, right = scope.sides[0]
    old_left, old_right = scope.plain(before.left), scope.plain(before.right)
    if left != old_left or "left" in claim.cue:
        return None
    if equality.compare(left, right, complex_numbers=scope.complex_numbers).equality in identities.HOLDS:
        return None
    return _differs(claim, scope, old_right, right, "right")


def _left_side(claim: Claim, scope: Scope, before: Claim) -> Check | None:
    left, right = scope.sides[0]
    old_left, old_right = scope.plain(before.left), scope.plain(before.right)
    return _differs(claim, scope, old_left, left, "left") if right == old_right and not shape.is_constant(left) else None


def _differs(claim: Claim, scope: Scope, old: Expr, new: Expr, name: str) -> Check | None:
    if free_symbols(new) != free_symbols(old) or shape.called(new):
        return None
    compared = equality.compare(old, new, complex_numbers=scope.complex_numbers)
    if compared.equality is not Equality.DIFFERS:
        return None
    note = f"The {name} side was ${report.latex(old)}$."
    return report.refuted(claim, METHOD, identities.witness(compared), note=note)
