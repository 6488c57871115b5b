"""Known slips in a step from one inequality to the next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ardoise.core.expression import Apply, Number, apply, free_symbols
from ardoise.core.solution import Relation
from ardoise.core.verdict import Slip
from ardoise.verify.checks.slips_patterns import negative, product
from ardoise.verify.checks.slips_probe import Statement
from ardoise.verify.checks.slips_rows import Step
from ardoise.verify.checks.slips_sides import both_ways, stated

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


def _rooted(old: Statement) -> Iterator[Statement]:
    """x^2 < 9 to x < 3, |x| > 3 to x > 3: as if it were an equation with one solution."""
    if old.relation not in TURNED:
        return
    for this, other, left in both_ways(old):
        match this:
            case Apply("power", (base, Number(n, _))) if n == 2:
                yield stated(base, apply("sqrt", other), left, old)
            case Apply("abs", (inner,)):
                yield stated(inner, other, left, old)
            case _:
                pass


def _multiplied_by_the_unknown(old: Statement) -> Iterator[Statement]:
    """1/x < 2 to 1 < 2x: the sign turns where x is negative."""
    if old.relation not in TURNED:
        return
    for this, other, left in both_ways(old):
        match this:
            case Apply("divide", (top, bottom)) if free_symbols(bottom):
                yield stated(top, product([other, bottom]), left, old)
            case _:
                pass


ORDERS: Final = (
    Step(Slip("not_turned", "Inequality sign not turned", "Multiplying or dividing by a negative number turns the sign: from $-2 x < 6$ "
        "follows $x > -3$."), _not_turned),
    Step(Slip("boundary", "Boundary of an inequality", "$\\le$ includes the boundary, $<$ does not: keep the sign as it was."), _boundary),
    Step(Slip("turned_without_need", "Inequality sign turned", "The sign turns only when both sides are multiplied or divided by a "
        "negative number."), _turned_without_need),
    Step(Slip("one_bound_only", "Only one bound", "A square or an absolute value has two bounds: $x^2 < 9$ and $|x| < 3$ mean $-3 < x < "
        "3$."), _rooted),
    Step(Slip("multiplied_by_the_unknown", "Multiplied by the unknown", "The sign turns where what is multiplied by is negative, so look "
        "at $x > 0$ and at $x < 0$ apart."), _multiplied_by_the_unknown),
)  # fmt: skip
