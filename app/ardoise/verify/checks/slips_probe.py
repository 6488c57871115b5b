"""Whether a slip's outcome is what the learner wrote: compared by value at a few points, exactly where it can be.

This proves nothing and need not: a slip is only ever called likely. So a handful of points is enough, and the values of what was written
are calculated once and kept.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any, Final

import mpmath

from ardoise.core.expression import Apply, Expr, Number, free_symbols
from ardoise.core.solution import Relation
from ardoise.verify.checks import rounding, sampling, shape
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import Environment, evaluate, same
from ardoise.verify.checks.rounding import Nearness

WANTED: Final = 4
"""Points at which a line with symbols is compared."""
FEWEST: Final = 2
LARGEST: Final = 150
"""Nodes of an expression beyond which no slip is looked for."""


@dataclass(frozen=True)
class Statement:
    """An equation or inequality."""

    left: Expr
    right: Expr
    relation: Relation = Relation.EQUAL


@dataclass(frozen=True)
class Probe:
    """An expression with its values at some points."""

    expr: Expr
    points: tuple[tuple[Environment, Any], ...]
    written: Number | None = None
    """The number that it is, where it is one: a decimal may be a rounded value."""

    def fits(self, candidate: Expr) -> bool:
        """Whether another expression has the same values."""
        for env, value in self.points:
            other = _entries_of(candidate, env)
            if other is None or not (_alike(other, value) or self._rounds(other)):
                return False
        return True

    def _rounds(self, value: Any) -> bool:
        if self.written is None or self.written.decimals is None or isinstance(value, tuple):
            return False
        return rounding.nearness(value, self.written, rounding.digits_of(self.written)) is Nearness.ROUNDED


def value_of(expr: Expr, env: Environment) -> Any | None:
    """The value, or None where there is none or it cannot be calculated."""
    try:
        return evaluate(expr, env)
    except (Undefined, Unsupported, ArithmeticError, ValueError):
        return None


def _entries_of(expr: Expr, env: Environment) -> Any | None:
    """As `value_of`, and of a matrix its rows of values."""
    match expr:
        case Apply("matrix" | "row", arguments):
            parts = tuple(_entries_of(a, env) for a in arguments)
            return None if None in parts else parts
        case _:
            return value_of(expr, env)


def _alike(a: Any, b: Any) -> bool:
    if isinstance(a, tuple) or isinstance(b, tuple):
        return isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b) and all(map(_alike, a, b))
    return same(a, b)


def probe(expr: Expr, names: frozenset[str]) -> Probe | None:
    """None where the expression has a value at too few points."""
    if shape.size(expr) > LARGEST or len(names) > sampling.MOST_SYMBOLS:
        return None
    wanted = WANTED if names else 1
    found = ((env, _entries_of(expr, env)) for env in sampling.points(names))
    points = tuple(itertools.islice(((env, v) for env, v in found if v is not None), wanted))
    if len(points) < min(FEWEST, wanted):
        return None
    return Probe(expr, points, shape.literal(expr))


@dataclass(frozen=True)
class Outcome:
    """An equation or inequality as the learner wrote it, ready to be compared."""

    statement: Statement
    left: Probe
    right: Probe
    names: frozenset[str]

    def fits(self, candidate: Statement) -> bool:
        """The same two sides, by value; an equation may stand the other way round."""
        if candidate.relation is not self.statement.relation:
            return False
        if self.left.fits(candidate.left) and self.right.fits(candidate.right):
            return True
        return candidate.relation is Relation.EQUAL and self.left.fits(candidate.right) and self.right.fits(candidate.left)

    def follows(self, candidate: Statement) -> bool:
        """Whether the two equations are the same but for terms moved across and a common factor."""
        if candidate.relation is not self.statement.relation or not self.names:
            return False
        ratio: Any = None
        for (env, left), (_, right) in zip(self.left.points, self.right.points, strict=True):
            a, b = value_of(candidate.left, env), value_of(candidate.right, env)
            if a is None or b is None:
                return False
            mine, theirs = to_mp(left) - to_mp(right), to_mp(a) - to_mp(b)
            gone = [mpmath.almosteq(d, 0, abs_eps=1e-20) for d in (mine, theirs)]
            if gone[0] != gone[1]:
                return False
            if gone[0]:
                continue
            if ratio is None:
                ratio = theirs / mine
            elif not mpmath.almosteq(theirs / mine, ratio, rel_eps=1e-20):
                return False
        if candidate.relation is not Relation.EQUAL and isinstance(ratio, mpmath.mpf) and ratio < 0:
            return False
        return ratio is not None


def outcome(statement: Statement, names: frozenset[str]) -> Outcome | None:
    """None where the sides have values at too few points in common."""
    if max(shape.size(statement.left), shape.size(statement.right)) > LARGEST or len(names) > sampling.MOST_SYMBOLS:
        return None
    left: list[tuple[Environment, Any]] = []
    right: list[tuple[Environment, Any]] = []
    for env in sampling.points(names):
        a, b = value_of(statement.left, env), value_of(statement.right, env)
        if a is not None and b is not None:
            left.append((env, a))
            right.append((env, b))
        if len(left) == (WANTED if names else 1):
            break
    if len(left) < (FEWEST if names else 1):
        return None
    sides = (statement.left, statement.right)
    probes = [Probe(e, tuple(p), shape.literal(e)) for e, p in zip(sides, (left, right), strict=True)]
    return Outcome(statement, probes[0], probes[1], names)


def names_in(*exprs: Expr) -> frozenset[str]:
    return frozenset(n for e in exprs for n in free_symbols(e))
