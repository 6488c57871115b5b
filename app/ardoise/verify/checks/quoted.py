"""A given that is quoted as something else: "$63" becomes "63 lemonades", "200 feet" become "200 sections", a skirt costs what trousers do.

Only amounts that stand in the problem once as something else and were not worked out anew count: 180 cups are right where one cup a day is
eaten for 180 days. At least one of the two units is one of measure or money, so that other words for the same thing ("12 people",
"12 guests") are no trouble. Likely wrong and no fact, so it is amber.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ardoise.core.expression import Expr
from ardoise.verify.checks.amounts import Said, listed, shown, unit_of, value_of

_SMALL: Final = frozenset({Fraction(0), Fraction(1), Fraction(2)})


def doubt(said: Said) -> str:
    """The sentence about an amount that is quoted as something else; else empty."""
    for amount in listed(said.claim.left):
        value = value_of(amount)
        if value is None or value in _SMALL or not unit_of(amount).nouns or value in said.worked_out:
            continue
        given = [g for g in said.given if value_of(g) == value]
        if given and (_is_other_unit(amount, given, said) or _is_other_rate(amount, given, said)):
            return f"The problem says {shown(given[0])}, not {shown(amount)}."
    return ""


def _is_other_unit(amount: Expr, given: list[Expr], said: Said) -> bool:
    """Every given of this value is in another unit, and the unit written here belongs to another given."""
    unit, value = unit_of(amount), value_of(amount)
    units = [unit_of(g) for g in given]
    if not all(u.nouns and not u.nouns & unit.nouns and not u.per & unit.nouns for u in units):
        return False
    if not (unit.is_measure or all(u.is_measure for u in units)):
        return False
    belongs = any(unit_of(g).nouns & unit.nouns for g in said.problem if value_of(g) != value)
    once = any(value_of(g) == 1 for g in said.given)
    return belongs and not once and value is not None and not said.follows(value)


def _is_other_rate(amount: Expr, given: list[Expr], said: Said) -> bool:
    """The given of this value is per something else, and another one is given per this: $8 per skirt, where a skirt costs $6."""
    unit = unit_of(amount)
    if not unit.per or not all(unit_of(g).per and not unit_of(g).per & unit.per for g in given):
        return False
    rates = [g for g in said.given if unit_of(g).per & unit.per and unit_of(g).nouns & unit.nouns]
    return bool(rates) and all(value_of(g) != value_of(amount) for g in rates)
