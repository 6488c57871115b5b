"""Known slips in a step from one inequality to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ardoise.core.solution import Relation
from ardoise.core.verdict import Slip
from ardoise.verify.checks.slips_patterns import negative
from ardoise.verify.checks.slips_probe import Statement
from ardoise.verify.checks.slips_rows import Step

TURNED: Final = {
    Relation.LESS: Relation.GREATER,
    Relation.GREATER: Relation.LESS,
    Relation.LESS_EQUAL: Relation.GREATER_EQUAL,
    Relation.GREATER_EQUAL: Relation.LESS_EQUAL,
}
LOOSENED: Final = {
    Relation.LESS: Relation.LESS_EQUAL,
    Relation.LESS_EQUAL: Relation.LESS,
    Relation.GREATER: Relation.GREATER_EQUAL,
    Relation.GREATER_EQUAL: Relation.GREATER,
}


def _not_turned(old: Statement) -> Iterator[Statement]:
    """-2x < 6 to x < -3."""
    if old.relation in TURNED:
        yield Statement(negative(old.left), negative(old.right), old.relation)


def _turned_without_need(old: Statement) -> Iterator[Statement]:
    if old.relation in TURNED:
        yield Statement(old.left, old.right, TURNED[old.relation])


def _boundary(old: Statement) -> Iterator[Statement]:
    if old.relation in LOOSENED:
        yield Statement(old.left, old.right, LOOSENED[old.relation])


ORDERS: Final = (
    Step(Slip("not_turned", "Inequality sign not turned", "Multiplying or dividing by a negative number turns the sign: from $-2 x < 6$ "
        "follows $x > -3$."), _not_turned),
    Step(Slip("boundary", "Boundary", "$\\le$ includes the boundary, $<$ does not: keep the sign as it was."), _boundary),
    Step(Slip("turned_without_need", "Inequality sign turned", "The sign turns only when both sides are multiplied or divided by a "
        "negative number."), _turned_without_need),
)  # fmt: skip
