"""What a text goes on from where it begins with its relation: "\\[ 3x + 2x \\] Combine like terms: \\[ = 5x \\]".

Between a formula and what goes on from it nothing may stand but words of working, and through words only a calculation is gone on from:
after "substitute $x = 2$ and simplify" the 2 is not what is simplified.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ardoise.core.expression import Symbol
from ardoise.notation.clauses import Clause
from ardoise.notation.roles import is_amount
from ardoise.notation.statements import Side
from ardoise.notation.symbols import Kind

_WORKING: Final = frozenset({
    "absolute", "add", "adding", "addition", "again", "and", "area", "as", "bracket", "brackets", "calculate", "calculating",
    "calculation", "calculations", "cancel", "canceling", "cancelling", "collect", "combine", "combining", "common", "compute",
    "computing", "denominator", "denominators", "determinant", "distribute", "distributing", "distribution", "divide", "dividing",
    "division", "each", "evaluate", "evaluating", "expand", "expanding", "exponent", "exponents", "expression", "expressions", "factor",
    "factoring", "factors", "final", "finally", "first", "follows", "fraction", "fractions", "further", "inner", "innermost", "inside",
    "it", "like", "multiplication", "multiplications", "multiply", "multiplying", "next", "now", "numerator", "numerators", "operation",
    "operations", "out", "outer", "parentheses", "perform", "performing", "power", "powers", "product", "products", "reduce", "reduces",
    "reducing", "result", "results", "root", "roots", "side", "simplification", "simplified", "simplifies", "simplify", "simplifying",
    "square", "squares", "squaring", "step", "subtract", "subtracting", "subtraction", "sum", "term", "terms", "the", "then", "to",
    "value", "values",
})  # fmt: skip
"""Words that say what is done to a formula, and those between them."""
_PUT_IN: Final = re.compile(r"substitut|plug|insert|replac|\b(?:put|into|using|use|in)\b", re.IGNORECASE)
_ASKED: Final = re.compile(r"[\s$\\()\[\]=]*(?:=|equals)?[\s$\\()\[\]_]*\?")


def only_works(clause: Clause) -> bool:
    """Whether a clause is nothing but words that say what is done."""
    return all(t.kind is Kind.WORD or t.is_(Kind.OPERATOR, ":") for t in clause.tokens) and all(
        word in _WORKING for t in clause.tokens if t.kind is Kind.WORD for word in t.text.lower().split()
    )


def goes_on_after(clauses: Sequence[Clause], k: int) -> bool:
    """Whether the clause after this one, past words of working, begins with its relation."""
    k += 1
    while k < len(clauses) and only_works(clauses[k]):
        k += 1
    return k < len(clauses) and clauses[k].goes_on


def through_words(last: Side | None, between: str) -> Side | None:
    """What can be gone on from with such words between: a calculation, no name and no number, that is not put into something else."""
    if last is None or last.expr is None or isinstance(last.expr, Symbol) or is_amount(last.expr) or _PUT_IN.search(between):
        return None
    return last


def is_asked(text: str, end: int) -> bool:
    """Whether the other side is asked for: "6 * 5 = ?"."""
    return bool(_ASKED.match(text, end))
