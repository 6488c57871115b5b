"""The algebra of units: "3 hours * $12/hour" is in dollars, "120 minutes = 2 hours" is right since an hour has 60 minutes.

A side's dimension is its units with their powers, singular, the things that are counted among them ("bags"). Where it cannot be told (a sum
of unlike amounts, a power) it is None, and then nothing is concluded. A table of school units is enough (`notation.measures`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import takewhile
from typing import Final

from ardoise.core.expression import Apply, Constant, Expr, Number, Symbol
from ardoise.core.solution import Claim, Relation
from ardoise.core.verdict import Check, Evidence, Mark, Witness
from ardoise.notation.latex import latex
from ardoise.notation.measures import MEASURES, OFTEN_LESS, Kind, facts_about, singular
from ardoise.verify.checks import report, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported, exact
from ardoise.verify.checks.evaluate import evaluate
from ardoise.verify.checks.scope import Scope

METHOD: Final = "units"
Dimension = Mapping[str, int]
_NOT_NOUNS: Final = frozenset(
    {"of", "in", "for", "on", "at", "to", "from", "and", "with", "left", "total", "altogether", "remaining", "more", "less"}
)
_FIXED: Final = frozenset({Kind.TIME, Kind.MONEY, Kind.VOLUME, Kind.METRIC_VOLUME, Kind.WEIGHT, Kind.MASS})
"""Kinds whose conversions are no matter of scale: on a map an inch is a mile, but nowhere is an hour 30 minutes."""


def dimension(expr: Expr) -> Dimension | None:
    """The units of a value, zero powers left out; None where they cannot be told."""
    match expr:
        case Number() | Constant():
            return {}
        case Apply("unit", (Symbol(words),)):
            return _of_words(words)
        case Apply("negate" | "abs", (inner,)):
            return dimension(inner)
        case Apply("percent", (inner,)):
            return dimension(inner)
        case Apply("multiply", factors):
            return _product([(f, 1) for f in factors])
        case Apply("divide", (above, below)):
            return _product([(above, 1), (below, -1)])
        case Apply("add" | "subtract", terms):
            found = [dimension(t) for t in terms]
            return found[0] if all(f is not None and f == found[0] for f in found) else None
        case _:
            return None


def _product(factors: list[tuple[Expr, int]]) -> Dimension | None:
    total: Counter[str] = Counter()
    for factor, power in factors:
        found = dimension(factor)
        if found is None:
            return None
        for unit, times in found.items():
            total[unit] += power * times
    return {unit: times for unit, times in total.items() if times}


def _of_words(words: str) -> Dimension | None:
    """ "croissants per day": the noun is the last word before one that is no noun, or the measure among them."""
    above, *below = words.replace("/", " per ").split(" per ")
    total: Counter[str] = Counter()
    for phrase, power in ((above, 1), *((b, -1) for b in below)):
        nouns = [singular(w) for w in takewhile(lambda w: w.lower() not in _NOT_NOUNS, phrase.split())]
        if not nouns:
            return None
        total[next((n for n in nouns if n in MEASURES), nouns[-1])] += power
    return {unit: times for unit, times in total.items() if times}


def agree(left: Expr, right: Expr) -> bool:
    """Whether both sides are known to be in the same units."""
    a, b = dimension(left), dimension(right)
    return a is not None and a == b


def _measure(expr: Expr) -> str | None:
    """The one unit of measure that a side is in."""
    found = dimension(expr)
    if found is None or len(found) != 1:
        return None
    ((unit, power),) = found.items()
    return unit if power == 1 and unit in MEASURES else None


def applies(claim: Claim, _: Scope) -> bool:
    if _fact_units(claim) or _dozens(claim):
        return True
    left, right = _measure(claim.left), _measure(claim.right)
    return claim.relation in (Relation.EQUAL, Relation.APPROXIMATELY) and left is not None and right is not None and left != right


def run(claim: Claim, scope: Scope) -> Check | None:
    if units := _fact_units(claim):
        return _stated_fact(claim, scope, *units)
    if _dozens(claim):
        a, b = (_value(side) for side in scope.sides[0])
        return report.proved(claim, METHOD, note="One dozen is 12.") if a is not None and a != b and 12 * a == b else None
    left, right = _measure(claim.left), _measure(claim.right)
    if left is None or right is None:
        return None
    (kind, size), (other_kind, other_size) = MEASURES[left], MEASURES[right]
    a, b = (_value(side) for side in scope.sides[0])
    if a is None or b is None:
        return None
    if kind is not other_kind:
        if shape.literal(scope.sides[0][0]) is None and a == b:
            return report.suspect(
                claim, METHOD, mark=Mark.UNIT, note=f"The left side is in units of {kind}, the right side in units of {other_kind}."
            )
        return None
    if size is None or other_size is None or a == b:
        return None
    if a * size == b * other_size:
        return report.proved(claim, METHOD, note=_fact(left, size, right, other_size))
    simple = all(shape.literal(side) is not None for side in scope.sides[0])
    if simple and kind in _FIXED and claim.relation is Relation.EQUAL and not scope.claim.linked:
        witness = Witness(left=_in(a * size / other_size, right), right=_in(b, right))
        return report.refuted(claim, METHOD, witness, note=_fact(left, size, right, other_size))
    return None


def _unit_alone(expr: Expr) -> str:
    match expr:
        case Apply("multiply", (Number(), Apply("unit", (Symbol(unit),)))):
            return singular(unit)
        case _:
            return ""


def _fact_units(claim: Claim) -> tuple[str, str] | None:
    """The units of "1 hour = 60 minutes" where a fact about them is stated in words."""
    big, small = _unit_alone(claim.left), _unit_alone(claim.right)
    in_words = claim.relation is Relation.EQUAL and not claim.linked and "=" not in claim.text
    return (big, small) if big and small and in_words and facts_about(big, small) else None


def _stated_fact(claim: Claim, scope: Scope, big: str, small: str) -> Check | None:
    a, b = (_value(side) for side in scope.sides[0])
    if a != 1 or b is None:
        return None
    known = facts_about(big, small)
    note = f"One {big} is {' or '.join(str(n) for n in known)} {small}s."
    if small == "time":
        note = f"“{big.capitalize()}” is {known[0]} times a year."
    if b in known:
        return report.proved(claim, METHOD, evidence=Evidence.EXACT, note=note)
    if (big, small) in OFTEN_LESS and b < known[0]:
        return report.suspect(claim, METHOD, note)
    return report.refuted(claim, METHOD, Witness(left=_in(Fraction(known[0]), small), right=_in(b, small)), note=note)


def _dozens(claim: Claim) -> bool:
    """ "4 dozen = 48 eggs"."""
    right = dimension(claim.right)
    counted = right is not None and all(power == 1 and unit not in MEASURES for unit, power in right.items()) and len(right) <= 1
    return claim.relation is Relation.EQUAL and _measure(claim.left) == "dozen" and counted


def _value(side: Expr) -> Fraction | None:
    try:
        value = evaluate(side, {})
    except (Undefined, Unsupported):
        return None
    return Fraction(value) if exact(value) else None


def _fact(left: str, size: int, right: str, other_size: int) -> str:
    big, small, ratio = (left, right, Fraction(size, other_size)) if size > other_size else (right, left, Fraction(other_size, size))
    return f"One {big} is {ratio} {small}{'' if ratio == 1 else 's'}."


def _in(value: Fraction, unit: str) -> str:
    return latex(Apply("multiply", (Number(value), Apply("unit", (Symbol(unit),)))))
