"""A number from nowhere: used in a step of a word problem, and neither given, nor worked out before, nor a number that everybody knows.

Known are the amounts of the problem and of the steps so far, also as percentages, parts and complements; the numbers that words bring along
(a week has 7 days); and what follows from two amounts by one operation, since short sums are done in the head. What is left over is usually
a given that was copied wrongly, or an assumption. That is likely wrong and no fact, so it is amber.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from ardoise.notation.number_words import brought_by
from ardoise.verify.checks.amounts import Said, expanded, listed, shown, value_of, values_of

_ALWAYS: Final = frozenset({Fraction(0), Fraction(1), Fraction(2), Fraction(100), Fraction(1, 2)})
_WORD: Final = re.compile(r"[^\W\d_]+")


def doubt(said: Said) -> str:
    """Where a number of the sentence comes from nowhere, the question about it; else empty."""
    for amount in listed(said.claim.left):
        value = value_of(amount)
        if value is not None and not _is_known(value, said):
            return f"Where does {shown(amount)} come from? It is neither given nor worked out before."
    return ""


def _is_known(value: Fraction, said: Said) -> bool:
    forms = frozenset((value, value * 100, value / 100))
    everything = (*said.context.amounts, *said.context.line)
    brought = {Fraction(n) for c in everything for word in _WORD.findall(c.text) for n in brought_by(word)}
    if value in brought | _ALWAYS or forms & (said.found | {form for a in said.before for form in expanded(a)}):
        return True
    sums = {sum(values_of(amounts), Fraction(0)) for c in everything if len(amounts := listed(c.left)) > 2}
    return value in sums or said.follows(value, forms)
