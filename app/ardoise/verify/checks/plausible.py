"""Whether an answer can be the answer to such a question at all: a count is a whole number, a probability lies between 0 and 1.

It says nothing of a right answer; a wrong one is often caught by it. Only what no such quantity can be is told.
"""

from __future__ import annotations

from fractions import Fraction

import mpmath

from ardoise.core.expression import Apply, Expr
from ardoise.core.problem import Quantity
from ardoise.core.solution import Answer
from ardoise.verify.checks import shape
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import Value, settled


def doubt(answer: Answer, asked: Quantity) -> str:
    """Why the answer can hardly be right, as a sentence for a person; empty where it may be."""
    if asked is Quantity.ANY:
        return ""
    for expr in answer.exprs:
        value = _value(expr)
        if value is None:
            continue
        if isinstance(value, mpmath.mpc):
            return "Such a quantity is a real number."
        if asked is Quantity.PROBABILITY and not 0 <= to_mp(value) <= 1:
            return "A probability lies between 0 and 1."
        if asked is not Quantity.PROBABILITY and to_mp(value) < 0:
            return "Such a quantity is not negative."
        if asked is Quantity.COUNT and _is_broken(value):
            return "A number of things is a whole number."
    return ""


def _value(expr: Expr) -> Value | None:
    bare = shape.without_units(expr)[0]
    if isinstance(bare, Apply) and bare.function == "equal":
        bare = bare.arguments[1]
    if not shape.is_constant(bare) or shape.uses(bare, "tuple", "set", "matrix"):
        return None
    try:
        return settled(bare, {}).value
    except (Undefined, Unsupported):
        return None


def _is_broken(value: Value) -> bool:
    if isinstance(value, int | Fraction):
        return value != int(value)
    return bool(abs(value - mpmath.nint(value)) > mpmath.mpf(10) ** -15)
