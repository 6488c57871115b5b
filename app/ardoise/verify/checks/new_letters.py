"""A new letter for a part of an equation: after "let u = x^2", the line u^2 - 5u + 4 = 0 says x^4 - 5x^2 + 4 = 0 with other letters.

The letter is put back and the line judged like any other. Only the first line with the letter needs that; those after it answer for it.
"""

from __future__ import annotations

import dataclasses

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check
from ardoise.verify.checks import equations, periodic, shape
from ardoise.verify.checks.scope import Scope


def applies(claim: Claim, scope: Scope) -> bool:
    return _meaning(claim, scope) is not None


def run(claim: Claim, scope: Scope) -> Check | None:
    found = _meaning(claim, scope)
    assert found is not None
    name, meaning = found
    left, right = (shape.substitute(e, {name: meaning}) for e in (claim.left, claim.right))
    same = dataclasses.replace(claim, left=left, right=right, alternatives=())
    around = dataclasses.replace(scope, claim=same)
    told = periodic.run(same, around) if periodic.applies(same, around) else None
    if told is None and equations.applies(same, around):
        told = equations.run(same, around)
    return None if told is None else dataclasses.replace(told, claim=claim)


def _meaning(claim: Claim, scope: Scope) -> tuple[str, Expr] | None:
    """The letter of the claim that an earlier line introduces for an expression, where no other equation is in it yet."""
    names = scope.names(claim)
    if len(names) != 1:
        return None
    (name,) = names
    meaning: Expr | None = None
    for earlier in scope.earlier_equations:
        if name not in scope.names(earlier):
            continue
        right = scope.plain(earlier.right)
        is_name = earlier.relation is Relation.EQUAL and shape.lone_symbol(earlier.left) == name and name not in free_symbols(right)
        if not is_name or not free_symbols(right) or meaning is not None:
            return None
        meaning = right
    return None if meaning is None else (name, meaning)
