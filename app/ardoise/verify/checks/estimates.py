"""Estimates that a solution puts forward: an inequality between expressions in the same letters that holds nowhere.

An estimate may rest on conditions that only words say (sides of a triangle, a >= b >= c), so a value at which it fails shows little; one
that fails at every value tried, of all that the equations before allow, is most likely turned round. It is red where the words say that it
holds always ("for all real a and b", "by AM-GM"), and amber elsewhere. What holds is left to the checks that prove.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from ardoise.core.expression import Expr, free_symbols
from ardoise.core.problem import WorkingKind
from ardoise.core.solution import Claim, Relation, Role
from ardoise.core.verdict import Check, Witness
from ardoise.verify.checks import conditions, manifold, report, sampling, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import settled
from ardoise.verify.checks.manifold import Sides
from ardoise.verify.checks.scope import FAR_BACK, Scope

METHOD: Final = "estimate"
ENOUGH: Final = 5
"""Values at which an estimate must fail, and hold at none."""
LARGEST: Final = 80
"""Nodes of an estimate."""
_PLAY: Final = 1e-9
"""Of points that are found as floats."""
_ALWAYS: Final = re.compile(
    r"\b(?:for (?:all|any|every)|always|well.known|am.?gm|arithmetic mean|cauchy|jensen|qm.?am|power mean|rearrangement|"
    r"triangle inequality)\b"
)
_OPEN: Final = re.compile(
    r"\b(?:need|want|condition|if|when\w*|must|should|satisf\w+|solv\w+|suppose|assum\w+|case|require\w*|let|such that|where|"
    r"unless|show|prove)\b"
)


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.relation not in conditions.ORDERS or scope.context.kind is not WorkingKind.SOLUTION or scope.supposing:
        return False
    left, right = scope.sides[0]
    names = free_symbols(left)
    return bool(names) and names == free_symbols(right) and shape.size(left) + shape.size(right) <= LARGEST and not _OPEN.search(claim.cue)


def run(claim: Claim, scope: Scope) -> Check | None:
    """Refutes or asks to look; None otherwise."""
    left, right = scope.sides[0]
    if any(shape.called(side) for side in (left, right)):
        return None
    ties = _ties(scope, free_symbols(left))
    equations = [(scope.plain(c.left), scope.plain(c.right)) for c in ties if c.relation is Relation.EQUAL]
    orders = [c for c in ties if c.relation is not Relation.EQUAL]
    failing: list[Witness] = []
    for point in _points(free_symbols(left), equations):
        try:
            if not all(_holds(c.relation, scope.plain(c.left), scope.plain(c.right), point) for c in orders):
                continue
            if _holds(claim.relation, left, right, point):
                return None
        except Undefined:
            continue
        values = tuple((report.symbol(name), report.number(value)) for name, value in sorted(point.items()))
        a, b = (report.number(settled(side, point).value) for side in (left, right))
        failing.append(Witness(values=values, left=a, right=b))
    if len(failing) < ENOUGH:
        return None
    if not ties and (_ALWAYS.search(claim.cue) or _ALWAYS.search(claim.text.lower())):
        return report.refuted(claim, METHOD, failing[0], note="It fails at every value tried, for example:")
    shown = ", ".join(f"${name} = {value}$" for name, value in failing[0].values)
    return report.suspect(claim, METHOD, f"It fails at every value tried, for example at {shown}.")


def _holds(relation: Relation, left: Expr, right: Expr, point: dict[str, Any]) -> bool:
    """Whether it holds at a point, or all but; raises Undefined where a side has no value there."""
    a, b = settled(left, point).value, settled(right, point).value
    return conditions.compared(relation, a, b) or abs(to_mp(a) - to_mp(b)) < _PLAY * max(1, abs(to_mp(a)))


def _points(names: frozenset[str], equations: list[Sides]) -> Iterator[dict[str, Any]]:
    """Positive values of the letters, which most estimates are about, at which the equations hold."""
    tied = manifold.related(equations, names)
    everything = sorted(names.union(*(free_symbols(side) for sides in tied for side in sides)))
    found = manifold.points(tied, everything) if tied else sampling.points(names)
    yield from (point for point in found if all(value > 0 for value in point.values()))


def _ties(scope: Scope, names: frozenset[str]) -> list[Claim]:
    """The earlier lines that say something of these letters; raises Unsupported where one of them is no equation and no order."""
    found = []
    for earlier in scope.everything[-FAR_BACK:]:
        touches = (free_symbols(earlier.left) | free_symbols(earlier.right)) & names
        if not touches or earlier.role is Role.DENIED or earlier in scope.chain or earlier.relation is Relation.STATES:
            continue
        if earlier.relation not in (*conditions.ORDERS, Relation.EQUAL) or earlier.modulus is not None:
            raise Unsupported("a condition that points cannot be chosen by")
        found.append(earlier)
    return found
