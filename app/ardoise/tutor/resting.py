"""Whether a final answer rests on what was proved: each of its values stands as a side of a proved claim.

"Every claim was proved" says little of an answer that no claim mentions: a model may calculate 21 correctly and then answer 15.
"""

from __future__ import annotations

from collections.abc import Iterable

from ardoise.core.expression import Apply, Expr, Number, Symbol
from ardoise.core.solution import Answer, Claim
from ardoise.core.verdict import Check, Verdict
from ardoise.notation.answer import ANSWER

_LISTS = frozenset({"or", "and", "set", "tuple"})


def rests_on(answer: Answer, checks: Iterable[Check]) -> bool:
    """False also where the answer could not be read. Units and digits after the point do not matter: 61.20 euros is 61.2."""
    wanted = {_bare(value) for expr in answer.exprs for value in _listed(expr)}
    proved = {
        _bare(value)
        for check in checks
        if check.verdict is Verdict.VERIFIED and isinstance(check.claim, Claim) and check.claim.left != Symbol(ANSWER)
        for side in (check.claim.left, check.claim.right)
        for value in (side, *_listed(side))
    }
    return bool(wanted) and wanted <= proved


def _listed(expr: Expr) -> list[Expr]:
    if isinstance(expr, Apply) and expr.function in _LISTS:
        return [value for argument in expr.arguments for value in _listed(argument)]
    if isinstance(expr, Apply) and expr.function == "equal":
        return _listed(expr.arguments[-1])
    return [expr]


def _bare(expr: Expr) -> Expr:
    """Without unit and without the number of digits written."""
    match expr:
        case Number(value):
            return Number(value)
        case Apply("multiply", factors):
            kept = tuple(_bare(f) for f in factors if not (isinstance(f, Apply) and f.function == "unit"))
            return kept[0] if len(kept) == 1 else Apply("multiply", kept)
        case Apply(function, arguments):
            return Apply(function, tuple(_bare(a) for a in arguments))
        case _:
            return expr
