"""Sets of numbers: whether a number lies in one ("3 ∈ [1, 5)"), and whether two finite ones are the same ({1, 2} ∪ {2, 3} = {1, 2, 3})."""

from __future__ import annotations

from ardoise.core.expression import Apply, Expr
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Witness
from ardoise.verify.checks import conditions, report, shape
from ardoise.verify.checks.elementary import Unsupported
from ardoise.verify.checks.evaluate import Value, same, settled
from ardoise.verify.checks.scope import Scope

METHOD = "sets"
_NUMBERS = ("union", "intersection", "set")


def applies(claim: Claim, scope: Scope) -> bool:
    left, right = scope.sides[0]
    if claim.relation is Relation.ELEMENT:
        return shape.is_constant(left) and conditions.is_set(right) and right != conditions.REALS and shape.is_constant(right)
    return claim.relation is Relation.EQUAL and all(_is_finite(e) and shape.is_constant(e) for e in (left, right))


def _is_finite(expr: Expr) -> bool:
    return isinstance(expr, Apply) and (
        expr.function == "set" or (expr.function in _NUMBERS and all(_is_finite(a) for a in expr.arguments))
    )


def run(claim: Claim, scope: Scope) -> Check | None:
    left, right = scope.sides[0]
    if claim.relation is Relation.ELEMENT:
        value = settled(left, {}).value
        if conditions.lies_in(value, right):
            return report.proved(claim, METHOD, evidence=Evidence.EXACT)
        fact = rf"{report.latex(left)} \notin {report.latex(right)}"
        return report.refuted(claim, METHOD, Witness(fact=fact))
    a, b = _members(left), _members(right)
    strange = [v for v in a if not _among(v, b)] + [v for v in b if not _among(v, a)]
    if not strange:
        return report.proved(claim, METHOD, evidence=Evidence.EXACT)
    shown = [", ".join(report.number(v) for v in side) or r"\emptyset" for side in (a, b)]
    note = f"${report.number(strange[0])}$ is in one of them only."
    return report.refuted(claim, METHOD, Witness(left=shown[0], right=shown[1]), note=note)


def _members(expr: Expr) -> list[Value]:
    match expr:
        case Apply("set", members):
            found: list[Value] = []
            for member in members:
                value = settled(member, {}).value
                found += [] if _among(value, found) else [value]
            return found
        case Apply("union", parts):
            return _members(Apply("set", tuple(m for p in parts for m in _written(p))))
        case Apply("intersection", (first, *others)):
            return [v for v in _members(first) if all(_among(v, _members(o)) for o in others)]
        case _:
            raise Unsupported("set")


def _written(expr: Expr) -> tuple[Expr, ...]:
    if isinstance(expr, Apply) and expr.function == "set":
        return expr.arguments
    raise Unsupported("nested sets")


def _among(value: Value, values: list[Value]) -> bool:
    return any(same(value, v) for v in values)
