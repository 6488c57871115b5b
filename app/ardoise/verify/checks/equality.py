"""Identities: whether two expressions are equal wherever both have a value.

Sampled first, which refutes in microseconds, then proved by SymPy: expanded, brought to one fraction, simplified, with symbols real and,
where that fails, positive. Points that agree without a proof are SUPPORTED, never VERIFIED.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import sympy

from ardoise.core.expression import Apply, Constant, Expr, Symbol, apply, free_symbols, nodes
from ardoise.verify.checks import angles, cyclotomic, factorials, sampling, shape
from ardoise.verify.checks.convert import to_sympy
from ardoise.verify.checks.elementary import Undefined, Unsupported
from ardoise.verify.checks.evaluate import Reading, evaluate
from ardoise.verify.checks.extent import MOST_EXPANDED, is_small, terms
from ardoise.verify.checks.sampling import Point

LARGEST_SIMPLIFIED = 60
"""Nodes of a difference that SymPy's general simplifier may see: it hardly ever makes nothing of a larger one, and takes half a second."""
LARGEST_OF_ANGLES = 150
LARGEST_QUOTIENT = 600
"""Nodes of a difference that is decided as a polynomial of sines or factorials, or as a quotient of polynomials."""
LARGEST_COMPLEX = 40
"""Nodes of two sides whose letters are written as a + bi."""
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

    @property
    def refutes(self) -> bool:
        """Whether an identity cannot have been meant: it fails where all symbols are positive, so at a place that nobody leaves out."""
        if self.witness is None or self.equality not in (Equality.DIFFERS, Equality.PARTLY):
            return False
        return all(value > 0 for value in self.witness.values.values())


@lru_cache(maxsize=2_048)
def compare(left: Expr, right: Expr, *, complex_numbers: bool = False) -> Compared:
    """The two sides as functions of their symbols; the best of the plausible readings."""
    if left == right:
        return Compared(Equality.PROVED)
    unclear = _unclear(left, right, complex_numbers=complex_numbers)
    if unclear:
        return _compare_complex(left, right, unclear)
    lefts, rights = shape.signs(left), shape.signs(right)
    if len(lefts) > 1 or len(rights) > 1:  # each value of one side must be one of the other: 2 ± 1 is not 3 alone
        rows = [[_best(a, b, complex_numbers=complex_numbers) for b in rights] for a in lefts]
        best: list[Compared] = [min(line, key=_rank) for line in (*rows, *zip(*rows, strict=True))]
        return max(best, key=_rank)
    return _best(left, right, complex_numbers=complex_numbers)


def _best(left: Expr, right: Expr, *, complex_numbers: bool) -> Compared:
    """The best of the plausible readings of two sides without plus-minus."""
    best: Compared | None = None
    for a, b, reading in _readings(left, right, complex_numbers=complex_numbers):
        found = _compare_once(a, b, reading)
        if found.equality is Equality.PROVED:
            return found
        best = found if best is None else min(best, found, key=_rank)
    assert best is not None, "there is always the plain reading"
    return best


def _unclear(left: Expr, right: Expr, *, complex_numbers: bool) -> frozenset[str]:
    """Letters of which it matters whether they are real: z in the real part of z and, where there are complex numbers, in its modulus.

    What stands in an angle is real.
    """
    heads = ("re", "im", "conjugate", "abs") if complex_numbers else ("re", "im", "conjugate")
    applied = [n for side in (left, right) for n in nodes(side) if isinstance(n, Apply)]
    angles_of = frozenset[str]().union(*(free_symbols(n) for n in applied if n.function in shape.ANGLES or n.function == "exp"))
    return frozenset[str]().union(*(free_symbols(n) for n in applied if n.function in heads)) - angles_of


def _compare_complex(left: Expr, right: Expr, unclear: frozenset[str]) -> Compared:
    """For all complex values of some letters: proved with each written as a + bi; different where it is for real values already."""
    found = _best(left, right, complex_numbers=True)
    if found.equality is Equality.DIFFERS:
        return found
    parts = {name: apply("add", Symbol(name), apply("multiply", Constant("i"), Symbol(name + "'"))) for name in unclear}
    a, b = shape.substitute(left, parts), shape.substitute(right, parts)
    small = shape.size(left) + shape.size(right) <= LARGEST_COMPLEX
    proved = small and not sampling.surely_differ(a, b, complex_numbers=True) and proves_zero(a, b)
    return Compared(Equality.PROVED if proved else Equality.UNKNOWN)


def _readings(left: Expr, right: Expr, *, complex_numbers: bool) -> Iterator[tuple[Expr, Expr, Reading]]:
    plain = Reading(complex_numbers=complex_numbers)
    yield left, right, plain
    if any(shape.uses(e, *shape.ANGLES) for e in (left, right)):
        yield shape.in_degrees(left), shape.in_degrees(right), plain
    if any(shape.uses(e, "log") for e in (left, right)):
        yield left, right, Reading(log_ten=True, complex_numbers=complex_numbers)


def _rank(compared: Compared) -> float:
    return 3.5 if compared.equality is Equality.UNKNOWN else list(Equality).index(compared.equality)


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
    if not sampled.agree and any(_is_nowhere_defined(e, reading) for e in (left, right)):
        return Compared(Equality.UNKNOWN)
    if proves_zero(left, right):
        return Compared(Equality.PROVED)
    if shape.depends_on_signs(left, right) and proves_zero(left, right, positive=True):
        return Compared(Equality.PROVED_POSITIVE)
    return Compared(Equality.AGREES if sampled.all_agree else Equality.UNKNOWN)


def _is_nowhere_defined(expr: Expr, reading: Reading) -> bool:
    """Whether a constant in it has no value, like the logarithm of a negative number: SymPy would go on with it, and for long."""
    for part in nodes(expr):
        if isinstance(part, Apply) and not free_symbols(part):
            try:
                evaluate(part, {}, reading)
            except Undefined:
                return True
            except Unsupported:
                continue
    return False


def sampled_can_help(left: Expr, right: Expr) -> bool:
    """Whether both sides have values at points: no derivative, integral, limit or unknown function in them."""
    hidden = ("derivative", "integral", "limit", "call", "prime", "matrix", "determinant", "tuple", "set")
    return not (shape.uses(left, *hidden) or shape.uses(right, *hidden))


def proves_zero(left: Expr, right: Expr, *, positive: bool = False) -> bool:
    """Whether left - right = 0 is proved: constants in closed form without SymPy, everything else by it."""
    try:
        if not free_symbols(left) and not free_symbols(right):
            with contextlib.suppress(Unsupported):
                return cyclotomic.equal(left, right)
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
    if terms(value) > MOST_EXPANDED:
        return False
    if sympy.expand(value) == 0:
        return True
    if value.free_symbols and value.is_rational_function():
        return is_small(value, LARGEST_QUOTIENT) and bool(sympy.cancel(value) == 0)
    if is_small(value, LARGEST_OF_ANGLES) and angles.is_zero(value):
        return True
    if is_small(value, LARGEST_OF_ANGLES) and factorials.stand_in(value):
        top = factorials.numerator(value)
        if top is not None:
            return terms(top) <= MOST_EXPANDED and bool(sympy.expand(top) == 0)
    if not is_small(value, LARGEST_SIMPLIFIED) or value.has(sympy.Integral, sympy.Derivative, sympy.Limit):
        return False
    attempts = {a for a in (sympy.expand_log(value), sympy.expand_trig(value)) if is_small(a, 2 * LARGEST_SIMPLIFIED)}
    return any(bool(sympy.simplify(attempt, doit=False) == 0) for attempt in attempts)
