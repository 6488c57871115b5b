"""Points at which two expressions are compared, and what the comparison showed.

Small whole numbers come first, so that a witness is one that a learner can check by hand; they are exact, so agreement and difference are
facts about those points. A point outside the domain of either side says nothing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import mpmath

from ardoise.core.expression import Expr, free_symbols
from ardoise.verify.checks.elementary import Undefined, Unsupported, to_mp
from ardoise.verify.checks.evaluate import PLAIN, Environment, Reading, Settled, Value, is_exact, same, settled

_VALUES: Final = (2, 3, 5, -2, 4, 7, -3, 6, Fraction(1, 2), 9, -5, Fraction(-1, 2), 10, Fraction(1, 3), Fraction(1, 4))
_CHANCY: Final = (1, -1, 0)
"""There much agrees by chance: tried last, where too few others lie in the domain."""
MOST_SYMBOLS: Final = 8
WANTED: Final = 9
"""Points at which both sides have a value."""
ENOUGH: Final = 4
GLANCES: Final = 3
"""Points that are looked at before SymPy is asked; it takes a thousand times as long."""
SAMPLED_WORK: Final = 6_000
"""Nodes that a sum may evaluate at each point."""
_GLANCING: Final = Reading(work=SAMPLED_WORK)
_LARGEST_DENOMINATOR: Final = 1_000
_PLAY: Final = mpmath.mpf(10) ** -12


@dataclass(frozen=True)
class Point:
    """Where the sides were compared, and their values there."""

    values: dict[str, Any]
    left: Any
    right: Any


@dataclass(frozen=True)
class Sampled:
    """`agree` and `differ` count the points; `witness` is the simplest at which the sides differ, `counter` all those."""

    agree: int = 0
    differ: int = 0
    witness: Point | None = None
    outside: int = 0
    points: tuple[Point, ...] = field(default=(), repr=False)

    @property
    def all_agree(self) -> bool:
        return self.differ == 0 and self.agree >= ENOUGH

    @property
    def all_differ(self) -> bool:
        """They differ at every point; one counterexample would do, so two chance roots may agree."""
        return self.differ >= ENOUGH and (self.agree == 0 or (self.agree <= 2 and self.differ > ENOUGH))


def points(names: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Environments for these symbols, simplest first, no two symbols alike in most of them."""
    ordered = sorted(names)
    count = len(_VALUES)
    for k in range(count):
        yield {name: _VALUES[(k + 4 * i * (1 + k // 6)) % count] for i, name in enumerate(ordered)}
    for k in range(len(_CHANCY)):
        yield {name: _CHANCY[(k + i) % len(_CHANCY)] for i, name in enumerate(ordered)}


def compare(left: Expr, right: Expr, reading: Reading = PLAIN, fixed: Environment | None = None) -> Sampled:
    """Both sides at up to WANTED points; raises Unsupported where a side has no rule for its value, or has too many symbols."""
    reading = dataclasses.replace(reading, work=min(reading.work, SAMPLED_WORK))
    names = (free_symbols(left) | free_symbols(right)) - frozenset(fixed or ())
    if len(names) > MOST_SYMBOLS:
        raise Unsupported("many symbols")
    agree: list[Point] = []
    differ: list[Point] = []
    outside = 0
    for env in points(names):
        env = {**env, **(fixed or {})}
        try:
            a, b = settled(left, env, reading), settled(right, env, reading)
        except Undefined:
            outside += 1
            continue
        (agree if _same(a, b) else differ).append(Point(env, a.value, b.value))
        if len(agree) + len(differ) == WANTED:
            break
    return Sampled(len(agree), len(differ), differ[0] if differ else None, outside, tuple(agree + differ))


def _same(a: Settled, b: Settled) -> bool:
    return same(a.value, b.value)


# --- a glance before SymPy is asked ---------------------------------------------------------------------------------------------------


def _glances(*exprs: Expr, reading: Reading = _GLANCING) -> Iterator[tuple[Value, ...]]:
    """The values of all of these at a few points with positive values, where all of them have one; none where one has no rule."""
    names = frozenset[str]().union(*(free_symbols(e) for e in exprs))
    if len(names) > MOST_SYMBOLS:
        return
    seen = 0
    for env in points(names):
        if any(value < 0 for value in env.values()):
            continue
        try:
            yield tuple(settled(e, env, reading).value for e in exprs)
        except Undefined:
            continue
        except Unsupported:
            return
        seen += 1
        if seen == GLANCES:
            return


def surely_differ(left: Expr, right: Expr, *, complex_numbers: bool = False) -> bool:
    """Whether the sides clearly differ somewhere, so that no proof of their equality needs to be looked for."""
    reading = dataclasses.replace(_GLANCING, complex_numbers=complex_numbers)
    return any(_far(a, b) for a, b in _glances(left, right, reading=reading))


class NoMultiple(Exception):
    """No constant times one expression is the other."""


def multiple(left: Expr, right: Expr) -> Fraction | None:
    """The only rational number r for which left = r * right can hold everywhere; None where that could not be told.

    Raises NoMultiple where their ratio is not the same everywhere.
    """
    first: tuple[Value, ...] | None = None
    for pair in _glances(left, right):
        if first is None:
            first = pair
        elif _far(to_mp(first[0]) * to_mp(pair[1]), to_mp(first[1]) * to_mp(pair[0])):
            raise NoMultiple
    if first is None or first[1] == 0:
        return None
    if is_exact(first[0]) and is_exact(first[1]):
        return Fraction(first[0]) / Fraction(first[1])
    ratio = to_mp(first[0]) / to_mp(first[1])
    if isinstance(ratio, mpmath.mpc):
        return None
    near = Fraction(float(ratio)).limit_denominator(_LARGEST_DENOMINATOR)
    return None if _far(ratio, near) else near


def _far(a: Value, b: Value) -> bool:
    """Whether two values differ by far more than any rounding could."""
    x, y = to_mp(a), to_mp(b)
    return bool(abs(x - y) > _PLAY * max(1, abs(x), abs(y)))
