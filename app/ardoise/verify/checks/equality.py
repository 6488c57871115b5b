"""Identities: whether two expressions are equal wherever both have a value.

Sampled first, which refutes in microseconds, then proved by SymPy: expanded, brought to one fraction, simplified, with symbols real and,
where that fails, positive. Points that agree without a proof are SUPPORTED, never VERIFIED.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import sympy

from ardoise.core.expression import Expr
from ardoise.verify.checks import sampling, shape
from ardoise.verify.checks.convert import to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import Reading
from ardoise.verify.checks.sampling import Point

LARGEST_SIMPLIFIED = 150
"""Nodes of a difference that SymPy's general simplifier may see; beyond it only `expand` and `cancel` are tried."""
SYMPY_FAULTS = (
    NotImplementedError, ValueError, TypeError, ArithmeticError, AttributeError, KeyError, IndexError, RecursionError, AssertionError,
    sympy.SympifyError, sympy.polys.polyerrors.BasePolynomialError,
)  # fmt: skip
"""What SymPy raises where it meets its limits."""


class Equality(StrEnum):
    PROVED = "proved"
    PROVED_POSITIVE = "proved where the symbols are positive"
    AGREES = "agrees at every point"
    PARTLY = "agrees at some points"
    DIFFERS = "differs at every point"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Compared:
    equality: Equality
    witness: Point | None = None


@lru_cache(maxsize=2_048)
def compare(left: Expr, right: Expr, *, complex_numbers: bool = False) -> Compared:
    """The two sides as functions of their symbols; the best of the plausible readings."""
    if left == right:
        return Compared(Equality.PROVED)
    reading = Reading(complex_numbers=complex_numbers)
    found = []
    for a in shape.signs(left):
        for b in shape.signs(right):
            found.append(_compare_once(a, b, reading))
            if any(shape.uses(e, *shape.ANGLES) for e in (a, b)):
                found.append(_compare_once(shape.in_degrees(a), shape.in_degrees(b), reading))
            if any(shape.uses(e, "log") for e in (a, b)):
                found.append(_compare_once(a, b, Reading(log_ten=True, complex_numbers=complex_numbers)))
    return min(found, key=lambda c: list(Equality).index(c.equality) if c.equality is not Equality.UNKNOWN else 3.5)


def _compare_once(left: Expr, right: Expr, reading: Reading) -> Compared:
    if not sampled_can_help(left, right):
        return Compared(Equality.PROVED if proves_zero(left, right) else Equality.UNKNOWN)
    try:
        sampled = sampling.compare(left, right, reading)
    except Unsupported:
        return Compared(Equality.PROVED if proves_zero(left, right) else Equality.UNKNOWN)
    if sampled.all_differ:
        return Compared(Equality.DIFFERS, sampled.witness)
    if sampled.differ:
        if sampled.agree + sampled.differ < sampling.ENOUGH:
            return Compared(Equality.UNKNOWN, sampled.witness)
        return Compared(Equality.PARTLY, sampled.witness)
    if proves_zero(left, right):
        return Compared(Equality.PROVED)
    if proves_zero(left, right, positive=True):
        return Compared(Equality.PROVED_POSITIVE)
    return Compared(Equality.AGREES if sampled.all_agree else Equality.UNKNOWN)


def sampled_can_help(left: Expr, right: Expr) -> bool:
    """Whether both sides have values at points: no derivative, integral, limit or unknown function in them."""
    hidden = ("derivative", "integral", "limit", "call", "prime", "matrix", "determinant", "tuple", "set")
    return not (shape.uses(left, *hidden) or shape.uses(right, *hidden))


def proves_zero(left: Expr, right: Expr, *, positive: bool = False) -> bool:
    """Whether SymPy proves left - right = 0."""
    try:
        difference = to_sympy(left, positive=positive) - to_sympy(right, positive=positive)
        return is_zero(difference)
    except (Unsupported, Undefined):
        return False
    except SYMPY_FAULTS:
        return False


def is_zero(value: sympy.Basic) -> bool:
    """Whether SymPy proves that an object is zero; may raise SYMPY_FAULTS."""
    if value == 0:
        return True
    if sympy.expand(value) == 0:
        return True
    nodes = sum(1 for _ in sympy.preorder_traversal(value))
    if value.is_rational_function():
        return nodes <= 4 * LARGEST_SIMPLIFIED and bool(sympy.cancel(value) == 0)
    if nodes > LARGEST_SIMPLIFIED:
        return False
    return bool(sympy.simplify(sympy.expand_log(value)) == 0 or sympy.simplify(sympy.expand_trig(value)) == 0)
