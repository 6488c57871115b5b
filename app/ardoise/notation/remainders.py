"""A quotient with its remainder as the result of a division: 3 R 2, 3 remainder 2, 3 with a remainder of 2."""

from __future__ import annotations

from collections.abc import Sequence

from ardoise.core.expression import Apply, Expr
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
