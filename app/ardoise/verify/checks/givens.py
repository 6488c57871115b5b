"""A number from nowhere: used in a step of a word problem, and neither given, nor worked out before, nor a number that everybody knows.

Known are the amounts of the problem and of the steps so far, also as percentages, parts and complements; the numbers that words bring along
(a week has 7 days); and what follows from two amounts by one operation, since short sums are done in the head. What is left over is usually
a given that was copied wrongly, or an assumption. That is likely wrong and no fact, so it is amber.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number
from ardoise.core.ports import Context
from ardoise.core.solution import Claim, Role
from ardoise.core.verdict import Check
from ardoise.notation.number_words import brought_by
from ardoise.notation.written import write_number
from ardoise.verify.checks import report

METHOD: Final = "givens"
_ALWAYS: Final = frozenset({Fraction(0), Fraction(1), Fraction(2), Fraction(100), Fraction(1, 2)})
_MOST: Final = 80
"""Amounts of which pairs are formed; beyond them a text has too many numbers for any to be from nowhere."""


def judge(claim: Claim, context: Context) -> Check:
    """Amber where the sentence takes a number from nowhere; else nothing is claimed."""
    if not any(c.role is Role.GIVEN for c in context.amounts):
        return report.nothing_claimed(claim)
    for amount in _listed(claim.left):
        value = value_of(amount)
        if value is not None and not _is_known(value, context):
            return report.suspect(claim, METHOD, f"Where does {_shown(amount)} come from? It is neither given nor worked out before.")
    return report.nothing_claimed(claim)


def _is_known(value: Fraction, context: Context) -> bool:
    forms = set(_forms(value))
    said = [a for c in context.amounts for side in (c.left, c.right) for a in _listed(side)]
    near = [a for c in context.line for a in _listed(c.left)]
    found = {v for c in context.line for a in _listed(c.right) if (v := value_of(a)) is not None}
    brought = {
        Fraction(n) for c in (*context.amounts, *context.line) for word in re.findall(r"[^\W\d_]+", c.text) for n in brought_by(word)
    }
    if value in brought | _ALWAYS or forms & (found | {form for a in said for form in _expanded(a)}):
        return True
    lists = [_listed(c.left) for c in (*context.amounts, *context.line) if len(_listed(c.left)) > 2]
    sums = {sum((value_of(a) or Fraction(0) for a in amounts), Fraction(0)) for amounts in lists}
    pool = {v for a in (*said, *near) if (v := value_of(a)) is not None} - forms - {Fraction(1)}
    return len(pool) > _MOST or value in sums or any(_follows(value, a, b) for a in pool for b in pool)


def _follows(value: Fraction, a: Fraction, b: Fraction) -> bool:
    return value in (a + b, a - b, a * b) or (b != 0 and value == a / b)


def _forms(value: Fraction) -> Iterator[Fraction]:
    yield value
    yield value * 100
    yield value / 100


def _expanded(amount: Expr) -> Iterator[Fraction]:
    """An amount's value; of a percentage also the rest, the increased and the decreased whole."""
    value = value_of(amount)
    if value is None:
        return
    yield value
    if isinstance(amount, Apply) and amount.function == "percent":
        yield from (value * 100, 1 - value, 1 + value, 100 - 100 * value)
    elif 0 < value < 1:
        yield from (1 - value, 1 / value, 1 + value, Fraction(value.numerator), Fraction(value.denominator))


def value_of(amount: Expr) -> Fraction | None:
    """The number of an amount, without its unit; a percentage as hundredths."""
    match amount:
        case Number(value):
            return value
        case Apply("percent", (Number(value),)):
            return value / 100
        case Apply("multiply" | "divide", (first, *_)):
            return value_of(first)
        case _:
            return None


def _shown(amount: Expr) -> str:
    match amount:
        case Apply("percent", (Number() as number,)):
            return f"{write_number(number, False).text}%"
        case Apply(_, (first, *_)):
            return _shown(first)
        case Number():
            return write_number(amount, False).text
        case _:
            return "this"


def _listed(side: Expr) -> tuple[Expr, ...]:
    return side.arguments if isinstance(side, Apply) and side.function == "set" else ()
