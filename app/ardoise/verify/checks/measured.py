"""Amounts in units as plain numbers: 3 m + 20 cm is 3200 of the smallest unit of length, 72 km/h is so many of that in a second.

Units of one kind are brought to the smallest of it, with their powers; what is counted (bags, shoes) is a unit of its own. A sum of unlike
amounts has no such number. Used where a claim changes units in the middle of a calculation, which the table of single conversions
(`units`) does not see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.notation.measures import MEASURES, Kind, singular
from ardoise.verify.checks import report, rounding, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.rounding import Nearness
from ardoise.verify.checks.scope import Scope

METHOD: Final = "units"
Kinds = Mapping[str, int]
"""Kinds of measure, or things counted, with their powers; zero powers left out."""
_SCALED: Final = frozenset({Kind.LENGTH.value, Kind.METRIC_LENGTH.value})
_HIGHEST: Final = 6


def amount(expr: Expr) -> tuple[Fraction, Kinds]:
    """The number of smallest units and what they are; raises Unsupported where it has none."""
    match expr:
        case Apply("unit", (Symbol(words),)):
            return _unit(words)
        case Apply("negate", (inner,)):
            value, kinds = amount(inner)
            return -value, kinds
        case Apply("add" | "subtract", terms):
            found = [amount(t) for t in terms]
            if any(kinds != found[0][1] for _, kinds in found):
                raise Unsupported("unlike amounts")
            sign = 1 if expr.function == "add" else -1
            return found[0][0] + sign * sum((value for value, _ in found[1:]), Fraction(0)), found[0][1]
        case Apply("multiply", factors):
            return _product([(amount(f), 1) for f in factors])
        case Apply("divide", (above, below)):
            return _product([(amount(above), 1), (amount(below), -1)])
        case Apply("power", (base, Number(exponent, _))) if exponent.denominator == 1 and abs(exponent) <= _HIGHEST:
            return _product([(amount(base), int(exponent))])
        case _ if not shape.uses(expr, "unit"):
            return _number(expr), {}
        case _:
            raise Unsupported("an amount")


def _number(expr: Expr) -> Fraction:
    value = evaluate(expr, {})
    if not exact(value):
        raise Unsupported("not rational")
    return Fraction(value)


def _unit(words: str) -> tuple[Fraction, Kinds]:
    if " " in words:
        raise Unsupported("a unit of several words")
    kind, size = MEASURES.get(singular(words), (None, None))
    if kind is None:
        return Fraction(1), {singular(words): 1}
    if size is None:
        raise Unsupported("a unit without a fixed size")
    return Fraction(size), {kind.value: 1}


def _product(factors: list[tuple[tuple[Fraction, Kinds], int]]) -> tuple[Fraction, Kinds]:
    total, kinds = Fraction(1), Counter[str]()
    for (value, powers), times in factors:
        if times < 0 and value == 0:
            raise Undefined("division by zero")
        total *= value**times
        for kind, power in powers.items():
            kinds[kind] += power * times
    return total, {kind: power for kind, power in kinds.items() if power}


def applies(claim: Claim, scope: Scope) -> bool:
    if claim.relation not in (Relation.EQUAL, Relation.APPROXIMATELY) or not all(shape.is_constant(e) for e in scope.sides[0]):
        return False
    return all(_names(e) for e in (claim.left, claim.right))


def _names(expr: Expr) -> frozenset[str]:
    return frozenset(singular(word) for word in shape.without_units(expr)[1])


def run(claim: Claim, scope: Scope) -> Check | None:
    """Proves and refutes where the kinds agree and units change on the way; a scale ("1 cm = 5 km" on a map) is neither."""
    (left, kinds), (right, others) = amount(claim.left), amount(claim.right)
    if kinds != others:
        return _other_power(claim, scope, kinds, others)
    if len(_names(claim.left) | _names(claim.right)) == 1:
        return None
    if left == right:
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note="With the units changed into one another.")
    written = shape.literal(claim.right)
    if written is not None and written.value and (written.decimals is not None or claim.relation is Relation.APPROXIMATELY):
        digits = rounding.digits_of(written, approximate=claim.relation is Relation.APPROXIMATELY)
        if rounding.nearness(left * written.value / right, written, digits) is Nearness.ROUNDED:
            return report.proved(claim, METHOD, evidence=Evidence.EXACT, mark=Mark.ROUNDED, note=f"Rounded to {digits.words}.")
    is_scale = kinds.keys() <= _SCALED and not shape.uses(claim.left, "add", "subtract")
    if is_scale or (len(kinds) == 1 and not scope.strict):
        return None
    unit = _unit_of(claim.right)
    size, measured = amount(unit)
    if measured != kinds:
        return None
    sides = [report.latex(Apply("multiply", (Number(value / size), unit))) for value in (left, right)]
    return report.refuted(claim, METHOD, Witness(left=sides[0], right=sides[1]), note="In the same units:")


def _other_power(claim: Claim, scope: Scope, kinds: Kinds, others: Kinds) -> Check | None:
    """The numbers fit, but an area is given as a length: in a working that asks for a look."""
    same_kind = len(kinds) == 1 and kinds.keys() == others.keys() and next(iter(kinds)) in set(Kind)
    numbers = [evaluate(e, {}) for e in scope.sides[0]]
    if not same_kind or not scope.strict or numbers[0] != numbers[1]:
        return None
    powers = [next(iter(k.values())) for k in (kinds, others)]
    note = f"The numbers fit, but the left side is a {next(iter(kinds))} to the power {powers[0]}, the right side to the power {powers[1]}."
    return report.suspect(claim, METHOD, note, mark=Mark.UNIT)


def _unit_of(expr: Expr) -> Expr:
    """The unit of a written amount without its number; of a sum that of its first term."""
    match expr:
        case Apply("negate" | "add" | "subtract", (first, *_)):
            return _unit_of(first)
        case Apply("multiply", (_, *rest)) if not shape.uses(expr.arguments[0], "unit"):
            return rest[0] if len(rest) == 1 else Apply("multiply", tuple(rest))
        case Apply("divide", (above, below)):
            return Apply("divide", (_unit_of(above), below))
        case _:
            raise Unsupported("a unit")
