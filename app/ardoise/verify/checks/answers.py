"""The final answer against the working: whether it is the value that was worked out last.

An answer that is boxed without a calculation claims "this is what the working gives". That is proved where it is the last side of the
equation before it, and then as sure as that equation. Where in a word problem nothing that was worked out is the answer, it is looked at.
(Rejected: to doubt an answer that is an earlier value and not the last one; a check of the result or a remark often stands in between.)
"""

from __future__ import annotations

from typing import Final

from ardoise.core.expression import Apply, Expr, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence
from ardoise.notation.answer import ANSWER
from ardoise.verify.checks import report, shape
from ardoise.verify.checks.amounts import listed, values_of
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact
from ardoise.verify.checks.evaluate import evaluate, same
from ardoise.verify.checks.scope import Scope

METHOD: Final = "answer"


def applies(claim: Claim, _: Scope) -> bool:
    return claim.left == Symbol(ANSWER) and claim.relation is Relation.EQUAL and not claim.linked


def run(claim: Claim, scope: Scope) -> Check:
    answer = _bare(scope, claim.right)
    ends = [_bare(scope, c.right) for c in scope.context.earlier if c.relation in (Relation.EQUAL, Relation.APPROXIMATELY)]
    if ends and _are_same(answer, ends[-1]):
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note="This is the value that was worked out last.")
    values = [e for e in ends if shape.is_constant(e)]
    if values and shape.is_constant(answer) and scope.context.amounts and not _is_said(answer, values, scope):
        last = report.latex(values[-1])
        return report.suspect(claim, METHOD, f"Nothing that was worked out is this answer; the last value was ${last}$.")
    return report.nothing_claimed(claim)


def _is_said(answer: Expr, values: list[Expr], scope: Scope) -> bool:
    """Whether the value stands anywhere before, as a side of an equation or in words."""
    if any(_are_same(answer, value) for value in values):
        return True
    named = values_of(a for c in scope.context.amounts for side in (c.left, c.right) for a in listed(side))
    value = _value(answer)
    return value is None or any(same(value, n) or same(value, 100 * n) for n in named)


def _are_same(a: Expr, b: Expr) -> bool:
    if a == b:
        return True
    if not (shape.is_constant(a) and shape.is_constant(b)):
        return False
    x, y = _value(a), _value(b)
    return x is not None and y is not None and same(x, y)


def _value(expr: Expr) -> object | None:
    try:
        value: object = evaluate(expr, {})
    except (Undefined, Unsupported):
        return None
    return value if exact(value) else None


def _bare(scope: Scope, expr: Expr) -> Expr:
    """Without units, signs of percent and of degrees: an answer is often written without what the question has said."""
    plain = scope.plain(expr)
    while isinstance(plain, Apply) and plain.function in ("percent", "degree"):
        plain = plain.arguments[0]
    return plain
