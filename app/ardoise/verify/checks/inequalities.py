"""Inequalities in one unknown between quotients of polynomials: the truth of two of them is compared at every place where it may change.

Between the roots and poles of both, truth is constant, so one test value for each such interval, and the places themselves, decide.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

import mpmath

from ardoise.core.expression import Expr, Number, Symbol, apply, free_symbols
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Mark, Witness
from ardoise.verify.checks import polynomial, report, shape
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import evaluate, same, settled
from ardoise.verify.checks.scope import Scope

METHOD = "inequality step"
ORDERS: Final = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)


def applies(claim: Claim, scope: Scope) -> bool:
    return claim.relation in ORDERS and _unknown(claim, scope) is not None


def _unknown(claim: Claim, scope: Scope) -> str | None:
    names = free_symbols(scope.plain(claim.left)) | free_symbols(scope.plain(claim.right))
    return next(iter(names)) if len(names) == 1 else None


def run(claim: Claim, scope: Scope) -> Check | None:
    unknown = _unknown(claim, scope)
    assert unknown is not None
    line = [c for c in scope.line if c.relation in ORDERS and _unknown(c, scope) == unknown]
    either = any("or" in c.cue.split() for c in line)
    groups = [[c for c in g if c.relation in ORDERS and _unknown(c, scope) == unknown] for g in scope.groups]
    before = next((g for g in reversed(groups) if g), None)
    if before is None or len(line) > 4 or len(before) > 4:
        return None
    if line[-1] != claim:
        return report.unsure(claim, METHOD, "Judged with the rest of its line.") if scope.strict and either else None
    either_before = any("or" in c.cue.split() for c in before)
    return _compare(claim, scope, unknown, (line, either), (before, either_before))


Line = tuple[list[Claim], bool]
"""Inequalities that stand on one line, and whether any one of them is enough ("or")."""


def _compare(claim: Claim, scope: Scope, unknown: str, new: Line, old: Line) -> Check | None:
    places = _places([*new[0], *old[0]], scope, unknown)
    lost: Any = None
    gained: Any = None
    for place in places:
        now, then = _holds(new, scope, unknown, place), _holds(old, scope, unknown, place)
        if then and not now and lost is None:
            lost = place
        if now and not then and gained is None:
            gained = place
    shown = [report.latex(apply("equal", Symbol(unknown), _expr(p))) if p is not None else "" for p in (lost, gained)]
    if lost is None and gained is None:
        return report.proved(claim, METHOD, note="Same solutions as the line before.")
    if lost is None:
        note = f"It follows, but is weaker: ${shown[1]}$ satisfies it and not the line before."
        return report.proved(claim, METHOD, mark=Mark.WEAKER, note=note)
    if not scope.strict:
        return report.unsure(claim, METHOD)
    witness = Witness(lost=(shown[0],), gained=(shown[1],) if gained is not None else ())
    return report.refuted(claim, METHOD, witness, mark=Mark.REFUTED if gained is not None else Mark.LOSES)


def _expr(place: Any) -> Expr:
    return Number(place) if isinstance(place, Fraction) else Number(Fraction(mpmath.nstr(place, 8)), 6)


def _places(claims: list[Claim], scope: Scope, unknown: str) -> list[Any]:
    """Every root and pole of the claims' differences, and a value between each two and beyond the last, simplest first where it can be."""
    critical: list[Any] = []
    for claim in claims:
        difference = polynomial.quotient(apply("subtract", scope.plain(claim.left), scope.plain(claim.right)), unknown)
        for p in (difference.top, difference.poles):
            for root in sets.named(polynomial.squarefree(p)) if p else ():
                value = evaluate(root, {})
                if not any(same(value, c) for c in critical):
                    critical.append(Fraction(value) if isinstance(value, int) else value)
    critical.sort(key=to_mp)
    if not critical:
        return [Fraction(0)]
    floor, ceiling = (Fraction(int(mpmath.floor(to_mp(c)))) for c in (critical[0], critical[-1]))
    between = [_between(a, b) for a, b in itertools.pairwise(critical)]
    return [floor - 1, ceiling + 2, *between, *critical]


def _between(a: Any, b: Any) -> Fraction:
    """A short rational strictly between two numbers."""
    low, high = to_mp(a), to_mp(b)
    denominator = 1
    while True:
        numerator = int(mpmath.floor(low * denominator)) + 1
        if numerator < high * denominator:
            return Fraction(numerator, denominator)
        denominator *= 2


def _holds(line: Line, scope: Scope, unknown: str, place: Any) -> bool:
    claims, either = line
    truths = [_true(c, scope, unknown, place) for c in claims]
    return any(truths) if either else all(truths)


def holds(claim: Claim, scope: Scope, point: Mapping[str, Expr]) -> bool:
    """Whether an order holds at this point; false also where a symbol has no value there or a side is no real number."""
    try:
        a, b = (settled(shape.substitute(scope.plain(e), point), {}).value for e in (claim.left, claim.right))
    except (Undefined, Unsupported):
        return False
    if isinstance(a, mpmath.mpc) or isinstance(b, mpmath.mpc):
        return False
    return _compared(claim.relation, a, b)


def _true(claim: Claim, scope: Scope, unknown: str, place: Any) -> bool:
    try:
        a, b = (evaluate(scope.plain(e), {unknown: place}) for e in (claim.left, claim.right))
    except Undefined:
        return False
    return _compared(claim.relation, a, b)


def _compared(relation: Relation, a: Any, b: Any) -> bool:
    if same(a, b):
        return relation in (Relation.LESS_EQUAL, Relation.GREATER_EQUAL)
    less = to_mp(a) < to_mp(b)
    return bool(less == (relation in (Relation.LESS, Relation.LESS_EQUAL)))
