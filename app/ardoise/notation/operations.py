"""Operations that a text defines itself: a ⋆ b = a² - b, (f ∘ g)(x), x ⊕ y.

Such a sign has no meaning of its own: a ⋆ b is `call` of the symbol ⋆, so that what the text defines is what is calculated with. It binds
looser than products and tighter than sums. The star of plain typing is one of these signs where a text defines it ("the operation
a * b = ..."), otherwise it multiplies. (Rejected: reading every such sign as a product, which makes a right line false.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ardoise.core.expression import Apply, Expr, Number, Span, Symbol
from ardoise.notation import brackets, rules
from ardoise.notation.symbols import OPERATIONS, Kind
from ardoise.notation.tokens import Token

if TYPE_CHECKING:
    from ardoise.notation.precedence import Parser

_STAR: Final = "∗"
_STAR_DEFINED: Final = re.compile(
    r"(?<![\w*])[A-Za-z]\s*(?:\*|\\ast(?![A-Za-z])|∗)\s*[A-Za-z]\s*\$?\s*(?:=|\\equiv|:=|is defined|to be|to mean|denotes?)"
)
_TOLD: Final = re.compile(r"defin|operation|denote|binary|means", re.IGNORECASE)
_VALUES: Final = frozenset({Kind.NUMBER, Kind.LETTER, Kind.OPEN, Kind.FUNCTION, Kind.COMMAND, Kind.CURRENCY, Kind.BEGIN, Kind.BAR})


def defined_in(text: str) -> frozenset[str]:
    """The star, if a text gives it a meaning of its own."""
    return frozenset({_STAR}) if _TOLD.search(text) and _STAR_DEFINED.search(text) else frozenset()


def with_defined(tokens: list[Token], text: str, functions: frozenset[str]) -> list[Token]:
    """The tokens with every typed star as the operation that the text has defined."""
    if _STAR not in functions:
        return tokens
    return [replace(t, text=_STAR) if t.text == "*" and text[t.start : t.end] in ("*", "\\ast", _STAR) else t for t in tokens]


def operates(p: Parser, left: Expr) -> bool:
    """Whether the sign at the cursor stands between two values; a ring behind a number is a degree sign unless a number follows."""
    sign, after = p.now, p.ahead()
    if sign.text not in OPERATIONS:
        return False
    if after.kind not in _VALUES and not after.is_(Kind.OPERATOR, "-"):
        return False
    return (
        sign.text != "∘" or after.kind is Kind.NUMBER or (sign.spaced and after.kind is not Kind.OPERATOR) or not isinstance(left, Number)
    )


def operation(p: Parser, left: Expr, start: int) -> Apply:
    """left ⋆ right; the cursor stands on the sign."""
    sign = p.take()
    right = p.expression(rules.MODULO)
    return p.node("call", Symbol(sign.text, Span(sign.start, sign.end)), left, right, start=start)


def composed(p: Parser, inside: Expr, start: int) -> Expr | None:
    """(f ∘ g)(x) is f(g(x)); the cursor stands behind the bracket. None where nothing is composed and called."""
    if not (p.now.is_(Kind.OPEN, "(") and _is_composition(inside)):
        return None
    value: Expr | None = None
    for function in reversed(_parts(inside)):
        value = p.node("call", function, *(brackets.arguments(p) if value is None else (value,)), start=start)
    return value


def _is_composition(expr: Expr) -> bool:
    return (
        isinstance(expr, Apply)
        and expr.function == "call"
        and expr.arguments[0] == Symbol("∘")
        and all(isinstance(f, Symbol) for f in _parts(expr))
    )


def _parts(expr: Expr) -> Sequence[Expr]:
    """The functions of a composition, outermost first."""
    if isinstance(expr, Apply) and expr.function == "call" and expr.arguments[0] == Symbol("∘"):
        return [part for side in expr.arguments[1:] for part in _parts(side)]
    return [expr]
