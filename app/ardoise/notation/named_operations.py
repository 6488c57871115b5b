"""Problems that name the operation which they also write down: "Find the product: (x + 2)(x - 3)", "Add or subtract: 1/x + 1/y".

Such a name adds nothing to the formula, if it is the formula's own operation; elsewhere it may ask for something else ("the square of the
sum"), and is left among the words that are not understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ardoise.core.expression import Apply, Expr
from ardoise.core.problem import Verb

_PRODUCTS: Final = frozenset({"multiply", "negate", "power"})
_SUMS: Final = frozenset({"add", "subtract", "negate"})
_KINDS: Final = (
    r"(?: (?:the|these|following|given|each|rational|radical|complex|like|algebraic|mixed|real|indicated|expressions?|radicals?"
    r"|polynomials?|monomials?|binomials?|trinomials?|fractions?|numbers?|terms|integers|decimals|matrices|vectors|out))*"
)
_AND: Final = r"(?:,? and (?:simplify|reduce)(?: completely| if possible| the result)?)?"


@dataclass(frozen=True)
class _Named:
    pattern: re.Pattern[str]
    heads: frozenset[str]
    """The operations that the formula may be."""
    verb: Verb


def _named(pattern: str, heads: frozenset[str], verb: Verb) -> _Named:
    return _Named(re.compile(rf"^\W*(?:please )?(?:{pattern}){_KINDS}{_AND}(?=\W*$)", re.IGNORECASE), heads, verb)


_TABLE: Final = (
    _named(r"(?:find|compute|calculate)(?: the| each)?(?: indicated)? product|distribute|multiply", _PRODUCTS, Verb.EXPAND),
    _named(r"(?:find|compute|calculate)(?: the| each)?(?: indicated)? (?:square|cube|power)", frozenset({"power"}), Verb.EXPAND),
    _named(r"(?:find|compute|calculate)(?: the| each)?(?: indicated)? quotient|divide", frozenset({"divide", "negate"}), Verb.SIMPLIFY),
    _named(
        r"(?:find|compute|calculate)(?: the| each)?(?: indicated)? (?:sum|difference)(?: or difference)?|add or subtract|add|subtract",
        _SUMS, Verb.SIMPLIFY,
    ),
    _named(r"multiply or divide", _PRODUCTS | {"divide"}, Verb.SIMPLIFY),
    _named(r"combine", _SUMS | _PRODUCTS, Verb.SIMPLIFY),
    _named(r"expand(?: the| this)?", _PRODUCTS, Verb.EXPAND),
    _named(r"expand(?: the| this)?(?: given)? logarithms?", frozenset({"log", "ln"}), Verb.EXPAND),
    _named(r"simplify(?: the| this)?(?: given)? power of", frozenset({"power"}), Verb.SIMPLIFY),
)  # fmt: skip


def named_operation(words: str, about: Expr) -> Verb | None:
    """What is to be done, where the words around the one formula only name its operation; None for any others."""
    if not isinstance(about, Apply):
        return None
    for row in _TABLE:
        if row.pattern.search(words) and _head(about) in row.heads:
            return row.verb
    return None


def _head(expr: Apply) -> str:
    """The operation; a sum of fractions over one bar and a root of a product are what stands outermost."""
    match expr:
        case Apply("multiply" | "power", _):
            return expr.function
        case Apply("negate", (Apply() as inner,)) if inner.function in ("multiply", "divide", "power"):
            return inner.function
        case _:
            return expr.function
