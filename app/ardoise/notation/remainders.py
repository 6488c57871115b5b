"""A quotient with its remainder as the result of a division: 3 R 2, 3 remainder 2, 3 with a remainder of 2.

The words may stand inside the formula, or behind it: "$17 \\div 5 = 3$ with a remainder of $2$".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from ardoise.core.expression import Apply, Expr, Number, Span
from ardoise.core.solution import Claim, Relation
from ardoise.notation.symbols import Kind
from ardoise.notation.tokens import Token

_LETTERS = frozenset({"R", "r"})
_WORDS = frozenset({"remainder", "rem", "rest", "r", "R", "with remainder", "with a remainder of", "remainder of"})
_LONGEST = 4
"""Words between quotient and remainder: with a remainder of."""


def remainder_form(tokens: Sequence[Token]) -> tuple[Expr, int] | None:
    """The expression that such tokens begin with and how many they are; None if they begin otherwise."""
    if len(tokens) < 3 or tokens[0].kind is not Kind.NUMBER:
        return None
    if tokens[1].kind is Kind.LETTER and tokens[1].text in _LETTERS:
        end = 2
    else:
        end = 1
        while end < len(tokens) and end <= _LONGEST and tokens[end].kind is Kind.WORD:
            end += 1
        if " ".join(t.text for t in tokens[1:end]).lower() not in {w.lower() for w in _WORDS}:
            return None
    quotient = tokens[0].number
    rest = tokens[end].number if end < len(tokens) else None
    if quotient is None or rest is None or quotient.decimals is not None or rest.decimals is not None:
        return None
    return Apply("with_remainder", (quotient, rest)), end + 1


_BEHIND: Final = re.compile(r"[\s$\\)\],(]*(?:with )?(?:a )?remainder(?: of)?[\s$\\(\[]*(?P<rest>\d{1,30})(?![\d/^*]|\.\d)")


def with_remainder(claims: Sequence[Claim], text: str) -> list[Claim]:
    """The claims, the last of which ends in a division: its value has the remainder that the words behind it name."""
    if not claims:
        return []
    *first, last = claims
    match last:
        case Claim(left=Apply("divide"), relation=Relation.EQUAL, right=Number(quotient, None)) if quotient.denominator == 1:
            named = _BEHIND.match(text, last.span.end)
        case _:
            named = None
    if named is None:
        return list(claims)
    right = Apply("with_remainder", (last.right, Number(Fraction(int(named["rest"])))))
    span = Span(last.span.start, named.end())
    return [*first, replace(last, right=right, text=text[span.start : span.end], span=span, alternatives=())]
