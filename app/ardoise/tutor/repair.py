"""How a refuted step is repaired: the solution goes back to the end of its last sound step, and on from there in another way.

Three ways, the cheapest first. Where a calculation was refuted and its value is known, that value is put in its place, and the model
writes on after it. Else, or where that failed too, the step is sampled anew, and the model goes on greedily after it. Last, the model is
told what was found, beside the problem. After that the step stands as it is, with its mark: a solution is never made to look right.
(Rejected: to tell the model after its wrong step, in its own words, "wait, that is wrong"; the wrong step would stand in the solution.)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from ardoise.core.events import Repair
from ardoise.core.expression import Apply, Expr, Number
from ardoise.core.solution import Claim, Relation, Step, Unreadable
from ardoise.core.verdict import Check, Verdict, sentence
from ardoise.notation.parser import parse
from ardoise.tutor.route import Route

MOST_AT_A_STEP: Final = 3
"""Repairs of one step, after which it stands as it is."""
DIGITS_SHOWN: Final = 6
"""Of a value that cannot be told exactly (`report.number`)."""
MOST_DECIMALS: Final = 4
"""Digits after the point that a corrected value may have; beyond, a model would round, and how is not known."""


@dataclass(frozen=True)
class Plan:
    """Go back to the beginning of `step`, put `beginning` there, and write on; `one_step` says that sampling ends with the step."""

    step: int
    repair: Repair
    beginning: str = ""
    why: str = ""
    finding: str = ""
    """For a model that is told: the wrong step, and what was found."""
    one_step: bool = False


@dataclass
class Repairs:
    """The repairs of one solution; `most` in all."""

    most: int
    made: int = 0
    first: int = 0
    """Steps before it stood on the sheet already, with their marks, and stay."""
    _tried: Counter[int] = field(default_factory=Counter)
    _ways: set[tuple[int, Repair]] = field(default_factory=set)

    def plan(self, route: Route) -> Plan | None:
        """What to do about the first refuted step; None where there is none, or no more is to be tried."""
        at = route.refuted(self.first)
        if at is None or self.made >= self.most or self._tried[at] >= MOST_AT_A_STEP or at >= len(route.steps):
            return None
        step = route.steps[at]
        check = next(c for c in route.checks[at] if c.verdict is Verdict.REFUTED)
        why = sentence(check)
        corrected = _corrected(step, check)
        if corrected and (at, Repair.CORRECTED) not in self._ways:
            return Plan(at, Repair.CORRECTED, corrected, why)
        if (at, Repair.RESAMPLED) not in self._ways:
            return Plan(at, Repair.RESAMPLED, why=why, one_step=True)
        if (at, Repair.TOLD) not in self._ways:
            return Plan(at, Repair.TOLD, why=why, finding=f"{step.text.strip()}\n\n{why}")
        return None

    def makes(self, plan: Plan) -> None:
        """Count it."""
        self.made += 1
        self._tried[plan.step] += 1
        self._ways.add((plan.step, plan.repair))


def _corrected(step: Step, check: Check) -> str:
    """The step up to the wrong value, with the right one in its place; empty where the value is not known as a plain number."""
    claim, witness = check.claim, check.witness
    if not isinstance(claim, Claim) or witness is None or witness.values or claim.relation is not Relation.EQUAL:
        return ""
    if not isinstance(claim.right, Number) and not _is_with_unit(claim.right):
        return ""
    value = _written(parse(witness.left)) if witness.left and not _is_cut_short(witness.left) else ""
    sign = claim.text.rfind("=")
    if not value or sign < 0 or step.text[claim.span.start : claim.span.end] != claim.text:
        return ""
    after = claim.text[sign + 1 :]
    lead = (
        after[: len(after) - len(after.lstrip(" $\\"))]
        if not after.lstrip().startswith("\\")
        else after[: len(after) - len(after.lstrip())]
    )
    for kept in ("\\$", "\\boxed{"):
        if after.lstrip().startswith(kept):
            lead += kept
    return step.text[: claim.span.start] + claim.text[: sign + 1] + lead + value


def _is_cut_short(shown: str) -> bool:
    """Whether a value may be shown with fewer digits than it has: a decimal of six digits may be that of a root or of a longer number."""
    return sum(c.isdigit() for c in shown.lstrip("-0.")) >= DIGITS_SHOWN


def _is_with_unit(expr: Expr) -> bool:
    match expr:
        case Apply("multiply", (Number(), Apply("unit", _))):
            return True
        case _:
            return False


def _written(expr: Expr | Unreadable) -> str:
    """A number as a model would write it: 56, -3, 2.5; empty for any other."""
    value = _value(expr)
    if value is None:
        return ""
    if value.denominator == 1:
        return str(value.numerator)
    digits = next((n for n in range(1, MOST_DECIMALS + 1) if (value * 10**n).denominator == 1), None)
    return "" if digits is None else f"{float(value):.{digits}f}"


def _value(expr: Expr | Unreadable) -> Fraction | None:
    match expr:
        case Number(value):
            return value
        case Apply("negate", (inner,)):
            positive = _value(inner)
            return None if positive is None else -positive
        case Apply("divide", (Number(a), Number(b))) if b:
            return a / b
        case _:
            return None
