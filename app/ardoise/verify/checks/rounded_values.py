"""Solutions given as decimals: x = 0.33 after 3x = 1, or x = 1.41 after x^2 = 2, where no exact value could be meant."""

from __future__ import annotations

from ardoise.core.expression import Expr, Number
from ardoise.core.solution import Claim
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.verify.checks import report, rounding, shape
from ardoise.verify.checks import solutions as sets
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import Value, evaluate, same
from ardoise.verify.checks.rounding import Nearness
from ardoise.verify.checks.scope import Scope
from ardoise.verify.checks.solutions import Solutions

METHOD = "equation step"


def step(claim: Claim, scope: Scope, unknown: str, old: Solutions) -> Check | None:
    """The listed decimals beside the real solutions before them; None where they are exact, or where one is too far off to be rounded."""
    if not scope.gives_values(claim) or old.everything:
        return None
    try:
        return among(claim, scope, unknown, sets.named(old.roots))
    except (Unsupported, Undefined):
        return None


def among(claim: Claim, scope: Scope, unknown: str, roots: list[Expr]) -> Check | None:
    """As `step`, beside solutions that are listed."""
    literals = [shape.literal(right) for _, right in scope.cases(claim)]
    written = [n for n in literals if n is not None and n.decimals is not None]
    if not written or len(written) != len(literals):
        return None
    values = [evaluate(r, {}) for r in roots]
    if all(any(same(n.value, v) for v in values) for n in written):
        return None
    found = [_nearest(n, values) for n in written]
    if Nearness.FAR in found:
        return None
    if Nearness.CUT_OFF in found:
        return report.unsure(claim, METHOD, "Cut off; rounded it would be different.", mark=Mark.ROUNDED)
    lost = [r for r, v in zip(roots, values, strict=True) if not any(_near(n, v) is Nearness.ROUNDED for n in written)]
    if lost and scope.strict:
        names = tuple(report.equation(unknown, r) for r in lost)
        return report.refuted(claim, METHOD, Witness(lost=names), evidence=Evidence.SYMBOLIC, mark=Mark.LOSES)
    words = rounding.digits_of(written[0]).words
    return report.proved(claim, METHOD, evidence=Evidence.EXACT, mark=Mark.ROUNDED, note=f"Rounded to {words}.")


def _near(written: Number, value: Value) -> Nearness:
    return rounding.nearness(value, written, rounding.digits_of(written))


def _nearest(written: Number, values: list[Value]) -> Nearness:
    order = list(Nearness)
    return min((_near(written, v) for v in values), key=order.index, default=Nearness.FAR)
