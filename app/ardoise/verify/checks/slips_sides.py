"""What the steps from one equation to the next share: its two sides, looked at from either, and the terms on them."""

from __future__ import annotations

from collections.abc import Iterator

from ardoise.core.expression import Expr
from ardoise.core.solution import Relation
from ardoise.verify.checks.slips_patterns import total
from ardoise.verify.checks.slips_probe import Statement

MOST_TERMS = 6
"""Of both sides together, where each may be treated or left."""


def both_ways(old: Statement) -> Iterator[tuple[Expr, Expr, bool]]:
    """The sides as (this, other, whether this is the left one)."""
    yield old.left, old.right, True
    yield old.right, old.left, False


def stated(this: Expr, other: Expr, left: bool, old: Statement, relation: Relation | None = None) -> Statement:
    return Statement(this if left else other, other if left else this, relation or old.relation)


def without(parts: tuple[Expr, ...], i: int) -> Expr:
    return total([*parts[:i], *parts[i + 1 :]])
